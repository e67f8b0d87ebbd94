"""Invoices of a provider about learners who began in February, and who they are."""

from datetime import date, datetime

from django.utils.timezone import get_default_timezone

from contracts.models import CapacityLine, Contract, Placement
from providers.models import Provider
from tests.factories.payments import learners
from tests.support.ubl import PLAIN, Draft, Row, about, period, reference

AT = datetime(2026, 4, 2, 10, tzinfo=get_default_timezone())
FEBRUARY = date(2026, 2, 1)
IN_FEBRUARY = period("2026-02-01", "2026-02-28")


def charge(placement: str, amount: str = "6000.00", **changes) -> Row:
    return Row(amount=amount, extra=about(placement), **changes)


def invoice_of(provider: Provider, contract: Contract, **changes) -> Draft:
    """Names the contract, over February, for TV-A1."""
    facts = {
        "supplier": (("0106", provider.kvk_number),),
        "issued_on": "2026-03-02",
        "due_on": "2026-04-01",
        "head": IN_FEBRUARY + reference("ContractDocumentReference", contract.reference),
        "rows": (charge("TV-A1"),),
    }
    return PLAIN.but(**facts | changes)


def two_learners(line: CapacityLine) -> list[Placement]:
    """Two that began in February: 6,000 euro each is due."""
    return learners(line, ["TV-A1", "TV-A2"])
