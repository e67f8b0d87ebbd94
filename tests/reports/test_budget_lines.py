"""Budgets: entering, changing and finding them."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from accounts.models import AuditEvent
from config.shared.errors import Refused
from reports.actions.budgets import Budget, add_budget_line, change_budget_line
from reports.models import BudgetLine
from tests.factories.reports import BudgetLineFactory

AT = datetime(2026, 1, 5, 9, tzinfo=get_default_timezone())


@pytest.fixture
def values(noord, waterveen, contract, line) -> dict:
    return {
        "region": noord,
        "gemeente": waterveen,
        "year": 2026,
        "route": "O",
        "contract": contract,
        "amount": Decimal("125000.00"),
        "planned_heads": 9,
        "planned_units_per_head": Decimal("0.7"),
        "planned_unit_price": Decimal(15_000),
        "pc_code": "S-6",
        "cost_type": "learning_routes",
        "recurrence": "structural",
        "planned_unit": "trajectory",
        "planned_settlements": Decimal(0),
    }


@pytest.fixture
def typed(values) -> dict:
    """The same as a person types it."""
    ids = {name: values[name].pk for name in ("region", "gemeente", "contract")}
    return values | ids | {"amount": "125.000,00", "planned_units_per_head": "0,7"}


def add(values: dict, by) -> BudgetLine:
    return add_budget_line(budget=Budget(**values), by=by, at=AT)


def test_a_budget_is_entered_with_its_history(values, region_controller):
    line = add(values, region_controller)
    assert BudgetLine.objects.get() == line
    event = AuditEvent.objects.get()
    assert (event.action, event.by, event.object_id) == ("created", region_controller, line.pk)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ("gemeente_elsewhere", "gemeente", "hoort in 2026 niet bij Noord"),
        ("contract_elsewhere", "contract", "van een andere regio"),
        ("contract_without_gemeente", "contract", "doet niet mee"),
        ("route_without_seats", "contract", "geen plaatsen voor die leerroute"),
    ],
)
def test_a_budget_fits_region_gemeente_and_contract(
    values, region_controller, zuid, meerdorp, change, field, sentence
):
    if change == "gemeente_elsewhere":
        values["gemeente"] = zuid.memberships_of_gemeenten.get().gemeente
    if change == "contract_elsewhere":
        values["contract"].region = zuid
    if change == "contract_without_gemeente":
        values["contract"].gemeenten.set([meerdorp])
    if change == "route_without_seats":
        values["route"] = "B"
    with pytest.raises(Refused, match=sentence) as refusal:
        add(values, region_controller)
    assert refusal.value.field == field
    assert not BudgetLine.objects.exists()
    assert not AuditEvent.objects.exists()


def test_the_same_budget_cannot_stand_twice(values, region_controller):
    add(values, region_controller)
    with pytest.raises(Refused, match="bestaat al"):
        add(values, region_controller)


def test_two_budgets_for_all_contracts_cannot_stand_either(values, region_controller):
    values["contract"] = None
    add(values, region_controller)
    with pytest.raises(Refused, match="bestaat al"):
        add(values, region_controller)


def test_a_change_keeps_what_stood(values, region_controller):
    line = add(values, region_controller)
    more = Budget(**values | {"amount": Decimal(130_000)})
    change_budget_line(line=line, budget=more, by=region_controller, at=AT)
    line.refresh_from_db()
    assert line.amount == 130_000
    assert line.versions.get().amount == 125_000
    event = AuditEvent.objects.get(action="updated")
    assert (event.before, event.after) == ({"amount": "125000.00"}, {"amount": "130000"})


def test_a_change_that_changes_nothing_leaves_no_trace(values, region_controller):
    line = add(values, region_controller)
    change_budget_line(line=line, budget=Budget(**values), by=region_controller, at=AT)
    assert AuditEvent.objects.count() == 1


def test_a_refused_change_leaves_the_line_as_it_was(values, region_controller):
    line = add(values, region_controller)
    with pytest.raises(Refused):
        change_budget_line(
            line=line,
            budget=Budget(**values | {"amount": Decimal(-1)}),
            by=region_controller,
            at=AT,
        )
    line.refresh_from_db()
    assert line.amount == 125_000


# --- Pages ------------------------------------------------------------------------------------


def test_a_controller_enters_a_budget(client_of, region_controller, typed):
    client = client_of(region_controller)
    response = client.post(reverse("reports:budgetline-create"), typed, follow=True)
    assert BudgetLine.objects.get().amount == 125_000
    assert "is ingevoerd" in response.content.decode()


def test_what_was_typed_is_kept_beside_the_sentence(client_of, region_controller, typed):
    response = client_of(region_controller).post(
        reverse("reports:budgetline-create"), typed | {"route": "B"}
    )
    page = response.content.decode()
    assert "geen plaatsen voor die leerroute" in page
    assert "125.000,00" in page


def test_a_gemeente_controller_enters_only_for_the_own_gemeente(
    client_of, controller, typed, meerdorp
):
    client = client_of(controller)
    page = client.get(reverse("reports:budgetline-create")).content.decode()
    assert "Meerdorp" not in page
    client.post(reverse("reports:budgetline-create"), typed | {"gemeente": meerdorp.pk})
    assert not BudgetLine.objects.exists()
    client.post(reverse("reports:budgetline-create"), typed)
    assert BudgetLine.objects.get().gemeente.name == "Waterveen"


def test_a_controller_changes_a_budget(client_of, region_controller, budget):
    client = client_of(region_controller)
    url = reverse("reports:budgetline-update", args=[budget.pk])
    form = client.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed = {name: value for name, value in typed.items() if value is not None}
    client.post(url, typed | {"amount": "1,50", "planned_units_per_head": "0,7"})
    budget.refresh_from_db()
    assert budget.amount == Decimal("1.50")


def test_a_foreign_budget_is_not_found(client_of, controller, zuid, noord, meerdorp):
    foreign = BudgetLineFactory(region=zuid)
    neighbour = BudgetLineFactory(region=noord, gemeente=meerdorp)
    client = client_of(controller)
    assert client.get(foreign.get_absolute_url()).status_code == 404
    assert client.get(neighbour.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("person", ["reader", "coordinator", "provider_user"])
def test_only_controllers_budget(client_of, request, budget, person):
    client = client_of(request.getfixturevalue(person))
    change = reverse("reports:budgetline-update", args=[budget.pk])
    assert client.get(reverse("reports:budgetline-create")).status_code == 403
    assert client.get(change).status_code == 403


def test_a_line_shows_the_plan_behind_its_amount(client_of, reader, region_controller, budget):
    change = reverse("reports:budgetline-update", args=[budget.pk])
    page = client_of(reader).get(budget.get_absolute_url()).content.decode()
    assert "€ 100.000,00" in page
    assert "€ 105.000,00" in page  # ten learners, 0.7 of 15,000 euro
    assert change not in page
    assert change in client_of(region_controller).get(budget.get_absolute_url()).content.decode()


def test_a_provider_does_not_see_budgets(client_of, provider_user, budget):
    client = client_of(provider_user)
    assert client.get(budget.get_absolute_url()).status_code == 403
    assert client.get(reverse("reports:budgetline-list")).status_code == 403


def test_the_list_adds_up_what_it_shows(client_of, region_controller, budget, noord, meerdorp):
    BudgetLineFactory(region=noord, gemeente=meerdorp, amount=Decimal("0.50"))
    client = client_of(region_controller)
    url = reverse("reports:budgetline-list")
    assert "€ 100.000,50" in client.get(url).content.decode()
    page = client.get(url, {"gemeente": meerdorp.pk}).content.decode()
    assert page.count("€ 0,50") == 4  # at first and now, of the line and in all


def test_the_list_knows_what_is_for_all_contracts(
    client_of, region_controller, budget, contract, noord, waterveen
):
    BudgetLineFactory(region=noord, gemeente=waterveen, contract=contract)
    url = reverse("reports:budgetline-list")
    rows = client_of(region_controller).get(url, {"contract": "null"}).context["table"].data.data
    assert list(rows) == [budget]


def test_queries_of_the_list(client_of, region_controller, budget, query_budget):
    client = client_of(region_controller)
    client.get(reverse("reports:budgetline-list"))
    with query_budget("reports:budgetline-list"):
        client.get(reverse("reports:budgetline-list"))
    with query_budget("reports:budgetline-detail"):
        client.get(budget.get_absolute_url())
