"""Tables of what contracts say: options, index figures, sheets of running contracts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    NumberColumn,
    StatusColumn,
)
from contracts.models import ContractSheet, IndexFigure, RenewalOption


class IndexFigureTable(BaseTable):
    index = LinkColumn(
        linkify=lambda record: reverse("contracts:indexfigure-update", args=[record.pk])
    )
    month = DateColumn()
    figure = NumberColumn()
    telling = ("index", "figure")

    class Meta:
        model = IndexFigure
        fields = ("index", "base_year", "month", "stage", "figure", "source", "recorded_by")
        order_by = ("-month",)


class RenewalOptionTable(BaseTable):
    """Options with the day on which somebody has to have decided."""

    contract = LinkColumn(linkify=lambda record: record.contract.get_absolute_url())
    provider = Column(accessor="contract__provider", verbose_name=_("Provider"))
    owner = Column(accessor="contract__owner", verbose_name=_("Responsible"))
    decide_by_on = DateColumn()
    first_on = DateColumn()
    last_on = DateColumn()
    status = StatusColumn()
    telling = ("contract", "decide_by_on")
    default_columns: Any = (
        "contract",
        "number",
        "provider",
        "decide_by_on",
        "first_on",
        "last_on",
        "status",
    )

    class Meta:
        model = RenewalOption
        fields = (
            "contract",
            "number",
            "provider",
            "owner",
            "decide_by_on",
            "first_on",
            "last_on",
            "status",
        )
        order_by = ("decide_by_on",)


class ContractSheetTable(BaseTable):
    filename = LinkColumn()
    received_at = DateColumn()
    confirmed_at = DateColumn()
    telling = ("filename", "confirmed_at")

    class Meta:
        model = ContractSheet
        fields = ("filename", "received_at", "received_by", "confirmed_at", "confirmed_by")
        order_by = ("-received_at",)
