"""A column as codes of its different texts, so that a question is put to each text once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

NO_DAY = 0
"""Stands for no day among days as numbers, which begin at 1."""

CENTS = 100


@dataclass(frozen=True)
class Coded:
    """`codes` points each row to its text; the last text is None, for rows without one (-1),
    and so may others be.

    What was found by asking for texts is coded in the same way.
    """

    codes: np.ndarray
    texts: Sequence[Any]

    def each(self, find: Callable[[Any], Any], dtype: Any) -> np.ndarray:
        """`find` of every row's text, called once for each different one."""
        return np.array([find(text) for text in self.texts], dtype=dtype)[self.codes]

    def among(self, wanted: Collection[str]) -> np.ndarray:
        """Rows with one of the `wanted` texts."""
        return self.each(lambda text: text in wanted, bool)

    @cached_property
    def filled(self) -> np.ndarray:
        """Rows with a text that is not empty."""
        return self.each(bool, bool)

    @cached_property
    def days(self) -> np.ndarray:
        """ISO days as numbers; NO_DAY for none."""
        return self.each(ordinal, np.int64)

    @cached_property
    def hundredths(self) -> np.ndarray:
        """Numbers with two decimals in whole hundredths; 0 for none."""
        return self.each(_hundredths, np.int64)

    @cached_property
    def column(self) -> np.ndarray:
        """Every row's text."""
        return self.each(lambda text: text, object)

    def answered(self, find: Callable[[Any], Any]) -> "Coded":
        """The same rows with `find` of each text, equal answers as one."""
        place_of: dict[Any, int] = {}
        places = [place_of.setdefault(find(text), len(place_of)) for text in self.texts]
        return Coded(np.array(places)[self.codes], [*place_of, None])

    def where(self, wanted: np.ndarray) -> "Coded":
        """The same rows with a text in the `wanted` ones only."""
        return Coded(np.where(wanted, self.codes, -1), self.texts)

    def of_rows(self, wanted: np.ndarray) -> "Coded":
        """The `wanted` rows alone."""
        return Coded(self.codes[wanted], self.texts)

    def or_else(self, other: "Coded") -> "Coded":
        """The same rows with the other text where there is none."""
        others = other.codes % len(other.texts) + len(self.texts)
        return Coded(np.where(self.filled, self.codes, others), [*self.texts, *other.texts])

    def mapped(self, found: Mapping[Any, str | None]) -> "Coded":
        """The same rows with what `found` says of their texts."""
        return Coded(self.codes, [found.get(text) for text in self.texts[:-1]] + [None])


def coded(column: pd.Series | np.ndarray) -> Coded:
    """The column as codes; None and NaN are no text."""
    codes, texts = pd.factorize(np.asarray(column, dtype=object), use_na_sentinel=True)
    return Coded(codes, [*texts.tolist(), None])


def ordinal(day: str | None) -> int:
    """An ISO day as a number; NO_DAY for none."""
    return date.fromisoformat(day).toordinal() if day else NO_DAY


def _hundredths(text: str | None) -> int:
    return int(text.replace(".", "")) if text else 0


def later(days: np.ndarray, than: np.ndarray | int) -> np.ndarray:
    """Where one day lies after another, both being there."""
    return (days > than) & (than != NO_DAY)
