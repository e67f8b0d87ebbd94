"""Contracts and covenants in force, what a statement takes back, and a report of one's own."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.timezone import get_default_timezone

from accounts.models import Gemeente, Region, User
from contracts.actions.statements import approve_statement, make_statements, offer_statement
from contracts.enums import ContractKind
from contracts.ledger import rebuild_costs
from contracts.models import Covenant, CovenantParty, Placement, Statement
from providers.models import Provider
from tests.architecture.situations.scenes import Scene, opens
from tests.factories.contracts import ContractFactory
from tests.factories.covenants import (
    CovenantFactory,
    GemeentePartyFactory,
    LearnerFactory,
    SchoolPartyFactory,
    in_force,
)
from tests.factories.saved_reports import ReportScheduleFactory, SavedReportFactory
from tests.support.invoicing import two_learners

STATED_AT = datetime(2026, 4, 2, 10, tzinfo=get_default_timezone())


@opens("contracts:contract-call-off")
def framework_agreement(noord, waterveen, provider, contract_manager) -> Scene:
    framework = ContractFactory(
        region=noord,
        provider=provider,
        gemeenten_given=[waterveen],
        active=True,
        kind=ContractKind.FRAMEWORK,
        maximum_amount=100_000,
        maximum_quantity=10,
    )
    return Scene(contract_manager, (framework.pk,))


@opens("contracts:covenant-accession")
def published_covenant(noord, waterveen, provider, other_provider_user) -> Scene:
    covenant = bound(noord, waterveen, provider).covenant
    published = {"published_at": timezone.now(), "published_by": covenant.created_by}
    Covenant.objects.filter(pk=covenant.pk).update(**published)
    return Scene(other_provider_user, (covenant.pk,))


@opens("contracts:covenant-learner-create")
def school_under_a_covenant(noord, waterveen, provider, provider_user) -> Scene:
    return Scene(provider_user, (bound(noord, waterveen, provider).pk,))


@opens(
    "contracts:conversation-create",
    "contracts:covenant-learner-hours",
    "contracts:covenant-learner-update",
)
def learner_under_a_covenant(noord, waterveen, provider, provider_user) -> Scene:
    party = bound(noord, waterveen, provider)
    learner = LearnerFactory(covenant_party=party, gemeente=waterveen, started=True)
    return Scene(provider_user, (learner.pk,))


@opens("contracts:covenant-learner-step")
def learner_that_stops(noord, waterveen, provider, provider_user) -> Scene:
    scene = learner_under_a_covenant(noord, waterveen, provider, provider_user)
    return Scene(provider_user, (*scene.arguments, "drop_out"))


@opens("contracts:statement-send-credit-note")
def statement_that_takes_back(noord, waterveen, provider, contract_manager, provider_user) -> Scene:
    contract = ContractFactory(
        region=noord, provider=provider, gemeenten_given=[waterveen], active=True
    )
    late, _other = two_learners(contract.capacity_lines.get())
    approved(noord, date(2026, 2, 1), contract_manager)
    Placement.objects.filter(pk=late.pk).update(actual_first_on=date(2026, 5, 4))
    rebuild_costs([late.pk])
    credited = approved(noord, date(2026, 3, 1), contract_manager)
    return Scene(provider_user, (credited.pk,))


@opens("reports:reportschedule-create", "reports:savedreport-update")
def report_of_ones_own(noord, region_controller) -> Scene:
    report = SavedReportFactory(region=noord, owner=region_controller)
    return Scene(region_controller, (report.pk,))


@opens("reports:reportschedule-update")
def report_that_is_mailed(noord, region_controller) -> Scene:
    report = SavedReportFactory(region=noord, owner=region_controller)
    return Scene(region_controller, (ReportScheduleFactory(report=report).pk,))


def bound(region: Region, gemeente: Gemeente, school: Provider) -> CovenantParty:
    """The school as a party to a covenant that has been in force for half a year."""
    since = timezone.localdate() - timedelta(days=180)
    covenant = CovenantFactory(region=region, first_on=since)
    party = SchoolPartyFactory(covenant=covenant, provider=school)
    in_force(covenant, GemeentePartyFactory(covenant=covenant, gemeente=gemeente), party)
    return party


def approved(region: Region, month: date, by: User) -> Statement:
    """The statement of a month, made, offered and approved."""
    moment = {"by": by, "at": STATED_AT}
    (made,) = make_statements(region=region, month=month, **moment).statements
    return approve_statement(statement=offer_statement(statement=made, **moment), **moment)
