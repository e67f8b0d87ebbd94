"""The split of an overrun against two slow ways to the same parts, and its edges."""

from fractions import Fraction
from itertools import combinations, permutations
from math import factorial, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.enums.why import OverrunPart as Part
from reports.why.split import FACTORS, Facts, factors, in_cents, shapley_slopes, split

SWITCHES = 6

euros = st.decimals(-5_000, 50_000, places=2).map(Fraction)
amounts = st.decimals(0, 900, places=3).map(Fraction)


@st.composite
def sides(draw):
    """Anything a ledger or a plan may hold, consistent or not."""
    heads = draw(st.integers(0, 12))
    return Facts(
        heads=heads,
        groups=draw(st.just(Fraction(0)) | amounts),
        units=draw(st.just(Fraction(0)) | st.decimals(-9, 400, places=3).map(Fraction)),
        cost=draw(euros),
        indexed=draw(st.just(Fraction(0)) | euros),
        settlements=draw(euros),
    )


@st.composite
def rows(draw):
    plan, forecast = draw(sides()), draw(sides())
    return {
        "plan": plan,
        "forecast": forecast,
        "planned_in_all": plan.heads + draw(st.integers(0, 30)),
        "forecast_in_all": forecast.heads + draw(st.integers(0, 30)),
        "is_of_group": draw(st.booleans()),
    }


def split_of(row):
    sides = {name: row[name] for name in row if name not in ("plan", "forecast")}
    return split(row["plan"], row["forecast"], **sides)


def complete(heads=4, groups=2, units=20, cost=1_000, settlements=30, **more):
    """A side on which every factor is known."""
    numbers = {"groups": groups, "units": units, "cost": cost, "settlements": settlements} | more
    return Facts(heads=heads, **{name: Fraction(value) for name, value in numbers.items()})


def switched(before, after, turned):
    """v of a row with the switches of `turned` at the forecast, the others at the plan."""
    value = [after[i] if i in turned else before[i] for i in range(SWITCHES)]
    return prod(value[:5]) + value[5]


def by_evaluations(before, after):
    """Every one of the 64 settings of the six switches, with Shapley's weights."""
    found = []
    for i in range(SWITCHES):
        others = [j for j in range(SWITCHES) if j != i]
        found.append(
            sum(
                Fraction(factorial(size) * factorial(SWITCHES - 1 - size), factorial(SWITCHES))
                * (switched(before, after, {*turned, i}) - switched(before, after, turned))
                for size in range(SWITCHES)
                for turned in map(set, combinations(others, size))
            )
        )
    return found


def by_orders(before, after):
    """The mean over the 720 orders in which six switches can be turned."""
    found = [Fraction(0)] * SWITCHES
    for order in permutations(range(SWITCHES)):
        turned = set()
        for i in order:
            without = switched(before, after, turned)
            turned.add(i)
            found[i] += switched(before, after, turned) - without
    return [each / factorial(SWITCHES) for each in found]


def closed_form(before, after):
    slopes = shapley_slopes(before[:5], after[:5])
    turns = zip(slopes, before, after, strict=False)
    return [slope * (to - frm) for slope, frm, to in turns] + [after[5] - before[5]]


factor_lists = st.lists(
    st.fractions(-20, 400, max_denominator=40), min_size=SWITCHES, max_size=SWITCHES
)


@given(factor_lists, factor_lists)
@settings(max_examples=40)
def test_the_closed_form_equals_the_64_evaluations(before, after):
    assert closed_form(before, after) == by_evaluations(before, after)


@given(factor_lists, factor_lists)
@settings(max_examples=6)
def test_no_order_of_the_switches_is_favoured(before, after):
    assert closed_form(before, after) == by_orders(before, after)


@given(rows())
def test_the_parts_add_up_whatever_a_row_holds(row):
    assert sum(split_of(row).values()) == row["forecast"].value - row["plan"].value


@given(rows())
def test_they_add_up_in_cents_too(row):
    exact = split_of(row)
    budget = Fraction(round(row["plan"].value * 100), 100)
    exact[Part.UNSUBSTANTIATED] = row["plan"].value - budget
    found = in_cents(exact)
    assert sum(found.values()) == row["forecast"].value - budget
    assert all(abs(Fraction(found[part]) - exact[part]) < Fraction(1, 100) for part in exact)


above_nought = st.decimals("0.001", 900, places=3)
complete_sides = st.builds(
    complete,
    heads=st.integers(1, 12),
    groups=above_nought,
    units=above_nought,
    cost=st.decimals("0.01", 50_000, places=2),
    settlements=st.decimals(-5_000, 5_000, places=2),
)


