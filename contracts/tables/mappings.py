"""The headers of a provider's own, and what they stand for."""

from django.utils.translation import gettext_lazy as _

from config.shared.tables import BaseTable, Column, DateColumn, LinkColumn
from contracts.imports.sheet import PLACEMENTS
from contracts.models import ColumnMapping

LABELS = {column.name: column.label for column in PLACEMENTS.columns}


class ColumnMappingTable(BaseTable):
    header = LinkColumn()
    column = Column(empty_values=())
    mapped_at = DateColumn()
    mapped_by = Column(verbose_name=_("Mapped by"))
    telling = ("header", "column")

    class Meta:
        model = ColumnMapping
        fields = ("header", "column", "mapped_at", "mapped_by")
        order_by = ("header",)

    def render_column(self, value: str) -> str:
        """What a person calls the column; one that the sheet no longer has by its name."""
        return str(LABELS.get(value, value)) if value else str(_("passed over"))
