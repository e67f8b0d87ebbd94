"""What the tests of the register share."""

from datetime import date, datetime

import pytest
from django.utils.timezone import get_default_timezone

from accounts.models import Region, User
from providers.models import Admission, Provider
from tests.factories.providers import AdmissionFactory, ProviderFactory

NOW = datetime(2026, 11, 22, 12, tzinfo=get_default_timezone())
TODAY = date(2026, 11, 22)


@pytest.fixture
def newcomer(noord: Region, officer: User) -> Provider:
    """Proposed in Noord by the officer, and known nowhere else."""
    provider = ProviderFactory(legal_name="Stichting Taalplein", created_by=officer)
    AdmissionFactory(
        provider=provider,
        region=noord,
        status="proposed",
        proposed_at=NOW,
        proposed_by=officer,
        admitted_at=None,
        admitted_by=None,
    )
    return provider


@pytest.fixture
def proposed(newcomer: Provider) -> Admission:
    return newcomer.admissions.get()


@pytest.fixture
def admission(provider: Provider, noord: Region) -> Admission:
    """Of the cast's provider, admitted in Noord."""
    return provider.admissions.get(region=noord)
