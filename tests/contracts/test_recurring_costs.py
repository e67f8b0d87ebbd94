"""Booked costs that come back: one line a time and gemeente, until they are stopped."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import get_default_timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.shared.errors import Refused
from contracts import ledger
from contracts.actions.costs import book_cost, close_months, stop_cost, withdraw_cost
from contracts.enums import CostKind, CostType, Rhythm
from contracts.models import CostEntry, CostLine
from contracts.pricing import Time, times_of
from tests.factories.accounts import GemeenteFactory, RegionFactory
from tests.factories.contracts import ContractFactory
from tests.factories.costs import CostEntryFactory

AT = datetime(2026, 6, 4, 12, tzinfo=get_default_timezone())
JANUARY = {"due_on": date(2026, 1, 31), "first_on": date(2026, 1, 1), "last_on": date(2026, 1, 31)}


def licence(region, **facts) -> CostEntry:
    """100 euro at the end of every month of 2026."""
    own = {
        "cost_type": CostType.IT,
        "kind": CostKind.ENTRY,
        "description": "Licentie",
        "amount": Decimal(100),
        "rhythm": Rhythm.MONTHLY,
        "repeats_until": date(2026, 12, 31),
    }
    return CostEntry(region=region, **own | JANUARY | facts)


@pytest.fixture
def booked(noord, waterveen, meerdorp, region_controller):
    """Under a contract, of which 60 is Waterveen's."""
    contract = ContractFactory(region=noord, gemeenten_given=[waterveen, meerdorp])
    return book_cost(
        entry=licence(noord, contract=contract),
        amounts={waterveen: Decimal(60), meerdorp: Decimal(40)},
        by=region_controller,
        at=AT,
    )


def times() -> list[tuple]:
    rows = CostLine.objects.order_by("due_on", "first_on")
    return list(rows.values_list("due_on", "first_on", "last_on").distinct())


def test_each_time_has_a_line_for_each_gemeente(booked, waterveen):
    assert times()[:3] == [
        (date(2026, 1, 31), date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 2, 28), date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 3, 31), date(2026, 3, 1), date(2026, 3, 31)),
    ]
    assert CostLine.objects.count() == 24
    amounts = CostLine.objects.filter(gemeente=waterveen).values_list("amount", flat=True)
    assert set(amounts) == {60}
    assert ledger.check_costs(None) == (0, 0)


days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    due=days,
    first=days,
    length=st.integers(0, 400),
    rhythm=st.sampled_from(Rhythm.values),
    more=st.integers(0, 900),
)
def test_the_ledger_has_the_times_of_the_rule(db, due, first, length, rhythm, more):
    last = date.fromordinal(first.toordinal() + length)
    until = date.fromordinal(due.toordinal() + more)
    with transaction.atomic():
        entry = CostEntryFactory(
            region=RegionFactory(), borne_by=[GemeenteFactory()], due_on=due, first_on=first,
            last_on=last, rhythm=rhythm, repeats_until=None if rhythm == "once" else until,
        )  # fmt: skip
        ledger.rebuild_costs([], entry_ids=[entry.pk])
        asked = times_of(Time(due, first, last), Rhythm(rhythm).months, entry.repeats_until or due)
        assert times() == [tuple(each) for each in asked]
        transaction.set_rollback(True)


@pytest.mark.parametrize("rhythm", [Rhythm.QUARTERLY, Rhythm.YEARLY])
def test_other_rhythms_have_fewer_times(noord, waterveen, region_controller, rhythm):
    entry = licence(noord, rhythm=rhythm, repeats_until=date(2028, 1, 31))
    book_cost(entry=entry, amounts={waterveen: Decimal(100)}, by=region_controller, at=AT)
    assert len(times()) == {Rhythm.QUARTERLY: 9, Rhythm.YEARLY: 3}[rhythm]


