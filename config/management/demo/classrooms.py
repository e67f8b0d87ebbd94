"""Contracts, groups and placements: what the schools deliver, sheet by sheet."""

import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile

from accounts.enums import Permission
from accounts.models import Gemeente, User
from accounts.notices import people_with
from config.management.demo.agreements import set_terms
from config.management.demo.cast import Cast
from config.management.demo.days import Days
from config.management.demo.prices import follow_prices
from config.shared.periods import amsterdam
from config.shared.sheets import write_csv
from contracts.actions.contract_steps import offer_contract
from contracts.actions.contracts import draft_from_award
from contracts.actions.deliveries import accept_rows, keep_sheet
from contracts.actions.groups import create_group
from contracts.actions.papers import Wording
from contracts.actions.signing import Signed, sign_paper
from contracts.enums import InterruptionReason, Outcome, PartySide, PlacementStatus, TargetGroup
from contracts.imports import apply_delivery, check_delivery
from contracts.models import Contract, CourseGroup, Delivery, Paper
from contracts.paper_facts import PartyDetails
from contracts.workflows import CONTRACT, GROUP
from procurement.models import Lot
from providers.enums import DeliveryMode

HEADER = (
    "reference",
    "gemeente",
    "route",
    "target_group",
    "group",
    "place",
    "level",
    "mode",
    "pip_on",
    "planned_first_on",
    "planned_last_on",
    "actual_first_on",
    "actual_last_on",
    "status",
    "status_on",
    "status_reason",
    "offered_hours",
    "attended_hours",
    "interruption_reason",
    "outcome",
)
HOURS_A_WEEK = 12
GROUP_COST = 148_000
"""Euro of a teacher, a room and materials for the whole course of a group."""
SHEETS = (-150, -40, -3)
"""Days on which the schools deliver; a learner who stops was in a sheet as started before."""


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """A group: first day from today, length in days, heads, and its minimum and maximum."""

    reference: str
    starts: int
    length: int
    heads: int
    minimum: int = 10
    maximum: int = 16


@dataclass(frozen=True, slots=True)
class ClassroomPlan:
    """What one contract brings about; `letter` begins its references."""

    letter: str
    level: str
    groups: tuple[GroupPlan, ...]
    waiting: int
    """Learners who wait for a seat, and half as many who are registered."""


@dataclass(slots=True)
class Learner:
    """One placement, as it will stand in the sheets."""

    reference: str
    gemeente: Gemeente
    target_group: str
    plan: GroupPlan | None
    fate: str
    fate_day: int
    attendance: float


def agree(lot: Lot, cast: Cast, signed_at: datetime, begun_at: datetime) -> Contract:
    """Draft, sign and activate the contract of an awarded lot."""
    by = cast.people["contractmanager"]
    contract = draft_from_award(award=lot.decision, by=by, at=signed_at)
    set_terms(contract, by=by, at=signed_at)
    follow_prices(contract, by=by, at=signed_at)
    paper = offer(contract, cast, signed_at)
    school = _signatory(contract)
    for side, person, role in (
        (PartySide.PROVIDER, school, "directeur"),
        (PartySide.BUYER, by, "contractmanager"),
    ):
        signed = Signed(person.name, role, amsterdam(signed_at))
        sign_paper(paper=paper, side=side, signed=signed, by=person, at=signed_at)
    return CONTRACT.apply(contract, "activate", by=by, at=begun_at)


def offer(contract: Contract, cast: Cast, at: datetime) -> Paper:
    """Put a draft on paper, with who stands for region and school."""
    wording = Wording(
        PartyDetails(
            name=cast.region.name,
            address="Raadhuisplein 1, Diemen (verzonnen)",
            representative="Wies van Wethouden",
            role="wethouder, gemachtigd namens de gemeenten",
        ),
        PartyDetails(
            name=contract.provider.legal_name,
            register_number=contract.provider.kvk_number,
            address="Lesweg 12, Uithoorn (verzonnen)",
            representative=_signatory(contract).name,
            role="directeur",
        ),
    )
    by = cast.people["contractmanager"]
    offered = offer_contract(contract=contract, wording=wording, by=by, at=at)
    return offered.papers.standing().get()


