"""The waiting list: who waits for a seat, the seats that were offered, and who comes first."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, DateField, ExpressionWrapper, F, IntegerField, Min, Q, When
from django.db.models import Value as Constant
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.models import Gemeente, Region, User
from config.shared.constraints import in_order, one_of
from config.shared.identifiers import validate_no_personal_number
from contracts.enums import (
    BINDING,
    HELD,
    ON_LIST,
    Level,
    OfferAnswer,
    PlacementStatus,
    TargetGroup,
    WaitingOrder,
    WaitStatus,
)
from contracts.models.contracts import Contract
from contracts.models.placements import Placement
from providers.enums import DeliveryMode, LearningRoute

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

WEEK = 7
BY_DATE = ("since_on", "pk")
BY_LATEST_START = (F("latest_start_on").asc(nulls_last=True), *BY_DATE)
ORDERS = {
    WaitingOrder.DATE: BY_DATE,
    WaitingOrder.LATEST_START: BY_LATEST_START,
    WaitingOrder.PRIORITY_DATE: ("-priority", *BY_DATE),
    WaitingOrder.PRIORITY_LATEST_START: ("-priority", *BY_LATEST_START),
}
"""How a queryset with `latest_start_on` is sorted by each rule."""


class WaitlistEntryQuerySet(models.QuerySet["WaitlistEntry"]):
    def visible_to(self, user: User) -> "WaitlistEntryQuerySet":
        """The region's, and the single gemeente's own; providers see their own placements."""
        return self.filter(Q(region__in=regions_of(user)) | Q(gemeente__in=gemeenten_of(user)))

    def waiting(self) -> "WaitlistEntryQuerySet":
        """Who still waits for a seat to begin in, with or without an offer."""
        return self.filter(status__in=ON_LIST)

    def with_latest_start(self) -> "WaitlistEntryQuerySet":
        """Annotate `latest_start_on`: on which a trajectory of the usual length must begin.

        It then ends within the integration term (USUAL_TRAJECTORY_WEEKS); None without a term.
        """
        cases = [
            When(route=route, then=_days_before("term_ends_on", weeks * WEEK))
            for route, weeks in settings.USUAL_TRAJECTORY_WEEKS.items()
        ]
        return self.annotate(latest_start_on=Case(*cases, output_field=DateField()))

    def with_guarantee(self, on: date) -> "WaitlistEntryQuerySet":
        """Annotate `guaranteed_weeks`: within which a contract promises a start; None if none does.

        That of the placement that waits; else the shortest of the contracts that run on `on` for
        the route and the gemeente. Asks for the promises at once: one statement, not one a row.
        """
        cases = [
            When(region=region, route=route, gemeente__in=gemeenten, then=Constant(weeks))
            for (region, route, weeks), gemeenten in self._promises(on).items()
        ]
        own = F("placement__contract__start_guarantee_weeks")
        promised = Case(*cases, default=Constant(None), output_field=IntegerField())
        return self.annotate(guaranteed_weeks=Coalesce(own, promised))

    def _promises(self, on: date) -> dict[tuple[int, str, int], list[int]]:
        """Ids of gemeenten by region, route and the fewest weeks that a contract promises them."""
        rows = (
            Contract.objects.filter(
                region__in=self.order_by().values("region"),
                status__in=BINDING,
                first_on__lte=on,
                last_on__gte=on,
                start_guarantee_weeks__isnull=False,
            )
            .order_by()
            .values_list("region", "capacity_lines__route", "gemeenten")
            .annotate(weeks=Min("start_guarantee_weeks"))
        )
        promises: dict[tuple[int, str, int], list[int]] = {}
        for region, route, gemeente, weeks in rows:
            if route and gemeente:
                promises.setdefault((region, route, weeks), []).append(gemeente)
        return promises

    def over_guarantee(self, on: date) -> "WaitlistEntryQuerySet":
        """After `with_guarantee`: who waits longer on `on` than a contract promises."""
        days = ExpressionWrapper(
            F("since_on") + F("guaranteed_weeks") * WEEK, output_field=DateField()
        )
        return self.alias(promised_on=days).filter(promised_on__lt=on)

    def count_over_guarantee(self, on: date) -> int:
        """How many of who still waits, waits longer on `on` than a contract promises.

        Counted apart for who waits without a placement and with one, which on the list is
        waitlisted or keeps the seat that is offered: an index holds the contracts of those.
        """
        late = self.waiting().order_by().with_guarantee(on).over_guarantee(on)
        placed = late.filter(placement__status__in=(PlacementStatus.WAITLISTED, *HELD))
        return late.filter(placement__isnull=True).count() + placed.count()

    def in_order(self, order: str) -> "WaitlistEntryQuerySet":
        """In the order of a region's rule (WaitingOrder)."""
        return self.with_latest_start().order_by(*ORDERS[WaitingOrder(order)])


