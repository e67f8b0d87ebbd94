"""Whole columns into tables by COPY, while what comes next is prepared."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import numpy as np
from django.db import connection

from contracts.imports.coded import Coded

MOST_HANDED = 6
"""Loads that wait, each with its lines in memory: those of two chunks of rows."""

NULL = r"\N"
MARKS = "\\\t\n\r"
ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class Loads:
    """Loads tables one after another; a thread hands them in while the next is prepared.

    Any other statement on the connection waits for the loads before it, and may be where their
    refusal shows. To be had from `loading`.
    """

    def __init__(self, hands: ThreadPoolExecutor) -> None:
        self._hands = hands
        self._handed: list[Future[None]] = []

    def load(self, table: str, columns: Mapping[str, Any]) -> None:
        """Add rows to `table` of our own, in which nothing has a default.

        `columns` holds by name texts, None where there is none, as they are or coded, or one text
        for all.
        """
        size = next(_size(values) for values in columns.values() if not isinstance(values, str))
        if not size:
            return
        filled = {name: _texts(values, size) for name, values in columns.items() if _any(values)}
        lines = "\n".join(map("\t".join, zip(*filled.values(), strict=True)))
        names = ", ".join(f'"{name}"' for name in filled)
        copy = f'COPY "{table}" ({names}) FROM STDIN'
        while len(self._handed) >= MOST_HANDED:
            self._end_first()
        work = self._hands.submit(_hand_in, connection.cursor(), copy, f"{lines}\n")
        self._handed.append(work)

    def finish(self) -> None:
        """Wait until all loads are in; raises what went wrong with the first that did."""
        while self._handed:
            self._end_first()

    def _end_first(self) -> None:
        with connection.wrap_database_errors:
            self._handed.pop(0).result()

    def before(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        """Let the loads end first: a connection does one thing at a time."""
        self.finish()
        return execute(*arguments)


def _hand_in(cursor: Any, statement: str, lines: str) -> None:
    with cursor, cursor.copy(statement) as copy:
        copy.write(lines)


@contextmanager
def loading() -> Iterator[Loads]:
    """Loads that have all ended when it ends; what goes wrong meanwhile undoes the last."""
    with ThreadPoolExecutor(max_workers=1) as hands:
        loads = Loads(hands)
        with connection.execute_wrapper(loads.before):
            yield loads
            loads.finish()


def numbers(values: Any) -> np.ndarray:
    """Whole numbers as the texts that `load` takes."""
    return np.array([str(value) for value in values], dtype=object)


def _size(values: Any) -> int:
    return len(values.codes if isinstance(values, Coded) else values)


def _any(values: Any) -> bool:
    """Whether the column holds any text: many of a placement's do not in most sheets."""
    texts = values.texts if isinstance(values, Coded) else values
    return isinstance(values, str) or any(text is not None for text in texts)


def _texts(values: Any, size: int) -> list[str]:
    if isinstance(values, str):
        return [values] * size
    if isinstance(values, Coded):
        return Coded(values.codes, _texts(values.texts, size)).column.tolist()
    together = "".join(filter(None, values))
    if any(mark in together for mark in MARKS):
        return [NULL if value is None else value.translate(ESCAPED) for value in values]
    return [NULL if value is None else value for value in values]
