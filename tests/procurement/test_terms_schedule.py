"""Dates of a tender that are held against the terms: refused in words, or a warning in training."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from procurement.enums import Procedure, RuleKey, RuleUnit
from procurement.law import DEFAULTS, Default
from procurement.terms import Case, Rules, Schedule, objections
from tests.procurement.legal_terms import local

LAW = Rules.of(DEFAULTS)
OPEN = Case(procedure=Procedure.OPEN, rules=LAW)
SOCIAL = Case(procedure=Procedure.SOCIAL, rules=LAW)
RESTRICTED = Case(procedure=Procedure.RESTRICTED, rules=LAW)

GOOD = Schedule(
    published_at=local("2026-10-28"),
    questions_close_at=local("2026-11-11", "12:00"),
    clarification_at=local("2026-11-20"),
    closes_at=local("2026-12-07", "12:00"),
    opening_at=local("2026-12-07", "13:00"),
    award_on=date(2027, 1, 11),
    first_on=date(2027, 2, 2),
)
TWO_STEPS = Schedule(
    published_at=local("2026-11-02"),
    request_closes_at=local("2026-12-02", "12:00"),
    invited_at=local("2026-12-07"),
    closes_at=local("2027-01-11", "12:00"),
)


def fields(schedule: Schedule, case: Case = OPEN) -> list[str]:
    return [objection.field for objection in objections(schedule, case)]


def only(schedule: Schedule, case: Case = OPEN, **options):
    (objection,) = objections(schedule, case, **options)
    return objection


@pytest.mark.parametrize(
    ("schedule", "case"),
    [(GOOD, OPEN), (GOOD, SOCIAL), (TWO_STEPS, RESTRICTED), (Schedule(), OPEN)],
)
def test_dates_that_can_stand(schedule, case):
    assert objections(schedule, case) == []


def test_an_early_deadline_is_refused_with_the_article_and_the_first_day():
    objection = only(replace(GOOD, closes_at=local("2026-12-06", "23:59"), opening_at=None))
    assert objection.sentence == (
        "Volgens artikel 2.71 Aw 2012 is ma 7 dec 2026 de eerste dag waarop de inschrijving mag "
        "sluiten."
    )
    assert (objection.field, objection.article) == ("closes_at", "2.71 Aw 2012")
    assert objection.first_legal == date(2026, 12, 7)
    assert not objection.is_warning


def test_where_the_law_has_no_term_no_article_is_named():
    schedule = Schedule(published_at=local("2026-10-28"), closes_at=local("2026-11-20"))
    objection = only(schedule, SOCIAL)
    assert objection.sentence == (
        "Volgens de eigen regel van de regio is vr 27 nov 2026 de eerste dag waarop de "
        "inschrijving mag sluiten."
    )
    assert objection.article == ""


def test_an_article_that_was_not_checked_is_not_named():
    objection = only(replace(TWO_STEPS, request_closes_at=local("2026-12-01")), RESTRICTED)
    assert objection.sentence == (
        "Volgens de ingestelde termijn (bron: PIANOo, Termijnen bij procedures met voorselectie) "
        "is wo 2 dec 2026 de eerste dag waarop de termijn voor verzoeken tot deelneming mag "
        "sluiten."
    )
    assert objection.article == ""


def test_a_deadline_on_the_first_legal_day_can_stand():
    assert fields(replace(GOOD, closes_at=local("2026-12-07", "00:00"))) == []


def test_a_late_clarification_is_refused():
    schedule = replace(GOOD, clarification_at=local("2026-11-28"))
    objection = only(schedule)
    assert objection.sentence == (
        "Volgens artikel 2.54 Aw 2012 is vr 27 nov 2026 de laatste dag voor de Nota van "
        "Inlichtingen."
    )
    assert objection.first_legal == date(2026, 11, 27)
    assert fields(replace(schedule, clarification_at=local("2026-11-27", "23:59"))) == []


def test_the_clarification_of_the_light_regime_names_no_article():
    objection = only(replace(GOOD, clarification_at=local("2026-11-28")), SOCIAL)
    assert objection.sentence.startswith("Volgens de eigen regel van de regio is vr 27 nov 2026")


@pytest.mark.parametrize(
    ("case", "authority"),
    [(OPEN, "Volgens artikel 2.127 Aw 2012"), (SOCIAL, "Volgens de eigen regel van de regio")],
)
def test_a_contract_within_the_standstill_is_refused(case, authority):
    objection = only(replace(GOOD, first_on=date(2027, 2, 1)), case)  # 31 January is a Sunday
    assert objection.sentence == (
        f"{authority} loopt de opschortende termijn tot en met ma 1 feb 2027; "
        "di 2 feb 2027 is de eerste dag waarop de overeenkomst mag ingaan."
    )
    assert objection.first_legal == date(2027, 2, 2)


def test_the_term_for_bids_runs_from_the_invitations():
    objection = only(replace(TWO_STEPS, closes_at=local("2027-01-10")), RESTRICTED)
    assert objection.first_legal == date(2027, 1, 11)


def test_without_invitations_it_runs_from_the_end_of_the_requests():
    schedule = replace(TWO_STEPS, invited_at=None, closes_at=local("2027-01-05"))
    assert only(schedule, RESTRICTED).first_legal == date(2027, 1, 6)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"questions_close_at": local("2026-10-28")},
            "questions_close_at",
            "“Sluiting van de vragenronde” moet na “Publicatie” komen.",
        ),
        (
            {"clarification_at": local("2026-11-11", "12:00")},
            "clarification_at",
            "“Nota van Inlichtingen” moet na “Sluiting van de vragenronde” komen.",
        ),
        (
            {"opening_at": local("2026-12-07", "12:00")},
            "opening_at",
            "“Opening van de inschrijvingen” moet na “Sluiting inschrijvingen” komen.",
        ),
        (
            {"award_on": date(2026, 12, 6)},
            "award_on",
            "“Gunningsbeslissing” moet na “Sluiting inschrijvingen” komen.",
        ),
        (
            {"first_on": date(2027, 1, 10)},
            "first_on",
            "“Eerste dag van de overeenkomst” moet na “Gunningsbeslissing” komen.",
        ),
    ],
)
def test_a_date_out_of_order_is_refused(changes, field, sentence):
    objection = only(replace(GOOD, **changes))
    assert (objection.field, objection.first_legal, objection.article) == (field, None, "")
    assert objection.sentence == sentence


def test_a_clarification_after_the_deadline_is_refused_whatever_the_term():
    none = Default(
        key=RuleKey.TERM_CLARIFICATION,
        value=Decimal(0),
        unit=RuleUnit.CALENDAR_DAYS,
        source="Inkoopbeleid",
        procedure=Procedure.SOCIAL,
    )
    case = Case(procedure=Procedure.SOCIAL, rules=Rules.of((*DEFAULTS, none)))
    late = replace(GOOD, clarification_at=local("2026-12-07", "12:30"))
    assert fields(late) == fields(late, case) == ["clarification_at"]
    assert fields(replace(late, clarification_at=local("2026-12-07", "11:59")), case) == []


def test_questions_close_before_the_bidding_does():
    schedule = replace(GOOD, questions_close_at=local("2026-12-08"), clarification_at=None)
    assert only(schedule).sentence == (
        "“Sluiting van de vragenronde” moet vóór “Sluiting inschrijvingen” komen."
    )


def test_requests_and_invitations_have_their_order():
    schedule = replace(TWO_STEPS, invited_at=local("2026-12-02", "11:00"))
    assert fields(schedule, RESTRICTED) == ["invited_at"]
    assert "request_closes_at" in fields(
        replace(TWO_STEPS, request_closes_at=local("2026-11-01")), RESTRICTED
    )


def test_letters_may_go_out_on_the_day_of_the_deadline():
    assert fields(replace(GOOD, award_on=date(2026, 12, 7))) == []


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_the_schedule():
    schedule = replace(
        GOOD,
        questions_close_at=local("2026-10-27"),
        closes_at=local("2026-11-30", "12:00"),
        award_on=date(2026, 11, 29),
    )
    assert fields(schedule) == ["questions_close_at", "closes_at", "award_on"]


def test_in_training_nothing_is_refused():
    schedule = replace(
        GOOD,
        closes_at=local("2026-10-28", "09:30"),
        clarification_at=local("2026-10-28", "09:20"),
        questions_close_at=local("2026-10-28", "09:10"),
    )
    refused = objections(schedule, OPEN)
    warned = objections(schedule, OPEN, training=True)
    assert [one.is_warning for one in refused] == [False, False]
    assert warned == [replace(one, is_warning=True) for one in refused]