@given(complete_sides, complete_sides, st.booleans())
def test_the_parts_of_a_complete_row_are_its_shapley_values(plan, forecast, is_of_group):
    in_all = {"planned_in_all": plan.heads + 3, "forecast_in_all": forecast.heads}
    found = split(plan, forecast, **in_all, is_of_group=is_of_group)
    before = factors(plan, in_all["planned_in_all"], is_of_group=is_of_group)
    after = factors(forecast, in_all["forecast_in_all"], is_of_group=is_of_group)
    values = by_evaluations([*before, plan.settlements], [*after, forecast.settlements])
    assert [found[part] for part in (*FACTORS, Part.SETTLEMENTS)] == values


def only(part, amount, found):
    assert {each: value for each, value in found.items() if value} == {part: amount}


@pytest.mark.parametrize("is_of_group", [False, True])
def test_what_was_not_planned_is_mix(is_of_group):
    found = split(
        Facts(), complete(settlements=0), planned_in_all=9, forecast_in_all=13,
        is_of_group=is_of_group,
    )  # fmt: skip
    only(Part.MIX, 1_000, found)


@pytest.mark.parametrize("is_of_group", [False, True])
def test_what_does_not_come_is_mix_too(is_of_group):
    found = split(
        complete(settlements=0), Facts(), planned_in_all=9, forecast_in_all=13,
        is_of_group=is_of_group,
    )  # fmt: skip
    only(Part.MIX, -1_000, found)


def test_where_nobody_was_planned_all_is_volume():
    found = split(
        Facts(), complete(settlements=0), planned_in_all=0, forecast_in_all=9, is_of_group=False
    )
    only(Part.VOLUME, 1_000, found)


def test_where_nobody_comes_all_is_volume():
    found = split(
        complete(settlements=0), Facts(), planned_in_all=9, forecast_in_all=0, is_of_group=False
    )
    only(Part.VOLUME, -1_000, found)


def test_settlements_stand_by_themselves():
    found = split(
        complete(), complete(settlements=-70), planned_in_all=4, forecast_in_all=4,
        is_of_group=False,
    )  # fmt: skip
    only(Part.SETTLEMENTS, -100, found)


def test_a_smaller_group_is_a_matter_of_fill():
    """As many learners, units a group and price; two groups more to seat them."""
    found = split(
        complete(groups=2, units=20, cost=1_000),
        complete(groups=4, units=40, cost=2_000),
        planned_in_all=4,
        forecast_in_all=4,
        is_of_group=True,
    )
    only(Part.FILL, 1_000, found)


def test_a_group_without_a_single_learner_is_a_matter_of_fill():
    empty = Facts(groups=Fraction(1), units=Fraction(10), cost=Fraction(800))
    found = split(Facts(), empty, planned_in_all=3, forecast_in_all=0, is_of_group=True)
    only(Part.FILL, 800, found)


def test_a_correction_of_the_price_alone_is_price():
    """Units taken back and booked again at another price: no units are left, the euros are."""
    corrected = complete(units=0, cost=120, settlements=0)
    found = split(Facts(), corrected, planned_in_all=3, forecast_in_all=4, is_of_group=False)
    only(Part.PRICE, 120, found)


def test_dearer_by_indexation_alone():
    found = split(
        complete(units=20, cost=1_000),
        complete(units=20, cost=1_100, indexed=100),
        planned_in_all=4,
        forecast_in_all=4,
        is_of_group=False,
    )
    only(Part.INDEXATION, 100, found)


def test_indexation_of_a_price_that_was_planned_already_is_made_good_by_price():
    found = split(
        complete(cost=1_100), complete(cost=1_100, indexed=100), planned_in_all=4,
        forecast_in_all=4, is_of_group=False,
    )  # fmt: skip
    assert (found[Part.PRICE], found[Part.INDEXATION]) == (-100, 100)


def test_indexation_of_an_unplanned_row_is_mix():
    found = split(
        Facts(), complete(indexed=100, settlements=0), planned_in_all=4, forecast_in_all=4,
        is_of_group=False,
    )  # fmt: skip
    only(Part.MIX, 1_000, found)


def test_cents_go_to_the_largest_remainders():
    thirds = {Part.VOLUME: Fraction(10, 3), Part.MIX: Fraction(-4, 3), Part.PRICE: Fraction(0)}
    assert [str(each) for each in in_cents(thirds).values()] == ["3.33", "-1.33", "0.00"]
    with pytest.raises(ValueError, match="whole number of cents"):
        in_cents({Part.VOLUME: Fraction(1, 3)})
