"""Lines of the procurement calendar, and market consultations."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from procurement.enums import ConsultationStatus, ContactKind, FundingSource
from procurement.models import (
    ConsultationContact,
    ConsultationQuestion,
    MarketConsultation,
    PlannedBudget,
    PlannedTender,
)
from tests.factories.accounts import RegionFactory, UserFactory
from tests.factories.procurement import DRAFTED_AT, PUBLISHED_AT
from tests.factories.providers import ProviderFactory


class PlannedTenderFactory(DjangoModelFactory):
    """Planned, with a budget from one source when `budget=` is an amount."""

    class Meta:
        model = PlannedTender
        skip_postgeneration_save = True

    region = factory.SubFactory(RegionFactory)
    title = "Onderwijsroute Waterveen"
    year = 2027
    publication_on = date(2027, 3, 1)
    start_on = date(2027, 9, 1)
    owner = factory.SubFactory(UserFactory)
    created_at = DRAFTED_AT
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def budget(self, create: bool, extracted: Decimal | None, **kwargs) -> None:
        if extracted is not None:
            PlannedBudget.objects.create(planned=self, source=FundingSource.SPUK, amount=extracted)


class ConsultationFactory(DjangoModelFactory):
    """A draft with two questions; with `opened=True` providers can answer."""

    class Meta:
        model = MarketConsultation
        skip_postgeneration_save = True

    region = factory.SubFactory(RegionFactory)
    title = "Verkenning onderwijsroute"
    introduction = "Wij willen weten hoe u groepen samenstelt."
    closes_at = PUBLISHED_AT + timedelta(days=14)
    created_at = DRAFTED_AT
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def opened(self, create: bool, extracted: bool | None, **kwargs) -> None:
        for number, text in enumerate(("Hoe groot is een groep?", "Waar geeft u les?"), start=1):
            ConsultationQuestion.objects.create(consultation=self, number=number, text=text)
        if extracted:
            stamp = {"opened_at": PUBLISHED_AT, "opened_by": self.created_by}
            MarketConsultation.objects.filter(pk=self.pk).update(
                status=ConsultationStatus.OPEN, **stamp
            )
            self.refresh_from_db()


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = ConsultationContact

    consultation = factory.SubFactory(ConsultationFactory, opened=True)
    provider = factory.SubFactory(ProviderFactory)
    kind = ContactKind.CALL
    happened_on = PUBLISHED_AT.date() + timedelta(days=1)
    summary = "Vroeg of de lesdagen al vastliggen. Gezegd: maandag tot en met donderdag."
    recorded_at = PUBLISHED_AT + timedelta(days=1)
    recorded_by = factory.SubFactory(UserFactory)
