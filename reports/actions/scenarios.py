"""Scenarios: kept, reckoned in the background, and turned into a draft of a budget change."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import jobs
from accounts.access import regions_of, require
from accounts.enums import Permission
from accounts.models import AllocationKeyVersion, Region, User
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.validity import valid
from config.shared.workflow import Entry, recorder
from contracts.actions.records import record_update
from contracts.models.cost_basis import basis_of
from reports.actions.budget_changes import draft_change, set_change_line
from reports.enums.scenarios import ScenarioStatus
from reports.forecast.engine import months_from
from reports.models import BudgetChange, FundingStream, Scenario
from reports.scenarios.assumptions import Assumptions
from reports.scenarios.outcome import outcome_of
from reports.scenarios.proposal import proposed_lines
from reports.scenarios.simulation import Step, simulate
from reports.scenarios.situation import Situation, digest
from reports.workflows.scenarios import BUSY, SCENARIO

MOST_AT_ONCE = 12
_TOLD = ("name", "description", "first_year", "last_year", "draws", "seed")
"""What the history of a scenario tells field by field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """What a scenario says before it is reckoned."""

    region: Region
    name: str
    description: str
    first_year: int
    last_year: int
    assumptions: Assumptions
    draws: int
    seed: int

    @property
    def values(self) -> dict[str, Any]:
        """Field by field, as they are kept."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return values | {"assumptions": self.assumptions.as_json()}


def last_year_of(on: date) -> int:
    """The last year of which a forecast made on the day sees every month."""
    last = months_from(on)[-1]
    return last.year if last.month == 12 else last.year - 1  # noqa: PLR2004 - December


def require_scenarios(region: Region, by: User) -> None:
    """Refused unless `by` acts for the whole region, whose scenarios these are."""
    require(by, Permission.SCENARIO_RUN, region)
    if region.pk not in regions_of(by):
        raise Refused(_("Scenarios are made for the whole region."))


@transaction.atomic
def make_scenario(*, supposed: Supposed, by: User, at: datetime) -> Scenario:
    """Keep the assumptions as a draft."""
    require_scenarios(supposed.region, by)
    _check(supposed, amsterdam(at))
    scenario = valid(Scenario(**supposed.values, created_at=at, created_by=by))
    scenario.save()
    SCENARIO.record_created(scenario, by=by, at=at)
    return scenario


@transaction.atomic
def change_scenario(*, scenario: Scenario, supposed: Supposed, by: User, at: datetime) -> Scenario:
    """Replace the assumptions; an outcome that belonged to the old ones is forgotten.

    Refused for one that is frozen or being reckoned.
    """
    row = _locked(scenario)
    require_scenarios(row.region, by)
    if row.status == ScenarioStatus.FROZEN or row.status in BUSY:
        raise Refused(_("A scenario that is frozen or being reckoned cannot be changed."))
    if supposed.region != row.region:
        raise Refused(_("A scenario stays with its region."), field="region")
    _check(supposed, amsterdam(at))
    if row.status != ScenarioStatus.DRAFT:
        row = SCENARIO.apply(row, "revise", by=by, at=at)
    before, stood = {name: getattr(row, name) for name in _TOLD}, row.assumptions
    for name, value in supposed.values.items():
        setattr(row, name, value)
    row.outcome, row.inputs_digest, row.actuals_on, row.finished_at = None, "", None, None
    valid(row).save()
    what = _("Other assumptions") if row.assumptions != stood else ""
    record_update(row, before, by=by, at=at, what=what)
    return row


@transaction.atomic
def queue_scenario(*, scenario: Scenario, by: User, at: datetime) -> Scenario:
    """Have the draws made in the background, as a job that the page can follow."""
    require_scenarios(scenario.region, by)
    row = SCENARIO.apply(scenario, "queue", by=by, at=at)
    row.job = jobs.ask(
        task="reports.run_scenario",
        label=_("Scenario: %(name)s") % {"name": row.name},
        by=by,
        at=at,
        scenario_id=row.pk,
        language=get_language(),
    )
    row.save(update_fields=["job"])
    return row


@transaction.atomic
def queue_scenarios(*, scenarios: Iterable[Scenario], by: User, at: datetime) -> list[Scenario]:
    """Have up to MOST_AT_ONCE reckoned, each as a job of its own that any free worker takes.

    Refused as a whole when one of them cannot be.
    """
    chosen = sorted(scenarios, key=lambda scenario: scenario.pk)
    if not 1 <= len(chosen) <= MOST_AT_ONCE:
        message = _("Choose one to %(most)s scenarios.") % {"most": MOST_AT_ONCE}
        raise Refused(message, field="scenarios")
    return [queue_scenario(scenario=scenario, by=by, at=at) for scenario in chosen]


@transaction.atomic
def cancel_scenario(*, scenario: Scenario, by: User, at: datetime) -> Scenario:
    """Stop between two parts of the draws; nothing of them is kept."""
    require_scenarios(scenario.region, by)
    row = SCENARIO.apply(scenario, "cancel", by=by, at=at)
    if row.job and not row.job.finished:
        jobs.cancel(row.job)
    return row


def freeze_scenario(*, scenario: Scenario, by: User, at: datetime) -> Scenario:
    """Let assumptions and outcome stand for good."""
    require_scenarios(scenario.region, by)
    return SCENARIO.apply(scenario, "freeze", by=by, at=at)


def run_scenario(*, scenario_id: int, job_id: int, at: datetime, step: Step) -> Scenario:
    """Read the actuals as on `at`, make the draws and keep the outcome.

    May run twice: with the same actuals the outcome is the same. Takes no transaction while it
    reckons. Refused when another job has taken over meanwhile.
    """
    scenario = SCENARIO.apply(Scenario.objects.get(pk=scenario_id), "begin", by=None, at=at)
    assumptions = Assumptions.from_json(scenario.assumptions)
    on = amsterdam(at)
    if scenario.last_year < on.year:
        raise Refused(_("These years are over: nothing is left to reckon."))
    situation = Situation(scenario.region, on, scenario.first_year, scenario.last_year, assumptions)
    found = simulate(situation.setup, draws=scenario.draws, seed=scenario.seed, step=step)
    outcome = outcome_of(found, int(assumptions.funding_amount.scaleb(2)))
    return _keep(scenario, job_id, outcome, digest(situation.setup), at)


@transaction.atomic
def _keep(
    scenario: Scenario, job_id: int, outcome: dict[str, Any], inputs: str, at: datetime
) -> Scenario:
    row = _locked(scenario)
    if row.job_id != job_id or row.status != ScenarioStatus.RUNNING:
        raise Refused(_("The scenario was stopped or asked anew meanwhile."))
    row.outcome, row.inputs_digest, row.job = outcome, inputs, None
    row.actuals_on, row.finished_at = amsterdam(at), at
    row.basis = basis_of(row.region)
    row.save(
        update_fields=["outcome", "inputs_digest", "job", "actuals_on", "basis", "finished_at"]
    )
    return SCENARIO.apply(row, "finish", by=None, at=at)


@contextmanager
def settling(*, scenario_id: int, job_id: int, at: datetime) -> Iterator[None]:
    """Let a scenario whose reckoning ends early not seem busy for ever."""
    move = "fail"
    try:
        yield
        move = ""
    except jobs.Cancelled:
        move = "cancel"
        raise
    finally:
        if move:
            _leave(scenario_id, job_id, move, at)


@transaction.atomic
def _leave(scenario_id: int, job_id: int, move: str, at: datetime) -> None:
    row = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario_id)
    if row.status in BUSY and row.job_id == job_id:
        SCENARIO.apply(row, move, by=None, at=at)


@transaction.atomic
def discard_scenario(*, scenario: Scenario, by: User, at: datetime) -> Scenario:
    """Throw away one that is not frozen; what was done to it stays in the audit trail."""
    row = _locked(scenario)
    require_scenarios(row.region, by)
    if row.status == ScenarioStatus.FROZEN or row.status in BUSY:
        raise Refused(_("A scenario that is frozen or being reckoned cannot be thrown away."))
    recorder().record([Entry(row, "discarded", by, at, {"status": row.status}, {}, row.name)])
    Scenario.objects.filter(pk=row.pk).delete()
    return row


@transaction.atomic
def propose_budget(
    *, scenario: Scenario, year: int, percentage: int, by: User, at: datetime
) -> BudgetChange:
    """Draft a budget change by which each budget of the year holds in `percentage` of the draws.

    Refused when no budget would change.
    """
    require_scenarios(scenario.region, by)
    lines = [each for each in proposed_lines(scenario, year, percentage) if each.difference]
    if not lines:
        raise Refused(_("No budget of this year would change by it."))
    words = {"name": scenario.name, "percentage": percentage}
    change = draft_change(
        region=scenario.region,
        gemeente=None,
        year=year,
        title=(_("Scenario %(name)s, %(percentage)s%%") % words)[:120],
        reason=_(
            "By the scenario “%(name)s” each of these budgets does in %(percentage)s%% of the "
            "draws."
        )
        % words,
        by=by,
        at=at,
    )
    for each in lines:
        set_change_line(change=change, line=each.line, plan=each.plan, by=by, at=at)
    recorder().record([Entry(scenario, "proposed", by, at, {}, {}, str(change))])
    return change


def _locked(scenario: Scenario) -> Scenario:
    rows = Scenario.objects.select_for_update(of=("self",)).select_related("region", "job")
    return rows.get(pk=scenario.pk)


def _check(supposed: Supposed, on: date) -> None:
    """What the database cannot say: years that the forecast sees, and a key and streams of the
    region.
    """
    last = last_year_of(on)
    if not on.year <= supposed.first_year <= last:
        raise Refused(_years_text(on.year, last), field="first_year")
    if not supposed.first_year <= supposed.last_year <= last:
        raise Refused(_years_text(supposed.first_year, last), field="last_year")
    region, assumptions = supposed.region, supposed.assumptions
    keys = AllocationKeyVersion.objects.filter(key__region=region, pk=assumptions.key or 0)
    if assumptions.key and not keys.exists():
        raise Refused(_("This key is of another region."), field="key")
    streams = FundingStream.objects.filter(region=region, pk__in=assumptions.funding)
    if streams.count() != len(assumptions.funding):
        raise Refused(_("This funding stream is of another region."))


def _years_text(first: int, last: int) -> str:
    return _("This is a year from %(first)s to %(last)s: as far as the forecast sees.") % {
        "first": first,
        "last": last,
    }
