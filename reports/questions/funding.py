"""Does the money that comes in cover what is spent?"""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Region
from reports.enums.funding import StreamKind
from reports.funding.covering import NIL
from reports.funding.sources import FundingSources
from reports.funding.statement import Settlement, Statement
from reports.funding.words import settlement_sentence
from reports.questions.base import Column, Kind, Question, Row, Scope

NAMES = (
    Column("region", gettext_lazy("Region"), Kind.TEXT),
    Column("gemeente_code", gettext_lazy("Gemeente code"), Kind.TEXT),
    Column("gemeente", gettext_lazy("Gemeente"), Kind.TEXT),
    Column("year", gettext_lazy("Year"), Kind.TEXT),
)
SUMS = (
    Column("funding", gettext_lazy("Funding"), Kind.MONEY),
    Column("cost", gettext_lazy("Cost"), Kind.MONEY),
    Column("left", gettext_lazy("Left"), Kind.MONEY),
    Column("own_means", gettext_lazy("Not covered"), Kind.MONEY),
)


class FundingCover(Question):
    """Of each gemeente in a year what comes in by kind of stream, what it spends, and what is left
    or short. A kind of stream that brings nothing has no column.
    """

    code = "funding-cover"
    title = gettext_lazy("Funding against cost")
    asks = gettext_lazy("Does the money that comes in cover the cost?")
    labels = len(NAMES)
    parameters = ("year", "gemeente")
    in_files_only = ("region", "gemeente_code", "year")
    on_paper = ("gemeente", "year", *(column.name for column in SUMS))

    @classmethod
    def years(cls, scope: Scope, on: date) -> set[int]:
        """Every year with a grant, a count or a cost."""
        regions = (FundingSources(scope.person, region, on) for region in scope.regions())
        return {year for sources in regions for year in sources.years}

    @cached_property
    def statements(self) -> list[tuple[Region, Statement]]:
        """Those of the gemeenten that get or spend anything, five queries for each region."""
        told = ((region, each) for region in self.scope.regions() for each in self._of(region))
        return [(region, each) for region, each in told if each.parts or each.costs]

    @cached_property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        """With one for each kind of stream that brings anything."""
        brought = set(chain.from_iterable(by_kind(each) for _region, each in self.statements))
        kinds = (kind for kind in StreamKind if kind in brought)
        return (*NAMES, *(Column(kind.value, kind.label, Kind.MONEY) for kind in kinds), *SUMS)

    def answer(self) -> list[Row]:
        """One row for each gemeente."""
        return [self._cells(region, each) for region, each in self.statements]

    def totals(self) -> Row:
        """Over all gemeenten; what one has left pays nothing for another."""
        return self.summed(*(column.name for column in self.columns[len(NAMES) :]))

    def finding(self) -> str:
        """What comes in, what is spent, and what no stream covers."""
        statements = [each for _region, each in self.statements]
        return settlement_sentence(Settlement(self.asked.of_year, {}, statements))

    def definitions(self) -> list[tuple[str, str]]:
        """As on the page of the settlement."""
        return [
            (
                _("Funding"),
                _("What the streams bring in the year, in the version that is known today."),
            ),
            (_("Cost"), _("Every cost line that falls due in the year, excluding VAT.")),
            (_("Left"), _("What streams bring beyond the cost that they may cover.")),
            (_("Not covered"), _("Cost that no stream covers: the gemeente pays it itself.")),
        ]

    def _of(self, region: Region) -> list[Statement]:
        sources = FundingSources(self.scope.person, region, self.asked.on)
        asked = self.asked.gemeente
        found = sources.settlement(self.asked.of_year).statements
        return [each for each in found if asked is None or each.gemeente == asked]

    def _cells(self, region: Region, statement: Statement) -> Row:
        brought = by_kind(statement)
        kinds = [column.name for column in self.columns[len(NAMES) : -len(SUMS)]]
        return (
            region.name,
            statement.gemeente.code,
            statement.gemeente.name,
            str(statement.year),
            *(brought.get(StreamKind(kind), NIL) for kind in kinds),
            *(getattr(statement, column.name) for column in SUMS),
        )


def by_kind(statement: Statement) -> dict[StreamKind, Decimal]:
    """What each kind of stream brings."""
    sums: defaultdict[StreamKind, Decimal] = defaultdict(lambda: NIL)
    for part in statement.parts:
        sums[part.stream.kind] += part.amount
    return dict(sums)
