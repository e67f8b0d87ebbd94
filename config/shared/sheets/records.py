"""Rows as JSON: what a system sends counts as a sheet, with the keys as its header."""

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from itertools import chain
from typing import IO, Any, NoReturn

from django.utils.translation import gettext as _

from config.shared.sheets.child import Block, cell_text, headed
from config.shared.sheets.guard import damaged
from config.shared.sheets.opened import OpenedSheet
from config.shared.sheets.raw import Limits, Raw, Unusable
from config.shared.sheets.reader import in_words

RECORDS_SUFFIX = ".json"
ROWS = "rows"
"""The member in which the rows stand when they are not the whole document."""

MOST_DIGITS = 400
"""Of a number before or after its point: 1e999999999 would be written out in full otherwise."""

_DEFAULT = Limits()
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def raw_from_records(
    records: Iterable[Mapping[str, Any]], filename: str = "", limits: Limits = _DEFAULT
) -> Raw:
    """The rows of a JSON document as a sheet; a row's number is its place, from 1.

    Keys are names of columns, however they are spelt; a key that only other rows have is an empty
    cell. Values are text, numbers, true, false and null. Raises Unusable for anything else, and
    past the limits.
    """
    return _opened(list(records), filename, limits).whole()


@contextmanager
def open_records(
    stream: IO[bytes], filename: str, limits: Limits, _sheet_name: str
) -> Iterator[OpenedSheet]:
    """A kept JSON document: a list of rows, or an object with such a list as its `rows`."""
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig")
    try:
        found = json.load(text, parse_int=str, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as problem:
        raise damaged(filename) from problem
    finally:
        text.detach()
    records = found.get(ROWS) if isinstance(found, dict) else found
    if not isinstance(records, list):
        raise Unusable(_("“%(file)s” holds no list of rows.") % {"file": filename})
    yield _opened(records, filename, limits)


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(word)


def _opened(records: list[Any], filename: str, limits: Limits) -> OpenedSheet:
    """Rows without any value keep their number, and are left out like blank rows of a sheet."""
    header: dict[str, None] = {}
    for number, record in enumerate(records, 1):
        if not isinstance(record, Mapping):
            raise Unusable(
                _("Row %(row)s is not an object with keys and values.") % {"row": number}
            )
        header.update(dict.fromkeys(record))
    names = [str(key) for key in header]
    if not any(map(str.strip, names)):
        raise Unusable(_("There are no rows in it."))
    lines = chain([names], (_cells(number, each, header) for number, each in enumerate(records, 1)))
    with in_words(filename, limits):
        most = limits.rows + 1
        head, blocks = headed(lines, most, limits.columns, limits.chunk_rows, first=0)
    return OpenedSheet(head, _in_words(blocks, filename, limits), filename=filename)


def _in_words(blocks: Iterator[Block], filename: str, limits: Limits) -> Iterator[Block]:
    with in_words(filename, limits):
        yield from blocks


def _cells(number: int, record: Mapping[str, Any], header: Iterable[str]) -> list[str]:
    return [_text(number, name, record.get(name)) for name in header]


def _text(number: int, name: str, value: object) -> str:
    """The value as a person would see it in a Dutch sheet."""
    if value is None:
        return ""
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < MOST_DIGITS:
        return format(value, "f").replace(".", ",")
    if isinstance(value, str) and not _HALF_CHARACTER.search(value):
        return value
    if isinstance(value, int | float):
        return cell_text(value)
    raise Unusable(
        _("“%(key)s” in row %(row)s must be text, a number, true, false or null.")
        % {"key": name, "row": number}
    )
