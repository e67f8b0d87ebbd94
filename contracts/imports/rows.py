"""The rows of a sheet beside what stands: what each would set, and what that would change.

Columns are arrays of texts; a question is put to each different text, or combination, once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
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
    FIELDS,
    RESERVATION,
    Agreement,
    Line,
    Span,
)
from contracts.imports.coded import Coded, coded
from contracts.imports.conversations import new_conversations
from contracts.imports.counting import counters
from contracts.imports.locations import NOWHERE, Location, Locator, Wanted
from contracts.imports.standing import Standing
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

NOTHING = np.array(None, dtype=object)
"""Fills an array where there is no text."""


@dataclass
class Rows:
    """All frames and Series here share the index of the sheet: the row number a person sees.

    `cells` holds what a placement would get, and what the sheet says; `standing` what it has, None
    all over for a new one; `problems` why no line was found, None where one was; `warned` the rows
    that a person must look at.
    """

    parsed: Parsed
    agreement: Agreement
    on: date
    standing: pd.DataFrame
    cells: dict[str, Coded]
    problems: pd.Series
    basis: pd.DataFrame = field(init=False)
    """The status and its day on which each row follows: what stands, unless it is corrected."""
    corrected: pd.Series = field(init=False)
    """Rows that say anew what the delivery said that is corrected."""
    warned: pd.Series = field(init=False)
    _coded: dict[tuple[str, str], Coded] = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.basis = self.standing[["status", "status_on"]]
        self.corrected = pd.Series(False, index=self.frame.index)
        self.warned = pd.Series(False, index=self.frame.index)

    @property
    def frame(self) -> pd.DataFrame:
        """The cells, canonical text or None."""
        return self.parsed.frame

    def now(self, name: str) -> Coded:
        """What the rows would set; a cell where `name` is a column of the sheet only."""
        return self.cells[name]

    def before(self, name: str) -> Coded:
        """What stands; nothing for a new placement."""
        return self._column("before", name, self.standing)

    def followed(self, name: str) -> Coded:
        """The status on which a row follows, or its day: of `basis`, complete by now."""
        return self._column("followed", name, self.basis)

    def _column(self, of: str, name: str, frame: pd.DataFrame) -> Coded:
        """A column as codes, made when it is asked for first."""
        if (of, name) not in self._coded:
            self._coded[of, name] = coded(frame[name])
        return self._coded[of, name]

    @cached_property
    def exists(self) -> pd.Series:
        """Rows about a placement that is known."""
        return self.standing["id"].notna()

    @cached_property
    def differences(self) -> pd.DataFrame:
        """By field the rows that would set another value than what stands."""
        different = {
            name: self.cells[name].column != self.standing[name].to_numpy() for name in COMPARED
        }
        return pd.DataFrame(different, index=self.frame.index, dtype=bool, copy=False)

    @cached_property
    def touched(self) -> pd.Series:
        """Rows that would make or change something."""
        if not self.exists.any():
            return pd.Series(True, index=self.frame.index)
        changed = np.logical_or.reduce([self.differences[name].to_numpy() for name in COMPARED])
        return pd.Series(changed | ~self.exists.to_numpy(), index=self.frame.index)

    @property
    def kinds(self) -> pd.Series:
        """New, changed, unchanged or refused, by row."""
        kinds = np.where(self.touched, RowKind.CHANGED.value, RowKind.UNCHANGED.value)
        kinds = np.where(self.exists, kinds, RowKind.NEW.value)
        kinds = np.where(self.parsed.refused, RowKind.REFUSED.value, kinds)
        return pd.Series(kinds, index=self.frame.index, dtype=object)

    @property
    def counts(self) -> dict[str, int]:
        """The counters of these rows, as a delivery names them."""
        return counters(
            exists=self.exists.to_numpy(),
            touched=self.touched.to_numpy(),
            refused=self.parsed.refused.to_numpy(),
            warned=self.warned.to_numpy(),
        )

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


def line_up(parsed: Parsed, agreement: Agreement, standing: Standing, *, on: date) -> Rows:
    """Put the sheet's rows beside what stands and find line, group and tariff of each."""
    before = standing.of(parsed.frame["reference"])
    cells = {name: _cells_of(parsed, name) for name in parsed.frame}
    values = _values(parsed, cells, before)
    locations = _locations(parsed, cells | values, before, agreement)
    values |= _places(locations, values, agreement)
    values["gemeente_id"] = cells["gemeente"].answered(agreement.gemeenten.get)
    values[RESERVATION] = coded(_reservations(values, before, agreement))
    values |= {name: coded(told) for name, told in new_conversations(parsed, before).items()}
    problems = locations.each(lambda found: found and found.problem, object)
    return Rows(
        parsed,
        agreement,
        on,
        before,
        cells | values,
        pd.Series(problems, index=parsed.frame.index, dtype=object),
    )


