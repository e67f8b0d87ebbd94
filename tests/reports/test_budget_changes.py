"""Budgets that were adopted, and the decisions that move them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from accounts.models import AuditEvent
from config.shared.errors import Refused
from reports.actions.budget_changes import (
    decide_change,
    draft_change,
    remove_change_line,
    set_change_line,
    withdraw_change,
)
from reports.actions.budgets import Budget, add_budget_line, adopt_budget, change_budget_line
from reports.budget_plans import Plan
from reports.enums.budgets import BudgetChangeStatus
from reports.models import BudgetAdoption, BudgetChange, BudgetChangeLine, BudgetLine
from reports.overruns import OverrunReport, Sources
from tests.factories.budgets import (
    BudgetAdoptionFactory,
    BudgetChangeFactory,
    BudgetChangeLineFactory,
)
from tests.factories.reports import BudgetLineFactory

AT = datetime(2026, 5, 18, 9, tzinfo=get_default_timezone())
MAY, JULY = date(2026, 5, 12), date(2026, 7, 7)


@pytest.fixture
def draft(noord, region_controller):
    return draft_change(
        region=noord,
        gemeente=None,
        year=2026,
        title="Voorjaarswijziging",
        reason="Meer instroom",
        by=region_controller,
        at=AT,
    )


def move(change, line, amount, by, **plan):
    planned = {"planned_heads": 12, "planned_unit_price": Decimal(15_000)} | plan
    return set_change_line(
        change=change, line=line, plan=Plan(amount=Decimal(amount), **planned), by=by, at=AT
    )


def decide(change, by, on=MAY, reference="RB-2026-14"):
    return decide_change(change=change, decided_on=on, reference=reference, by=by, at=AT)


def adopt(noord, by, **asked):
    facts = {"gemeente": None, "year": 2026, "decided_on": date(2025, 11, 6), "reference": "RB-61"}
    return adopt_budget(region=noord, **facts | asked, by=by, at=AT)


def as_entered(line, **changes) -> Budget:
    said = {name: getattr(line, name) for name in Budget.__slots__}
    return Budget(**said | changes)


# --- Adopting ---------------------------------------------------------------------------------


def test_an_adopted_budget_stands_fast(noord, budget, region_controller):
    adoption = adopt(noord, region_controller)
    assert AuditEvent.objects.get(action="created").object_id == adoption.pk
    with pytest.raises(Refused, match=r"RB-61.*begrotingswijziging"):
        change_budget_line(
            line=budget, budget=as_entered(budget, amount=Decimal(1)), by=region_controller, at=AT
        )
    budget.refresh_from_db()
    assert budget.amount == 100_000


def test_what_the_decision_does_not_fix_can_be_corrected(noord, budget, region_controller):
    adopt(noord, region_controller)
    change_budget_line(
        line=budget, budget=as_entered(budget, pc_code="S-6"), by=region_controller, at=AT
    )
    budget.refresh_from_db()
    assert budget.pc_code == "S-6"


def test_a_new_line_of_an_adopted_year_begins_empty(noord, budget, meerdorp, region_controller):
    adopt(noord, region_controller)
    facts = {"gemeente": meerdorp, "planned_heads": 0}
    with pytest.raises(Refused, match="0 euro"):
        add_budget_line(budget=as_entered(budget, **facts), by=region_controller, at=AT)
    empty = as_entered(budget, **facts, amount=Decimal(0))
    assert add_budget_line(budget=empty, by=region_controller, at=AT).amount == 0


def test_the_database_keeps_an_adopted_budget(noord, budget, region_controller):
    adopt(noord, region_controller)
    for write in (
        lambda: BudgetLine.objects.update(amount=1),
        lambda: BudgetLine.objects.update(planned_heads=1),
        lambda: BudgetLine.objects.update(year=2027),
        lambda: BudgetLine.objects.all().delete(),
        lambda: BudgetLineFactory(region=noord),
        lambda: BudgetAdoption.objects.all().delete(),
        lambda: BudgetAdoption.objects.update(year=2030),
    ):
        with (
            pytest.raises(Exception, match=r"adopted|append-only") as refusal,
            transaction.atomic(),
        ):
            write()
        assert isinstance(refusal.value.__cause__ or refusal.value, Exception)
    BudgetLine.objects.update(pc_code="S-7")


def test_one_gemeente_adopts_its_own_budget(noord, budget, waterveen, meerdorp, controller):
    BudgetLineFactory(region=noord, gemeente=meerdorp)
    with pytest.raises(Refused, match="eigen gemeente") as refusal:
        adopt(noord, controller)
    assert refusal.value.field == "gemeente"
    adopt(noord, controller, gemeente=waterveen)
    marks = BudgetLine.objects.with_adopted().values_list("gemeente__name", "is_adopted")
    assert dict(marks) == {"Waterveen": True, "Meerdorp": False}


def test_a_budget_is_adopted_once_and_not_before_it_exists(noord, budget, region_controller):
    with pytest.raises(Refused, match="2031"):
        adopt(noord, region_controller, year=2031)
    adopt(noord, region_controller)
    with pytest.raises(Refused, match="al vastgesteld"):
        adopt(noord, region_controller)


# --- Changing by decision ---------------------------------------------------------------------


def test_a_decided_change_holds_from_its_day_on(noord, budget, draft, region_controller):
    adopt(noord, region_controller)
    move(draft, budget, 130_000, region_controller)
    assert budget.as_on(date(2026, 12, 31)).amount == 100_000
    change = decide(draft, region_controller)
    assert (change.status, change.decided_by) == (BudgetChangeStatus.DECIDED, region_controller)
    before, after = budget.as_on(date(2026, 5, 11)), budget.as_on(MAY)
    assert (before.amount, before.planned_heads) == (100_000, 10)
    assert (after.amount, after.planned_heads) == (130_000, 12)
    budget.refresh_from_db()
    assert budget.amount == 100_000  # the original stays


def test_changes_add_up_in_the_order_of_their_days(noord, budget, draft, region_controller):
    move(draft, budget, 130_000, region_controller)
    decide(draft, region_controller, on=JULY)
    earlier = BudgetChangeFactory(region=noord, number=2)
    move(earlier, budget, 125_000, region_controller, planned_heads=11)
    decide(earlier, region_controller, on=MAY)
    days = [date(2026, 5, 1), MAY, JULY]
    found = [budget.as_on(day) for day in days]
    assert [plan.amount for plan in found] == [100_000, 95_000, 125_000]
    assert [plan.planned_heads for plan in found] == [10, 11, 12]
    for day, plan in zip(days, found, strict=True):
        (line,) = BudgetLine.objects.with_amount_on(day).with_changes_by(day)
        assert line.amount_on == plan.amount
        assert line.as_on(day) == plan


def test_the_report_goes_by_the_budget_of_its_day(noord, budget, draft, region_controller):
    move(draft, budget, 130_000, region_controller)
    decide(draft, region_controller)
    rows = [
        OverrunReport(Sources.of_region(noord), year=2026, on=day).rows[0]
        for day in (date(2026, 5, 11), MAY)
    ]
    assert [row.figures.budget for row in rows] == [100_000, 130_000]
    assert [row.original for row in rows] == [100_000, 100_000]


def test_another_decision_in_between_asks_to_write_the_line_anew(
    noord, budget, draft, region_controller
):
    move(draft, budget, 130_000, region_controller)
    other = BudgetChangeFactory(region=noord, number=2)
    move(other, budget, 110_000, region_controller)
    decide(other, region_controller)
    with pytest.raises(Refused, match="Waterveen"):
        decide(draft, region_controller)
    move(draft, budget, 140_000, region_controller)
    decide(draft, region_controller)
    assert budget.as_on(JULY).amount == 140_000


@pytest.mark.parametrize("case", ["no_lines", "no_role", "no_reference"])
def test_a_decision_is_refused_without_leaving_anything(
    noord, budget, draft, region_controller, coordinator, case
):
    if case != "no_lines":
        move(draft, budget, 130_000, region_controller)
    by = coordinator if case == "no_role" else region_controller
    expected = IntegrityError if case == "no_reference" else Refused
    reference = "" if case == "no_reference" else "RB-1"
    with pytest.raises(expected), transaction.atomic():
        decide(draft, by, reference=reference)
    draft.refresh_from_db()
    assert (draft.status, draft.decided_at) == (BudgetChangeStatus.DRAFT, None)
    assert budget.as_on(JULY).amount == 100_000


def test_a_decided_change_stays_as_it_is(noord, budget, draft, region_controller):
    written = move(draft, budget, 130_000, region_controller)
    decide(draft, region_controller)
    with pytest.raises(Refused, match="concept"):
        move(draft, budget, 1, region_controller)
    with pytest.raises(Refused, match="concept"):
        remove_change_line(change_line=written, by=region_controller, at=AT)
    for write in (
        lambda: BudgetChangeLine.objects.update(amount_after=1),
        lambda: BudgetChangeLine.objects.all().delete(),
        lambda: BudgetChangeLineFactory(change=draft),
        lambda: BudgetChange.objects.update(decided_on=JULY),
        lambda: BudgetChange.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            write()


def test_a_draft_can_be_withdrawn(draft, region_controller):
    withdraw_change(budget_change=draft, by=region_controller, at=AT, reason="Niet nodig")
    draft.refresh_from_db()
    assert draft.status == BudgetChangeStatus.WITHDRAWN


def test_lines_of_a_change_are_of_its_year_region_and_gemeente(
    noord, zuid, budget, draft, waterveen, meerdorp, region_controller, controller
):
    for line in (BudgetLineFactory(region=noord, year=2027), BudgetLineFactory(region=zuid)):
        with pytest.raises(Refused, match="andere regio of een ander jaar"):
            move(draft, line, 1, region_controller)
    own = draft_change(
        region=noord, gemeente=waterveen, year=2026, title="W", reason="r", by=controller, at=AT
    )
    assert own.number == draft.number + 1
    with pytest.raises(Refused, match="andere gemeente"):
        move(own, BudgetLineFactory(region=noord, gemeente=meerdorp), 1, controller)
    move(own, budget, 1, controller)
    with pytest.raises(Refused, match="eigen gemeente"):
        move(draft, budget, 1, controller)


# --- Pages ------------------------------------------------------------------------------------


def test_a_controller_drafts_writes_and_decides(client_of, region_controller, noord, budget):
    client = client_of(region_controller)
    typed = {"region": noord.pk, "year": 2026, "title": "Voorjaar", "reason": "Instroom"}
    client.post(reverse("reports:budgetchange-create"), typed)
    change = BudgetChange.objects.get()
    chosen = client.post(
        reverse("reports:budgetchangeline-choose", args=[change.pk]), {"line": budget.pk}
    )
    form = client.get(chosen.url).context["form"]
    assert form["amount_after"].value() == budget.amount
    values = {name: form[name].value() for name in form.fields}
    values = {name: value for name, value in values.items() if value is not None}
    written = {"amount_after": "130.000,00", "planned_units_per_head": "0,7"}
    client.post(chosen.url, values | written)
    page = client.get(change.get_absolute_url()).content.decode()
    assert "€ 30.000,00" in page
    assert ">Totaal<" in page
    url = reverse("reports:budgetchange-transition", args=[change.pk, "decide"])
    client.post(url, {"decided_on": "2026-05-12", "reference": "RB-2026-14"})
    change.refresh_from_db()
    assert change.status == BudgetChangeStatus.DECIDED
    line = client.get(budget.get_absolute_url()).content.decode()
    assert ">Begrotingswijziging<" in line.replace("\n", "").replace("  ", "")
    assert "€ 100.000,00" in line
    assert "€ 130.000,00" in line


def test_a_line_can_be_taken_out_of_a_draft(client_of, region_controller, budget, draft):
    written = move(draft, budget, 130_000, region_controller)
    client = client_of(region_controller)
    client.post(reverse("reports:budgetchangeline-remove", args=[written.pk]))
    assert not draft.lines.exists()


def test_a_controller_records_the_adoption(client_of, region_controller, noord, budget):
    typed = {"region": noord.pk, "year": 2026, "decided_on": "2025-11-06", "reference": "RB-61"}
    client = client_of(region_controller)
    client.post(reverse("reports:budgetadoption-create"), typed)
    assert BudgetAdoption.objects.get().reference == "RB-61"
    assert "RB-61" in client.get(reverse("reports:budgetadoption-list")).content.decode()
    page = client.get(budget.get_absolute_url()).content.decode()
    assert reverse("reports:budgetchange-create") in page


def test_a_gemeente_sees_changes_that_touch_it_and_only_its_own_lines(
    client_of, controller, noord, budget, meerdorp
):
    change = BudgetChangeFactory(region=noord)
    BudgetChangeLineFactory(change=change, line=budget)
    other = BudgetLineFactory(region=noord, gemeente=meerdorp, amount=Decimal(77_777))
    BudgetChangeLineFactory(change=change, line=other)
    strange = BudgetChangeFactory(region=noord, gemeente=meerdorp)
    client = client_of(controller)
    page = client.get(change.get_absolute_url()).content.decode()
    assert "Waterveen" in page
    assert "77.777" not in page
    assert client.get(strange.get_absolute_url()).status_code == 404


def test_queries_of_budget_changes(client_of, region_controller, noord, budget, query_budget):
    change = BudgetChangeFactory(region=noord)
    BudgetChangeLineFactory(change=change, line=budget)
    BudgetAdoptionFactory(region=noord, year=2025)
    client = client_of(region_controller)
    for name, url in (
        ("reports:budgetchange-list", reverse("reports:budgetchange-list")),
        ("reports:budgetchange-detail", change.get_absolute_url()),
        ("reports:budgetadoption-list", reverse("reports:budgetadoption-list")),
    ):
        client.get(url)
        with query_budget(name):
            client.get(url)
