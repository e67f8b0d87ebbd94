"""What a cell may hold: each kind turns one text into its canonical form, or says what is wrong
with it.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal as Number
from functools import cached_property
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from config.shared.identifiers import personal_numbers
from config.shared.money import parse_amount
from config.shared.sheets import ERROR
from config.shared.sheets.finding import NOTICE
from config.shared.sheets.words import in_each_language, plain

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_PLAIN_LINES = re.compile(r"[A-Za-z0-9-]+(?:\n[A-Za-z0-9-]+)*", re.ASCII)
_MANY_DIGITS = re.compile(r"[0-9]{9}")
_EXCEL_TEXT = re.compile(r'="([^"]*)"')
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]+Z?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?: [\d:.]+)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_SERIAL = re.compile(r"\d{5}", re.ASCII)
_WHOLE = re.compile(r"-?\d+", re.ASCII)
_WHOLE_DUTCH = re.compile(r"-?\d{1,3}(\.\d{3})+", re.ASCII)
MOST_DIGITS = 18  # of a bigint, sign and all
_EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
_SERIALS = range(25_569, 73_051)  # 1970 to 2099


def is_blank(text: str) -> bool:
    """Whether nothing of it can be seen: a cell with only a mark of direction is an empty cell."""
    return not _INVISIBLE.sub("", text).strip()


class Wrong(Exception):
    """A cell that cannot be taken as it is: `taken` is the canonical form where only a notice is
    due.
    """

    def __init__(self, code: str, message: str, remedy: str, *, taken: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.remedy, self.taken = code, message, remedy, taken
        self.level = ERROR if taken is None else NOTICE


class Kind:
    """Base of the kinds. `read` gets a stripped, non-empty text once for each different one in a
    column.
    """

    label: ClassVar[object]
    number_format: ClassVar[str] = (
        "@"  # of the cells in the template: text, so that a spreadsheet guesses nothing
    )

    def read(self, text: str) -> str:
        """The canonical text. Raises Wrong."""
        raise NotImplementedError

    def all_plain(self, texts: Sequence[str]) -> bool:
        """Whether one look shows that `read` gives each of these texts back as it is.

        To be sure, not to be complete: False says nothing.
        """
        return False

    def allowed(self) -> str:
        """In words for the explanation: what may be filled in; empty when the label says it all."""
        return ""

    def options(self) -> list[str]:
        """Values for a dropdown in the template; none for a free cell."""
        return []

    def legend(self) -> list[tuple[str, object]]:
        """Codes with their labels, where a cell holds one of a list."""
        return []


@dataclass(frozen=True)
class Text(Kind):
    """Text as it stands: 705E01, 2023-001 and leading zeros stay.

    `clean` returns a canonical form or raises ValidationError (`identifiers.clean_kvk`). Cells
    about participants refuse a number that can be a BSN; set `personal_numbers_allowed` for
    numbers of organisations and invoices.
    """

    max_length: int = 200
    clean: Callable[[str], str] | None = None
    personal_numbers_allowed: bool = False
    label: ClassVar[object] = gettext_lazy("text")

    def allowed(self) -> str:
        return _("at most %(length)s characters") % {"length": self.max_length}

    def all_plain(self, texts: Sequence[str]) -> bool:
        """Words of letters, digits and dashes, too few digits at a stretch to be a personal number:
        the references of most sheets.
        """
        together = "\n".join(texts)
        return (
            self.clean is None
            and max(map(len, texts)) <= self.max_length
            and _PLAIN_LINES.fullmatch(together) is not None
            and _MANY_DIGITS.search(together) is None
        )

    def read(self, text: str) -> str:
        if found := _CONTROL.search(text):
            raise Wrong(
                "control",
                _("Holds a control character (%(code)s).") % {"code": ascii(found.group())},
                _retype(),
            )
        if text.startswith("="):
            return self.read(self._unwrapped(text))
        if len(text) > self.max_length:
            message = _("Has %(length)s characters.") % {"length": len(text)}
            raise Wrong(
                "too_long", message, _("Use at most %(length)s.") % {"length": self.max_length}
            )
        if not self.personal_numbers_allowed and personal_numbers(text):
            raise _personal_number()
        visible = _INVISIBLE.sub("", text).strip()
        if visible != text:
            raise Wrong(
                "invisible",
                _("Held invisible characters; they are left out."),
                _retype(),
                taken=self._cleaned(visible),
            )
        return self._cleaned(text)

    def _unwrapped(self, text: str) -> str:
        """Excel's own way to keep zeros in csv is ="0012"; any other formula in text is refused."""
        wrapped = _EXCEL_TEXT.fullmatch(text)
        if not wrapped or not wrapped.group(1) or wrapped.group(1).startswith("="):
            raise Wrong("formula", _("Holds a formula."), _("Type the value itself."))
        return wrapped.group(1)

    def _cleaned(self, text: str) -> str:
        try:
            return self.clean(text) if self.clean else text
        except ValidationError as refusal:
            raise Wrong(
                refusal.code or "invalid", " ".join(refusal.messages), _("Correct it.")
            ) from None


