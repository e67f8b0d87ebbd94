"""What can be decided about a group, each with the euros at stake."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from config.shared.display import day, money, number
from contracts.actions.groups.figures import fitting_groups, standing
from contracts.enums import GroupAct, GroupStatus
from contracts.group_effects import Standing
from contracts.models import CourseGroup

MOST_FITTING = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to decide: its name, where it is done, and what it comes to."""

    label: str
    url: str
    text: str


def choices(group: CourseGroup, stands: Standing) -> list[Choice]:
    """What can be decided about an open group that stands so, soonest asked first."""
    planned = group.status == GroupStatus.PLANNED
    found = [
        *(_undecided(group, stands) if planned else ()),
        *_mergers(group, stands),
        *(_regroupings(group) if stands.heads else ()),
    ]
    return found + ([_cancelling(group, stands)] if planned else [])


def _undecided(group: CourseGroup, stands: Standing) -> Iterator[Choice]:
    """Start, wait or shift a planned group."""
    stake = {"stake": money(stands.stake)}
    if stands.lacking:
        yield _choice(
            group, GroupAct.START, _("Below the minimum: it leaves out %(stake)s.") % stake
        )
        yield _choice(
            group, GroupAct.WAIT, _("%(stake)s stays at stake until the new day.") % stake
        )
    text = _("Everyone who has not begun follows, at the tariff of the new day.")
    yield _choice(group, GroupAct.POSTPONE, text)


def _mergers(group: CourseGroup, stands: Standing) -> Iterator[Choice]:
    """The groups that have room for everyone, the same place first, then the nearest start."""
    if not stands.heads:
        return
    fitting = [other for other in fitting_groups(group) if other.free_seats >= stands.heads]
    fitting.sort(key=lambda other: (other.line_id != group.line_id, _apart(group, other), other.pk))
    for other in fitting[:MOST_FITTING]:
        yield _merger(group, stands, other)


def _apart(group: CourseGroup, other: CourseGroup) -> int:
    return abs((other.first_on - group.first_on).days)


def _merger(group: CourseGroup, stands: Standing, other: CourseGroup) -> Choice:
    now = standing(other)
    then = replace(now, heads=now.heads + stands.heads)
    text = _(
        "With %(group)s (%(place)s, from %(day)s): %(heads)s learners there, %(stake)s at stake "
        "instead of %(before)s."
    )
    figures = {
        "group": other.reference,
        "place": other.line.place,
        "day": day(other.first_on),
        "heads": number(then.heads),
        "stake": money(then.stake),
        "before": money(stands.stake + now.stake),
    }
    url = f"{_address(group, GroupAct.MERGE)}?into={other.pk}"
    return Choice(str(GroupAct.MERGE.label), url, text % figures)


def _regroupings(group: CourseGroup) -> Iterator[Choice]:
    yield _choice(group, GroupAct.MOVE, _("Some learners go to another group of the contract."))
    yield _choice(group, GroupAct.SPLIT, _("Some learners go on in a new group."))


def _cancelling(group: CourseGroup, stands: Standing) -> Choice:
    text = _("%(income)s of tariff falls away; the learners go back to the waiting list.")
    return _choice(group, GroupAct.CANCEL, text % {"income": money(stands.income)})


def _choice(group: CourseGroup, act: GroupAct, text: str) -> Choice:
    return Choice(str(act.label), _address(group, act), text)


def _address(group: CourseGroup, act: GroupAct) -> str:
    return reverse(f"contracts:coursegroup-{act}", args=[group.pk])
