"""Covenants with clauses, parties and learners."""

from datetime import date, datetime
from decimal import Decimal

import factory
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from contracts.enums import (
    CovenantKind,
    CovenantMeasure,
    CovenantStatus,
    Level,
    PartySide,
    PlacementStatus,
    TargetDirection,
    TargetGroup,
)
from contracts.models import (
    AccessionRequest,
    ClauseComment,
    Covenant,
    CovenantClause,
    CovenantIndicator,
    CovenantParty,
    CovenantReview,
    Placement,
)
from providers.enums import LearningRoute
from tests.factories.accounts import GemeenteFactory, RegionFactory, UserFactory
from tests.factories.contracts import move
from tests.factories.providers import ProviderFactory

DRAFTED_AT = datetime(2025, 9, 1, 9, tzinfo=get_default_timezone())
SIGNED_AT = datetime(2025, 11, 3, 9, tzinfo=get_default_timezone())


class CovenantFactory(DjangoModelFactory):
    """A draft with one clause; `offered=True` lies before the parties, whoever they are."""

    class Meta:
        model = Covenant
        skip_postgeneration_save = True

    region = factory.SubFactory(RegionFactory)
    reference = factory.Sequence(lambda number: f"TC-2026-{number:03}")
    title = "Kwaliteitsconvenant inburgering"
    kind = CovenantKind.QUALITY
    purpose = "Goede lessen voor iedereen."
    first_on = date(2026, 1, 1)
    created_at = DRAFTED_AT
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def clause(self, create: bool, extracted: bool | None, **kwargs) -> None:
        if create and extracted is not False:
            CovenantClauseFactory(covenant=self)

    @factory.post_generation
    def offered(self, create: bool, extracted: bool | None, **kwargs) -> None:
        if create and extracted:
            move(self, CovenantStatus.OFFERED)


class CovenantClauseFactory(DjangoModelFactory):
    """Open; `agreed=True` is locked."""

    class Meta:
        model = CovenantClause

    class Params:
        agreed = factory.Trait(
            agreed_at=DRAFTED_AT, agreed_by=factory.SelfAttribute("covenant.created_by")
        )

    covenant = factory.SubFactory(CovenantFactory, clause=False)
    position = factory.Sequence(lambda number: 10 * (number + 1))
    title = "Groepsgrootte"
    text = "Een groep telt ten hoogste vijftien deelnemers."


class GemeentePartyFactory(DjangoModelFactory):
    """A gemeente that has not signed."""

    class Meta:
        model = CovenantParty

    covenant = factory.SubFactory(CovenantFactory)
    side = PartySide.BUYER
    gemeente = factory.SubFactory(GemeenteFactory)


class SchoolPartyFactory(DjangoModelFactory):
    """A school that has not signed."""

    class Meta:
        model = CovenantParty

    covenant = factory.SubFactory(CovenantFactory)
    side = PartySide.PROVIDER
    provider = factory.SubFactory(ProviderFactory, recognised=True)


class ClauseCommentFactory(DjangoModelFactory):
    class Meta:
        model = ClauseComment

    clause = factory.SubFactory(CovenantClauseFactory)
    text = "Zestien mag ook."
    written_at = DRAFTED_AT
    written_by = factory.SubFactory(UserFactory)


class AccessionRequestFactory(DjangoModelFactory):
    class Meta:
        model = AccessionRequest

    covenant = factory.SubFactory(CovenantFactory)
    provider = factory.SubFactory(ProviderFactory)
    motivation = "Wij hebben het keurmerk."
    asked_at = SIGNED_AT
    asked_by = factory.SubFactory(UserFactory)


class CovenantReviewFactory(DjangoModelFactory):
    class Meta:
        model = CovenantReview

    covenant = factory.SubFactory(CovenantFactory)
    due_on = date(2027, 1, 1)


class CovenantIndicatorFactory(DjangoModelFactory):
    """At most fifteen learners in a group."""

    class Meta:
        model = CovenantIndicator

    covenant = factory.SubFactory(CovenantFactory)
    measure = CovenantMeasure.GROUP_SIZE
    direction = TargetDirection.AT_MOST
    target = Decimal(15)


class LearnerFactory(DjangoModelFactory):
    """Registered under a covenant; `started=True` has begun on the planned first day."""

    class Meta:
        model = Placement

    class Params:
        started = factory.Trait(
            status=PlacementStatus.STARTED,
            actual_first_on=factory.SelfAttribute("planned_first_on"),
        )

    covenant_party = factory.SubFactory(SchoolPartyFactory)
    covenant_group = "A"
    gemeente = factory.SubFactory(GemeenteFactory)
    reference = factory.Sequence(lambda number: f"CV-2026-{number:04}")
    route = LearningRoute.B1
    target_group = TargetGroup.FAMILY_MIGRANT
    level = Level.B1
    planned_first_on = date(2026, 2, 2)
    planned_last_on = date(2027, 7, 30)
    status_on = factory.SelfAttribute("planned_first_on")


def sign(party: CovenantParty, *, at: datetime = SIGNED_AT) -> CovenantParty:
    """Accept and sign the text as it reads now, without the conditions of the action."""
    digest = party.covenant.text().digest()
    by = party.covenant.created_by
    party.accepted_digest = party.signed_digest = digest
    party.accepted_at, party.accepted_by = at, by
    party.signed_at, party.signed_by = at, by
    party.signed_on, party.signatory_name, party.signatory_role = (
        at.date(),
        "Jo Tekenaar",
        "directeur",
    )
    party.save()
    return party


def in_force(covenant: Covenant, *parties: CovenantParty) -> Covenant:
    """Let all of `parties` sign the draft, and bring it into force."""
    for party in parties:
        sign(party)
    move(covenant, CovenantStatus.OFFERED)
    move(covenant, CovenantStatus.ACTIVE)
    return covenant
