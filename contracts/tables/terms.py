"""Tables of what contracts say: options, index figures, sheets of running contracts."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.shared import display
from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
    StatusColumn,
)
from contracts.models import ContractSheet, IndexFigure, RenewalOption


class IndexFigureTable(BaseTable):
    index = LinkColumn(
        linkify=lambda record: reverse("contracts:indexfigure-update", args=[record.pk])
    )
    base_year = Column()
    month = DateColumn()
    figure = NumberColumn()
    telling = ("index", "figure")

    class Meta:
        model = IndexFigure
        fields = ("index", "base_year", "month", "stage", "figure", "source")
        order_by = ("-month",)

    def render_base_year(self, value: int) -> str:
        """A year, not a number: 2015."""
        return str(value)

    def render_figure(self, value: Decimal) -> str:
        """As it was published, without noughts behind."""
        return display.number(value.normalize())


class RenewalOptionTable(BaseTable):
    """Options with the day on which somebody has to have decided."""

    contract = LinkColumn(
        verbose_name=_("Contract"), linkify=lambda record: record.contract.get_absolute_url()
    )
    number = NumberColumn(verbose_name=_("Option"))
    provider = Column(accessor="contract__provider", verbose_name=_("Provider"))
    owner = Column(accessor="contract__owner", verbose_name=_("Responsible"))
    decide_by_on = DateColumn(verbose_name=_("Decide by"))
    first_on = DateColumn(verbose_name=_("From"))
    last_on = DateColumn(verbose_name=_("Until"))
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
        fields = ("filename", "received_at", "confirmed_at")
        order_by = ("-received_at",)


class FindingTable(BaseTable):
    """What is wrong or noteworthy in a sheet that was read just now."""

    row = NumberColumn(verbose_name=_("Row"), orderable=False)
    column = Column(verbose_name=_("Column"), orderable=False)
    message = Column(verbose_name=_("What is wrong"), orderable=False)
    remedy = Column(verbose_name=_("How to mend it"), orderable=False)
    value = Column(verbose_name=_("Value"), orderable=False)
    telling = ("row", "message")


class RunningTable(BaseTable):
    """Contracts that a sheet would record."""

    reference = Column(verbose_name=_("Reference"), orderable=False)
    title = Column(verbose_name=_("Title"), orderable=False)
    provider = Column(verbose_name=_("Provider"), orderable=False)
    gemeenten = Column(verbose_name=_("Gemeenten"), orderable=False)
    period = Column(verbose_name=_("Period"), orderable=False)
    maximum_amount = MoneyColumn(verbose_name=_("Maximum value (excl. VAT)"), orderable=False)
    tariffs = NumberColumn(verbose_name=_("Tariffs"), orderable=False)
    seats = NumberColumn(verbose_name=_("Seats"), orderable=False)
    telling = ("reference", "provider")
