"""What changes funding: allowed, refused, and with nothing left behind."""

from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import get_default_timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.allocation import percentages
from accounts.models import AuditEvent
from config.shared.errors import Refused
from contracts.enums import CostType
from reports.actions.funding import (
    Adoption,
    YearRequest,
    adopt_presets,
    change_stream,
    divide_year,
    make_stream,
    record_year,
    shares_by_key,
)
from reports.actions.funding_facts import People, record_payment, set_counts, set_rule
from reports.enums.funding import FundingRuleKey, FundingStage
from reports.funding.presets import BY_CODE
from reports.models import (
    FundingPayment,
    FundingRule,
    FundingStream,
    HousedCount,
    StreamShare,
    StreamYear,
)
from tests.factories.funding import (
    FundingPaymentFactory,
    FundingStreamFactory,
    HousedCountFactory,
    year_of_stream,
)
from tests.factories.waiting import AllocationKeyFactory

AT = datetime(2026, 3, 2, 9, tzinfo=get_default_timezone())
NOT_YOURS = "Uw rol staat deze stap niet toe"


def request(amount: Any = 1_000, **changes) -> YearRequest:
    facts = {"year": 2026, "stage": FundingStage.PROVISIONAL, "known_on": date(2026, 2, 1)}
    return YearRequest(amount=Decimal(amount), source="Beschikking", **facts | changes)


@pytest.fixture
def stream(noord) -> FundingStream:
    return FundingStreamFactory(region=noord)


@pytest.fixture
def version(noord, waterveen, meerdorp):
    key = AllocationKeyFactory(region=noord, shares={waterveen: "66.666667", meerdorp: "33.333333"})
    return key.versions.get()


# --- Streams ----------------------------------------------------------------------------------


def test_a_stream_is_made_with_its_history(noord, region_controller):
    stream = make_stream(
        stream=FundingStreamFactory.build(region=noord), by=region_controller, at=AT
    )
    assert AuditEvent.objects.get().object_id == stream.pk


@pytest.mark.parametrize("person", ["controller", "reader", "zuid_coordinator"])
def test_only_who_keeps_the_region_makes_and_changes_streams(request, noord, stream, person):
    by = request.getfixturevalue(person)
    with pytest.raises(Refused, match=NOT_YOURS):
        make_stream(stream=FundingStreamFactory.build(region=noord), by=by, at=AT)
    with pytest.raises(Refused, match=NOT_YOURS):
        change_stream(stream=stream, values={"name": "Anders"}, by=by, at=AT)
    assert list(FundingStream.objects.all()) == [stream]


def test_a_change_that_changes_nothing_leaves_no_trace(stream, region_controller):
    names = ("name", "kind", "cost_types", "recurrence", "includes_vat", "payer", "target")
    values = {name: getattr(stream, name) for name in (*names, "source")}
    change_stream(stream=stream, values=values, by=region_controller, at=AT)
    assert not AuditEvent.objects.exists()
    changed = values | {"cost_types": [CostType.IT], "payer": "Rijk"}
    change_stream(stream=stream, values=changed, by=region_controller, at=AT)
    assert AuditEvent.objects.get().after == {"cost_types": ["it"], "payer": "Rijk"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"cost_types": []}, "Dit veld"),
        ({"source": ""}, "Dit veld"),
        ({"kind": "loterij"}, "geen geldige keuze"),
    ],
)
def test_a_stream_says_what_it_is_for_and_where_it_comes_from(
    noord, region_controller, change, sentence
):
    stream = FundingStreamFactory.build(region=noord, **change)
    with pytest.raises(Refused, match=sentence):
        make_stream(stream=stream, by=region_controller, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        FundingStreamFactory(region=noord, **change)


# --- Years ------------------------------------------------------------------------------------


def test_a_key_divides_a_year_to_the_cent(stream, version, region_controller, waterveen, meerdorp):
    made = divide_year(
        stream=stream,
        request=request("0.05"),
        key_version=version,
        by=region_controller,
        at=AT,
    )
    parts = dict(made.shares.values_list("gemeente", "amount"))
    assert parts == {waterveen.pk: Decimal("0.03"), meerdorp.pk: Decimal("0.02")}
    assert (made.number, made.key_version) == (1, version)
    assert AuditEvent.objects.get().reason == "2026: versie 1"


weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any)
amounts = st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents).scaleb(-2))


