"""Tables of the procurement calendar."""

from django.utils.translation import gettext_lazy as _

from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    MoneyColumn,
    StatusColumn,
)
from procurement.models import PlannedBudget, PlannedTender


class PlannedTenderTable(BaseTable):
    """Lines of the calendar; `budget` is the money from all sources together."""

    title = LinkColumn()
    publication_on = DateColumn()
    start_on = DateColumn()
    budget = MoneyColumn(verbose_name=_("Budget"))
    owner = Column(verbose_name=_("Owner"))
    status = StatusColumn()
    default_columns = ("title", "year", "publication_on", "start_on", "budget", "owner", "status")
    telling = ("title", "publication_on")

    class Meta:
        model = PlannedTender
        fields = (
            "title",
            "year",
            "procedure",
            "publication_on",
            "start_on",
            "budget",
            "owner",
            "status",
        )
        order_by = ("publication_on",)

    def render_year(self, value: int) -> str:
        """2027, without a point."""
        return str(value)


class BudgetTable(BaseTable):
    """The money of one line by source."""

    amount = MoneyColumn()
    telling = ("source", "amount")

    class Meta:
        model = PlannedBudget
        fields = ("source", "amount")
        orderable = False
