"""A document of which every text is fit for paper."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from config.shared.legible import legible

Value = TypeVar("Value")


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
