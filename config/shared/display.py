"""Values as a person reads them: days, moments, amounts, and any value of a fact sheet."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.shared.money import cents, euro, half_up

NOTHING = "–"
"""Stands where there is no value."""

CENT_PLACES = 2


def day(value: date | None) -> str:
    """22 nov 2026."""
    return _dated(value, "j M Y") if value else NOTHING


def weekday(value: date | None) -> str:
    """zo 22 nov 2026 - for a day that somebody plans by."""
    return _dated(value, "D j M Y") if value else NOTHING


def month_short(value: date) -> str:
    """nov - on the axis of one year."""
    return _dated(value, "M")


def month_year(value: date) -> str:
    """nov 2026 - on an axis of several years."""
    return _dated(value, "M Y")


def long_day(value: date) -> str:
    """zondag 22 november 2026 - for a letter."""
    return _dated(value, "l j F Y")


def moment(value: datetime | None) -> str:
    """22 nov 2026, 12:00 - in the reader's time zone."""
    return _dated(timezone.localtime(value), "j M Y, H:i") if value else NOTHING


def deadline(value: datetime | None) -> str:
    """ma 23 nov 2026, 12:00 uur - with the weekday, because somebody plans by it."""
    if value is None:
        return NOTHING
    return _("%(moment)s hrs") % {"moment": _dated(timezone.localtime(value), "D j M Y, H:i")}


def _dated(value: date, form: str) -> str:
    """Dutch writes its months and weekdays without a capital."""
    text = date_format(value, form)
    return text.lower() if get_language() == "nl" else text


def number(value: Decimal | int | None) -> str:
    """12.400 or 62,5."""
    return NOTHING if value is None else number_format(value, force_grouping=True)


def percentage(value: Decimal) -> str:
    """62,5 - per cents without the noughts that mean nothing, and without their sign."""
    whole = value.to_integral_value()
    return number(whole if value == whole else value.normalize())


def money(value: Decimal | int | None, places: int = CENT_PLACES) -> str:
    """€ 1.234,50; with `places` 4 a unit price, whose last zeros are left out: € 12,345."""
    if value is None:
        return NOTHING
    if places == CENT_PLACES or Decimal(value) == cents(value):
        return euro(value)
    return _with_sign(Decimal(value).normalize())


def whole_euros(value: Decimal | int) -> str:
    """€ 1.235 - in a picture, where cents say nothing."""
    return _with_sign(half_up(value, 0))


def _with_sign(value: Decimal) -> str:
    sign = "€ " if get_language() == "nl" else "€"
    return f"{sign}{number_format(value, force_grouping=True)}"


def unbroken(text: str) -> str:
    """The same words, in which no line ends between the sign of an amount and its figures."""
    return text.replace("€ ", "€\N{NO-BREAK SPACE}")


def value_text(value: Any) -> str:
    """Any value of a fact sheet: days, yes and no, links to objects, lists, enum labels."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal | int) and not isinstance(value, Enum):
        return number(value)
    return _many_or_one(value)


def _many_or_one(value: Any) -> str:
    if isinstance(value, QuerySet | list | tuple | set):
        return _listed(value)
    if isinstance(value, Model) and hasattr(value, "get_absolute_url"):
        return format_html('<a href="{}">{}</a>', value.get_absolute_url(), value)
    return str(getattr(value, "label", value)) if isinstance(value, Enum) else value


def _listed(values: Iterable[Any]) -> str:
    return format_html_join(", ", "{}", ((value_text(value),) for value in values)) or NOTHING
