"""What a letter or report consists of: plain text in blocks, without layout and without markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from string import Formatter
from typing import Literal

from config.shared.legible import legible

Alignment = Literal["left", "right"]
DEEPEST = 3
LANGUAGES = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Bold:
    """Words of a text that stand out."""

    text: str


Rich = str | tuple[str | Bold, ...]
"""A text, or its parts of which some are bold. A newline within it begins a new line."""


def with_bold(sentence: str, **values: object) -> Rich:
    """A translated sentence with its `{places}` filled in, each of them bold.

    Raises KeyError for a place without a value.
    """
    parts: list[str | Bold] = []
    for literal, place, _form, _conversion in Formatter().parse(sentence):
        parts.append(literal)
        if place is not None:
            parts.append(Bold(str(values[place])))
    return tuple(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading under the document's title; level 1 is the highest."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Rich


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Rich, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A list whose items are referred to by number; each list counts for itself."""

    items: tuple[Rich, ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values, one below the other."""

    pairs: tuple[tuple[str, Rich], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Figures stand right, so that their digits line up."""

    label: str
    align: Alignment = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text; `totals` is a last row that stands out. The header repeats on each page.

    Raises ValueError when a row has more or fewer cells than there are columns.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    totals: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        widths = {len(row) for row in (*self.rows, self.totals or self.columns)}
        if not self.columns or widths != {len(self.columns)}:
            raise ValueError(f"A table of {len(self.columns)} columns has rows of {widths}.")


@dataclass(frozen=True, slots=True)
class Note:
    """A box for what must not be overlooked."""

    paragraphs: tuple[Rich, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, and as what: "Ines Inkoper", "inkoper, regio Noord"."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """The end of a letter, with room to sign; it is never torn over two pages."""

    closing: str
    signatories: tuple[Signatory, ...]


Block = Heading | Paragraph | Bullets | Numbered | Facts | Table | Note | PageBreak | Signature


@dataclass(frozen=True, slots=True)
class Document:
    """A letter when it has an addressee, else a report.

    `sender` and `addressee` are lines, the name first. `mark` ("OEFENING") stands above every page
    of what must not be taken for real. `created_at` (aware) goes into the file's properties and is
    the only moment in it: the same document gives the same bytes.
    Raises ValueError for an empty title, an unknown language, a naive moment, and a heading more
    than one level below the one before it, which a screen reader would stumble over.
    """

    title: str
    blocks: tuple[Block, ...]
    created_at: datetime
    language: str = "nl"
    reference: str = ""
    sender: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()
    place_and_date: str = ""
    mark: str = ""
    footer: str = ""

    def __post_init__(self) -> None:
        if not legible(self.title).strip() or self.language not in LANGUAGES:
            raise ValueError("A document has a title, and is in Dutch or English.")
        if self.created_at.tzinfo is None:
            raise ValueError("A document is made at a moment with a time zone.")
        _check_levels([block.level for block in self.blocks if isinstance(block, Heading)])


def _check_levels(levels: Sequence[int]) -> None:
    skipped = any(deeper > above + 1 for above, deeper in pairwise([0, *levels]))
    if skipped or not all(1 <= level <= DEEPEST for level in levels):
        raise ValueError(f"Headings have levels 1 to {DEEPEST} and skip none, not {levels}.")