@given(weights=weights, amount=amounts)
def test_parts_under_any_key_are_the_amount_together(weights, amount):
    shares = dict(enumerate(percentages(weights)))
    parts = shares_by_key(amount, SimpleNamespace(percentages=lambda: shares))
    assert sum(parts.values()) == amount
    for number, percentage in shares.items():
        assert abs(parts[number] - amount * percentage / 100) <= Decimal("0.01")


def test_parts_by_hand_are_the_amount_together(stream, region_controller, waterveen, meerdorp):
    shares = {waterveen: Decimal(-400), meerdorp: Decimal(100)}
    by_hand = {"stream": stream, "shares": shares, "by": region_controller, "at": AT}
    with pytest.raises(Refused, match="samen niet het bedrag"):
        record_year(request=request(-299), **by_hand)
    assert not StreamYear.objects.exists()
    assert record_year(request=request(-300), **by_hand).shares.count() == 2


def test_versions_follow_each_other_in_time(stream, version, region_controller):
    made = {"stream": stream, "key_version": version, "by": region_controller, "at": AT}
    divide_year(request=request(), **made)
    with pytest.raises(Refused, match="een nieuwe kan niet eerder") as refusal:
        divide_year(request=request(known_on=date(2026, 1, 31)), **made)
    assert refusal.value.field == "known_on"
    divide_year(request=request(2_000, known_on=date(2026, 5, 20)), **made)
    divide_year(request=request(900, year=2027), **made)
    known = StreamYear.objects.known_on(date(2026, 5, 19)).order_by("year")
    assert [each.amount for each in known.filter(year=2026)] == [1_000]
    assert {each.amount for each in StreamYear.objects.known_on(date(2026, 5, 20))} == {2_000, 900}


def test_a_year_is_divided_within_the_region_by_its_keeper(
    stream, version, region_controller, controller, zuid
):
    elsewhere = zuid.memberships_of_gemeenten.get().gemeente
    other = AllocationKeyFactory(region=zuid, shares={elsewhere: "100"}).versions.get()
    refused = [
        (divide_year, {"key_version": other}, region_controller, "van een andere regio"),
        (divide_year, {"key_version": version}, controller, NOT_YOURS),
        (record_year, {"shares": {elsewhere: Decimal(1_000)}}, region_controller, "Heidestad"),
    ]
    for action, division, by, sentence in refused:
        with pytest.raises(Refused, match=sentence):
            action(stream=stream, request=request(), by=by, at=AT, **division)
    assert not StreamYear.objects.exists()
    assert not AuditEvent.objects.exists()


def test_the_database_keeps_parts_and_payments_as_they_are(stream, waterveen, noord):
    made = year_of_stream(stream, {waterveen: Decimal(10)})
    payment = FundingPaymentFactory(region=noord, gemeente=waterveen)
    for rows, change in (
        (StreamYear.objects.filter(pk=made.pk), {"amount": 11}),
        (made.shares.all(), {"amount": 11}),
        (FundingPayment.objects.filter(pk=payment.pk), {"amount": 11}),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rows.update(**change)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rows._raw_delete("default")


def test_the_database_refuses_parts_that_do_not_add_up(stream, waterveen, meerdorp):
    made = year_of_stream(stream, {waterveen: Decimal(10)})
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="the parts of version"), transaction.atomic():
        StreamShare.objects.create(stream_year=made, gemeente=meerdorp, amount=Decimal("0.01"))
    with pytest.raises(IntegrityError), transaction.atomic():
        year_of_stream(stream, {waterveen: Decimal(10)}, year=2027)  # the year goes in first


# --- Taking over ------------------------------------------------------------------------------


