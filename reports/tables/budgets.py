"""Tables of budgets."""

from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from config.shared.display import money
from config.shared.tables import BaseTable, Column, LinkColumn, MoneyColumn, NumberColumn
from reports.models import BudgetLine


def _total(table: BaseTable) -> str:
    """The sum of every line that the filters leave, not only of this page."""
    total = table.data.data.order_by().aggregate(total=Sum("amount"))["total"]
    return money(total or Decimal(0))


class BudgetLineTable(BaseTable):
    gemeente = LinkColumn(linkify=lambda record: record.get_absolute_url(), footer=_("Total"))
    contract = Column(
        accessor="contract__reference",
        verbose_name=_("Contract"),
        default=_("all that are not budgeted apart"),
    )
    amount = MoneyColumn(footer=_total)
    planned_heads = NumberColumn()
    planned_units_per_head = NumberColumn()
    planned_unit_price = MoneyColumn(places=4)
    default_columns = (
        "gemeente",
        "year",
        "route",
        "contract",
        "amount",
        "planned_heads",
        "planned_unit_price",
    )
    telling = ("gemeente", "amount")

    class Meta:
        model = BudgetLine
        fields = (
            "gemeente",
            "year",
            "route",
            "contract",
            "pc_code",
            "planned_heads",
            "planned_units_per_head",
            "planned_unit_price",
            "amount",
        )
        order_by = ("-year", "gemeente")

    def render_year(self, value: int) -> str:
        """A year has no thousands separator."""
        return str(value)
