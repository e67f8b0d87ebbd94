"""A tender, from draft to its end."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.workflow import Transition, Workflow
from procurement.enums import (
    ApplicationStatus,
    ConflictStatus,
    CriterionKind,
    EnvelopeKind,
    PriceFormula,
    ReviewVerdict,
    ScoreMethod,
    TenderStatus,
)
from procurement.workflows.legality import prices_agree, procedure_is_open, schedule_is_legal
from procurement.workflows.publication import enough_invited, notice_recorded

if TYPE_CHECKING:
    from procurement.models import Tender

HUNDRED = Decimal(100)
OFFICERS_NEEDED = 2
"""Two named officers open the bids; a third is advised, as a lost passphrase then stops nobody."""


def has_lots(tender: "Tender", at: datetime) -> str | None:
    if not tender.is_competitive or tender.lots.exists():
        return None
    return _("Add at least one lot.")


def has_requirements(tender: "Tender", at: datetime) -> str | None:
    """Who is admitted without competition is judged on requirements only."""
    if tender.is_competitive or tender.requirements.exists():
        return None
    return _("Add the requirements on which applications are judged.")


def has_gemeenten(tender: "Tender", at: datetime) -> str | None:
    return None if tender.gemeenten.exists() else _("Choose the participating gemeenten.")


def has_deadline(tender: "Tender", at: datetime) -> str | None:
    if not tender.is_competitive or tender.closes_at:
        return None
    return _("Set a deadline for bids.")


def deadline_ahead(tender: "Tender", at: datetime) -> str | None:
    if not tender.is_competitive or (tender.closes_at and tender.closes_at > at):
        return None
    return _("Set a deadline for bids that lies ahead.")


def weights_add_up(tender: "Tender", at: datetime) -> str | None:
    """All weights together make 100, except where quality counts in euro."""
    criteria = tender.criteria.all()
    if not tender.is_competitive or criteria.filter(formula=PriceFormula.VALUE).exists():
        return None
    total = criteria.aggregate(total=Sum("weight"))["total"] or Decimal(0)
    if total == HUNDRED:
        return None
    return _("The weights of the award criteria add up to %(total)s; make that 100.") % {
        "total": f"{total.normalize():f}"
    }


def quality_has_values(tender: "Tender", at: datetime) -> str | None:
    """In the value-based formula each quality criterion is worth an amount."""
    if not tender.criteria.filter(formula=PriceFormula.VALUE).exists():
        return None
    if not tender.criteria.quality().filter(maximum_value__isnull=True).exists():
        return None
    return _("Give each quality criterion its highest value in euro.")


def has_price_criterion(tender: "Tender", at: datetime) -> str | None:
    if not tender.is_competitive or tender.criteria.filter(kind=CriterionKind.PRICE).exists():
        return None
    return _("Add the price as an award criterion.")


def mandates_given(tender: "Tender", at: datetime) -> str | None:
    """Every participating gemeente but the lead has authorised the lead to tender for it."""
    given = tender.mandates.values("gemeente")
    lacking = tender.gemeenten.exclude(pk__in=given).exclude(pk=tender.lead_gemeente_id)
    names = list(lacking.order_by("name").values_list("name", flat=True))
    if not names:
        return None
    return _("Record the mandate of %(gemeenten)s.") % {"gemeenten": ", ".join(names)}


def approved_by_another(tender: "Tender", at: datetime) -> str | None:
    """Four eyes: the last verdict since review was asked is an approval by somebody else."""
    reviews = tender.reviews.filter(reviewed_at__gte=tender.review_requested_at or at)
    others = reviews.exclude(reviewed_by=tender.review_requested_by_id)
    last = others.order_by("-reviewed_at", "-pk").first()
    if last and last.verdict == ReviewVerdict.APPROVED:
        return None
    return _("A colleague who did not ask for the review has to approve the draft.")


def officers_named(tender: "Tender", at: datetime) -> str | None:
    """A tender without competition has no vault."""
    if not tender.is_competitive or tender.officers.count() >= OFFICERS_NEEDED:
        return None
    return _("Name at least two officers, with a vault key, who will open the bids.")


def deadline_passed(tender: "Tender", at: datetime) -> str | None:
    if tender.closes_at and tender.closes_at <= at:
        return None
    return _("The deadline for bids has not passed yet.")


def two_officers_opened(tender: "Tender", at: datetime) -> str | None:
    if tender.openings.done().filter(kind=EnvelopeKind.QUALITY).exists():
        return None
    return _("A second officer has to open the bids as well.")


def every_lot_ended(tender: "Tender", at: datetime) -> str | None:
    running = tender.lots.running().count()
    return _("Lots without an outcome: %(count)s.") % {"count": running} if running else None


def has_panel(tender: "Tender", at: datetime) -> str | None:
    """The number of assessors that was announced sits."""
    if not tender.criteria.quality().exists():
        return None
    sitting, asked = tender.panel.sitting().count(), tender.panel_size or 1
    if sitting >= asked:
        return None
    return _("Seats in the panel: %(sitting)s of %(asked)s. Give the others a seat.") % {
        "sitting": sitting,
        "asked": asked,
    }


def has_chair(tender: "Tender", at: datetime) -> str | None:
    if tender.score_method != ScoreMethod.CONSENSUS or not tender.criteria.quality().exists():
        return None
    if tender.panel.sitting().filter(is_chair=True).exists():
        return None
    return _("The panel works to consensus: name its chair.")


def everyone_declared(tender: "Tender", at: datetime) -> str | None:
    """No bid is seen before each assessor declared about interests in the bidders."""
    waiting = tender.panel.sitting().filter(conflict=ConflictStatus.PENDING)
    names = ", ".join(str(seat.user) for seat in waiting.select_related("user").order_by("pk"))
    if not names:
        return None
    return _("Still to declare about conflicts of interest: %(names)s.") % {"names": names}


def is_admission(tender: "Tender", at: datetime) -> str | None:
    return _("A tender with bids ends lot by lot.") if tender.is_competitive else None


def applications_decided(tender: "Tender", at: datetime) -> str | None:
    waiting = tender.applications.filter(status=ApplicationStatus.SUBMITTED).count()
    if not waiting:
        return None
    return _("Applications to decide on: %(count)s.") % {"count": waiting}


COMPLETE = (
    has_lots,
    has_requirements,
    has_gemeenten,
    has_deadline,
    weights_add_up,
    quality_has_values,
    has_price_criterion,
    prices_agree,
    procedure_is_open,
    schedule_is_legal,
)
"""What a draft needs before a colleague is asked to review it."""

TENDER = Workflow(
    name="tender",
    states=TenderStatus,
    initial=(TenderStatus.DRAFT,),
    transitions=(
        Transition(
            "ask_review",
            (TenderStatus.DRAFT,),
            TenderStatus.IN_REVIEW,
            gettext_lazy("Ask for review"),
            Permission.TENDER_DRAFT,
            COMPLETE,
            stamp="review_requested",
            consequence=gettext_lazy(
                "A colleague reviews the draft. Until then it cannot be changed."
            ),
        ),
        Transition(
            "return_to_draft",
            (TenderStatus.IN_REVIEW,),
            TenderStatus.DRAFT,
            gettext_lazy("Back to draft"),
            Permission.TENDER_REVIEW,
            reason_required=True,
            consequence=gettext_lazy("The draft can be changed again and needs a new review."),
        ),
        Transition(
            "publish",
            (TenderStatus.IN_REVIEW,),
            TenderStatus.PUBLISHED,
            gettext_lazy("Publish"),
            Permission.TENDER_PUBLISH,
            (
                *COMPLETE,
                deadline_ahead,
                mandates_given,
                approved_by_another,
                officers_named,
                notice_recorded,
                enough_invited,
            ),
            stamp="published",
            consequence=gettext_lazy(
                "Providers see the tender at once and can bid until the deadline. "
                "Lots, criteria and weights can no longer be changed."
            ),
        ),
        Transition(
            "close",
            (TenderStatus.PUBLISHED,),
            TenderStatus.CLOSED,
            gettext_lazy("Close"),
            conditions=(deadline_passed,),
        ),
        Transition(
            "open",
            (TenderStatus.CLOSED,),
            TenderStatus.OPENED,
            gettext_lazy("Open the bids"),
            conditions=(two_officers_opened,),
        ),
        Transition(
            "evaluate",
            (TenderStatus.OPENED,),
            TenderStatus.IN_EVALUATION,
            gettext_lazy("Start the evaluation"),
            Permission.TENDER_AWARD,
            (has_panel, has_chair, everyone_declared),
            consequence=gettext_lazy("The panel can score the quality of the bids."),
        ),
        Transition(
            "conclude",
            (TenderStatus.CLOSED, TenderStatus.IN_EVALUATION),
            TenderStatus.CONCLUDED,
            gettext_lazy("Conclude"),
            conditions=(every_lot_ended,),
        ),
        Transition(
            "reopen",
            (TenderStatus.CONCLUDED,),
            TenderStatus.IN_EVALUATION,
            gettext_lazy("Back to evaluation"),
        ),
        Transition(
            "end_admission",
            (TenderStatus.PUBLISHED,),
            TenderStatus.CONCLUDED,
            gettext_lazy("End the admission"),
            Permission.TENDER_PUBLISH,
            (is_admission, applications_decided),
            reason_required=True,
            consequence=gettext_lazy("Nobody can apply any more. Who was admitted stays so."),
        ),
        Transition(
            "withdraw",
            (
                TenderStatus.DRAFT,
                TenderStatus.IN_REVIEW,
                TenderStatus.PUBLISHED,
                TenderStatus.CLOSED,
                TenderStatus.OPENED,
                TenderStatus.IN_EVALUATION,
            ),
            TenderStatus.WITHDRAWN,
            gettext_lazy("Withdraw"),
            Permission.TENDER_PUBLISH,
            stamp="withdrawn",
            reason_required=True,
            consequence=gettext_lazy(
                "The tender ends and every lot without an outcome ends with it. "
                "This cannot be undone."
            ),
        ),
    ),
    acts={
        "copied": gettext_lazy("Made like an earlier tender"),
        "add_lot": gettext_lazy("Lot added"),
        "remove_lot": gettext_lazy("Lot removed"),
        "add_criterion": gettext_lazy("Award criterion added"),
        "change_criterion": gettext_lazy("Award criterion changed"),
        "remove_criterion": gettext_lazy("Award criterion removed"),
        "change_requirements": gettext_lazy("Requirements changed"),
        "record_mandate": gettext_lazy("Mandate recorded"),
        "remove_mandate": gettext_lazy("Mandate removed"),
        "review": gettext_lazy("Review given"),
        "record_notice": gettext_lazy("Notice on TenderNed recorded"),
        "add_document": gettext_lazy("Document added"),
        "replace_document": gettext_lazy("Document replaced"),
        "change_document": gettext_lazy("Document changed"),
        "invite": gettext_lazy("Invited"),
        "uninvite": gettext_lazy("Taken off the list of invited providers"),
        "publish_round": gettext_lazy("Nota van Inlichtingen published"),
        "rectify": gettext_lazy("Rectification published"),
        "add_seat": gettext_lazy("Seat in the panel given"),
        "remove_seat": gettext_lazy("Seat in the panel taken away"),
        "replace_seat": gettext_lazy("Assessor replaced"),
        "name_chair": gettext_lazy("Chair of the panel named"),
        "declare": gettext_lazy("Declared about conflicts of interest"),
        "open_first": gettext_lazy("First officer asked to open the bids"),
    },
)
