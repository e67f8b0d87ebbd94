"""The ledger in the database against the rule in plain arithmetic."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts import ledger, pricing
from contracts.enums import BEGUN, ENDED, InstalmentMoment, PlacementStatus, TargetGroup, TariffUnit
from contracts.models import CostLine, CostMonth, Placement, TariffInstalment
from providers.enums import LearningRoute
from tests.factories.accounts import GemeenteFactory
from tests.factories.contracts import (
    CapacityLineFactory,
    CourseGroupFactory,
    PlacementFactory,
    TariffFactory,
)
from tests.support.proof import FULL

DAY_ZERO = date(2026, 1, 1)


@pytest.fixture
def line(db):
    """Of a contract whose placements may take any status after any other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE contracts_placement DISABLE TRIGGER contracts_placement_status_update"
        )
    return CapacityLineFactory()


@pytest.fixture
def tariffs(line):
    """One that charges status holders, one that charges everybody, each with a gemeente."""
    made = [
        TariffFactory(contract=line.contract, route=route, charges_other_groups=charges)
        for route, charges in ((LearningRoute.EDUCATION, False), (LearningRoute.B1, True))
    ]
    return [(tariff, GemeenteFactory()) for tariff in made]


@pytest.fixture
def placement(line):
    """Begun 2 February 2026, planned until 30 July 2027, 15,000 euro in parts of 40, 30, 30%."""
    return PlacementFactory(capacity_line=line, started=True)


def lines_of(placement) -> list[tuple]:
    return list(placement.cost_lines.order_by("due_on").values_list("due_on", "amount"))


def months() -> dict[tuple, list]:
    """Amount, number of lines and number of heads of each month."""
    rows = CostMonth.objects.values_list(
        "contract", "gemeente", "route", "kind", "month", "amount", "lines", "heads"
    )
    return {row[:5]: list(row[5:]) for row in rows}


def months_by_hand() -> dict[tuple, list]:
    sums: dict[tuple, list] = defaultdict(lambda: [Decimal(0), 0, 0])
    seen = set()
    for cost in CostLine.objects.order_by("due_on", "pk"):
        month = cost.due_on.replace(day=1)
        key = (cost.contract_id, cost.gemeente_id, cost.route, cost.kind, month)
        head = (cost.placement_id, month.year)
        for index, more in enumerate((cost.amount, 1, int(head not in seen))):
            sums[key][index] += more
        seen.add(head)
    return dict(sums)


def everything() -> tuple[set, set]:
    """Every row of the ledger with its key, so that a needless rewrite under a new key shows."""
    months = CostMonth.objects.values_list()
    return set(CostLine.objects.values_list()), {str(row) for row in months}


def test_a_started_placement_owes_its_instalments(placement):
    ledger.rebuild_costs([placement.pk])
    assert lines_of(placement) == [
        (date(2026, 2, 2), Decimal("6000.00")),
        (date(2026, 10, 31), Decimal("4500.00")),
        (date(2027, 7, 30), Decimal("4500.00")),
    ]


def test_a_line_names_its_origin(placement):
    ledger.rebuild_costs([placement.pk])
    cost = placement.cost_lines.order_by("due_on").first()
    assert (cost.tariff, cost.contract, cost.gemeente, cost.route) == (
        placement.tariff,
        placement.contract,
        placement.gemeente,
        placement.route,
    )
    assert cost.part == InstalmentMoment.START
    assert (cost.service_month, cost.first_on, cost.last_on) == (
        date(2026, 2, 1),
        date(2026, 2, 2),
        date(2027, 7, 30),
    )


def test_a_dropout_loses_the_lines_that_no_longer_fall_due(placement):
    ledger.rebuild_costs([placement.pk])
    change(placement, status=PlacementStatus.DROPPED_OUT, actual_last_on=date(2026, 12, 1))
    ledger.rebuild_costs([placement.pk])
    assert [amount for _day, amount in lines_of(placement)] == [Decimal(6000), Decimal(4500)]
    assert months() == months_by_hand()


def test_lines_and_months_move_along_with_the_gemeente(placement):
    ledger.rebuild_costs([placement.pk])
    other = GemeenteFactory()
    change(placement, gemeente=other)
    ledger.rebuild_costs([placement.pk])
    assert set(CostMonth.objects.values_list("gemeente", flat=True)) == {other.pk}
    assert months() == months_by_hand()


def test_lines_and_months_move_along_with_the_contract(placement):
    ledger.rebuild_costs([placement.pk])
    elsewhere = CapacityLineFactory()
    change(placement, contract=elsewhere.contract, capacity_line=elsewhere)
    ledger.rebuild_costs([placement.pk])
    assert set(CostMonth.objects.values_list("contract", flat=True)) == {elsewhere.contract.pk}
    assert months() == months_by_hand()


