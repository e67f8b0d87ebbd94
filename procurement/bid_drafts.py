"""The working copy of a bid: as it lies under the key of the draft, and as the bidder downloads it.

A part is a page of the form: contact, declaration, partners, and `lot-1` and so on. What was typed
is kept as text, complete or not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from procurement.bid_content import ATTACHMENT_SHAPE, Attachment
from procurement.vault.shapes import (
    Shape,
    is_kvk_number,
    is_moment,
    is_text,
    misfits,
    one_of,
)

DRAFT, COPY = "taalregie-draft/1", "taalregie-copy/1"
CONTACT, DECLARATION, PARTNERS = "contact", "declaration", "partners"
_LOT = "lot-"


def lot_part(number: int) -> str:
    """The name of the part about the lot of this number."""
    return f"{_LOT}{number}"


def _is_fields(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(text, str) for text in (*value, *value.values())
    )


def _is_parts(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(name, str) and _is_fields(fields) for name, fields in value.items()
    )


COPY_SHAPE: Shape = {
    "format": one_of(COPY),
    "tender": is_text,
    "kvk_number": is_kvk_number,
    "saved_at": is_moment,
    "parts": _is_parts,
    "attachments": [ATTACHMENT_SHAPE],
}


@dataclass(frozen=True, slots=True)
class Part:
    """What was typed in one part, and the save that kept it.

    `version` counts the saves of the whole draft; `base` is the version of this part that the
    person started from, 0 for none. `at` is in ISO 8601.
    """

    fields: Mapping[str, str]
    version: int
    base: int
    by_id: int
    by: str
    at: str

    def follows(self, base: int, by_id: int) -> bool:
        """Whether a save by this person on top of `base` overwrites nothing that they did not see:
        it started from this one, or this one is their own and started from the same.
        """
        return self.version == base or (self.by_id == by_id and self.base == base)


@dataclass(frozen=True, slots=True)
class Working:
    """All of a working copy."""

    parts: Mapping[str, Part] = field(default_factory=dict)
    attachments: Sequence[Attachment] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed or uploaded."""
        return not self.parts and not self.attachments

    def fields(self, part: str) -> Mapping[str, str]:
        """What was typed in a part; nothing when it was never saved."""
        return self.parts[part].fields if part in self.parts else {}

    def version(self, part: str) -> int:
        """With which version of the draft a part was saved; 0 when it never was."""
        return self.parts[part].version if part in self.parts else 0

    def with_part(self, name: str, part: Part) -> "Working":
        """The same with this part in the place of the former one."""
        return replace(self, parts={**self.parts, name: part})

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Working":
        """From what the draft holds; ValueError when it is not in this form."""
        if content.get("format") != DRAFT:
            raise ValueError("This is not a working copy.")
        return cls(
            parts={name: Part(**part) for name, part in content["parts"].items()},
            attachments=tuple(map(Attachment.from_json, content["attachments"])),
        )

    def to_json(self) -> dict[str, Any]:
        """What the draft holds."""
        parts = {name: _part_json(part) for name, part in self.parts.items()}
        attachments = [attachment.to_json() for attachment in self.attachments]
        return {"format": DRAFT, "parts": parts, "attachments": attachments}


def to_copy(working: Working, *, tender: str, kvk_number: str, saved_at: str) -> dict[str, Any]:
    """The copy that the bidder keeps, from which a replacement may start; it has the keys of the
    attachments. `tender` is the reference, `saved_at` a moment in ISO 8601.
    """
    return {
        "format": COPY,
        "tender": tender,
        "kvk_number": kvk_number,
        "saved_at": saved_at,
        "parts": {name: dict(part.fields) for name, part in working.parts.items()},
        "attachments": [attachment.to_json() for attachment in working.attachments],
    }


def from_copy(content: Any, *, saved: Part) -> Working:
    """The working copy that starts from a downloaded copy; ValueError names what does not fit.

    `saved` is the save with which it starts: each part gets all of it but the fields.
    """
    wrong = list(misfits(content, COPY_SHAPE))
    if wrong:
        raise ValueError(f"Not as its format says: {', '.join(wrong)}.")
    return Working(
        parts={name: replace(saved, fields=fields) for name, fields in content["parts"].items()},
        attachments=tuple(map(Attachment.from_json, content["attachments"])),
    )


def _part_json(part: Part) -> dict[str, Any]:
    return {**asdict(part), "fields": dict(part.fields)}