def _signatory(contract: Contract) -> User:
    """The one person of the school who signs contracts."""
    return people_with(Permission.CONTRACT_COUNTERSIGN, provider_id=contract.provider_id).get()


def teach(contract: Contract, plan: ClassroomPlan, cast: Cast, days: Days, by: User) -> None:
    """Plan the groups, and deliver three sheets: long ago, last month and this week."""
    chance = random.Random(plan.letter)  # noqa: S311 - a seed makes the demo the same each time
    learners = list(_learners(contract, plan, chance))
    groups = {
        group.reference: _plan_group(contract, plan, group, cast, days) for group in plan.groups
    }
    for moment in SHEETS:
        _start_groups(plan, groups, cast, days, moment)
        rows = [row for learner in learners if (row := _row(learner, contract, plan, days, moment))]
        deliver(contract, rows, by, days.at(moment, 16), f"plaatsingen-{plan.letter}.csv")


def deliver(
    contract: Contract, rows: Sequence[Sequence[object]], by: User, at: datetime, name: str
) -> Delivery:
    """Hand a sheet in, and apply it when every row is right; else leave it for who looks."""
    stream = io.BytesIO()
    write_csv(stream, HEADER, rows)
    sheet = ContentFile(stream.getvalue(), name=name)
    delivery = keep_sheet(contract=contract, file=sheet, by=by, at=at)
    delivery = check_delivery(delivery_id=delivery.pk, at=at)
    if delivery.rows_refused:
        return delivery
    accept_rows(
        delivery=delivery, by=by, at=at, warnings_reason="Nagekeken met de docenten van de groepen."
    )
    return apply_delivery(delivery_id=delivery.pk, at=at)


def wrong_rows(contract: Contract, plan: ClassroomPlan, days: Days) -> list[tuple[object, ...]]:
    """Three rows with one mistake each, for the page that says how to mend them."""
    chance = random.Random(0)  # noqa: S311 - as above
    learner = next(_learners(contract, plan, chance))
    good = dict(zip(HEADER, _row(learner, contract, plan, days, -3) or (), strict=True))
    mistakes: tuple[dict[str, object], ...] = (
        {"reference": f"{plan.letter}-901", "gemeente": "9999"},
        {"reference": f"{plan.letter}-902", "attended_hours": 9_000},
        {"reference": f"{plan.letter}-903", "status_on": days.on(40)},
    )
    return [tuple((good | mistake).values()) for mistake in mistakes]


