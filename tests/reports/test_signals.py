"""Signals of overruns: raised once, kept up to date, decided on, settled and opened again."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from accounts.models import AuditEvent, Notification
from accounts.notices import send_reminders
from config.shared.errors import Refused
from config.shared.periods import AMSTERDAM
from contracts import ledger
from contracts.models import Contract
from reports.actions import signals as actions
from reports.actions.signals import Decided
from reports.actions.watching import watch_overruns
from reports.enums import CauseCode, SignalKind, SignalStatus
from reports.models import BudgetLine, OverrunRule, OverrunSignal, SignalDecision
from reports.signals.rules import Threshold
from reports.signals.words import sentence
from reports.tasks import watch_overruns as task
from reports.workflows import OVERRUN_SIGNAL
from tests.factories.contracts import ContractFactory, PlacementFactory
from tests.factories.overruns import OverrunSignalFactory, SignalDecisionFactory
from tests.factories.reports import BudgetLineFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, tzinfo=AMSTERDAM)
RULE = Threshold(Decimal(5), Decimal(1_000), Decimal(10))


@pytest.fixture
def signal(noord, waterveen):
    return OverrunSignalFactory(region=noord, gemeente=waterveen)


def of_waterveen() -> OverrunSignal:
    return OverrunSignal.objects.get(gemeente__name="Waterveen")


# --- Watching ---------------------------------------------------------------------------------


def test_a_budget_that_will_not_do_is_signalled_with_its_day(
    noord, region_controller, controller, coordinator, budget, placements
):
    """Waterveen: 100,000 budgeted; 21,000 due, and eight learners still expected."""
    actions.set_overrun_rule(region=noord, threshold=RULE, by=region_controller, at=AT)
    assert watch_overruns(at=AT) == 2  # Meerdorp has no budget at all
    found = of_waterveen()
    assert (found.kind, found.status) == (SignalKind.THRESHOLD, SignalStatus.OPEN)
    assert (found.limit_amount, found.forecast_amount) == (Decimal(100_000), Decimal(105_000))
    assert found.overrun_amount == Decimal(5_000)
    assert found.passes_on == date(2026, 12, 31)
    assert (found.region, found.year, found.contract) == (noord, 2026, None)
    told = Notification.objects.filter(kind="reports.overrun_signalled")
    assert set(told.filter(about_id=found.pk).values_list("user", flat=True)) == {
        region_controller.pk,
        controller.pk,
        coordinator.pk,
    }
    assert "5.000,00 meer dan de begroting van" in told.filter(about_id=found.pk)[0].sentence
    other = OverrunSignal.objects.get(gemeente__name="Meerdorp")
    assert other.cause == CauseCode.VOLUME
    assert other.passes_on == date(2026, 12, 1)


def test_looking_twice_tells_nobody_twice(budget, placements, region_controller):
    BudgetLine.objects.update(amount=Decimal(50_000))
    watch_overruns(at=AT)
    count, told = OverrunSignal.objects.count(), Notification.objects.count()
    assert count
    task()
    assert watch_overruns(at=AT) == 0
    assert (OverrunSignal.objects.count(), Notification.objects.count()) == (count, told)


def test_money_that_is_gone_is_signalled_from_the_first_cent(budget, placements):
    """21,000 fell due; under the threshold of the site, yet more than was budgeted."""
    BudgetLine.objects.update(amount=Decimal("20999.99"), planned_heads=0)
    watch_overruns(at=AT)
    found = of_waterveen()
    assert found.kind == SignalKind.BUDGET_PASSED
    assert found.overrun_amount == Decimal("0.01")
    assert found.passes_on == date(2026, 10, 31)


def test_a_budget_that_holds_is_not_signalled(budget, placements):
    BudgetLine.objects.update(amount=Decimal(200_000))
    watch_overruns(at=AT)
    assert not OverrunSignal.objects.filter(gemeente__name="Waterveen").exists()


def test_a_contract_that_passes_its_maximum_is_signalled(noord, provider, waterveen):
    """Two learners: 12,000 in February, 9,000 halfway and 9,000 at the end."""
    contract = ContractFactory(
        region=noord, provider=provider, gemeenten_given=[waterveen], active=True
    )
    line = contract.capacity_lines.get()
    PlacementFactory.create_batch(2, capacity_line=line, gemeente=waterveen, started=True)
    ledger.rebuild_costs(None)
    Contract.objects.filter(pk=contract.pk).update(maximum_amount=Decimal(20_000))
    watch_overruns(at=AT)
    found = OverrunSignal.objects.get(kind=SignalKind.CEILING_PASSED)
    assert (found.contract, found.gemeente, found.year) == (contract, None, None)
    assert (found.forecast_amount, found.overrun_amount) == (Decimal(30_000), Decimal(10_000))
    assert found.passes_on == date(2026, 10, 31)
    Contract.objects.filter(pk=contract.pk).update(maximum_amount=Decimal(30_000))
    watch_overruns(at=AT)
    found.refresh_from_db()
    assert (found.status, found.limit_amount) == (SignalStatus.SOLVED, Decimal(30_000))


def test_what_is_gone_is_settled_and_opens_again_when_it_comes_back(
    noord, region_controller, budget, placements
):
    actions.set_overrun_rule(region=noord, threshold=RULE, by=region_controller, at=AT)
    watch_overruns(at=AT)
    BudgetLine.objects.update(amount=Decimal(200_000))
    watch_overruns(at=AT)
    found = of_waterveen()
    assert (found.status, found.overrun_amount) == (SignalStatus.SOLVED, Decimal(-95_000))
    BudgetLine.objects.update(amount=Decimal(100_000))
    watch_overruns(at=AT)
    assert of_waterveen().status == SignalStatus.OPEN
    assert Notification.objects.filter(kind="reports.overrun_worsened", about_id=found.pk).exists()


def test_what_has_no_money_any_more_needs_nobody_and_a_past_year_is_left_alone(noord, waterveen):
    gone = OverrunSignalFactory(region=noord, gemeente=waterveen)
    past = OverrunSignalFactory(region=noord, gemeente=waterveen, year=2025)
    watch_overruns(at=AT)
    gone.refresh_from_db()
    past.refresh_from_db()
    assert (gone.status, gone.limit_amount, gone.overrun_amount) == (SignalStatus.SOLVED, 0, 0)
    assert (past.status, past.overrun_amount) == (SignalStatus.OPEN, Decimal(20_000))


def test_what_was_accepted_stays_so_until_it_becomes_worse(
    noord, region_controller, budget, placements
):
    actions.set_overrun_rule(region=noord, threshold=RULE, by=region_controller, at=AT)
    watch_overruns(at=AT)
    actions.accept(overrun_signal=of_waterveen(), reason="Gedekt", by=region_controller, at=AT)
    assert of_waterveen().settled_amount == Decimal(5_000)
    BudgetLine.objects.update(amount=Decimal("99500.01"))
    watch_overruns(at=AT)
    assert of_waterveen().status == SignalStatus.ACCEPTED
    assert of_waterveen().overrun_amount == Decimal("5499.99")
    BudgetLine.objects.update(amount=Decimal(99_500))
    watch_overruns(at=AT)
    assert of_waterveen().status == SignalStatus.OPEN


def test_a_cause_that_a_person_chose_is_kept(region_controller, budget, placements):
    BudgetLine.objects.update(amount=Decimal(50_000))
    watch_overruns(at=AT)
    actions.choose_cause(
        signal=of_waterveen(), cause=CauseCode.SETTLEMENT, by=region_controller, at=AT
    )
    watch_overruns(at=AT)
    assert of_waterveen().cause == CauseCode.SETTLEMENT


def test_the_look_asks_no_more_of_many_budgets_than_of_few(
    noord, waterveen, budget, placements, django_assert_max_num_queries
):
    """Nothing is new at the second look, so that nobody is told: only looking is counted."""
    BudgetLine.objects.update(amount=Decimal(50_000))
    watch_overruns(at=AT)
    with django_assert_max_num_queries(32):
        watch_overruns(at=AT)
    for route in ("B", "Z"):
        BudgetLineFactory(region=noord, gemeente=waterveen, route=route, planned_heads=3)
    watch_overruns(at=AT)
    with django_assert_max_num_queries(32):
        watch_overruns(at=AT)


# --- Deciding ---------------------------------------------------------------------------------


def test_taking_up_makes_one_responsible(signal, coordinator):
    taken = actions.take_up(overrun_signal=signal, by=coordinator, at=AT)
    assert (taken.status, taken.owner) == (SignalStatus.TAKEN_UP, coordinator)
    assert (taken.taken_up_at, taken.taken_up_by) == (AT, coordinator)
    event = AuditEvent.objects.get(object_id=signal.pk, action="take_up")
    assert event.by == coordinator


@pytest.mark.parametrize("name", ["solve", "accept"])
def test_settling_keeps_the_overrun_at_which_it_was_done(signal, controller, name):
    settled = getattr(actions, name)(
        overrun_signal=signal, reason="Besproken", by=controller, at=AT
    )
    assert settled.settled_amount == Decimal(20_000)
    assert settled.status == OVERRUN_SIGNAL.by_name[name].target
    again = OVERRUN_SIGNAL.apply(settled, "reopen", by=controller, at=AT, reason="Toch niet")
    assert again.status == SignalStatus.OPEN


def test_settling_takes_a_reason_and_the_role_and_leaves_nothing_behind(
    signal, controller, reader, zuid_coordinator
):
    with pytest.raises(Refused, match="reden"):
        actions.solve(overrun_signal=signal, reason=" ", by=controller, at=AT)
    for stranger in (reader, zuid_coordinator):
        for act in (
            lambda by: actions.take_up(overrun_signal=signal, by=by, at=AT),
            lambda by: actions.accept(overrun_signal=signal, reason="x", by=by, at=AT),
            lambda by: actions.assign(signal=signal, owner=controller, by=by, at=AT),
            lambda by: actions.choose_cause(signal=signal, cause=CauseCode.MIX, by=by, at=AT),
            lambda by: actions.decide(signal=signal, decided=Decided(text="x"), by=by, at=AT),
        ):
            with pytest.raises(Refused, match="rol"):
                act(stranger)
    signal.refresh_from_db()
    assert (signal.status, signal.settled_amount, signal.owner) == (SignalStatus.OPEN, None, None)
    assert not SignalDecision.objects.exists()


def test_a_signal_goes_to_somebody_who_handles_overruns_here(
    signal, controller, coordinator, zuid_coordinator, reader
):
    for stranger in (zuid_coordinator, reader):
        with pytest.raises(Refused, match="behandelt hier geen"):
            actions.assign(signal=signal, owner=stranger, by=coordinator, at=AT)
    actions.assign(signal=signal, owner=controller, by=coordinator, at=AT)
    assert Notification.objects.get().user == controller
    actions.assign(signal=signal, owner=coordinator, by=coordinator, at=AT)
    assert Notification.objects.count() == 1  # nobody is told of the own act


def test_decisions_are_logged_and_carried_out_once(signal, controller):
    made = actions.decide(
        signal=signal,
        decided=Decided(
            text="Groep samenvoegen", effect_amount=Decimal(-4_000), due_on=date(2026, 12, 1)
        ),
        by=controller,
        at=AT,
    )
    assert list(SignalDecision.objects.to_do()) == [made]
    done = actions.carry_out(decision=made, text="Samengevoegd", by=controller, at=AT)
    assert not SignalDecision.objects.to_do().exists()
    for entry in (made, done):
        with pytest.raises(Refused, match="al uitgevoerd"):
            actions.carry_out(decision=entry, text="Nog eens", by=controller, at=AT)
    with pytest.raises(Refused):
        actions.decide(signal=signal, decided=Decided(text=""), by=controller, at=AT)


def test_the_log_is_only_added_to(signal):
    entry = SignalDecisionFactory(signal=signal)
    for change in (
        lambda: SignalDecision.objects.filter(pk=entry.pk).update(text="Anders"),
        entry.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_decision_reminds_who_is_responsible(signal, coordinator, controller):
    actions.assign(signal=signal, owner=controller, by=controller, at=AT)
    SignalDecisionFactory(signal=signal, due_on=date(2026, 11, 23))
    assert send_reminders(at=AT) == 1
    told = Notification.objects.get(kind="reports.overrun_decision_due")
    assert (told.user, told.sentence) == (controller, "Minder groepen starten")
    assert send_reminders(at=AT) == 0
    assert mail.outbox == []  # in the mail of the day


def test_money_that_is_nearly_gone_reminds_while_nobody_settled_it(
    signal, coordinator, controller, region_controller
):
    OverrunSignal.objects.update(passes_on=date(2026, 11, 24))
    assert send_reminders(at=AT) == 3
    told = Notification.objects.filter(kind="reports.overrun_near")
    assert told[0].subject == ("Het geld van Waterveen 2026 Onderwijsroute is bijna op")
    assert send_reminders(at=AT) == 0
    actions.accept(overrun_signal=signal, reason="Gedekt", by=controller, at=AT)
    OverrunSignal.objects.update(passes_on=date(2026, 11, 25))
    assert send_reminders(at=AT) == 0


# --- Rule -------------------------------------------------------------------------------------


def test_a_region_sets_its_own_rule(noord, region_controller, controller, zuid_coordinator):
    for stranger in (controller, zuid_coordinator):
        with pytest.raises(Refused, match="rol"):
            actions.set_overrun_rule(region=noord, threshold=RULE, by=stranger, at=AT)
    actions.set_overrun_rule(region=noord, threshold=RULE, by=region_controller, at=AT)
    other = Threshold(Decimal(7), Decimal(2_000), Decimal(20))
    rule = actions.set_overrun_rule(region=noord, threshold=other, by=region_controller, at=AT)
    assert rule.threshold == other
    wrong = Threshold(Decimal(-1), Decimal(0), Decimal(0))
    with pytest.raises(Refused):
        actions.set_overrun_rule(region=noord, threshold=wrong, by=region_controller, at=AT)
    assert OverrunRule.objects.get().threshold == other


# --- Words and scope --------------------------------------------------------------------------


def test_a_signal_in_one_sentence(signal):
    assert sentence(signal) == (
        "€ 20.000,00 meer dan de begroting van € 100.000,00; overschreden op 1 dec 2026."
    )
    signal.limit_amount, signal.passes_on = Decimal(0), None
    assert sentence(signal) == "€ 20.000,00, waarvan niets is begroot."
    signal.kind, signal.limit_amount = SignalKind.CEILING_PASSED, Decimal(5)
    assert sentence(signal) == "€ 20.000,00 meer dan het maximum van € 5,00."
    signal.overrun_amount = Decimal(0)
    assert sentence(signal) == "De prognose blijft weer binnen € 5,00."


def test_who_sees_a_signal(
    signal, contract, noord, controller, coordinator, provider_user, zuid_coordinator
):
    maximum = OverrunSignalFactory(
        region=noord,
        kind=SignalKind.CEILING_PASSED,
        contract=contract,
        year=None,
        gemeente=None,
        route="",
    )
    seen = OverrunSignal.objects.visible_to
    assert set(seen(coordinator)) == {signal, maximum}
    assert set(seen(controller)) == {signal}
    assert str(maximum) == str(contract)
    for stranger in (provider_user, zuid_coordinator):
        assert not seen(stranger).exists()
