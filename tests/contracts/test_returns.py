"""Monthly returns: asked, answered by a sheet or without one, excused, passed on."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from config.shared.errors import Refused
from contracts import imports
from contracts.actions import deliveries
from contracts.actions import returns as actions
from contracts.enums import ContractStatus, DataTaskStatus, PlacementStatus
from contracts.models import DataTask, Delivery, ReturnRule
from contracts.returns import MonthFigures, ReturnTerms, due_day, last_day_in_time, standard_terms
from contracts.workflows.returns import DATA_TASK
from tests.factories.contracts import ContractFactory, move
from tests.factories.covenants import LearnerFactory
from tests.factories.providers import person_of
from tests.factories.returns import DataTaskFactory
from tests.support.placements import as_csv, row, rows, sheet
from tests.support.returns import AT, NOVEMBER, OCTOBER, TERMS, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def deliver(contract, provider_user):
    """Hands in lines, confirms and applies them."""

    def done(lines, *, when=AT, for_task=None, valid_rows_only=False, corrects=None):
        delivery = deliveries.keep_sheet(
            contract=contract, file=sheet(as_csv(lines)), by=provider_user, at=when
        )
        if for_task:
            actions.choose_delivery(task=for_task, delivery=delivery, by=provider_user, at=when)
        imports.check_delivery(delivery_id=delivery.pk, at=when)
        Delivery.objects.filter(pk=delivery.pk).update(corrects=corrects)
        deliveries.accept_rows(
            delivery=delivery, by=provider_user, at=when, valid_rows_only=valid_rows_only
        )
        return imports.apply_delivery(delivery_id=delivery.pk, at=when)

    return done


def statuses(*rows_of: DataTask) -> list[str]:
    return [DataTask.objects.get(pk=task.pk).status for task in rows_of]


# --- Days -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "working_day", "expected"),
    [
        (OCTOBER, 10, date(2026, 11, 13)),
        (OCTOBER, 1, date(2026, 11, 2)),
        (date(2026, 3, 1), 3, date(2026, 4, 7)),  # Good Friday and Easter Monday do not count
        (date(2026, 12, 1), 1, date(2027, 1, 4)),  # nor does New Year's day
    ],
)
def test_a_return_is_due_on_a_working_day_of_the_next_month(month, working_day, expected):
    terms = ReturnTerms(working_day, 0, (7,), 5, holds_payment=False)
    assert due_day(month, terms) == expected
    with_grace = ReturnTerms(working_day, 3, (7,), 5, holds_payment=False)
    assert last_day_in_time(month, with_grace) == expected + timedelta(days=3)


# --- Asking -----------------------------------------------------------------------------------


def test_returns_are_asked_once_of_contracts_that_run_and_schools_that_teach(
    contract, draft, noord, provider, coordinator, django_assert_max_num_queries
):
    ContractFactory(region=noord, active=True, last_on=date(2026, 9, 30))
    begun = ContractFactory(region=noord, active=True, first_on=date(2026, 11, 16))
    learner = LearnerFactory(started=True, planned_first_on=date(2026, 10, 5))
    LearnerFactory(
        started=True,
        status=PlacementStatus.COMPLETED,
        actual_last_on=date(2026, 9, 30),
        planned_first_on=date(2026, 2, 2),
    )
    actions.set_return_rule(region=noord, terms=TERMS, by=coordinator, at=AT)

    with django_assert_max_num_queries(11):
        made = actions.ask_returns(at=AT)

    asked = {(task.contract or task.covenant_party, task.month) for task in DataTask.objects.all()}
    assert asked == {
        (contract, OCTOBER),
        (contract, NOVEMBER),
        (begun, NOVEMBER),
        (learner.covenant_party, OCTOBER),
        (learner.covenant_party, NOVEMBER),
    }
    assert made == 5
    assert actions.ask_returns(at=AT) == 0
    task = DataTask.objects.get(contract=contract, month=OCTOBER)
    assert (task.provider, task.region) == (provider, noord)
    assert (task.due_on, task.in_time_until_on) == (date(2026, 11, 6), date(2026, 11, 8))
    other = DataTask.objects.get(covenant_party=learner.covenant_party, month=OCTOBER)
    assert other.due_on == due_day(OCTOBER, standard_terms())
    assert AuditEvent.objects.filter(object_id=task.pk, action="created").exists()


def test_a_rule_is_of_who_manages_returns_and_changes_nothing_already_asked(
    october, noord, zuid_coordinator, officer, coordinator
):
    for stranger in (zuid_coordinator, officer):
        with pytest.raises(Refused, match="rol"):
            actions.set_return_rule(region=noord, terms=TERMS, by=stranger, at=AT)
    assert not ReturnRule.objects.exists()

    actions.set_return_rule(region=noord, terms=TERMS, by=coordinator, at=AT)
    rule = actions.set_return_rule(region=noord, terms=standard_terms(), by=coordinator, at=AT)

    assert rule.terms == standard_terms()
    assert ReturnRule.objects.count() == 1
    october.refresh_from_db()
    assert october.due_on == date(2026, 11, 13)
    wrong = ReturnTerms(25, 0, (), 5, holds_payment=False)
    with pytest.raises(Refused):
        actions.set_return_rule(region=noord, terms=wrong, by=coordinator, at=AT)


def test_a_return_of_after_the_end_of_the_contract_lapses(october, november, contract):
    move(contract, ContractStatus.TERMINATED, ended_on=date(2026, 10, 12))
    assert actions.lapse_returns(at=AT) == 1
    assert statuses(october, november) == [DataTaskStatus.OPEN, DataTaskStatus.EXCUSED]
    november.refresh_from_db()
    assert "geëindigd" in november.status_reason


def test_the_database_keeps_a_return_once_and_whole(october, contract):
    for wrong in (
        {"month": OCTOBER},
        {"month": date(2026, 9, 2)},
        {
            "month": date(2026, 9, 1),
            "contract": None,
            "region": contract.region,
            "provider": contract.provider,
        },
        {"month": date(2026, 9, 1), "in_time_until_on": date(2026, 11, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            DataTaskFactory(**{"contract": contract} | wrong)
    for status in (DataTaskStatus.SUBMITTED, DataTaskStatus.NIL, DataTaskStatus.EXCUSED):
        with pytest.raises(IntegrityError), transaction.atomic():
            move(october, status)
    with pytest.raises(ValidationError):
        DataTask(status="anders").clean_fields(exclude={"contract", "delivery"})


# --- Answered by a sheet ----------------------------------------------------------------------


def test_an_applied_sheet_answers_what_was_owed_when_it_came_in(
    deliver, october, november, contract, provider_user
):
    september = DataTaskFactory(
        contract=contract, month=date(2026, 9, 1), due_on=date(2026, 10, 14)
    )
    other = DataTaskFactory()

    delivery = deliver(rows(2))

    expected = [DataTaskStatus.SUBMITTED] * 2 + [DataTaskStatus.OPEN] * 2
    assert statuses(september, october, november, other) == expected
    october.refresh_from_db()
    assert (october.delivery, october.answered_by) == (delivery, provider_user)
    assert october.answered_at == delivery.confirmed_at
    assert AuditEvent.objects.filter(object_id=october.pk, action="submit").exists()


def test_a_sheet_handed_in_for_one_return_answers_that_one_only(deliver, october, november):
    delivery = deliver(rows(1), for_task=november)
    assert statuses(october, november) == [DataTaskStatus.OPEN, DataTaskStatus.SUBMITTED]
    november.refresh_from_db()
    assert november.delivery == delivery


def test_a_sheet_is_for_a_return_of_its_own_contract_that_is_still_owed(
    contract, provider_user, coordinator
):
    delivery = deliveries.keep_sheet(
        contract=contract, file=sheet(as_csv(rows(1))), by=provider_user, at=AT
    )
    excused = DataTaskFactory(contract=contract, month=date(2026, 9, 1))
    actions.excuse_return(data_task=excused, by=coordinator, at=AT, reason="Zomerstop")
    for task in (DataTaskFactory(), excused):
        with pytest.raises(Refused, match="kan die opgave niet"):
            actions.choose_delivery(task=task, delivery=delivery, by=provider_user, at=AT)
        task.refresh_from_db()
        assert task.delivery is None


def test_a_sheet_without_its_refused_rows_counts_once_that_is_explained(
    deliver, october, provider_user, other_provider_user
):
    with pytest.raises(Refused, match="zonder de geweigerde regels"):
        actions.explain_rows(data_task=october, by=provider_user, at=AT, reason="x")
    delivery = deliver([row(1), row(2, gemeente="0999")], valid_rows_only=True)
    assert statuses(october) == [DataTaskStatus.OPEN]
    october.refresh_from_db()
    assert october.delivery == delivery

    for wrong in ("", "Zie 123456782"):
        with pytest.raises(Refused) as refused:
            actions.explain_rows(data_task=october, by=provider_user, at=AT, reason=wrong)
        assert refused.value.field == "reason"
    with pytest.raises(Refused, match="rol"):
        actions.explain_rows(data_task=october, by=other_provider_user, at=AT, reason="x")
    told = actions.explain_rows(
        data_task=october, by=provider_user, at=AT, reason="Gemeente nog onbekend"
    )

    assert told.status == DataTaskStatus.SUBMITTED
    assert told.status_reason == "Gemeente nog onbekend"


def test_the_mended_sheet_answers_it_too(deliver, october):
    deliver([row(1), row(2, gemeente="0999")], valid_rows_only=True)
    mended = deliver([row(1), row(2)])
    october.refresh_from_db()
    assert (october.status, october.delivery) == (DataTaskStatus.SUBMITTED, mended)


def test_a_correction_takes_the_place_of_what_it_corrects(deliver, october, contract):
    first = deliver(rows(2))
    september = DataTaskFactory(contract=contract, month=date(2026, 9, 1))
    correction = deliver(rows(2, offered_hours="140"), corrects=first)
    october.refresh_from_db()
    assert (october.status, october.delivery) == (DataTaskStatus.SUBMITTED, correction)
    assert october.answered_at == first.confirmed_at
    assert statuses(september) == [DataTaskStatus.OPEN]


# --- Answered without a sheet -----------------------------------------------------------------


@pytest.fixture
def learners(place):
    """Two running since spring, one begun and one ended in October, one begun after it."""
    for number, fields in enumerate(
        (
            {"started": True},
            {"started": True},
            {"started": True, "planned_first_on": date(2026, 10, 31)},
            {
                "status": PlacementStatus.DROPPED_OUT,
                "actual_first_on": date(2026, 2, 2),
                "actual_last_on": date(2026, 10, 1),
            },
            {"started": True, "planned_first_on": date(2026, 11, 1)},
            {},
        )
    ):
        place(reference=f"TV-{number}", **fields)
    return MonthFigures(running=3, started=1, ended=1)


def test_no_changes_are_reported_with_the_figures_confirmed(learners, october, provider_user):
    assert october.figures() == learners
    (done,) = actions.report_nothing(confirmed={october: learners}, by=provider_user, at=AT)
    assert done.status == DataTaskStatus.NIL
    assert done.confirmed_figures == learners
    assert (done.answered_at, done.answered_by) == (AT, provider_user)


def test_several_returns_are_reported_at_once_or_none_of_them(
    learners, october, contract, provider_user
):
    september = DataTaskFactory(contract=contract, month=date(2026, 9, 1))
    stale = {september: september.figures(), october: MonthFigures(3, 1, 0)}
    with pytest.raises(Refused, match="veranderd"):
        actions.report_nothing(confirmed=stale, by=provider_user, at=AT)
    assert statuses(october, september) == [DataTaskStatus.OPEN] * 2
    assert not AuditEvent.objects.filter(action="report_nil").exists()

    right = {task: task.figures() for task in (october, september)}
    actions.report_nothing(confirmed=right, by=provider_user, at=AT)
    assert statuses(october, september) == [DataTaskStatus.NIL] * 2


def test_nobody_else_reports_no_changes_nor_before_the_month_is_over(
    october, november, coordinator, other_provider_user, provider_user
):
    for person, task, words in (
        (coordinator, october, "rol"),
        (other_provider_user, october, "rol"),
        (provider_user, november, "niet voorbij|nog niet"),
    ):
        with pytest.raises(Refused, match=words):
            actions.report_nothing(confirmed={task: task.figures()}, by=person, at=AT)
    assert statuses(october, november) == [DataTaskStatus.OPEN] * 2
    over = at(date(2026, 12, 1), hour=0)
    actions.report_nothing(confirmed={november: november.figures()}, by=provider_user, at=over)


def test_a_sheet_that_waits_comes_first(contract, october, provider_user):
    delivery = deliveries.keep_sheet(
        contract=contract, file=sheet(as_csv(rows(1))), by=provider_user, at=AT
    )
    confirmed = {october: october.figures()}
    with pytest.raises(Refused, match="bestand"):
        actions.report_nothing(confirmed=confirmed, by=provider_user, at=AT)
    deliveries.reject_delivery(delivery=delivery, by=provider_user, at=AT)
    actions.report_nothing(confirmed=confirmed, by=provider_user, at=AT)
    assert statuses(october) == [DataTaskStatus.NIL]


def test_a_report_of_no_changes_is_withdrawn_when_a_sheet_comes_after_all(
    deliver, october, contract, provider_user
):
    september = DataTaskFactory(contract=contract, month=date(2026, 9, 1))
    both = {task: task.figures() for task in (october, september)}
    actions.report_nothing(confirmed=both, by=provider_user, at=AT)

    delivery = deliver(rows(1), when=AT + timedelta(hours=1))

    assert statuses(october, september) == [DataTaskStatus.SUBMITTED, DataTaskStatus.NIL]
    october.refresh_from_db()
    assert (october.delivery, october.confirmed_figures) == (delivery, None)


def test_a_school_confirms_its_learners_under_a_covenant(db):
    learner = LearnerFactory(started=True, planned_first_on=date(2026, 10, 5))
    party = learner.covenant_party
    task = DataTaskFactory(
        contract=None, covenant_party=party, region=party.covenant.region, provider=party.provider
    )
    assert task.figures() == MonthFigures(running=1, started=1, ended=0)
    teacher = person_of(party.provider, "provider_staff")
    actions.report_nothing(confirmed={task: task.figures()}, by=teacher, at=AT)
    assert statuses(task) == [DataTaskStatus.NIL]


# --- Excused ----------------------------------------------------------------------------------


def test_a_return_is_excused_with_a_reason_and_asked_again(
    october, coordinator, provider_user, zuid_coordinator
):
    for person in (provider_user, zuid_coordinator):
        with pytest.raises(Refused, match="rol"):
            actions.excuse_return(data_task=october, by=person, at=AT, reason="Vakantie")
    for wrong in (" ", "x" * 301):
        with pytest.raises(Refused) as refused:
            actions.excuse_return(data_task=october, by=coordinator, at=AT, reason=wrong)
        assert refused.value.field == "reason"
    assert statuses(october) == [DataTaskStatus.OPEN]

    excused = actions.excuse_return(
        data_task=october, by=coordinator, at=AT, reason=" Nog geen lessen "
    )
    assert (excused.status, excused.status_reason) == (DataTaskStatus.EXCUSED, "Nog geen lessen")
    again = actions.ask_again(data_task=october, by=coordinator, at=AT, reason="Toch begonnen")
    assert (again.status, again.status_reason) == (DataTaskStatus.OPEN, "Toch begonnen")


def test_no_changes_can_be_doubted(october, coordinator, provider_user):
    actions.report_nothing(confirmed={october: october.figures()}, by=provider_user, at=AT)
    again = actions.ask_again(data_task=october, by=coordinator, at=AT, reason="Er was een start")
    assert again.status == DataTaskStatus.OPEN
    assert again.confirmed_figures is None
    assert again.answered_at is None


@pytest.mark.parametrize("status", DataTaskStatus.values)
def test_only_moves_of_the_table_are_made(status, contract, deliver):
    """From another status each move is refused, and leaves nothing behind."""
    facts = {
        "open": {},
        "submitted": {"answered_at": AT, "delivery": deliver(rows(1))},
        "nil": {"answered_at": AT, "running": 0, "started": 0, "ended": 0},
        "excused": {"status_reason": "x"},
    }
    task = DataTaskFactory(contract=contract)
    if facts[status]:
        move(task, status, **facts[status])
    others = [move.name for move in DATA_TASK.transitions if status not in move.sources]
    assert others
    for name in others:
        with pytest.raises(Refused, match="Dit kan niet meer"):
            DATA_TASK.apply(task, name, by=None, at=AT, reason="x")
        assert statuses(task) == [status]
