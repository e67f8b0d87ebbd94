"""What a value from JSON must look like, declared as data, and where it does not.

A shape is a predicate of one value, a list with the shape of every item, or an object with the
shape of each key; a key that ends in "?" may be left out, and no other keys are let in.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeAlias

Shape: TypeAlias = Callable[[Any], bool] | list[Any] | Mapping[str, Any]

_HEX32, _HEX64 = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{128}")
_HALF = re.compile(r"[\ud800-\udfff]")
_KVK_NUMBER = re.compile(r"[0-9]{8}")


def is_text(value: Any) -> bool:
    """Text that says something, in characters that exist (JSON can spell half ones)."""
    return isinstance(value, str) and bool(value.strip()) and not _HALF.search(value)


def is_count(value: Any) -> bool:
    """0, 1, 2 ..., and not yes or no."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_count_or_nothing(value: Any) -> bool:
    """A count, or null."""
    return value is None or is_count(value)


def is_hex32(value: Any) -> bool:
    """A digest or a key: 32 bytes as lower-case hexadecimal."""
    return isinstance(value, str) and bool(_HEX32.fullmatch(value))


def is_hex64(value: Any) -> bool:
    """A signature: 64 bytes as lower-case hexadecimal."""
    return isinstance(value, str) and bool(_HEX64.fullmatch(value))


def is_kvk_number(value: Any) -> bool:
    """Eight digits."""
    return isinstance(value, str) and bool(_KVK_NUMBER.fullmatch(value))


def is_moment(value: Any) -> bool:
    """An instant of ISO 8601 with its distance from UTC: 2026-11-23T12:00:00+01:00."""
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def one_of(*allowed: object) -> Callable[[Any], bool]:
    """One of these texts or numbers, of the same type."""
    return lambda value: any(type(value) is type(one) and value == one for one in allowed)


def misfits(value: Any, shape: Shape, where: str = "") -> Iterator[str]:
    """The places that do not have the shape, such as `bids[0].receipt`."""
    if isinstance(shape, Mapping):
        yield from _of_object(value, shape, where)
    elif isinstance(shape, list):
        yield from _of_list(value, shape[0], where)
    elif not shape(value):
        yield where


def _of_object(value: Any, shape: Mapping[str, Any], where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield where
        return
    wanted = {key.removesuffix("?"): inner for key, inner in shape.items()}
    optional = {key.removesuffix("?") for key in shape if key.endswith("?")}
    for key in sorted(value.keys() - wanted.keys()):
        yield _below(where, key)
    for key, inner in wanted.items():
        if key in value:
            yield from misfits(value[key], inner, _below(where, key))
        elif key not in optional:
            yield _below(where, key)


def _of_list(value: Any, shape: Shape, where: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield where
        return
    for number, item in enumerate(value):
        yield from misfits(item, shape, f"{where}[{number}]")


def _below(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key
