"""What mock bids lead to, ready to be shown: ranking, how firmly it stands, and a small chart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from config.shared.display import money, number
from config.shared.money import half_up
from procurement.enums import PriceFormula
from procurement.scoring import (
    Line,
    Move,
    Offer,
    Ruleset,
    Standing,
    explain,
    moves,
    paradox_in_words,
    preview,
    robustness,
    winners,
)

BAR_WIDTH = 300
"""Of the longest bar, in units of the drawing."""
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: where it begins, how wide it is, and which of the chart's fills it has."""

    x: int
    width: int
    fill: int
    label: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A mock bid with its place, its total in words and how that came about."""

    name: str
    standing: Standing
    total: str
    lines: list[Line]
    segments: list[Segment]


@dataclass(frozen=True, slots=True)
class Preview:
    """`headline` says who wins; `shifts` are the small changes after which another bid does."""

    headline: str
    ranked: list[Ranked]
    shifts: list[str]
    robustness: str
    paradox: str
    warning: str
    is_in_euro: bool


def preview_of(offers: Sequence[Offer], ruleset: Ruleset, ceiling_price: Decimal) -> Preview:
    """The ranking by the award's own rule, and what happens to it when little things change."""
    names = {offer.key: offer.label for offer in offers}
    standings = preview(offers, ruleset)
    found = moves(offers, ruleset, ceiling_price=ceiling_price)
    return Preview(
        headline=_headline(standings, names, ruleset),
        ranked=_ranked(standings, names, ruleset),
        shifts=[_in_words(move, names) for move in found if move.changed],
        robustness=robustness(found),
        paradox=paradox_in_words(offers, ruleset),
        warning=_weights_warning(ruleset),
        is_in_euro=_is_in_euro(ruleset),
    )


def _is_in_euro(ruleset: Ruleset) -> bool:
    return ruleset.price.formula == PriceFormula.VALUE


def _headline(standings: Sequence[Standing], names: dict[int, str], ruleset: Ruleset) -> str:
    first = [one for one in standings if one.rank == 1]
    if not first:
        return _("No mock bid is ranked: all of them score below a minimum.")
    words = {"total": _total(first[0], ruleset), "bids": _named(winners(standings), names)}
    if len(first) > 1:
        return _("%(bids)s are equal with %(total)s: the tie rule does not part them.") % words
    return _("%(bids)s wins with %(total)s.") % words


def _named(keys: Sequence[int], names: dict[int, str]) -> str:
    return ", ".join(f"“{names[key]}”" for key in keys) or _("nobody")


def _total(standing: Standing, ruleset: Ruleset) -> str:
    if standing.total is None:
        return _("not ranked")
    if _is_in_euro(ruleset):
        return money(standing.total)
    return _("%(points)s points") % {"points": number(standing.total)}


def _weights_warning(ruleset: Ruleset) -> str:
    """Published weights make 100, except where quality counts in euro."""
    if _is_in_euro(ruleset):
        return ""
    price = ruleset.price.weight if ruleset.prices_earn_points else Decimal(0)
    total = half_up(sum((Fraction(one) for one in (price, *ruleset.maxima)), Fraction(0)), 2)
    if total == HUNDRED:
        return ""
    return _("The weights add up to %(total)s so far; make that 100.") % {"total": number(total)}


def _in_words(move: Move, names: dict[int, str]) -> str:
    words = {"what": move.what, "bids": _named(move.winners_after, names)}
    return _("%(what)s: then %(bids)s comes first.") % words


def _ranked(standings: Sequence[Standing], names: dict[int, str], ruleset: Ruleset) -> list[Ranked]:
    unit = _unit(standings, ruleset)
    return [
        Ranked(
            names[one.key],
            one,
            _total(one, ruleset),
            explain(one, ruleset),
            list(_segments(one, ruleset, unit)),
        )
        for one in standings
    ]


def _unit(standings: Sequence[Standing], ruleset: Ruleset) -> Decimal:
    """Units of the drawing per point, or per euro."""
    longest = max(sum(part for part, _label in _parts(one, ruleset)) for one in standings)
    return BAR_WIDTH / longest if longest else Decimal(0)


def _parts(standing: Standing, ruleset: Ruleset) -> list[tuple[Decimal, str]]:
    """What a bar is made of: points, or what is left of the price and what quality takes off."""
    if standing.total is None:
        return []
    if standing.fictitious_price is not None:
        left = max(standing.fictitious_price, Decimal(0))
        return [(left, _("Fictitious price")), (standing.quality_total, _("Value of quality"))]
    names = {one.key: one.name for one in ruleset.criteria}
    price = [] if standing.price_points is None else [(standing.price_points, _("Price"))]
    return [*price, *((earned, names[key]) for key, earned in standing.quality.items())]


def _segments(standing: Standing, ruleset: Ruleset, unit: Decimal) -> Iterator[Segment]:
    x = 0
    for fill, (part, label) in enumerate(_parts(standing, ruleset), start=1):
        width = int(part * unit)
        yield Segment(x, width, (fill - 1) % 5 + 1, f"{label}: {number(part)}")
        x += width
