"""What the region of the demo budgets, gets, books and expects, and where that runs over."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from accounts.models import AllocationKey
from config.management.demo.cast import Cast
from config.management.demo.days import Days
from config.shared.money import cents
from contracts.actions.costs import book_cost
from contracts.enums import CostKind, CostType, TargetGroup
from contracts.models import Contract, CostEntry
from providers.enums import LearningRoute
from reports.actions.budget_changes import decide_change, draft_change, set_change_line
from reports.actions.budgets import adopt_budget
from reports.actions.forecasts import expect_indexation, take_snapshot
from reports.actions.funding import Adoption, YearRequest, adopt_presets, divide_year
from reports.actions.funding_facts import People, record_payment, set_counts
from reports.actions.signals import Decided, assign, decide, take_up
from reports.actions.texts import make_text
from reports.actions.watching import watch_overruns
from reports.enums import TextKind
from reports.enums.funding import FundingStage, PaymentDirection
from reports.funding.presets import BY_CODE
from reports.models import BudgetLine, FundingPayment, FundingStream, OverrunSignal
from reports.texts.gathering import Scope

DIEMEN = 0
"""The gemeente of the controller who acts for one."""
SPUK_PER_HEAD = Decimal(4_100)
SUPPLEMENT = Decimal(17_000)


def book(contracts: list[Contract], key: AllocationKey, cast: Cast, days: Days) -> None:
    """Guidance and interpreters by the key of the region, and a credit of one school."""
    by = cast.people["controller"]
    for back, cost_type, amount, what in (
        (-150, CostType.GUIDANCE, 21_600, "Maatschappelijke begeleiding, kwartaal"),
        (-60, CostType.GUIDANCE, 22_400, "Maatschappelijke begeleiding, kwartaal"),
        (-45, CostType.INTERPRETERS, 3_185, "Tolken bij de brede intake"),
    ):
        month = days.month(back)
        entry = _entry(cast, month, days.on(back), cost_type, Decimal(amount), what)
        book_cost(entry=entry, key=key, by=by, at=days.at(back, 15))
    credit = _entry(
        cast, days.month(-20), days.on(-20), CostType.LEARNING_ROUTES, Decimal(-1_250), "Lesuitval"
    )
    credit.kind, credit.contract = CostKind.CREDIT, contracts[1]
    credit.route, credit.reason = LearningRoute.B1, "Vier lesdagen zonder docent"
    gemeente = cast.gemeenten[DIEMEN]
    book_cost(entry=credit, amounts={gemeente: credit.amount}, by=by, at=days.at(-18))


def _entry(
    cast: Cast, first_on: date, due_on: date, cost_type: str, amount: Decimal, what: str
) -> CostEntry:
    return CostEntry(
        region=cast.region,
        cost_type=cost_type,
        kind=CostKind.ENTRY,
        first_on=first_on,
        last_on=due_on,
        due_on=due_on,
        description=what,
        amount=amount,
        vat_exemption="Verzonnen grond, om mee te oefenen",
    )


def decide_budgets(cast: Cast, days: Days) -> None:
    """Budgets of last year and this year stand; one was raised, one raise waits for the council."""
    by = cast.people["controller"]
    for year in (days.today.year - 1, days.today.year):
        if BudgetLine.objects.filter(region=cast.region, year=year).exists():
            decided_on = date(year - 1, 11, 12)
            adopt_budget(
                region=cast.region,
                gemeente=None,
                year=year,
                decided_on=min(decided_on, days.on(-300)),
                reference="Programmabegroting",
                by=by,
                at=days.at(-290),
            )
    for back, place, factor, title in (
        (-120, 0, "1.05", "Voorjaarsnota: instroom onderwijsroute"),
        (None, 2, "1.10", "Najaarsnota: hogere instroom B1"),
    ):
        _change(cast, days, place, Decimal(factor), title, back)


def _change(
    cast: Cast, days: Days, place: int, factor: Decimal, title: str, decided: int | None
) -> None:
    by, at = cast.people["controller"], days.at(-125)
    line = BudgetLine.objects.filter(
        region=cast.region, year=days.today.year, gemeente=cast.gemeenten[place]
    ).order_by("pk")[0]
    change = draft_change(
        region=cast.region,
        gemeente=cast.gemeenten[place],
        year=days.today.year,
        title=title,
        reason="Meer statushouders gehuisvest dan in de begroting stond",
        by=by,
        at=at,
    )
    plan = line.as_on(days.today)
    raised = replace(plan, amount=cents(plan.amount * factor))
    set_change_line(change=change, line=line, plan=raised, by=by, at=at)
    if decided is not None:
        day = days.on(decided)
        decide_change(
            change=change, decided_on=day, reference="Raadsbesluit", by=by, at=days.at(decided)
        )


def fund(key: AllocationKey, cast: Cast, days: Days) -> None:
    """National streams, what they bring this year, who was housed, and two payments."""
    by, year = cast.people["controller"], days.today.year
    adoption = Adoption(
        first_year=year - 1,
        last_year=year,
        percentage=Decimal("0.45"),
        key_version=key.version_on(days.today),
    )
    adopt_presets(
        region=cast.region,
        presets=[BY_CODE["learnability"]],
        adoption=adoption,
        by=by,
        at=days.at(-200),
    )
    named = [BY_CODE["spuk_wi2021"], BY_CODE["supplement_education"]]
    streams = adopt_presets(
        region=cast.region,
        presets=named,
        adoption=Adoption(first_year=year - 1, last_year=year),
        by=by,
        at=days.at(-200),
    )
    for stream, amount in zip(streams, (SPUK_PER_HEAD * 96, SUPPLEMENT * 21), strict=True):
        _bring(stream, amount, key, cast, days)
    _count(cast, days)
    _pay(streams[0], cast, days)


def _bring(
    stream: FundingStream, amount: Decimal, key: AllocationKey, cast: Cast, days: Days
) -> None:
    version = key.version_on(days.today)
    assert version is not None  # noqa: S101 - the demo made it
    for year, stage in (
        (days.today.year - 1, FundingStage.DEFINITIVE),
        (days.today.year, FundingStage.PROVISIONAL),
    ):
        request = YearRequest(
            year=year,
            amount=amount,
            stage=stage,
            known_on=days.on(-180),
            source="Verzonnen beschikking, om mee te oefenen",
        )
        divide_year(
            stream=stream,
            request=request,
            key_version=version,
            by=cast.people["controller"],
            at=days.at(-180),
        )


def _count(cast: Cast, days: Days) -> None:
    people = [
        People(
            gemeente=gemeente,
            year=year,
            target_group=group,
            expected=expected,
            housed=housed if year < days.today.year else None,
            education=education,
        )
        for year in (days.today.year - 1, days.today.year)
        for gemeente, *counts in zip(cast.gemeenten, (34, 15, 31), (37, 14, 36), strict=True)
        for group, expected, housed, education in (
            (TargetGroup.STATUS_HOLDER, *counts, 7),
            (TargetGroup.FAMILY_MIGRANT, counts[0] // 4, counts[1] // 4, 0),
        )
    ]
    set_counts(
        region=cast.region,
        people=people,
        source="Verzonnen telling",
        by=cast.people["controller"],
        at=days.at(-30),
    )


def _pay(stream: FundingStream, cast: Cast, days: Days) -> None:
    for gemeente, amount in zip(cast.gemeenten, (48_000, 21_000, 45_000), strict=True):
        payment = FundingPayment(
            region=cast.region,
            gemeente=gemeente,
            stream=stream,
            year=days.today.year,
            direction=PaymentDirection.TO_REGION,
            amount=Decimal(amount),
            paid_on=days.on(-90),
            note="Voorschot eerste halfjaar",
        )
        record_payment(payment=payment, by=cast.people["controller"], at=days.at(-90, 12))


def look_ahead(cast: Cast, days: Days) -> None:
    """What prices are expected to do, and forecasts as they were and are."""
    by = cast.people["controller"]
    for year in (days.today.year + 1, days.today.year + 2):
        expect_indexation(
            region=cast.region,
            year=year,
            percentage=Decimal("2.8"),
            source="Verzonnen raming",
            by=by,
            at=days.at(-60),
        )
    take_snapshot(region=cast.region, by=by, at=days.at(-75), note="Najaarsnota")
    take_snapshot(region=cast.region, by=by, at=days.at(0, 8), note="")


def signal(cast: Cast, days: Days) -> None:
    """Overruns are signalled; one was taken up, and a text for the council is under way."""
    by, at = cast.people["controller"], days.at(0, 9)
    watch_overruns(at=at)
    worst = OverrunSignal.objects.filter(region=cast.region).order_by("-overrun_amount").first()
    if worst is not None:
        taken = take_up(overrun_signal=worst, by=by, at=at)
        taken = assign(signal=taken, owner=cast.people["coordinator"], by=by, at=at)
        decided = Decided(
            text="Lesgroep OW-5 later starten en eerst vullen tot het minimum",
            effect_amount=Decimal(-14_000),
            due_on=days.on(30),
        )
        decide(signal=taken, decided=decided, by=by, at=at)
    scope = Scope(
        region=cast.region,
        gemeente=cast.gemeenten[DIEMEN],
        line=None,
        kind=TextKind.AUTUMN,
        year=days.today.year,
    )
    make_text(scope=scope, by=by, at=days.at(0, 9, 30))
