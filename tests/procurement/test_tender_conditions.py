"""Each condition on the way to publication by itself: what breaks it, and what it then says."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from config.shared.workflow import Condition
from procurement.enums import (
    CriterionKind,
    NoticeKind,
    PriceFormula,
    PriceKind,
    Procedure,
    ReviewVerdict,
    TenderKind,
)
from procurement.models import LegalRule, Notice, Tender, TenderReview
from procurement.workflows import TENDER, legality
from procurement.workflows import tenders as workflow
from tests.factories.procurement import MandateFactory
from tests.support.vault import named

Break = Callable[[Tender], object]


def changed(**fields) -> Break:
    return lambda tender: Tender.objects.filter(pk=tender.pk).update(**fields)


def formula(**fields) -> Break:
    prices = {"kind": CriterionKind.PRICE}
    return lambda tender: tender.criteria.filter(**prices).update(**fields)


def closing(days: float) -> Break:
    """The deadline so many days after the tender was published, or from now."""

    def moved(tender: Tender) -> None:
        Tender.objects.filter(pk=tender.pk).update(
            closes_at=tender.closes_at - timedelta(days=40) + timedelta(days=days)
        )

    return moved


BROKEN: list[tuple[Condition, Break, str]] = [
    (workflow.has_lots, lambda tender: tender.lots.all().delete(), "perceel"),
    (workflow.has_requirements, changed(kind=TenderKind.COVENANT_ACCESSION), "eisen"),
    (workflow.has_gemeenten, lambda tender: tender.gemeenten.clear(), "gemeenten"),
    (workflow.has_deadline, changed(closes_at=None), "sluiting"),
    (workflow.deadline_ahead, closing(-1), "nog moet komen"),
    (
        workflow.weights_add_up,
        lambda tender: tender.criteria.quality().update(weight=Decimal("59.50")),
        r"99[.,]5",
    ),
    (workflow.quality_has_values, formula(formula=PriceFormula.VALUE), "waarde in euro"),
    (
        workflow.has_price_criterion,
        lambda tender: tender.criteria.filter(kind=CriterionKind.PRICE).delete(),
        "prijs",
    ),
    (
        legality.prices_agree,
        lambda tender: tender.lots.filter(number=2).update(price_kind=PriceKind.FIXED),
        "vaste prijs: 2",
    ),
    (legality.prices_agree, formula(formula=PriceFormula.FIXED), "vragen een prijs: 1, 2"),
    (
        legality.procedure_is_open,
        changed(procedure=Procedure.MULTIPLE_PRIVATE),
        "Meervoudig onderhandse procedure",
    ),
    (legality.procedure_is_open, lambda tender: LegalRule.objects.all().delete(), "Drempel"),
    (legality.schedule_is_legal, closing(20), "eigen regel van de regio"),
    (legality.schedule_is_legal, lambda tender: LegalRule.objects.all().delete(), "Drempel"),
    (workflow.mandates_given, lambda tender: tender.mandates.all().delete(), "Meerdorp"),
    (workflow.approved_by_another, lambda tender: tender.reviews.all().delete(), "collega"),
    (workflow.officers_named, lambda tender: tender.officers.first().delete(), "twee inkopers"),
]


@pytest.fixture
def ready(draft, officer, second_officer, waterveen, meerdorp, at) -> Tender:
    """A draft in which nothing is missing for its publication."""
    Tender.objects.filter(pk=draft.pk).update(
        lead_gemeente=waterveen, review_requested_at=at, review_requested_by=officer
    )
    MandateFactory(tender=draft, gemeente=meerdorp)
    reviewed = {"reviewed_at": at, "reviewed_by": second_officer}
    TenderReview.objects.create(tender=draft, verdict=ReviewVerdict.APPROVED, **reviewed)
    Notice.objects.create(
        tender=draft,
        kind=NoticeKind.CONTRACT,
        number="2026/S 201-123456",
        published_at=at,
        recorded_at=at,
        recorded_by=officer,
    )
    named(draft, officer, second_officer)
    return Tender.objects.get(pk=draft.pk)


def test_nothing_is_missing_in_what_is_ready(ready, at):
    assert TENDER.missing(ready, "publish", at) == []
    assert TENDER.missing(ready, "ask_review", at) == []


@pytest.mark.parametrize(("condition", "break_it", "word"), BROKEN)
def test_what_is_missing_is_said_in_a_sentence(condition, break_it, word, ready, at):
    assert condition(ready, at) is None
    break_it(ready)
    sentence = condition(Tender.objects.get(pk=ready.pk), at)
    assert sentence is not None
    assert re.search(word, str(sentence)), sentence


def test_every_condition_of_the_preparation_is_tried():
    tried = {condition for condition, _break, _word in BROKEN}
    prepared = {*workflow.COMPLETE, workflow.deadline_ahead, workflow.mandates_given}
    assert tried >= prepared | {workflow.approved_by_another, workflow.officers_named}


@pytest.mark.parametrize("condition", [legality.procedure_is_open, legality.schedule_is_legal])
def test_in_practice_the_law_only_warns(condition, ready, noord, at):
    type(noord).objects.filter(pk=noord.pk).update(is_training=True)
    values = {"procedure": Procedure.MULTIPLE_PRIVATE, "closes_at": at + timedelta(minutes=20)}
    Tender.objects.filter(pk=ready.pk).update(**values)
    assert condition(Tender.objects.get(pk=ready.pk), at) is None


def test_an_approval_by_who_asked_does_not_count(ready, officer, at):
    ready.reviews.update(reviewed_by=officer)
    assert workflow.approved_by_another(ready, at)


def test_an_approval_from_before_the_review_was_asked_does_not_count(ready, at):
    ready.reviews.update(reviewed_at=at - timedelta(minutes=1))
    assert workflow.approved_by_another(ready, at)


def test_the_term_runs_from_the_notice_on_tenderned(ready, at):
    """Forty days after the notice, of which ten have passed: still the thirty of the region."""
    notice = at - timedelta(days=10)
    Notice.objects.filter(tender=ready).update(published_at=notice, recorded_at=notice)
    Tender.objects.filter(pk=ready.pk).update(closes_at=at + timedelta(days=25))
    assert legality.schedule_is_legal(Tender.objects.get(pk=ready.pk), at) is None


def test_a_draft_counts_from_its_planned_publication(ready, at):
    ready.notices.all().delete()
    Tender.objects.filter(pk=ready.pk).update(planned_publication_at=at + timedelta(days=20))
    assert legality.schedule_is_legal(Tender.objects.get(pk=ready.pk), at)


def test_an_admission_needs_neither_lots_nor_criteria_nor_a_vault(ready, at):
    ready.lots.all().delete()
    ready.criteria.all().delete()
    ready.officers.all().delete()
    ready.requirements.create(number=1, kind="minimum", text="Keurmerk")
    changed(kind=TenderKind.COVENANT_ACCESSION, closes_at=None)(ready)
    assert TENDER.missing(Tender.objects.get(pk=ready.pk), "publish", at) == []
