"""Statements and invoices, and costs that they are about."""

from datetime import date, datetime
from decimal import Decimal

import factory
from django.core.files.base import ContentFile
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from contracts.enums import CostKind, FindingLevel, PlacementStatus
from contracts.enums.payments import (
    InvoiceKind,
    InvoiceLineKind,
    InvoiceSource,
    InvoiceStatus,
    MatchVerdict,
    StatementStatus,
)
from contracts.ledger import rebuild_costs
from contracts.models import (
    CapacityLine,
    Invoice,
    InvoiceFinding,
    InvoiceLine,
    InvoiceMatch,
    Placement,
    Statement,
    StatementLine,
    VatRule,
)
from tests.factories.accounts import RegionFactory, UserFactory
from tests.factories.contracts import PlacementFactory, move
from tests.factories.providers import ProviderFactory

MADE_AT = datetime(2026, 11, 3, 9, tzinfo=get_default_timezone())


class StatementFactory(DjangoModelFactory):
    """Of October 2026, sent to the provider, without lines."""

    class Meta:
        model = Statement
        skip_postgeneration_save = True

    region = factory.SubFactory(RegionFactory)
    provider = factory.SubFactory(ProviderFactory)
    month = date(2026, 10, 1)
    number = factory.Sequence(lambda number: f"202610-{number:08}")
    made_at = MADE_AT
    made_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def offered(self, create: bool, extracted: bool | None, **kwargs) -> None:
        if extracted is not False:
            moment = {"offered_at": MADE_AT, "offered_by": self.made_by}
            move(self, StatementStatus.OFFERED, **moment)


class StatementLineFactory(DjangoModelFactory):
    """The first instalment of a placement."""

    class Meta:
        model = StatementLine

    statement = factory.SubFactory(StatementFactory)
    position = factory.Sequence(lambda number: number + 1)
    placement = factory.SubFactory(PlacementFactory)
    contract = factory.SelfAttribute("placement.contract")
    gemeente = factory.SelfAttribute("placement.gemeente")
    subject = factory.SelfAttribute("placement.reference")
    kind = CostKind.INSTALMENT
    quantity = Decimal("0.4")
    price = Decimal(15_000)
    service_month = date(2026, 10, 1)
    first_on = date(2026, 10, 1)
    last_on = date(2027, 7, 30)
    due_on = date(2026, 10, 1)
    amount = Decimal(6_000)
    is_correction = False
    is_reversal = False
    vat_rate = 0
    vat_ground = "Vrijgesteld onderwijs"


class VatRuleFactory(DjangoModelFactory):
    class Meta:
        model = VatRule

    rate = Decimal(21)
    recorded_at = MADE_AT
    recorded_by = factory.SubFactory(UserFactory)


class InvoiceFactory(DjangoModelFactory):
    """Of 6,000 euro, checked and waiting for a decision, without lines."""

    class Meta:
        model = Invoice
        skip_postgeneration_save = True

    region = factory.SubFactory(RegionFactory)
    provider = factory.SubFactory(ProviderFactory)
    kind = InvoiceKind.INVOICE
    number = factory.Sequence(lambda number: f"F-{number:05}")
    issued_on = date(2026, 11, 2)
    due_on = date(2026, 12, 2)
    currency = "EUR"
    amount_excl = amount_payable = Decimal(6_000)
    amount_vat = Decimal(0)
    file = factory.LazyFunction(lambda: ContentFile(b"<Invoice/>", name="factuur.xml"))
    filename = "factuur.xml"
    sha256 = factory.Sequence(lambda number: f"{number:064}")
    size = 10
    source = InvoiceSource.PAGE
    received_at = MADE_AT
    received_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def checked(self, create: bool, extracted: bool | None, **kwargs) -> None:
        if extracted is not False:
            move(self, InvoiceStatus.CHECKED)


class InvoiceLineFactory(DjangoModelFactory):
    class Meta:
        model = InvoiceLine

    invoice = factory.SubFactory(InvoiceFactory)
    position = factory.Sequence(lambda number: number + 1)
    kind = InvoiceLineKind.LINE
    number = "1"
    name = "Traject onderwijsroute"
    quantity = 1
    unit_code = "C62"
    price = amount = Decimal(6_000)
    verdict = MatchVerdict.UNKNOWN
    difference = Decimal(6_000)


class InvoiceFindingFactory(DjangoModelFactory):
    class Meta:
        model = InvoiceFinding

    invoice = factory.SubFactory(InvoiceFactory)
    level = FindingLevel.WARNING
    code = "BR-CO-25"
    message = "Zonder uiterste betaaldag."


class InvoiceMatchFactory(DjangoModelFactory):
    class Meta:
        model = InvoiceMatch

    line = factory.SubFactory(InvoiceLineFactory)
    month = date(2026, 10, 1)
    expected_amount = claimed_amount = Decimal(6_000)
    expected_quantity = Decimal("0.4")
    granted_before = 0


def learners(line: CapacityLine, references: list[str], **changes) -> list[Placement]:
    """Placements that have begun, with their costs worked out; 6,000 euro each is due at once."""
    gemeente = line.contract.gemeenten.order_by("pk").first()
    usual = {"gemeente": gemeente, "capacity_line": line, "status": PlacementStatus.STARTED}
    usual["actual_first_on"] = changes.get("planned_first_on", date(2026, 2, 2))
    found = [PlacementFactory(reference=each, **usual | changes) for each in references]
    rebuild_costs([placement.pk for placement in found])
    return found


def payment_objects(placement: Placement) -> list:
    """A statement and an invoice with a line each, of the region and provider of a placement."""
    contract = placement.contract
    whose = {"region": contract.region, "provider": contract.provider}
    statement = StatementFactory(**whose)
    stated = StatementLineFactory(statement=statement, placement=placement)
    invoice = InvoiceFactory(**whose, contract=contract, statement=statement)
    line = InvoiceLineFactory(invoice=invoice)
    InvoiceMatchFactory(line=line, contract=contract, placement=placement)
    return [statement, stated, invoice, line, InvoiceFindingFactory(invoice=invoice)]
