"""The pages of monthly returns, and the provider's first screen."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from config.shared.periods import add_months, month_start
from contracts.enums import ContractStatus, DataTaskStatus, DeliveryStatus
from contracts.models import CostMonth, DataTask, Delivery, ReturnRule
from tests.factories.contracts import ContractFactory, move
from tests.factories.covenants import LearnerFactory
from tests.factories.providers import person_of
from tests.factories.returns import DataTaskFactory
from tests.support.placements import as_csv, rows, sheet

pytestmark = pytest.mark.django_db

LIST = reverse("contracts:datatask-list")
NOTHING = reverse("contracts:datatask-no-changes")
DESK = reverse("contracts:provider-desk")


def url(name: str, task: DataTask) -> str:
    return reverse(f"contracts:datatask-{name}", args=[task.pk])


def move_url(name: str, task: DataTask) -> str:
    return reverse("contracts:datatask-transition", args=[task.pk, name])


@pytest.fixture
def this_month() -> date:
    return month_start(timezone.localdate())


@pytest.fixture
def late(contract, this_month) -> DataTask:
    """Of two months ago, due on the tenth of last month."""
    last_month = add_months(this_month, -1)
    return DataTaskFactory(
        contract=contract, month=add_months(this_month, -2), due_on=last_month.replace(day=10)
    )


@pytest.fixture
def running(contract, this_month) -> DataTask:
    """Of the month that still runs."""
    due_on = add_months(this_month, 1).replace(day=14)
    return DataTaskFactory(contract=contract, month=this_month, due_on=due_on)


@pytest.fixture
def client(client_of, provider_user):
    return client_of(provider_user)


# --- The provider -----------------------------------------------------------------------------


def test_the_first_screen_says_what_is_owed_and_what_it_means(
    client, late, running, contract, waterveen, settings
):
    settings.RETURN_HOLDS_PAYMENT = True
    CostMonth.objects.create(
        region=contract.region,
        contract=contract,
        gemeente=waterveen,
        route="O",
        kind="instalment",
        month=late.month,
        amount=Decimal("6000.50"),
        due_by_day=[Decimal("6000.50")] * 31,
        lines=1,
        heads=1,
    )
    page = client.get(DESK).text
    assert "1 opgave wacht op u" in page
    assert "1 is te laat" in page
    assert "dagen te laat" in page
    assert "€ 6.000,50" in page.replace("\xa0", " ")
    assert "geen afrekening" in page
    assert "Maand loopt nog" in page
    assert url("hand-in", late) in page
    assert url("hand-in", running) in page
    assert url("report-nil", late) in page
    assert url("report-nil", running) not in page
    assert "Bestand voor" in page


def test_the_first_screen_without_returns_and_with_other_agreements(
    client_of, client, contract, provider, noord, this_month
):
    assert "Er wacht nu geen opgave op u." in client.get(DESK).text
    ended = ContractFactory(region=noord, provider=provider, active=True)
    owed = DataTaskFactory(contract=ended)
    move(ended, ContractStatus.ENDED)
    page = client.get(DESK).text
    assert url("report-nil", owed) in page
    assert url("hand-in", owed) not in page

    learner = LearnerFactory(started=True)
    party = learner.covenant_party
    task = DataTaskFactory(
        contract=None, covenant_party=party, region=party.covenant.region, provider=party.provider
    )
    school = client_of(person_of(party.provider, "provider_staff"))
    page = school.get(DESK).text
    assert party.covenant.title in page
    assert url("report-nil", task) in page
    assert "Bestand voor" not in page


def test_no_changes_with_one_click(client, late):
    page = client.get(url("report-nil", late)).text
    assert "0 lopend aan het eind, 0 gestart, 0 beëindigd" in page
    response = client.post(url("report-nil", late), {"returns": [f"{late.pk}:0-0-0"]})
    assert response.status_code == 302
    assert response.url == late.get_absolute_url()
    late.refresh_from_db()
    assert late.status == DataTaskStatus.NIL
    page = client.get(late.get_absolute_url()).text
    assert "Geen verdere wijzigingen" in page


def test_what_stands_in_the_way_takes_the_place_of_the_form(client, running):
    page = client.get(url("report-nil", running)).text
    assert "nog niet voorbij" in page
    assert '<form class="page-form"' not in page


def test_several_months_are_reported_at_once_with_the_figures_that_were_shown(
    client, late, running, contract, place, this_month
):
    other = DataTaskFactory(contract=contract, month=add_months(this_month, -3))
    busy = DataTaskFactory(contract=ContractFactory(provider=contract.provider, active=True))
    Delivery.objects.create(
        provider=contract.provider,
        contract=busy.contract,
        file="x.csv",
        filename="x.csv",
        sha256="0" * 64,
        size=1,
        received_at=timezone.now(),
    )
    page = client.get(NOTHING).text
    assert page.count('name="returns"') == 2
    shown = {"returns": [f"{late.pk}:0-0-0", f"{other.pk}:0-0-0"]}

    place(started=True)  # it began before both months were over
    response = client.post(NOTHING, shown)
    assert "aantallen zijn veranderd" in response.text
    waits = client.get(busy.get_absolute_url()).text
    assert f"/deliveries/?q={busy.contract.reference}" in waits
    assert not DataTask.objects.filter(status=DataTaskStatus.NIL).exists()

    shown = {"returns": [f"{late.pk}:1-0-0", f"{other.pk}:1-0-0"]}
    assert client.post(NOTHING, shown).url == LIST
    assert DataTask.objects.filter(status=DataTaskStatus.NIL).count() == 2
    assert client.post(NOTHING, {}).status_code == 200
    assert "Er is niets te melden" in client.get(NOTHING).text


def test_a_sheet_is_handed_in_for_one_month(
    client, running, late, django_capture_on_commit_callbacks
):
    def hand_in(task, content):
        file = sheet(content)
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(url("hand-in", task), {"file": file})

    assert client.get(url("hand-in", running)).status_code == 200
    assert "leeg" in hand_in(running, b"").text
    hand_in(running, as_csv(rows(1)))
    delivery = Delivery.objects.get()
    assert delivery.status == DeliveryStatus.CHECKED
    confirm = reverse("contracts:delivery-transition", args=[delivery.pk, "confirm"])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(confirm)
    running.refresh_from_db()
    late.refresh_from_db()
    assert (running.status, running.delivery) == (DataTaskStatus.SUBMITTED, delivery)
    assert late.status == DataTaskStatus.OPEN
    assert delivery.filename in client.get(running.get_absolute_url()).text


def test_rows_left_out_are_explained(client, late, contract, provider_user):
    assert "Weggelaten regels toelichten" not in client.get(late.get_absolute_url()).text
    delivery = Delivery.objects.create(
        provider=contract.provider,
        contract=contract,
        file="x.csv",
        filename="x.csv",
        sha256="0" * 64,
        size=1,
        received_at=timezone.now(),
        received_by=provider_user,
    )
    for status in (DeliveryStatus.CHECKED, DeliveryStatus.CONFIRMED):
        move(delivery, status, rows_total=2, rows_refused=1)
    move(delivery, DeliveryStatus.APPLIED, applied_at=timezone.now())
    DataTask.objects.filter(pk=late.pk).update(delivery=delivery)

    assert "Weggelaten regels toelichten" in client.get(late.get_absolute_url()).text
    assert (
        "Bestand nog niet volledig" in client.get(DESK).text or "te laat" in client.get(DESK).text
    )
    assert client.post(move_url("explain", late), {"reason": ""}).status_code == 200
    client.post(move_url("explain", late), {"reason": "Volgt in de volgende maand"})
    late.refresh_from_db()
    assert late.status == DataTaskStatus.SUBMITTED
    assert "Volgt in de volgende maand" in client.get(late.get_absolute_url()).text


def test_a_provider_does_not_meet_the_returns_of_another(
    client_of, other_provider_user, late, coordinator
):
    client = client_of(other_provider_user)
    for address in (late.get_absolute_url(), url("report-nil", late), url("hand-in", late)):
        assert client.get(address).status_code == 404
    assert "nog geen" in client.get(LIST).text or "geen opgave" in client.get(LIST).text
    region = client_of(coordinator)
    assert region.get(late.get_absolute_url()).status_code == 200
    assert region.get(url("report-nil", late)).status_code == 403
    assert region.get(NOTHING).status_code == 403


# --- The region -------------------------------------------------------------------------------


def test_the_region_sees_who_stays_behind_and_takes_the_list_along(
    client_of, coordinator, late, running, other_provider, noord
):
    other = DataTaskFactory(
        contract=ContractFactory(region=noord, provider=other_provider, active=True)
    )
    client = client_of(coordinator)
    page = client.get(LIST).text
    assert "2 opgaven zijn te laat, van 2 aanbieders" in page
    only = client.get(LIST, {"late": "true", "provider": other.provider_id}).text
    assert other.contract.reference in only
    assert late.contract.reference not in only
    not_late = client.get(LIST, {"late": "false"}).text
    assert other.contract.reference not in not_late

    csv = client.get(LIST, {"_export": "csv", "late": "true"}).getvalue().decode("utf-8-sig")
    assert len(csv.splitlines()) == 3
    assert other.month.isoformat() in csv or other.month.strftime("%d-%m-%Y") in csv
    assert "Dagen te laat" in csv


def test_the_region_excuses_and_asks_again(client_of, coordinator, late):
    client = client_of(coordinator)
    page = client.get(late.get_absolute_url()).text
    assert "Vrijstellen" in page
    assert client.post(move_url("excuse", late), {"reason": ""}).status_code == 200
    client.post(move_url("excuse", late), {"reason": "Geen lessen in deze maand"})
    late.refresh_from_db()
    assert late.status == DataTaskStatus.EXCUSED
    assert "Geen lessen in deze maand" in client.get(late.get_absolute_url()).text
    client.post(move_url("ask_again", late), {"reason": "Er waren toch lessen"})
    late.refresh_from_db()
    assert late.status == DataTaskStatus.OPEN


def test_the_region_sets_what_it_asks(client_of, coordinator, noord, zuid, reader):
    address = reverse("contracts:returnrule-update", args=[noord.pk])
    client = client_of(coordinator)
    page = client.get(address).text
    assert 'value="7,2"' in page
    asked = {
        "working_day": 5,
        "grace_days": 2,
        "reminder_days": "3, 10",
        "escalate_days": 4,
        "holds_payment": "on",
    }
    for wrong in ({"working_day": 21}, {"reminder_days": "0"}, {"escalate_days": 0}):
        assert client.post(address, asked | wrong).status_code == 200
    assert not ReturnRule.objects.exists()
    assert client.post(address, asked).url == LIST
    rule = ReturnRule.objects.get()
    assert (rule.working_day, rule.reminder_days, rule.holds_payment) == (5, [10, 3], True)
    assert "Wat Noord vraagt" in client.get(LIST).text
    assert client.get(reverse("contracts:returnrule-update", args=[zuid.pk])).status_code == 404
    assert client_of(reader).get(address).status_code == 403


def test_late_returns_wait_on_the_first_screen_of_who_manages_them(
    client_of, contract_manager, coordinator, reader, late
):
    for person, page in ((contract_manager, "desk"), (coordinator, "capacity-wall")):
        text = client_of(person).get(reverse(f"contracts:{page}")).text
        assert "1 maandopgave is te laat" in text
    assert "maandopgave is te laat" not in client_of(reader).get(reverse("contracts:desk")).text


@pytest.mark.parametrize("name", ["datatask-list", "datatask-detail", "datatask-no-changes"])
def test_queries_do_not_grow(client, late, running, counted_page, contract, name):
    for months in range(3, 6):
        DataTaskFactory(contract=contract, month=add_months(running.month, -months))
    arguments = [late.pk] if name.endswith("detail") else []
    counted_page(client, name, reverse(f"contracts:{name}", args=arguments))
