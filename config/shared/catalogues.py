"""Translation catalogues of a package: which texts its code and templates hold, and which are
translated.

Babel and polib do the work, so that no gettext programs are needed. A catalogue carries no line
numbers and no dates: it changes only when a text changes.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

TEMPLATE_SUFFIXES = frozenset({".html", ".txt", ".svg"})
_SKIPPED = frozenset(
    {"migrations", "locale", "node_modules", "staticfiles", "static", "__pycache__"}
)
_KEYWORDS: dict[str, tuple | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sd]|\{(\w*)\}")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_METADATA = {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "nl",
    "MIME-Version": "1.0",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


class Message(NamedTuple):
    """A text in the code: `plural` and `context` are empty when it has none."""

    msgid: str
    plural: str = ""
    context: str = ""

    def __str__(self) -> str:
        return f"“{self.msgid}”" + (f" ({self.context})" if self.context else "")


def messages_in(package: Path) -> set[Message]:
    """Every text for translation in the Python files and templates of a package."""
    found: set[Message] = set()
    for path in _sources(package):
        text = path.read_text(encoding="utf-8")
        if path.suffix in TEMPLATE_SUFFIXES:
            text = _INDENT.sub("", templatize(text))
        found.update(_extract(text))
    return found


def _sources(package: Path) -> Iterator[Path]:
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package)
        is_template = path.suffix in TEMPLATE_SUFFIXES and "templates" in inside.parts
        if (path.suffix == ".py" or is_template) and not _SKIPPED & set(inside.parts):
            yield path


def _extract(source: str) -> Iterator[Message]:
    from babel.messages.extract import extract  # a development tool, absent in production

    stream = io.BytesIO(source.encode("utf-8"))
    for _line, texts, _comments, context in extract(
        "python", stream, _KEYWORDS, options={"encoding": "utf-8"}
    ):
        msgid, plural = (texts[0], texts[1]) if isinstance(texts, tuple) else (texts, "")
        if msgid:
            yield Message(msgid, plural, context or "")


@dataclass
class Catalogue:
    """The Dutch catalogue of one package."""

    package: Path

    def __post_init__(self) -> None:
        self.path = self.package / "locale" / "nl" / "LC_MESSAGES" / "django.po"
        self.entries: dict[Message, polib.POEntry] = {}
        if self.path.exists():
            catalogue = polib.pofile(str(self.path), check_for_duplicates=False)
            self.entries = {_message(entry): entry for entry in catalogue if not entry.obsolete}

    def update(self, wanted: Iterable[Message]) -> tuple[int, int]:
        """Add what is missing, drop what is unused, keep translations; returns both numbers."""
        wanted = set(wanted)
        added, dropped = wanted - self.entries.keys(), self.entries.keys() - wanted
        for message in dropped:
            del self.entries[message]
        for message in added:
            self.entries[message] = _new_entry(message)
        self._save()
        return len(added), len(dropped)

    def _save(self) -> None:
        catalogue = polib.POFile(wrapwidth=100)
        catalogue.metadata = dict(_METADATA)
        catalogue.extend(self.entries[message] for message in sorted(self.entries))
        text = str(catalogue).rstrip("\n") + "\n"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not self.path.exists() or self.path.read_text(encoding="utf-8") != text:
            self.path.write_text(text, encoding="utf-8")

    def compile(self) -> None:
        """Write the .mo beside the .po; a package without texts has neither."""
        if self.path.exists():
            polib.pofile(str(self.path)).save_as_mofile(str(self.path.with_suffix(".mo")))

    def problems(self, wanted: Iterable[Message]) -> list[str]:
        """A line for each text that is missing, unused, untranslated, fuzzy or has other
        placeholders.
        """
        wanted = set(wanted)
        lines = [f"not in the catalogue: {message}" for message in wanted - self.entries.keys()]
        lines += [f"no longer used: {message}" for message in self.entries.keys() - wanted]
        for message, entry in self.entries.items():
            lines += [f"{fault}: {message}" for fault in _faults(entry)]
        return sorted(lines)

    @property
    def translations(self) -> dict[Message, tuple[str, ...]]:
        return {message: _translated(entry) for message, entry in self.entries.items()}


def contradictions(catalogues: Iterable[Catalogue]) -> list[str]:
    """Texts that two packages translate differently: Django shows one of them everywhere. Give
    them a context.
    """
    known: dict[tuple[str, str], tuple[str, ...]] = {}
    lines = []
    for catalogue in catalogues:
        for message, translated in catalogue.translations.items():
            standing = known.setdefault((message.msgid, message.context), translated)
            if standing != translated and all(standing) and all(translated):
                lines.append(
                    f"translated in two ways: {message}: “{standing[0]}” and “{translated[0]}”"
                )
    return lines


def _message(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def _new_entry(message: Message) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.msgid, msgctxt=message.context or None)
    if message.plural:
        entry.msgid_plural, entry.msgstr_plural = message.plural, {0: "", 1: ""}
    if "%(" in message.msgid:
        entry.flags.append("python-format")
    return entry


def _translated(entry: polib.POEntry) -> tuple[str, ...]:
    return tuple(entry.msgstr_plural.values()) if entry.msgid_plural else (entry.msgstr,)


def _faults(entry: polib.POEntry) -> Iterator[str]:
    translated = _translated(entry)
    if "fuzzy" in entry.flags:
        yield "fuzzy"
    if not all(translated):
        yield "not translated"
        return
    originals = (entry.msgid, entry.msgid_plural) if entry.msgid_plural else (entry.msgid,)
    if any(
        _placeholders(one) != _placeholders(other)
        for one, other in zip(originals, translated, strict=True)
    ):
        yield "other placeholders"


def _placeholders(text: str) -> list[str]:
    return sorted(found.group() for found in _PLACEHOLDER.finditer(text.replace("%%", "")))
