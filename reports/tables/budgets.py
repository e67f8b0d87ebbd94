"""Tables of budgets."""

from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from config.shared.display import money
from config.shared.tables import BaseTable, Column, LinkColumn, MoneyColumn, NumberColumn
from reports.models import BudgetLine


def _total(name: str) -> Any:
    """The sum of every line that the filters leave, not only of this page."""

    def total(table: BaseTable) -> str:
        found = table.data.data.order_by().aggregate(total=Sum(name))["total"]
        return money(found or Decimal(0))

    return total


class BudgetLineTable(BaseTable):
    """Needs `amount_on`: the budget with the changes decided so far."""

    gemeente = LinkColumn(linkify=lambda record: record.get_absolute_url(), footer=_("Total"))
    route = Column(default=_("all routes"))
    contract = Column(
        accessor="contract__reference",
        verbose_name=_("Contract"),
        default=_("all that are not budgeted apart"),
    )
    amount = MoneyColumn(verbose_name=_("Original budget"), footer=_total("amount"))
    amount_on = MoneyColumn(verbose_name=_("Budget now"), footer=_total("amount_on"))
    planned_heads = NumberColumn()
    planned_units_per_head = NumberColumn()
    planned_unit_price = MoneyColumn(places=4)
    planned_heads_per_group = NumberColumn()
    planned_settlements = MoneyColumn()
    default_columns = (
        "gemeente",
        "year",
        "route",
        "cost_type",
        "contract",
        "amount",
        "amount_on",
    )
    telling = ("gemeente", "amount_on")

    class Meta:
        model = BudgetLine
        fields = (
            "gemeente",
            "year",
            "route",
            "cost_type",
            "contract",
            "stream",
            "recurrence",
            "pc_code",
            "planned_unit",
            "planned_heads",
            "planned_units_per_head",
            "planned_unit_price",
            "planned_heads_per_group",
            "planned_settlements",
            "amount",
            "amount_on",
        )
        order_by = ("-year", "gemeente")

    def render_year(self, value: int) -> str:
        """A year has no thousands separator."""
        return str(value)
