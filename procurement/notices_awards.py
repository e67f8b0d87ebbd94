"""What people are told about awards, and the end of each standstill in inbox and calendar."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import cast

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import providers_of, regions_of
from accounts.enums import MailChoice, Permission, Role
from accounts.models import User
from accounts.notices import (
    Due,
    NoticeKind,
    people_with,
    register_events,
    register_kind,
    register_reminders,
)
from accounts.roles import PROVIDER_ROLES, roles_with
from config.shared.display import weekday
from config.shared.feeds import Event
from config.shared.periods import ONE_DAY, amsterdam
from procurement.enums import LotStatus
from procurement.models import AwardDecision, Letter, LotBid
from procurement.terms.clock import start_of

STANDSTILL = "procurement.standstill_ends"
DRAFTERS = tuple(roles_with(Permission.CONTRACT_DRAFT))
OFFICER = (Role.PROCUREMENT_OFFICER,)
AT_ONCE, DAILY = MailChoice.AT_ONCE, MailChoice.DAILY


def register() -> None:
    """Make kinds, reminders and calendar events known; once, at start-up."""
    room = gettext_lazy("Award")
    for name, label, roles, by_mail in (
        ("award_final", gettext_lazy("An award is final"), (*DRAFTERS, *PROVIDER_ROLES), DAILY),
        ("lot_not_awarded", gettext_lazy("A lot ends without an award"), PROVIDER_ROLES, DAILY),
        ("award_revoked", gettext_lazy("An award decision is revoked"), PROVIDER_ROLES, DAILY),
        ("standstill_ends", gettext_lazy("A standstill period ends"), OFFICER, AT_ONCE),
    ):
        register_kind(NoticeKind(f"procurement.{name}", label, room, roles, by_mail))
    for name, label, roles in (
        ("award_decision", gettext_lazy("An award decision on your bid"), PROVIDER_ROLES),
        ("complaint", gettext_lazy("A complaint or interim proceedings came in"), OFFICER),
    ):
        kind = NoticeKind(f"procurement.{name}", label, room, roles, AT_ONCE, may_be_silenced=False)
        register_kind(kind)
    register_reminders(standstills_ending)
    register_events(standstill_events)


def standstills_ending(at: datetime) -> Iterator[Due]:
    """Standstills that end within the longest reminder; the award can be final the day after."""
    last = amsterdam(at) + timedelta(days=max(settings.REMINDER_DAYS, default=0))
    running = AwardDecision.objects.filter(
        lot__status=LotStatus.STANDSTILL, standstill_ends_on__range=(amsterdam(at), last)
    )
    for decision in running.select_related("lot__tender__region").order_by("pk"):
        yield _due(decision)


def standstill_events(user: User) -> Iterator[Event]:
    """The last day of each running standstill, for the region and for who bid."""
    running = LotStatus.STANDSTILL
    decisions = AwardDecision.objects.visible_to(user).filter(
        lot__tender__region__in=regions_of(user), lot__status=running
    )
    for decision in decisions.select_related("lot__tender__region").order_by("pk"):
        yield _event(decision, decision.lot.get_absolute_url())
    letters = Letter.objects.visible_to(user).filter(
        lot_bid__bid__provider__in=providers_of(user),
        lot_bid__lot__status=running,
        lot_bid__lot__decision__sent_at__isnull=False,
    )
    bids = LotBid.objects.filter(pk__in=letters.order_by().values("lot_bid"))
    for lot_bid in bids.select_related("lot__decision", "lot__tender__region").order_by("pk"):
        url = reverse("procurement:bid-detail", args=[lot_bid.bid_id])
        yield _event(lot_bid.lot.decision, url)


def _due(decision: AwardDecision) -> Due:
    lot, last_on = decision.lot, _last_day(decision)

    def words(sentence: str) -> str:
        named = {"lot": f"{lot.tender.reference}, {lot}", "day": weekday(last_on)}
        return sentence % named

    return Due(
        kind=STANDSTILL,
        key=f"decision:{decision.pk}",
        to=people_with(Permission.TENDER_AWARD, region=lot.tender.region_id),
        subject=lambda: words(_("Standstill ends: %(lot)s")),
        sentence=lambda: words(
            _(
                "The last day is %(day)s. After it the award can be made final if nothing "
                "suspends it."
            )
        ),
        url=lot.get_absolute_url(),
        due_at=start_of(last_on + ONE_DAY),
        about=lot,
        organisation=f"region:{lot.tender.region_id}",
        is_training=lot.tender.region.is_training,
    )


def _last_day(decision: AwardDecision) -> date:
    """A decision that was sent has one, by constraint."""
    return cast(date, decision.standstill_ends_on)


def _event(decision: AwardDecision, url: str) -> Event:
    lot = decision.lot
    summary = _("Last day of the standstill: %(lot)s") % {"lot": f"{lot.tender.reference}, {lot}"}
    return Event(
        uid=f"standstill-{decision.pk}",
        start=_last_day(decision),
        summary=f"{_('PRACTICE')}: {summary}" if lot.tender.region.is_training else summary,
        url=settings.PUBLIC_URL + url,
        categories=(str(_("Award")),),
        alarm_days=(1,),
        changed_at=decision.sent_at,
    )
