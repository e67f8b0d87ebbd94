"""Providers, what they hold and who works there."""

import hashlib
from datetime import date, datetime

import factory
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from accounts.enums import Role
from accounts.models import Region, User
from providers.enums import (
    AdmissionStatus,
    DeliveryMode,
    LearningRoute,
    ProviderKind,
    RecognitionKind,
)
from providers.models import (
    Admission,
    DataAgreement,
    DeliveryLocation,
    Offering,
    Provider,
    ProviderMembership,
    Recognition,
)
from tests.factories.accounts import GemeenteFactory, UserFactory

REGISTERED_AT = datetime(2025, 1, 6, 9, tzinfo=get_default_timezone())


class ProviderFactory(DjangoModelFactory):
    """`admitted_in=[region]` admits it there; `recognised=True` gives it both recognitions."""

    class Meta:
        model = Provider
        skip_postgeneration_save = True

    kvk_number = factory.Sequence(lambda number: f"{90000000 + number}")
    legal_name = factory.Sequence(lambda number: f"Taalschool {number}")
    kind = ProviderKind.LANGUAGE_SCHOOL
    email = factory.Sequence(lambda number: f"school{number}@voorbeeld.test")
    created_at = REGISTERED_AT
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def admitted_in(self, create: bool, extracted: list[Region] | None, **kwargs) -> None:
        for region in extracted or ():
            AdmissionFactory(provider=self, region=region, admitted_by=self.created_by)

    @factory.post_generation
    def recognised(self, create: bool, extracted: bool | None, **kwargs) -> None:
        for kind in RecognitionKind if extracted else ():
            RecognitionFactory(provider=self, kind=kind)


class AdmissionFactory(DjangoModelFactory):
    """Admitted, with a data agreement; another `status` as a workflow would leave it.

    `agreed=False` leaves out the agreement.
    """

    class Meta:
        model = Admission
        skip_postgeneration_save = True

    provider = factory.SubFactory(ProviderFactory)
    admitted_at = REGISTERED_AT
    admitted_by = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, status=AdmissionStatus.ADMITTED, **kwargs) -> Admission:
        admission = super()._create(model_class, *args, **kwargs)
        if status != AdmissionStatus.PROPOSED:
            _move(admission, AdmissionStatus.ADMITTED)
        if status not in (AdmissionStatus.PROPOSED, AdmissionStatus.ADMITTED):
            _move(admission, status)
        return admission

    @factory.post_generation
    def agreed(self, create: bool, extracted: bool | None, **kwargs) -> None:
        if extracted is not False:
            agree_on_data(self.provider, self.region)


def _move(admission: Admission, status: str) -> None:
    Admission.objects.filter(pk=admission.pk).update(status=status)
    admission.status = status


class DataAgreementFactory(DjangoModelFactory):
    """Signed and in force; `signed=False` is offered only."""

    class Meta:
        model = DataAgreement

    class Params:
        signed = True

    provider = factory.SubFactory(ProviderFactory)
    version = "1.0"
    text = "Afspraken over persoonsgegevens."
    text_sha256 = hashlib.sha256(text.encode()).hexdigest()
    first_on = date(2022, 1, 1)
    offered_at = REGISTERED_AT
    offered_by = factory.SubFactory(UserFactory)
    signed_at = factory.Maybe("signed", REGISTERED_AT, None)
    signed_by = factory.Maybe("signed", factory.SubFactory(UserFactory), None)
    signatory_name = factory.Maybe("signed", "Pia Aanbieder", "")
    signatory_role = factory.Maybe("signed", "Directeur", "")


def agree_on_data(provider: Provider, region: Region) -> DataAgreement:
    """The agreement of both that is in force; made where there is none."""
    standing = DataAgreement.objects.filter(provider=provider, region=region).first()
    return standing or DataAgreementFactory(provider=provider, region=region)


class RecognitionFactory(DjangoModelFactory):
    """Checked by a region; `checked=False` waits for it."""

    class Meta:
        model = Recognition

    class Params:
        checked = True

    provider = factory.SubFactory(ProviderFactory)
    kind = RecognitionKind.QUALITY_MARK
    number = factory.Sequence(lambda number: f"K-{number:04}")
    first_on = date(2022, 1, 1)
    verified_at = factory.Maybe("checked", REGISTERED_AT, None)
    verified_by = factory.Maybe("checked", factory.SubFactory(UserFactory), None)


class LocationFactory(DjangoModelFactory):
    class Meta:
        model = DeliveryLocation

    provider = factory.SubFactory(ProviderFactory)
    address = factory.Sequence(lambda number: f"Voorbeeldweg {number + 1}")
    postcode = "1234AB"
    gemeente = factory.SubFactory(GemeenteFactory)


class OfferingFactory(DjangoModelFactory):
    class Meta:
        model = Offering

    provider = factory.SubFactory(ProviderFactory)
    route = LearningRoute.EDUCATION
    gemeente = factory.SubFactory(GemeenteFactory)
    mode = DeliveryMode.DAY


def person_of(provider: Provider, role: Role, **fields) -> User:
    """A person with one role within a provider."""
    user = UserFactory(**fields)
    ProviderMembership.objects.create(user=user, provider=provider, role=role)
    return user
