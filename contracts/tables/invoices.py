"""Tables of invoices, their lines and what these are compared with."""

from django.utils.translation import gettext_lazy as _

from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
    StatusColumn,
)
from contracts.enums import FindingLevel
from contracts.enums.payments import LineDecision, MatchVerdict
from contracts.invoices.codes import unit_in_words, vat_in_words
from contracts.models import Invoice, InvoiceFinding, InvoiceLine, InvoiceMatch
from contracts.tables.duo import MonthColumn
from contracts.tables.statements import QuantityColumn


class InvoiceTable(BaseTable):
    number = LinkColumn()
    provider = Column()
    region = Column()
    issued_on = DateColumn()
    due_on = DateColumn()
    received_at = DateColumn()
    amount_excl = MoneyColumn()
    amount_vat = MoneyColumn()
    amount_payable = MoneyColumn()
    approved_excl = MoneyColumn()
    approved_incl = MoneyColumn()
    paid_on = DateColumn()
    contract = Column(accessor="contract__reference", verbose_name=_("Contract"))
    statement = Column(accessor="statement__number", verbose_name=_("Statement"))
    status = StatusColumn()
    default_columns = (
        "number",
        "provider",
        "kind",
        "issued_on",
        "due_on",
        "amount_payable",
        "approved_incl",
        "status",
    )
    telling = ("number", "status")

    class Meta:
        model = Invoice
        fields = (
            "number",
            "kind",
            "provider",
            "region",
            "contract",
            "statement",
            "issued_on",
            "due_on",
            "received_at",
            "source",
            "amount_excl",
            "amount_vat",
            "amount_payable",
            "approved_excl",
            "approved_incl",
            "paid_on",
            "status",
        )


class OwnInvoiceTable(InvoiceTable):
    """For the provider itself: of which region, how far it has come and what is paid."""

    default_columns = (
        "number",
        "kind",
        "region",
        "issued_on",
        "amount_payable",
        "approved_incl",
        "paid_on",
        "status",
    )

    class Meta(InvoiceTable.Meta):
        pass


class DeskInvoiceTable(BaseTable):
    """The last few, as the provider's first screen shows them."""

    number = LinkColumn()
    region = Column()
    issued_on = DateColumn()
    amount_payable = MoneyColumn()
    approved_incl = MoneyColumn()
    paid_on = DateColumn()
    status = StatusColumn()
    telling = ("number", "status")

    class Meta:
        model = Invoice
        fields = (
            "number",
            "region",
            "issued_on",
            "amount_payable",
            "approved_incl",
            "paid_on",
            "status",
        )
        orderable = False
        empty_text = _("No invoice has been sent yet.")


class InvoiceLineTable(BaseTable):
    """Units and categories of VAT in words, in files too."""

    name = LinkColumn()
    position = NumberColumn()
    quantity = QuantityColumn()
    price = MoneyColumn(places=4)
    amount = MoneyColumn()
    first_on = DateColumn()
    last_on = DateColumn()
    tax_rate = QuantityColumn()
    placement = Column(accessor="placement__reference", verbose_name=_("Placement"))
    group = Column(accessor="group__reference", verbose_name=_("Group"))
    verdict = StatusColumn(states=MatchVerdict, verbose_name=_("Comparison"))
    difference = MoneyColumn()
    decision = StatusColumn(states=LineDecision, verbose_name=_("Decision"))
    approved_amount = MoneyColumn()
    default_columns = (
        "position",
        "name",
        "placement",
        "amount",
        "verdict",
        "difference",
        "decision",
        "approved_amount",
    )
    telling = ("name", "verdict")

    class Meta:
        model = InvoiceLine
        fields = (
            "position",
            "kind",
            "name",
            "object_reference",
            "placement",
            "group",
            "quantity",
            "unit_code",
            "price",
            "amount",
            "tax_category",
            "tax_rate",
            "first_on",
            "last_on",
            "verdict",
            "difference",
            "decision",
            "approved_amount",
            "decision_reason",
        )

    def render_verdict(self, record: InvoiceLine, value: object) -> object:
        """Nothing while the line was not compared: of a refused invoice."""
        column: StatusColumn = self.base_columns["verdict"]
        return column.render(record, self.columns["verdict"]) if record.verdict else value

    def render_unit_code(self, value: str) -> str:
        """The unit in words."""
        return unit_in_words(value)

    def value_unit_code(self, value: str) -> str:
        """The same, for export."""
        return unit_in_words(value)

    def render_tax_category(self, value: str) -> str:
        """The category in words."""
        return vat_in_words(value)

    def value_tax_category(self, value: str) -> str:
        """The same, for export."""
        return vat_in_words(value)


class InvoiceFindingTable(BaseTable):
    level = StatusColumn(states=FindingLevel, verbose_name=_("Level"))
    telling = ("message", "level")

    class Meta:
        model = InvoiceFinding
        fields = ("message", "level", "code", "line_number")


class InvoiceMatchTable(BaseTable):
    month = MonthColumn()
    placement = Column(accessor="placement__reference", verbose_name=_("Placement"))
    group = Column(accessor="group__reference", verbose_name=_("Group"))
    expected_amount = MoneyColumn(verbose_name=_("Amount due"))
    expected_quantity = QuantityColumn()
    granted_before = MoneyColumn()
    claimed_amount = MoneyColumn()
    approved_amount = MoneyColumn()
    telling = ("month", "claimed_amount")

    class Meta:
        model = InvoiceMatch
        fields = (
            "month",
            "placement",
            "group",
            "expected_amount",
            "expected_quantity",
            "granted_before",
            "claimed_amount",
            "approved_amount",
        )
