"""Dividing, counting, settling and covering: to the cent, under every input."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Gemeente
from contracts.enums import CostType, TargetGroup
from reports.enums.funding import FundingRuleKey, FundingStage, FundingTarget, StreamKind
from reports.funding.covering import Purse, added, cover
from reports.funding.presets import BY_CODE, PRESETS, part_of
from reports.funding.rules import DEFAULTS, RuleBook
from reports.funding.spuk import Housed, Simulation, counted, expected, monthly
from reports.funding.statement import Granted, Paid, Settlement, Stream, standing, statement_of
from reports.funding.supplement import cash_years, cohorts

ASYLUM, FAMILY, OTHER = TargetGroup.STATUS_HOLDER, TargetGroup.FAMILY_MIGRANT, TargetGroup.OTHER
KINDS = [CostType.LEARNING_ROUTES, CostType.MAP, CostType.INTAKE, CostType.IT]
euros = st.integers(-10_000_000, 10_000_000).map(lambda cents: Decimal(cents).scaleb(-2))
BOOK = RuleBook()


def rule(key: FundingRuleKey, value, year: int = 2020) -> SimpleNamespace:
    return SimpleNamespace(key=key, year=year, value=Decimal(value), source="Besluit")


# --- Rules ------------------------------------------------------------------------------------


def test_a_rule_of_the_region_holds_from_its_year_on():
    book = RuleBook.of(
        [rule(FundingRuleKey.ASYLUM_YEARS, 4, 2025), rule(FundingRuleKey.ASYLUM_YEARS, 2, 2027)]
    )
    values = [book.number(FundingRuleKey.ASYLUM_YEARS, year) for year in range(2024, 2029)]
    assert values == [3, 4, 4, 2, 2]
    assert [book.rule(FundingRuleKey.ASYLUM_YEARS, year).own_since for year in (2024, 2026)] == [
        None,
        2025,
    ]


def test_every_rule_has_a_source_and_only_the_amount_for_each_person_no_value():
    rules = BOOK.in_force(2026)
    assert [each.key for each in rules] == list(FundingRuleKey)
    assert all(str(each.source) for each in rules)
    assert [each.key for each in rules if each.value is None] == [FundingRuleKey.AMOUNT_PER_PERSON]


# --- Presets ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "year", "amount"),
    [
        ("learnability", 2021, None),
        ("learnability", 2022, 6_200_000),
        ("learnability", 2023, 5_700_000),
        ("learnability", 2024, 5_600_000),
        ("learnability", 2030, 5_500_000),
        ("ict_plateau_1", 2021, 6_500_000),
        ("interim_group", 2021, 21_000_000),
        ("introduction", 2021, 9_000_000),
        ("introduction", 2022, None),
        ("spuk_wi2021", 2026, None),
    ],
)
def test_presets_bring_what_was_published(code, year, amount):
    assert BY_CODE[code].amount_in(year) == amount


def test_a_preset_names_source_payer_and_purpose():
    assert len(BY_CODE) == len(PRESETS)
    assert all(str(each.source) and str(each.payer) and each.cost_types for each in PRESETS)
    assert part_of(Decimal(5_500_000), Decimal("0.333333")) == Decimal("18333.32")


# --- The count --------------------------------------------------------------------------------


def test_status_holders_count_three_years_and_family_migrants_once():
    rows = [
        Housed(1, year, group, expected=100, housed=10)
        for year in range(2022, 2027)
        for group in (ASYLUM, FAMILY, OTHER)
    ]
    # 2024, 2025 and 2026 for asylum; 2026 alone for family; others do not count unless told.
    assert counted(rows, 2026, BOOK) == {1: 40}
    told = RuleBook.of([rule(FundingRuleKey.OTHER_YEARS, 2)])
    assert counted(rows, 2026, told) == {1: 60}


def test_people_in_an_asylum_centre_count_only_where_the_rule_says_so():
    rows = [
        Housed(1, 2026, ASYLUM, expected=5, housed=4, in_azc=3),
        Housed(1, 2025, ASYLUM, expected=5, housed=4, in_azc=7),
    ]
    assert counted(rows, 2026, BOOK) == {1: 8}
    assert counted(rows, 2026, RuleBook.of([rule(FundingRuleKey.COUNTS_AZC, 1)])) == {1: 11}


def test_who_was_not_counted_yet_is_expected():
    rows = [Housed(1, 2025, ASYLUM, expected=9, housed=8), Housed(1, 2026, ASYLUM, expected=10)]
    assert expected(rows, 2026, BOOK) == counted(rows, 2026, BOOK) == {1: 18}
    assert counted(rows, 2026, BOOK, as_percentage=Decimal(75)) == {1: Fraction(31, 2)}


def simulation(rows, granted=None, *, own=(), seen=(1, 2), share=100) -> Simulation:
    return Simulation(
        2026, RuleBook.of(own), tuple(rows), granted or {}, frozenset(seen), Decimal(share)
    )


def test_the_settlement_follows_from_the_grant_and_the_count():
    rows = [
        Housed(1, 2026, ASYLUM, expected=10, housed=13),
        Housed(2, 2026, ASYLUM, expected=20, housed=18),
    ]
    found = simulation(rows, {1: Decimal(50_000), 2: Decimal(100_000)})
    assert found.per_person == 5_000
    assert [(row.advance, row.definitive, row.settlement) for row in found.gemeenten()] == [
        (50_000, 65_000, 15_000),
        (100_000, 90_000, -10_000),
    ]
    payments = found.payments()
    assert payments[0] == (date(2026, 1, 1), Decimal(12_500))
    assert payments[-1] == (date(2027, 5, 1), Decimal(5_000))
    assert sum(amount for _on, amount in payments) == 155_000


def test_the_rule_of_the_region_goes_before_what_was_granted():
    rows = [Housed(1, 2026, FAMILY, expected=3, housed=3)]
    own = [rule(FundingRuleKey.AMOUNT_PER_PERSON, "1000.01")]
    (row,) = simulation(rows, {1: Decimal(6_000)}, own=own).gemeenten()
    assert (row.advance, row.definitive) == (6_000, Decimal("3000.03"))


def test_without_people_or_grant_nothing_is_reckoned():
    nobody = simulation([Housed(1, 2026, ASYLUM, expected=0)], {1: Decimal(100)})
    assert (nobody.per_person, nobody.gemeenten()) == (None, [])
    assert simulation([Housed(1, 2026, ASYLUM, expected=5)]).per_person is None


def test_only_gemeenten_that_are_seen_are_told_at_the_price_of_the_region():
    rows = [Housed(1, 2026, ASYLUM, 10), Housed(2, 2026, ASYLUM, 30)]
    found = simulation(rows, {1: Decimal(1_000), 2: Decimal(39_000)}, seen=[1])
    assert [(row.gemeente, row.definitive) for row in found.gemeenten()] == [(1, 10_000)]


@given(amount=euros, parts=st.integers(1, 12))
def test_advances_are_the_amount_together(amount, parts):
    paid = monthly(2026, amount, parts)
    assert sum(share for _on, share in paid) == amount
    assert max(share for _, share in paid) - min(share for _, share in paid) <= Decimal("0.01")


# --- The supplement ---------------------------------------------------------------------------


def test_the_supplement_comes_once_and_the_course_costs_two_years():
    book = RuleBook.of(
        [
            rule(FundingRuleKey.COURSE_COST, 20_000),
            rule(FundingRuleKey.FIRST_YEAR_PERCENTAGE, 40),
        ]
    )
    found = cohorts({2027: 1, 2026: 3}, book)
    assert [(each.year, each.supplement, each.first_cost, each.short) for each in found] == [
        (2026, 51_000, 24_000, 9_000),
        (2027, 17_000, 8_000, 3_000),
    ]
    years = cash_years(found)
    assert [(each.year, each.short, each.short_so_far) for each in years] == [
        (2026, -27_000, -27_000),
        (2027, 27_000, 0),
        (2028, 12_000, 12_000),
    ]


def test_there_is_a_supplement_from_2026_up_to_2029():
    found = cohorts(dict.fromkeys(range(2024, 2032), 1), BOOK)
    assert [(each.year, each.supplement) for each in found] == [
        (year, 17_000) for year in range(2026, 2030)
    ]


@given(
    people=st.dictionaries(st.integers(2024, 2032), st.integers(0, 400), max_size=6),
    part=st.integers(0, 10_000).map(lambda value: Decimal(value).scaleb(-2)),
    cost=st.integers(0, 4_000_000).map(lambda value: Decimal(value).scaleb(-2)),
)
def test_no_euro_of_a_cohort_is_lost_between_years(people, part, cost):
    book = RuleBook.of(
        [rule(FundingRuleKey.FIRST_YEAR_PERCENTAGE, part), rule(FundingRuleKey.COURSE_COST, cost)]
    )
    found = cohorts(people, book)
    years = cash_years(found)
    assert sum(year.cost for year in years) == sum(each.cost for each in found)
    assert sum(year.supplement for year in years) == sum(each.supplement for each in found)
    if years:
        assert years[-1].short_so_far == sum(each.short for each in found)


# --- Covering ---------------------------------------------------------------------------------


def test_the_stream_with_the_fewest_purposes_pays_first():
    wide = Purse(1, Decimal(100), frozenset({"map", "intake"}))
    narrow = Purse(2, Decimal(30), frozenset({"intake"}))
    covered = cover([wide, narrow], {"intake": Decimal(40), "map": Decimal(100)})
    assert covered.used == {(2, "intake"): 30, (1, "intake"): 10, (1, "map"): 90}
    assert covered.left == {1: 0, 2: 0}
    assert covered.open_cost == {"map": 10}


def test_a_credit_flows_back_and_a_recovery_pays_nothing():
    purse, taken_back = (
        Purse(1, Decimal(5), frozenset({"it"})),
        Purse(2, Decimal(-9), frozenset({"map"})),
    )
    covered = cover([purse, taken_back], {"it": Decimal(-3), "map": Decimal(4)})
    assert covered.left == {1: 8, 2: -9}
    assert covered.open_cost == {"map": 4}


purses = st.lists(st.tuples(euros, st.sets(st.sampled_from(KINDS), min_size=1)), max_size=5).map(
    lambda drawn: [
        Purse(number, amount, frozenset(kinds)) for number, (amount, kinds) in enumerate(drawn)
    ]
)
costs_by_kind = st.dictionaries(st.sampled_from(KINDS), euros)


@given(purses=purses, costs=costs_by_kind)
def test_used_and_open_are_the_cost_used_and_left_the_funding(purses, costs):
    covered = cover(purses, costs)
    used, left = sum(covered.used.values()), sum(covered.left.values())
    assert used + sum(covered.open_cost.values()) == sum(costs.values())
    assert used + left == sum(purse.amount for purse in purses)
    for purse in purses:
        assert covered.used_of(purse.stream) + covered.left[purse.stream] == purse.amount
        assert all(
            kind in purse.purposes for stream, kind in covered.used if stream == purse.stream
        )
        # Whoever has money left has paid all that it is meant for.
        if covered.left[purse.stream] > 0:
            assert not any(covered.open_cost.get(kind, 0) > 0 for kind in purse.purposes)


@given(parts=st.lists(st.tuples(purses, costs_by_kind), max_size=4))
def test_gemeenten_add_up_to_the_region(parts):
    total = added([cover(mine, costs) for mine, costs in parts])
    cost = sum(sum(costs.values()) for _purses, costs in parts)
    funding = sum(purse.amount for mine, _costs in parts for purse in mine)
    assert sum(total.used.values()) + sum(total.open_cost.values()) == cost
    assert sum(total.used.values()) + sum(total.left.values()) == funding


# --- The statement ----------------------------------------------------------------------------


def granted(gemeente, number, amount, *, stream=1, known=1) -> Granted:
    stage = FundingStage.PROVISIONAL
    return Granted(stream, gemeente, number, date(2026, known, 1), stage, Decimal(amount))


def test_the_newest_version_stands_and_who_it_leaves_out_has_nothing():
    rows = [granted(7, 1, 100), granted(8, 1, 50), granted(7, 2, 130, known=6)]
    found = standing(rows)
    assert {place: (first.amount, now.amount) for place, (first, now) in found.items()} == {
        (1, 7): (100, 130),
        (1, 8): (50, 0),
    }


@given(
    grants=st.lists(st.tuples(euros, st.booleans()), max_size=4),
    costs=costs_by_kind,
    paid=st.tuples(euros, euros),
)
def test_a_settlement_balances(grants, costs, paid):
    parts = []
    for number, (amount, is_held) in enumerate(grants):
        target = FundingTarget.REGION if is_held else FundingTarget.GEMEENTE
        purposes = frozenset(KINDS[: number + 1])
        stream = Stream(number, f"Stroom {number}", "Rijk", target, purposes, StreamKind.OTHER)
        first, now = granted(1, 1, 0, stream=number), granted(1, 2, amount, stream=number)
        parts.append((stream, first, now))
    statement = statement_of(Gemeente(pk=1, name="Waterveen"), 2026, parts, costs, Paid(*paid))
    held = sum(amount for amount, is_held in grants if is_held)
    assert statement.used + statement.own_means == statement.cost == sum(costs.values())
    assert statement.used + statement.left == statement.funding == statement.corrected
    assert statement.still_to_pay + held + paid[0] - paid[1] == statement.cost
    settlement = Settlement(2026, {}, [statement, statement])
    assert settlement.total("cost") == 2 * statement.cost


# --- Documentation ----------------------------------------------------------------------------


def test_the_documentation_tells_the_rules_that_hold():
    text = (settings.ROOT / "docs" / "funding.md").read_text()
    told = dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", text, re.MULTILINE))
    assert told == {
        key.value: "none" if default.value is None else str(default.value)
        for key, default in DEFAULTS.items()
    }
