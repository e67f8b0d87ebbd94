"""The demo region: whole or not at all, the same each time, and a first page for everyone."""

from datetime import datetime, time
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db.models import F, Sum
from django.utils import timezone

from accounts import audit
from accounts.models import User
from config.management.commands.demo import DEMO_ACCOUNTS
from config.management.demo import wipe
from config.shared.periods import AMSTERDAM, add_months, month_start
from contracts.enums import AlertKind, ContractStatus, PlacementStatus, Rhythm
from contracts.models import (
    Contract,
    ContractGuarantee,
    CostEntry,
    CostLine,
    CourseGroup,
    Delivery,
    Placement,
)
from procurement.enums import LotStatus, TenderStatus
from procurement.models import BidReceipt, Lot, Tender
from reports.models import BudgetLine
from tests.factories.accounts import UserFactory


def load(*options: str) -> None:
    call_command("demo", *options, stdout=StringIO())


@pytest.mark.django_db(transaction=True)
def test_the_demo_region_has_everything_and_mails_nobody(client_of):
    load()

    tenders_stand_at_every_stage()
    classrooms_are_filled()
    it_costs_more_than_was_set_aside()
    a_least_number_is_guaranteed_and_a_cost_comes_back()
    everyone_has_a_first_page(client_of)
    assert mail.outbox == []
    found = audit.verify()
    assert found.rows > 200
    assert found.broken is None


def tenders_stand_at_every_stage() -> None:
    assert sorted(Tender.objects.values_list("status", flat=True)) == sorted(
        [
            TenderStatus.CONCLUDED,
            TenderStatus.PUBLISHED,
            TenderStatus.CLOSED,
            TenderStatus.IN_EVALUATION,
            TenderStatus.IN_EVALUATION,
        ]
    )
    standing = set(Lot.objects.values_list("status", flat=True))
    assert {LotStatus.AWARDED, LotStatus.NO_BIDS, LotStatus.STANDSTILL} <= standing
    late = BidReceipt.objects.filter(received_at__gt=F("bid__tender__closes_at"))
    assert not late.exists()


def classrooms_are_filled() -> None:
    assert Contract.objects.filter(status=ContractStatus.ACTIVE).count() == 2
    assert 150 <= Placement.objects.count() <= 210
    groups = CourseGroup.objects.with_heads()
    assert any(group.heads < group.minimum for group in groups)
    assert any(group.heads > group.maximum for group in groups)
    assert Delivery.objects.get(rows_refused__gt=0).rows_refused == 3
    assert Placement.objects.filter(status=PlacementStatus.WAITLISTED).exists()


def it_costs_more_than_was_set_aside() -> None:
    years = [timezone.localdate().year, timezone.localdate().year - 1]
    costs = CostLine.objects.filter(due_on__year__in=years).aggregate(total=Sum("amount"))
    budgets = BudgetLine.objects.filter(year__in=years).aggregate(total=Sum("amount"))
    assert costs["total"] > budgets["total"]


def a_least_number_is_guaranteed_and_a_cost_comes_back() -> None:
    guarantee = ContractGuarantee.objects.with_taken().get()
    assert 40 <= guarantee.taken_heads < guarantee.minimum_heads
    assert guarantee.contract.alerts.filter(kind=AlertKind.GUARANTEE).exists()
    entry = CostEntry.objects.get(rhythm=Rhythm.MONTHLY)
    assert entry.can_be_stopped
    months = entry.cost_lines.values_list("due_on", flat=True).distinct()
    assert len(set(months)) > 12


def everyone_has_a_first_page(client_of) -> None:
    assert {email for email, _role, _password in DEMO_ACCOUNTS} == set(
        User.objects.values_list("email", flat=True)
    )
    for email, _role, password in DEMO_ACCOUNTS:
        user = User.objects.get(email=email)
        assert user.check_password(password)
        assert client_of(user).get("/", follow=True).status_code == 200, email


@pytest.mark.django_db
def test_loading_again_gives_the_same_also_on_the_first_day_of_a_month(time_machine):
    first = add_months(month_start(timezone.localdate()), 1)
    time_machine.move_to(datetime.combine(first, time(0, 30), AMSTERDAM))
    found = []
    for _time in range(2):
        load()
        rows = Placement.objects.order_by("reference")
        found.append(list(rows.values_list("reference", "status", "gemeente__code")))

    assert found[0] == found[1]


@pytest.mark.django_db
def test_nothing_is_done_where_somebody_has_an_account(officer):
    load("--if-empty")

    assert not Tender.objects.exists()


@pytest.mark.django_db
def test_the_work_of_others_is_not_wiped_by_mistake(officer):
    with pytest.raises(CommandError, match="--wipe-all"):
        load()
    assert User.objects.filter(pk=officer.pk).exists()
    wipe()

    assert not User.objects.filter(email=officer.email).exists()


def test_production_is_never_wiped(settings, db):
    settings.DEVELOPMENT = False
    UserFactory()

    with pytest.raises(CommandError, match="development only"):
        load("--wipe-all")
    assert User.objects.exists()
