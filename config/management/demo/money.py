"""What the region of the demo decided to spend, booked without a placement, and expects."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import AllocationKey
from config.management.demo.cast import Cast
from config.management.demo.days import Days
from config.shared.money import cents
from config.shared.periods import add_months
from contracts.actions.costs import book_cost
from contracts.enums import CostKind, CostType, Rhythm
from contracts.models import Contract, CostEntry
from providers.enums import LearningRoute
from reports.actions.budget_changes import decide_change, draft_change, set_change_line
from reports.actions.budgets import adopt_budget
from reports.actions.forecasts import expect_indexation, take_snapshot
from reports.models import BudgetLine

DIEMEN = 0
"""The gemeente of the controller who acts for one."""
SPUK_PER_HEAD = Decimal(4_100)
CONSULTED_ON = 25
"""The day of each month on which the consulting hour falls due."""
SUPPLEMENT = Decimal(17_000)


def book(contracts: list[Contract], key: AllocationKey, cast: Cast, days: Days) -> None:
    """Guidance and interpreters by the key of the region, one cost that comes back each month,
    and a credit of one school.
    """
    by = cast.people["controller"]
    for back, cost_type, amount, what in (
        (-150, CostType.GUIDANCE, 21_600, "Maatschappelijke begeleiding, kwartaal"),
        (-60, CostType.GUIDANCE, 22_400, "Maatschappelijke begeleiding, kwartaal"),
        (-45, CostType.INTERPRETERS, 3_185, "Tolken bij de brede intake"),
    ):
        month = days.month(back)
        entry = _entry(cast, month, days.on(back), cost_type, Decimal(amount), what)
        book_cost(entry=entry, key=key, by=by, at=days.at(back, 15))
    book_cost(entry=_consulting_hour(cast, days), key=key, by=by, at=days.at(-100))
    credit = _entry(
        cast, days.month(-20), days.on(-20), CostType.LEARNING_ROUTES, Decimal(-1_250), "Lesuitval"
    )
    credit.kind, credit.contract = CostKind.CREDIT, contracts[1]
    credit.route, credit.reason = LearningRoute.B1, "Vier lesdagen zonder docent"
    gemeente = cast.gemeenten[DIEMEN]
    book_cost(entry=credit, amounts={gemeente: credit.amount}, by=by, at=days.at(-18))


def _consulting_hour(cast: Cast, days: Days) -> CostEntry:
    """Each month until the end of next year."""
    month = days.month(-100)
    due_on = month.replace(day=CONSULTED_ON)
    entry = _entry(cast, month, due_on, CostType.GUIDANCE, Decimal(1_850), "Spreekuur begeleiding")
    entry.last_on = add_months(month, 1) - timedelta(days=1)
    entry.rhythm, entry.repeats_until = Rhythm.MONTHLY, date(days.today.year + 1, 12, 31)
    return entry


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
