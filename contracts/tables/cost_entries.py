"""Tables of booked costs, fees recorded and closed months."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.shared.tables import BaseTable, Column, DateColumn, LinkColumn, MoneyColumn
from contracts.models import CostEntry, CostEntryShare, FeeOccasion, MonthClosing


class CostEntryTable(BaseTable):
    description = LinkColumn(linkify=True)
    contract = Column(accessor="contract__reference", verbose_name=_("Contract"))
    due_on = DateColumn()
    amount = MoneyColumn()
    repeats_until = DateColumn()
    ended_on = DateColumn()
    withdrawn_at = DateColumn(verbose_name=_("Withdrawn"))
    default_columns = ("description", "cost_type", "kind", "contract", "due_on", "amount")
    telling = ("description", "amount")

    class Meta:
        model = CostEntry
        fields = (
            "description",
            "cost_type",
            "kind",
            "route",
            "contract",
            "region",
            "due_on",
            "first_on",
            "last_on",
            "rhythm",
            "repeats_until",
            "ended_on",
            "amount",
            "withdrawn_at",
        )
        order_by = ("-due_on",)


class EntryShareTable(BaseTable):
    gemeente = Column(orderable=False)
    amount = MoneyColumn(orderable=False)
    telling = ("gemeente", "amount")

    class Meta:
        model = CostEntryShare
        fields = ("gemeente", "amount")


class FeeOccasionTable(BaseTable):
    name = LinkColumn(
        linkify=lambda record: reverse("contracts:feeoccasion-remove", args=[record.pk]),
        orderable=False,
    )
    on = DateColumn(orderable=False)
    telling = ("name", "on")

    class Meta:
        model = FeeOccasion
        fields = ("name", "on")


class MonthClosingTable(BaseTable):
    contract = LinkColumn(
        accessor="contract__reference",
        linkify=lambda record: record.contract.get_absolute_url(),
        verbose_name=_("Contract"),
    )
    provider = Column(accessor="contract__provider", verbose_name=_("Provider"))
    month = Column()
    closed_at = DateColumn()
    telling = ("contract", "month")

    class Meta:
        model = MonthClosing
        fields = ("contract", "provider", "month", "closed_at")
        order_by = ("-month", "contract")

    def render_month(self, value: Any) -> str:
        """2026-02: sorts and reads alike."""
        return f"{value:%Y-%m}"
