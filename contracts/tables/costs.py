"""Tables of cost lines."""

from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from config.shared.display import money, number
from config.shared.tables import BaseTable, Column, DateColumn, LinkColumn, MoneyColumn
from contracts.models import CostLine, TariffInstalment


def _total(table: BaseTable) -> str:
    """The sum of every row that the filters leave, not only of this page."""
    total = table.data.data.order_by().aggregate(total=Sum("amount"))["total"]
    return money(total or Decimal(0))


class MomentColumn(Column):
    """When the instalment falls due, in words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(accessor="instalment", verbose_name=_("Instalment"), **kwargs)

    def render(self, value: TariffInstalment) -> str:
        """At the start (40%)."""
        return f"{value.get_moment_display()} ({number(value.percentage.normalize())}%)"

    def value(self, value: TariffInstalment) -> str:
        """The same, for export."""
        return self.render(value)


class CostLineTable(BaseTable):
    placement = LinkColumn(linkify=lambda record: record.get_absolute_url(), footer=_("Total"))
    gemeente = Column()
    contract = Column(accessor="contract__reference", verbose_name=_("Contract"))
    provider = Column(accessor="contract__provider", verbose_name=_("Provider"))
    moment = MomentColumn()
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
        "moment",
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
            "moment",
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

    moment = MomentColumn(orderable=False, footer=_("Total"))
    due_on = DateColumn(orderable=False)
    amount = MoneyColumn(orderable=False, footer=_total)
    telling = ("moment", "amount")

    class Meta:
        model = CostLine
        fields = ("moment", "due_on", "amount")
        order_by = ("due_on",)
