"""The whole demo, from the people to an overrun."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

from celery import current_app
from django.db import transaction
from django.test.utils import override_settings

from accounts.models import User
from config.management.demo import (
    agreements,
    classrooms,
    funding,
    keeping,
    money,
    overruns,
    payments,
    prices,
    returns,
    scenarios,
    tenders,
)
from config.management.demo.cast import SCHOOLS, Cast, gather
from config.management.demo.classrooms import ClassroomPlan, GroupPlan
from config.management.demo.days import Days
from config.management.demo.tenders import LotPlan, TenderPlan
from config.shared.money import cents
from config.shared.periods import add_years
from contracts.actions.alerts import raise_alerts
from contracts.actions.contracts import draft_from_award
from contracts.models import Contract
from procurement import actions as procurement
from procurement.models import Tender
from providers.enums import LearningRoute
from reports.actions.budgets import Budget, add_budget_line

SCORES = {SCHOOLS[0].kvk_number: 9, SCHOOLS[1].kvk_number: 8, SCHOOLS[2].kvk_number: 6}
EDUCATION = ClassroomPlan(
    letter="OW",
    level="B1",
    groups=(
        GroupPlan("OW-1", -270, 540, heads=14),
        GroupPlan("OW-2", -185, 540, heads=15),
        GroupPlan("OW-3", -100, 540, heads=18),
        GroupPlan("OW-4", -32, 540, heads=13),
        GroupPlan("OW-5", 20, 540, heads=6),
    ),
    waiting=6,
)
B1 = ClassroomPlan(
    letter="B1",
    level="B1",
    groups=(
        GroupPlan("B1-1", -280, 400, heads=16),
        GroupPlan("B1-2", -240, 400, heads=15),
        GroupPlan("B1-3", -160, 400, heads=16),
        GroupPlan("B1-4", -120, 400, heads=14),
        GroupPlan("B1-5", -70, 400, heads=16),
        GroupPlan("B1-6", -25, 400, heads=12),
        GroupPlan("B1-7", 12, 400, heads=8),
    ),
    waiting=4,
)


def build(today: date) -> None:
    """Build everything, or nothing."""
    days = Days(today)
    with transaction.atomic():
        cast = gather(days)
        key = agreements.divide_by_inhabitants(cast, days)
        contracts = _last_years_tender(cast, days)
        agreements.covenant(cast, days)
        agreements.covenant_in_the_making(cast, days)
        agreements.let_wait(cast, days)
        agreements.expect(cast, days)
        agreements.supervise(contracts[1], cast, days)
        agreements.amend(contracts[0], cast, days)
        prices.publish_figures(contracts[0], cast, days)
        returns.owe(cast, days)
        _budgets(contracts, cast, days)
        money.decide_budgets(cast, days)
        funding.fund(cast, days)
        money.book(contracts, key, cast, days)
        payments.settle(cast, days)
        money.look_ahead(cast, days)
        _open_tender(cast, days)
        _tender_to_open(cast, days)
        _tender_to_score(cast, days)
        _tender_in_standstill(cast, days)
        raise_alerts(at=days.at(0, 8))
        overruns.tell(cast, days)
        scenarios.suppose(cast, days)
        keeping.keep(cast, days)


@contextmanager
def at_once() -> Iterator[None]:
    """Background work that the actions ask for runs here when all is saved, and mails nobody."""
    eager, log = current_app.conf.task_always_eager, logging.getLogger("celery.app.trace")
    current_app.conf.task_always_eager = True
    log.setLevel(logging.WARNING)
    try:
        with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
            yield
    finally:
        current_app.conf.task_always_eager = eager
        log.setLevel(logging.NOTSET)


def _last_years_tender(cast: Cast, days: Days) -> list[Contract]:
    """Concluded: two lots under contract, one on which nobody bid."""
    period = {"first_on": days.month(-300), "last_on": _last_day(days.month(-300), 3)}
    plan = TenderPlan(
        reference=f"LR-{days.on(-430).year}-01",
        title="Leerroutes inburgering",
        drafted=-430,
        published=-423,
        closes=-385,
        amount=4_800_000,
        lots=(
            LotPlan(
                "Onderwijsroute", "O", "Diemen", 40, 18_000, {"polderzicht": (16_400, 80)}, **period
            ),
            LotPlan(
                "B1-route",
                "B",
                "Uithoorn",
                60,
                10_500,
                {"vliegerhof": (9_350, 112), "letterbrug": (9_150, 90)},
                **period,
            ),
            LotPlan("Z-route", "Z", "Ouder-Amstel", 15, 6_500, {}, **period),
        ),
    )
    tender = _evaluated(plan, cast, days, opened=-384)
    for number in (1, 2):
        lot = tender.lots.get(number=number)
        tenders.score(lot, SCORES, _panel(cast), days.at(-375))
        tenders.decide(lot, cast, days.at(-365))
    contracts = []
    for number, classroom, school in ((1, EDUCATION, "polderzicht"), (2, B1, "vliegerhof")):
        lot = procurement.award(
            lot=tender.lots.get(number=number), by=cast.officer, at=days.at(-340)
        )
        contract = classrooms.agree(lot, cast, days.at(-330), days.at(-300))
        classrooms.teach(contract, classroom, cast, days, cast.of(school))
        contracts.append(contract)
    wrong = classrooms.wrong_rows(contracts[1], B1, days)
    classrooms.deliver(
        contracts[1], wrong, cast.of("vliegerhof"), days.at(-1, 11), "plaatsingen-met-fouten.csv"
    )
    return contracts


def _panel(cast: Cast) -> list[User]:
    return [cast.people["beoordelaar"], cast.officer]


def _evaluated(plan: TenderPlan, cast: Cast, days: Days, *, opened: int) -> Tender:
    tender = tenders.publish(plan, cast, days)
    tenders.take_bids(tender, plan, cast, days)
    tender = tenders.close(tender, plan, days)
    tenders.open_and_hand_over(tender, cast, days.at(opened, 10))
    tender.refresh_from_db()
    return tender


def _last_day(first_on: date, years: int) -> date:
    return add_years(first_on, years) - timedelta(days=1)


def _coming(days: Days) -> dict[str, date]:
    first_on = days.month(120)
    return {"first_on": first_on, "last_on": _last_day(first_on, 2)}


def _open_tender(cast: Cast, days: Days) -> None:
    """Takes bids for another two weeks; one school has bid, one works on it."""
    evening = LotPlan(
        "B1-route, avond", "B", "Uithoorn", 30, 10_800, {"letterbrug": (9_900, 32)}, **_coming(days)
    )
    self_reliance = LotPlan("Z-route", "Z", "Ouder-Amstel", 15, 7_200, {}, **_coming(days))
    plan = TenderPlan(
        reference=f"LR-{days.today.year}-04",
        title="B1-route in de avond en Z-route",
        drafted=-24,
        published=-16,
        closes=16,
        amount=900_000,
        lots=(evening, self_reliance),
    )
    tender = tenders.publish(plan, cast, days)
    tenders.take_bids(tender, plan, cast, days)
    procurement.start_bid(
        tender=tender,
        provider=cast.providers["vliegerhof"],
        by=cast.of("vliegerhof"),
        at=days.at(-2),
    )


def _tender_to_open(cast: Cast, days: Days) -> None:
    """Closed yesterday; two officers have to open it."""
    bids = {"vliegerhof": (9_700, 30), "letterbrug": (9_450, 24)}
    lot = LotPlan("B1-route, intensief", "B", "Diemen", 24, 10_800, bids, **_coming(days))
    plan = TenderPlan(
        reference=f"LR-{days.today.year}-03",
        title="Intensieve B1-route",
        drafted=-48,
        published=-40,
        closes=-1,
        amount=500_000,
        lots=(lot,),
    )
    tender = tenders.publish(plan, cast, days)
    tenders.take_bids(tender, plan, cast, days)
    tenders.close(tender, plan, days)


def _tender_to_score(cast: Cast, days: Days) -> None:
    """In evaluation: one of the panel has scored."""
    bids = {"vliegerhof": (6_300, 20), "letterbrug": (6_100, 24)}
    lot = LotPlan("Z-route, praktijk", "Z", "Uithoorn", 20, 7_200, bids, **_coming(days))
    plan = TenderPlan(
        reference=f"LR-{days.today.year}-02",
        title="Z-route in de praktijk",
        drafted=-70,
        published=-62,
        closes=-20,
        amount=280_000,
        lots=(lot,),
    )
    tender = _evaluated(plan, cast, days, opened=-18)
    tenders.score(tender.lots.get(), SCORES, [cast.officer], days.at(-10))


def _tender_in_standstill(cast: Cast, days: Days) -> None:
    """Decided eight days ago; the contract waits for both signatures."""
    bids = {"polderzicht": (16_900, 32), "vliegerhof": (16_200, 16)}
    lot = LotPlan("Onderwijsroute, jongeren", "O", "Uithoorn", 20, 18_500, bids, **_coming(days))
    plan = TenderPlan(
        reference=f"LR-{days.today.year}-01",
        title="Onderwijsroute voor jongeren",
        drafted=-95,
        published=-88,
        closes=-45,
        amount=1_100_000,
        lots=(lot,),
    )
    tender = _evaluated(plan, cast, days, opened=-44)
    tenders.score(tender.lots.get(), SCORES, _panel(cast), days.at(-30))
    decided = tenders.decide(tender.lots.get(), cast, days.at(-8))
    by = cast.people["contractmanager"]
    contract = draft_from_award(award=decided.decision, by=by, at=days.at(-6))
    classrooms.offer(contract, cast, days.at(-5))


def _budgets(contracts: list[Contract], cast: Cast, days: Days) -> None:
    """Budgets per gemeente and route that fall short where groups filled faster than planned."""
    plans = {LearningRoute.EDUCATION: (13, "0.6000"), LearningRoute.B1: (22, "0.7000")}
    by, at = cast.people["controller"], days.at(-320)
    years = {days.on(-270).year, days.today.year, days.today.year + 1}
    for year in sorted(years):
        for contract in contracts:
            tariff = contract.tariffs.get()
            heads, part = plans[LearningRoute(tariff.route)]
            for gemeente in cast.gemeenten:
                planned = max(1, heads * (gemeente.inhabitants or 0) // 26_000)
                add_budget_line(
                    budget=Budget(
                        region=cast.region,
                        gemeente=gemeente,
                        year=year,
                        route=tariff.route,
                        contract=None,
                        amount=cents(planned * tariff.price * Decimal(part)),
                        planned_heads=planned,
                        planned_units_per_head=Decimal(part),
                        planned_unit_price=tariff.price,
                        pc_code="S-6",
                    ),
                    by=by,
                    at=at,
                )
