"""Tables of budget changes and of what was adopted."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
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
from reports.enums.budgets import BudgetChangeStatus
from reports.models import BudgetAdoption, BudgetChange, BudgetChangeLine


def _written_at(record: BudgetChangeLine) -> str:
    """The page on which a draft is written, later that of the budget line."""
    if record.change.status != BudgetChangeStatus.DRAFT:
        return record.line.get_absolute_url()
    return reverse("reports:budgetchangeline-update", args=[record.change_id, record.line_id])


class BudgetChangeTable(BaseTable):
    title = LinkColumn(linkify=lambda record: record.get_absolute_url())
    gemeente = Column(default=_("all gemeenten of the region"))
    difference = MoneyColumn(verbose_name=_("Together"), orderable=False)
    decided_on = DateColumn()
    status = StatusColumn()
    telling = ("title", "status")

    class Meta:
        model = BudgetChange
        fields = (
            "year",
            "number",
            "title",
            "gemeente",
            "difference",
            "decided_on",
            "reference",
            "status",
        )
        order_by = ("-year", "-number")

    def render_year(self, value: int) -> str:
        """A year has no thousands separator."""
        return str(value)


class BudgetAdoptionTable(BaseTable):
    """Which budgets stand fast."""

    year = Column()
    gemeente = Column(default=_("all gemeenten of the region"))
    decided_on = DateColumn()
    telling = ("year", "gemeente")

    class Meta:
        model = BudgetAdoption
        fields = ("year", "region", "gemeente", "decided_on", "reference")
        order_by = ("-year",)

    def render_year(self, value: int) -> str:
        """A year has no thousands separator."""
        return str(value)


class ChangedLineTable(BaseTable):
    """The lines of one change, with the page on which a draft is written."""

    line = LinkColumn(verbose_name=_("Budget line"), linkify=_written_at, footer=_("Total"))
    cost_type = Column(accessor="line__get_cost_type_display", verbose_name=_("Cost type"))
    contract = Column(
        accessor="line__contract__reference",
        verbose_name=_("Contract"),
        default=_("all that are not budgeted apart"),
    )
    amount_before = MoneyColumn(footer=lambda table: _sum(table, "amount_before"))
    amount_after = MoneyColumn(footer=lambda table: _sum(table, "amount_after"))
    difference = MoneyColumn(
        verbose_name=_("Difference"),
        orderable=False,
        footer=lambda table: _sum(table, "difference"),
    )
    planned_heads = NumberColumn()
    telling = ("line", "difference")

    class Meta:
        model = BudgetChangeLine
        fields = (
            "line",
            "cost_type",
            "contract",
            "amount_before",
            "amount_after",
            "difference",
            "planned_heads",
        )
        orderable = False


class LineChangeTable(BaseTable):
    """The changes of one budget line."""

    change = LinkColumn(
        verbose_name=_("Budget change"), linkify=lambda record: record.change.get_absolute_url()
    )
    decided_on = DateColumn(accessor="change__decided_on", verbose_name=_("Decided on"))
    status = Column(accessor="change__status", verbose_name=_("Status"))
    amount_before = MoneyColumn()
    amount_after = MoneyColumn()
    difference = MoneyColumn(verbose_name=_("Difference"))
    telling = ("change", "difference")

    class Meta:
        model = BudgetChangeLine
        fields = (
            "change",
            "decided_on",
            "status",
            "amount_before",
            "amount_after",
            "difference",
        )
        orderable = False

    def render_status(self, record: BudgetChangeLine) -> str:
        """In words."""
        return str(record.change.get_status_display())


def _sum(table: BaseTable, name: str) -> SafeString | str:
    amounts: Any = (getattr(row.record, name) for row in table.rows)
    return money(sum(amounts, Decimal(0)))
