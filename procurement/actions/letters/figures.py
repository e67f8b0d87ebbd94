"""The figures in a letter: own points beside the chosen bid's, and how the own ones came about."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from config.shared.display import CENT_PLACES, NOTHING, money
from config.shared.documents import Block, Bold, Bullets, Column, Heading, Paragraph, Rich, Table
from config.shared.money import half_up
from procurement.enums import PriceFormula, ScoreMethod
from procurement.models import Assessment, AwardDecision, ConsensusScore, LotBid
from procurement.scoring import Ruleset, Standing, explain
from procurement.scoring.rules import Number
from procurement.scoring.words import figure, points


@dataclass(frozen=True, slots=True)
class _Part:
    """One row of the table: what it is, what it earns at most, and what it earned."""

    name: str
    most: Number
    own: Decimal | None
    chosen: Decimal | None

    @property
    def lead(self) -> Decimal:
        """By how much the chosen bid is ahead; zero where it is not."""
        if self.own is None or self.chosen is None:
            return Decimal(0)
        return max(self.chosen - self.own, Decimal(0))


@dataclass(frozen=True, slots=True)
class _Comparison:
    """One bid beside the chosen one, which may be the same."""

    own: Standing
    chosen: Standing
    ruleset: Ruleset

    @property
    def has_won(self) -> bool:
        return self.own.key == self.chosen.key

    def parts(self) -> list[_Part]:
        """Each quality criterion, and the price where it earns points."""
        found = [
            _Part(one.name, one.maximum, self.own.quality[one.key], self.chosen.quality[one.key])
            for one in self.ruleset.criteria
        ]
        if not self.ruleset.prices_earn_points:
            return found
        price = self.own.price_points, self.chosen.price_points
        return [*found, _Part(_("Price"), self.ruleset.price.weight, *price)]

    def said(self, value: Number | None) -> str:
        """Points with their published decimals, or euro where quality has a value in euro."""
        if value is None:
            return NOTHING
        if self.ruleset.price.formula == PriceFormula.VALUE:
            return money(half_up(value, CENT_PLACES))
        return points(value, self.ruleset.places)


def figure_blocks(
    lot_bid: LotBid, decision: AwardDecision, standings: dict[int, Standing], ruleset: Ruleset
) -> Iterator[Block]:
    """What a ranked bidder reads about its own bid and about the chosen one."""
    compared = _Comparison(standings[lot_bid.pk], standings[decision.winner_id], ruleset)
    yield Heading(_("Your score") if compared.has_won else _("Your score and the chosen bid's"))
    yield Paragraph(_place_words(compared, decision))
    yield _table(compared)
    if not compared.has_won and (leads := _advantages(compared)):
        yield Heading(_("Where the chosen bid is ahead"), level=2)
        yield Bullets(leads)
    yield Heading(_("How your score came about"), level=2)
    lines = explain(compared.own, ruleset, names_others=False)
    yield Bullets(tuple((Bold(line.label), f": {line.text}") for line in lines))
    if remarks := _panel_words(lot_bid, ruleset):
        yield Heading(_("What the panel wrote about your bid"), level=2)
        yield Bullets(remarks)


def _place_words(compared: _Comparison, decision: AwardDecision) -> str:
    own, chosen = compared.own, compared.chosen
    if own.rank is None:
        return _("Your bid has no place in the ranking: it scored below a published minimum.")
    place = _("Your bid has place %(rank)s in the ranking.") % {"rank": own.rank}
    if compared.has_won or chosen.rank is None or own.rank > chosen.rank:
        return place
    if own.rank == chosen.rank:
        shared = _("The chosen bid shares that place.")
        return f"{place} {shared}"
    limit = _(
        "One bidder may win at most %(count)s lots of this tender; the reasons above say why this "
        "lot goes to another."
    )
    return f"{place} {limit % {'count': decision.lot.tender.lots_win_maximum}}"


def _table(compared: _Comparison) -> Table:
    """A fictitious price is left out: it would give away the price of the chosen bid."""
    own = Column(_("Your bid"), "right")
    columns = [Column(_("Part")), Column(_("At most"), "right"), own]
    if not compared.has_won:
        columns += [Column(_("Chosen bid"), "right"), Column(_("Difference"), "right")]
    rows = tuple(_row(compared, part)[: len(columns)] for part in compared.parts())
    return Table(tuple(columns), rows, totals=_totals(compared)[: len(columns)])


def _row(compared: _Comparison, part: _Part) -> tuple[str, ...]:
    most = compared.said(part.most) if _in_euro(compared) else figure(part.most)
    return (
        part.name,
        most,
        compared.said(part.own),
        compared.said(part.chosen),
        _difference(compared, part.own, part.chosen),
    )


def _totals(compared: _Comparison) -> tuple[str, ...]:
    own: Decimal | None
    chosen: Decimal | None
    if _in_euro(compared):
        own, chosen = compared.own.quality_total, compared.chosen.quality_total
        label = _("Value of the quality")
    else:
        own, chosen = compared.own.total, compared.chosen.total
        label = _("Total")
    values = compared.said(own), compared.said(chosen), _difference(compared, own, chosen)
    return (label, "", *values)


def _difference(compared: _Comparison, own: Decimal | None, chosen: Decimal | None) -> str:
    if own is None or chosen is None:
        return NOTHING
    return compared.said(own - chosen)


def _advantages(compared: _Comparison) -> tuple[Rich, ...]:
    sentence = _("%(chosen)s against your %(own)s, so %(lead)s more.")
    return tuple(
        (
            Bold(part.name),
            ": ",
            sentence
            % {
                "chosen": compared.said(part.chosen),
                "own": compared.said(part.own),
                "lead": compared.said(part.lead),
            },
        )
        for part in compared.parts()
        if part.lead
    )


def _panel_words(lot_bid: LotBid, ruleset: Ruleset) -> tuple[Rich, ...]:
    """The motivations by the announced method, without names."""
    rows: QuerySet[Any]
    if ruleset.method == ScoreMethod.CONSENSUS:
        rows = ConsensusScore.objects.filter(lot_bid=lot_bid)
    else:
        rows = Assessment.objects.counting().filter(lot_bid=lot_bid)
    ordered = rows.select_related("criterion").order_by("criterion_id", "score", "pk")
    return tuple(
        (Bold(row.criterion.name), f" ({figure(row.score)}): {row.motivation}") for row in ordered
    )


def _in_euro(compared: _Comparison) -> bool:
    return compared.ruleset.price.formula == PriceFormula.VALUE
