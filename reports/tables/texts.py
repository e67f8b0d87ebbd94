"""The table of report texts."""

from django.utils.translation import gettext_lazy as _

from config.shared.tables import BaseTable, Column, DateColumn, LinkColumn, StatusColumn
from reports.models import PlanningText


class PlanningTextTable(BaseTable):
    kind = LinkColumn(linkify=lambda record: record.get_absolute_url())
    about = Column(
        accessor="gemeente__name",
        empty_values=(),
        verbose_name=_("About"),
        order_by=("gemeente__name", "region__name"),
    )
    figures_on = DateColumn()
    status = StatusColumn()
    finalised_at = DateColumn()
    telling = ("kind", "about")

    class Meta:
        model = PlanningText
        fields = ("kind", "year", "about", "figures_on", "version", "status", "finalised_at")
        order_by = ("-year", "-figures_on")

    def render_about(self, record: PlanningText) -> str:
        """The budget line, the gemeente or the region."""
        return str(record.line or record.gemeente or record.region)

    def value_about(self, record: PlanningText) -> str:
        """The same, for export."""
        return self.render_about(record)

    def render_year(self, value: int) -> str:
        """A year has no thousands separator."""
        return str(value)
