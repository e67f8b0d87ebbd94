"""The procurement calendar, and market consultations."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.workflow import Transition, Workflow
from procurement.enums import ConsultationStatus, PlannedStatus

if TYPE_CHECKING:
    from procurement.models import MarketConsultation


def has_questions(consultation: "MarketConsultation", at: datetime) -> str | None:
    return None if consultation.questions.exists() else _("Add at least one question.")


def runs_until_later(consultation: "MarketConsultation", at: datetime) -> str | None:
    if consultation.closes_at and consultation.closes_at > at:
        return None
    return _("Set a moment ahead until which providers can answer.")


PLANNED_TENDER = Workflow(
    name="planned_tender",
    states=PlannedStatus,
    initial=(PlannedStatus.PLANNED,),
    transitions=(
        Transition(
            "start", (PlannedStatus.PLANNED,), PlannedStatus.STARTED, gettext_lazy("Draft it")
        ),
        Transition(
            "drop",
            (PlannedStatus.PLANNED,),
            PlannedStatus.DROPPED,
            gettext_lazy("Drop"),
            Permission.TENDER_DRAFT,
            reason_required=True,
            consequence=gettext_lazy("The line stays in the calendar as dropped."),
        ),
        Transition(
            "plan_again",
            (PlannedStatus.DROPPED,),
            PlannedStatus.PLANNED,
            gettext_lazy("Plan again"),
            Permission.TENDER_DRAFT,
        ),
    ),
)

CONSULTATION = Workflow(
    name="consultation",
    states=ConsultationStatus,
    initial=(ConsultationStatus.DRAFT,),
    transitions=(
        Transition(
            "open",
            (ConsultationStatus.DRAFT,),
            ConsultationStatus.OPEN,
            gettext_lazy("Open the consultation"),
            Permission.TENDER_PUBLISH,
            (has_questions, runs_until_later),
            stamp="opened",
            consequence=gettext_lazy(
                "All providers see the questions at the same moment. They can no longer be changed."
            ),
        ),
        Transition(
            "close",
            (ConsultationStatus.OPEN,),
            ConsultationStatus.CLOSED,
            gettext_lazy("Close the consultation"),
            Permission.TENDER_PUBLISH,
            stamp="closed",
            consequence=gettext_lazy("Providers can no longer answer."),
        ),
    ),
    acts={
        "link": gettext_lazy("Linked to a tender"),
        "record_contact": gettext_lazy("Contact with a provider recorded"),
        "share": gettext_lazy("Information shared with all"),
    },
)