def test_national_streams_bring_the_region_its_part(noord, version, region_controller):
    adoption = Adoption(
        first_year=2023, last_year=2026, percentage=Decimal("0.4"), key_version=version
    )
    presets = [BY_CODE["learnability"], BY_CODE["spuk_wi2021"]]
    taken = {"region": noord, "presets": presets, "by": region_controller, "at": AT}
    learnability, spuk = adopt_presets(adoption=adoption, **taken)
    assert (learnability.name, learnability.includes_vat) == (
        "Begeleiding leerbaarheidstoets",
        True,
    )
    brought = learnability.years.order_by("year").values_list("year", "amount", "stage")
    stage = FundingStage.FORECAST
    assert list(brought) == [
        (2023, 22_800, stage),
        (2024, 22_400, stage),
        (2025, 22_000, stage),
        (2026, 22_000, stage),
    ]
    assert not spuk.years.exists()
    with pytest.raises(Refused, match="al overgenomen"):
        adopt_presets(adoption=adoption, **taken)


@pytest.mark.parametrize(
    ("presets", "adoption", "sentence"),
    [
        ([], {}, "minstens één"),
        (["learnability"], {"percentage": Decimal(1)}, "geen van beide"),
    ],
)
def test_half_an_answer_takes_nothing_over(noord, region_controller, presets, adoption, sentence):
    with pytest.raises(Refused, match=sentence):
        adopt_presets(
            region=noord,
            presets=[BY_CODE[code] for code in presets],
            adoption=Adoption(first_year=2026, last_year=2026, **adoption),
            by=region_controller,
            at=AT,
        )
    assert not FundingStream.objects.exists()


# --- Payments, people and rules ---------------------------------------------------------------


def test_a_payment_is_of_the_region_and_has_an_amount(
    noord, zuid, waterveen, region_controller, controller
):
    elsewhere = zuid.memberships_of_gemeenten.get().gemeente
    for change, by, sentence in (
        ({"gemeente": elsewhere}, region_controller, "niet van de regio"),
        ({"stream": FundingStreamFactory(region=zuid)}, region_controller, "andere regio"),
        ({"amount": Decimal(0)}, region_controller, "heeft een bedrag"),
        ({}, controller, NOT_YOURS),
    ):
        facts = {"region": noord, "gemeente": waterveen} | change
        payment = FundingPaymentFactory.build(**facts, recorded_by=None)
        with pytest.raises(Refused, match=sentence):
            record_payment(payment=payment, by=by, at=AT)
    assert not FundingPayment.objects.exists()


def people(gemeente, **changes) -> People:
    facts = {"year": 2026, "target_group": "status_holder", "expected": 10, "education": 2}
    return People(gemeente=gemeente, **facts | changes)


def test_counts_replace_what_stood_and_keep_it(noord, waterveen, meerdorp, region_controller):
    standing = HousedCountFactory(region=noord, gemeente=waterveen)
    given = [people(waterveen, housed=11), people(meerdorp, expected=4)]
    written = {"region": noord, "source": "Blad", "by": region_controller, "at": AT}
    assert set_counts(people=given, **written) == 2
    standing.refresh_from_db()
    assert (standing.housed, standing.versions.get().housed) == (11, None)
    assert set_counts(people=given, **written) == 0
    assert AuditEvent.objects.count() == 1


def test_counts_that_cannot_be_leave_nothing_behind(
    noord, waterveen, meerdorp, region_controller, controller
):
    for given_people, by, sentence in (
        ([people(meerdorp)], controller, "geen tellingen bij van Meerdorp"),
        ([people(meerdorp), people(waterveen, housed=1)], region_controller, "Niet meer mensen"),
        ([], region_controller, "niets"),
    ):
        with pytest.raises(Refused, match=sentence):
            set_counts(region=noord, people=given_people, source="", by=by, at=AT)
    assert not HousedCount.objects.exists()


def test_a_rule_is_set_once_a_year(noord, region_controller, controller):
    told = {"region": noord, "key": FundingRuleKey.ASYLUM_YEARS, "year": 2026, "source": "Besluit"}
    set_rule(value=Decimal(2), by=region_controller, at=AT, **told)
    set_rule(value=Decimal(4), by=region_controller, at=AT, **told)
    assert FundingRule.objects.get().value == 4
    assert AuditEvent.objects.filter(action="updated").get().before["value"] == "2.00"
    with pytest.raises(Refused, match=NOT_YOURS):
        set_rule(value=Decimal(5), by=controller, at=AT, **told)
