"""What the tests of the generic pages need beside the cast: tenders, and an officer's browser."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

import pytest
from django.test import Client
from django.utils.timezone import get_default_timezone

from accounts.models import Region, User
from procurement.models import Tender
from procurement.workflows import TENDER
from tests.factories.procurement import TenderFactory

AT = datetime(2026, 11, 23, 12, tzinfo=get_default_timezone())


@pytest.fixture
def make_tender(officer: User, noord: Region) -> Callable[..., Tender]:
    """Makes a draft of Noord with the first line of its history; fields may be given."""
    numbers = count(1)

    def make(**fields) -> Tender:
        number = next(numbers)
        standard = {
            "title": f"Onderwijsroute {number}",
            "region": noord,
            "estimated_amount": 1234 * number,
            "closes_at": AT + timedelta(days=30 + number),
            "created_by": officer,
        }
        tender = TenderFactory(**standard | fields)
        TENDER.record_created(tender, by=officer, at=AT)
        return tender

    return make


@pytest.fixture
def page(client_of: Callable[[User], Client], officer: User) -> Client:
    """A client in which the officer has signed in."""
    return client_of(officer)
