"""The rows of one sheet beside what stands: what each would set, and what that would change."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from config.shared.columns import Parsed
from config.shared.sheets import WARNING
from config.shared.sheets.finding import NOTICE
from contracts.capacity import paired
from contracts.enums import HELD, Cohort, Literacy, PlacementStatus, RowKind
from contracts.imports.agreement import (
    COMPARED,
    CONVERSATION,
    FIELDS,
    RESERVATION,
    Agreement,
    Line,
    Span,
)
from contracts.imports.conversations import new_conversations
from contracts.imports.locations import Locator, Wanted
from providers.enums import DeliveryMode

DEFAULTS = {
    "literacy": Literacy.NOT_APPLICABLE.value,
    "mode": DeliveryMode.DAY.value,
    "offered_hours": "0.00",
    "attended_hours": "0.00",
    "status_reason": "",
    "interruption_reason": "",
    "cohort": Cohort.WI2021.value,
    "outcome": "",
}
"""What an empty cell means where a placement always has a value."""

HOURS = ("offered_hours", "attended_hours")


@dataclass
class Rows:
    """All frames and Series here share the index of the sheet: the row number a person sees.

    `values` holds what a placement would get, as text or None; `standing` what it has, None all
    over for a new one; `locations` the line and group found; `differences` by field the rows in
    which `values` is another than what stands; `warned` the rows that a person must look at;
    `beyond` counts by line the rows that use up an
    authorised extra seat.
    """

    parsed: Parsed
    agreement: Agreement
    on: date
    standing: pd.DataFrame
    locations: pd.Series
    values: pd.DataFrame
    differences: pd.DataFrame = field(init=False)
    basis: pd.DataFrame = field(init=False)
    """The status and its day on which each row follows: what stands, unless it is corrected."""
    corrected: pd.Series = field(init=False)
    """Rows that say anew what the delivery said that is corrected."""
    warned: pd.Series = field(init=False)
    beyond: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        standing = self.standing[list(COMPARED)].to_numpy()
        self.warned = pd.Series(False, index=self.values.index)
        self.corrected = pd.Series(False, index=self.values.index)
        different = self.values[list(COMPARED)].to_numpy() != standing
        self.basis = self.standing[["status", "status_on"]]
        self.differences = pd.DataFrame(different, index=self.values.index, columns=list(COMPARED))

    @property
    def frame(self) -> pd.DataFrame:
        """The cells, canonical text or None."""
        return self.parsed.frame

    @cached_property
    def exists(self) -> pd.Series:
        """Rows about a placement that is known."""
        return self.standing["id"].notna()

    @cached_property
    def touched(self) -> pd.Series:
        """Rows that would make or change something."""
        return ~self.exists | self.differences.any(axis=1)

    @cached_property
    def problems(self) -> pd.Series:
        """Why no line was found, by row; None where one was."""
        problems = [found.problem for found in self.locations]
        return pd.Series(problems, index=self.locations.index, dtype=object)

    @property
    def kinds(self) -> pd.Series:
        """New, changed, unchanged or refused, by row."""
        kinds = np.where(self.touched, RowKind.CHANGED.value, RowKind.UNCHANGED.value)
        kinds = np.where(self.exists, kinds, RowKind.NEW.value)
        kinds = np.where(self.parsed.refused, RowKind.REFUSED.value, kinds)
        return pd.Series(kinds, index=self.frame.index, dtype=object)

    def refuse(
        self, broken: pd.Series, column: str, code: str, message: object, remedy: object
    ) -> None:
        """A finding that keeps those of the `broken` rows out that would do something.

        A row that changes nothing is not held against an agreement that moved on since.
        """
        self.parsed.add(broken & self.touched, column, code, message, remedy)

    def warn(
        self, broken: pd.Series, column: str, code: str, message: object, remedy: object
    ) -> None:
        """A finding that a person must look at; the row counts all the same."""
        self.warned |= broken & self.touched
        self.parsed.add(broken & self.touched, column, code, message, remedy, WARNING)

    def mention(
        self, broken: pd.Series, column: str, code: str, message: object, remedy: object
    ) -> None:
        """A finding that is told and asks nothing."""
        self.parsed.add(broken & self.touched, column, code, message, remedy, NOTICE)


def line_up(parsed: Parsed, agreement: Agreement, *, on: date) -> Rows:
    """Put the sheet's rows beside what stands and find line, group and tariff of each."""
    standing = agreement.standing.reindex(parsed.frame["reference"].to_numpy())
    standing = _with_none(standing.set_index(parsed.frame.index))
    standing[list(CONVERSATION)] = None
    values = _cells(parsed, standing)
    locations = _locations(parsed, values, standing, agreement)
    values["gemeente_id"] = parsed.frame["gemeente"].map(agreement.gemeenten.get)
    values["capacity_line_id"], values["intake_line_id"] = _lines(values, locations, agreement)
    values["course_group_id"] = [found.group and found.group.pk for found in locations]
    values["tariff_id"] = _tariffs(values, agreement)
    values[RESERVATION] = _reservations(values, standing, agreement)
    values[list(CONVERSATION)] = new_conversations(parsed, standing)
    return Rows(parsed, agreement, on, standing, locations, _with_none(values))