def _days_before(field: str, days: int) -> ExpressionWrapper:
    return ExpressionWrapper(F(field) - Constant(days), output_field=DateField())


class WaitlistEntry(models.Model):
    """Somebody of one gemeente who waits for a seat, by a reference; never a name or a BSN.

    `placement` is the one on a provider's waiting list that the entry stands for, and later the
    one in which the learner was placed. Days on the list count from `since_on`, whatever offers
    were declined in between.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="waitlist", verbose_name=_("region")
    )
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="waitlist", verbose_name=_("gemeente")
    )
    reference = models.CharField(
        _("reference"), max_length=40, validators=[validate_no_personal_number]
    )
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute)
    target_group = models.CharField(_("target group"), max_length=20, choices=TargetGroup)
    level = models.CharField(_("level"), max_length=2, choices=Level)
    mode = models.CharField(
        _("wished delivery mode"), max_length=10, choices=DeliveryMode, blank=True
    )
    place = models.CharField(_("wished place"), max_length=80, blank=True)
    since_on = models.DateField(_("waits since"))
    notice_on = models.DateField(
        _("notice of DUO or registration in the BRP"), null=True, blank=True
    )
    pip_on = models.DateField(_("date of the PIP"), null=True, blank=True)
    term_ends_on = models.DateField(_("end of the integration term"), null=True, blank=True)
    priority = models.BooleanField(_("priority"), default=False)
    priority_reason = models.CharField(
        _("why priority"),
        max_length=200,
        blank=True,
        validators=[validate_no_personal_number],
    )
    status = models.CharField(
        _("status"), max_length=12, choices=WaitStatus, default=WaitStatus.WAITING
    )
    status_reason = models.CharField(
        _("reason"), max_length=200, blank=True, validators=[validate_no_personal_number]
    )
    placement = models.OneToOneField(
        Placement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="waitlist_entry",
        verbose_name=_("placement"),
    )
    created_at = models.DateTimeField(_("recorded"))
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = WaitlistEntryQuerySet.as_manager()

    if TYPE_CHECKING:
        offers: RelatedManager["SeatOffer"]
        latest_start_on: date | None
        guaranteed_weeks: int | None

    class Meta:
        verbose_name = _("entry on the waiting list")
        verbose_name_plural = _("waiting list")
        ordering = ("since_on", "pk")
        constraints = (
            one_of("waitlist_entry", "route", LearningRoute.values),
            one_of("waitlist_entry", "target_group", TargetGroup.values),
            one_of("waitlist_entry", "level", Level.values),
            one_of("waitlist_entry", "mode", ["", *DeliveryMode.values]),
            one_of("waitlist_entry", "status", WaitStatus.values),
            in_order("waitlist_entry", "pip_on", "term_ends_on"),
            models.CheckConstraint(
                condition=~Q(route="O", level="A2") & ~Q(route="Z", level="B1"),
                name="waitlist_entry_level_fits_route",
                violation_error_message=_(
                    "Level A2 does not go with the education route, nor B1 with the Z route."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(priority=True) & ~Q(priority_reason=""))
                | Q(priority=False, priority_reason=""),
                name="waitlist_entry_priority_has_reason",
                violation_error_message=_(
                    "Say why this learner has priority; without priority there is no reason."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status="placed") | Q(placement__isnull=False),
                name="waitlist_entry_placed_names_placement",
            ),
            models.UniqueConstraint(
                fields=("gemeente", "region", "reference"),
                condition=Q(placement__isnull=True, status__in=("waiting", "offered")),
                name="waitlist_entry_reference_once_while_waiting",
                violation_error_message=_("This reference is already on the waiting list."),
            ),
        )
        indexes = (
            models.Index(
                fields=("region", "since_on", "id"),
                condition=Q(status__in=("waiting", "offered")),
                name="waitlist_of_region",
            ),
            models.Index(
                fields=("gemeente", "since_on", "id"),
                condition=Q(status__in=("waiting", "offered")),
                name="waitlist_of_gemeente",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("contracts:waitlistentry-detail", args=[self.pk])

    @property
    def open_offer(self) -> "SeatOffer | None":
        """The offer that waits for an answer."""
        return self.offers.open().first()  # type: ignore[attr-defined]


class SeatOfferQuerySet(models.QuerySet["SeatOffer"]):
    def visible_to(self, user: User) -> "SeatOfferQuerySet":
        return self.filter(entry__in=WaitlistEntry.objects.visible_to(user))

    def open(self) -> "SeatOfferQuerySet":
        """Those that wait for an answer."""
        return self.filter(answer="")

    def overdue(self, on: date) -> "SeatOfferQuerySet":
        """Open ones of which the last day to answer lies before `on`."""
        return self.open().filter(reply_by_on__lt=on)


class SeatOffer(models.Model):
    """One seat that was kept for somebody on the list, and what came of it."""

    entry = models.ForeignKey(
        WaitlistEntry,
        models.PROTECT,
        related_name="offers",
        verbose_name=_("entry on the waiting list"),
    )
    placement = models.ForeignKey(
        Placement, models.PROTECT, related_name="seat_offers", verbose_name=_("placement")
    )
    reply_by_on = models.DateField(_("answer by"))
    offered_at = models.DateTimeField(_("offered"))
    offered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("offered by")
    )
    answer = models.CharField(_("answer"), max_length=10, choices=OfferAnswer, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answer recorded by"),
    )
    reason = models.CharField(
        _("reason"), max_length=200, blank=True, validators=[validate_no_personal_number]
    )

    objects = SeatOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer of a seat")
        verbose_name_plural = _("offers of seats")
        ordering = ("-offered_at", "-pk")
        constraints = (
            one_of("seat_offer", "answer", ["", *OfferAnswer.values]),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="seat_offer_answer_has_moment",
            ),
            models.UniqueConstraint(
                fields=("entry",), condition=Q(answer=""), name="seat_offer_one_open_per_entry"
            ),
            models.UniqueConstraint(
                fields=("placement",),
                condition=Q(answer=""),
                name="seat_offer_one_open_per_placement",
            ),
        )
        indexes = (
            models.Index(
                fields=("reply_by_on",), condition=Q(answer=""), name="seat_offer_to_answer"
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry} - {self.placement.provider}"


class WaitingRuleQuerySet(models.QuerySet["WaitingRule"]):
    def visible_to(self, user: User) -> "WaitingRuleQuerySet":
        return self.filter(region__in=Region.objects.visible_to(user))


class WaitingRule(models.Model):
    """In which order a region gives out seats; without a row: longest waiting first."""

    region = models.OneToOneField(
        Region, models.PROTECT, related_name="waiting_rule", verbose_name=_("region")
    )
    order = models.CharField(
        _("who comes first"), max_length=24, choices=WaitingOrder, default=WaitingOrder.DATE
    )
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = WaitingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("order of the waiting list")
        verbose_name_plural = _("orders of the waiting list")
        constraints = (one_of("waiting_rule", "order", WaitingOrder.values),)

    def __str__(self) -> str:
        return f"{self.region}: {self.get_order_display()}"


def order_of(region: Region) -> WaitingOrder:
    """The rule of a region, the standard where it chose none."""
    chosen = WaitingRule.objects.filter(region=region).values_list("order", flat=True).first()
    return WaitingOrder(chosen or WaitingOrder.DATE)
