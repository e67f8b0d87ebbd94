"""Tables of cost lines."""

from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from config.shared.display import money
from config.shared.tables import BaseTable, Column, DateColumn, LinkColumn, MoneyColumn
from contracts.cost_words import part_in_words
from contracts.models import CostLine


def _total(table: BaseTable) -> str:
    """The sum of every row that the filters leave, not only of this page."""
    total = table.data.data.order_by().aggregate(total=Sum("amount"))["total"]
    return money(total or Decimal(0))


class PartColumn(Column):
    """What the line pays for, in words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(accessor="part", verbose_name=_("For"), **kwargs)

    def render(self, record: CostLine) -> str:
        """Such as: at the start (40%)."""
        return part_in_words(record)

    def value(self, record: CostLine) -> str:
        """The same, for export."""
        return self.render(record)


class CostLineTable(BaseTable):
    placement = LinkColumn(linkify=lambda record: record.get_absolute_url(), footer=_("Total"))
    gemeente = Column()
    contract = Column(accessor="contract__reference", verbose_name=_("Contract"))
    provider = Column(accessor="contract__provider", verbose_name=_("Provider"))
    part = PartColumn()
    service_month = Column(verbose_name=_("Month"))
    due_on = DateColumn()
    first_on = DateColumn()
    last_on = DateColumn()
    amount = MoneyColumn(footer=_total)
    default_columns = (
        "placement",
        "gemeente",
        "route",
        "contract",
        "part",
        "due_on",
        "amount",
    )
    telling = ("placement", "amount")

    class Meta:
        model = CostLine
        fields = (
            "placement",
            "gemeente",
            "route",
            "contract",
            "provider",
            "part",
            "service_month",
            "first_on",
            "last_on",
            "due_on",
            "amount",
        )
        order_by = ("due_on",)

    def render_service_month(self, value: Any) -> str:
        """2026-02: sorts and reads alike."""
        return f"{value:%Y-%m}"


class InstalmentTable(BaseTable):
    """All that one placement costs."""

    part = PartColumn(orderable=False, footer=_("Total"))
    due_on = DateColumn(orderable=False)
    amount = MoneyColumn(orderable=False, footer=_total)
    telling = ("part", "amount")

    class Meta:
        model = CostLine
        fields = ("part", "due_on", "amount")
        order_by = ("due_on",)
