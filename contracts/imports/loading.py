"""Whole columns into tables by COPY, while what comes next is prepared."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np
from django.db import connection

NULL = r"\N"
MARKS = "\\\t\n\r"
ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class Loads:
    """Loads tables one after another; the server takes one in while the next is prepared.

    Any other statement on the connection waits for the last load, and may be where its refusal
    shows. To be had from `loading`.
    """

    def __init__(self) -> None:
        self.last = ExitStack()

    def load(self, table: str, columns: Mapping[str, Any]) -> None:
        """Add rows to `table` of our own, in which nothing has a default.

        `columns` holds by name texts, None where there is none, or one text for all.
        """
        size = next(len(values) for values in columns.values() if not isinstance(values, str))
        if not size:
            return
        filled = {name: _texts(values, size) for name, values in columns.items() if _any(values)}
        lines = "\n".join(map("\t".join, zip(*filled.values(), strict=True)))
        names = ", ".join(f'"{name}"' for name in filled)
        self.last.close()
        cursor = self.last.enter_context(connection.cursor())
        copy = self.last.enter_context(cursor.copy(f'COPY "{table}" ({names}) FROM STDIN'))
        copy.write(f"{lines}\n")

    def before(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        """Let the last load end first: a connection does one thing at a time."""
        self.last.close()
        return execute(*arguments)


@contextmanager
def loading() -> Iterator[Loads]:
    """Loads that have all ended when it ends; what goes wrong meanwhile undoes the last."""
    loads = Loads()
    with connection.execute_wrapper(loads.before), connection.wrap_database_errors, loads.last:
        yield loads


def numbers(values: Any) -> np.ndarray:
    """Whole numbers as the texts that `load` takes."""
    return np.array([str(value) for value in values], dtype=object)


def _any(values: Any) -> bool:
    """Whether the column holds any text: many of a placement's do not in most sheets."""
    return isinstance(values, str) or any(value is not None for value in values)


def _texts(values: Any, size: int) -> list[str]:
    if isinstance(values, str):
        return [values] * size
    together = "".join(filter(None, values))
    if any(mark in together for mark in MARKS):
        return [NULL if value is None else value.translate(ESCAPED) for value in values]
    return [NULL if value is None else value for value in values]
