"""Scenarios of a region: equal to the forecast without chance, reckoned, frozen and proposed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import jobs
from accounts.enums import JobState
from accounts.models import Job
from config.shared.errors import Refused
from contracts.enums import CostType, TariffUnit
from contracts.models import Tariff
from reports.actions.budgets import adopt_budget
from reports.actions.forecasts import refresh_expected
from reports.actions.scenarios import (
    cancel_scenario,
    change_scenario,
    discard_scenario,
    freeze_scenario,
    propose_budget,
    queue_scenario,
    run_scenario,
)
from reports.enums.scenarios import ScenarioStatus
from reports.forecast.outlook import ForecastOutlook
from reports.models import BudgetLine, Scenario
from reports.overruns import OverrunReport, Sources
from reports.scenarios.assumptions import Assumptions
from reports.scenarios.proposal import proposed_lines
from reports.scenarios.situation import digest
from reports.tasks import run_scenario as task
from tests.factories.contracts import (
    PlacementFactory,
)
from tests.factories.funding import FundingStreamFactory
from tests.factories.reports import BudgetLineFactory
from tests.factories.scenarios import (
    AT,
    CERTAIN,
    FEW,
    NO_STEP,
    ON,
    cents,
    drawn,
    reckoned,
    scenario_of,
    situation,
    supposed,
)

# --- The same as the forecast -------------------------------------------------------------------


def test_without_spread_a_scenario_is_the_forecast_to_the_cent(noord, people, budget):
    refresh_expected(region=noord, at=AT)
    outlook = ForecastOutlook(Sources.of_region(noord), ON, 48)
    found = drawn(noord)
    months = {month: cents(figures.forecast) for month, figures in outlook.by_month}
    reckoned_months = found.by_gemeente[:, 0].sum(axis=0).tolist()
    assert reckoned_months == [months[month] for month in found.setup.months]
    assert sum(reckoned_months) > 0
    for place in outlook.places:
        number = found.setup.gemeenten.index(place.gemeente_id)
        whole = found.by_gemeente[number, 0].reshape(4, 12).sum(axis=1)
        assert [cents(amount) for amount in place.amounts] == whole[: len(place.amounts)].tolist()


def test_a_budget_gets_what_its_row_of_the_overrun_report_gets(noord, people, budget):
    refresh_expected(region=noord, at=AT)
    report = OverrunReport(Sources.of_region(noord), year=2026, on=ON)
    (row,) = (row for row in report.rows if row.figures.budget)
    assert drawn(noord).by_budget[0, 0] == cents(row.figures.forecast)


def test_hours_to_come_and_expected_indexation_are_in_it(noord, waterveen, signed, line):
    Tariff.objects.filter(contract=line.contract).delete()
    values = {"contract": line.contract, "route": "O", "unit": TariffUnit.HOUR}
    days = {"first_on": line.first_on, "last_on": line.last_on}
    tariff = Tariff.objects.create(**values, **days, price=Decimal(10))
    line.groups.create(
        reference="G1",
        first_on=date(2026, 2, 2),
        last_on=date(2027, 7, 30),
        minimum=1,
        maximum=10,
        level="B1",
        hours_per_week=Decimal(14),
    )
    PlacementFactory(
        capacity_line=line,
        gemeente=waterveen,
        tariff=tariff,
        course_group=line.groups.get(),
        started=True,
        planned_last_on=date(2026, 12, 31),
    )
    usual = drawn(noord).by_gemeente.sum(axis=0)[0]
    assert usual[10:12].tolist() == [60_000, 62_000]
    dearer = drawn(noord, Assumptions(tariff=Decimal(10))).by_gemeente.sum(axis=0)[0]
    assert dearer[10:12].tolist() == [66_000, 68_200]
    assert len(digest(situation(noord).setup)) == 64


# --- Kept and reckoned --------------------------------------------------------------------------


def test_a_scenario_is_reckoned_with_its_own_seed(noord, people, budget, region_controller):
    found = reckoned(noord, region_controller, first_year=2026)
    assert found.status == ScenarioStatus.DONE
    assert (found.actuals_on, found.finished_at, found.job) == (ON, AT, None)
    assert found.figures["draws"] == FEW
    assert found.figures["total"]["years"]["2026"]["budget"] == 10_000_000
    again = reckoned(noord, region_controller, first_year=2026, name="Nog eens")
    assert again.outcome == found.outcome
    assert again.inputs_digest == found.inputs_digest
    other = reckoned(noord, region_controller, first_year=2026, name="Anders", seed=8)
    assert other.outcome != found.outcome


def test_the_job_reckons_and_shows_its_progress(
    noord, people, region_controller, monkeypatch, time_machine
):
    time_machine.move_to(AT)
    monkeypatch.setattr(jobs, "PROGRESS", "default")
    scenario = queue_scenario(
        scenario=scenario_of(noord, region_controller), by=region_controller, at=AT
    )
    assert (scenario.status, scenario.job.state) == (ScenarioStatus.QUEUED, JobState.QUEUED)
    task(job_id=scenario.job_id, scenario_id=scenario.pk, language="nl")
    job = Job.objects.get(pk=scenario.job_id)
    assert (job.state, job.done, job.total) == (JobState.DONE, FEW, FEW)
    scenario.refresh_from_db()
    assert scenario.status == ScenarioStatus.DONE


def test_a_stopped_scenario_keeps_nothing_and_can_be_asked_again(
    noord, people, region_controller, monkeypatch
):
    monkeypatch.setattr(jobs, "PROGRESS", "default")
    asked = {"by": region_controller, "at": AT}
    scenario = queue_scenario(scenario=scenario_of(noord, region_controller), **asked)
    jobs.cancel(scenario.job)
    with pytest.raises(jobs.Cancelled):  # what the job itself then tells is tested elsewhere
        _run_in_task(scenario)
    scenario.refresh_from_db()
    assert (scenario.status, scenario.outcome) == (ScenarioStatus.CANCELLED, None)
    again = queue_scenario(scenario=scenario, **asked)
    stopped = cancel_scenario(scenario=again, **asked)
    assert stopped.status == ScenarioStatus.CANCELLED
    assert Job.objects.get(pk=again.job_id).cancel_requested
    with pytest.raises(Refused):
        run_scenario(scenario_id=again.pk, job_id=again.job_id, at=AT, **NO_STEP)


def _run_in_task(scenario):
    from reports.actions.scenarios import settling

    known = {"scenario_id": scenario.pk, "job_id": scenario.job_id, "at": AT}
    progress = jobs.Progress(scenario.job_id)
    with settling(**known):
        run_scenario(**known, step=progress.step)


def test_what_fails_halfway_says_so(noord, people, region_controller):
    scenario = queue_scenario(
        scenario=scenario_of(noord, region_controller), by=region_controller, at=AT
    )
    Scenario.objects.filter(pk=scenario.pk).update(assumptions={"inflow": "many"})
    with pytest.raises(ValidationError):
        _run_in_task(scenario)
    scenario.refresh_from_db()
    assert scenario.status == ScenarioStatus.FAILED


def test_an_overtaken_job_leaves_the_outcome_to_the_other(noord, people, region_controller):
    asked = {"by": region_controller, "at": AT}
    scenario = queue_scenario(scenario=scenario_of(noord, region_controller), **asked)
    with pytest.raises(Refused, match=r"opnieuw|anew"):
        run_scenario(scenario_id=scenario.pk, job_id=0, at=AT, **NO_STEP)
    scenario.refresh_from_db()
    assert (scenario.status, scenario.outcome) == (ScenarioStatus.RUNNING, None)


def test_years_that_are_over_are_not_reckoned_anew(noord, people, region_controller):
    asked = {"by": region_controller, "at": AT.replace(year=2028)}
    scenario = queue_scenario(scenario=scenario_of(noord, region_controller), **asked)
    with pytest.raises(Refused):
        run_scenario(
            scenario_id=scenario.pk, job_id=scenario.job_id, at=AT.replace(year=2028), **NO_STEP
        )


def test_changing_assumptions_forgets_the_outcome(noord, people, region_controller):
    found = reckoned(noord, region_controller)
    assumed = supposed(noord, assumptions=CERTAIN, name="Nu zeker")
    changed = change_scenario(scenario=found, supposed=assumed, by=region_controller, at=AT)
    changed.refresh_from_db()
    assert (changed.status, changed.outcome, changed.name) == ("draft", None, "Nu zeker")
    assert changed.assumptions == CERTAIN.as_json()


@pytest.mark.parametrize(
    "values",
    [
        {"first_year": 2025},
        {"last_year": 2030},
        {"first_year": 2028},
        {"draws": 99},
        {"assumptions": Assumptions(key=1)},
        {"assumptions": Assumptions(funding={1: Decimal(1)})},
    ],
    ids=["past", "too far", "turned round", "too few", "foreign key", "foreign stream"],
)
def test_what_cannot_be_reckoned_is_refused(noord, region_controller, values):
    with pytest.raises((Refused, ValidationError)):
        scenario_of(noord, region_controller, **values)
    assert not Scenario.objects.exists()


def test_who_may_not_run_scenarios_may_not_keep_them(noord, reader, controller, officer):
    for person in (reader, controller, officer):
        with pytest.raises(Refused):
            scenario_of(noord, person)


# --- Frozen -------------------------------------------------------------------------------------


def test_a_frozen_scenario_stands_as_it_is(noord, people, region_controller):
    asked = {"by": region_controller, "at": AT}
    frozen = freeze_scenario(scenario=reckoned(noord, region_controller), **asked)
    assert (frozen.status, frozen.frozen_by) == (ScenarioStatus.FROZEN, region_controller)
    for refused in (
        lambda: change_scenario(scenario=frozen, supposed=supposed(noord), **asked),
        lambda: queue_scenario(scenario=frozen, **asked),
        lambda: discard_scenario(scenario=frozen, **asked),
    ):
        with pytest.raises(Refused):
            refused()
    rows = Scenario.objects.filter(pk=frozen.pk)
    for change in (lambda: rows.update(name="Mooier"), rows.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_draft_is_not_frozen_and_can_be_thrown_away(noord, region_controller):
    asked = {"by": region_controller, "at": AT}
    draft = scenario_of(noord, region_controller)
    with pytest.raises(Refused):
        freeze_scenario(scenario=draft, **asked)
    discard_scenario(scenario=draft, **asked)
    assert not Scenario.objects.exists()


# --- Turned into a budget change ----------------------------------------------------------------


def test_a_proposal_moves_each_budget_to_its_percentile(
    noord, waterveen, people, budget, region_controller
):
    stream = FundingStreamFactory(region=noord)
    second = BudgetLineFactory(
        region=noord, gemeente=waterveen, stream=stream, amount=Decimal(50_000)
    )
    found = reckoned(noord, region_controller, first_year=2026)
    adopt_budget(
        region=noord,
        gemeente=None,
        year=2026,
        decided_on=date(2026, 1, 5),
        reference="R-1",
        by=region_controller,
        at=AT,
    )
    change = propose_budget(scenario=found, year=2026, percentage=75, by=region_controller, at=AT)
    lines = {each.line_id: each for each in change.lines.all()}
    (kept,) = [each for each in found.figures["budgets"] if each["year"] == 2026]
    after = sum(cents(each.amount_after) for each in lines.values())
    assert after == kept["percentiles"]["75"]
    assert lines[budget.pk].amount_after / lines[second.pk].amount_after == pytest.approx(
        Decimal(2), abs=Decimal("0.001")
    )
    assert BudgetLine.objects.get(pk=budget.pk).amount == 100_000


def test_a_proposal_that_moves_nothing_is_refused(noord, people, region_controller):
    found = reckoned(noord, region_controller, assumptions=replace(CERTAIN))
    with pytest.raises(Refused):
        propose_budget(scenario=found, year=2027, percentage=50, by=region_controller, at=AT)
    assert proposed_lines(found, 2027, 50) == []


def test_costs_of_another_kind_belong_to_their_own_budget(noord, waterveen, people, budget):
    BudgetLineFactory(
        region=noord, gemeente=waterveen, cost_type=CostType.MAP, route="", planned_heads=0
    )
    found = drawn(noord, first=2026, last=2026)
    kinds = [each.bucket.cost_type for each in found.setup.budgets]
    assert found.by_budget[kinds.index(CostType.MAP), 0] == 0
    assert found.by_budget[kinds.index(CostType.LEARNING_ROUTES), 0] > 0