@dataclass(frozen=True)
class Choice(Kind):
    """One of a list. `choices` is a TextChoices class or (code, label) pairs; code, label in any
    language and the `aliases` of a code ({"O": ("onderwijs",)}) are recognised, whatever their
    case, spaces or dashes.
    """

    choices: Any
    aliases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    label: ClassVar[object] = gettext_lazy("choice")

    @property
    def pairs(self) -> list[tuple[str, object]]:
        return list(getattr(self.choices, "choices", self.choices))

    @cached_property
    def codes(self) -> dict[str, str]:
        """Codes by every plain spelling; a code's own spelling wins from another's label."""
        spellings: dict[str, str] = {}
        for code, _label in self.pairs:
            spellings[plain(code)] = code
        for code, label in self.pairs:
            for text in (*in_each_language(label), *self.aliases.get(code, ())):
                spellings.setdefault(plain(text), code)
        return spellings

    def options(self) -> list[str]:
        return [str(label) for _code, label in self.pairs]

    def legend(self) -> list[tuple[str, object]]:
        return self.pairs

    def allowed(self) -> str:
        return ", ".join(self.options())

    def read(self, text: str) -> str:
        code = self.codes.get(plain(text))
        if code is None:
            message = _("“%(text)s” is not one of the values that may stand here.") % {
                "text": text[:50]
            }
            raise Wrong(
                "choice", message, _("Choose from: %(options)s.") % {"options": self.allowed()}
            )
        return code


class _YesNo:
    choices = (("true", gettext_lazy("yes")), ("false", gettext_lazy("no")))


@dataclass(frozen=True)
class Boolean(Choice):
    """Canonical "true" or "false"."""

    choices: Any = _YesNo
    aliases: Mapping[str, Sequence[str]] = field(
        default_factory=lambda: {
            "true": ("ja", "j", "y", "x", "1", "waar"),
            "false": ("nee", "n", "0", "onwaar"),
        }
    )


