"""What a rule about the rows of a delivery is, and how it is put to them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from config.shared.sheets import ERROR, WARNING
from contracts.imports.view import View

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Broken = np.ndarray | Mapping[str, np.ndarray]
"""Rows for which a rule is broken, at its first column; or by column."""

Told = Callable[[View], "pd.Series | str"]
"""A sentence for all rows, or one by row."""


@dataclass(frozen=True)
class DeliveryRule:
    """One thing that is asked of a row, in words and as a question to whole columns.

    An ERROR keeps its row out; a WARNING waits for a person who says why it is right; a NOTICE is
    only told. `message` and `remedy` serve everywhere; `told` and `mended` make them precise for
    a sheet. `broken` is None for a rule that is judged elsewhere: cell by cell, or over the whole
    sheet.
    """

    code: str
    level: str
    columns: Sequence[str]
    title: "_StrOrPromise"
    message: "_StrOrPromise"
    remedy: "_StrOrPromise"
    broken: Callable[[View], Broken] | None = None
    told: Told | None = None
    mended: Told | None = None

    def check(self, view: View) -> None:
        """Add a finding for each row in which the rule is broken, with its remedy."""
        if self.broken is None:
            return
        found = self.broken(view)
        by_column = found if isinstance(found, Mapping) else {self.columns[0]: found}
        for column, broken in by_column.items():
            if broken.any():
                self.add(view, column, view.series(broken))

    def add(self, view: View, column: str, broken: pd.Series) -> None:
        """A finding at `column` for the `broken` rows that would make or change something."""
        message = self.told(view) if self.told else str(self.message)
        remedy = self.mended(view) if self.mended else str(self.remedy)
        add = {ERROR: view.rows.refuse, WARNING: view.rows.warn}.get(self.level, view.rows.mention)
        add(broken, column, self.code, message, remedy)
