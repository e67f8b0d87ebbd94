"""Forms of the waiting list; never a name or a BSN."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import AllocationKey, Gemeente, Region, User
from config.shared.constraints import NOT_BEFORE
from config.shared.display import day, number
from config.shared.forms import PageForm, PageModelForm, use_native_widgets
from config.shared.periods import Period
from contracts.actions.offers import Seat
from contracts.enums import WaitingOrder
from contracts.models import WaitlistEntry
from providers.enums import DeliveryMode, LearningRoute

WISHES = (
    "mode",
    "place",
    "notice_on",
    "pip_on",
    "term_ends_on",
    "priority",
    "priority_reason",
)
FACTS = ("gemeente", "reference", "route", "level", "target_group", "since_on")
HELP = {
    "reference": _("Your own reference, with a letter in it. Never a name or a BSN."),
    "term_ends_on": _("Left empty: three years after the PIP."),
    "priority_reason": _("In general words, without anything about a person's health or family."),
}


class WaitlistEntryForm(PageModelForm):
    """Somebody new on the list of one of the regions that `person` acts for."""

    class Meta:
        model = WaitlistEntry
        fields = ("region", *FACTS, *WISHES)
        help_texts = HELP

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.filter(pk__in=regions_of(person))
        fields: dict[str, Any] = self.fields
        fields["region"].queryset = regions
        fields["region"].initial = regions.first()
        fields["gemeente"].queryset = Gemeente.objects.visible_to(person).order_by("name")


class ChangedEntryForm(PageModelForm):
    """Who stands for a placement keeps the placement's facts; another's can be mended."""

    class Meta:
        model = WaitlistEntry
        fields = (*FACTS, *WISHES)
        help_texts = HELP

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["gemeente"].queryset = Gemeente.objects.visible_to(person).order_by("name")
        if self.instance.placement_id:
            for name in FACTS:
                del self.fields[name]


class OfferForm(PageForm):
    """Which of the seats that fit is offered, and by when it must be answered."""

    seat = forms.ChoiceField(label=_("Seat to offer"), widget=forms.RadioSelect)
    first_on = forms.DateField(
        label=_("First day"),
        required=False,
        help_text=_("Only for a seat without a group: when the lessons are to begin."),
    )
    reply_by_on = forms.DateField(label=_("Answer by"))

    def __init__(self, *args: Any, seats: Sequence[Seat], place: str, **kwargs: Any) -> None:
        """`place` is where the learner would like to go."""
        super().__init__(*args, **kwargs)
        self.seats = {_key(seat): seat for seat in seats}
        field: Any = self.fields["seat"]
        field.choices = [(key, _label(seat, place)) for key, seat in self.seats.items()]

    def chosen(self) -> Seat:
        """The seat, from the day that was typed where it has no group."""
        seat = self.seats[self.cleaned_data["seat"]]
        first_on = self.cleaned_data["first_on"]
        if seat.group or not first_on:
            return seat
        return Seat(seat.line, first_on, max(seat.last_on, first_on))


def _key(seat: Seat) -> str:
    return f"group-{seat.group.pk}" if seat.group else f"line-{seat.line.pk}"


def _label(seat: Seat, place: str) -> str:
    """Taalwijs, Waterveen: group G01 from 2 feb 2026, Daytime, 4 seats free."""
    text = _of_group(seat) if seat.group else _of_line(seat)
    is_wished = bool(place) and place.casefold() in seat.line.place.casefold()
    return str(_("%(seat)s (the place that was wished)")) % {"seat": text} if is_wished else text


def _of_group(seat: Seat) -> str:
    group: Any = seat.group
    text = _("%(provider)s, %(place)s: group %(group)s from %(day)s, %(mode)s, %(free)s seats free")
    return str(text) % {
        "provider": seat.line.contract.provider,
        "place": seat.line.place,
        "group": group.reference,
        "day": day(seat.first_on),
        "mode": DeliveryMode(group.mode).label,
        "free": number(min(group.free_seats, seat.line.free)),
    }


def _of_line(seat: Seat) -> str:
    text = _("%(provider)s, %(place)s: without a group, %(free)s seats free")
    return str(text) % {
        "provider": seat.line.contract.provider,
        "place": seat.line.place,
        "free": number(seat.line.free),
    }


class OrderForm(PageForm):
    """Who comes first on the list of a region."""

    order = forms.ChoiceField(
        label=_("Who comes first"), choices=WaitingOrder.choices, widget=forms.RadioSelect
    )


class FairnessForm(forms.Form):
    """Of which region, route and period to compare what each gemeente got, and with which key."""

    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"), empty_label=None)
    route = forms.ChoiceField(
        label=_("Route"), choices=[("", _("All")), *LearningRoute.choices], required=False
    )
    first_on = forms.DateField(label=_("From"))
    last_on = forms.DateField(label=_("Until"))
    key = forms.ModelChoiceField(
        AllocationKey.objects.none(),
        label=_("Against"),
        empty_label=_("The shares in the contracts"),
        required=False,
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["region"].queryset = Region.objects.filter(pk__in=regions_of(person))
        fields["key"].queryset = AllocationKey.objects.kept_by(person).order_by("name")
        use_native_widgets(self.fields.values())

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, and the key is the region's."""
        given = super().clean() or {}
        first, last = given.get("first_on"), given.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", NOT_BEFORE)
        key, region = given.get("key"), given.get("region")
        if key and region and key.region_id != region.pk:
            self.add_error("key", _("This key belongs to another region."))
        return given

    @property
    def period(self) -> Period:
        """The days that were asked; only after the form was found valid."""
        return Period(self.cleaned_data["first_on"], self.cleaned_data["last_on"])
