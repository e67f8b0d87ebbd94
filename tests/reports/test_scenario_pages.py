"""Pages of scenarios: made by form, read by who may, compared, frozen and proposed."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from accounts import jobs
from contracts.enums import ContractStatus
from reports.actions.scenarios import freeze_scenario, queue_scenario
from reports.enums.scenarios import ScenarioStatus
from reports.models import BudgetChange, Scenario
from reports.scenarios.assumptions import Assumptions
from tests.factories.contracts import TariffFactory, move
from tests.factories.forecasts import IntakeForecastFactory
from tests.factories.funding import FundingStreamFactory
from tests.factories.reports import BudgetLineFactory
from tests.factories.scenarios import AT, FEW, reckoned, scenario_of


@pytest.fixture(autouse=True)
def _on_the_day_of_the_report():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def contract(contract):
    TariffFactory(contract=contract)
    move(contract, ContractStatus.SIGNED, signed_at=AT, signed_by=contract.created_by)
    return contract


@pytest.fixture
def known(noord, waterveen, meerdorp, line):
    """Both gemeenten expect learners in 2027 and have a budget for them."""
    for gemeente in (waterveen, meerdorp):
        IntakeForecastFactory(
            region=noord, gemeente=gemeente, month=date(2027, 2, 1), expected=5, low=2, high=9
        )
        BudgetLineFactory(region=noord, gemeente=gemeente, year=2027, amount=Decimal(50_000))


@pytest.fixture
def scenario(noord, known, region_controller):
    return reckoned(noord, region_controller)


def page(client, name, *args, **asked):
    return client.get(reverse(f"reports:scenario-{name}", args=args), asked)


def filled(noord, **values):
    return {
        "region": noord.pk,
        "name": "Meer instroom",
        "description": "Wat als er meer mensen komen?",
        "first_year": 2027,
        "last_year": 2027,
        "inflow": "high",
        "dropout": "1,5",
        "draws": FEW,
        "seed": 1,
        **values,
    }


def test_a_scenario_is_made_changed_and_asked_on_pages(client, noord, known, region_controller):
    stream = FundingStreamFactory(region=noord)
    client.force_login(region_controller)
    assert page(client, "list").status_code == 200
    answer = client.post(
        reverse("reports:scenario-create"), filled(noord, **{f"stream_{stream.pk}": "-1000"})
    )
    scenario = Scenario.objects.get()
    assert answer.url == scenario.get_absolute_url()
    kept = Assumptions.from_json(scenario.assumptions)
    assert (kept.inflow, kept.dropout, kept.funding) == (
        "high",
        Decimal("1.5"),
        {stream.pk: Decimal(-1000)},
    )
    shown = page(client, "update", scenario.pk).content.decode()
    assert 'value="1,50"' in shown or 'value="1,5"' in shown
    client.post(
        reverse("reports:scenario-update", args=[scenario.pk]),
        filled(noord, route_O="40", route_B="60"),
    )
    scenario.refresh_from_db()
    assert Assumptions.from_json(scenario.assumptions).routes == {"O": 40, "B": 60}
    client.post(reverse("reports:scenario-transition", args=[scenario.pk, "queue"]))
    scenario.refresh_from_db()
    assert (scenario.status, scenario.job is None) == (ScenarioStatus.QUEUED, False)
    assert "job" in page(client, "detail", scenario.pk).context
    assert page(client, "progress", scenario.pk).status_code == 200


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"route_O": "40"}, "route_O"),
        ({"group_minimum": 8}, "group_maximum"),
        ({"dropout": "100"}, "dropout"),
        ({"last_year": 2026, "first_year": 2027}, "last_year"),
        ({"draws": 5}, "draws"),
    ],
    ids=["shares", "groups", "dropout", "years", "draws"],
)
def test_what_cannot_be_assumed_is_said_at_its_field(
    client, noord, region_controller, values, field
):
    client.force_login(region_controller)
    answer = client.post(reverse("reports:scenario-create"), filled(noord, **values))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]


def test_the_answer_comes_first_with_its_pictures(client, scenario, region_controller):
    client.force_login(region_controller)
    answer = page(client, "detail", scenario.pk)
    figures = answer.context["figures"]
    assert f"Met {figures.chance}% kans" in answer.context["sentence"]
    assert figures.budget == 100_000
    assert figures.quarter <= figures.middle <= figures.three_quarters
    assert len(answer.context["places"]) == 2
    assert len(answer.context["budgets"]) == 2
    drawing = page(client, "detail", scenario.pk, _chart="chart", _as="svg")
    assert drawing["Content-Type"] == "image/svg+xml"
    assert sum(int(row[2].replace(".", "")) for row in answer.context["bars"].rows) == FEW


def test_one_gemeente_sees_its_own_figures_only(
    client, scenario, waterveen, meerdorp, controller, query_budget
):
    client.force_login(controller)
    with query_budget("reports/scenario"):
        answer = page(client, "detail", scenario.pk)
    assert answer.context["figures"].budget == 50_000
    assert [name for name, _figures, _chance in answer.context["places"]] == ["Waterveen"]
    assert {row.gemeente for row, _chance in answer.context["budgets"]} == {"Waterveen"}
    assert "Meerdorp" not in answer.content.decode()
    foreign = page(client, "detail", scenario.pk, gemeente=meerdorp.pk)
    assert foreign.context["figures"].budget == 50_000
    assert [row.gemeente for row, _chance in foreign.context["budgets"]] == ["Waterveen"]
    for name in ("update", "copy", "discard", "propose"):
        assert page(client, name, scenario.pk).status_code == 404
    queue = reverse("reports:scenario-transition", args=[scenario.pk, "freeze"])
    assert client.post(queue).status_code == 404
    assert not answer.context["actions"]


def test_other_regions_and_roles_see_nothing(client, scenario, zuid_coordinator, assessor):
    for person, status in ((zuid_coordinator, 404), (assessor, 403)):
        client.force_login(person)
        assert page(client, "detail", scenario.pk).status_code == status


def test_scenarios_are_compared_on_the_same_axes(client, noord, scenario, region_controller):
    certain = reckoned(noord, region_controller, name="Zeker", assumptions=Assumptions())
    client.force_login(region_controller)
    assert "chart" not in page(client, "compare").context
    answer = page(client, "compare", scenario=[scenario.pk, certain.pk], year=2027)
    assert [line.name for line, *_rest in answer.context["figures"]] == [scenario.name, "Zeker"]
    differs = [row.subject for row in answer.context["assumptions"] if row.differs]
    assert len(differs) == 2
    assert answer.context["chart"].header[1:3] == [scenario.name, "Zeker"]
    alone = page(client, "compare", scenario=[scenario.pk], year=2027)
    assert "scenario" in alone.context["form"].errors


def test_a_copy_begins_with_the_same_assumptions(client, scenario, region_controller):
    client.force_login(region_controller)
    form = page(client, "copy", scenario.pk).context["form"]
    assert form.initial["name"] == f"{scenario.name} (kopie)"
    assert form.initial["dropout"] == 1


def test_a_proposal_shows_what_it_writes_and_writes_it(client, scenario, region_controller):
    client.force_login(region_controller)
    shown = page(client, "propose", scenario.pk, year=2027, percentage=90)
    table = shown.context["proposed"]
    amounts = [each.plan.amount for each in table.data]
    answer = client.post(
        reverse("reports:scenario-propose", args=[scenario.pk]), {"year": 2027, "percentage": 90}
    )
    change = BudgetChange.objects.get()
    assert answer.url == change.get_absolute_url()
    assert [line.amount_after for line in change.lines.order_by("line__gemeente__name")] == amounts


def test_a_frozen_scenario_offers_a_copy_and_a_proposal_only(client, scenario, region_controller):
    freeze_scenario(scenario=scenario, by=region_controller, at=AT)
    client.force_login(region_controller)
    answer = page(client, "detail", scenario.pk)
    links = [action.url for action in answer.context["actions"]]
    assert [link.rstrip("/").rsplit("/", 1)[1] for link in links] == ["copy", "propose"]


def test_work_is_stopped_and_drafts_are_thrown_away(client, noord, known, region_controller):
    asked = {"by": region_controller, "at": AT}
    busy = queue_scenario(scenario=scenario_of(noord, region_controller), **asked)
    client.force_login(region_controller)
    client.post(reverse("reports:scenario-transition", args=[busy.pk, "cancel"]))
    busy.refresh_from_db()
    assert busy.status == ScenarioStatus.CANCELLED
    assert busy.job.cancel_requested
    jobs.Job.objects.filter(pk=busy.job_id).update(state="cancelled")
    assert page(client, "progress", busy.pk)["HX-Refresh"] == "true"
    client.post(reverse("reports:scenario-discard", args=[busy.pk]))
    assert not Scenario.objects.exists()


def test_several_are_reckoned_at_once(client, noord, zuid, known, region_controller):
    first, second, other = (
        scenario_of(noord, region_controller, name=name) for name in ("Een", "Twee", "Drie")
    )
    queue_scenario(scenario=other, by=region_controller, at=AT)
    client.force_login(region_controller)
    assert reverse("reports:scenario-queue") in page(client, "list").content.decode()
    offered = page(client, "queue").context["form"].fields["scenarios"].queryset
    assert set(offered) == {first, second}
    answer = client.post(
        reverse("reports:scenario-queue"), {"scenarios": [first.pk, second.pk]}, follow=True
    )
    assert "worden berekend." in answer.content.decode()
    assert set(Scenario.objects.values_list("status", flat=True)) == {ScenarioStatus.QUEUED}
    assert jobs.Job.objects.filter(task="reports.run_scenario").count() == 3


def test_more_than_twelve_at_once_are_refused_as_a_whole(client, noord, known, region_controller):
    many = [scenario_of(noord, region_controller, name=f"Nummer {n}") for n in range(13)]
    client.force_login(region_controller)
    asked = {"scenarios": [scenario.pk for scenario in many]}
    answer = client.post(reverse("reports:scenario-queue"), asked)
    assert "Kies 1 tot en met 12 scenario" in answer.content.decode()
    assert set(Scenario.objects.values_list("status", flat=True)) == {ScenarioStatus.DRAFT}
    assert not jobs.Job.objects.exists()
