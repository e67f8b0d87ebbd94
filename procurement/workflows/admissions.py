"""An application for accession or admission: judged on requirements only."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.workflow import Transition, Workflow
from procurement.enums import ApplicationStatus, TenderStatus

if TYPE_CHECKING:
    from procurement.models import Application


def still_welcome(application: "Application", at: datetime) -> str | None:
    tender = application.tender
    is_open = tender.status == TenderStatus.PUBLISHED
    if is_open and (tender.closes_at is None or tender.closes_at > at):
        return None
    return _("This tender takes no applications any more.")


def requirements_answered(application: "Application", at: datetime) -> str | None:
    answered = application.answers.exclude(text="").values("requirement")
    open_ones = application.tender.requirements.exclude(pk__in=answered).count()
    if not open_ones:
        return None
    return _("Requirements without an answer: %(count)s.") % {"count": open_ones}


def requirements_met(application: "Application", at: datetime) -> str | None:
    met = application.answers.filter(is_met=True).values("requirement")
    lacking = application.tender.requirements.exclude(pk__in=met).count()
    return _("Requirements not (yet) met: %(count)s.") % {"count": lacking} if lacking else None


def some_requirement_not_met(application: "Application", at: datetime) -> str | None:
    """Who meets every requirement is admitted: there is no other ground to refuse."""
    if application.answers.filter(is_met=False).exists():
        return None
    return _("Say which requirement is not met; who meets all of them is admitted.")


APPLICATION = Workflow(
    name="application",
    states=ApplicationStatus,
    initial=(ApplicationStatus.DRAFT,),
    transitions=(
        Transition(
            "submit",
            (ApplicationStatus.DRAFT,),
            ApplicationStatus.SUBMITTED,
            gettext_lazy("Submit"),
            Permission.BID_SUBMIT,
            (still_welcome, requirements_answered),
            stamp="submitted",
            consequence=gettext_lazy("The region judges whether you meet the requirements."),
        ),
        Transition(
            "withdraw",
            (ApplicationStatus.DRAFT, ApplicationStatus.SUBMITTED),
            ApplicationStatus.WITHDRAWN,
            gettext_lazy("Withdraw"),
            Permission.BID_SUBMIT,
            consequence=gettext_lazy("You can apply again as long as the tender is open."),
        ),
        Transition(
            "admit",
            (ApplicationStatus.SUBMITTED,),
            ApplicationStatus.ADMITTED,
            gettext_lazy("Admit"),
            Permission.TENDER_AWARD,
            (requirements_met,),
            stamp="decided",
            consequence=gettext_lazy("The provider may become a party and gets a mail."),
        ),
        Transition(
            "refuse",
            (ApplicationStatus.SUBMITTED,),
            ApplicationStatus.REFUSED,
            gettext_lazy("Do not admit"),
            Permission.TENDER_AWARD,
            (some_requirement_not_met,),
            stamp="decided",
            reason_required=True,
            consequence=gettext_lazy("The provider gets a mail with the reason."),
        ),
    ),
)
