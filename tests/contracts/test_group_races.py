"""Acts on groups at the same time: nobody sits twice, no seat is lost, and no two wait forever."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

import pytest
from django.db import connection

from config.shared.errors import Refused
from contracts.actions.capacity import reserve_seat
from contracts.actions.groups import fill_group, merge_groups, move_learners
from contracts.enums import GroupStatus
from contracts.ledger import check_costs
from contracts.models import CapacityLine, Placement
from tests.contracts.conftest import AT, TODAY
from tests.factories.contracts import CapacityLineFactory, CourseGroupFactory

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def groups(line, waterveen):
    """Two planned groups on two lines of one contract, each with room for eight."""
    there = CapacityLineFactory(contract=line.contract, place="Meerdorp", number=20)
    days = {"first_on": date(2026, 4, 6), "last_on": date(2027, 7, 30), "minimum": 1, "maximum": 8}
    return [CourseGroupFactory(line=each, **days) for each in (line, there)]


@pytest.fixture
def seated(place):
    def made(group, number: int) -> list[Placement]:
        fields = {"capacity_line": group.line, "course_group": group, "status": "scheduled"}
        return [place(**fields) for _number in range(number)]

    return made


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all of `acts` in threads of their own; what each was refused with, empty when done."""

    def answer(act: Callable[[], object]) -> str:
        try:
            act()
        except Refused as refused:
            return refused.messages[0]
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return [each.result(timeout=60) for each in [pool.submit(answer, act) for act in acts]]


def test_two_groups_are_not_merged_into_each_other(groups, seated, coordinator):
    here, there = groups
    seated(here, 2)
    seated(there, 3)
    act = partial(merge_groups, by=coordinator, at=AT)
    answers = at_once(
        *[partial(act, group=here, into=there), partial(act, group=there, into=here)] * 2
    )
    assert answers.count("") == 1
    for group in groups:
        group.refresh_from_db()
    assert sorted(group.status for group in groups) == [GroupStatus.CANCELLED, GroupStatus.PLANNED]
    [left] = [group for group in groups if group.status == GroupStatus.PLANNED]
    assert left.placements.count() == 5


def test_learner_who_is_moved_and_merged_sits_in_one_group(groups, seated, coordinator):
    here, there = groups
    rows = seated(here, 4)
    moment = {"by": coordinator, "at": AT}
    answers = at_once(
        partial(merge_groups, group=here, into=there, **moment),
        partial(move_learners, group=here, learners=rows[:2], into=there, **moment),
        partial(move_learners, group=here, learners=rows[1:3], into=there, **moment),
    )
    assert "" in answers
    lines = CapacityLine.objects.filter(contract=here.line.contract)
    assert sum(line.use_on(TODAY).used for line in lines) == 4
    assert there.placements.count() + here.placements.count() == 4
    for row in Placement.objects.select_related("course_group"):
        assert row.course_group is not None
        assert row.course_group.line_id == row.capacity_line_id
    assert not any(check_costs(None))


def test_group_is_filled_while_its_last_seats_are_asked(line, place, request_of, coordinator):
    CapacityLine.objects.filter(pk=line.pk).update(number=6)
    group = CourseGroupFactory(line=line, minimum=1, maximum=8, first_on=date(2026, 4, 6))
    waiting = [place(status="waitlisted") for _number in range(4)]
    moment = {"by": coordinator, "at": AT}
    answers = at_once(
        partial(fill_group, group=group, learners=waiting, **moment),
        *[
            partial(reserve_seat, line=line, request=request_of(f"TV-N{number}"), **moment)
            for number in range(6)
        ],
    )
    filled = group.placements.count()
    assert filled in (0, 4)
    assert (filled == 4) == (answers[0] == "")
    reserved = answers[1:].count("")
    assert reserved == (2 if filled else 6)
    assert line.use_on(TODAY).free == 0
