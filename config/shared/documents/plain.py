"""Text of any origin made fit for paper: nothing in it can act, and nothing invisible stays."""

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

UNKNOWN = "\ufffd"
"""Stands for what is no character."""

# Controls turn text around or hide it; without them letters of Hebrew or Arabic still run right to
# left by themselves.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_NO_CHARACTER = frozenset({"Cn", "Co", "Cs"})  # unassigned, private, half a surrogate pair

Value = TypeVar("Value")


def legible(text: str) -> str:
    """The text without controls, with "\\n" for each end of line and a space for each tab.

    What Unicode does not know as a character becomes U+FFFD.
    """
    lines = _LINE_END.sub("\n", str(text)).replace("\t", " ")
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", lines))
    return "".join(map(_character, visible))


def _character(character: str) -> str:
    return UNKNOWN if unicodedata.category(character) in _NO_CHARACTER else character


def cleaned(value: Value) -> Value:
    """The same value with every text in it legible; goes into tuples and dataclasses."""
    result: Any = value
    if isinstance(value, str):
        result = legible(value)
    elif isinstance(value, tuple):
        result = tuple(map(cleaned, value))
    elif is_dataclass(value) and not isinstance(value, type):
        result = replace(value, **{f.name: cleaned(getattr(value, f.name)) for f in fields(value)})
    return result
