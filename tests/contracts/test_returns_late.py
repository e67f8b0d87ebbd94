"""Monthly returns that stay away: how late, what they hold, who is told and what is measured."""

from datetime import date, timedelta

import pytest

from accounts.models import Notification
from accounts.notices import events_of, send_reminders
from contracts import tasks
from contracts.actions import returns as actions
from contracts.enums import KpiIndicator
from contracts.indicators import measured_by
from contracts.models import CostMonth, DataTask
from contracts.returns import ReturnTerms
from tests.factories.contracts import ContractFactory
from tests.factories.returns import DataTaskFactory
from tests.support.returns import AT, OCTOBER, ON, TERMS, at

pytestmark = pytest.mark.django_db


def test_how_late_a_return_is_follows_from_its_days(contract, provider_user):
    def days_late(**fields):
        DataTask.objects.all().delete()
        DataTaskFactory(contract=contract, **fields)
        return DataTask.objects.with_days_late(ON).get().days_late

    assert days_late() == 10
    assert days_late(in_time_until_on=ON) == 0
    assert days_late(in_time_until_on=ON - timedelta(days=1)) == 10
    assert days_late(status="open", due_on=ON) == 0
    DataTask.objects.all().delete()
    task = DataTaskFactory(contract=contract)
    actions.report_nothing(
        confirmed={task: task.figures()}, by=provider_user, at=at(date(2026, 11, 15), hour=23)
    )
    assert DataTask.objects.with_days_late(ON).get().days_late == 2
    assert not DataTask.objects.late(ON).exists()


def test_a_missing_return_holds_the_statement_where_the_region_says_so(
    october, november, contract, noord, coordinator, settings
):
    holding = DataTask.objects.holding
    assert not holding(contract, date(2026, 11, 30)).exists()
    settings.RETURN_HOLDS_PAYMENT = True
    assert set(holding(contract, date(2026, 10, 15))) == {october}
    assert set(holding(contract, date(2026, 11, 30))) == {october, november}
    without = ReturnTerms(5, 0, (3,), 4, holds_payment=False)
    actions.set_return_rule(region=noord, terms=without, by=coordinator, at=AT)
    assert not holding(contract, date(2026, 11, 30)).exists()
    settings.RETURN_HOLDS_PAYMENT = False
    actions.set_return_rule(region=noord, terms=TERMS, by=coordinator, at=AT)
    assert set(holding(contract, date(2026, 10, 15))) == {october}
    actions.excuse_return(data_task=october, by=coordinator, at=AT, reason="x")
    assert not holding(contract, date(2026, 10, 15)).exists()


def test_the_amount_at_stake_is_what_falls_due_in_the_month(october, november, contract, waterveen):
    for month, amount in ((OCTOBER, "6000.50"), (OCTOBER, "4500"), (date(2026, 9, 1), "1")):
        CostMonth.objects.create(
            region=contract.region,
            contract=contract,
            gemeente=waterveen,
            route="OB"[CostMonth.objects.count() % 2],
            kind="instalment",
            month=month,
            amount=amount,
            due_by_day=[amount] * 31,
            lines=1,
            heads=1,
        )
    found = {task.pk: task.amount for task in DataTask.objects.with_amount()}
    assert str(found[october.pk]) == "10500.50"
    assert found[november.pk] is None


def test_returns_in_time_are_measured(october, contract, place, provider_user, coordinator):
    """Of five that were due: one in time, one late, one open, one excused, one of another."""
    place(started=True)
    DataTaskFactory()
    for months, day in ((7, 9), (8, 11)):
        month = date(2026, months, 1)
        task = DataTaskFactory(contract=contract, month=month, due_on=date(2026, months + 1, 10))
        confirmed = {task: task.figures()}
        when = at(date(2026, months + 1, day))
        actions.report_nothing(confirmed=confirmed, by=provider_user, at=when)
    excused = DataTaskFactory(contract=contract, month=date(2026, 6, 1), due_on=date(2026, 7, 14))
    actions.excuse_return(data_task=excused, by=coordinator, at=AT, reason="Zomerstop")

    def returns_of(**days):
        figures = measured_by("contract_id", contract.placements.all(), **days)[contract.pk]
        (found,) = [one for one in figures if one.indicator == KpiIndicator.RETURNS_IN_TIME]
        return str(found.value), found.rests_on

    assert returns_of(first_on=date(2026, 1, 1), last_on=date(2026, 12, 31)) == ("33.3", 3)
    assert returns_of(first_on=date(2026, 8, 1), last_on=date(2026, 8, 31)) == ("100.0", 1)


# --- Telling ----------------------------------------------------------------------------------


def test_providers_are_reminded_before_the_day_and_once_when_late(
    october, november, noord, provider_user, other_provider_user
):
    def told():
        found = Notification.objects.filter(user=provider_user).order_by("pk")
        return [notice.kind for notice in found]

    for day, expected in (
        (date(2026, 11, 5), 0),
        (date(2026, 11, 7), 1),
        (date(2026, 11, 12), 2),
        (date(2026, 11, 13), 2),
        (date(2026, 11, 14), 3),
        (date(2026, 11, 15), 3),
    ):
        send_reminders(at=at(day))
        send_reminders(at=at(day))
        assert len(told()) == expected, day
    assert told()[-1] == "contracts.return_late"
    assert not Notification.objects.filter(user=other_provider_user).exists()
    first = Notification.objects.filter(user=provider_user).order_by("pk").first()
    assert "13 nov 2026" in first.sentence


def test_one_reminder_names_all_returns_of_a_day(october, noord, provider, provider_user):
    DataTaskFactory(contract=ContractFactory(region=noord, provider=provider, active=True))
    send_reminders(at=at(date(2026, 11, 12)))
    (notice,) = Notification.objects.filter(user=provider_user)
    assert "2" in notice.sentence


def test_what_stays_away_is_passed_on_once(
    october, november, contract_manager, coordinator, provider_user, zuid_coordinator
):
    assert actions.escalate_returns(at=at(date(2026, 11, 18))) == 0
    assert actions.escalate_returns(at=at(date(2026, 11, 19))) == 1
    assert actions.escalate_returns(at=at(date(2026, 11, 20))) == 0
    told = Notification.objects.filter(kind="contracts.return_escalated")
    assert {notice.user for notice in told} == {contract_manager, coordinator}
    assert "De Vliegerhof" in told.first().subject


def test_due_days_stand_in_the_calendar_of_the_provider(
    october, provider_user, other_provider_user
):
    events = [event for event in events_of(provider_user) if event.uid.startswith("returns-")]
    assert [event.start for event in events] == [date(2026, 11, 13)]
    assert not [e for e in events_of(other_provider_user) if e.uid.startswith("returns-")]


def test_the_schedule_asks_and_watches(contract):
    tasks.watch_returns()
    tasks.watch_returns()
    assert DataTask.objects.filter(contract=contract).count() <= 2


# --- Who sees what ----------------------------------------------------------------------------


def test_each_sees_its_own_returns(
    october, provider_user, other_provider_user, coordinator, zuid_coordinator, controller, reader
):
    def seen(user):
        return list(DataTask.objects.visible_to(user)) == [october]

    assert seen(provider_user)
    assert seen(coordinator)
    assert seen(reader)
    assert seen(controller)  # of a gemeente of the contract
    assert not seen(other_provider_user)
    assert not seen(zuid_coordinator)
