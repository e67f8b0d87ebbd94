"""Cost lines in words: what they pay for, and why on that day."""

from datetime import date

from django.utils.translation import gettext as _

from config.shared.display import day, money, number
from contracts.enums import ENDED, CostKind, InstalmentMoment, SettlementEvent
from contracts.models import CostLine
from contracts.pricing import Course


def part_in_words(line: CostLine) -> str:
    """What the line pays for, such as: at the start (40%)."""
    words = _what(line)
    if line.is_reversal:
        return _("taken back: %(what)s") % {"what": words}
    return words


def _what(line: CostLine) -> str:
    count = number(abs(line.quantity).normalize())
    if line.kind == CostKind.INSTALMENT:
        share = number((abs(line.quantity) * 100).normalize())
        return f"{InstalmentMoment(line.part).label} ({share}%)"
    if line.kind == CostKind.HOURS:
        return _("%(count)s hours") % {"count": count}
    if line.kind == CostKind.SETTLEMENT:
        return str(SettlementEvent(line.part).label)
    if line.kind == CostKind.GROUP_SHARE:
        return _("share of a group, %(month)s") % {"month": f"{line.service_month:%m-%Y}"}
    if line.kind == CostKind.FEE:
        return line.part
    return line.get_kind_display()


def due_in_words(line: CostLine) -> str:
    """The clause of `pricing` that gave the day, or why it is another."""
    if line.corrects_id:
        return _("A closed month is corrected in the first open one.")
    if line.service_month != line.due_on.replace(day=1):
        return _("Its own month was closed: the first open one has it.")
    if line.kind == CostKind.INSTALMENT:
        return _due_instalment(line)
    return {
        CostKind.HOURS: _("The last day of lessons in the month."),
        CostKind.MONTH: _("The last day of lessons in the month."),
        CostKind.GROUP_SHARE: _("The last day of the group in the month."),
        CostKind.SETTLEMENT: _("The last day of the course: what was left is settled."),
    }.get(CostKind(line.kind), "")


def _due_instalment(line: CostLine) -> str:
    placement = line.placement
    if placement is None:
        return ""
    course = Course(*(getattr(placement, name) for name in Course._fields))
    if line.part == InstalmentMoment.START:
        return _("The first day of the course.")
    if placement.status in ENDED and line.due_on == placement.actual_last_on:
        return _("The last day of the course: what was left is settled.")
    if line.part == InstalmentMoment.HALFWAY:
        period = period_in_words(course.first_on, course.end_on)
        return _("Halfway: %(period)s.") % {"period": period}
    return _("The planned last day of the course.")


def period_in_words(first_on: date, last_on: date) -> str:
    """2 feb 2026 up to and including 30 jul 2027."""
    return _("%(first)s up to and including %(last)s") % {
        "first": day(first_on),
        "last": day(last_on),
    }


def tariff_in_words(line: CostLine) -> str:
    """€ 15.000,00 per trajectory, from day until day; empty for a booked cost."""
    tariff = line.tariff
    if tariff is None:
        return ""
    return _("%(price)s %(unit)s, valid %(period)s") % {
        "price": money(tariff.price, 4),
        "unit": tariff.get_unit_display(),
        "period": period_in_words(tariff.first_on, tariff.last_on),
    }
