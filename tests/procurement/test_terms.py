"""Legal terms against the table worked out by hand, and what must always hold."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.shared.errors import Refused
from config.shared.periods import AMSTERDAM, amsterdam, is_working_day
from procurement.enums import Procedure, RuleKey, RuleUnit
from procurement.law import DEFAULTS, Default
from procurement.terms import (
    Case,
    MissingRule,
    Purchase,
    Rules,
    award_notice_due,
    first_legal_closing,
    last_legal_clarification,
    local_instant,
    request_term,
    standstill,
)
from tests.procurement import legal_terms as table

LAW = Rules.of(DEFAULTS)
OPEN = Case(procedure=Procedure.OPEN, rules=LAW)


def case_of(procedure: Procedure, value: str, on: date, **circumstances) -> Case:
    """A case whose place above or below the threshold follows from its value."""
    social = not circumstances.pop("other", False)
    purchase = Purchase(estimated_amount=Decimal(value), on=on, rules=LAW, is_social_service=social)
    return Case(
        procedure=procedure,
        rules=LAW,
        above_threshold=purchase.is_above_threshold,
        **circumstances,
    )


def named(rows: Sequence) -> list:
    return [pytest.param(row, id=f"{number}-{row.source[:40]}") for number, row in enumerate(rows)]


def test_the_table_is_long_enough_and_every_row_has_its_source():
    rows = (
        table.CLOSING
        + table.REQUESTS
        + table.CLARIFICATIONS
        + table.STANDSTILLS
        + table.AWARD_NOTICES
    )
    assert len(rows) >= 100
    assert all(len(row.source) > 10 for row in rows)


@pytest.mark.parametrize("row", named(table.CLOSING))
def test_first_day_on_which_bids_may_close(row):
    case = case_of(
        row.procedure,
        row.value,
        amsterdam(row.sent_at),
        other=row.other,
        e_submission=not row.paper,
        prior_notice=row.prior_notice,
        decreed=row.decreed,
    )
    assert first_legal_closing(case, row.sent_at).on == date.fromisoformat(row.first)


@pytest.mark.parametrize("row", named(table.REQUESTS))
def test_first_day_on_which_requests_may_close(row):
    case = case_of(Procedure.RESTRICTED, row.value, amsterdam(row.sent_at))
    assert request_term(case, row.sent_at).on == date.fromisoformat(row.first)


@pytest.mark.parametrize("row", named(table.CLARIFICATIONS))
def test_last_day_for_the_clarification(row):
    case = case_of(row.procedure, row.value, amsterdam(row.closes_at))
    assert last_legal_clarification(case, row.closes_at).on == date.fromisoformat(row.last)


@pytest.mark.parametrize("row", named(table.STANDSTILLS))
def test_last_day_of_the_standstill(row):
    sent_on = date.fromisoformat(row.sent_on)
    limit = standstill(case_of(row.procedure, row.value, sent_on), sent_on)
    assert limit.on == date.fromisoformat(row.last)
    assert bool(limit.article) == row.source.endswith(table.STAND)


@pytest.mark.parametrize("row", named(table.AWARD_NOTICES))
def test_last_day_for_the_award_notice(row):
    contract_on = date.fromisoformat(row.contract_on)
    case = case_of(row.procedure, row.value, contract_on)
    limit = award_notice_due(case, contract_on, bundled=row.bundled)
    assert (limit and limit.on.isoformat()) == row.last


# --- In words ---------------------------------------------------------------------------------


def test_the_steps_tell_how_a_term_was_counted():
    limit = first_legal_closing(OPEN, table.local("2026-11-22"))
    assert limit.steps == (
        "45 dagen min 5, omdat inschrijvingen elektronisch binnenkomen: 40 dagen.",
        "40 kalenderdagen na zo 22 nov 2026, die zelf niet meetelt: vr 1 jan 2027.",
        "Dat is een vrije dag; de termijn eindigt daarom op de volgende werkdag: ma 4 jan 2027.",
    )
    assert limit.days == 40
    assert limit.first_at == table.local("2027-01-04", "00:00")


def test_a_prior_notice_is_told():
    limit = first_legal_closing(replace(OPEN, prior_notice=True), table.local("2026-10-28"))
    assert limit.steps[0] == "Na een vooraankondiging is de termijn 29 dagen in plaats van 45."


def test_a_term_that_counts_back_is_told():
    limit = last_legal_clarification(OPEN, table.local("2026-12-07", "12:00"))
    assert limit.steps == (
        "10 kalenderdagen vóór ma 7 dec 2026, die zelf niet meetelt: vr 27 nov 2026.",
    )


def test_only_a_checked_article_of_binding_law_is_cited():
    sent_at = table.local("2026-10-28")
    social = Case(procedure=Procedure.SOCIAL, rules=LAW)
    restricted = Case(procedure=Procedure.RESTRICTED, rules=LAW)
    assert first_legal_closing(OPEN, sent_at).article == "2.71 Aw 2012"
    assert first_legal_closing(social, sent_at).article == ""
    assert first_legal_closing(restricted, sent_at).article == ""  # not checked yet
    assert first_legal_closing(restricted, sent_at).is_binding


# --- Settings ---------------------------------------------------------------------------------


def rule(key: RuleKey, value: int, region: int | None = None, **changes):
    """A row as an administrator could have set it; of a region when `region` is given."""
    fields = {"unit": RuleUnit.CALENDAR_DAYS, "source": "Inkoopbeleid van de regio", **changes}
    row = Default(key=key, value=Decimal(value), **fields)
    return Regional(row, region) if region else row


class Regional:
    """A default that belongs to a region."""

    def __init__(self, row: Default, region_id: int) -> None:
        self.row, self.region_id = row, region_id

    def __getattr__(self, name: str):
        return getattr(self.row, name)


def with_rules(procedure: Procedure, *rows, region_id: int | None = None) -> Case:
    return Case(procedure=procedure, rules=Rules.of((*DEFAULTS, *rows), region_id))


def test_a_regions_own_term_goes_before_one_that_does_not_bind():
    row = rule(RuleKey.TERM_TENDER, 14, region=7, procedure=Procedure.SOCIAL)
    limit = first_legal_closing(
        with_rules(Procedure.SOCIAL, row, region_id=7), table.local("2026-11-02")
    )
    assert (limit.on, limit.rule.is_regional) == (date(2026, 11, 16), True)


def test_a_regions_own_term_for_every_procedure_counts_too():
    row = rule(RuleKey.TERM_TENDER, 14, region=7)
    case = with_rules(Procedure.SOCIAL, row, region_id=7)
    assert first_legal_closing(case, table.local("2026-11-02")).on == date(2026, 11, 16)


def test_a_regions_own_term_does_not_set_law_aside():
    row = rule(RuleKey.TERM_TENDER, 14, region=7, procedure=Procedure.OPEN)
    case = with_rules(Procedure.OPEN, row, region_id=7)
    assert first_legal_closing(case, table.local("2026-10-28")).on == date(2026, 12, 7)


@pytest.mark.parametrize("region_id", [None, 8])
def test_another_regions_term_does_not_count(region_id):
    row = rule(RuleKey.TERM_TENDER, 14, region=7, procedure=Procedure.SOCIAL)
    case = with_rules(Procedure.SOCIAL, row, region_id=region_id)
    assert first_legal_closing(case, table.local("2026-10-28")).on == date(2026, 11, 27)


def test_a_later_rule_applies_from_its_day():
    row = rule(RuleKey.STANDSTILL, 15, applies_from=date(2027, 1, 1))
    case = with_rules(Procedure.SOCIAL, row)
    assert standstill(case, date(2026, 12, 31)).on == date(2027, 1, 20)
    assert standstill(case, date(2027, 1, 4)).on == date(2027, 1, 19)


def test_a_rule_for_the_procedure_goes_before_one_for_all():
    row = rule(RuleKey.STANDSTILL, 15, procedure=Procedure.SOCIAL, applies_from=date(2020, 1, 1))
    later = rule(RuleKey.STANDSTILL, 25, applies_from=date(2021, 1, 1))
    case = with_rules(Procedure.SOCIAL, row, later)
    assert standstill(case, date(2027, 1, 4)).days == 15


def test_a_term_may_be_counted_in_working_days():
    row = rule(
        RuleKey.TERM_TENDER,
        5,
        region=7,
        procedure=Procedure.SOCIAL,
        unit=RuleUnit.WORKING_DAYS,
    )
    case = with_rules(Procedure.SOCIAL, row, region_id=7)
    limit = first_legal_closing(case, table.local("2026-03-31"))  # Easter lies between
    assert limit.on == date(2026, 4, 9)
    assert limit.steps[0].startswith("5 werkdagen na di 31 mrt 2026")


def test_a_term_that_counts_back_may_be_in_working_days():
    row = rule(
        RuleKey.TERM_CLARIFICATION,
        3,
        region=7,
        procedure=Procedure.SOCIAL,
        unit=RuleUnit.WORKING_DAYS,
    )
    case = with_rules(Procedure.SOCIAL, row, region_id=7)
    limit = last_legal_clarification(case, table.local("2026-04-08", "12:00"))
    assert limit.on == date(2026, 4, 1)  # 7 April, 2 April, 1 April


def test_a_term_of_no_days_ends_on_the_day_itself():
    row = rule(
        RuleKey.TERM_TENDER,
        0,
        region=7,
        procedure=Procedure.SOCIAL,
        unit=RuleUnit.WORKING_DAYS,
    )
    case = with_rules(Procedure.SOCIAL, row, region_id=7)
    assert first_legal_closing(case, table.local("2026-10-28")).on == date(2026, 10, 28)


def test_the_shift_of_the_standstill_is_a_setting_of_its_own():
    row = rule(RuleKey.STANDSTILL_SHIFT, 0, region=7, unit=RuleUnit.YES_NO)
    case = with_rules(Procedure.OPEN, row, region_id=7)
    assert standstill(case, date(2026, 11, 2)).on == date(2026, 11, 22)
    assert first_legal_closing(case, table.local("2026-11-22")).on == date(2027, 1, 4)


def test_a_term_after_a_prior_notice_never_falls_below_its_floor():
    row = rule(RuleKey.PRIOR_NOTICE, 15, procedure=Procedure.OPEN, applies_from=date(2026, 1, 1))
    case = replace(with_rules(Procedure.OPEN, row), prior_notice=True)
    assert first_legal_closing(case, table.local("2026-10-28")).days == 22


def test_a_rule_that_is_not_set_is_refused_in_words():
    with pytest.raises(MissingRule, match="geen “Opschortende termijn”") as refusal:
        standstill(OPEN, date(2012, 1, 2))
    assert isinstance(refusal.value, Refused)
    assert "ma 2 jan 2012" in str(refusal.value)


def test_requests_to_participate_belong_to_the_restricted_procedure():
    with pytest.raises(MissingRule):
        request_term(OPEN, table.local("2026-10-28"))


# --- The clock --------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2027, 3, 28)])
@pytest.mark.parametrize("at", [time(2), time(2, 30), time(2, 59)])
def test_a_time_that_the_spring_night_skips_is_refused(day, at):
    with pytest.raises(Refused, match=r"bestaat .* niet\. Kies .* 03:00 of later") as refusal:
        local_instant(day, at, field="closes_at")
    assert refusal.value.field == "closes_at"


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 10, 31)])
@pytest.mark.parametrize("at", [time(2), time(2, 30), time(2, 59)])
def test_a_time_that_the_autumn_night_has_twice_is_refused(day, at):
    with pytest.raises(Refused, match=r"zomertijd \(UTC\+2\) .* wintertijd \(UTC\+1\)"):
        local_instant(day, at)


@pytest.mark.parametrize(
    ("day", "at", "instant"),
    [
        ("2026-03-28", "12:00", "2026-03-28T11:00"),
        ("2026-03-29", "01:59", "2026-03-29T00:59"),
        ("2026-03-29", "03:00", "2026-03-29T01:00"),
        ("2026-03-29", "12:00", "2026-03-29T10:00"),
        ("2026-10-25", "01:59", "2026-10-24T23:59"),
        ("2026-10-25", "03:00", "2026-10-25T02:00"),
        ("2026-10-26", "12:00", "2026-10-26T11:00"),
    ],
)
def test_noon_is_noon_on_both_sides_of_the_clock_change(day, at, instant):
    moment = local_instant(date.fromisoformat(day), time.fromisoformat(at))
    assert moment == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert moment.strftime("%H:%M") == at


# --- What must always hold --------------------------------------------------------------------

procedures = st.sampled_from(Procedure)
cases = st.builds(
    Case,
    procedure=procedures,
    rules=st.just(LAW),
    e_submission=st.booleans(),
    prior_notice=st.booleans(),
    above_threshold=st.booleans(),
    decreed=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 2, 28)), max_size=5),
)
FIRST_AT = datetime(2022, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(0), timedelta(days=2900)).map(lambda gone: FIRST_AT + gone)
days = st.dates(date(2022, 1, 1), date(2029, 12, 31))


@given(cases, moments, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_later_publication_never_gives_an_earlier_closing(case, sent_at, later):
    before, after = (first_legal_closing(case, moment).on for moment in (sent_at, sent_at + later))
    assert before <= after


@given(cases, moments)
def test_no_term_ends_on_a_day_off_nor_too_early(case, sent_at):
    limit = first_legal_closing(case, sent_at)
    assert is_working_day(limit.on, case.decreed)
    assert limit.on >= amsterdam(sent_at) + timedelta(days=limit.days)


@given(cases, days)
def test_a_standstill_has_all_its_days(case, sent_on):
    limit = standstill(case, sent_on)
    assert is_working_day(limit.on, case.decreed)
    assert (limit.on - sent_on).days >= limit.days == 20


@given(cases, moments)
def test_a_term_does_not_hang_on_the_hour(case, sent_at):
    midnight = datetime.combine(amsterdam(sent_at), time.min, AMSTERDAM)
    assert first_legal_closing(case, sent_at).on == first_legal_closing(case, midnight).on


@given(cases, moments)
def test_electronic_bids_never_make_the_term_longer(case, sent_at):
    paper = first_legal_closing(replace(case, e_submission=False), sent_at)
    electronic = first_legal_closing(replace(case, e_submission=True), sent_at)
    assert electronic.on <= paper.on


@given(cases, moments, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_later_deadline_never_gives_an_earlier_last_clarification(case, closes_at, later):
    before = last_legal_clarification(case, closes_at).on
    assert before <= last_legal_clarification(case, closes_at + later).on
