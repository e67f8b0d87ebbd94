"""Allocation keys: their arithmetic, their versions, and what the database holds them to."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.timezone import get_default_timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts import actions
from accounts.actions import VersionRequest, Weight
from accounts.allocation import compare, percentages, with_fixed_part
from accounts.enums import KeyBasis
from accounts.models import AllocationKey, AllocationShare, AuditEvent
from config.shared.errors import Refused
from tests.factories.accounts import GemeenteFactory
from tests.factories.waiting import AllocationKeyFactory, version_of

AT = datetime(2026, 3, 2, 10, tzinfo=get_default_timezone())
FROM_MARCH = VersionRequest(date(2026, 3, 1), "Nieuwe afspraak")

weights = st.lists(st.integers(0, 900_000), min_size=1, max_size=40).filter(any)
parts = st.integers(0, 10_000).map(lambda hundredths: Decimal(hundredths).scaleb(-2))


# --- Arithmetic -----------------------------------------------------------------------------------


@given(weights)
def test_percentages_are_exactly_100_and_no_further_off_than_a_millionth(given_weights):
    shares = percentages(given_weights)
    assert sum(shares) == Decimal(100)
    total = sum(given_weights)
    for share, weight in zip(shares, given_weights, strict=True):
        assert abs(Fraction(share) - Fraction(100 * weight, total)) < Fraction(1, 10**6)


@given(weights, st.data(), parts)
def test_a_fixed_and_a_variable_part_are_100_together(inhabitants, data, fixed):
    same_length = st.lists(
        st.integers(0, 500), min_size=len(inhabitants), max_size=len(inhabitants)
    )
    placements = data.draw(same_length.filter(any))
    assert sum(percentages(with_fixed_part(fixed, inhabitants, placements))) == Decimal(100)


def test_three_equal_gemeenten_share_the_last_millionth_by_order():
    third = Decimal("33.333333")
    assert percentages([1, 1, 1]) == [third + Decimal("0.000001"), third, third]


def test_the_fixed_part_goes_by_inhabitants_and_the_rest_by_placements():
    assert percentages(with_fixed_part(Decimal(60), [300, 100], [0, 10])) == [
        Decimal(45),
        Decimal(55),
    ]


def test_a_part_that_counts_needs_something_to_divide_by():
    with pytest.raises(ValueError, match="nothing to divide"):
        with_fixed_part(Decimal(60), [300, 100], [0, 0])
    assert with_fixed_part(Decimal(100), [3, 1], [0, 0]) == [Fraction(3, 4), Fraction(1, 4)]


@given(weights, st.data(), st.integers(1, 10**9))
def test_another_key_moves_money_and_makes_none(present, data, cents):
    other = data.draw(st.lists(st.integers(0, 900), min_size=1, max_size=40).filter(any))
    amount = Decimal(cents).scaleb(-2)
    rows = compare(
        amount, dict(enumerate(percentages(present))), dict(enumerate(percentages(other)))
    )
    assert sum(row.present_amount for row in rows) == amount
    assert sum(row.other_amount for row in rows) == amount
    assert sum(row.difference for row in rows) == 0


# --- Versions -------------------------------------------------------------------------------------


@pytest.fixture
def key(noord, waterveen, meerdorp) -> AllocationKey:
    """75 and 25% from January 2026."""
    return AllocationKeyFactory(region=noord, shares={waterveen: "75", meerdorp: "25"})


def halves(waterveen, meerdorp) -> dict:
    return dict.fromkeys((waterveen, meerdorp), Decimal(50))


def test_a_version_holds_from_its_first_day(key, waterveen, meerdorp, coordinator):
    made = actions.make_version(
        key=key, request=FROM_MARCH, shares=halves(waterveen, meerdorp), by=coordinator, at=AT
    )
    assert made.number == 2
    assert key.version_on(date(2025, 12, 31)) is None
    assert key.version_on(date(2026, 2, 28)).percentages() == {
        meerdorp.pk: Decimal(25),
        waterveen.pk: Decimal(75),
    }
    assert key.version_on(date(2026, 3, 1)) == made
    entry = AuditEvent.objects.get(object_id=key.pk, action="updated")
    assert "Nieuwe afspraak" in entry.reason


def test_of_two_versions_from_one_day_the_later_counts(key, waterveen, meerdorp):
    later = version_of(key, {waterveen: "60", meerdorp: "40"})
    assert key.version_on(date(2026, 1, 1)) == later


def test_the_past_is_never_divided_anew(key, waterveen, meerdorp, coordinator):
    with pytest.raises(Refused, match="1 jan 2026") as refused:
        actions.make_version(
            key=key,
            request=VersionRequest(date(2025, 12, 1), "Alsnog"),
            shares=halves(waterveen, meerdorp),
            by=coordinator,
            at=AT,
        )
    assert refused.value.field == "first_on"
    assert key.versions.count() == 1


@pytest.mark.parametrize(
    ("shares", "words"),
    [(("50", "49.9"), "99,9%"), (("50", "50.0000001"), "zes decimalen")],
    ids=["too-little", "too-fine"],
)
def test_shares_are_exactly_100(key, waterveen, meerdorp, coordinator, shares, words):
    given_shares = dict(zip((waterveen, meerdorp), map(Decimal, shares), strict=True))
    with pytest.raises(Refused, match=words):
        actions.make_version(
            key=key, request=FROM_MARCH, shares=given_shares, by=coordinator, at=AT
        )


def test_only_gemeenten_of_the_region_share(key, waterveen, coordinator):
    elsewhere = GemeenteFactory(name="Verrebeek")
    shares = {waterveen: Decimal(40), elsewhere: Decimal(60)}
    with pytest.raises(Refused, match="Verrebeek"):
        actions.make_version(key=key, request=FROM_MARCH, shares=shares, by=coordinator, at=AT)


def test_a_gemeente_at_nought_has_no_share(key, waterveen, meerdorp, coordinator):
    shares = {waterveen: Decimal(100), meerdorp: Decimal(0)}
    made = actions.make_version(key=key, request=FROM_MARCH, shares=shares, by=coordinator, at=AT)
    assert made.percentages() == {waterveen.pk: Decimal(100)}


def test_a_key_by_inhabitants_counts_them(noord, waterveen, meerdorp, coordinator):
    key = actions.make_key(
        key=AllocationKey(region=noord, name="Inwoners", basis=KeyBasis.INHABITANTS),
        by=coordinator,
        at=AT,
    )
    made = actions.make_version_by_weights(
        key=key,
        request=FROM_MARCH,
        weights={waterveen: Weight(30_000, 1), meerdorp: Weight(10_000, 9)},
        by=coordinator,
        at=AT,
    )
    assert made.percentages() == {waterveen.pk: Decimal(75), meerdorp.pk: Decimal(25)}


def test_nothing_to_count_is_said_in_words(noord, waterveen, coordinator):
    key = AllocationKeyFactory(region=noord, basis=KeyBasis.PLACEMENTS)
    with pytest.raises(Refused, match="niets om door te delen"):
        actions.make_version_by_weights(
            key=key,
            request=FROM_MARCH,
            weights={waterveen: Weight(30_000, 0)},
            by=coordinator,
            at=AT,
        )


@pytest.mark.parametrize("who", ["zuid_coordinator", "controller", "reader", "provider_user"])
def test_only_the_region_keeps_its_keys(key, waterveen, meerdorp, who, request):
    by = request.getfixturevalue(who)
    shares = halves(waterveen, meerdorp)
    with pytest.raises(Refused):
        actions.make_version(key=key, request=FROM_MARCH, shares=shares, by=by, at=AT)
    with pytest.raises(Refused):
        actions.change_key(key=key, name="Anders", description="", by=by, at=AT)
    assert key.versions.count() == 1


def test_changing_a_key_leaves_what_it_divides_by(key, coordinator):
    changed = actions.change_key(
        key=key, name="Sleutel 2026", description="Zie bijlage.", by=coordinator, at=AT
    )
    changed.refresh_from_db()
    assert (changed.name, changed.basis) == ("Sleutel 2026", KeyBasis.MANUAL)


@pytest.mark.parametrize(
    ("basis", "fixed"), [(KeyBasis.MANUAL, Decimal(10)), (KeyBasis.FIXED_VARIABLE, None)]
)
def test_only_a_mixed_key_has_a_fixed_part(noord, coordinator, basis, fixed):
    key = AllocationKey(region=noord, name="Mengsel", basis=basis, fixed_percentage=fixed)
    with pytest.raises(Refused, match="vaste deel"):
        actions.make_key(key=key, by=coordinator, at=AT)


def test_one_name_stands_for_one_key(key, coordinator):
    twin = AllocationKey(region=key.region, name=key.name, basis=KeyBasis.MANUAL)
    with pytest.raises(Refused, match="al een verdeelsleutel"):
        actions.make_key(key=twin, by=coordinator, at=AT)


# --- What the database refuses --------------------------------------------------------------------


@pytest.fixture
def _rolled_back(db):
    """What the database refused at the end of the transaction is taken back here."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("_rolled_back")
def test_the_database_refuses_shares_that_are_not_100(key, waterveen):
    version_of(key, {waterveen: "99.999999"})
    with pytest.raises(IntegrityError, match="not 100"):
        connection.check_constraints()


@pytest.mark.usefixtures("_rolled_back")
def test_the_database_refuses_a_version_without_shares(key):
    version_of(key, {})
    with pytest.raises(IntegrityError, match="not 100"):
        connection.check_constraints()


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_version_never_changes(key, change):
    shares = AllocationShare.objects.filter(version__key=key)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        shares.delete() if change == "delete" else shares.update(percentage=50)