@dataclass(frozen=True)
class Date(Kind):
    """A day; canonical 2026-02-01. Day before month, as Dutch people write; two-digit years are
    not guessed.
    """

    first: dt.date = dt.date(1990, 1, 1)
    last: dt.date = dt.date(2099, 12, 31)
    label: ClassVar[object] = gettext_lazy("date")
    number_format: ClassVar[str] = "d-m-yyyy"

    def allowed(self) -> str:
        return _("such as 1-2-2026 or 2026-02-01")

    def read(self, text: str) -> str:
        if _SERIAL.fullmatch(text) and int(text) in _SERIALS:
            day = _EXCEL_DAY_ZERO + dt.timedelta(days=int(text))
            message = _("The number %(number)s was read as the date %(day)s.") % {
                "number": text,
                "day": f"{day:%d-%m-%Y}",
            }
            raise Wrong(
                "serial_date", message, _("Format the column as a date."), taken=self._within(day)
            )
        return self._within(self._day(text))

    def _day(self, text: str) -> dt.date:
        if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
            parts = found.groups()
        elif found := _DAY_FIRST.fullmatch(text):
            parts = found.groups()[::-1]
        else:
            raise Wrong("date", _("“%(text)s” is not a date.") % {"text": text[:50]}, _write_date())
        try:
            return dt.date(*map(int, parts))
        except ValueError:
            message = _("“%(text)s” is not a day of the calendar.") % {"text": text}
            raise Wrong("date", message, _write_date()) from None

    def _within(self, day: dt.date) -> str:
        if not self.first <= day <= self.last:
            bounds = {"first": f"{self.first:%d-%m-%Y}", "last": f"{self.last:%d-%m-%Y}"}
            message = _("The date %(day)s lies outside what is possible.") % {
                "day": f"{day:%d-%m-%Y}"
            }
            raise Wrong(
                "date_range", message, _("Give a date from %(first)s up to %(last)s.") % bounds
            )
        return day.isoformat()


@dataclass(frozen=True)
class Decimal(Kind):
    """A number with at most `places` decimals; canonical 1234.50. Decimal comma or point, as
    `money.parse_amount`.
    """

    places: int = 2
    minimum: int | Number | None = 0
    maximum: int | Number | None = None
    label: ClassVar[object] = pgettext_lazy("kind of cell", "number")
    number_format: ClassVar[str] = "General"

    def allowed(self) -> str:
        return _bounds_in_words(self.minimum, self.maximum)

    def read(self, text: str) -> str:
        try:
            number = parse_amount(text, places=self.places)
        except ValueError as problem:
            raise Wrong("number", str(problem), _("Write a number like 1234,50.")) from None
        _check_bounds(number, self.minimum, self.maximum)
        return format(number, "f")


@dataclass(frozen=True)
class Integer(Kind):
    """A whole number; canonical digits with an optional minus."""

    minimum: int | None = 0
    maximum: int | None = 2_147_483_647
    label: ClassVar[object] = gettext_lazy("whole number")
    number_format: ClassVar[str] = "0"

    def allowed(self) -> str:
        return _bounds_in_words(self.minimum, self.maximum)

    def read(self, text: str) -> str:
        digits = text.replace(".", "") if _WHOLE_DUTCH.fullmatch(text) else text
        if not _WHOLE.fullmatch(digits) or len(digits) > MOST_DIGITS:
            message = _("“%(text)s” is not a whole number.") % {"text": text[:50]}
            raise Wrong("integer", message, _("Write digits only, such as 12."))
        _check_bounds(int(digits), self.minimum, self.maximum)
        return str(int(digits))


def _check_bounds(
    number: int | Number, minimum: int | Number | None, maximum: int | Number | None
) -> None:
    if minimum is not None and number < minimum:
        message = _("%(number)s is less than %(minimum)s.") % {"number": number, "minimum": minimum}
        raise Wrong(
            "too_small", message, _("Give a number of %(minimum)s or more.") % {"minimum": minimum}
        )
    if maximum is not None and number > maximum:
        message = _("%(number)s is more than %(maximum)s.") % {"number": number, "maximum": maximum}
        raise Wrong(
            "too_large", message, _("Give a number of %(maximum)s or less.") % {"maximum": maximum}
        )


def _bounds_in_words(minimum: object, maximum: object) -> str:
    if minimum is not None and maximum is not None:
        return _("from %(minimum)s up to %(maximum)s") % {"minimum": minimum, "maximum": maximum}
    if minimum is not None:
        return _("%(minimum)s or more") % {"minimum": minimum}
    return ""


def _personal_number() -> Wrong:
    return Wrong(
        "personal_number",
        _("Holds a 9-digit number that can be a BSN; those may not be uploaded."),
        _("Use a reference of your own with a letter, such as TV-2026-12."),
    )


def _retype() -> str:
    return _("Type the text again.")


def _write_date() -> str:
    return _("Write the date as 1-2-2026 or 2026-02-01.")
