"""DUO's list of institutions (GET /instellingen of Inburgeringsaanbod), read from a JSON file."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from config.shared.identifiers import clean_brin, clean_duo, clean_postcode
from config.shared.sheets import Unusable
from providers.actions.institutions import Institution

LARGEST_FILE = 20 * 1024**2
"""Bytes; the whole list of the Netherlands is far below it."""
LONGEST_NAME = 128
MOST_SENTENCES = 20
REQUIRED = ("instellingsnummer", "naam", "postcode", "huisnummer", "plaatsnaam")
TYPES: dict[str, type] = {
    "instellingsnummer": str,
    "naam": str,
    "postcode": str,
    "huisnummer": int,
    "huisnummertoevoeging": str,
    "plaatsnaam": str,
    "bow": str,
    "brin": str,
    "indicatieBowKeurmerk": bool,
    "indicatieTstKeurmerk": bool,
}
CLEANED = {"instellingsnummer": clean_duo, "postcode": clean_postcode, "brin": clean_brin}


def read_institutions(path: str) -> list[Institution]:
    """The institutions of the file at `path`.

    Unusable with up to MOST_SENTENCES sentences when it cannot be taken whole; OSError when it
    cannot be opened.
    """
    rows = _rows(Path(path))
    problems = [
        _("Institution %(number)s: %(problem)s") % {"number": number, "problem": problem}
        for number, row in enumerate(rows, 1)
        for problem in _problems(row)
    ]
    problems = problems or _doubles(rows)
    if problems:
        raise Unusable(*problems[:MOST_SENTENCES])
    return [_institution(row) for row in rows]


def _rows(path: Path) -> list[Any]:
    if path.stat().st_size > LARGEST_FILE:
        raise Unusable(_("The file is larger than any list of DUO."))
    try:
        rows = json.loads(path.read_text("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise Unusable(_("This is no JSON file; ask DUO's list again.")) from None
    if not isinstance(rows, list) or not rows:
        raise Unusable(_("The file holds no list of institutions."))
    return rows


def _problems(row: Any) -> Iterator[str]:
    if not isinstance(row, dict):
        yield _("it is not an object with fields.")
        return
    for name in REQUIRED:
        if row.get(name) in (None, ""):
            yield _("“%(name)s” is missing.") % {"name": name}
    for name, kind in TYPES.items():
        value = row.get(name)
        if value is not None and type(value) is not kind:
            yield _("“%(name)s” is not of the right type.") % {"name": name}
        elif value:
            yield from _wrong_value(name, value)


def _wrong_value(name: str, value: Any) -> Iterator[str]:
    if name == "naam" and len(value) > LONGEST_NAME:
        yield _("“%(name)s” is too long.") % {"name": name}
    clean = CLEANED.get(name)
    if clean is None:
        return
    try:
        clean(value)
    except ValidationError as error:
        yield f"“{name}”: {error.messages[0]}"


def _doubles(rows: list[dict[str, Any]]) -> list[str]:
    counted = Counter(clean_duo(row["instellingsnummer"]) for row in rows)
    return [
        _("Institution number %(number)s stands in the file %(count)s times.")
        % {"number": number, "count": count}
        for number, count in counted.items()
        if count > 1
    ]


def _institution(row: dict[str, Any]) -> Institution:
    brin = row.get("brin") or ""
    return Institution(
        number=clean_duo(row["instellingsnummer"]),
        name=row["naam"].strip(),
        postcode=clean_postcode(row["postcode"]).replace(" ", ""),
        address=f"{row['huisnummer']}{row.get('huisnummertoevoeging') or ''}",
        place=row["plaatsnaam"].strip(),
        brin=clean_brin(brin) if brin else "",
        mark_number=row.get("bow") or "",
        has_quality_mark=row.get("indicatieBowKeurmerk"),
        has_tst=row.get("indicatieTstKeurmerk"),
    )