def begins_on(values: pd.DataFrame) -> pd.Series:
    """The day that decides tariff and recognition: the actual first day, else the planned one."""
    return values["actual_first_on"].where(
        values["actual_first_on"].notna(), values["planned_first_on"]
    )


def by_distinct(keys: Iterable[Hashable], index: pd.Index, find: Callable[[Any], Any]) -> pd.Series:
    """`find` of each key, called once for each different one."""
    every = list(keys)
    found = {key: find(key) for key in set(every)}
    result = np.empty(len(every), dtype=object)
    result[:] = [found[key] for key in every]
    return pd.Series(result, index=index, dtype=object)


def _with_none(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.astype(object)
    return frame.where(frame.notna(), None)


def _cells(parsed: Parsed, standing: pd.DataFrame) -> pd.DataFrame:
    """What the cells say; a column that the sheet lacks leaves what stands."""
    values = pd.DataFrame(index=parsed.frame.index, columns=[*FIELDS, RESERVATION], dtype=object)
    for name in FIELDS:
        if name.endswith("_id"):
            continue
        cells = parsed.frame[name] if name in parsed.positions else standing[name]
        values[name] = cells.fillna(DEFAULTS[name]) if name in DEFAULTS else cells
    for name in HOURS:
        values[name] = by_distinct(values[name], values.index, _two_places)
    if "interruption_reason" not in parsed.positions:  # it ends with the interruption
        resumed = values["status"] != PlacementStatus.INTERRUPTED.value
        values["interruption_reason"] = values["interruption_reason"].mask(resumed, "")
    return values


def _two_places(hours: str) -> str:
    return f"{Decimal(hours):.2f}"


def _locations(
    parsed: Parsed, values: pd.DataFrame, standing: pd.DataFrame, agreement: Agreement
) -> pd.Series:
    groups = parsed.frame["group"]
    if "group" not in parsed.positions:
        names = {group.pk: group.reference for group in agreement.groups}
        groups = standing["course_group_id"].map(names.get)
    locator = Locator(agreement)
    groups = groups.astype(object).where(groups.notna(), None)
    by_place = groups.isna()  # a group says it all: fewer different questions
    keys = zip(
        values["route"],
        groups,
        parsed.frame["place"],
        values["planned_first_on"].where(by_place, None),
        standing["capacity_line_id"].where(by_place, None),
        strict=True,
    )
    return by_distinct(keys, values.index, lambda key: locator.locate(Wanted(*key)))


def _lines(
    values: pd.DataFrame, locations: pd.Series, agreement: Agreement
) -> tuple[list[str | None], list[str | None]]:
    """Ids of the lines on which each row counts: the main one, and that of the intake."""
    keys = zip([found.line for found in locations], begins_on(values), strict=True)
    pairs = by_distinct(keys, values.index, lambda key: _pair(key[0], key[1], agreement))
    return [main for main, _intake in pairs], [intake for _main, intake in pairs]


def _pair(
    line: Line | None, day: str | None, agreement: Agreement
) -> tuple[str | None, str | None]:
    if line is None:
        return None, None
    main, intake = paired(line, agreement.lines, day or "")
    return main.pk, intake.pk if intake else None


def _tariffs(values: pd.DataFrame, agreement: Agreement) -> pd.Series:
    keys = zip(values["route"], begins_on(values), strict=True)
    return by_distinct(keys, values.index, lambda key: covering(agreement.tariffs, *key))


def _reservations(values: pd.DataFrame, standing: pd.DataFrame, agreement: Agreement) -> pd.Series:
    """Who is accepted has a seat kept; who already was keeps the day that was agreed."""
    was_accepted = standing["status"].isin(HELD)
    kept = standing[RESERVATION].where(was_accepted, agreement.seat_kept_until)
    return kept.where(values["status"].isin(HELD), None)


def covering(spans: Iterable[Span], route: str | None, day: str | None) -> str | None:
    """The id of the span of `route` that holds on `day`; None when there is none."""
    if route is None or day is None:
        return None
    return next((span.pk for span in spans if span.covers(route, day)), None)