def test_another_tariff_replaces_the_lines(placement):
    ledger.rebuild_costs([placement.pk])
    dearer = TariffFactory(
        contract=placement.contract, route=LearningRoute.B1, price=Decimal(20_000)
    )
    change(placement, tariff=dearer)
    ledger.rebuild_costs([placement.pk])
    assert sum(amount for _day, amount in lines_of(placement)) == Decimal(20_000)
    assert {cost.tariff for cost in placement.cost_lines.all()} == {dearer}


def test_rebuilding_twice_writes_nothing(placement):
    ledger.rebuild_costs([placement.pk])
    before, versions = everything(), row_versions()
    ledger.rebuild_costs([placement.pk])
    assert (everything(), row_versions()) == (before, versions)


def test_only_the_lines_that_differ_are_written(placement):
    """A later end moves halfway and completion; the first instalment keeps its row."""
    other = PlacementFactory(capacity_line=placement.capacity_line, started=True)
    ledger.rebuild_costs(None)
    before = row_versions()
    change(other, planned_last_on=other.planned_last_on + timedelta(60))
    ledger.rebuild_costs([other.pk])
    # The start of the course pays for its days too, so its last service day moves along.
    assert len(before ^ row_versions()) == 2 * 3


def test_a_part_is_rebuilt_without_touching_the_rest(line):
    first, second = PlacementFactory.create_batch(2, capacity_line=line, started=True)
    ledger.rebuild_costs([first.pk])
    assert not second.cost_lines.exists()
    assert months() == months_by_hand()


def test_part_by_part_equals_all_at_once(line):
    placements = PlacementFactory.create_batch(4, capacity_line=line, started=True)
    for placement in placements:
        ledger.rebuild_costs([placement.pk])
    parts = months()
    CostLine.objects.all().delete()
    CostMonth.objects.all().delete()
    ledger.rebuild_costs(None)
    assert months() == parts


def test_who_sits_beside_what_changed_is_counted_among_all_of_a_band(line):
    """The second trajectory keeps its price when only its group is looked at again."""
    tariff = TariffFactory(contract=line.contract)
    tariff.bands.create(from_number=2, price=Decimal(9_000))
    early, late = (
        PlacementFactory(
            capacity_line=line, tariff=tariff, started=True, actual_first_on=DAY_ZERO + timedelta(n)
        )
        for n in (30, 60)
    )
    hourly = TariffFactory(contract=line.contract, unit=TariffUnit.GROUP_HOUR)
    group = CourseGroupFactory(line=line)
    change(late, course_group=group)
    neighbour = PlacementFactory(
        capacity_line=line, tariff=hourly, started=True, course_group=group
    )
    ledger.rebuild_costs(None)
    before = lines_of(early), lines_of(late)
    assert sum(amount for _due_on, amount in before[1]) == Decimal(9_000)
    ledger.rebuild_costs([neighbour.pk])
    assert (lines_of(early), lines_of(late)) == before
    change(early, tariff=hourly)
    ledger.rebuild_costs([early.pk])
    assert sum(amount for _due_on, amount in lines_of(late)) == tariff.price


def test_no_placements_is_no_work(db):
    ledger.rebuild_costs([])
    assert everything() == (set(), set())


def test_a_rebuild_takes_as_many_statements_however_many_placements(line):
    counts = []
    for number in (1, 20):
        ids = [row.pk for row in PlacementFactory.create_batch(number, capacity_line=line)]
        with CaptureQueriesContext(connection) as queries:
            ledger.rebuild_costs(ids)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_ledger_is_part_of_the_callers_transaction(placement):
    ledger.rebuild_costs([placement.pk])
    before = everything()
    with transaction.atomic():
        change(placement, status=PlacementStatus.DROPPED_OUT, actual_last_on=date(2026, 3, 1))
        ledger.rebuild_costs([placement.pk])
        transaction.set_rollback(True)
    assert everything() == before


def test_months_know_what_is_due_by_each_day(placement):
    ledger.rebuild_costs([placement.pk])
    for month in CostMonth.objects.all():
        lines = CostLine.objects.filter(
            due_on__year=month.month.year, due_on__month=month.month.month
        )
        by_day = [
            sum((line.amount for line in lines if line.due_on.day <= day), Decimal(0))
            for day in range(1, 32)
        ]
        assert month.due_by_day == by_day
        assert by_day[-1] == month.amount


def test_months_count_each_learner_once_a_year(placement):
    ledger.rebuild_costs(None)
    found = CostMonth.objects.order_by("month").values_list("month", "lines", "heads")
    assert list(found) == [
        (date(2026, 2, 1), 1, 1),
        (date(2026, 10, 1), 1, 0),
        (date(2027, 7, 1), 1, 1),
    ]


