"""Who and what the tests of the generic pages need: an officer, and tenders of her region."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import Gemeente, Membership, Region, User
from procurement.models import Tender
from procurement.workflows import TENDER

AT = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


@pytest.fixture
def region(db: None) -> Region:
    return Region.objects.create(name="Regio Waterlanden", kind="partnership")


@pytest.fixture
def officer(region: Region) -> User:
    user = User.objects.create_user("ines@example.test", "een lange zin", name="Ines Inkoper")
    Membership.objects.create(user=user, region=region, role=Role.PROCUREMENT_OFFICER)
    return user


@pytest.fixture
def make_tender(officer: User, region: Region) -> Callable[..., Tender]:
    """Makes a draft of the officer's region; fields may be given."""
    numbers = count(1)
    lead, _made = Gemeente.objects.get_or_create(code="9001", defaults={"name": "Waterveen"})

    def make(**fields) -> Tender:
        number = next(numbers)
        standard = {
            "reference": f"WL-2026-{number:03}",
            "title": f"Onderwijsroute {number}",
            "region": region,
            "lead_gemeente": lead,
            "estimated_amount": 1234 * number,
            "closes_at": AT + timedelta(days=30 + number),
            "created_at": AT,
            "created_by": officer,
        }
        tender = Tender.objects.create(**standard | fields)
        TENDER.record_created(tender, by=officer, at=AT)
        return tender

    return make


@pytest.fixture
def page(client: Client, officer: User) -> Client:
    """A client in which the officer has signed in."""
    client.force_login(officer)
    return client
