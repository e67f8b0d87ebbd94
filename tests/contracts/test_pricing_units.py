"""The rules of every tariff unit: by example, their sums, and equal to the ledger in SQL."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.shared.money import half_up
from config.shared.periods import Period
from contracts import ledger, pricing
from contracts.enums import ENDED, FeeMoment, InstalmentMoment, PlacementStatus, TargetGroup
from contracts.models import CostLine, CourseGroup, Placement, Tariff
from tests.support.oracle_region import MadeRegion
from tests.support.proof import FULL

GROUPED = ("group", "group_hour")
FIRST = date(2026, 1, 20)
STATUS_HOLDER = TargetGroup.STATUS_HOLDER
BASE = pricing.Version(FIRST, Decimal("700.555"))


def course(last_on=date(2026, 3, 10), status=PlacementStatus.STARTED, **facts) -> pricing.Course:
    fields = {"actual_first_on": FIRST, "actual_last_on": last_on if status in ENDED else None}
    return pricing.Course(status, STATUS_HOLDER, FIRST, last_on, **fields | facts)


def test_a_month_is_due_on_its_last_day_of_lessons():
    later = pricing.Version(date(2026, 3, 1), Decimal(800))
    found = pricing.months_due(course(), [BASE, later], BASE)
    assert [(due.first_on, due.due_on, due.amount) for due in found] == [
        (FIRST, date(2026, 1, 31), Decimal("700.56")),
        (date(2026, 2, 1), date(2026, 2, 28), Decimal("700.56")),
        (date(2026, 3, 1), date(2026, 3, 10), Decimal("800.00")),
    ]


def test_hours_outside_the_course_are_of_their_whole_month():
    due = pricing.hours_due(course(), date(2026, 6, 1), Decimal("7.5"), [BASE], BASE)
    assert (due.first_on, due.due_on) == (date(2026, 6, 1), date(2026, 6, 30))
    assert due.amount == Decimal("5254.16")
    assert pricing.hours_due(course(), FIRST, Decimal(0), [BASE], BASE) is None


@pytest.mark.parametrize(
    ("status", "moment", "day"),
    [
        ("started", FeeMoment.START, FIRST),
        ("started", FeeMoment.COMPLETION, date(2026, 3, 10)),
        ("completed", FeeMoment.COMPLETION, date(2026, 3, 10)),
        ("dropped_out", FeeMoment.COMPLETION, None),
        ("started", FeeMoment.RECORDED, None),
        ("cancelled", FeeMoment.START, None),
    ],
)
def test_the_day_of_a_fee(status, moment, day):
    assert pricing.fee_day(course(status=status), moment) == day


@pytest.mark.parametrize(
    ("status", "hours", "rules", "event"),
    [
        ("dropped_out", (10, 5), ("no_show", "dropout"), "dropout"),
        ("dropped_out", (10, 0), ("no_show", "dropout"), "no_show"),
        ("dropped_out", (10, 0), ("dropout",), "dropout"),
        ("dropped_out", (0, 0), ("no_show",), None),
        ("switched", (10, 5), ("route_switch",), "route_switch"),
        ("completed", (10, 7), ("absence",), "absence"),
        ("completed", (10, 8), ("absence",), None),
        ("moved", (10, 0), ("no_show", "dropout", "route_switch"), None),
    ],
)
def test_which_event_settles(status, hours, rules, event):
    rule = pricing.Rule("percentage", Decimal(50), threshold_percentage=Decimal(30))
    attendance = pricing.Attendance(*map(Decimal, hours))
    given_rules = dict.fromkeys(rules, rule)
    assert pricing.event_of(course(status=status), attendance, given_rules) == event


@pytest.mark.parametrize(("weeks", "settles"), [(7, False), (8, True), (None, True)])
def test_an_event_settles_within_its_weeks(weeks, settles):
    rule = pricing.Rule("amount", amount=Decimal(100), within_weeks=weeks)
    left = course(last_on=FIRST + timedelta(weeks=7), status="dropped_out")
    nothing = pricing.Attendance(Decimal(0), Decimal(0))
    assert bool(pricing.event_of(left, nothing, {"dropout": rule})) == settles


def test_a_settlement_is_what_is_paid_in_all_less_what_was_due():
    half = pricing.Rule("percentage", Decimal(50))
    whole = pricing.whole_price(
        unit="trajectory", price=Decimal(15_000), course=course(), hours_per_week=None
    )
    assert pricing.settlement(half, whole=whole, due=Decimal(6_000)) == Decimal(1_500)
    assert pricing.settlement(half, whole=whole, due=Decimal(10_500)) == Decimal(-3_000)
    assert pricing.settlement(half, whole=whole, due=Decimal(7_500)) is None
    assert pricing.settlement(half, whole=None, due=Decimal(1)) is None


# --- Sums -----------------------------------------------------------------------------------------

prices = st.decimals(0, 99_999, places=4)
lengths = st.integers(0, 500)


@given(prices, lengths)
def test_the_months_of_a_group_are_its_price(price, length):
    period = Period(FIRST, FIRST + timedelta(length))
    base = pricing.Version(FIRST, price)
    months = pricing.group_months(
        unit="group", period=period, versions=[base], base=base, hours_per_week=None
    )
    assert sum(month.amount for month in months) == half_up(price, 2)
    assert sum(month.units for month in months) == 1


@given(
    st.decimals(-99_999, 99_999, places=2),
    st.lists(st.tuples(st.integers(-40, 20), lengths), max_size=6),
)
def test_the_heads_of_a_group_bear_all_of_it_to_the_cent(amount, heads):
    """With one head, with none, and of an amount below nought."""
    month = pricing.GroupMonth(Period(FIRST, FIRST + timedelta(11)), Fraction(2, 5), amount, 1)
    sittings = [
        pricing.Sitting(number, course(
            last_on=FIRST + timedelta(begins + length),
            actual_first_on=FIRST + timedelta(begins),
        ))
        for number, (begins, length) in enumerate(heads)
        if begins + length >= begins
    ]  # fmt: skip
    shares = pricing.group_shares(month, sittings)
    if shares:
        assert sum(share.amount for share in shares.values()) == amount
        assert sum(share.quantity for share in shares.values()) == Fraction(2, 5)
    else:
        assert not any(sitting.course.taught.overlaps(month.days) for sitting in sittings)


@given(st.decimals(0, 99_999, places=2), st.dictionaries(st.integers(1, 9), st.integers(0, 20)))
def test_an_empty_group_is_borne_by_the_contracted_seats(amount, seats):
    month = pricing.GroupMonth(Period(FIRST, FIRST), Fraction(1), amount, 1)
    shares = pricing.seat_shares(month, seats)
    assert set(shares) == {gemeente for gemeente, number in seats.items() if number}
    assert sum(share.amount for share in shares.values()) == (amount if shares else 0)


@given(prices, st.permutations([33, 33, 34]))
def test_the_parts_of_a_band_are_its_price(price, percentages):
    pairs = list(zip(InstalmentMoment, map(Decimal, percentages), strict=True))
    parts = pricing.parts_of_band(price, pairs)
    assert sum(part.amount for part in parts) == half_up(price, 2)


# --- Equal to the ledger --------------------------------------------------------------------------


@pytest.fixture
def any_status_may_follow(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE contracts_placement DISABLE TRIGGER contracts_placement_status_update"
        )
        cursor.execute(
            "ALTER TABLE contracts_coursegroup DISABLE TRIGGER contracts_coursegroup_status_update"
        )


def course_of(row: Placement) -> pricing.Course:
    return pricing.Course(*(getattr(row, name) for name in pricing.Course._fields))


def versions_of(tariff: Tariff) -> tuple[list[pricing.Version], pricing.Version]:
    same = Tariff.objects.filter(
        contract=tariff.contract_id, route=tariff.route, unit=tariff.unit, name=tariff.name
    )
    found = [pricing.Version(each.first_on, each.price, each.pk) for each in same]
    return found, pricing.Version(tariff.first_on, tariff.price, tariff.pk)


def told(owner: object, kind: str, due: pricing.Due) -> tuple:
    quantity = half_up(due.quantity, 6)
    return (owner, kind, due.version, due.first_on, due.last_on, due.due_on, quantity, due.amount)


def by_the_rules() -> set[tuple]:
    found: set[tuple] = set()
    for row in Placement.objects.select_related("tariff"):
        its = course_of(row)
        if not its.is_charged(charges_other_groups=row.tariff.charges_other_groups):
            continue
        versions, base = versions_of(row.tariff)
        if row.tariff.unit == "month":
            months = pricing.months_due(its, versions, base)
            found |= {told(row.pk, "month", due) for due in months}
        if row.tariff.unit == "hour":
            for given_hours in row.hours.all():
                hours = getattr(given_hours, _basis(its, given_hours.month, versions, base))
                due = pricing.hours_due(its, given_hours.month, hours, versions, base)
                found |= {told(row.pk, "hours", due)} if due else set()
    return found | set().union(*map(_shares, CourseGroup.objects.select_related("line")))


def _basis(its: pricing.Course, month: date, versions: list, base: pricing.Version) -> str:
    """Which hours the version pays that holds in the month."""
    due = pricing.hours_due(its, month, Decimal(1), versions, base)
    return Tariff.objects.get(pk=due.version).hours_basis


def _shares(group: CourseGroup) -> set[tuple]:
    line = group.line
    tariffs = Tariff.objects.filter(contract=line.contract_id, route=line.route, unit__in=GROUPED)
    tariff = tariffs.valid_on(group.first_on).order_by("unit").first()
    if tariff is None or group.status == "cancelled":
        return set()
    rows = Placement.objects.filter(course_group=group, tariff__unit__in=GROUPED)
    pays = {
        row.pk: course_of(row).is_charged(charges_other_groups=row.tariff.charges_other_groups)
        for row in rows.select_related("tariff")
    }
    versions, base = versions_of(tariff)
    found: set[tuple] = set()
    for month in pricing.group_months(
        unit=tariff.unit,
        period=Period(group.first_on, group.last_on),
        versions=versions,
        base=base,
        hours_per_week=group.hours_per_week,
    ):
        sittings = [pricing.Sitting(row.pk, course_of(row)) for row in rows]
        shares = pricing.group_shares(month, [each for each in sittings if each.course.stands])
        found |= {told(pk, "group_share", due) for pk, due in shares.items() if pays[pk]}
        if not shares and group.status in ("started", "ended"):
            seats = dict(line.shares.values_list("gemeente_id", "number"))
            empty = pricing.seat_shares(month, seats)
            found |= {told((group.pk, pk), "group_share", due) for pk, due in empty.items()}
    return found


def standing() -> set[tuple]:
    names = ("tariff", "first_on", "last_on", "due_on", "quantity", "amount")
    rows = CostLine.objects.filter(kind__in=("month", "hours", "group_share"))
    return {
        (placement or (group, gemeente), kind, *rest)
        for placement, group, gemeente, kind, *rest in rows.values_list(
            "placement", "group", "gemeente", "kind", *names
        )
    }


@pytest.mark.proof
@settings(
    max_examples=100 if FULL else 10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_the_ledger_says_what_the_rules_say(any_status_may_follow, seed):
    with transaction.atomic():
        MadeRegion(seed)
        ledger.rebuild_costs(None)
        assert standing() == by_the_rules()
        transaction.set_rollback(True)
