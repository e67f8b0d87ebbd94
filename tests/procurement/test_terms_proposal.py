"""The dates that are proposed can stand, whatever the procedure and the day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.shared.periods import AMSTERDAM, amsterdam, is_working_day
from procurement.enums import Procedure
from procurement.law import DEFAULTS
from procurement.terms import (
    Case,
    MissingRule,
    Rules,
    first_legal_closing,
    objections,
    proposed_schedule,
)

RULES = Rules.of(DEFAULTS)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC)
)


def case_of(procedure: Procedure, **values) -> Case:
    return Case(procedure=procedure, rules=RULES, **values)


@given(
    procedure=st.sampled_from(Procedure),
    published_at=MOMENTS,
    above=st.booleans(),
    prior=st.booleans(),
    electronic=st.booleans(),
)
def test_nothing_speaks_against_a_proposal(procedure, published_at, above, prior, electronic):
    case = case_of(procedure, above_threshold=above, prior_notice=prior, e_submission=electronic)
    assert objections(proposed_schedule(case, published_at), case) == []


@given(procedure=st.sampled_from(Procedure), published_at=MOMENTS)
def test_a_proposal_ends_and_answers_on_working_days(procedure, published_at):
    schedule = proposed_schedule(case_of(procedure), published_at)
    for day in (schedule.closes_at, schedule.clarification_at, schedule.questions_close_at):
        assert is_working_day(amsterdam(day))
    assert is_working_day(schedule.award_on)


@given(published_at=MOMENTS)
def test_all_of_the_last_day_counts(published_at):
    case = case_of(Procedure.OPEN)
    closes_at = proposed_schedule(case, published_at).closes_at
    assert amsterdam(closes_at) > first_legal_closing(case, published_at).on


def test_only_the_restricted_procedure_gets_a_term_for_requests():
    begin = datetime(2026, 11, 23, 9, tzinfo=AMSTERDAM)
    with_requests = {
        procedure
        for procedure in Procedure
        if proposed_schedule(case_of(procedure), begin).request_closes_at
    }
    assert with_requests == {Procedure.RESTRICTED}


def test_an_open_tender_by_hand():
    """Sent on Monday 23 November 2026: 40 days end on Saturday 2 January, so on Monday the 4th."""
    begin = datetime(2026, 11, 23, 9, tzinfo=AMSTERDAM)
    schedule = proposed_schedule(case_of(Procedure.OPEN), begin)
    assert schedule.closes_at == datetime(2027, 1, 5, 12, tzinfo=AMSTERDAM)
    assert schedule.clarification_at == datetime(2026, 12, 24, 17, tzinfo=AMSTERDAM)
    assert schedule.questions_close_at == datetime(2026, 12, 17, 12, tzinfo=AMSTERDAM)
    assert schedule.award_on == date(2027, 2, 4)


def test_a_decreed_day_is_no_day_to_close_on():
    begin = datetime(2026, 11, 23, 9, tzinfo=AMSTERDAM)
    closes_on = amsterdam(proposed_schedule(case_of(Procedure.OPEN), begin).closes_at)
    case = case_of(Procedure.OPEN, decreed={closes_on})
    assert amsterdam(proposed_schedule(case, begin).closes_at) == closes_on + timedelta(days=1)


def test_without_a_rule_nothing_is_proposed():
    case = Case(procedure=Procedure.OPEN, rules=Rules(()))
    with pytest.raises(MissingRule):
        proposed_schedule(case, datetime(2026, 11, 23, 9, tzinfo=AMSTERDAM))
