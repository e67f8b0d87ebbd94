"""Texts that break programs, and what may never come of them on a page."""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from lxml import html as markup
from openpyxl import load_workbook

from tests.factories.publication import PDF
from tests.support.sheets import shared_file

TYPED = ("text", "search", "email", "url", "tel", "password", "")
"""Types of the inputs into which a person can type anything."""
USUAL = {"email": "naam@voorbeeld.test", "url": "https://voorbeeld.test", "tel": "0101234567"}
"""An address of each kind."""
LIKE_MARKUP = re.compile(r"<[a-zA-Z/!]")
SHORT = 4
"""Texts of so few characters stand on any page."""
EVALUATED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet evaluate the cell that begins with it."""
PLAIN_NUMBER = re.compile(r"[+-]?\s?(€\s?)?[\d.,\u00a0 ]+%?")


def naughty_texts() -> list[str]:
    """The shared list, with formulas; a NUL and a lone control, which it lacks."""
    found = json.loads(shared_file("data", "badinput", "blns.json").read_text())
    formulas = json.loads(shared_file("data", "badinput", "csv_injection.json").read_text())
    return [*filter(None, found), *formulas, "a\x00b", "a\x1b[31mb"]


def filled(page: str, text: str) -> dict[str, object]:
    """What a browser sends of the page's own form with `text` in every field one can type in.

    Choices without a choice get their first, days and numbers a usual one, and what must be ticked
    is. The own form is the one that goes to the page itself, so not that of the language. Empty
    without a form.
    """
    form = own_form(page)
    if form is None:
        return {}
    sent = dict(_first_choices(form))
    return sent | {name: value for field in form.inputs for name, value in _sent(field, text)}


def filled_in_words(page: str, text: str) -> dict[str, object]:
    """The same with `text` only where words are asked, as far as they fit: the rest is in order.

    So the form is not refused for an amount or an address that is none, and the words are kept.
    """
    fields = [] if (form := own_form(page)) is None else form.inputs
    named = [field for field in fields if field.name and field.tag == "input"]
    usual = {field.name: value for field in named for value in _other_than_words(field, text)}
    return filled(page, text) | usual


def own_form(page: str) -> Any:
    """The form of the page that goes to the page itself; None without one."""
    forms = [form for form in markup.fromstring(page).forms if form.method == "POST"]
    own = [form for form in forms if form.action is None]
    return max(own, key=lambda each: len(each.fields), default=None)


def _first_choices(form: Any) -> Iterator[tuple[str, object]]:
    """Of radio buttons the first, and boxes that have to be ticked."""
    for field in reversed(list(form.inputs)):
        kind = field.get("type")
        if field.name and (kind == "radio" or (kind == "checkbox" and "required" in field.attrib)):
            yield field.name, field.get("value", "on")


def _sent(field: Any, text: str) -> Iterator[tuple[str, object]]:
    kind = field.get("type", "") if field.tag == "input" else field.tag
    if not field.name or kind in ("submit", "button", "file"):
        return
    if kind in ("radio", "checkbox"):
        if field.get("checked") is not None:
            yield field.name, field.get("value", "on")
    elif kind in (*TYPED, "textarea"):
        yield field.name, text
    elif kind == "select":
        options = [value for value in field.value_options if value]
        yield field.name, field.value or (options[0] if options else "")
    else:
        usual = {"date": "2030-01-15", "datetime-local": "2030-01-15T12:00", "number": "1"}
        yield field.name, field.value or usual.get(kind, "")


def _other_than_words(field: Any, text: str) -> Iterator[object]:
    """What belongs in a field for a day, an amount, an address or a file; of words what it takes.

    The day is today, on which most runs.
    """
    kind = field.get("type", "")
    if kind == "file":
        yield SimpleUploadedFile("stuk.pdf", PDF)
    elif kind == "date":
        yield field.value or timezone.localdate().isoformat()
    elif field.get("inputmode") == "decimal":
        yield field.value or "1"
    elif kind in USUAL:
        yield field.value or USUAL[kind]
    elif kind in TYPED and (longest := field.get("maxlength")):
        yield text[: int(longest)]


def check_shown(page: str, *texts: str) -> None:
    """The page shows `texts` as text: no markup of them, and no link that runs one."""
    for text in texts:
        if LIKE_MARKUP.search(text) and len(text) > SHORT:
            assert text not in page
    document = markup.fromstring(page)
    for name in ("href", "src", "action", "formaction"):
        for address in document.xpath(f"//@{name}"):
            scheme = re.sub(r"[\x00-\x20]", "", address).partition(":")[0].lower()
            assert scheme not in ("javascript", "vbscript", "data"), address


def check_sheet(content: bytes) -> None:
    """No cell of an exported csv or xlsx is evaluated by a spreadsheet."""
    if content.startswith(b"PK"):
        book = load_workbook(io.BytesIO(content))
        rows = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
        assert [cell.coordinate for cell in rows if cell.data_type == "f"] == []
        return
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    cells = [cell for line in lines for cell in line]
    acting = [c for c in cells if c.startswith(EVALUATED) and not PLAIN_NUMBER.fullmatch(c)]
    assert acting == []
