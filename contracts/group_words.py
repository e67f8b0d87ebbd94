"""An effect on groups in sentences, before it is confirmed and after it is done."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.shared.display import day, money, number
from contracts.enums import GroupAct
from contracts.group_effects import Effect, GroupChange, SeatChange, Standing, YearChange


def sentences(effect: Effect) -> list[str]:
    """What happens to groups, seats and euros, the groups first."""
    found = [
        *(text for change in effect.groups for text in _of_group(change, effect)),
        *_of_stake(effect),
        *(text for change in effect.seats for text in _of_seats(change)),
        *_of_years(effect),
    ]
    return [text for text in found if text]


def _of_group(change: GroupChange, effect: Effect) -> Iterator[str]:
    before, after = change.before, change.after
    if after is None:
        yield from _over(change.group, before, effect)
    elif before is None:
        text = _("Group %(group)s is new: %(heads)s of at least %(minimum)s, at most %(maximum)s.")
        yield text % _sizes(change.group, after)
    elif before == after:
        text = _(
            "Group %(group)s has %(heads)s learners, of at least %(minimum)s and at most "
            "%(maximum)s."
        )
        yield text % _sizes(change.group, after)
    else:
        yield from _changed(change.group, before, after)


def _over(group: str, before: Standing | None, effect: Effect) -> Iterator[str]:
    if effect.act == GroupAct.CANCEL:
        text = ngettext(
            "Group %(group)s does not take place; its learner goes back to the waiting list.",
            "Group %(group)s does not take place; its %(count)s learners go back to the "
            "waiting list.",
            len(effect.learners),
        )
        yield text % {"group": group, "count": number(len(effect.learners))}
    else:
        yield _("Group %(group)s is over; everyone in it goes along.") % {"group": group}
    if before is not None and before.cost:
        text = _("The cost of that group, %(cost)s, is no longer made.")
        yield text % {"cost": money(before.cost)}


def _changed(group: str, before: Standing, after: Standing) -> Iterator[str]:
    if before.heads != after.heads:
        text = _(
            "Group %(group)s goes from %(from)s to %(heads)s learners, of at least %(minimum)s and "
            "at most %(maximum)s."
        )
        yield text % {"from": number(before.heads), **_sizes(group, after)}
    if before.first_on != after.first_on:
        text = _("Group %(group)s begins on %(day)s instead of %(before)s.")
        days = {"day": day(after.first_on), "before": day(before.first_on)}
        yield text % {"group": group, **days}
    if before.cost_per_head is not None and before.cost_per_head != after.cost_per_head:
        text = _(
            "The provider spends %(after)s on each learner of %(group)s instead of %(before)s."
        )
        costs = {"before": money(before.cost_per_head), "after": money(after.cost_per_head)}
        yield text % {"group": group, **costs}


def _sizes(group: str, standing: Standing) -> dict[str, str]:
    return {
        "group": group,
        "heads": number(standing.heads),
        "minimum": number(standing.minimum),
        "maximum": number(standing.maximum),
    }


def _of_stake(effect: Effect) -> Iterator[str]:
    before, after = effect.stake_before, effect.stake_after
    if before == after and after:
        yield _("The empty seats below the minimum leave out %(stake)s.") % {"stake": money(after)}
    elif before != after:
        text = _("The empty seats below the minimum leave out %(after)s instead of %(before)s.")
        yield text % {"after": money(after), "before": money(before)}


def _of_seats(change: SeatChange) -> Iterator[str]:
    text = _("%(line)s: %(after)s seats free instead of %(before)s.")
    yield text % {
        "line": change.line,
        "after": number(change.after),
        "before": number(change.before),
    }
    if change.after < min(change.before, 0):
        yield _("%(line)s: that is %(count)s over the contracted number.") % {
            "line": change.line,
            "count": number(-change.after),
        }


def _of_years(effect: Effect) -> Iterator[str]:
    changed = [year for year in effect.years if year.before != year.after]
    if effect.years and not changed:
        yield _("What the gemeenten owe, and when, does not change.")
    yield from map(_of_year, changed)


def _of_year(change: YearChange) -> str:
    text = _("For these learners %(after)s falls due in %(year)s instead of %(before)s.")
    return text % {
        "after": money(change.after),
        "before": money(change.before),
        "year": change.year,
    }
