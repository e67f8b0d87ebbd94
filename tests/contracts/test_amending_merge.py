"""Versions of a contract compared and merged: properties, and the sentences that say so."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contracts.amending.checks import backdated, problems
from contracts.amending.diff import changed_paths, row_changes, sentences, shown_changes
from contracts.amending.fields import SECTIONS, Kind, plain, read, stored
from contracts.amending.merge import Side, merge
from contracts.amending.paths import (
    Path,
    in_section,
    parse,
    parse_row,
    row_text,
    rows_of,
    with_row,
    without,
)

NAMES = {"gemeente:9001": "Waterveen", "gemeente:9002": "Meerdorp", "provider:3": "Taalhuis"}
TARIFF = ("tariffs", ("O", "trajectory", "", "2026-01-01"))
LINE = ("lines", ("O", "St. Anna", "places", "2026-01-01"))
SHARE = ("shares", (*LINE[1], "9001"))


def contract(**facts) -> dict:
    """A contract of two years with one price, twenty places and one gemeente."""
    standing = {
        "title": "Onderwijsroute",
        "provider": "3",
        "first_on": "2026-01-01",
        "last_on": "2027-12-31",
        "maximum_amount": "400000",
    }
    terms = with_row({}, ("facts", ()), standing | facts)
    terms = with_row(terms, ("gemeenten", ("9001",)), {"takes_part": True})
    price = {"last_on": "2027-12-31", "price": "15000", "charges_other_groups": False}
    parts = {"instalment_start": "40", "instalment_halfway": "30", "instalment_completion": "30"}
    terms = with_row(terms, TARIFF, price | parts)
    terms = with_row(terms, LINE, {"last_on": "2027-12-31", "number": 20})
    return with_row(terms, SHARE, {"number": 20})


# --- Paths ----------------------------------------------------------------------------------------

segments = st.text(alphabet="aZ0.% /é-", max_size=8)


@given(section=segments, key=st.lists(segments, max_size=5), field=segments)
def test_a_path_reads_back_as_it_was_written(section, key, field):
    path = Path(section, tuple(key), field)

    assert parse(str(path)) == path
    assert parse_row(row_text(path.row)) == path.row


def test_a_row_is_replaced_as_a_whole_and_others_stay():
    terms = with_row(contract(), LINE, {"number": 25, "last_on": None})

    assert rows_of(terms)[LINE] == {"number": 25}
    assert rows_of(terms)[TARIFF] == rows_of(contract())[TARIFF]
    assert LINE not in rows_of(without(terms, [LINE]))


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        (Kind.DAY, date(2026, 1, 31), "2026-01-31"),
        (Kind.PRICE, plain(15000), "15000"),
        (Kind.COUNT, 12, 12),
        (Kind.YES_NO, False, False),
        (Kind.TEXT, "", None),
        (Kind.DAY, None, None),
    ],
)
def test_values_are_kept_as_json_keeps_them(kind, value, kept):
    assert stored(kind, value) == kept


@given(st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False))
def test_an_amount_reads_back_as_the_same_number(amount):
    assert read(Kind.PRICE, stored(Kind.PRICE, amount)) == amount
    assert "E" not in plain(amount)


# --- Merging --------------------------------------------------------------------------------------

ROWS = [("lines", ("O", place, "places", "2026-01-01")) for place in "ab"]
FACTS = [f"facts.{name}" for name in ("title", "last_on", "maximum_amount")]
values = st.integers(0, 3)
facts = st.dictionaries(st.sampled_from(FACTS), values, max_size=3)
lines = st.dictionaries(
    st.sampled_from(ROWS),
    st.dictionaries(st.sampled_from(["number", "last_on"]), values, min_size=1, max_size=2),
    max_size=2,
)


@st.composite
def versions(draw) -> dict:
    """A small contract: few facts with few values, so that versions often agree or collide."""
    terms = dict(draw(facts))
    for row, fields in draw(lines).items():
        terms = with_row(terms, row, fields)
    return terms


@given(base=versions(), one=versions(), other=versions())
def test_it_does_not_matter_whose_version_is_called_mine(base, one, other):
    merged, mirrored = merge(base, one, other), merge(base, other, one)

    assert {each.path for each in merged.conflicts} == {each.path for each in mirrored.conflicts}
    if not merged.conflicts:
        assert merged.terms == mirrored.terms


@given(base=versions(), one=versions(), other=versions())
def test_amendments_of_different_facts_give_the_same_contract_in_either_order(base, one, other):
    assume(not merge(base, one, other).conflicts)

    one_first = merge(base, other, merge(base, one, base).terms)
    other_first = merge(base, one, merge(base, other, base).terms)

    assert not one_first.conflicts
    assert one_first.terms == other_first.terms


@given(base=versions(), one=versions(), other=versions())
def test_of_two_that_touch_the_same_fact_the_second_is_refused_with_its_name(base, one, other):
    touched = changed_paths(base, one) & changed_paths(base, other)
    differing = {path for path in touched if one.get(path) != other.get(path)}
    assume(differing)

    named = merge(base, other, one).conflicts

    rows = {parse(each.path).row for each in named if each.is_row}
    assert differing <= {each.path for each in named} | {
        path for path in differing if parse(path).row in rows
    }


@given(base=versions(), one=versions(), other=versions(), data=st.data())
def test_once_everything_is_chosen_nothing_conflicts_any_more(base, one, other, data):
    found = merge(base, one, other)
    choices = {each.path: data.draw(st.sampled_from(list(Side))) for each in found.conflicts}

    settled = merge(base, one, other, choices)

    assert not settled.conflicts
    for each in found.conflicts:
        side = one if choices[each.path] == Side.MINE else other
        if not each.is_row:
            assert settled.terms.get(each.path) == side.get(each.path)


@given(base=versions(), mine=versions())
def test_what_only_one_side_changed_is_taken_over(base, mine):
    assert merge(base, mine, base).terms == mine
    assert merge(base, base, mine).terms == mine
    assert merge(base, mine, mine).terms == mine


def test_totals_are_replaced_and_never_added():
    base = contract()

    both = merge(base, contract(maximum_amount="450000"), contract(maximum_amount="430000"))

    [conflict] = both.conflicts
    assert conflict.path == "facts.maximum_amount"
    assert (conflict.base, conflict.mine, conflict.theirs) == ("400000", "450000", "430000")


def test_taking_out_what_the_other_changed_is_one_conflict_about_the_whole_part():
    base = contract()
    mine = without(base, [LINE, SHARE])
    theirs = base | {"lines.O.St%2E Anna.places.2026-01-01.number": 25}

    [conflict] = merge(base, mine, theirs).conflicts
    kept = merge(base, mine, theirs, {conflict.path: Side.THEIRS}).terms
    gone = merge(base, mine, theirs, {conflict.path: Side.MINE}).terms

    assert conflict.is_row
    assert conflict.is_removed_by_mine
    assert rows_of(kept)[LINE]["number"] == 25
    assert LINE not in rows_of(gone)


# --- Differences in words -------------------------------------------------------------------------


def test_a_changed_fact_says_what_stood_and_what_will():
    said = sentences(contract(), contract(last_on="2028-12-31"), NAMES)

    assert said == ["Contract - laatste dag: 31 dec 2027 wordt 31 dec 2028."]


def test_a_new_and_a_lost_part_are_named_by_their_key():
    base = contract()
    later = ("tariffs", ("O", "trajectory", "", "2027-01-01"))
    price = {"last_on": "2027-12-31", "price": "15500.5"}
    after = without(with_row(base, later, price), [SHARE])

    added, lost = sentences(base, after, NAMES)

    assert added.startswith("Toegevoegd: Tarief: Onderwijsroute, per traject, 1 jan 2027 (")
    assert "prijs € 15.500,50" in added
    assert lost.startswith("Vervalt: ")
    assert "St. Anna" in lost
    assert "Waterveen" in lost


def test_equal_versions_have_no_differences():
    assert row_changes(contract(), contract()) == []
    assert sentences(contract(), contract(), NAMES) == []


def test_the_table_of_changes_has_both_values_of_each_fact():
    base = contract()
    number = {"lines.O.St%2E Anna.places.2026-01-01.number": 26}

    [part] = shown_changes(base, base | number, NAMES)

    assert part.path == row_text(LINE)
    assert (part.is_new, part.is_gone) == (False, False)
    assert [(fact.before, fact.after) for fact in part.facts] == [("20", "26")]


def test_another_provider_is_said_by_name():
    said = sentences(contract(), contract(provider="4"), NAMES | {"provider:4": "Lesland"})

    assert said == ["Contract - aanbieder: Taalhuis wordt Lesland."]


def test_every_fact_of_a_section_can_be_shown_empty():
    shown = [field.text(None, NAMES) for section in SECTIONS for field in section.fields]

    assert set(shown) == {"–"}


# --- What has to hold -----------------------------------------------------------------------------


def test_a_whole_contract_has_no_problems():
    assert problems(contract(), NAMES) == []


@pytest.mark.parametrize(
    ("row", "fields", "said"),
    [
        (("facts", ()), {"last_on": "2025-12-31"}, "eindigt voordat het begint"),
        (TARIFF, {"last_on": "2025-12-31"}, "eindigt voordat het begint"),
        (TARIFF, {"last_on": "2028-01-01"}, "valt buiten het contract"),
        (LINE, {"last_on": "2028-01-01"}, "valt buiten het contract"),
        (TARIFF, {"instalment_start": "50"}, "tellen op tot 110%"),
        (LINE, {"number": 22}, "20 zijn verdeeld over gemeenten, niet 22"),
        (("gemeenten", ("9001",)), {"takes_part": None}, "Waterveen heeft plekken"),
        (
            ("tariffs", ("O", "trajectory", "", "2027-06-01")),
            {"last_on": "2027-12-31", "price": "1", "instalment_start": "100"},
            "hebben dagen gemeen",
        ),
        (
            ("lines", ("Z", "Meerdorp", "places", "2026-01-01")),
            {"last_on": "2026-12-31", "number": 0},
            "Voeg een tarief toe voor: Z-route",
        ),
        (
            ("shares", ("O", "Elders", "places", "2026-01-01", "9001")),
            {"number": 1},
            "zulke plekken zijn er niet",
        ),
    ],
)
def test_what_cannot_stand_together_is_said(row, fields, said):
    base = contract()
    changed = with_row(base, row, {**rows_of(base).get(row, {}), **fields})

    assert said in " ".join(problems(changed, NAMES))


def test_renewal_options_follow_each_other_without_a_gap():
    terms = contract()
    option = {"decide_by_on": "2027-06-30"}
    terms = with_row(
        terms, ("renewals", ("1",)), option | {"first_on": "2028-01-01", "last_on": "2028-12-31"}
    )
    terms = with_row(
        terms, ("renewals", ("2",)), option | {"first_on": "2029-02-01", "last_on": "2029-12-31"}
    )

    [said] = problems(terms, NAMES)

    assert "1 jan 2029" in said


def test_a_price_that_follows_from_the_day_of_effect_is_fine():
    base, day = contract(), date(2027, 1, 1)
    standing = rows_of(base)[TARIFF]
    ended = with_row(base, TARIFF, standing | {"last_on": "2026-12-31"})
    after = with_row(ended, ("tariffs", (*TARIFF[1][:-1], "2027-01-01")), standing)

    assert backdated(base, after, day, NAMES) == []
    assert problems(after, NAMES) == []


@pytest.mark.parametrize(
    "fields",
    [{"price": "16000"}, {"last_on": "2026-06-30"}, {"instalment_start": "30"}],
)
def test_a_price_does_not_change_for_days_that_have_passed(fields):
    base = contract()
    after = with_row(base, TARIFF, rows_of(base)[TARIFF] | fields)

    [said] = backdated(base, after, date(2027, 1, 1), NAMES)

    assert "1 jan 2027" in said


def test_a_price_that_held_cannot_be_taken_out():
    base = contract()

    assert backdated(base, without(base, [TARIFF]), date(2027, 1, 1), NAMES)
    assert in_section(without(base, [TARIFF]), "tariffs") == {}
