"""Tables of contracts and of what they promise."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.shared.badges import badge_text
from config.shared.display import NOTHING
from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
    StatusColumn,
)
from contracts.capacity import ValueMeter
from contracts.models import Contract
from procurement.models import AwardDecision
from providers.models import Recognition

USED_OF_VALUE = _("Used of maximum value")


class ValueColumn(Column):
    """The part of a contract's maximum value that has been spent or committed, as a bar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(accessor="spent", verbose_name=USED_OF_VALUE, **kwargs)

    def render(self, record: Contract) -> SafeString | str:
        """Per cents and a bar; a dash where the contract has no maximum."""
        return meter(record.meter) if record.meter else NOTHING

    def value(self, value: Any) -> Any:
        """The euros, for export."""
        return value


def meter(value: ValueMeter, label: Any = USED_OF_VALUE) -> SafeString:
    """Per cents with a bar; a badge where the maximum comes near."""
    text = f"{value.percentage}%"
    shown = text if value.tone == "neutral" else badge_text(text, value.tone)
    return format_html(
        '<div>{}<meter min="0" max="100" value="{}" aria-label="{}"></meter></div>',
        shown,
        value.shown,
        label,
    )


class ContractTable(BaseTable):
    reference = LinkColumn()
    provider = Column(verbose_name=_("Provider"))
    gemeenten = Column(verbose_name=_("Gemeenten"), orderable=False)
    first_on = DateColumn()
    last_on = DateColumn()
    framework = Column(accessor="framework__reference", verbose_name=_("Framework agreement"))
    maximum_amount = MoneyColumn()
    maximum_quantity = NumberColumn()
    spent = ValueColumn()
    status = StatusColumn()
    default_columns: Sequence[str] = (
        "reference",
        "title",
        "provider",
        "first_on",
        "last_on",
        "spent",
        "status",
    )
    telling = ("reference", "status")

    class Meta:
        model = Contract
        fields = (
            "reference",
            "title",
            "provider",
            "region",
            "gemeenten",
            "kind",
            "framework",
            "owner",
            "first_on",
            "last_on",
            "maximum_amount",
            "maximum_quantity",
            "spent",
            "status",
        )
        order_by = ("-first_on",)

    def render_gemeenten(self, value: Any) -> str:
        return ", ".join(gemeente.name for gemeente in value.all())

    def value_gemeenten(self, value: Any) -> str:
        return self.render_gemeenten(value)


class ContractTableWithoutCosts(ContractTable):
    """For who may not see what has been spent."""

    spent: Any = None
    default_columns = ("reference", "title", "provider", "first_on", "last_on", "status")


class AttentionTable(BaseTable):
    """Contracts that end or fill up before long; rows come from `with_spent`."""

    reference = LinkColumn(verbose_name=_("Contract"), orderable=False)
    provider = Column(verbose_name=_("Provider"), orderable=False)
    last_on = DateColumn(verbose_name=_("Last day"), orderable=False)
    spent = ValueColumn(orderable=False)

    class Meta:
        model = Contract
        fields = ("reference", "provider", "last_on", "spent")


class QuantityColumn(Column):
    """The part of a contract's maximum number of trajectories that has been used, as a bar."""

    def render(self, record: Contract) -> SafeString | str:
        """Per cents and a bar; a dash where the contract has no maximum."""
        value = record.quantity_meter
        return meter(value, _("Used of maximum number")) if value else NOTHING

    def value(self, value: Any) -> Any:
        """The number, for export."""
        return value


class QuantityTable(BaseTable):
    """Contracts whose number of trajectories comes near its maximum; rows of `with_quantity`."""

    reference = LinkColumn(verbose_name=_("Contract"), orderable=False)
    provider = Column(verbose_name=_("Provider"), orderable=False)
    maximum_quantity = NumberColumn(
        verbose_name=_("Maximum number of trajectories"), orderable=False
    )
    quantity = QuantityColumn(verbose_name=_("Used of maximum number"), orderable=False)

    class Meta:
        model = Contract
        fields = ("reference", "provider", "maximum_quantity", "quantity")


class AwardTable(BaseTable):
    """Awards from which a contract can be drafted."""

    lot = LinkColumn(
        verbose_name=_("Awarded lot"),
        linkify=lambda record: reverse("contracts:contract-from-award", args=[record.pk]),
        orderable=False,
    )
    provider = Column(accessor="winner__bid__provider", verbose_name=_("Provider"), orderable=False)
    standstill_ends_on = DateColumn(
        verbose_name=_("Last day of the standstill period"), orderable=False
    )

    class Meta:
        model = AwardDecision
        fields = ("lot", "provider", "standstill_ends_on")


class ExpiringTable(BaseTable):
    """Quality marks and recognitions that contracted providers are about to lose."""

    provider = LinkColumn(
        verbose_name=_("Provider"),
        linkify=lambda record: record.provider.get_absolute_url(),
        orderable=False,
    )
    kind = Column(verbose_name=_("Recognition"), orderable=False)
    number = Column(verbose_name=_("Number"), orderable=False)
    last_on = DateColumn(verbose_name=_("Last day"), orderable=False)

    class Meta:
        model = Recognition
        fields = ("provider", "kind", "number", "last_on")
