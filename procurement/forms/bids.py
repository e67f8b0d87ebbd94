"""The one form of a bid: contact, declaration, and a part per lot.

What is typed is kept as the working copy, complete or not; only submitting asks for all of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import localize_input
from django.utils.translation import gettext_lazy as _

from config.shared.forms import PageForm, use_native_widgets
from procurement.actions import Content, Offer, broken_limits
from procurement.models import Bid, Lot, LotBid

PARTS = ("price", "offered_places", "group_minimum", "group_maximum", "locations", "answer")
ROWS = {"locations": 3, "answer": 10}


class BidForm(PageForm):
    """`lots` are those of the tender, in order."""

    contact_name = forms.CharField(label=_("Contact"), max_length=120)
    contact_email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Letters about this bid go here.")
    )
    declaration = forms.BooleanField(
        label=_("We declare that no ground for exclusion applies to us"), required=False
    )

    def __init__(self, *args: Any, lots: Sequence[Lot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lots = lots
        self._read: dict[str, Any] = {}
        for lot in lots:
            self._add_part(lot)

    def _add_part(self, lot: Lot) -> None:
        self.fields[_name(lot, "enter")] = forms.BooleanField(
            label=_("We bid on this lot"), required=False
        )
        for part in PARTS:
            field: Any = LotBid._meta.get_field(part)
            widget = {"widget": forms.Textarea(attrs={"rows": ROWS[part]})} if part in ROWS else {}
            self.fields[_name(lot, part)] = field.formfield(required=False, **widget)
        use_native_widgets(self.fields[_name(lot, part)] for part in PARTS)

    @property
    def parts(self) -> list[tuple[Lot, forms.BoundField, list[forms.BoundField]]]:
        """Per lot: the lot, the box that enters it, and its fields."""
        return [
            (lot, self[_name(lot, "enter")], [self[_name(lot, part)] for part in PARTS])
            for lot in self.lots
        ]

    @property
    def general(self) -> list[forms.BoundField]:
        """The fields that are not a lot's."""
        return [self["contact_name"], self["contact_email"], self["declaration"]]

    def clean(self) -> dict[str, Any]:
        """All that submitting asks: the declaration, a lot, and each part within its limits."""
        values = super().clean() or self.cleaned_data
        self._read = dict(values)
        if not values.get("declaration"):
            self.add_error("declaration", _("Declare that no ground for exclusion applies."))
        if not any(values.get(_name(lot, "enter")) for lot in self.lots):
            self.add_error(None, _("Bid on at least one lot."))
        for lot in self._entered():
            self._check_part(lot)
        return values

    def _check_part(self, lot: Lot) -> None:
        """Ask for what is empty; judge the limits once all is there."""
        names = [name for name in (_name(lot, part) for part in PARTS) if name not in self.errors]
        empty = [name for name in names if self._read.get(name) in (None, "")]
        for name in empty:
            self.add_error(name, _("Fill this in, or leave the lot out."))
        if len(names) == len(PARTS) and not empty:
            for part, sentence in broken_limits(self._offer(lot)).items():
                self.add_error(_name(lot, part), sentence)

    def content(self) -> Content:
        """The bid; only of a valid form."""
        return Content(
            contact_name=self.cleaned_data["contact_name"],
            contact_email=self.cleaned_data["contact_email"],
            declaration=self.cleaned_data["declaration"],
            offers=[self._offer(lot) for lot in self._entered()],
        )

    def typed(self) -> dict[str, str]:
        """What was typed, as the working copy keeps it: numbers in one notation for all languages.

        A figure that could not be read is left out, as it might be read differently later.
        """
        self.full_clean()
        return dict(self._typed())

    def _typed(self) -> Iterator[tuple[str, str]]:
        for name, field in self.fields.items():
            raw = self.data.get(self.add_prefix(name), "")
            if isinstance(field, forms.IntegerField):  # DecimalField is one too
                read = self._read.get(name)
                raw = "" if read is None else str(read)
            if raw:
                yield name, raw

    def _entered(self) -> list[Lot]:
        return [lot for lot in self.lots if self._read.get(_name(lot, "enter"))]

    def _offer(self, lot: Lot) -> Offer:
        return Offer(lot=lot, **{part: self._read[_name(lot, part)] for part in PARTS})


def as_shown(draft: Mapping[str, str]) -> dict[str, Any]:
    """A working copy as the fields show it: figures in the reader's notation."""
    return {name: _localised(name, value) for name, value in draft.items()}


def copy_of(bid: Bid) -> dict[str, str]:
    """What was submitted, as a working copy from which a replacement starts."""
    copy = {
        "contact_name": bid.contact_name,
        "contact_email": bid.contact_email,
        "declaration": "on" if bid.declaration else "",
    }
    for lot_bid in bid.lot_bids.select_related("lot"):
        copy[_name(lot_bid.lot, "enter")] = "on"
        copy |= {_name(lot_bid.lot, part): str(getattr(lot_bid, part)) for part in PARTS}
    return copy


def _localised(name: str, value: str) -> str:
    return localize_input(Decimal(value).normalize() + 0) if name.endswith("_price") else value


def _name(lot: Lot, part: str) -> str:
    return f"lot{lot.pk}_{part}"