def begins_on(values: Mapping[str, Coded]) -> Coded:
    """The day that decides tariff and recognition: the actual first day, else the planned one."""
    return values["actual_first_on"].or_else(values["planned_first_on"])


def ask(columns: Sequence[Coded], find: Callable[..., Any]) -> Coded:
    """`find` of the texts of each row, called once for each different combination."""
    first, *others = columns
    codes, _known = pd.factorize(first.codes)
    for column in others:
        codes, _known = pd.factorize(codes * (len(column.texts) + 1) + column.codes + 1)
    rows = np.unique(codes, return_index=True)[1]
    combinations = zip(
        *([column.texts[code] for code in column.codes[rows]] for column in columns), strict=True
    )
    return Coded(codes, [*(find(*texts) for texts in combinations), None])


def _cells_of(parsed: Parsed, name: str) -> Coded:
    codes, texts = parsed.coded.get(name, (np.full(len(parsed.frame), -1), []))
    return Coded(codes, [*texts, None])


def _values(parsed: Parsed, cells: Mapping[str, Coded], standing: pd.DataFrame) -> dict[str, Coded]:
    """What the cells say; a column that the sheet lacks leaves what stands."""
    values = {}
    for name in FIELDS:
        if not name.endswith("_id"):
            told = cells[name] if name in parsed.positions else coded(standing[name])
            values[name] = told.answered(partial(_or_default, DEFAULTS.get(name)))
    for name in HOURS:
        values[name] = values[name].answered(_two_places)
    if "interruption_reason" not in parsed.positions:  # it ends with the interruption
        resumed = ~values["status"].among((PlacementStatus.INTERRUPTED.value,))
        reasons = np.where(resumed, "", values["interruption_reason"].column)
        values["interruption_reason"] = coded(reasons)
    return values


def _or_default(default: str | None, text: str | None) -> str | None:
    return default if text is None else text


def _two_places(hours: str | None) -> str | None:
    return f"{Decimal(hours):.2f}" if hours else None


def _locations(
    parsed: Parsed,
    values: Mapping[str, Coded],
    standing: pd.DataFrame,
    agreement: Agreement,
) -> Coded:
    """A Location for each row."""
    groups = values["group"]
    if "group" not in parsed.positions:
        names = {group.pk: group.reference for group in agreement.groups}
        groups = coded(standing["course_group_id"]).mapped(names)
    by_place = ~groups.filled  # a group says it all: fewer different questions
    locator = Locator(agreement)
    return ask(
        (
            values["route"],
            groups,
            values["place"],
            values["planned_first_on"].where(by_place),
            coded(standing["capacity_line_id"]).where(by_place),
        ),
        lambda *texts: locator.locate(Wanted(*texts)),
    )


def _places(
    locations: Coded, values: Mapping[str, Coded], agreement: Agreement
) -> dict[str, Coded]:
    """Ids of the lines on which each row counts, of its group and of its tariff."""
    begins = begins_on(values)
    pairs = ask((locations, begins), lambda found, day: _pair(found, day, agreement))
    tariffs = ask(
        (values["route"], begins),
        lambda route, day: covering(agreement.tariffs, route, day),
    )
    return {
        "capacity_line_id": pairs.answered(lambda pair: pair and pair[0]),
        "intake_line_id": pairs.answered(lambda pair: pair and pair[1]),
        "course_group_id": locations.answered(_group_of),
        "tariff_id": tariffs,
    }


def _group_of(found: Location | None) -> str | None:
    return found.group.pk if found and found.group else None


def _pair(
    found: Location | None, day: str | None, agreement: Agreement
) -> tuple[str | None, str | None]:
    line: Line | None = (found or NOWHERE).line
    if line is None:
        return None, None
    main, intake = paired(line, agreement.lines, day or "")
    return main.pk, intake.pk if intake else None


def _reservations(
    values: Mapping[str, Coded], standing: pd.DataFrame, agreement: Agreement
) -> np.ndarray:
    """Who is accepted has a seat kept; who already was keeps the day that was agreed."""
    was_accepted = coded(standing["status"]).among(HELD)
    kept = np.where(was_accepted, standing[RESERVATION], agreement.seat_kept_until)
    return np.where(values["status"].among(HELD), kept, NOTHING)


def covering(spans: Iterable[Span], route: str | None, day: str | None) -> str | None:
    """The id of the span of `route` that holds on `day`; None when there is none."""
    if route is None or day is None:
        return None
    return next((span.pk for span in spans if span.covers(route, day)), None)
