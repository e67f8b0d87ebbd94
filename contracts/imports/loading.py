"""Whole columns into a table by COPY."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from django.db import connection

NULL = r"\N"
MARKS = "\\\t\n\r"
ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def load(table: str, columns: Mapping[str, Any]) -> None:
    """Add rows to `table` of our own; `columns` holds texts, None or one text for all, by name."""
    size = next(len(values) for values in columns.values() if not isinstance(values, str))
    if not size:
        return
    texts = [_texts(values, size) for values in columns.values()]
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        copy.write("".join(map("%s\n".__mod__, map("\t".join, zip(*texts, strict=True)))))


def numbers(values: Any) -> np.ndarray:
    """Whole numbers as the texts that `load` takes."""
    return np.array([str(value) for value in values], dtype=object)


def _texts(values: Any, size: int) -> list[str]:
    if isinstance(values, str):
        return [values] * size
    together = "".join(filter(None, values))
    if any(mark in together for mark in MARKS):
        return [NULL if value is None else value.translate(ESCAPED) for value in values]
    return [NULL if value is None else value for value in values]
