"""Whatever people and sheets do one after another, every figure is what a recount by hand says."""

from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from config.shared.errors import Refused
from contracts.actions.authorisations import authorise_seats
from contracts.actions.capacity import SeatRequest, reserve_seat
from contracts.actions.placements import (
    accept_placement,
    assign_to_group,
    cancel_placement,
    put_on_waiting_list,
    schedule_placement,
)
from contracts.enums import OverTargetPolicy, SeatFigure
from contracts.models import CapacityLine, Contract, CourseGroup, Placement
from contracts.tally import check_tallies
from contracts.workflows import PLACEMENT
from tests.contracts.conftest import AT
from tests.factories.contracts import CourseGroupFactory
from tests.factories.seats import IntakeLineFactory
from tests.support.proof import FULL

CLASSROOM = ("start", "interrupt", "resume", "complete", "drop_out", "switch")
"""Steps that come by sheet: nobody asks whether a seat is free."""
PLACES, INTAKE = 3, 4


@dataclass(frozen=True)
class Scene:
    """What a sequence happens to; a contract with places and intake, and two small groups."""

    contract: Contract
    lines: list[CapacityLine]
    groups: list[CourseGroup]
    request: SeatRequest
    coordinator: User
    contract_manager: User


def taken_by_hand(row: Placement, line: CapacityLine, on: date) -> bool:
    """The rule of the design in plain words: places at the same time, or who began."""
    contract = line.contract
    if row.status == "accepted":
        return row.reserved_until_on is not None and row.reserved_until_on >= on
    if line.counts == "places":
        if row.status == "interrupted" and contract.interruption_weeks is not None:
            return on < row.status_on + timedelta(weeks=contract.interruption_weeks)
        return row.status in ("scheduled", "started", "interrupted")
    if row.status == "scheduled":
        return True
    if row.status == "dropped_out" and contract.refills_intake:
        return False
    began = row.status in ("started", "interrupted", "completed", "dropped_out", "switched")
    return began and line.first_on <= row.actual_first_on <= line.last_on


class Seats(RuleBasedStateMachine):
    """Any sequence of steps on the scene, each refused or done."""

    scene: Scene

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.at: datetime = AT
        self.number = 0

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @initialize(
        policy=st.sampled_from(OverTargetPolicy),
        refills=st.booleans(),
        weeks=st.sampled_from([None, 0, 2]),
    )
    def agree(self, policy: str, refills: bool, weeks: int | None) -> None:
        Contract.objects.filter(pk=self.scene.contract.pk).update(
            over_target_policy=policy, refills_intake=refills, interruption_weeks=weeks
        )

    @rule(days=st.integers(1, 12))
    def days_pass(self, days: int) -> None:
        self.at += timedelta(days=days)

    @rule(which=st.integers(0, 1), days=st.integers(0, 40))
    def reserve(self, which: int, days: int) -> None:
        self.number += 1
        first_on = self.at.date() + timedelta(days=days)
        asked = replace(
            self.scene.request,
            reference=f"TV-{self.number}",
            planned_first_on=first_on,
            planned_last_on=first_on + timedelta(days=300),
        )
        line = CapacityLine.objects.get(pk=self.scene.lines[which].pk)
        self._try(reserve_seat, line=line, request=asked)

    @rule(
        which=st.integers(0, 5),
        group=st.integers(0, 1),
        step=st.sampled_from(["accept", "wait", "cancel", "schedule", "assign"]),
    )
    def place(self, which: int, group: int, step: str) -> None:
        actions: dict[str, tuple[Any, dict[str, Any]]] = {
            "accept": (accept_placement, {}),
            "wait": (put_on_waiting_list, {"reason": "Vol"}),
            "cancel": (cancel_placement, {"reason": "Verhuisd"}),
            "schedule": (schedule_placement, {"group": self.scene.groups[group]}),
            "assign": (assign_to_group, {"group": self.scene.groups[group]}),
        }
        row = self._row(which)
        if row:
            action, extra = actions[step]
            self._try(action, placement=row, **extra)

    @rule(which=st.integers(0, 5), step=st.sampled_from(CLASSROOM))
    def teach(self, which: int, step: str) -> None:
        row, today = self._row(which), self.at.date()
        if row is None or row.status not in PLACEMENT.by_name[step].sources:
            return
        days = {"status_on": today, "actual_first_on": row.actual_first_on or today}
        if step in ("complete", "drop_out", "switch"):
            days["actual_last_on"] = today
        PLACEMENT.apply(row, step, by=None, at=self.at, **days)

    @rule(which=st.integers(0, 1), number=st.integers(1, 2))
    def authorise(self, which: int, number: int) -> None:
        line = self.scene.lines[which]
        facts = {"line": line, "number": number, "reason": "Spoed"}
        self._try(authorise_seats, by=self.scene.contract_manager, **facts)

    def _row(self, which: int) -> Placement | None:
        rows = list(Placement.objects.order_by("pk"))
        return rows[which % len(rows)] if rows else None

    def _try(self, action: Any, **facts: Any) -> None:
        with suppress(Refused):
            action(**{"by": self.scene.coordinator, "at": self.at} | facts)

    @invariant()
    def figures_are_what_a_recount_says(self) -> None:
        today = self.at.date()
        rows = list(Placement.objects.order_by("pk"))
        for line in CapacityLine.objects.filter(contract=self.scene.contract).order_by("pk"):
            counted = [row for row in rows if line.pk in (row.capacity_line_id, row.intake_line_id)]
            taken = sum(taken_by_hand(row, line, today) for row in counted)
            use = line.use_on(today)
            assert use.used + use.held == taken
            assert use.waiting == sum(row.status == "waitlisted" for row in counted)
            for figure in SeatFigure.values:
                behind = Placement.objects.behind(figure, [line.pk], today)
                assert behind.count() == getattr(use, figure)

    @invariant()
    def tallies_are_what_a_recount_says(self) -> None:
        assert check_tallies() == (0, 0)

    @invariant()
    def no_group_is_over_its_maximum(self) -> None:
        for group in CourseGroup.objects.with_heads().order_by("pk"):
            assert group.heads <= group.maximum


@pytest.fixture
def scene(line, request_of, coordinator, contract_manager) -> Scene:
    CapacityLine.objects.filter(pk=line.pk).update(number=PLACES)
    intake = IntakeLineFactory(contract=line.contract, number=INTAKE)
    groups = [CourseGroupFactory(line=line, minimum=1, maximum=2) for _turn in range(2)]
    return Scene(line.contract, [line, intake], groups, request_of(), coordinator, contract_manager)


@pytest.mark.proof
@pytest.mark.django_db
def test_figures_equal_a_recount_after_any_steps(scene):
    machine = type("SeatsOfTheScene", (Seats,), {"scene": scene})
    steps = settings(max_examples=150 if FULL else 15, stateful_step_count=25, deadline=None)
    run_state_machine_as_test(machine, settings=steps)


@pytest.mark.django_db
def test_neither_line_gives_out_more_than_its_number(scene, request_of, coordinator):
    asked = [request_of(f"TV-{number}") for number in range(PLACES + 3)]
    for number, request in enumerate(asked):
        refused = nullcontext() if number < PLACES else pytest.raises(Refused, match="geen plek")
        with refused:
            reserve_seat(line=scene.lines[number % 2], request=request, by=coordinator, at=AT)
    assert Placement.objects.count() == PLACES
