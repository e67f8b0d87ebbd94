"""The bodies as one JSON document and as files, written while they are read from the database."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from contracts.enums.duo import DuoReason

SPECIFICATIONS = {"Inburgeringsaanbod": "1.2.0", "GevolgdeUren": "1.0.0"}
"""Versions of DUO's descriptions to which the bodies keep."""


class Line(NamedTuple):
    """What is told of one learner; `provider` is the KvK number, `institution` DUO's own."""

    reference: str
    provider: str
    institution: str
    month: date | None
    state: str
    body: dict[str, Any] | None
    reasons: list[str]


def member(line: Line) -> dict[str, Any]:
    """The line as the document and the API show it: what it is known by, then what it says."""
    said: dict[str, Any] = {
        "reference": line.reference,
        "provider": line.provider,
        "instellingsnummer": line.institution,
        "state": line.state,
    }
    if line.month:
        said["month"] = f"{line.month:%Y-%m}"
    if line.reasons:
        said["reasons"] = [
            {"code": code, "message": str(DuoReason(code).label)} for code in line.reasons
        ]
    if line.body is not None:
        said["body"] = line.body
    return said


def pieces(
    facts: Mapping[str, Any], sections: Iterable[tuple[str, Iterable[Line]]]
) -> Iterator[bytes]:
    """A JSON object of `facts` and of one array a section, a line of text for each member."""
    head = ",\n".join(f"{_json(name)}: {_json(value)}" for name, value in facts.items())
    yield f"{{\n{head}".encode()
    for name, lines in sections:
        yield f",\n{_json(name)}: [".encode()
        for number, line in enumerate(lines):
            yield f"{',' if number else ''}\n{_json(member(line))}".encode()
        yield b"\n]"
    yield b"\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
