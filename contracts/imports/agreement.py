"""What a contract says, read once for all rows of a sheet: a handful of queries, however many rows.

Days and ids are text here, as the sheet's cells are: ISO days sort as days do.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

import pandas as pd
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from accounts.models import Gemeente
from config.shared.periods import add_calendar_days
from config.shared.sheets.words import plain
from contracts.enums import IN_GROUP, ContractStatus, GroupStatus, OverTargetPolicy
from contracts.models import CapacityLine, Contract, CourseGroup, Placement, Tariff
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
    a place `interruption_weeks` long, None for as long as it lasts.
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

    def covers(self, day: str) -> bool:
        return self.first_on <= day <= self.last_on


@dataclass(frozen=True, slots=True)
class Group:
    """A group and the line whose seats it fills."""

    pk: str
    reference: str
    line: Line
    first_on: str
    last_on: str
    level: str
    mode: str
    maximum: int
    is_open: bool


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

    `standing` has the placements that the sheet names, by reference, as text; `seats` and
    `heads` count by line and by group those that it does not name. `seat_kept_until` is the last
    day of a reservation made now.
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
    standing: pd.DataFrame
    seats: dict[str, int]
    heads: dict[str, int]
    stopped: str
    """Why nobody new may be placed, a sentence; empty where one may."""


def read_agreement(contract: Contract, references: Sequence[str], *, on: date) -> Agreement:
    """Gather what the rows about `references` are checked against, as it stands now."""
    standing = _standing(contract, references, on)
    found = contract.capacity_lines.with_extra(on).order_by("pk")
    lines = {line.pk: _line(line, contract) for line in found}
    return Agreement(
        contract_id=contract.pk,
        first_on=contract.first_on.isoformat(),
        last_on=contract.last_on.isoformat(),
        blocks=contract.over_target_policy != OverTargetPolicy.WARN,
        seat_kept_until=add_calendar_days(on, settings.RESERVATION_DAYS).isoformat(),
        gemeenten={code: str(pk) for code, pk in Gemeente.objects.values_list("code", "pk")},
        participating=frozenset(contract.gemeenten.values_list("code", flat=True)),
        lines=tuple(lines.values()),
        groups=tuple(_groups(contract, lines)),
        tariffs=tuple(_tariffs(contract)),
        recognitions=tuple(_recognitions(contract)),
        standing=standing,
        seats=_seats(contract, standing, on),
        heads=_heads(contract, standing),
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
    )


def _groups(contract: Contract, lines: dict[int, Line]) -> Iterable[Group]:
    for group in CourseGroup.objects.filter(line__contract=contract).order_by("pk"):
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


class AnyOf(Func):
    """`field = ANY(array)`: one parameter, however many values."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def _standing(contract: Contract, references: Sequence[str], on: date) -> pd.DataFrame:
    """What the named placements are now, and of which of its lines each takes a seat."""
    texts = {f"{name}_text": Cast(name, TextField()) for name in ("id", *FIELDS, RESERVATION)}
    named = AnyOf("reference", Value(list(references), ArrayField(TextField())))
    rows = (
        Placement.objects.filter(named, contract=contract)
        .with_seats(on)
        .annotate(**texts)
        .order_by("pk")
        .values_list("reference", *HAS.values(), *texts)
    )
    header = ["reference", *HAS.values(), "id", *FIELDS, RESERVATION]
    return pd.DataFrame(list(rows), columns=header, dtype=object).set_index("reference")


def _seats(contract: Contract, standing: pd.DataFrame, on: date) -> dict[str, int]:
    """Seats taken or kept by line, without those of the named placements."""
    lines = contract.capacity_lines.with_use(on=on).order_by("pk")
    named = Counter(
        line for where, has in HAS.items() for line in standing.loc[standing[has].eq(True), where]
    )
    return {str(line.pk): line.used + line.held - named[str(line.pk)] for line in lines}


def _heads(contract: Contract, standing: pd.DataFrame) -> dict[str, int]:
    """Heads by group, without the named placements."""
    groups = CourseGroup.objects.filter(line__contract=contract).with_heads().order_by("pk")
    named = standing.loc[standing["status"].isin(IN_GROUP), "course_group_id"].value_counts()
    return {str(group.pk): group.heads - int(named.get(str(group.pk), 0)) for group in groups}
