"""What differs between a tender and an earlier one, in words."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from config.shared.display import NOTHING, money, value_text
from procurement.models import AwardCriterion, Lot, Requirement, Tender

TENDER = (
    "description",
    "procedure",
    "kind",
    "cpv_code",
    "estimated_amount",
    "has_electronic_submission",
    "lots_bid_maximum",
    "lots_win_maximum",
    "score_method",
    "tie_rule",
    "rounding_decimals",
    "panel_size",
    "standstill_days",
)
LOT = (
    "title",
    "route",
    "area",
    "places",
    "travel_minutes",
    "expected_low",
    "expected",
    "expected_high",
    "price_kind",
    "price_unit",
    "ceiling_price",
    "group_minimum",
    "group_maximum",
    "start_guarantee_weeks",
)
CRITERION = (
    "question",
    "weight",
    "maximum_value",
    "minimum_score",
    "word_limit",
    "formula",
    "scale_best_price",
    "scale_zero_price",
)
REQUIREMENT = ("kind", "text", "evidence")


@dataclass(frozen=True, slots=True)
class Difference:
    """What stands otherwise; `before` is empty for what is new, `after` for what is gone."""

    part: str
    subject: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        """One line in words."""
        words = {"part": self.part, "subject": self.subject}
        if not self.before:
            return _("%(part)s: “%(subject)s” is new.") % words
        if not self.after:
            return _("%(part)s: “%(subject)s” is gone.") % words
        said = words | {"before": self.before, "after": self.after}
        return _("%(part)s: %(subject)s was “%(before)s”, is now “%(after)s”.") % said


def differences(tender: Tender, earlier: Tender) -> list[Difference]:
    """What `tender` asks otherwise than `earlier`, in the order of the steps; dates are left out.

    Lots are compared by number, criteria by name, requirements by their place.
    """
    return [
        *_changed(_("Tender"), tender, earlier, TENDER),
        *_gemeenten(_("Tender"), tender, earlier),
        *_parts(_lots, tender, earlier, LOT),
        *_parts(_criteria, tender, earlier, CRITERION),
        *_parts(_requirements, tender, earlier, REQUIREMENT),
    ]


Parts = Callable[[Tender], dict[str, Model]]


def _lots(tender: Tender) -> dict[str, Model]:
    rows: Iterable[Lot] = tender.lots.order_by("number")
    return {_("Lot %(number)s") % {"number": row.number}: row for row in rows}


def _criteria(tender: Tender) -> dict[str, Model]:
    rows: Iterable[AwardCriterion] = tender.criteria.order_by("kind", "pk")
    return {_("Criterion “%(name)s”") % {"name": row.name}: row for row in rows}


def _requirements(tender: Tender) -> dict[str, Model]:
    rows: Iterable[Requirement] = tender.requirements.order_by("number")
    return {_("Requirement %(number)s") % {"number": row.number}: row for row in rows}


def _parts(
    named: Parts, tender: Tender, earlier: Tender, names: Sequence[str]
) -> Iterator[Difference]:
    """Those that came, went and changed."""
    now, then = named(tender), named(earlier)
    for part, row in now.items():
        if part in then:
            yield from _changed(part, row, then[part], names)
            yield from _below(part, row, then[part])
        else:
            yield Difference(part, str(row), "", str(row))
    for part in then.keys() - now.keys():
        yield Difference(part, str(then[part]), str(then[part]), "")


def _changed(part: str, now: Any, then: Any, names: Sequence[str]) -> Iterator[Difference]:
    for name in names:
        before, after = _shown(then, name), _shown(now, name)
        if before != after:
            label = str(now._meta.get_field(name).verbose_name)
            yield Difference(part, label, before, after)


def _below(part: str, now: Any, then: Any) -> Iterator[Difference]:
    """The price table and the gemeenten of a lot."""
    if isinstance(now, Lot):
        yield from _gemeenten(part, now, then)
        before, after = _price_lines(then), _price_lines(now)
        if before != after:
            yield Difference(part, _("further lines of the price table"), before, after)


def _gemeenten(part: str, now: Any, then: Any) -> Iterator[Difference]:
    before, after = (_joined(row.gemeenten.order_by("name")) for row in (then, now))
    if before != after:
        yield Difference(part, _("gemeenten"), before, after)


def _price_lines(lot: Lot) -> str:
    return _joined(
        f"{line.description} ({line.quantity} x {line.get_unit_display()})"
        for line in lot.price_lines.order_by("number")
    )


def _joined(values: Iterable[Any]) -> str:
    return ", ".join(str(value) for value in values) or NOTHING


def _shown(row: Any, name: str) -> str:
    """The value as a person reads it."""
    field, value = row._meta.get_field(name), getattr(row, name)
    if field.choices:
        return str(getattr(row, f"get_{name}_display")()) or NOTHING
    if isinstance(value, Decimal) and _is_price(name):
        return money(value, field.decimal_places)
    return capfirst(value_text(value)) if isinstance(value, bool) else str(value_text(value))


def _is_price(name: str) -> bool:
    return name.endswith(("_amount", "_price", "_value"))
