"""What people are told during the evaluation, and the terms for bidders to answer."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import providers_of, regions_of
from accounts.enums import MailChoice, Permission, Role
from accounts.models import User
from accounts.notices import (
    Due,
    NoticeKind,
    notify,
    people_with,
    register_events,
    register_kind,
    register_reminders,
)
from accounts.roles import PROVIDER_ROLES
from config.shared.display import deadline
from config.shared.feeds import Event
from procurement.enums import ScoreMethod
from procurement.models import Lot, LowPriceInquiry, PanelSeat, RepairRequest, Tender

Asked = RepairRequest | LowPriceInquiry
OFFICER = (Role.PROCUREMENT_OFFICER,)
ASSESSORS = (Role.ASSESSOR, Role.PROCUREMENT_OFFICER)
AT_ONCE, DAILY = MailChoice.AT_ONCE, MailChoice.DAILY


def register() -> None:
    """Make kinds, reminders and calendar events known; once, at start-up."""
    room = gettext_lazy("Evaluation")
    for name, label, roles, by_mail in (
        ("seat_given", gettext_lazy("You have a seat in a panel"), ASSESSORS, AT_ONCE),
        ("scoring_starts", gettext_lazy("Bids can be scored"), ASSESSORS, AT_ONCE),
        ("all_handed_in", gettext_lazy("All scores of a lot are handed in"), ASSESSORS, DAILY),
        (
            "conflict_declared",
            gettext_lazy("A conflict of interest was declared"),
            OFFICER,
            AT_ONCE,
        ),
        ("quality_locked", gettext_lazy("The quality of a lot is locked"), OFFICER, DAILY),
        ("bidder_answered", gettext_lazy("A bidder answered a question"), OFFICER, DAILY),
    ):
        register_kind(NoticeKind(f"procurement.{name}", label, room, roles, by_mail))
    asked = gettext_lazy("The region asks something about your bid")
    register_kind(
        NoticeKind(
            "procurement.bidder_asked", asked, room, PROVIDER_ROLES, AT_ONCE, may_be_silenced=False
        )
    )
    register_reminders(answers_due)
    register_events(answer_events)


def tell_seat_given(seat: PanelSeat, *, at: datetime) -> None:
    """Ask an assessor to declare about interests in the bidders."""
    notify(
        kind="procurement.seat_given",
        to=[seat.user],
        subject=lambda: _("Seat in the panel: %(tender)s") % {"tender": seat.tender},
        sentence=lambda: _(
            "You score the bids of this tender. First declare whether you have a conflict of "
            "interest; until then you see no bid."
        ),
        url=reverse("procurement:panelseat-declare", args=[seat.pk]),
        **_for_panel(seat.tender, at),
    )


def tell_panel(tender: Tender, *, at: datetime) -> None:
    """Tell the assessors that they can score."""
    seats = tender.panel.scoring()
    notify(
        kind="procurement.scoring_starts",
        to=User.objects.filter(pk__in=seats.values("user")),
        subject=lambda: _("Bids to score: %(tender)s") % {"tender": tender},
        sentence=lambda: _("The evaluation has begun. You can score the quality of the bids."),
        url=reverse("procurement:panel-work"),
        **_for_panel(tender, at),
    )


def tell_all_handed_in(lot: Lot, *, at: datetime) -> None:
    """Tell the chair that the consensus can begin, or the officers that quality can be locked."""
    tender = lot.tender
    words: dict[str, Any] = {
        "kind": "procurement.all_handed_in",
        "subject": lambda: _("All scores handed in: %(lot)s") % {"lot": _named(lot)},
    }
    if tender.score_method != ScoreMethod.CONSENSUS:
        sentence = gettext_lazy("The quality scores of this lot can be locked.")
        return _tell_officers(tender, lot.get_absolute_url(), at, sentence=sentence, **words)
    chair = tender.panel.scoring().filter(is_chair=True)
    notify(
        to=User.objects.filter(pk__in=chair.values("user")),
        sentence=gettext_lazy("As chair of the panel you can now record the consensus."),
        url=reverse("procurement:consensus", args=[lot.pk]),
        **words,
        **_for_panel(tender, at),
    )
    return None


def tell_conflict(seat: PanelSeat, *, at: datetime) -> None:
    """Tell the officers that a seat ended by itself."""
    tender = seat.tender
    _tell_officers(
        tender,
        tender.get_absolute_url(),
        at,
        kind="procurement.conflict_declared",
        subject=lambda: _("Conflict of interest: %(tender)s") % {"tender": tender},
        sentence=lambda: (
            _(
                "%(person)s declared a conflict of interest and no longer sits in the panel. "
                "Find another assessor."
            )
            % {"person": seat.user}
        ),
    )


def tell_locked(lot: Lot, *, at: datetime) -> None:
    """Tell the officers that the prices can be opened."""
    _tell_officers(
        lot.tender,
        lot.get_absolute_url(),
        at,
        kind="procurement.quality_locked",
        subject=lambda: _("Quality locked: %(lot)s") % {"lot": _named(lot)},
        sentence=gettext_lazy("Two officers can now open the prices of this lot."),
    )


def tell_repair_asked(repair: RepairRequest, *, at: datetime) -> None:
    """Ask the bidder to mend an omission; what it is stands on its page only."""
    url = reverse("procurement:repairrequest-answer", args=[repair.pk])
    _ask_bidder(repair, url, at, gettext_lazy("Something in your bid has to be mended."))


def tell_explanation_asked(inquiry: LowPriceInquiry, *, at: datetime) -> None:
    """Ask the bidder to explain; about what stands on its page only."""
    url = reverse("procurement:lowpriceinquiry-answer", args=[inquiry.pk])
    _ask_bidder(inquiry, url, at, gettext_lazy("The region asks you to explain part of your bid."))


def tell_repair_answered(repair: RepairRequest, *, at: datetime) -> None:
    """Tell the officers that there is an answer to judge."""
    _tell_answered(repair, reverse("procurement:repairrequest-judge", args=[repair.pk]), at)


def tell_price_explained(inquiry: LowPriceInquiry, *, at: datetime) -> None:
    """Tell the officers that there is an explanation to judge."""
    _tell_answered(inquiry, reverse("procurement:lowpriceinquiry-judge", args=[inquiry.pk]), at)


def answers_due(at: datetime) -> Iterator[Due]:
    """Questions that a bidder still has to answer within the longest reminder."""
    until = at + timedelta(days=max(settings.REMINDER_DAYS, default=0))
    for row in _open(RepairRequest).filter(due_at__gt=at, due_at__lte=until):
        yield _due(row, reverse("procurement:repairrequest-answer", args=[row.pk]))
    for row in _open(LowPriceInquiry).filter(due_at__gt=at, due_at__lte=until):
        yield _due(row, reverse("procurement:lowpriceinquiry-answer", args=[row.pk]))


def answer_events(user: User) -> Iterator[Event]:
    """The terms of open questions, for the bidder and for the region."""
    mine = Q(lot_bid__bid__provider__in=providers_of(user))
    ours = Q(lot_bid__lot__tender__region__in=regions_of(user))
    for row in _open(RepairRequest).filter(mine | ours):
        yield _event(row, _("Answer of a bidder due: %(lot)s") % {"lot": _named(row.lot_bid.lot)})
    for row in _open(LowPriceInquiry).filter(mine | ours):
        yield _event(row, _("Explanation due: %(lot)s") % {"lot": _named(row.lot_bid.lot)})


def _open(model: "type[Asked]") -> "QuerySet[Any]":
    answered = "answered_at" if model is RepairRequest else "explained_at"
    rows = model._default_manager.filter(decided_at__isnull=True, **{f"{answered}__isnull": True})
    return rows.select_related("lot_bid__lot__tender__region", "lot_bid__bid").order_by("pk")


def _due(row: Any, url: str) -> Due:
    lot = row.lot_bid.lot
    provider = row.lot_bid.bid.provider_id
    return Due(
        kind="procurement.bidder_asked",
        key=f"{row._meta.model_name}:{row.pk}",
        to=people_with(Permission.BID_SUBMIT, provider_id=provider),
        subject=lambda: _("Still to be answered: %(lot)s") % {"lot": _named(lot)},
        sentence=lambda: _("Answer no later than %(moment)s.") % {"moment": deadline(row.due_at)},
        url=url,
        due_at=row.due_at,
        organisation=f"provider:{provider}",
        is_training=lot.tender.region.is_training,
    )


def _event(row: Any, summary: str) -> Event:
    return Event(
        uid=f"{row._meta.model_name}-{row.pk}",
        start=row.due_at,
        summary=summary,
        alarm_days=tuple(settings.REMINDER_DAYS),
        changed_at=row.asked_at,
    )


def _ask_bidder(row: Asked, url: str, at: datetime, sentence: Any) -> None:
    lot, bid = row.lot_bid.lot, row.lot_bid.bid
    notify(
        kind="procurement.bidder_asked",
        to=people_with(Permission.BID_SUBMIT, provider_id=bid.provider_id),
        subject=lambda: _("Question about your bid: %(lot)s") % {"lot": _named(lot)},
        sentence=lambda: (
            f"{sentence} "
            + _("Answer no later than %(moment)s.") % {"moment": deadline(row.due_at)}
        ),
        url=url,
        at=at,
        organisation=f"provider:{bid.provider_id}",
        is_training=lot.tender.region.is_training,
    )


def _tell_answered(row: Asked, url: str, at: datetime) -> None:
    lot = row.lot_bid.lot
    _tell_officers(
        lot.tender,
        url,
        at,
        kind="procurement.bidder_answered",
        subject=lambda: _("Answer of a bidder: %(lot)s") % {"lot": _named(lot)},
        sentence=gettext_lazy("A bidder answered. Read the answer and judge it."),
    )


def _tell_officers(tender: Tender, url: str, at: datetime, **words: Any) -> None:
    notify(
        to=people_with(Permission.TENDER_AWARD, region=tender.region),
        url=url,
        at=at,
        organisation=f"region:{tender.region_id}",
        is_training=tender.region.is_training,
        **words,
    )


def _for_panel(tender: Tender, at: datetime) -> dict[str, Any]:
    """For who sits in the panel; opening the notification switches to the seat."""
    return {
        "at": at,
        "about": tender,
        "organisation": f"tender:{tender.pk}",
        "is_training": tender.region.is_training,
    }


def _named(lot: Lot) -> str:
    return f"{lot.tender.reference}, {lot}"
