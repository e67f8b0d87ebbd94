"""Whatever is done to groups in whatever order: heads, seats and costs stay what a recount says."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from config.shared.errors import Refused
from contracts.actions import groups as actions
from contracts.actions.groups.figures import candidates, members
from contracts.enums import IN_GROUP, IN_USE, GroupStatus
from contracts.ledger import check_costs, rebuild_costs
from contracts.models import CapacityLine, CourseGroup, GroupDecision, Placement
from tests.contracts.conftest import AT, TODAY
from tests.factories.contracts import CapacityLineFactory, CourseGroupFactory
from tests.support.proof import FULL

ACTS = ("merge", "split", "move", "fill", "postpone", "cancel")
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 9), st.integers(0, 9), st.integers(1, 4)),
    min_size=1,
    max_size=7,
)


@pytest.fixture
def world(line, place):
    """Two lines of one contract, a group on each, and six learners who wait for the first."""
    there = CapacityLineFactory(contract=line.contract, place="Meerdorp", number=5)
    for number, each in enumerate((line, there)):
        group = CourseGroupFactory(
            line=each,
            reference=f"G-{number}",
            first_on=date(2026, 4, 6),
            last_on=date(2027, 3, 31),
            minimum=2,
            maximum=6,
        )
        fields = {"planned_first_on": group.first_on, "planned_last_on": group.last_on}
        for _number in range(3):
            place(status="scheduled", capacity_line=each, course_group=group, **fields)
    rebuild_costs(None)
    for _number in range(6):
        place(status="waitlisted", capacity_line=line)


def do(step: tuple[str, int, int, int], by: User) -> None:
    """One act on one of the open groups, chosen by the numbers of `step`."""
    name, which, other, size = step
    groups = list(CourseGroup.objects.open().select_related("line__contract").order_by("pk"))
    if not groups:
        raise Refused("No group is open any more.")
    group, into = groups[which % len(groups)], groups[other % len(groups)]
    moment = {"group": group, "by": by, "at": AT}
    learners = list(members(group)[:size])
    if name == "merge":
        actions.merge_groups(**moment, into=into)
    elif name == "move":
        actions.move_learners(**moment, learners=learners, into=into)
    elif name == "fill":
        actions.fill_group(**moment, learners=list(candidates(group)[:size]))
    elif name == "cancel":
        actions.cancel_group(**moment, reason="Te weinig animo")
    elif name == "postpone":
        days = {"first_on": group.first_on + timedelta(weeks=size), "last_on": group.last_on}
        actions.postpone_group(**moment, **days)
    else:
        facts = {"first_on": group.first_on, "last_on": group.last_on, "minimum": 1, "maximum": 6}
        reference = f"S-{CourseGroup.objects.count()}"
        actions.split_group(**moment, learners=learners, reference=reference, **facts)


def check() -> None:
    for line in CapacityLine.objects.order_by("pk"):
        used = Placement.objects.filter(capacity_line=line, status__in=IN_USE).count()
        assert (line.use_on(TODAY).used, used <= line.number) == (used, True)
    for group in CourseGroup.objects.with_heads().order_by("pk"):
        heads = list(group.placements.filter(status__in=IN_GROUP).order_by("pk"))
        assert group.heads == len(heads) <= group.maximum
        assert not heads or group.status == GroupStatus.PLANNED
        for row in heads:
            assert (row.capacity_line_id, row.planned_first_on) == (group.line_id, group.first_on)
    assert not any(check_costs(None))
    assert Placement.objects.count() == 12


@given(steps=STEPS)
@settings(
    max_examples=200 if FULL else 12,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_groups_stay_what_a_recount_says(world, coordinator, steps):
    with transaction.atomic():
        for step in steps:
            made = GroupDecision.objects.count()
            try:
                do(step, coordinator)
                made += 1
            except Refused:
                pass
            assert GroupDecision.objects.count() == made
            check()
        transaction.set_rollback(True)
