"""What the rows of a sheet compete for: to be the one about a placement, seats, places in groups.

Of each row a few numbers are kept, so that a sheet of any length is settled once all are known.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from config.shared.sheets import ERROR, WARNING
from contracts.enums import IN_GROUP
from contracts.imports import rules
from contracts.imports.agreement import HAS, Agreement
from contracts.imports.coded import Coded
from contracts.imports.counting import counters
from contracts.imports.rows import Rows
from contracts.imports.rule import DeliveryRule
from contracts.imports.seats import takes

LINES = tuple(HAS)
GROUP = "course_group_id"
PLACES = (*LINES, GROUP)
NONE = -1
FLAGS = ("exists", "touched", "refused", "warned")

ENTRY = np.dtype(
    [
        ("row", "i4"),
        ("reference", "i8"),
        *((flag, "?") for flag in FLAGS),
        *((place, "i4") for place in PLACES),
        *((f"{place}_before", "i4") for place in PLACES),
        *((f"{place}_takes", "?") for place in PLACES),
        *((f"{place}_had", "?") for place in PLACES),
    ]
)
"""A row in numbers: lines and groups as their place in the agreement, its reference as a hash."""

NameRows = Callable[[Sequence[int]], Mapping[int, str]]
"""Gives the references of rows by their numbers."""


@dataclass(frozen=True)
class Verdict:
    """A rule that rows broke beside each other: its sentence for each of them, by row number."""

    rule: DeliveryRule
    level: str
    messages: Mapping[int, str]


class Contest:
    """Rows enter in the order of the sheet; `settle` says which of them get what they ask.

    `beyond` counts by line the authorised extra seats that are used up.
    """

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        self.beyond: dict[str, int] = {}
        self._lines = {line.pk: place for place, line in enumerate(agreement.lines)}
        self._groups = {group.pk: place for place, group in enumerate(agreement.groups)}
        self._entries: list[np.ndarray] = []

    def enter(self, rows: Rows) -> None:
        """Take down what `rows` ask for; all that is about a row alone has been judged."""
        entries = np.zeros(len(rows.frame), dtype=ENTRY)
        entries["row"] = rows.frame.index
        entries["reference"] = [hash(text) if text else 0 for text in rows.frame["reference"]]
        entries["exists"], entries["touched"] = rows.exists, rows.touched
        entries["refused"], entries["warned"] = rows.parsed.refused, rows.warned
        for place in PLACES:
            known = self._groups if place == GROUP else self._lines
            entries[place] = _places(rows.now(place), known)
            entries[f"{place}_before"] = _places(rows.before(place), known)
        for place, has in HAS.items():
            entries[f"{place}_takes"] = takes(rows, place)
            entries[f"{place}_had"] = rows.standing[has].eq(True)
        entries[f"{GROUP}_takes"] = rows.now("status").among(IN_GROUP)
        entries[f"{GROUP}_had"] = rows.before("status").among(IN_GROUP)
        self._entries.append(entries)

    def settle(self, names_of: NameRows) -> list[Verdict]:
        """Refuse and warn in the order of the sheet; `counts` follow from it."""
        self.all = np.concatenate(self._entries)
        self._entries.clear()
        twins = self._settle_twins(names_of)
        return [twins, self._settle_seats(), self._settle_groups()]

    @property
    def counts(self) -> dict[str, int]:
        """The counters of a delivery."""
        return counters(**{flag: self.all[flag] for flag in FLAGS})

    def _settle_twins(self, names_of: NameRows) -> Verdict:
        """Which of two rows about one placement is right, only a person can tell: none counts."""
        self._first = np.ones(len(self.all), dtype=bool)
        alike = pd.Series(self.all["reference"]).duplicated(keep=False).to_numpy()
        asked = np.flatnonzero(alike & (self.all["reference"] != 0))
        rows = self.all["row"][asked].tolist()
        found = names_of(rows) if rows else {}
        names = pd.Series([found[row] for row in rows], index=rows, dtype=object)
        repeated = names.duplicated(keep=False).to_numpy()
        self._first[asked[names.duplicated()]] = False
        self.all["refused"][asked[repeated]] = True
        return Verdict(rules.duplicate.RULE, ERROR, _named_twins(names[repeated]))

    def _settle_seats(self) -> Verdict:
        """Rows beyond the contracted number, in the order of the sheet; the policy says how hard.

        Who counts on two lines needs a seat of both.
        """
        entries, rule = self.all, rules.no_seat_left.RULE
        over = self._beyond_lines() & entries["touched"]
        if not self.agreement.blocks:
            entries["warned"] |= over
            return _verdict(rule, WARNING, entries["row"][over])
        refused = np.zeros(len(entries), dtype=bool)
        # A row refused here stays where it stood, so that the seat it would have left is not free.
        while over.any():
            refused |= over
            entries["refused"] |= over
            over = self._beyond_lines() & entries["touched"]
        return _verdict(rule, ERROR, entries["row"][refused])

    def _settle_groups(self) -> Verdict:
        """Rows by which a group gets more heads than its maximum."""
        groups = self.agreement.groups
        newly, taken = self._turns(GROUP, len(groups))
        limits = np.array([group.maximum - group.heads for group in groups], dtype=np.int64)
        free = limits + self._named(GROUP, len(groups)) - taken
        asked = pd.Series(self.all[GROUP][newly])
        turns = asked.groupby(asked).cumcount().to_numpy()
        over = np.flatnonzero(newly)[turns >= free[asked.to_numpy()]]
        over = over[self.all["touched"][over]]
        self.all["warned"][over] = True
        return _verdict(rules.over_group_maximum.RULE, WARNING, self.all["row"][over])

    def _beyond_lines(self) -> np.ndarray:
        """Rows that newly take a seat that is not there; notes what is used up beyond."""
        lines = self.agreement.lines
        free = np.array([line.number - line.taken for line in lines], dtype=np.int64)
        asked = np.zeros(len(lines), dtype=np.int64)
        newly = {}
        for place in LINES:
            newly[place], taken = self._turns(place, len(lines))
            free += self._named(place, len(lines)) - taken
            asked += np.bincount(self.all[place][newly[place]], minlength=len(lines))
        self.beyond = {}
        over = np.zeros(len(self.all), dtype=bool)
        if (asked > np.maximum(free, 0)).any():
            left = _Seats(free.tolist(), [line.extra for line in lines])
            over[[at for at, wanted in self._wanted(newly) if not left.give(wanted)]] = True
            used = zip(lines, left.extra, strict=True)
            self.beyond = {line.pk: line.extra - extra for line, extra in used}
        return over

    def _wanted(self, newly: Mapping[str, np.ndarray]) -> Iterator[tuple[int, list[int]]]:
        """For each row that newly takes a seat the lines of which it takes one."""
        for at in np.flatnonzero(np.logical_or.reduce(list(newly.values()))).tolist():
            yield at, [int(self.all[place][at]) for place in LINES if newly[place][at]]

    def _turns(self, place: str, size: int) -> tuple[np.ndarray, np.ndarray]:
        """Rows that newly take a seat at `place`; by seat how many stay where they stood."""
        now, before = self.all[place], self.all[f"{place}_before"]
        asks, had = self.all[f"{place}_takes"], self.all[f"{place}_had"] & (before != NONE)
        accepted = ~self.all["refused"]
        keeps = accepted & asks & had & (now == before)
        stays = had & ~accepted & self._first
        taken = np.bincount(now[keeps], minlength=size)
        taken += np.bincount(before[stays], minlength=size)
        return accepted & asks & (now != NONE) & ~keeps, taken

    def _named(self, place: str, size: int) -> np.ndarray:
        """How many seats the placements that the sheet names have now."""
        before = self.all[f"{place}_before"]
        had = self.all[f"{place}_had"] & (before != NONE) & self._first
        return np.bincount(before[had], minlength=size)


@dataclass
class _Seats:
    """Free seats by line, below zero where too many were given out, and the authorised ones."""

    free: list[int]
    extra: list[int]

    def give(self, lines: Sequence[int]) -> bool:
        """Take one of each of `lines`, an authorised one where none is free; False if one lacks."""
        if any(max(self.free[line], 0) + self.extra[line] < 1 for line in lines):
            return False
        for line in lines:
            if self.free[line] < 1:
                self.extra[line] -= 1
            self.free[line] -= 1
        return True


def _places(ids: Coded, known: Mapping[str, int]) -> np.ndarray:
    """Each id as its place among the known ones."""
    return ids.each(lambda pk: known.get(pk or "", NONE), np.int32)


def _verdict(rule: DeliveryRule, level: str, rows: np.ndarray) -> Verdict:
    return Verdict(rule, level, dict.fromkeys(rows.tolist(), str(rule.message)))


def _named_twins(names: pd.Series) -> dict[int, str]:
    """For each row the sentence that names the first other one about the same placement."""
    rows = pd.Series(names.index, index=names.index)
    by_name = rows.groupby(names)
    first, last = by_name.transform("first"), by_name.transform("last")
    others = first.where(first != rows, last)
    message = _("This row is about the same as row %(row)s.")
    return {row: message % {"row": other} for row, other in others.items()}
