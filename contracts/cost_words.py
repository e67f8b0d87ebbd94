"""Cost lines in words: what they pay for, and why on that day."""

from django.utils.translation import gettext as _

from config.shared.display import day, money, number
from contracts.enums import CostKind, InstalmentMoment, SettlementEvent
from contracts.models import CostLine


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
    if line.kind == CostKind.FEE:
        return line.part
    return line.get_kind_display()


def period_in_words(first_on: object, last_on: object) -> str:
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
