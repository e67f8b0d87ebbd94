"""One of everything that stands in the register under a provider."""

import hashlib
from datetime import date, datetime, timedelta

from django.db.models import Model
from django.utils.timezone import get_default_timezone

from accounts.models import Region, User
from providers.enums import ChangeStatus, RegistrationStatus, VisitTopic
from providers.models import (
    AgreedAction,
    Provider,
    ProviderChange,
    ProviderComplaint,
    ProviderContact,
    ProviderRegistration,
    SiteVisit,
    VisitFinding,
)
from tests.factories.providers import LocationFactory

NOW = datetime(2026, 11, 22, 9, tzinfo=get_default_timezone())
DAY = date(2026, 11, 2)


def register_objects(provider: Provider, region: Region, person: User) -> list[Model]:
    """With `provider` in `region`, as `person` would have made them."""
    visit = _visit(provider, region, person)
    return [
        provider.admissions.get(region=region),
        provider.data_agreements.get(region=region),
        LocationFactory(provider=provider),
        _change(provider, person),
        _registration(region),
        visit,
        visit.agreed_actions.get(),
        _complaint(provider, region, person),
        ProviderContact.objects.create(
            provider=provider, subject="general", name="Fien", email="fien@voorbeeld.test"
        ),
    ]


def _visit(provider: Provider, region: Region, person: User) -> SiteVisit:
    visit = SiteVisit.objects.create(
        provider=provider,
        region=region,
        visited_on=DAY,
        conclusion="Op orde.",
        created_at=NOW,
        created_by=person,
    )
    VisitFinding.objects.create(visit=visit, topic=VisitTopic.LESSON, seen="Goede les.")
    AgreedAction.objects.create(visit=visit, text="Rooster sturen", due_on=DAY)
    return visit


def _complaint(provider: Provider, region: Region, person: User) -> ProviderComplaint:
    return ProviderComplaint.objects.create(
        provider=provider,
        region=region,
        received_on=DAY,
        subject="lesson",
        text="De docent komt te laat.",
        handler=person,
        created_at=NOW,
        created_by=person,
    )


def _change(provider: Provider, person: User) -> ProviderChange:
    return ProviderChange.objects.create(
        provider=provider,
        field="brin",
        after="99XX",
        effective_on=DAY,
        source="region",
        status=ChangeStatus.OPEN,
        created_at=NOW,
        author=person,
    )


def _registration(region: Region) -> ProviderRegistration:
    row = ProviderRegistration.objects.create(
        region=region,
        kvk_number="90001234",
        legal_name="Stichting Taalplein",
        kind="language_school",
        contact_name="Tess Taal",
        contact_email="tess@voorbeeld.test",
        offerings_text="Z-route",
        agreed_at=NOW,
        created_at=NOW,
        expires_at=NOW + timedelta(days=14),
        token_hash=hashlib.sha256(b"register").hexdigest(),
    )
    row.status, row.confirmed_at = RegistrationStatus.CONFIRMED, NOW
    row.save()
    return row
