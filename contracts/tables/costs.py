"""Tables of cost lines."""

from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from config.shared.display import money
from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
)
from contracts.cost_words import part_in_words
from contracts.models import CostLine


def _total(table: BaseTable) -> str:
    """The sum of every row that the filters leave, not only of this page."""
    total = table.data.data.order_by().aggregate(total=Sum("amount"))["total"]
    return money(total or Decimal(0))


class PartColumn(Column):
    """What the line pays for, in words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            accessor="part", verbose_name=_("Amount for"), **{"empty_values": ()} | kwargs
        )

    def render(self, record: CostLine) -> str:
        """Such as: at the start (40%)."""
        return part_in_words(record)

    def value(self, record: CostLine) -> str:
        """The same, for export."""
        return self.render(record)


class OriginColumn(LinkColumn):
    """What a line is for, leading to the line."""

    def __init__(self, **kwargs: Any) -> None:
        own = {"linkify": lambda record: record.get_absolute_url(), "empty_values": ()}
        super().__init__(accessor="placement", verbose_name=_("For"), **own | kwargs)

    def render(self, record: CostLine) -> str:
        """The reference of a learner, the name of a group without any, or what was booked."""
        return str(record.origin)

    def value(self, record: CostLine) -> str:
        """The same, for export."""
        return str(record.origin)


class CostLineTable(BaseTable):
    placement = OriginColumn(footer=_("Total"))
    gemeente = Column()
    contract = Column(accessor="contract__reference", verbose_name=_("Contract"))
    provider = Column(accessor="contract__provider", verbose_name=_("Provider"))
    part = PartColumn()
    service_month = Column(verbose_name=_("Month"))
    due_on = DateColumn()
    first_on = DateColumn()
    last_on = DateColumn()
    kind = Column()
    unit = Column()
    quantity = NumberColumn()
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
            "kind",
            "part",
            "unit",
            "quantity",
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


class OwnCostTable(BaseTable):
    """All that one origin costs."""

    due_on = DateColumn(orderable=False, footer=_("Total"))
    part = PartColumn(orderable=False, linkify=lambda record: record.get_absolute_url())
    kind = Column(orderable=False)
    amount = MoneyColumn(orderable=False, footer=_total)
    telling = ("part", "amount")

    class Meta:
        model = CostLine
        fields = ("due_on", "kind", "part", "amount")
        order_by = ("due_on",)


class GroupCostTable(BaseTable):
    """What a group costs, by month and learner."""

    service_month = Column(verbose_name=_("Month"), orderable=False, footer=_("Total"))
    placement = OriginColumn(orderable=False)
    gemeente = Column(orderable=False)
    amount = MoneyColumn(orderable=False, footer=_total)
    telling = ("service_month", "amount")

    class Meta:
        model = CostLine
        fields = ("service_month", "placement", "gemeente", "amount")
        order_by = ("service_month",)

    def render_service_month(self, value: Any) -> str:
        """2026-02: sorts and reads alike."""
        return f"{value:%Y-%m}"