def _learners(contract: Contract, plan: ClassroomPlan, chance: random.Random) -> Iterator[Learner]:
    """Heads of each group, then those who wait; gemeenten in proportion to their seats."""
    shares = [
        share.gemeente
        for share in contract.capacity_lines.get().shares.order_by("gemeente__code")
        for _seat in range(share.number)
    ]
    seats = [group for group in plan.groups for _head in range(group.heads)]
    alone: list[GroupPlan | None] = [None] * (plan.waiting + plan.waiting // 2)
    for number, group in enumerate([*seats, *alone], start=1):
        fate, fate_day = _fate(group, chance)
        yield Learner(
            reference=f"{plan.letter}-{number:03}",
            gemeente=chance.choice(shares),
            target_group=chance.choices(list(TargetGroup), weights=(12, 0, 0))[0],
            plan=group,
            fate=fate if group else _alone(number - len(seats), plan),
            fate_day=fate_day,
            attendance=chance.uniform(0.7, 1.0),
        )


def _alone(number: int, plan: ClassroomPlan) -> str:
    return PlacementStatus.WAITLISTED if number <= plan.waiting else PlacementStatus.REGISTERED


def _fate(group: GroupPlan | None, chance: random.Random) -> tuple[str, int]:
    """How it goes on after the start, and on which day from today."""
    if group is None or group.starts > SHEETS[1]:
        return PlacementStatus.STARTED, 0
    day = chance.randint(group.starts // 2, -4)
    fates = (
        PlacementStatus.STARTED,
        PlacementStatus.DROPPED_OUT,
        PlacementStatus.INTERRUPTED,
        PlacementStatus.COMPLETED,
    )
    early = group.starts > -200  # noqa: PLR2004 - days; nobody completes a course in half a year
    fate = chance.choices(fates, weights=(86, 8, 4, 0 if early else 12))[0]
    return fate, day


def _plan_group(
    contract: Contract, plan: ClassroomPlan, group: GroupPlan, cast: Cast, days: Days
) -> CourseGroup:
    return create_group(
        line=contract.capacity_lines.get(),
        reference=group.reference,
        first_on=days.on(group.starts),
        last_on=days.on(group.starts + group.length),
        minimum=group.minimum,
        maximum=group.maximum,
        decide_on=days.on(group.starts - 14),
        cost_amount=GROUP_COST,
        schedule="ma, di en do 9.00-13.00 uur",
        hours_per_week=HOURS_A_WEEK,
        level=plan.level,
        mode=DeliveryMode.DAY,
        by=cast.people["coordinator"],
        at=days.at(min(group.starts - 40, -50)),
    )


def _start_groups(
    plan: ClassroomPlan, groups: dict[str, CourseGroup], cast: Cast, days: Days, moment: int
) -> None:
    """Start the groups that begin before `moment`."""
    for group in plan.groups:
        row = groups[group.reference]
        if group.starts < moment and row.status == "planned":
            at = days.at(group.starts, 9)
            groups[group.reference] = GROUP.apply(
                row, "start", by=cast.people["coordinator"], at=at
            )


def _row(
    learner: Learner, contract: Contract, plan: ClassroomPlan, days: Days, moment: int
) -> tuple[object, ...] | None:
    """The learner as known at `moment`; None while the school does not know of one yet."""
    group, line = learner.plan, contract.capacity_lines.get()
    known = min(group.starts - 30, -30) if group else -35
    if known > moment:
        return None
    status, since = _standing(learner, known, moment)
    starts = group.starts if group else 45
    has_begun = group is not None and group.starts <= moment
    has_ended = status in (PlacementStatus.DROPPED_OUT, PlacementStatus.COMPLETED)
    hours = _hours(starts, since if has_ended else moment) if has_begun else 0
    return (
        learner.reference,
        learner.gemeente.code,
        line.route,
        learner.target_group,
        group.reference if group else "",
        line.place,
        plan.level,
        DeliveryMode.DAY.value,
        days.on(starts - 60),
        days.on(starts),
        days.on(starts + (group.length if group else 480)),
        days.on(starts) if has_begun else None,
        days.on(since) if has_ended else None,
        status,
        days.on(since),
        "Verhuisd of werk gevonden" if status == PlacementStatus.DROPPED_OUT else "",
        hours,
        int(hours * learner.attendance),
        InterruptionReason.WORK if status == PlacementStatus.INTERRUPTED else "",
        Outcome.DIPLOMA if status == PlacementStatus.COMPLETED else "",
    )


def _standing(learner: Learner, known: int, moment: int) -> tuple[str, int]:
    """Status and the day on which it began, as known at `moment`."""
    group = learner.plan
    if group is None:
        return learner.fate, known
    if group.starts > moment:
        return PlacementStatus.SCHEDULED, known
    if learner.fate_day <= moment and learner.fate_day > group.starts:
        return learner.fate, (
            group.starts if learner.fate == PlacementStatus.STARTED else learner.fate_day
        )
    return PlacementStatus.STARTED, group.starts


def _hours(first: int, last: int) -> int:
    return max(0, (last - first) // 7 * HOURS_A_WEEK)
