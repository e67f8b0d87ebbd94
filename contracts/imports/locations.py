"""Which group and capacity line a row means: by its group, or by route, place and first day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from config.shared.sheets.words import plain
from contracts.enums import CapacityCounts
from contracts.imports.agreement import Agreement, Group, Line


class Problem(Enum):
    """Why no line was found."""

    GROUP_UNKNOWN = "group_unknown"
    GROUP_OF_OTHER_ROUTE = "group_of_other_route"
    ROUTE_NOT_CONTRACTED = "route_not_contracted"
    PLACE_MISSING = "place_missing"
    PLACE_UNKNOWN = "place_unknown"
    NO_LINE_THEN = "no_line_then"


@dataclass(frozen=True, slots=True)
class Location:
    """Line and group of a row, or the problem; a row without a group can have a line."""

    line: Line | None = None
    group: Group | None = None
    problem: Problem | None = None


NOWHERE = Location()
"""Of a row in which route or first day could not be read: the cells have their own findings."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row says about where it belongs; `standing_line` is where it stood, if it did."""

    route: str | None
    group: str | None
    place: str | None
    first_on: str | None
    standing_line: str | None


class Locator:
    """Finds lines and groups of one agreement."""

    def __init__(self, agreement: Agreement) -> None:
        self._lines = agreement.lines
        self._by_pk = {line.pk: line for line in agreement.lines}
        self._groups: dict[str, list[Group]] = defaultdict(list)
        for group in agreement.groups:
            self._groups[plain(group.reference)].append(group)

    def locate(self, wanted: Wanted) -> Location:
        """The line and group of `wanted`, or why there is none."""
        if wanted.route and wanted.group:
            return self._by_group(wanted.route, wanted.group, wanted.place)
        if wanted.route and wanted.first_on:
            return self._by_place(wanted.route, wanted)
        return NOWHERE

    def _by_group(self, route: str, reference: str, place: str | None) -> Location:
        named = self._groups.get(plain(reference), [])
        if not named:
            return Location(problem=Problem.GROUP_UNKNOWN)
        fitting = [group for group in named if group.line.route == route]
        if not fitting:
            return Location(problem=Problem.GROUP_OF_OTHER_ROUTE)
        there = [group for group in fitting if place and group.line.plain_place == plain(place)]
        chosen = (there or fitting)[0] if there or len(fitting) == 1 else None
        if chosen is None:
            return Location(problem=Problem.PLACE_MISSING)
        return Location(chosen.line, chosen)

    def _by_place(self, route: str, wanted: Wanted) -> Location:
        lines = [line for line in self._lines if line.route == route]
        if not lines:
            return Location(problem=Problem.ROUTE_NOT_CONTRACTED)
        if wanted.place:
            lines = [line for line in lines if line.plain_place == plain(wanted.place)]
            if not lines:
                return Location(problem=Problem.PLACE_UNKNOWN)
        return self._that_day(lines, wanted)

    def _that_day(self, lines: Sequence[Line], wanted: Wanted) -> Location:
        """Of the lines that fit otherwise, the one whose period holds the first day."""
        then = [line for line in lines if line.covers(wanted.first_on or "")]
        if not then:
            return Location(problem=Problem.NO_LINE_THEN)
        standing = self._by_pk.get(wanted.standing_line or "")
        if standing in then:
            return Location(standing)
        if len({line.plain_place for line in then}) > 1:
            return Location(problem=Problem.PLACE_MISSING)
        return Location(min(then, key=lambda line: line.counts != CapacityCounts.PLACES))
