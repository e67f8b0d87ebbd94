"""Pages of groups: the list, the group with its costs and choices, and every act on it."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from config.shared.display import unbroken
from contracts.enums import GroupStatus
from contracts.models import CapacityLine, CourseGroup, GroupDecision, Placement
from tests.contracts.conftest import AT
from tests.factories.contracts import CapacityLineFactory, CourseGroupFactory

APRIL, LAST = date(2026, 4, 6), date(2027, 7, 30)
ACTS = ("start", "wait", "postpone", "merge", "split", "move", "fill", "cancel")


@pytest.fixture(autouse=True)
def _on_2_march_2026(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def group(line):
    return CourseGroupFactory(
        line=line, reference="G-1", minimum=6, maximum=12, first_on=APRIL, last_on=LAST
    )


@pytest.fixture
def other(line):
    return CourseGroupFactory(
        line=line, reference="G-2", minimum=2, maximum=8, first_on=date(2026, 5, 4), last_on=LAST
    )


@pytest.fixture
def seated(place):
    def made(group, number=1, **fields) -> list[Placement]:
        standard = {
            "status": "scheduled",
            "course_group": group,
            "planned_first_on": group.first_on,
            "planned_last_on": group.last_on,
        }
        return [place(**standard | fields) for _number in range(number)]

    return made


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


def url(name: str, *args) -> str:
    return reverse(f"contracts:{name}", args=args)


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def act(client, group, name: str, **fields):
    """Show the effect, then confirm what was shown; the last answer."""
    address = url(f"coursegroup-{name}", group.pk)
    shown = client.post(address, fields)
    assert "Wat er gebeurt" in shown.content.decode(), shown.content.decode()
    seen = shown.context["seen"]
    return client.post(address, fields | {"seen": seen, "confirm": "1"}, follow=True)


# --- The list and the group -----------------------------------------------------------------------


def test_groups_are_listed_and_filtered(line, group, client, counted_page):
    full = CourseGroupFactory(
        line=line, minimum=0, maximum=4, reference="KLAAR", decide_on=date(2026, 3, 9)
    )
    assert group.reference in counted_page(
        client, "contracts:coursegroup-list", url("coursegroup-list")
    )
    for query, found in (
        ("off_size=true", group),
        ("place=Waterveen&first_on_after=2026-04-01&first_on_before=2026-04-30", group),
        ("decide_on_after=2026-03-01", full),
    ):
        text = page(client, f"{url('coursegroup-list')}?{query}")
        assert [each.reference in text for each in (group, full)] == [found == group, found == full]


def test_provider_sees_its_groups_with_free_seats(
    line, group, place, client_of, provider_user, other_provider_user
):
    full = CourseGroupFactory(line=line, minimum=1, maximum=1, reference="VOL")
    place(started=True, course_group=full)
    text = page(client_of(provider_user), url("coursegroup-free"))
    assert group.reference in text
    assert "VOL" not in text
    assert group.reference not in page(client_of(other_provider_user), url("coursegroup-free"))


def test_group_shows_cost_at_every_fill(group, seated, client, counted_page):
    seated(group)
    text = counted_page(client, "contracts:coursegroup-detail", group.get_absolute_url())
    assert "kostendekkend vanaf 6 inburgeraars; nu zijn het er 1" in text
    assert "€ 75.000,00" in text
    typed = page(client, group.get_absolute_url() + "?cost=120.000,50")
    assert "kostendekkend vanaf 9 inburgeraars" in typed
    assert unbroken("€ 120.000,50 voor elk van deze inburgeraars") in typed
    CourseGroup.objects.update(cost_amount=Decimal(300_000))
    assert "Het tarief dekt deze groep niet" in page(client, group.get_absolute_url())


@pytest.mark.parametrize(
    ("tariff", "told"),
    [
        ({"unit": "group", "price": 90_000}, "De groepsprijs dekt de kosten"),
        ({"unit": "hour", "price": 10}, "kostendekkend vanaf 11 inburgeraars"),
        ({"unit": "group_hour", "price": 200}, "De groepsprijs dekt de kosten"),
    ],
)
def test_group_is_priced_by_the_unit_of_its_tariff(line, group, seated, client, tariff, told):
    line.contract.tariffs.update(**tariff)
    CourseGroup.objects.update(hours_per_week=12, cost_amount=Decimal(90_000))
    seated(group, 2)
    text = page(client, group.get_absolute_url())
    assert told in text
    assert "€ 45.000,00" in text


def test_group_asks_a_decision_and_offers_its_choices(line, group, other, seated, client):
    CourseGroup.objects.filter(pk=group.pk).update(decide_on=date(2026, 3, 9))
    seated(group, 3)
    full = CourseGroupFactory(line=line, minimum=1, maximum=2, reference="VOL")
    text = page(client, group.get_absolute_url())
    assert "Go of no-go op ma 9 mrt 2026" in text
    assert "u loopt € 45.000,00 mis" in text
    assert "€ 0,00 op het spel in plaats van € 75.000,00" in text
    assert f"{url('coursegroup-merge', group.pk)}?into={other.pk}" in text
    assert f"?into={full.pk}" not in text
    assert "€ 45.000,00 aan tarief vervalt" in text


def test_choices_are_for_who_decides(group, seated, client_of, provider_user, reader):
    seated(group)
    for user in (provider_user, reader):
        assert "Wat kunt u besluiten?" not in page(client_of(user), group.get_absolute_url())


# --- Planning -------------------------------------------------------------------------------------


def test_group_is_planned_and_changed(line, client):
    CapacityLine.objects.update(group_minimum=6, group_maximum=12)
    address = url("coursegroup-create", line.pk)
    assert 'value="12"' in page(client, address)
    fields = {
        "reference": "G-9",
        "first_on": "2026-03-02",
        "last_on": "2027-07-30",
        "minimum": "6",
        "maximum": "12",
        "level": "B1",
        "mode": "day",
        "schedule": "maandag en donderdag",
        "hours_per_week": "12,5",
        "cost_amount": "90.000,00",
        "decide_on": "2026-02-20",
    }
    client.post(address, fields)
    group = CourseGroup.objects.get()
    assert (group.hours_per_week, group.cost_amount) == (Decimal("12.5"), Decimal(90_000))
    client.post(url("coursegroup-update", group.pk), fields | {"maximum": "14"})
    group.refresh_from_db()
    assert (group.maximum, group.decide_on) == (14, date(2026, 2, 20))


# --- Acts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ACTS)
def test_acts_are_for_the_coordinator_of_the_region(
    group, client_of, provider_user, reader, zuid_coordinator, name
):
    address = url(f"coursegroup-{name}", group.pk)
    assert client_of(provider_user).get(address).status_code == 403
    assert client_of(reader).get(address).status_code == 403
    assert client_of(zuid_coordinator).get(address).status_code == 404


@pytest.mark.parametrize("name", ACTS)
def test_looking_at_an_act_does_nothing(group, other, seated, client, counted_page, name):
    seated(group, 2)
    counted_page(client, f"contracts:coursegroup-{name}", url(f"coursegroup-{name}", group.pk))
    group.refresh_from_db()
    assert group.status == GroupStatus.PLANNED
    assert not GroupDecision.objects.exists()


def test_nothing_is_confirmed_unseen(group, seated, client):
    seated(group, 2)
    address = url("coursegroup-cancel", group.pk)
    answer = client.post(address, {"reason": "Te weinig animo", "confirm": "1"})
    assert "nog eens" in answer.content.decode()
    group.refresh_from_db()
    assert group.status == GroupStatus.PLANNED


def test_group_that_has_not_begun_cannot_start_yet(group, client):
    text = page(client, url("coursegroup-transition", group.pk, "start"))
    assert "6 apr 2026" in text
    assert 'name="confirm"' not in text


def test_group_starts_below_its_minimum_with_a_reason(
    group, seated, client_of, coordinator, time_machine
):
    seated(group, 2)
    time_machine.move_to(AT.replace(month=4, day=7))
    client = client_of(coordinator)
    address = url("coursegroup-start", group.pk)
    assert "laten € 60.000,00 liggen" in page(client, address)
    assert "is verplicht" in client.post(address, {"confirm": "1"}).content.decode()
    act(client, group, "start", reason="De school vult aan")
    group.refresh_from_db()
    assert group.status == GroupStatus.STARTED
    assert "De school vult aan" in page(client, group.get_absolute_url() + "?tab=besluiten")


def test_group_waits_for_its_decision(group, client):
    act(client, group, "wait", decide_on="2026-03-30", reason="Twee aanmeldingen verwacht")
    group.refresh_from_db()
    assert group.decide_on == date(2026, 3, 30)


def test_group_is_postponed(group, seated, client):
    [row] = seated(group)
    days = {"first_on": "2027-01-04", "last_on": "2027-12-24"}
    shown = client.post(url("coursegroup-postpone", group.pk), days).content.decode()
    assert "begint op 4 jan 2027 in plaats van 6 apr 2026" in shown
    assert "vervalt in 2026 € 0,00" in shown
    late = {"first_on": "2030-01-07", "last_on": "2030-12-20"}
    refused = client.post(url("coursegroup-postpone", group.pk), late)
    assert "id_first_on_error" in refused.content.decode()
    act(client, group, "postpone", **days)
    row.refresh_from_db()
    assert row.planned_first_on == date(2027, 1, 4)


def test_groups_are_merged(group, other, seated, client):
    seated(group, 3)
    chosen = page(client, f"{url('coursegroup-merge', group.pk)}?into={other.pk}")
    assert f'value="{other.pk}" selected' in chosen
    answer = act(client, group, "merge", into=other.pk)
    assert answer.redirect_chain[-1][0] == other.get_absolute_url()
    assert "Groepen samenvoegen: gedaan. Dit is groep G-2." in answer.content.decode()
    old = page(client, group.get_absolute_url())
    assert "Samengevoegd met" in old
    assert "Wat kunt u besluiten?" not in old


def test_group_is_split(group, seated, client):
    rows = seated(group, 3)
    fields = {
        "learners": [rows[0].pk],
        "reference": "G-1b",
        "first_on": "2026-06-01",
        "last_on": "2027-09-30",
        "minimum": "1",
        "maximum": "8",
        "mode": "evening",
    }
    act(client, group, "split", **fields)
    made = CourseGroup.objects.get(reference="G-1b")
    assert (made.mode, made.placements.get()) == ("evening", rows[0])


def test_learners_move_to_a_group_of_another_place(line, group, seated, client):
    rows = seated(group, 2)
    there = CapacityLineFactory(contract=line.contract, place="Meerdorp", number=4)
    into = CourseGroupFactory(line=there, first_on=APRIL, last_on=LAST)
    act(client, group, "move", learners=[rows[0].pk], into=into.pk)
    assert into.placements.get() == rows[0]


def test_group_is_filled_from_the_waiting_list(group, place, client):
    waiting = [place(status="waitlisted", reference=f"TV-W{number}") for number in range(3)]
    text = page(client, url("coursegroup-fill", group.pk))
    assert "TV-W0, Waterveen: op de wachtlijst sinds 2 feb 2026" in text
    act(client, group, "fill", learners=[row.pk for row in waiting[:2]])
    assert group.placements.count() == 2
    nobody = client.post(url("coursegroup-fill", group.pk), {})
    assert "is verplicht" in nobody.content.decode()


def test_group_is_cancelled(group, seated, client):
    [row] = seated(group)
    act(client, group, "cancel", reason="Te weinig animo")
    row.refresh_from_db()
    assert row.status == "waitlisted"
    text = page(client, group.get_absolute_url() + "?tab=besluiten")
    assert "gaat niet door; de inburgeraar gaat terug" in text
