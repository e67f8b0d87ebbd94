"""Several people grant invoices for the same cost at once: it is granted once, and nobody hangs."""

from decimal import Decimal
from functools import partial

import pytest
from django.core.files.base import ContentFile

from config.shared.errors import Refused
from contracts.actions.invoice_receiving import Sender, receive_invoice
from contracts.actions.invoices import approve_matching
from contracts.enums.payments import InvoiceSource
from contracts.models import Invoice, InvoiceMatch
from tests.contracts.test_seat_races import at_once
from tests.factories.payments import learners
from tests.support.invoicing import AT, IN_FEBRUARY, charge
from tests.support.ubl import PLAIN, reference

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
AT_ONCE = 4


def test_a_cost_that_is_asked_by_many_invoices_is_granted_once(
    line, contract, provider, contract_manager
):
    learners(line, ["TV-A1"])
    draft = PLAIN.but(
        supplier=(("0106", provider.kvk_number),),
        head=IN_FEBRUARY + reference("ContractDocumentReference", contract.reference),
        rows=(charge("TV-A1"),),
    )
    invoices = [
        receive_invoice(
            file=ContentFile(draft.but(number=f"F-{number}").xml(), name="factuur.xml"),
            sender=Sender(None, InvoiceSource.FOLDER),
            at=AT,
        )
        for number in range(AT_ONCE)
    ]
    at_once(
        *(partial(approve_matching, invoice=each, by=contract_manager, at=AT) for each in invoices)
    )
    assert InvoiceMatch.objects.all().granted() == Decimal(6_000)
    assert Invoice.objects.filter(lines__decision="approved").count() == 1


def test_the_same_invoice_sent_twice_at_once_comes_in_once(line, contract, provider):
    learners(line, ["TV-A1"])
    content = PLAIN.but(supplier=(("0106", provider.kvk_number),), rows=(charge("TV-A1"),)).xml()

    def send() -> bool:
        file = ContentFile(content, name="factuur.xml")
        try:
            receive_invoice(file=file, sender=Sender(None, InvoiceSource.FOLDER), at=AT)
        except Refused:
            return False
        return True

    assert sorted(at_once(send, send)) == [False, True]
    assert Invoice.objects.count() == 1
