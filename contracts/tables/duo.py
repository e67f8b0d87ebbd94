"""Tables of exports for DUO and of their lines."""

from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    NumberColumn,
    StatusColumn,
)
from contracts.enums.duo import DuoReason, DuoState
from contracts.models import DuoExport, DuoLine

EXPORT_SHOWN = (
    "gemeente",
    "made_at",
    "first_month",
    "last_month",
    "offers",
    "hours",
    "changed",
    "withdrawn",
    "missing",
)
"""Columns of the exports that every reader sees at first."""
LINE = ("reference", "provider", "institution", "kind", "month", "state", "reasons")


class MonthColumn(Column):
    """A month in words; by its number, 10-2026, in what is exported."""

    attrs = {"td": {"class": "day"}}

    def render(self, value: Any) -> str:
        """October 2026."""
        return date_format(value, "F Y")

    def value(self, value: Any) -> str:
        """Month and year, for export."""
        return f"{value:%m-%Y}"


class DuoExportTable(BaseTable):
    gemeente = LinkColumn(linkify=lambda record: record.get_absolute_url())
    made_at = DateColumn()
    first_month = MonthColumn()
    last_month = MonthColumn()
    offers = NumberColumn()
    hours = NumberColumn()
    changed = NumberColumn()
    withdrawn = NumberColumn()
    missing = NumberColumn()
    default_columns = EXPORT_SHOWN
    telling = ("gemeente", "made_at")

    class Meta:
        model = DuoExport
        fields = (*EXPORT_SHOWN, "made_by")
        order_by = ("-made_at",)


class DuoLineTable(BaseTable):
    reference = LinkColumn(linkify=lambda record: record.placement.get_absolute_url())
    provider = Column()
    kind = Column()
    month = MonthColumn()
    state = StatusColumn(states=DuoState, verbose_name=_("State"))
    reasons = Column(orderable=False, empty_values=())
    default_columns = tuple(name for name in LINE if name != "institution")
    telling = ("reference", "state")

    class Meta:
        model = DuoLine
        fields = LINE
        order_by = ("reference",)

    def render_reasons(self, value: list[str]) -> str:
        sentences = ((DuoReason(code).label,) for code in value)
        return format_html_join("", "<div>{}</div>", sentences)

    def value_reasons(self, value: list[str]) -> str:
        return " ".join(str(DuoReason(code).label) for code in value)
