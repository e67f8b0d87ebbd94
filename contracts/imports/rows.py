"""The rows of a sheet beside what stands: what each would set, and what that would change.

Columns are arrays of texts; a question is put to each different text, or combination, once.
"""

from collections.abc import Callable, Iterable, Sequence
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

    `values` holds what a placement would get, as text or None; `standing` what it has, None all
    over for a new one; `problems` why no line was found, None where one was; `warned` the rows
    that a person must look at.
    """

    parsed: Parsed
    agreement: Agreement
    on: date
    standing: pd.DataFrame
    values: pd.DataFrame
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
        return self._column("now", name, self.values if name in self.values else self.frame)

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
        """By field the rows in which `values` is another than what stands."""
        different = {
            name: self.values[name].to_numpy() != self.standing[name].to_numpy()
            for name in COMPARED
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
    values = _cells(parsed, before)
    locations = _locations(parsed, values, before, agreement)
    values |= _places(locations, values, agreement)
    values["gemeente_id"] = coded(parsed.frame["gemeente"]).each(agreement.gemeenten.get, object)
    values[RESERVATION] = _reservations(values, before, agreement)
    values |= {name: told.to_numpy() for name, told in new_conversations(parsed, before).items()}
    frame = pd.DataFrame(values, index=parsed.frame.index, dtype=object, copy=False)
    problems = locations.each(lambda found: found and found.problem, object)
    return Rows(
        parsed,
        agreement,
        on,
        before,
        frame[[*COMPARED, RESERVATION]],
        pd.Series(problems, index=frame.index, dtype=object),
    )


def begins_on(values: Any) -> np.ndarray:
    """The day that decides tariff and recognition: the actual first day, else the planned one."""
    actual = np.asarray(values["actual_first_on"], dtype=object)
    return np.where(pd.isna(actual), np.asarray(values["planned_first_on"], dtype=object), actual)


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


def _cells(parsed: Parsed, standing: pd.DataFrame) -> dict[str, np.ndarray]:
    """What the cells say; a column that the sheet lacks leaves what stands."""
    values = {name: _told(name, parsed, standing) for name in FIELDS if not name.endswith("_id")}
    for name in HOURS:
        values[name] = coded(values[name]).each(_two_places, object)
    if "interruption_reason" not in parsed.positions:  # it ends with the interruption
        resumed = values["status"] != PlacementStatus.INTERRUPTED.value
        values["interruption_reason"] = np.where(resumed, "", values["interruption_reason"])
    return values


def _told(name: str, parsed: Parsed, standing: pd.DataFrame) -> np.ndarray:
    source = parsed.frame if name in parsed.positions else standing
    cells = source[name].to_numpy(dtype=object)
    return np.where(pd.isna(cells), DEFAULTS[name], cells) if name in DEFAULTS else cells


def _two_places(hours: str | None) -> str | None:
    return f"{Decimal(hours):.2f}" if hours else None


def _locations(
    parsed: Parsed,
    values: dict[str, np.ndarray],
    standing: pd.DataFrame,
    agreement: Agreement,
) -> Coded:
    """A Location for each row."""
    groups = coded(parsed.frame["group"])
    if "group" not in parsed.positions:
        names = {group.pk: group.reference for group in agreement.groups}
        groups = coded(standing["course_group_id"]).mapped(names)
    by_place = ~groups.filled  # a group says it all: fewer different questions
    locator = Locator(agreement)
    return ask(
        (
            coded(values["route"]),
            groups,
            coded(parsed.frame["place"]),
            coded(np.where(by_place, values["planned_first_on"], NOTHING)),
            coded(np.where(by_place, standing["capacity_line_id"], NOTHING)),
        ),
        lambda *texts: locator.locate(Wanted(*texts)),
    )


def _places(
    locations: Coded, values: dict[str, np.ndarray], agreement: Agreement
) -> dict[str, np.ndarray]:
    """Ids of the lines on which each row counts, of its group and of its tariff."""
    begins = coded(begins_on(values))
    pairs = ask((locations, begins), lambda found, day: _pair(found, day, agreement))
    tariffs = ask(
        (coded(values["route"]), begins),
        lambda route, day: covering(agreement.tariffs, route, day),
    )
    return {
        "capacity_line_id": pairs.each(lambda pair: pair and pair[0], object),
        "intake_line_id": pairs.each(lambda pair: pair and pair[1], object),
        "course_group_id": locations.each(_group_of, object),
        "tariff_id": tariffs.each(lambda tariff: tariff, object),
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
    values: dict[str, np.ndarray], standing: pd.DataFrame, agreement: Agreement
) -> np.ndarray:
    """Who is accepted has a seat kept; who already was keeps the day that was agreed."""
    was_accepted = coded(standing["status"]).among(HELD)
    kept = np.where(was_accepted, standing[RESERVATION], agreement.seat_kept_until)
    return np.where(coded(values["status"]).among(HELD), kept, NOTHING)


def covering(spans: Iterable[Span], route: str | None, day: str | None) -> str | None:
    """The id of the span of `route` that holds on `day`; None when there is none."""
    if route is None or day is None:
        return None
    return next((span.pk for span in spans if span.covers(route, day)), None)
