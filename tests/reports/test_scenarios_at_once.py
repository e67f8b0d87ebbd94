"""Twelve scenarios at once, shared by workers of their own."""

from contextlib import ExitStack
from datetime import date

import pytest
from django.utils import timezone

from accounts.enums import JobState
from accounts.models import Job
from config.celery import app
from reports.actions.scenarios import MOST_AT_ONCE, queue_scenarios
from reports.enums.scenarios import ScenarioStatus
from reports.models import Scenario
from tests.factories.forecasts import IntakeForecastFactory
from tests.factories.scenarios import scenario_of
from tests.support.worker import files_on_disk, wait_until, worker

__all__ = ["files_on_disk"]

pytestmark = [
    pytest.mark.queue,
    pytest.mark.django_db(transaction=True, databases=["default", "progress"]),
]
WORKERS = 2


def test_workers_share_as_many_as_may_be_asked(files_on_disk, noord, waterveen, region_controller):
    app.control.purge()
    at = timezone.now()
    next_year = date(at.year + 1, 3, 1)
    IntakeForecastFactory(region=noord, gemeente=waterveen, month=next_year, expected=5)
    years = {"first_year": next_year.year, "last_year": next_year.year}
    asked = [
        scenario_of(noord, region_controller, at=at, name=f"Nummer {number}", **years)
        for number in range(MOST_AT_ONCE)
    ]
    queue_scenarios(scenarios=asked, by=region_controller, at=at)
    with ExitStack() as running:
        for _number in range(WORKERS):
            running.enter_context(worker(files_on_disk))
        wait_until(
            lambda: not Job.objects.exclude(state=JobState.DONE).exists(), "all are reckoned"
        )
    assert set(Scenario.objects.values_list("status", flat=True)) == {ScenarioStatus.DONE}
    assert len({str(scenario.outcome) for scenario in Scenario.objects.all()}) == 1