def test_stopping_takes_later_times_away_and_corrects_closed_months(booked, region_controller):
    close_months(
        contract=booked.contract, until=date(2026, 4, 1), by=region_controller, at=timezone.now()
    )
    stop_cost(
        entry=booked, last_on=date(2026, 3, 31), reason="Opgezegd", by=region_controller, at=AT
    )
    lines = CostLine.objects.filter(entry=booked)
    assert sum(lines.values_list("amount", flat=True)) == 300
    [taken] = set(lines.filter(is_reversal=True).values_list("due_on", "service_month"))
    assert taken == (date(2026, 5, 1), date(2026, 4, 1))
    assert ledger.check_costs(None) == (0, 0)
    assert ledger.count_unbalanced(None) == 0


@pytest.mark.django_db(transaction=True)
def test_history_knows_when_it_was_stopped(booked, region_controller):
    close = {"contract": booked.contract, "by": region_controller}
    close_months(until=date(2026, 4, 1), at=timezone.now(), **close)
    stop_cost(
        entry=booked,
        last_on=date(2026, 3, 31),
        reason="Opgezegd",
        by=region_controller,
        at=timezone.now(),
    )
    close_months(until=date(2026, 6, 1), at=timezone.now(), **close)
    assert ledger.replay_costs(None) == 0


def test_what_was_stopped_or_comes_once_is_not_stopped(
    booked, noord, waterveen, reader, region_controller
):
    asked = {"last_on": date(2026, 5, 31), "reason": "Klaar", "at": AT}
    with pytest.raises(Refused):
        stop_cost(entry=booked, by=reader, **asked)
    with pytest.raises(Refused, match="eerder dan de dag"):
        stop_cost(entry=booked, by=region_controller, **asked | {"last_on": date(2026, 12, 31)})
    stop_cost(entry=booked, by=region_controller, **asked)
    once = CostEntryFactory(region=noord, borne_by=[waterveen])
    withdrawn = book_again(noord, booked, region_controller)
    withdraw_cost(entry=withdrawn, reason="Dubbel", by=region_controller, at=AT)
    for entry in (booked, once, withdrawn):
        with pytest.raises(Refused, match="komt niet meer terug"):
            stop_cost(entry=entry, by=region_controller, **asked)


def book_again(region, booked, by) -> CostEntry:
    shares = {share.gemeente: share.amount for share in booked.shares.all()}
    return book_cost(entry=licence(region), amounts=shares, by=by, at=AT)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"repeats_until": date(2036, 2, 1)}, "hoogstens tien jaar"),
        ({"repeats_until": None}, "Alleen wat terugkomt"),
        ({"rhythm": Rhythm.ONCE}, "Alleen wat terugkomt"),
        ({"repeats_until": date(2026, 1, 30)}, "laatste dag"),
    ],
)
def test_a_rhythm_has_an_end_within_reach(noord, waterveen, region_controller, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        book_cost(
            entry=licence(noord, **facts),
            amounts={waterveen: Decimal(100)},
            by=region_controller,
            at=AT,
        )
    assert not CostEntry.objects.exists()


def test_the_database_keeps_rhythm_and_end_together(booked):
    for facts in ({"repeats_until": None}, {"ended_on": date(2026, 2, 1)}, {"rhythm": "weekly"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CostEntry.objects.filter(pk=booked.pk).update(**facts)


def test_pages_book_and_stop_what_comes_back(client_of, region_controller, booked, query_budget):
    client = client_of(region_controller)
    page = reverse("contracts:costentry-detail", args=[booked.pk])
    with query_budget("contracts:costentry-detail"):
        shown = client.get(page).content.decode()
    assert "Elke maand, tot en met 31 dec 2026" in shown
    stop = reverse("contracts:costentry-stop", args=[booked.pk])
    assert stop in shown
    client.post(stop, {"last_on": "2026-08-31", "reason": "Opgezegd"})
    shown = client.get(page).content.decode()
    assert "Elke maand, gestopt na 31 aug 2026" in shown
    assert stop not in shown
    assert len(times()) == 8
