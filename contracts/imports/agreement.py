"""What a contract says, read once for all rows of a sheet: a handful of queries, however many rows.

Days and ids are text here, as the sheet's cells are: ISO days sort as days do.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from accounts.models import Gemeente
from config.shared.periods import add_calendar_days
from config.shared.sheets.words import plain
from contracts.enums import ContractStatus, GroupStatus, OverTargetPolicy
from contracts.models import CapacityLine, Contract, CourseGroup, Tariff
from providers.access import barred
from providers.enums import LearningRoute
from providers.models import Recognition

FIELDS = (
    "gemeente_id",
    "capacity_line_id",
    "intake_line_id",
    "course_group_id",
    "tariff_id",
    "route",
    "target_group",
    "literacy",
    "level",
    "mode",
    "pip_on",
    "planned_first_on",
    "planned_last_on",
    "actual_first_on",
    "actual_last_on",
    "offered_hours",
    "attended_hours",
    "status",
    "status_on",
    "status_reason",
    "interruption_reason",
    "cohort",
    "term_ends_on",
    "outcome",
    "diploma_on",
)
"""Columns of a placement that a sheet can set, beside its reference."""

CONVERSATION = ("conversation_on", "conversation_outcome")
"""A progress conversation that was held: empty where the sheet tells of none that is new."""

COMPARED = (*FIELDS, *CONVERSATION)
"""What a row sets, and what makes it a change where it is another than what stands."""

HAS = {"capacity_line_id": "has_seat", "intake_line_id": "has_intake"}
"""Columns with a line, and whether a placement that stands has a seat of it."""

RESERVATION = "reserved_until_on"
"""Follows from the status: no cell sets it."""

FAR = "9999-12-31"
"""Stands for a period without a last day."""


@dataclass(frozen=True, slots=True)
class Line:
    """A capacity line: `number` seats of a route at a place in a period.

    `extra` seats were authorised beyond the number and not used up yet. Who is interrupted keeps
    a place `interruption_weeks` long, None for as long as it lasts. `taken` seats are given out
    or kept now.
    """

    pk: str
    route: str
    place: str
    plain_place: str
    first_on: str
    last_on: str
    counts: str
    number: int
    extra: int = 0
    refills_intake: bool = False
    interruption_weeks: int | None = None
    taken: int = 0

    def covers(self, day: str) -> bool:
        return self.first_on <= day <= self.last_on


@dataclass(frozen=True, slots=True)
class Group:
    """A group and the line whose seats it fills; `heads` are in it now."""

    pk: str
    reference: str
    line: Line
    first_on: str
    last_on: str
    level: str
    mode: str
    maximum: int
    is_open: bool
    heads: int


@dataclass(frozen=True, slots=True)
class Span:
    """A tariff of a route, or a recognition for one, with the days on which it holds."""

    pk: str
    route: str
    first_on: str
    last_on: str

    def covers(self, route: str, day: str) -> bool:
        return route == self.route and self.first_on <= day <= self.last_on


@dataclass(frozen=True)
class Agreement:
    """A contract as the checks need it.

    `gemeenten` has ids by code; `seat_kept_until` is the last day of a reservation made now.
    """

    contract_id: int
    first_on: str
    last_on: str
    blocks: bool
    seat_kept_until: str
    gemeenten: dict[str, str]
    participating: frozenset[str]
    lines: Sequence[Line]
    groups: Sequence[Group]
    tariffs: Sequence[Span]
    recognitions: Sequence[Span]
    has_placements: bool
    """Whether any stand under it: of its first sheet none is looked for."""
    stopped: str
    """Why nobody new may be placed, a sentence; empty where one may."""

    @property
    def facts(self) -> str:
        """All that decides how rows are judged: the same text for the same facts, whoever asks."""
        participating = sorted(self.participating)
        same_for_all = replace(self, participating=frozenset(), stopped=str(bool(self.stopped)))
        return repr((participating, same_for_all))


def read_agreement(contract: Contract, *, on: date) -> Agreement:
    """Gather what the rows of a sheet are checked against, as it stands now."""
    found = contract.capacity_lines.with_use(on=on).with_extra(on).order_by("pk")
    lines = {line.pk: _line(line, contract) for line in found}
    gemeenten = Gemeente.objects.order_by("code")
    return Agreement(
        contract_id=contract.pk,
        first_on=contract.first_on.isoformat(),
        last_on=contract.last_on.isoformat(),
        blocks=contract.over_target_policy != OverTargetPolicy.WARN,
        seat_kept_until=add_calendar_days(on, settings.RESERVATION_DAYS).isoformat(),
        gemeenten={code: str(pk) for code, pk in gemeenten.values_list("code", "pk")},
        participating=frozenset(contract.gemeenten.values_list("code", flat=True)),
        lines=tuple(lines.values()),
        groups=tuple(_groups(contract, lines)),
        tariffs=tuple(_tariffs(contract)),
        recognitions=tuple(_recognitions(contract)),
        has_placements=contract.placements.exists(),
        stopped=_stopped(contract, on),
    )


def _stopped(contract: Contract, on: date) -> str:
    if contract.status == ContractStatus.SUSPENDED:
        return _("The contract is suspended: nobody new is placed under it.")
    return barred(contract.provider_id, contract.region_id, on) or ""


def _line(line: CapacityLine, contract: Contract) -> Line:
    return Line(
        pk=str(line.pk),
        route=line.route,
        place=line.place,
        plain_place=plain(line.place),
        first_on=line.first_on.isoformat(),
        last_on=line.last_on.isoformat(),
        counts=line.counts,
        number=line.number,
        extra=line.extra if contract.over_target_policy == OverTargetPolicy.AUTHORISE else 0,
        refills_intake=contract.refills_intake,
        interruption_weeks=contract.interruption_weeks,
        taken=line.used + line.held,
    )


def _groups(contract: Contract, lines: dict[int, Line]) -> Iterable[Group]:
    groups = CourseGroup.objects.filter(line__contract=contract).with_heads()
    for group in groups.order_by("pk"):
        yield Group(
            pk=str(group.pk),
            reference=group.reference,
            line=lines[group.line_id],
            first_on=group.first_on.isoformat(),
            last_on=group.last_on.isoformat(),
            level=group.level,
            mode=group.mode,
            maximum=group.maximum,
            is_open=group.status in (GroupStatus.PLANNED, GroupStatus.STARTED),
            heads=group.heads,
        )


def _tariffs(contract: Contract) -> Iterable[Span]:
    """Of two that hold at once the main one comes first; a fee is nobody's tariff."""
    for tariff in Tariff.objects.filter(contract=contract).main():
        yield Span(
            str(tariff.pk), tariff.route, tariff.first_on.isoformat(), tariff.last_on.isoformat()
        )


def _recognitions(contract: Contract) -> Iterable[Span]:
    """One span for each route that a recognition is for; one that nobody checked holds nothing."""
    checked = Recognition.objects.checked().filter(provider=contract.provider_id)
    for held in cast("QuerySet[Recognition]", checked).order_by("pk"):
        for route in LearningRoute:
            if route.recognition == held.kind:
                last_on = held.last_on.isoformat() if held.last_on else FAR
                yield Span(str(held.pk), route.value, held.first_on.isoformat(), last_on)


def all_of(values: Iterable[str], kind: str = "text") -> RawSQL:
    """Values as the rows of a subquery: one parameter, which costs little however many there are.

    `kind` is their type in the database.
    """
    rows = f"SELECT jsonb_array_elements_text(%s::jsonb)::{kind}"
    return RawSQL(rows, [json.dumps(list(values))])  # noqa: S611 - `kind` is a word of our own
