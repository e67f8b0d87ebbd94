"""Tables of monthly returns."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    NumberColumn,
    StatusColumn,
)
from contracts.models import DataTask

SHOWN = ("month", "provider", "agreement", "due_on", "days_late", "status", "answered_at")
"""Columns that every reader of the list sees at first."""


class DataTaskTable(BaseTable):
    month = LinkColumn(attrs={"td": {"class": "day"}})
    provider = Column()
    agreement = Column(
        accessor="contract__reference",
        empty_values=(),
        verbose_name=_("Contract or covenant"),
        order_by=("contract__reference", "covenant_party__covenant__reference"),
    )
    due_on = DateColumn()
    days_late = NumberColumn(verbose_name=_("Days late"))
    status = StatusColumn()
    answered_at = DateColumn()
    delivery = Column()
    running = NumberColumn()
    started = NumberColumn()
    ended = NumberColumn()
    escalated_at = DateColumn()
    default_columns = SHOWN
    telling = ("month", "status")

    class Meta:
        model = DataTask
        fields = (
            *SHOWN,
            "delivery",
            "running",
            "started",
            "ended",
            "status_reason",
            "escalated_at",
        )

    def render_month(self, value: date) -> str:
        """November 2026."""
        return date_format(value, "F Y").capitalize()

    def value_month(self, value: date) -> date:
        """Its first day, for export."""
        return value

    def render_agreement(self, record: DataTask) -> str:
        """The reference of the contract, or of the covenant."""
        return record.agreement.reference