def test_the_check_counts_what_is_wrong(placement):
    ledger.rebuild_costs(None)
    assert ledger.check_costs(None) == (0, 0)
    CostLine.objects.filter(part=InstalmentMoment.START).update(amount=1)
    CostMonth.objects.filter(month=date(2027, 7, 1)).update(lines=9)
    assert ledger.check_costs(None) == (1, 2)
    assert ledger.check_costs([placement.pk]) == (1, 2)


def test_a_rebuild_mends_months_that_went_wrong(placement):
    ledger.rebuild_costs(None)
    CostMonth.objects.update(amount=0)
    CostMonth.objects.create(
        region=placement.contract.region,
        contract=placement.contract,
        gemeente=placement.gemeente,
        route=placement.route,
        kind="instalment",
        month=DAY_ZERO,
        amount=7,
        due_by_day=[7] * 31,
        lines=1,
        heads=1,
    )
    ledger.rebuild_costs([placement.pk])
    assert months() == months_by_hand()


# --- Against the oracle -----------------------------------------------------------------------

cents = st.integers(1, 3_000_000).map(lambda whole: Decimal(whole) / 100)
offsets = st.integers(-40, 700)


@st.composite
def courses(draw) -> dict:
    """The fields of a placement that the database would accept."""
    status = draw(st.sampled_from(sorted(PlacementStatus)))
    first = DAY_ZERO + timedelta(draw(offsets))
    actual_first = first + timedelta(draw(st.integers(-30, 200)))
    begun = status in BEGUN and (status != PlacementStatus.MOVED or draw(st.booleans()))
    return {
        "status": status,
        "status_on": first,
        "target_group": draw(st.sampled_from(sorted(TargetGroup))),
        "planned_first_on": first,
        "planned_last_on": first + timedelta(draw(st.integers(0, 800))),
        "actual_first_on": actual_first if begun else None,
        "actual_last_on": (
            actual_first + timedelta(draw(st.integers(0, 900))) if status in ENDED else None
        ),
    }


def expected(placement) -> set[tuple]:
    instalments = list(placement.tariff.instalments.order_by("pk"))
    course = pricing.Course(
        *(getattr(placement, name) for name in pricing.Course._fields),
    )
    parts = [pricing.Part(part.moment, part.amount) for part in instalments]
    owed = pricing.charges(
        course, parts, charges_other_groups=placement.tariff.charges_other_groups
    )
    return {(placement.pk, *charge) for charge in owed}


def standing() -> set[tuple]:
    return set(
        CostLine.objects.values_list("placement", "part", "due_on", "first_on", "last_on", "amount")
    )


@pytest.mark.proof
@settings(
    max_examples=600 if FULL else 60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    fields=st.lists(st.tuples(courses(), courses(), st.booleans()), min_size=1, max_size=6),
    amounts=st.lists(cents, min_size=6, max_size=6),
)
def test_the_ledger_equals_the_rule_before_and_after_any_change(line, tariffs, fields, amounts):
    with transaction.atomic():
        _price(tariffs, amounts)
        placements = [_place(line, tariffs[0], before) for before, _after, _where in fields]
        ledger.rebuild_costs(None)
        _assert_as_the_rule_says(placements)
        for placement, (_before, after, where) in zip(placements, fields, strict=True):
            tariff, gemeente = tariffs[where]
            change(placement, **after, tariff=tariff, gemeente=gemeente)
        ledger.rebuild_costs(placement.pk for placement in placements)
        _assert_as_the_rule_says(placements)
        transaction.set_rollback(True)


def _price(tariffs: list, amounts: list[Decimal]) -> None:
    parts = TariffInstalment.objects.filter(tariff__in=[tariff for tariff, _home in tariffs])
    for part, amount in zip(parts.order_by("pk"), amounts, strict=True):
        TariffInstalment.objects.filter(pk=part.pk).update(amount=amount)


def _place(line, priced: tuple, fields: dict):
    tariff, gemeente = priced
    return PlacementFactory(capacity_line=line, tariff=tariff, gemeente=gemeente, **fields)


def _assert_as_the_rule_says(placements: list) -> None:
    assert standing() == set().union(*(expected(placement) for placement in placements))
    assert months() == months_by_hand()
    assert ledger.check_costs(None) == (0, 0)


def change(placement, **fields) -> None:
    Placement.objects.filter(pk=placement.pk).update(**fields)
    placement.refresh_from_db()


def row_versions() -> set[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, xmin::text, ctid::text FROM contracts_costline")
        return set(cursor.fetchall())
