"""Text of any origin made legible: nothing in it can act, and nothing invisible stays."""

import re
import unicodedata

from django.utils.translation import gettext as _

UNKNOWN = "\ufffd"
"""Stands for what is no character."""

# Controls turn text around or hide it; without them letters of Hebrew or Arabic still run right to
# left by themselves.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_NO_CHARACTER = frozenset({"Cn", "Co", "Cs"})  # unassigned, private, half a surrogate pair

LONGEST_NAME = 120
_SEPARATOR = re.compile(r"[/\\]")
_FORBIDDEN = re.compile(f'[<>:"|?*{UNKNOWN}]')  # on Windows
_EDGES = " ."  # Windows drops them at the end; a dot in front hides a file
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_RESERVED = re.compile(r"(con|prn|aux|nul|(com|lpt)[1-9¹²³])\s*", re.IGNORECASE)  # on Windows


def legible(text: str) -> str:
    """The text without controls, with "\\n" for each end of line and a space for each tab.

    What Unicode does not know as a character becomes U+FFFD.
    """
    lines = _LINE_END.sub("\n", str(text)).replace("\t", " ")
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", lines))
    return "".join(map(_character, visible))


def _character(character: str) -> str:
    return UNKNOWN if unicodedata.category(character) in _NO_CHARACTER else character


def file_name(name: str, *, longest: int = LONGEST_NAME) -> str:
    """The last part of a path as a name that every system can store: "a/b: c?.pdf" is "b_ c_.pdf".

    At most `longest` characters, of which the last extension is kept when it is a short one.
    Nothing usable gives "bestand" in Dutch.
    """
    last = _SEPARATOR.split(legible(name).replace("\n", " "))[-1]
    stem, suffix = _parted(_FORBIDDEN.sub("_", last).strip(_EDGES))
    stem = stem[: longest - len(suffix)].rstrip(_EDGES)
    if _RESERVED.fullmatch(stem.split(".")[0]):
        stem = f"_{stem[: longest - len(suffix) - 1]}"
    return f"{stem}{suffix}" if stem else _("file") + suffix


def _parted(name: str) -> tuple[str, str]:
    """What stands before a short extension, and the extension with its dot."""
    found = _SUFFIX.search(name)
    return (name[: found.start()], found.group()) if found else (name, "")
