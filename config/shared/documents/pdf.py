"""Documents as PDF that a screen reader can follow (PDF/UA-1), set by typst."""

import json
import unicodedata
from dataclasses import fields
from datetime import UTC
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst
from font_source_sans_pro import font_directory

from config.shared.documents.blocks import Document
from config.shared.documents.plain import cleaned
from config.shared.documents.wording import wording

TEMPLATE = Path(__file__).with_name("page.typ")
PROBE = b'#set document(title: "-")\n#set text(font: "Source Sans Pro")\n#sys.inputs.document'
REGIONS = {"nl": "NL", "en": "GB"}


def to_pdf(document: Document) -> bytes:
    """An A4 document; what no font has stands in it as its number, such as [U+1F600].

    The text of the document goes in as data, so nothing in it can be taken for markup.
    """
    data = json.dumps(_data(cleaned(document)), default=_as_object, ensure_ascii=False)
    template = TEMPLATE.read_bytes()
    try:
        return _typeset(template, data, document)
    except typst.TypstError:
        shown = "".join(map(_shown, data))
        if shown == data:
            raise
        return _typeset(template, shown, document)


def _data(document: Document) -> dict[str, Any]:
    file_title = f"{document.mark}: {document.title}" if document.mark else document.title
    words = {
        "file_title": file_title.replace("\n", " "),
        "region": REGIONS[document.language],
        "wording": wording(document.language)._asdict(),
        "created_at": "",  # the file's own property says it
    }
    return _as_object(document) | words


def _as_object(value: Any) -> dict[str, Any]:
    """What a dataclass holds, with its name as `kind`."""
    return {"kind": type(value).__name__} | {f.name: getattr(value, f.name) for f in fields(value)}


def _typeset(template: bytes, data: str, document: Document) -> bytes:
    return typst.compile(
        template,
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": data},
        pdf_standards=["ua-1"],
        timestamp=document.created_at.astimezone(UTC).replace(microsecond=0),
    )


@cache
def _fonts() -> typst.Fonts:
    """Our sans, and for letters beyond its Latin, Greek and Cyrillic what comes with typst."""
    return typst.Fonts(include_system_fonts=False, font_paths=[font_directory])


def _shown(character: str) -> str:
    return character if character.isascii() or _has_glyph(character) else f"[U+{ord(character):X}]"


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    """PDF/UA forbids a character without a glyph, so setting it alone tells.

    An accent that could not join its letter needs the letter's font, which this cannot know: none.
    """
    if unicodedata.category(character).startswith("M"):
        return False
    try:
        typst.compile(
            PROBE,
            format="pdf",
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"document": character},
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    except typst.TypstError:
        return False
    return True
