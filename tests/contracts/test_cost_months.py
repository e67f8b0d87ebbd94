"""Months that close: their lines stand, and what changes is booked in the first open month."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from accounts.enums import Role
from accounts.models import AuditEvent
from config.shared.errors import Refused
from contracts import ledger
from contracts.actions.costs import close_months, close_months_of_region, next_open_month
from contracts.enums import PlacementStatus
from contracts.models import CostLine, CostMonth, MonthClosing
from tests.factories.accounts import member_of
from tests.factories.contracts import (
    CapacityLineFactory,
    ContractFactory,
    PlacementFactory,
    move,
)

AT = datetime(2026, 11, 10, 12, tzinfo=get_default_timezone())
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture
def placement(noord, waterveen, provider):
    """Began 2 February 2026: 6,000 then, 4,500 on 31 October, 4,500 at the end of July 2027."""
    contract = ContractFactory(region=noord, provider=provider, gemeenten_given=[waterveen])
    line = CapacityLineFactory(contract=contract)
    row = PlacementFactory(capacity_line=line, gemeente=waterveen, started=True)
    ledger.rebuild_costs([row.pk])
    return row


def close(contract, until, by) -> list[MonthClosing]:
    return close_months(contract=contract, until=until, by=by, at=AT)


def booked() -> list[tuple]:
    """Day, amount and whether it takes back, of every line."""
    lines = CostLine.objects.order_by("due_on", "amount", "pk")
    return list(lines.values_list("due_on", "amount", "is_reversal"))


def test_months_close_up_to_the_one_that_is_asked(placement, region_controller):
    made = close(placement.contract, date(2026, 3, 31), region_controller)
    assert [closing.month.month for closing in made] == [1, 2, 3]
    assert next_open_month(placement.contract) == date(2026, 4, 1)
    [told] = AuditEvent.objects.filter(object_id=placement.contract_id).values_list(
        "reason", flat=True
    )
    assert told == "Maanden afgesloten: 01-2026 tot en met 03-2026"


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        (NOVEMBER, "Een maand sluit als die voorbij is."),
        (date(2026, 2, 1), "Deze maanden zijn al afgesloten."),
    ],
)
def test_a_month_closes_once_it_is_over_and_only_once(
    placement, region_controller, until, sentence
):
    close(placement.contract, date(2026, 2, 1), region_controller)
    with pytest.raises(Refused, match=sentence):
        close(placement.contract, until, region_controller)
    assert MonthClosing.objects.count() == 2


def test_who_books_costs_or_approves_statements_closes_months(placement, reader, noord):
    with pytest.raises(Refused):
        close(placement.contract, OCTOBER, reader)
    with pytest.raises(Refused):
        close_months_of_region(region=noord, until=OCTOBER, by=reader, at=AT)
    manager = member_of(noord, Role.CONTRACT_MANAGER)
    assert close(placement.contract, OCTOBER, manager)


def test_all_contracts_of_a_region_with_costs_close_at_once(placement, region_controller, noord):
    other = PlacementFactory(
        capacity_line=CapacityLineFactory(contract=ContractFactory(region=noord)), started=True
    )
    ContractFactory(region=noord)
    ledger.rebuild_costs([other.pk])
    asked = {"region": noord, "until": OCTOBER, "by": region_controller, "at": AT}
    assert close_months_of_region(**asked) == 2
    assert {each.contract_id for each in MonthClosing.objects.all()} == {
        placement.contract_id,
        other.contract_id,
    }
    with pytest.raises(Refused):
        close_months_of_region(**asked)


@pytest.mark.parametrize("act", ["added", "changed", "moved there", "removed"])
def test_the_database_keeps_the_lines_of_a_closed_month(placement, region_controller, act):
    close(placement.contract, date(2026, 2, 1), region_controller)
    closed, later = CostLine.objects.order_by("due_on")[:2]
    acts = {
        "added": lambda: CostLine.objects.bulk_create(
            [CostLine(**_copied(closed) | {"part": "nog iets"})]
        ),
        "changed": lambda: CostLine.objects.filter(pk=closed.pk).update(amount=1),
        "moved there": lambda: CostLine.objects.filter(pk=later.pk).update(due_on=closed.due_on),
        "removed": lambda: CostLine.objects.filter(pk=closed.pk).delete(),
    }
    with pytest.raises(IntegrityError, match="closed month"), transaction.atomic():
        acts[act]()
    assert CostLine.objects.count() == 3


def _copied(line: CostLine) -> dict:
    names = [field.attname for field in line._meta.concrete_fields if field.attname != "id"]
    return {name: getattr(line, name) for name in names}


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda row: MonthClosing.objects.all().delete(), "append-only"),
        (lambda row: MonthClosing.objects.update(month=OCTOBER), "append-only"),
        (lambda row: MonthClosing.objects.create(**row | {"month": OCTOBER}), "closes next"),
    ],
)
def test_a_closing_stands_and_no_month_is_skipped(placement, region_controller, act, error):
    close(placement.contract, date(2026, 2, 1), region_controller)
    row = {"contract": placement.contract, "closed_at": AT, "closed_by": region_controller}
    with pytest.raises(IntegrityError, match=error), transaction.atomic():
        act(row)
    assert next_open_month(placement.contract) == date(2026, 3, 1)


def test_a_change_after_closing_is_taken_back_and_booked_anew(
    placement, meerdorp, waterveen, region_controller
):
    close(placement.contract, OCTOBER, region_controller)
    type(placement).objects.filter(pk=placement.pk).update(gemeente=meerdorp)
    ledger.rebuild_costs([placement.pk])
    assert booked() == [
        (date(2026, 2, 2), Decimal(6000), False),
        (date(2026, 10, 31), Decimal(4500), False),
        (NOVEMBER, Decimal(-6000), True),
        (NOVEMBER, Decimal(-4500), True),
        (NOVEMBER, Decimal(4500), False),
        (NOVEMBER, Decimal(6000), False),
        (date(2027, 7, 30), Decimal(4500), False),
    ]
    for line in CostLine.objects.filter(due_on=NOVEMBER):
        assert line.corrects.gemeente == waterveen
        assert line.gemeente == (waterveen if line.is_reversal else meerdorp)
        assert line.service_month == line.corrects.service_month
    assert ledger.count_unbalanced(None) == 0
    assert ledger.check_costs(None) == (0, 0)
    november = CostMonth.objects.filter(month=NOVEMBER).order_by("amount")
    assert [(each.amount, each.lines, each.heads) for each in november] == [
        (Decimal(-10_500), 2, 0),
        (Decimal(10_500), 2, 0),
    ]


def test_what_no_longer_falls_due_is_only_taken_back_and_can_come_again(
    placement, region_controller
):
    close(placement.contract, OCTOBER, region_controller)
    former = {"status": placement.status, "actual_last_on": None}
    move(placement, PlacementStatus.DROPPED_OUT, actual_last_on=date(2026, 5, 1))
    ledger.rebuild_costs([placement.pk])
    assert booked()[2:] == [(NOVEMBER, Decimal(-4500), True)]
    type(placement).objects.filter(pk=placement.pk).update(actual_last_on=date(2026, 12, 31))
    ledger.rebuild_costs([placement.pk])
    assert booked()[2:] == []
    assert former["status"] == PlacementStatus.STARTED


def test_a_correction_of_a_correction_names_the_line_it_replaces(
    placement, meerdorp, waterveen, region_controller
):
    rows = type(placement).objects.filter(pk=placement.pk)
    close(placement.contract, date(2026, 2, 1), region_controller)
    rows.update(gemeente=meerdorp)
    ledger.rebuild_costs([placement.pk])
    close(placement.contract, date(2026, 3, 1), region_controller)
    rows.update(gemeente=waterveen)
    ledger.rebuild_costs([placement.pk])
    first, *rest = CostLine.objects.filter(part="start").order_by("due_on", "is_reversal", "pk")
    again, back, last, taken = rest
    assert (again.corrects, back.corrects) == (first, first)
    assert (last.corrects, taken.corrects) == (again, again)
    assert (taken.gemeente, last.gemeente) == (meerdorp, waterveen)
    assert sum(line.amount for line in (first, *rest)) == 6000


def test_days_that_move_alone_correct_nothing(placement, region_controller):
    close(placement.contract, OCTOBER, region_controller)
    type(placement).objects.filter(pk=placement.pk).update(planned_last_on=date(2027, 7, 29))
    ledger.rebuild_costs([placement.pk])
    assert [day for day, _amount, _back in booked()] == [
        date(2026, 2, 2),
        date(2026, 10, 31),
        date(2027, 7, 29),
    ]


def test_pages_close_months_of_a_contract_and_of_a_region(
    client_of, region_controller, placement, noord, time_machine
):
    time_machine.move_to(AT, tick=False)
    client = client_of(region_controller)
    page = reverse("contracts:contract-close-months", args=[placement.contract_id])
    assert "kan niet opnieuw worden geopend" in client.get(page).content.decode()
    assert client.post(page, {"until": "2026-02-01"}).status_code == 302
    assert next_open_month(placement.contract) == date(2026, 3, 1)
    whole = reverse("contracts:monthclosing-create")
    asked = client.get(whole).content.decode()
    assert "okt 2026" in asked
    assert "None" not in asked
    assert client.post(whole, {"until": "2026-11-01", "region": noord.pk}).status_code == 200
    assert client.post(whole, {"until": "2026-10-01", "region": noord.pk}).status_code == 302
    assert next_open_month(placement.contract) == NOVEMBER
    shown = client.get(reverse("contracts:monthclosing-list")).content.decode()
    assert "2026-10" in shown
    assert "is voorbij en nog open" in client.get(page).content.decode()


def test_another_region_does_not_find_the_page(client_of, zuid_coordinator, placement):
    page = reverse("contracts:contract-close-months", args=[placement.contract_id])
    assert client_of(zuid_coordinator).get(page).status_code in (403, 404)
