"""The words of a section, as they are proposed: the heading, and four pieces of text.

Made while Dutch is spoken, whatever language the reader's pages have: the council reads Dutch.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from config.shared.money import euro
from reports.enums import Recurrence, SignalStatus, TextKind
from reports.enums.why import OverrunPart
from reports.texts.figures import SectionFigures, rounded


def heading(section: SectionFigures, recurrence: str) -> str:
    """S-6 Inburgering (€ 10.000 nadeel - incidenteel)."""
    with translation.override(settings.LANGUAGE_CODE):
        named = " ".join(part for part in (section.code, section.name) if part)
        if not section.overrun:
            return _("%(subject)s (no difference)") % {"subject": named}
        return _("%(subject)s (%(difference)s - %(recurrence)s)") % {
            "subject": named,
            "difference": difference(section.overrun),
            "recurrence": str(Recurrence(recurrence).label).lower(),
        }


def proposed(section: SectionFigures, *, year: int, on: date) -> dict[str, str]:
    """The four pieces by the name of their field."""
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "announcement": announcement(section, year),
            "cause": cause(section),
            "money": money_words(section, on),
            "to_do": to_do(section),
        }


def difference(amount: Decimal) -> str:
    """€ 10.000 nadeel, € 4.000 voordeel, in rounded euros."""
    text = _("%(amount)s overrun") if amount > 0 else _("%(amount)s underspend")
    return text % {"amount": round_euro(abs(amount))}


def round_euro(amount: Decimal) -> str:
    """€ 10.000: rounded, without cents."""
    return f"€ {number_format(rounded(amount), force_grouping=True)}"


def announcement(section: SectionFigures, year: int) -> str:
    """What the paper before this one said, and how that moved."""
    earlier = section.earlier
    if earlier is None:
        return _("Nothing was reported about this earlier in %(year)s.") % {"year": year}
    said = _("In %(paper)s (figures of %(day)s) we reported %(difference)s.") % {
        "paper": PAPERS[earlier.kind]() % {"year": earlier.year},
        "day": _day(earlier.figures_on),
        "difference": difference(earlier.overrun) if earlier.overrun else _("no difference"),
    }
    return f"{said} {_movement(section.overrun - earlier.overrun)}"


PAPERS: dict[TextKind, Callable[[], str]] = {
    TextKind.BUDGET: lambda: _("the budget of %(year)s"),
    TextKind.SPRING: lambda: _("the spring memorandum of %(year)s"),
    TextKind.INTERIM: lambda: _("the interim report of %(year)s"),
    TextKind.AUTUMN: lambda: _("the autumn memorandum of %(year)s"),
    TextKind.ANNUAL: lambda: _("the annual accounts of %(year)s"),
}
"""The papers as they stand within a sentence."""


def _movement(change: Decimal) -> str:
    if not change:
        return _("That has not changed.")
    text = _("That is now %(amount)s worse.") if change > 0 else _("That is now %(amount)s better.")
    return text % {"amount": round_euro(abs(change))}


def cause(section: SectionFigures) -> str:
    """What the difference comes from, the weightiest part first."""
    if not section.overrun:
        return _("Budget and forecast are equal.")
    parts = sorted(
        ((part, amount) for part, amount in section.parts.items() if amount),
        key=lambda pair: (-abs(pair[1]), pair[0]),
    )
    if not parts:
        return _("What the difference comes from cannot be read from the figures.")
    lines = [_cause_line(section, part, amount) for part, amount in parts]
    opening = (
        _("The disadvantage is made up as follows:")
        if section.overrun > 0
        else _("The advantage is made up as follows:")
    )
    return "\n".join([opening, *lines])


def _cause_line(section: SectionFigures, part: OverrunPart, amount: Decimal) -> str:
    heads = {"heads": section.heads, "planned": section.planned_heads}
    more, less = CAUSES[part]
    reason = (more if amount > 0 else less)() % heads
    return f"- {reason}: {difference(amount)}."


CAUSES: dict[OverrunPart, tuple[Callable[[], str], Callable[[], str]]] = {
    OverrunPart.VOLUME: (
        lambda: _("more learners than budgeted (%(heads)s placed, %(planned)s planned)"),
        lambda: _("fewer learners than budgeted (%(heads)s placed, %(planned)s planned)"),
    ),
    OverrunPart.MIX: (
        lambda: _("more learners on dearer routes or contracts"),
        lambda: _("more learners on cheaper routes or contracts"),
    ),
    OverrunPart.DURATION: (
        lambda: _("more hours, or a larger part of the trajectories, in this year"),
        lambda: _("fewer hours, or a smaller part of the trajectories, in this year"),
    ),
    OverrunPart.PRICE: (
        lambda: _("higher prices than budgeted"),
        lambda: _("lower prices than budgeted"),
    ),
    OverrunPart.INDEXATION: (
        lambda: _("indexation of prices"),
        lambda: _("prices lowered by indexation"),
    ),
    OverrunPart.FILL: (
        lambda: _("empty seats in groups"),
        lambda: _("fuller groups than budgeted"),
    ),
    OverrunPart.SETTLEMENTS: (
        lambda: _("settlements of dropout, absence and switches"),
        lambda: _("less to pay because of dropout, absence and switches"),
    ),
    OverrunPart.UNSUBSTANTIATED: (
        lambda: _("the budget was lower than the plan under it"),
        lambda: _("the budget was higher than the plan under it"),
    ),
    OverrunPart.ENTRIES: (
        lambda: _("costs without a placement, more than budgeted"),
        lambda: _("costs without a placement, less than budgeted"),
    ),
}
"""Why it costs more, and why less."""


def money_words(section: SectionFigures, on: date) -> str:
    """Where the money stands, and for how many learners it is."""
    figures = section.figures
    amounts = {
        "budget": round_euro(figures.budget),
        "realised": round_euro(figures.realised),
        "committed": round_euro(figures.committed),
        "expected": round_euro(figures.expected),
        "forecast": round_euro(figures.forecast),
        "day": _day(on),
    }
    said = _(
        "The budget is %(budget)s. Up to and including %(day)s %(realised)s was realised; "
        "%(committed)s is committed to running and scheduled placements and %(expected)s is "
        "still expected. The forecast is %(forecast)s."
    )
    heads = _("It pays for %(heads)s learners; %(planned)s were planned.") % {
        "heads": section.heads,
        "planned": section.planned_heads,
    }
    return f"{said % amounts} {heads}" if section.heads or section.planned_heads else said % amounts


def to_do(section: SectionFigures) -> str:
    """What was decided and has still to be done, or what has still to be decided."""
    if section.decisions:
        return "\n".join(_decisions(section))
    if section.standing in (SignalStatus.OPEN, SignalStatus.TAKEN_UP):
        return _("It has still to be decided what is done about this.")
    if section.standing == SignalStatus.ACCEPTED:
        return _("The overrun has been accepted; nothing more is done about it.")
    return _("Nothing has to be done.")


def _decisions(section: SectionFigures) -> Iterator[str]:
    for decision in section.decisions:
        details = []
        if decision.due_on:
            details.append(_("by %(day)s") % {"day": _day(decision.due_on)})
        if decision.effect:
            text = (
                _("expected to cost %(amount)s")
                if decision.effect > 0
                else _("expected to save %(amount)s")
            )
            details.append(text % {"amount": euro(abs(decision.effect))})
        said = f"- {' '.join(decision.text.split())}"
        yield f"{said} ({', '.join(details)})" if details else said


def _day(day: date) -> str:
    return date_format(day, "j F Y").lower()
