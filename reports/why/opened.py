"""What made each part: rows of learners, units and prices, and the groups, tariffs, lines and
budgets behind them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.display import NOTHING, money, number
from config.shared.money import half_up
from contracts.enums import TariffUnit
from reports.enums.why import OverrunPart
from reports.overruns import OverrunReport, ReportRow
from reports.overruns.words import overrun_text
from reports.why.explanation import Explanation, Row
from reports.why.gathering import Place
from reports.why.selection import Selection
from reports.why.split import Facts, factors

MANY = 50
"""Rows that a part shows; the list behind it has them all."""
PLACES = 4


class Cell(NamedTuple):
    """A text of a row, with the page where it can be looked into."""

    text: str
    url: str = ""


class Opened(NamedTuple):
    """What made a part. The first `words` columns are texts, the others figures. `rest` counts
    what is left out, `url` is the list that has it all.
    """

    header: list[str]
    rows: list[list[Cell]]
    note: str
    words: int = 1
    rest: int = 0
    url: str = ""

    @property
    def labelled_rows(self) -> list[list[tuple[str, Cell]]]:
        """Each cell with the header above it, for a page that turns rows into cards."""
        return [list(zip(self.header, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Asked:
    """An explanation, narrowed already, with the report and selection that it is of."""

    report: OverrunReport
    found: Explanation
    selection: Selection
    person: User

    def heaviest(self, part: OverrunPart) -> list[Row]:
        """The rows to which the part adds anything, most first."""
        rows = [row for row in self.found.rows if row.parts[part]]
        return sorted(rows, key=lambda row: -abs(row.parts[part]))


def by_gemeente(asked: Asked) -> Opened:
    """Volume: learners of each gemeente, planned and forecast."""
    named = asked.report.by_bucket
    firsts: dict[Place, Row] = {}
    sums: defaultdict[Place, Decimal] = defaultdict(Decimal)
    for row in asked.found.rows:
        firsts.setdefault(row.key.place, row)
        sums[row.key.place] += row.parts[OverrunPart.VOLUME]
    rows = []
    for place, row in firsts.items():
        planned, coming = row.heads_in_all
        gemeente = named[row.key.bucket].gemeente
        url = f"{reverse('contracts:placement-list')}?gemeente={gemeente.pk}"
        figures = [
            number(planned),
            number(coming),
            number(coming - planned),
            overrun_text(sums[place]),
        ]
        rows.append([Cell(str(gemeente), url), *map(Cell, figures)])
    return Opened(
        [_("Gemeente"), _("Planned learners"), _("Learners"), _("More or less"), _("Difference")],
        rows,
        _(
            "Learners are those with a cost in the year, and those still to come. Where a "
            "gemeente planned no learners at all, the whole cost counts here."
        ),
    )


def by_share(asked: Asked) -> Opened:
    """Mix: the share of each row in the learners."""
    return _rows(
        asked,
        OverrunPart.MIX,
        [_("Planned learners"), _("planned share"), _("Learners"), _("share")],
        lambda row: [
            number(row.plan.heads),
            _share(row.plan.heads, row.heads_in_all[0]),
            number(row.forecast.heads),
            _share(row.forecast.heads, row.heads_in_all[1]),
        ],
        _("What was not planned at all, or does not come at all, is here as a whole."),
    )


def by_units(asked: Asked) -> Opened:
    """Duration: units for each learner, or for each group where a group has one price."""

    def of(side: Facts, row: Row) -> str:
        found = factors(side, max(side.heads, 1), is_of_group=row.key.is_of_group)
        return _figure(found.duration)

    return _rows(
        asked,
        OverrunPart.DURATION,
        [_("planned units"), _("units"), _("counted for each")],
        lambda row: [
            of(row.plan, row),
            of(row.forecast, row),
            _("group") if row.key.is_of_group else _("learner"),
        ],
        _("Units of the tariff that fall in the year; 0.4 of a trajectory is 40% of its price."),
    )


def by_price(asked: Asked) -> Opened:
    """Price: of a unit, planned and forecast, without what indexation added in the year."""
    return _rows(
        asked,
        OverrunPart.PRICE,
        [_("planned price"), _("price without indexation"), _("price")],
        lambda row: [
            _euro_each(row.plan.cost, row.plan.units),
            _euro_each(row.forecast.cost - row.forecast.indexed, row.forecast.units),
            _euro_each(row.forecast.cost, row.forecast.units),
        ],
        _(
            "The mean price of a unit over the year. A correction that changes euros and no units "
            "counts here too."
        ),
    )


def by_plan(asked: Asked) -> Opened:
    """Budgets against the plan of learners, units and prices behind them."""
    return _rows(
        asked,
        OverrunPart.UNSUBSTANTIATED,
        [_("Budget"), _("planned cost")],
        lambda row: [money(row.budget), money(half_up(row.plan.value, 2))],
        _("Planned learners times units times price, and planned settlements."),
        link=_budgets_url,
    )


def _rows(
    asked: Asked,
    part: OverrunPart,
    header: list[str],
    figures: Callable[[Row], list[str]],
    note: str,
    link: "Callable[[Asked, ReportRow], str] | None" = None,
) -> Opened:
    """A row for each row of the explanation to which the part adds something."""
    named, found = asked.report.by_bucket, asked.heaviest(part)
    where = [_("Gemeente"), _("Route and contract"), _("Unit")]
    rows = [
        [
            *_place(asked, named[row.key.bucket], row.key.unit, link or _lines_url),
            *map(Cell, figures(row)),
            Cell(overrun_text(row.parts[part])),
        ]
        for row in found[:MANY]
    ]
    return Opened(
        [*where, *header, _("Difference")], rows, note, len(where), len(found) - len(rows)
    )


def _place(
    asked: Asked, row: ReportRow, unit: str, link: "Callable[[Asked, ReportRow], str]"
) -> Iterator[Cell]:
    contracts = ", ".join(contract.reference for contract in row.contracts)
    yield Cell(str(row.gemeente))
    yield Cell(f"{row.subject} {contracts}".strip(), link(asked, row))
    yield Cell(str(TariffUnit(unit).label) if unit else NOTHING)


def _lines_url(asked: Asked, row: ReportRow) -> str:
    return Selection.of(row).lines_url(asked.report)


def _budgets_url(asked: Asked, row: ReportRow) -> str:
    bucket, year = row.bucket, asked.report.year
    address = f"{reverse('reports:budgetline-list')}?year={year}&gemeente={bucket.gemeente_id}"
    return f"{address}&route={bucket.route}" if bucket.route else address


def _share(part: int, whole: int) -> str:
    return f"{number(half_up(Fraction(100 * part, whole), 1))}%" if whole else NOTHING


def _figure(value: Fraction | None) -> str:
    return NOTHING if value is None else number(half_up(value, PLACES).normalize())


def _euro_each(cost: Fraction, units: Fraction) -> str:
    return money(half_up(cost / units, PLACES), PLACES) if units else NOTHING
