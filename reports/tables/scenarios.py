"""The table of scenarios."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from config.shared.display import money
from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
    StatusColumn,
)
from reports.models import Scenario
from reports.scenarios.proposal import Proposed


class ScenarioTable(BaseTable):
    name = LinkColumn(linkify=lambda record: record.get_absolute_url())
    first_year = Column()
    last_year = Column()
    draws = NumberColumn()
    actuals_on = DateColumn()
    status = StatusColumn()
    created_by = Column(verbose_name=_("Made by"))
    telling = ("name", "status")

    class Meta:
        model = Scenario
        fields = (
            "name",
            "region",
            "first_year",
            "last_year",
            "draws",
            "actuals_on",
            "status",
            "created_by",
        )
        order_by = ("name",)

    def render_first_year(self, value: int) -> str:
        """A year has no thousands separator."""
        return str(value)

    def render_last_year(self, value: int) -> str:
        """The same."""
        return str(value)


class ProposedTable(BaseTable):
    """What a proposal would write."""

    gemeente = Column(accessor="line__gemeente", verbose_name=_("Gemeente"), footer=_("Total"))
    subject = Column(accessor="line__subject", verbose_name=_("Route or kind of cost"))
    contract = Column(
        accessor="line__contract__reference",
        verbose_name=_("Contract"),
        default=_("all that are not budgeted apart"),
    )
    before = MoneyColumn(verbose_name=_("Budget now"), footer=lambda table: _sum(table, "before"))
    after = MoneyColumn(
        accessor="plan__amount",
        verbose_name=_("Budget by the scenario"),
        footer=lambda table: _sum(table, "after"),
    )
    difference = MoneyColumn(
        verbose_name=_("Difference"), footer=lambda table: _sum(table, "difference")
    )
    telling = ("gemeente", "subject", "after")

    class Meta:
        fields = ("gemeente", "subject", "contract", "before", "after", "difference")
        orderable = False


def _sum(table: BaseTable, name: str) -> Any:
    rows: list[Proposed] = [row.record for row in table.rows]
    amounts = [each.plan.amount if name == "after" else getattr(each, name) for each in rows]
    return money(sum(amounts, Decimal(0)))
