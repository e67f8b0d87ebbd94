"""Tables of statements."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.shared.display import percentage
from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
    StatusColumn,
)
from contracts.models import Statement, StatementLine, VatRule


class MonthColumn(Column):
    """A month by its first day: november 2026."""

    def render(self, record: object) -> str:
        """In words."""
        return str(record.month_name)  # type: ignore[attr-defined]


class QuantityColumn(NumberColumn):
    """A number of units without the zeros that end its decimals: 0,4 and 12."""

    def render(self, value: Decimal) -> str:
        """In the reader's notation."""
        return percentage(value)


class StatementTable(BaseTable):
    number = LinkColumn()
    month = MonthColumn()
    provider = Column()
    region = Column()
    amount_excl = MoneyColumn()
    amount_vat = MoneyColumn()
    amount_corrections = MoneyColumn()
    offered_at = DateColumn()
    agreed_at = DateColumn()
    approved_at = DateColumn()
    status = StatusColumn()
    default_columns = (
        "number",
        "month",
        "provider",
        "amount_excl",
        "amount_corrections",
        "agreed_at",
        "status",
    )
    telling = ("number", "status")

    class Meta:
        model = Statement
        fields = (
            "number",
            "month",
            "provider",
            "region",
            "amount_excl",
            "amount_vat",
            "amount_corrections",
            "offered_at",
            "agreed_at",
            "approved_at",
            "status",
        )


class OwnStatementTable(StatementTable):
    """For the provider itself: of which region, and how far it has come."""

    default_columns = (
        "number",
        "month",
        "region",
        "amount_excl",
        "amount_corrections",
        "approved_at",
        "status",
    )

    class Meta(StatementTable.Meta):
        pass


class VatRuleTable(BaseTable):
    tariff = Column(empty_values=())
    rate = QuantityColumn()
    recorded_at = DateColumn()
    telling = ("tariff", "rate")

    class Meta:
        model = VatRule
        fields = ("tariff", "rate", "ground", "recorded_at", "recorded_by")

    def render_tariff(self, value: Any) -> str:
        """The tariff, else what the rule is for."""
        return str(value or gettext("The whole contract"))


class StatementLineTable(BaseTable):
    position = NumberColumn()
    contract = Column(accessor="contract__reference", verbose_name=_("Contract"))
    gemeente = Column(accessor="gemeente__name", verbose_name=_("Gemeente"))
    quantity = QuantityColumn()
    price = MoneyColumn(places=4)
    first_on = DateColumn()
    last_on = DateColumn()
    due_on = DateColumn()
    amount = MoneyColumn()
    vat_rate = QuantityColumn()
    default_columns = (
        "subject",
        "contract",
        "gemeente",
        "kind",
        "quantity",
        "price",
        "first_on",
        "last_on",
        "amount",
    )
    telling = ("subject", "amount")

    class Meta:
        model = StatementLine
        fields = (
            "position",
            "subject",
            "contract",
            "gemeente",
            "route",
            "kind",
            "part",
            "unit",
            "quantity",
            "price",
            "service_month",
            "first_on",
            "last_on",
            "due_on",
            "vat_rate",
            "vat_ground",
            "is_correction",
            "is_reversal",
            "amount",
        )
