"""What region and schools agreed beside tariffs and seats, and what follows while it runs."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from accounts.actions import VersionRequest, Weight, make_key, make_version_by_weights
from accounts.enums import KeyBasis
from accounts.models import AllocationKey, User
from config.management.demo.cast import Cast
from config.management.demo.days import Days
from config.shared.periods import add_months, add_years, amsterdam
from contracts.actions.amendments import draft_amendment, put_row
from contracts.actions.conditions import (
    OptionTerms,
    set_kpis,
    set_renewals,
    set_settlement_rules,
)
from contracts.actions.covenants.clauses import agree_clauses, comment_on_clause
from contracts.actions.covenants.course import check_covenant, set_targets
from contracts.actions.covenants.drafting import draft_covenant
from contracts.actions.covenants.parties import Signatory, accept_text, sign_party
from contracts.actions.covenants.placements import (
    LearnerStep,
    add_conversation,
    hold_conversation,
    move_learner,
    record_hours,
    register_learner,
)
from contracts.actions.covenants.steps import offer_covenant, publish_covenant
from contracts.actions.forecasts import Expected, set_forecasts
from contracts.actions.guarantees import set_guarantees
from contracts.actions.supervision import SamplePlan, add_evidence, ask_evidence, draw_sample
from contracts.actions.waiting import add_entry
from contracts.amending.fields import LINES
from contracts.amending.paths import in_section
from contracts.covenant_questions import KEYS
from contracts.enums import (
    CovenantKind,
    CovenantMeasure,
    GuaranteeKind,
    KpiIndicator,
    PartySide,
    SettlementBasis,
    SettlementEvent,
    TargetDirection,
    TargetGroup,
)
from contracts.models import Contract, Covenant, CovenantParty, Placement, WaitlistEntry
from providers.actions.supervision import Promise, Report, Seen, record_visit
from providers.enums import DeliveryMode, LearningRoute, VisitTopic

SETTLEMENTS = (
    {
        "event": SettlementEvent.ABSENCE,
        "basis": SettlementBasis.PERCENTAGE,
        "percentage": Decimal(75),
        "threshold_percentage": Decimal(30),
    },
    {
        "event": SettlementEvent.DROPOUT,
        "basis": SettlementBasis.PERCENTAGE,
        "percentage": Decimal(40),
        "within_weeks": 12,
    },
    {"event": SettlementEvent.NO_SHOW, "basis": SettlementBasis.AMOUNT, "amount": Decimal(250)},
    {"event": SettlementEvent.ROUTE_SWITCH, "basis": SettlementBasis.NONE},
)
PROMISES = (
    (KpiIndicator.DAYS_TO_START, TargetDirection.AT_MOST, 56),
    (KpiIndicator.FILL_RATE, TargetDirection.AT_LEAST, 85),
    (KpiIndicator.ATTENDANCE, TargetDirection.AT_LEAST, 80),
    (KpiIndicator.DROPOUTS, TargetDirection.AT_MOST, 15),
)
GUARANTEED = {LearningRoute.EDUCATION: (90, Decimal(1_500))}
"""Learners who begin in the first year at least, and the price of each one short."""
WAITERS = (
    # Route, place of the gemeente in the cast, days on the list and since the PIP, why first.
    (LearningRoute.EDUCATION, 0, 96, 120, "De mbo-opleiding begint na de zomer"),
    (LearningRoute.EDUCATION, 2, 61, 90, ""),
    (LearningRoute.EDUCATION, 1, 18, None, ""),
    (LearningRoute.B1, 2, 43, 70, ""),
    (LearningRoute.B1, 0, 12, 30, ""),
    (LearningRoute.SELF_RELIANCE, 0, 130, 150, ""),
)
EXPECTED_A_MONTH = {LearningRoute.EDUCATION: 6, LearningRoute.B1: 9, LearningRoute.SELF_RELIANCE: 4}
"""Learners a month of a hundred thousand inhabitants."""
MONTHS_EXPECTED = 12
LEARNERS = 9
"""Under the covenant; each third one pays the course."""


def set_terms(contract: Contract, *, by: User, at: datetime) -> None:
    """Settlements, promises and two options of a year, the same for every school; and what the
    region takes at least, by route.
    """
    set_settlement_rules(contract=contract, rules=SETTLEMENTS, by=by, at=at)
    kpis = [
        {"indicator": indicator, "direction": direction, "target": Decimal(target)}
        for indicator, direction, target in PROMISES
    ]
    set_kpis(contract=contract, kpis=kpis, by=by, at=at)
    options = [
        OptionTerms(
            last_on=add_years(contract.last_on, year),
            decide_by_on=add_months(add_years(contract.last_on, year - 1), -6),
        )
        for year in (1, 2)
    ]
    set_renewals(contract=contract, options=options, by=by, at=at)
    set_guarantees(contract=contract, rows=_guaranteed(contract), by=by, at=at)


def _guaranteed(contract: Contract) -> list[dict[str, Any]]:
    taught = set(contract.capacity_lines.values_list("route", flat=True))
    year = {
        "first_on": contract.first_on,
        "last_on": add_years(contract.first_on, 1) - timedelta(days=1),
    }
    return [
        {"kind": GuaranteeKind.HEADS, "route": route, "minimum_heads": heads, "price": price} | year
        for route, (heads, price) in GUARANTEED.items()
        if route in taught
    ]


def divide_by_inhabitants(cast: Cast, days: Days) -> AllocationKey:
    """The key by which the region divides what is not agreed otherwise."""
    by, at = cast.people["coordinator"], days.at(-460)
    key = AllocationKey(region=cast.region, name="Inwoners", basis=KeyBasis.INHABITANTS)
    key = make_key(key=key, by=by, at=at)
    weights = {gemeente: Weight(gemeente.inhabitants or 0) for gemeente in cast.gemeenten}
    request = VersionRequest(days.month(-450), "Besluit van de regio bij de start")
    make_version_by_weights(key=key, request=request, weights=weights, by=by, at=at)
    return key


def let_wait(cast: Cast, days: Days) -> None:
    """Learners of three gemeenten on one list, beside those who wait with a school."""
    for number, (route, where, waits, pip, why) in enumerate(WAITERS, start=1):
        entry = WaitlistEntry(
            region=cast.region,
            gemeente=cast.gemeenten[where],
            reference=f"WL-{number:03}",
            route=route,
            target_group=TargetGroup.STATUS_HOLDER,
            level="A1" if route == LearningRoute.SELF_RELIANCE else "B1",
            since_on=days.on(-waits),
            pip_on=None if pip is None else days.on(-pip),
            priority=bool(why),
            priority_reason=why,
        )
        add_entry(entry=entry, by=cast.people["coordinator"], at=days.at(-waits, 11))


def expect(cast: Cast, days: Days) -> None:
    """What each gemeente expects to begin, by route and month, for the coming year."""
    by, at = cast.people["coordinator"], days.at(-20)
    for route, share in EXPECTED_A_MONTH.items():
        cells = {
            (gemeente.pk, add_months(days.month(0), month)): Expected(
                number, low=number // 2, high=number * 2
            )
            for gemeente in cast.gemeenten
            for month in range(MONTHS_EXPECTED)
            if (number := (gemeente.inhabitants or 0) * share // 100_000)
        }
        set_forecasts(region=cast.region, route=route, cells=cells, by=by, at=at)


def covenant(cast: Cast, days: Days) -> Covenant:
    """In force: two gemeenten and a school, with learners of whom some pay themselves."""
    by, at = cast.people["contractmanager"], days.at(-210)
    draft = Covenant(
        region=cast.region,
        reference=f"TC-{days.on(-210).year}-01",
        title="Taalconvenant Amstelland en Meer",
        kind=CovenantKind.QUALITY,
        purpose="Elke inburgeraar in de regio krijgt goed en bereikbaar taalonderwijs.",
        first_on=days.month(-180),
    )
    school = cast.providers["letterbrug"]
    made = draft_covenant(
        covenant=draft, gemeenten=cast.gemeenten[:2], providers=[school], by=by, at=at
    )
    targets = [
        (CovenantMeasure.GROUP_SIZE, TargetDirection.AT_MOST, 15),
        (CovenantMeasure.ATTENDANCE, TargetDirection.AT_LEAST, 80),
        (CovenantMeasure.PROGRESS_IN_TIME, TargetDirection.AT_LEAST, 90),
    ]
    rows = [
        {"measure": measure, "direction": direction, "target": Decimal(target)}
        for measure, direction, target in targets
    ]
    set_targets(covenant=made, targets=rows, by=by, at=at)
    check_covenant(covenant=made, answers=dict.fromkeys(KEYS, False), notes={}, by=by, at=at)
    offered = offer_covenant(covenant=made, by=by, at=days.at(-205))
    agree_clauses(
        covenant=offered, clauses=list(offered.clauses.order_by("pk")), by=by, at=days.at(-200)
    )
    _sign_all(offered, cast, days)
    publish_covenant(covenant=offered, by=by, at=days.at(-179))
    _learn(offered.parties.get(side=PartySide.PROVIDER), cast, days)
    return offered


def _sign_all(offered: Covenant, cast: Cast, days: Days) -> None:
    digest, at = offered.text().digest(), days.at(-195)
    for party in offered.parties.order_by("pk"):
        is_school = party.side == PartySide.PROVIDER
        by = cast.of("letterbrug") if is_school else cast.people["contractmanager"]
        accept_text(party=party, digest=digest, by=by, at=at)
        role = "directeur" if is_school else "namens het college"
        signatory = Signatory(by.name, role, amsterdam(at))
        sign_party(party=party, signatory=signatory, by=by, at=at)


def _learn(party: CovenantParty, cast: Cast, days: Days) -> None:
    """The learners that the school tells of, from a month after the start."""
    by = cast.of("letterbrug")
    for number in range(1, LEARNERS + 1):
        pays = number % 3 == 0
        learner = register_learner(
            party=party,
            reference=f"LB-{number:02}",
            gemeente=cast.gemeenten[number % 2],
            target_group=TargetGroup.FAMILY_MIGRANT if pays else TargetGroup.STATUS_HOLDER,
            route=LearningRoute.B1,
            level="B1",
            mode=DeliveryMode.EVENING,
            covenant_group="Avond 1",
            planned_first_on=days.on(-150),
            planned_last_on=days.on(400),
            by=by,
            at=days.at(-160),
        )
        step = LearnerStep("start", days.on(-150))
        move_learner(placement=learner, step=step, by=by, at=days.at(-149))
        _tell_course(learner, number, by, days)


def _tell_course(learner: Placement, number: int, by: User, days: Days) -> None:
    """Hours of five months, with less attendance in the last; one conversation in nine is late."""
    for back in range(5, 0, -1):
        offered, missed = Decimal(48), Decimal(4 + number if back > 1 else 8 + number)
        record_hours(
            placement=learner,
            month=add_months(days.month(0), -back),
            offered=offered,
            attended=offered - missed,
            by=by,
            at=days.at(-2),
        )
    for due in (-90, -30, 30):
        talk = add_conversation(placement=learner, due_on=days.on(due), by=by, at=days.at(-149))
        if due < 0:
            held_on = days.on(due + (5 if number == LEARNERS else -1))
            hold_conversation(
                conversation=talk, held_on=held_on, outcome="on_course", by=by, at=days.at(-20)
            )


def covenant_in_the_making(cast: Cast, days: Days) -> Covenant:
    """Put to two gemeenten and two schools, of which one wants a clause otherwise."""
    by = cast.people["contractmanager"]
    draft = Covenant(
        region=cast.region,
        reference=f"TC-{days.today.year}-02",
        title="Kwaliteitsconvenant avondonderwijs",
        kind=CovenantKind.QUALITY,
        purpose="Avondlessen die passen bij wie overdag werkt, van gelijke kwaliteit.",
        first_on=days.month(90),
    )
    schools = [cast.providers[key] for key in ("letterbrug", "vliegerhof")]
    made = draft_covenant(
        covenant=draft, gemeenten=cast.gemeenten[:2], providers=schools, by=by, at=days.at(-30)
    )
    offered = offer_covenant(covenant=made, by=by, at=days.at(-20))
    clauses = list(offered.clauses.order_by("position", "pk"))
    agree_clauses(covenant=offered, clauses=clauses[:4], by=by, at=days.at(-14))
    comment_on_clause(
        clause=clauses[4],
        text="In de avond is een kleinere groep niet altijd haalbaar.",
        by=cast.of("vliegerhof"),
        at=days.at(-6),
    )
    return offered


def supervise(contract: Contract, cast: Cast, days: Days) -> None:
    """A visit with something to mend, and a sample that waits for the last evidence."""
    by, provider = cast.people["contractmanager"], contract.provider
    report = Report(
        visited_on=days.on(-45),
        conclusion="De lessen zijn op orde; de presentielijsten lopen achter.",
        findings={
            VisitTopic.LESSON: Seen("Twee lessen bijgewoond.", is_in_order=True),
            VisitTopic.ATTENDANCE: Seen("Lijsten van twee weken ontbreken.", is_in_order=False),
        },
        promises=[Promise("Presentielijsten wekelijks bijwerken.", days.on(15))],
    )
    record_visit(provider=provider, region=cast.region, report=report, by=by, at=days.at(-44))
    plan = SamplePlan(
        region=cast.region,
        provider=provider,
        first_on=days.month(-120),
        last_on=days.on(-31),
        percentage=Decimal(5),
        seed=f"{days.on(-12).isoformat()}, getal 4182",
        evidence_asked="Presentielijsten en het voortgangsverslag, met namen onleesbaar.",
        reply_by_on=days.on(9),
    )
    drawn = draw_sample(plan=plan, by=by, at=days.at(-12))
    asked = ask_evidence(sample_check=drawn, by=by, at=days.at(-12, 11))
    first = asked.items.order_by("pk").first()
    if first:
        lists = ContentFile(b"week;aanwezig\n40;11\n41;12\n", name="presentie.csv")
        school = next(cast.of(key) for key, each in cast.providers.items() if each == provider)
        add_evidence(item=first, file=lists, by=school, at=days.at(-5))


def amend(contract: Contract, cast: Cast, days: Days) -> None:
    """More seats, asked for and still being drafted."""
    by, at = cast.people["contractmanager"], days.at(-4)
    amendment = draft_amendment(
        contract=contract,
        title="Acht plaatsen erbij",
        effective_on=days.month(62),
        by=by,
        at=at,
    )
    [(key, fields)] = in_section(amendment.proposed, LINES.name).items()
    more = {**fields, "number": int(str(fields["number"])) + 8}
    put_row(amendment=amendment, row=(LINES.name, key), fields=more, by=by, at=at)
