"""Pages on which seats are offered to who waits, and answers recorded."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import regions_of
from accounts.enums import Permission
from config.shared.display import day, number
from config.shared.forms import ReasonForm
from config.shared.views import ConfirmPage, Crumb, FormPage
from contracts.actions.offers import (
    Seat,
    accept_offer,
    decline_offer,
    offer_seat,
    reply_by,
    seats_for,
)
from contracts.enums import WaitStatus
from contracts.forms.waiting import OfferForm
from contracts.models import SeatOffer, WaitlistEntry
from contracts.models.waiting import order_of
from contracts.views.waiting import LIST, PlannedEntryPage


class WaitlistEntryOfferPage(PlannedEntryPage, FormPage):
    """The seats that fit, soonest first."""

    model: Any = WaitlistEntry
    form_class = OfferForm
    permission = Permission.CAPACITY_MANAGE
    title = gettext_lazy("Offer a seat")
    submit_label = gettext_lazy("Offer this seat")
    success_message = gettext_lazy("The seat is kept until the day of the answer.")
    template_name = "contracts/waitlistentry_offer.html"

    @cached_property
    def seats(self) -> list[Seat]:
        """Those with room today."""
        return seats_for(self.object, timezone.localdate())

    def get_initial(self) -> dict[str, Any]:
        """The usual time to answer."""
        return {"reply_by_on": reply_by(timezone.now())}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The seats to choose from."""
        return super().get_form_kwargs() | {"seats": self.seats, "place": self.object.place}

    def perform(self, form: Any) -> WaitlistEntry:
        """Keep the seat."""
        return offer_seat(
            entry=self.object,
            seat=form.chosen(),
            reply_by_on=form.cleaned_data["reply_by_on"],
            by=self.person,
            at=timezone.now(),
        ).entry

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether there is anything to offer, and who comes before."""
        ahead = _ahead_of(self.object)
        text = ngettext(
            "%(count)s learner of this route comes first by the order of the list.",
            "%(count)s learners of this route come first by the order of the list.",
            ahead,
        )
        return super().get_context_data(
            object=self.object,
            has_seats=bool(self.seats),
            ahead=text % {"count": number(ahead)} if ahead else "",
            **kwargs,
        )


def _ahead_of(entry: WaitlistEntry) -> int:
    """How many of the same region, route and level wait without an offer before this entry."""
    same: Any = WaitlistEntry.objects.filter(
        region=entry.region_id,
        route=entry.route,
        level=entry.level,
        status=WaitStatus.WAITING,
    )
    order = list(same.in_order(order_of(entry.region)).values_list("pk", flat=True))
    return order.index(entry.pk) if entry.pk in order else 0


class OfferPage:
    """A page about one open offer of a region that the person acts for."""

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the page and the action walk through."""
        person: Any = self.person  # type: ignore[attr-defined]
        visible: Any = super().scoped_queryset()  # type: ignore[misc]
        mine = visible.open().filter(entry__region__in=regions_of(person))
        return mine.select_related(
            "entry__region", "entry__placement", "placement__contract__provider"
        )

    def breadcrumbs(self) -> list[Crumb]:
        """The list and the entry."""
        entry = self.object.entry  # type: ignore[attr-defined]
        list_crumb = Crumb(_("Waiting list"), LIST)
        return [list_crumb, Crumb(str(entry), entry.get_absolute_url())]

    def get_success_url(self, result: Any = None) -> str:
        """Back to who was offered the seat."""
        return str(self.object.entry.get_absolute_url())  # type: ignore[attr-defined]


class SeatOfferAcceptPage(OfferPage, ConfirmPage):
    model: Any = SeatOffer
    permission = Permission.CAPACITY_MANAGE
    title = gettext_lazy("Offer accepted")
    submit_label = gettext_lazy("The learner comes")
    success_message = gettext_lazy("The learner is placed.")

    def consequences(self) -> Sequence[str]:
        """Who is scheduled, and what is cancelled."""
        offer = self.object
        group = offer.placement.course_group
        words = {"provider": offer.placement.contract.provider, "group": group}
        said = [
            _("The learner is scheduled in group %(group)s of %(provider)s.") % words
            if group
            else _("The seat at %(provider)s is kept until the first day.") % words
        ]
        waited = offer.entry.placement
        if waited and waited != offer.placement:
            said.append(_("Placement %(placement)s is cancelled.") % {"placement": waited})
        return [*said, _("The entry leaves the waiting list. No mail is sent.")]

    def perform(self, form: Any) -> SeatOffer:
        """Place the learner."""
        return accept_offer(offer=self.object, by=self.person, at=timezone.now())


class SeatOfferDeclinePage(OfferPage, ConfirmPage):
    model: Any = SeatOffer
    form_class = ReasonForm
    permission = Permission.CAPACITY_MANAGE
    title = gettext_lazy("Offer declined")
    submit_label = gettext_lazy("The learner does not come")
    success_message = gettext_lazy("The seat is free again.")

    def consequences(self) -> Sequence[str]:
        """What becomes of the seat and of the place on the list."""
        since = day(self.object.entry.since_on)
        return [
            _("The seat becomes free."),
            _("The learner is back on the list, and still waits since %(day)s.") % {"day": since},
        ]

    def perform(self, form: Any) -> SeatOffer:
        """Give the seat back."""
        reason = form.cleaned_data["reason"]
        return decline_offer(offer=self.object, reason=reason, by=self.person, at=timezone.now())
