"""Statements and their invoices over regions made up from a seed, held to plain sums.

Twenty regions in full (TAALREGIE_PROOF=full), two by default; a failure names its seed.
"""

from collections import defaultdict
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils.timezone import get_default_timezone

from accounts.enums import Role
from accounts.models import User
from contracts.actions.invoice_receiving import Sender, receive_invoice
from contracts.actions.invoices import approve_invoice, approve_matching
from contracts.actions.statements import approve_statement, make_statements, set_vat_rule
from contracts.enums.payments import InvoiceSource, InvoiceStatus
from contracts.invoices import flaws_of, read_invoice, to_ubl
from contracts.ledger import rebuild_costs
from contracts.models import CostLine, Invoice, Statement
from contracts.statements.proposal import proposed_credit_note, proposed_invoice
from tests.factories.accounts import member_of
from tests.support.oracle_region import MadeRegion
from tests.support.oracle_sums import month_after
from tests.support.proof import FULL

pytestmark = [pytest.mark.usefixtures("any_status_may_follow"), pytest.mark.proof]

AT = datetime(2028, 2, 1, 9, tzinfo=get_default_timezone())
MONTHS = [date(2026, 1, 1)]
while len(MONTHS) < 9:
    MONTHS.append(month_after(MONTHS[-1]))


@pytest.fixture
def any_status_may_follow(db) -> None:
    """What befalls a made up region follows no workflow."""
    with connection.cursor() as cursor:
        for table in ("placement", "coursegroup"):
            trigger = f"contracts_{table}_status_update"
            cursor.execute(f"ALTER TABLE contracts_{table} DISABLE TRIGGER {trigger}")


@pytest.mark.parametrize("seed", range(200 if FULL else 2))
def test_statements_hold_the_ledger_for_good_and_their_invoices_match(seed):
    made = MadeRegion(seed)
    person = member_of(made.region, Role.CONTRACT_MANAGER)
    _charge_vat(made, person)
    rebuild_costs(None)
    frozen: dict[int, tuple[Decimal, Decimal]] = {}
    for month in MONTHS:
        for statement in _statements(made, month, person):
            assert _figures(statement) == _slow(statement), statement.number
            approved = approve_statement(statement=statement, by=person, at=AT)
            frozen[approved.pk] = _figures(approved)
            _invoice_it(approved, person)
        rebuild_costs(made.change_learners(3), group_ids=made.change_group())
    stated = {each.pk: _figures(each) for each in Statement.objects.order_by("pk")}
    assert stated == frozen
    assert {pk: _slow(Statement.objects.get(pk=pk)) for pk in frozen} == frozen


def _charge_vat(made: MadeRegion, person: User) -> None:
    contract = made.random.choice(made.contracts)
    tariff = made.random.choice(list(contract.tariffs.order_by("pk")))
    for each, rate in ((None, 9), (tariff, 21)):
        set_vat_rule(
            contract=contract, tariff=each, rate=Decimal(rate), ground="", by=person, at=AT
        )


def _statements(made: MadeRegion, month: date, person: User) -> list[Statement]:
    return make_statements(region=made.region, month=month, by=person, at=AT).statements


def _figures(statement: Statement) -> tuple[Decimal, Decimal]:
    return statement.amount_excl, statement.amount_vat


def _slow(statement: Statement) -> tuple[Decimal, Decimal]:
    """The same from the cost lines, one by one."""
    by_rate: dict[Decimal, Decimal] = defaultdict(Decimal)
    lines = CostLine.objects.filter(contract__provider=statement.provider)
    for line in lines.select_related("contract", "entry"):
        if line.due_on.replace(day=1) == statement.month:
            by_rate[_rate(line)] += line.amount
    tax = sum((_cents(base * rate / 100) for rate, base in by_rate.items()), Decimal(0))
    return sum(by_rate.values(), Decimal(0)), tax


def _rate(line: CostLine) -> Decimal:
    if line.entry:
        return line.entry.vat_rate
    rules = {rule.tariff_id: rule.rate for rule in line.contract.vat_rules.all()}
    return rules.get(line.tariff_id, rules.get(None, Decimal(0)))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _invoice_it(statement: Statement, person: User) -> None:
    """What a statement proposes reads back, is right, matches, and is granted to the cent."""
    asked = Decimal(0)
    for is_reversal, propose in ((False, proposed_invoice), (True, proposed_credit_note)):
        if not statement.lines.filter(is_reversal=is_reversal).exists():
            continue
        paper = propose(statement, AT.date())
        content = to_ubl(paper)
        assert read_invoice(BytesIO(content)) == paper
        assert [flaw.sentence for flaw in flaws_of(paper)] == []
        invoice = receive_invoice(
            file=ContentFile(content, name="factuur.xml"),
            sender=Sender(None, InvoiceSource.FOLDER),
            at=AT,
        )
        asked += invoice.amount_excl
        _grant(invoice, person)
    assert asked == statement.amount_excl


def _grant(invoice: Invoice, person: User) -> None:
    wrong = invoice.lines.exclude(verdict="matches").values_list("name", "amount", "difference")
    assert list(wrong) == []
    approve_matching(invoice=invoice, by=person, at=AT)
    if invoice.lines.filter(approved_amount__gt=0).exists() or invoice.amount_excl < 0:
        granted = approve_invoice(invoice=invoice, by=person, at=AT)
        assert granted.status == InvoiceStatus.APPROVED
        assert (granted.approved_excl, granted.approved_incl) == (
            invoice.amount_excl,
            invoice.amount_incl,
        )
