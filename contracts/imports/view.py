"""The rows of a sheet as rules look at them: whole columns, each turned into small numbers once."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from re import Pattern
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from contracts.imports.coded import Coded, ordinal
from contracts.imports.rows import Rows, begins_on

if TYPE_CHECKING:
    from contracts.imports.agreement import Agreement
    from contracts.imports.locations import Problem

GROUPED = "course_group_id"


@dataclass
class View:
    """What one pass over `rows` needs more than once; all arrays are in the order of the rows.

    A column is named as in the sheet or as the field of a placement: `now` gives what it would
    be, `before` what stands.
    """

    rows: Rows

    def now(self, name: str) -> Coded:
        """What the rows would set; a cell where `name` is a column of the sheet only."""
        return self.rows.now(name)

    def before(self, name: str) -> Coded:
        """What stands; nothing for a new placement."""
        return self.rows.before(name)

    def basis(self, name: str) -> Coded:
        """The status on which a row follows, or its day: what stands, unless it is corrected."""
        return self.rows.followed(name)

    def given(self, name: str) -> np.ndarray:
        """Rows with something in the cell of this column itself."""
        return self.rows.frame[name].notna().to_numpy()

    def changed(self, field: str) -> np.ndarray:
        """Known placements that get another value in this field."""
        return self.exists & self.rows.differences[field].to_numpy()

    def amended(self, field: str) -> np.ndarray:
        """As `changed`, but not by a correction, which is there to change things."""
        return self.changed(field) & ~self.rows.corrected.to_numpy()

    def holding(self, pattern: Pattern[str], columns: Iterable[str]) -> dict[str, np.ndarray]:
        """By column the rows in whose text the pattern is found, which may not ask where a text
        begins or ends, nor cross a line.
        """
        return {name: self._holds(pattern, self.now(name)) for name in columns}

    def _holds(self, pattern: Pattern[str], column: Coded) -> np.ndarray:
        """Most columns hold it nowhere: all texts are searched as one first."""
        if not pattern.search("\n".join(filter(None, column.texts))):
            return np.zeros(len(column.codes), dtype=bool)
        return column.each(lambda text: bool(text and pattern.search(text)), bool)

    @cached_property
    def exists(self) -> np.ndarray:
        """Rows about a placement that is known."""
        return self.rows.exists.to_numpy(dtype=bool)

    @property
    def agreement(self) -> "Agreement":
        return self.rows.agreement

    @property
    def today(self) -> int:
        """The day of the check, as a number like those of `Coded.days`."""
        return ordinal(self.rows.on.isoformat())

    @cached_property
    def begins_on(self) -> Coded:
        """The actual first day, else the planned one."""
        return begins_on(self.rows.cells)

    def has_problem(self, problem: "Problem") -> np.ndarray:
        """Rows of which the line was not found for this reason."""
        return self.rows.problems.to_numpy() == problem

    def of_group(self, name: str) -> Coded:
        """An attribute of each row's group; nothing without a group."""
        by_group = {group.pk: getattr(group, name) for group in self.agreement.groups}
        return self.now(GROUPED).mapped(by_group)

    def by_pair(self, first: Coded, second: Coded, find: Callable[..., Any]) -> np.ndarray:
        """`find(one, other)` by row, called once for each different pair."""
        width = len(second.texts) + 1
        pairs, places = np.unique((first.codes + 1) * width + second.codes + 1, return_inverse=True)
        found = np.empty(len(pairs), dtype=object)
        found[:] = [
            find(first.texts[pair // width - 1], second.texts[pair % width - 1]) for pair in pairs
        ]
        return found[places]

    def series(self, values: Any) -> pd.Series:
        """An array of this view as a Series by row number."""
        return pd.Series(values, index=self.rows.frame.index)

    def among(self, name: str, codes: Collection[str]) -> np.ndarray:
        """Rows that would have one of these codes."""
        return self.now(name).among(codes)

    def was_among(self, name: str, codes: Collection[str]) -> np.ndarray:
        """Rows of which the placement has one of these codes now."""
        return self.before(name).among(codes)
