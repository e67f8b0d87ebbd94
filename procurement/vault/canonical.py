"""One way to write a value as JSON, so that equal values have equal bytes and one digest.

Keys sorted by code point, no spaces, UTF-8 without escapes other than JSON demands. Amounts are
text: a float has more than one spelling and is refused.
"""

import json
from typing import Any


def canonical(value: object) -> bytes:
    """`value` as canonical JSON.

    TypeError for anything but text, whole numbers, yes and no, nothing, lists, and objects whose
    keys are text; ValueError for text that UTF-8 cannot hold.
    """
    _refuse_ambiguous(value)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def _refuse_ambiguous(value: object) -> None:
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("The keys of an object are text.")
        for inner in value.values():
            _refuse_ambiguous(inner)
    elif isinstance(value, list):
        for inner in value:
            _refuse_ambiguous(inner)
    elif not (value is None or isinstance(value, str | int)):
        raise TypeError(f"A {type(value).__name__} has no one spelling in JSON.")


def parsed(text: bytes) -> Any:
    """The value that JSON bytes hold, however they are spaced.

    ValueError for what is no JSON, names a key twice (a reader could be shown the other value)
    or is nested beyond reason.
    """
    try:
        return json.loads(text, object_pairs_hook=_without_doubles)
    except RecursionError as error:
        raise ValueError("The JSON is nested too deeply.") from error


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("The JSON names a key twice in one object.")
    return found
