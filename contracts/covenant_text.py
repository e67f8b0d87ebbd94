"""The one text that the parties to a covenant agree on, and the digest by which they sign it."""

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Provision:
    """One clause as it reads: its places are filled in."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class AgreedText:
    """Everything that binds: facts and clauses in their order.

    The parties stand in an annex and are no part of it: one that accedes later signs this same
    text, and must not change what the others signed.
    """

    reference: str
    title: str
    kind: str
    purpose: str
    first_on: date
    last_on: date | None
    review_months: int
    provisions: Sequence[Provision]

    def digest(self) -> str:
        """SHA-256 in hexadecimal; the same for texts that read the same to a person.

        Ways to write one letter in Unicode, kinds of line end and spaces at the end of a line make
        no difference; everything else does.
        """
        clauses = [[plain(each.title), plain(each.text)] for each in self.provisions]
        facts = [plain(self.reference), plain(self.title), self.kind, plain(self.purpose)]
        days = [day.isoformat() if day else None for day in (self.first_on, self.last_on)]
        written = json.dumps([facts, days, self.review_months, clauses], ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()


def plain(text: str) -> str:
    """Text as it is kept and hashed: composed letters, one kind of line end, no trailing space."""
    composed = unicodedata.normalize("NFC", text)
    return "\n".join(line.rstrip() for line in composed.splitlines()).strip()
