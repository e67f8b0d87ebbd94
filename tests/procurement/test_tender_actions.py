"""Drafting and changing a tender with its parts: allowed, refused, nothing left, full effect."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import AuditEvent
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from procurement import actions
from procurement.enums import (
    CriterionKind,
    PlannedStatus,
    PriceFormula,
    PriceUnit,
    RequirementKind,
    ScoreMethod,
    TenderStatus,
    TieRule,
)
from procurement.models import Lot, PlannedTender, Tender
from tests.factories.procurement import CriterionFactory, LotFactory, TenderFactory

LOT_FIELDS = (
    "route",
    "expected_low",
    "expected",
    "expected_high",
    "ceiling_price",
    "group_minimum",
    "group_maximum",
    "start_guarantee_weeks",
    "first_on",
    "last_on",
)
METHOD = {
    "score_method": ScoreMethod.CONSENSUS,
    "panel_size": 3,
    "rounding_decimals": 1,
    "tie_rule": TieRule.PRICE,
}
LINE = {"description": "Intake", "unit": PriceUnit.FEE, "quantity": 30}


def story(obj) -> list[str]:
    """The actions in the history of `obj`, oldest first."""
    rows = AuditEvent.objects.filter(
        content_type__model=obj._meta.model_name, object_id=obj.pk
    ).order_by("pk")
    return [row.action for row in rows]


def draft_values(noord) -> dict:
    gemeente = noord.gemeenten_on(noord.memberships_of_gemeenten.first().first_on).first()
    return {
        "reference": "ON-2026-01",
        "title": "Onderwijsroute Noord",
        "lead_gemeente": gemeente,
        "gemeenten": [gemeente],
        "estimated_amount": Decimal(1_200_000),
    }


def price_line(**values) -> dict:
    """The price criterion as the page hands it over."""
    standard = {
        "kind": CriterionKind.PRICE,
        "name": "Prijs",
        "weight": Decimal(30),
        "formula": PriceFormula.RELATIVE,
    }
    return standard | values


def quality_line(name: str, weight: int, **values) -> dict:
    return {"kind": CriterionKind.QUALITY, "name": name, "weight": Decimal(weight)} | values


def test_an_officer_drafts_a_tender(noord, officer, at):
    tender = actions.draft_tender(region=noord, by=officer, at=at, **draft_values(noord))
    assert tender.status == TenderStatus.DRAFT
    assert (tender.created_at, tender.created_by) == (at, officer)
    assert tender.gemeenten.count() == 1
    assert story(tender) == ["created"]


def test_who_may_not_draft_leaves_nothing_behind(noord, coordinator, zuid_officer, at):
    for person in (coordinator, zuid_officer):
        with pytest.raises(Refused, match="rol"):
            actions.draft_tender(region=noord, by=person, at=at, **draft_values(noord))
    assert not Tender.objects.exists()


def test_a_reference_is_used_once_in_a_region(noord, officer, at):
    actions.draft_tender(region=noord, by=officer, at=at, **draft_values(noord))
    with pytest.raises(Refused) as refused:
        actions.draft_tender(region=noord, by=officer, at=at, **draft_values(noord))
    assert refused.value.field == "reference"
    assert Tender.objects.count() == 1


def planned_line(noord, officer, at) -> PlannedTender:
    return PlannedTender.objects.create(
        region=noord,
        title="Leerroutes",
        year=2027,
        owner=officer,
        created_at=at,
        created_by=officer,
    )


def test_a_line_of_the_calendar_starts_with_the_tender_that_carries_it_out(noord, officer, at):
    planned = planned_line(noord, officer, at)
    values = draft_values(noord)
    tender = actions.draft_tender(region=noord, by=officer, at=at, planned=planned, **values)
    planned.refresh_from_db()
    assert (planned.status, planned.tender) == (PlannedStatus.STARTED, tender)


def test_a_line_of_the_calendar_is_carried_out_once(noord, officer, at):
    planned = planned_line(noord, officer, at)
    values = draft_values(noord)
    actions.draft_tender(region=noord, by=officer, at=at, planned=planned, **values)
    again = values | {"reference": "ON-2026-02"}
    with pytest.raises(Refused):
        actions.draft_tender(region=noord, by=officer, at=at, planned=planned, **again)
    assert not Tender.objects.filter(reference="ON-2026-02").exists()


def test_a_draft_changes_and_its_history_says_how(draft, officer, at):
    actions.change_tender(tender=draft, by=officer, at=at, title="Nieuwe naam")
    draft.refresh_from_db()
    assert draft.title == "Nieuwe naam"
    event = AuditEvent.objects.get(action="updated")
    assert (event.before, event.after) == ({"title": "Leerroutes"}, {"title": "Nieuwe naam"})


# --- Lots and their price tables --------------------------------------------------------------


def test_lots_get_the_next_number_and_can_go(draft, officer, at):
    first = draft.lots.get(number=1)
    fields = {name: getattr(first, name) for name in LOT_FIELDS}
    lot = actions.add_lot(tender=draft, by=officer, at=at, title="Z-route", **fields)
    assert lot.number == 3
    actions.change_lot(lot=lot, by=officer, at=at, title="Zelfredzaamheid")
    lot.refresh_from_db()
    assert lot.title == "Zelfredzaamheid"
    actions.remove_lot(lot=lot, by=officer, at=at)
    assert not Lot.objects.filter(pk=lot.pk).exists()
    assert story(draft) == ["add_lot", "remove_lot"]


def test_a_price_table_is_numbered_in_order_and_replaced_as_a_whole(draft, officer, at):
    lot = draft.lots.get(number=1)
    lines = [LINE, {**LINE, "description": "Reiskosten", "quantity": 400}]
    actions.change_lot(lot=lot, by=officer, at=at, price_lines=lines)
    shown = list(lot.price_lines.order_by("number").values_list("number", "description"))
    assert shown == [(1, "Intake"), (2, "Reiskosten")]
    actions.change_lot(lot=lot, by=officer, at=at, price_lines=lines[1:])
    assert [line.description for line in lot.price_lines.all()] == ["Reiskosten"]
    event = AuditEvent.objects.filter(action="updated").latest("pk")
    assert (len(event.before["price_lines"]), len(event.after["price_lines"])) == (2, 1)


def test_without_a_price_table_the_one_that_stands_is_left_alone(draft, officer, at):
    lot = draft.lots.get(number=1)
    actions.change_lot(lot=lot, by=officer, at=at, price_lines=[LINE])
    actions.change_lot(lot=lot, by=officer, at=at, area="Meerdorp")
    assert lot.price_lines.count() == 1


def test_a_lot_serves_gemeenten_of_its_own(draft, officer, meerdorp, at):
    lot = draft.lots.get(number=1)
    actions.change_lot(lot=lot, by=officer, at=at, gemeenten=[meerdorp])
    assert list(lot.gemeenten.all()) == [meerdorp]


# --- Award rules ------------------------------------------------------------------------------


def test_award_rules_change_add_and_remove_in_one_go(draft, officer, at):
    price = draft.criteria.get(kind=CriterionKind.PRICE)
    kept = draft.criteria.quality().get()
    goes = CriterionFactory(tender=draft, name="Gaat weg", weight=Decimal(1))
    criteria = [
        price_line(id=price.pk),
        quality_line("Aanpak", 50, id=kept.pk),
        quality_line("Team", 20),
    ]
    actions.set_award_rules(tender=draft, method=METHOD, criteria=criteria, by=officer, at=at)
    draft.refresh_from_db()
    assert (draft.score_method, draft.panel_size) == (ScoreMethod.CONSENSUS, 3)
    weights = dict(draft.criteria.values_list("name", "weight"))
    assert weights == {"Prijs": 30, "Aanpak": 50, "Team": 20}
    assert draft.criteria.get(name="Aanpak").pk == kept.pk
    assert not draft.criteria.filter(pk=goes.pk).exists()
    changes = ["updated", "remove_criterion", "change_criterion", "change_criterion"]
    assert story(draft) == [*changes, "add_criterion"]


def test_a_criterion_that_stays_as_it_was_is_not_noted(draft, officer, at):
    kept = draft.criteria.quality().get()
    actions.change_criterion(criterion=kept, by=officer, at=at, weight=kept.weight)
    assert story(draft) == []


@pytest.mark.parametrize(
    "line",
    [
        quality_line("Niets waard", 0),
        price_line(formula=PriceFormula.ABSOLUTE),
        price_line(formula=PriceFormula.ABSOLUTE, scale_zero_price=Decimal(9_000)),
    ],
)
def test_wrong_award_rules_leave_everything_as_it_was(line, draft, officer, at):
    criteria = [quality_line("Aanpak", 60), line]
    with pytest.raises(Refused):
        actions.set_award_rules(tender=draft, method=METHOD, criteria=criteria, by=officer, at=at)
    draft.refresh_from_db()
    assert draft.score_method == ScoreMethod.MEAN
    assert set(draft.criteria.values_list("name", flat=True)) == {"Prijs", "Didactische aanpak"}


def test_a_criterion_that_a_colleague_removed_is_not_brought_back(draft, officer, at):
    gone = draft.criteria.quality().get()
    actions.remove_criterion(criterion=gone, by=officer, at=at)
    criteria = [quality_line("Aanpak", 60, id=gone.pk or 1)]
    with pytest.raises(Refused, match="collega"):
        actions.set_award_rules(tender=draft, method=METHOD, criteria=criteria, by=officer, at=at)


def test_a_second_price_criterion_is_refused_at_its_field(draft, officer, at):
    with pytest.raises(Refused) as refused:
        actions.add_criterion(tender=draft, by=officer, at=at, **price_line(name="Nog een prijs"))
    assert refused.value.field == "kind"
    assert draft.criteria.count() == 2


# --- Requirements -----------------------------------------------------------------------------


def requirement(text: str, **values) -> dict:
    return {"kind": RequirementKind.MINIMUM, "text": text, "lot": None, "evidence": ""} | values


def test_requirements_are_numbered_and_replaced_as_a_whole(draft, officer, at):
    lot = draft.lots.get(number=1)
    first = [requirement("Keurmerk"), requirement("Erkenning", lot=lot)]
    actions.set_requirements(tender=draft, requirements=first, by=officer, at=at)
    shown = list(draft.requirements.values_list("number", "text", "lot"))
    assert shown == [(1, "Keurmerk", None), (2, "Erkenning", lot.pk)]
    actions.set_requirements(tender=draft, requirements=first[1:], by=officer, at=at)
    assert [one.text for one in draft.requirements.all()] == ["Erkenning"]
    assert story(draft) == ["change_requirements"] * 2


def test_the_same_requirements_again_are_not_noted(draft, officer, at):
    for _ in range(2):
        rows = [requirement("Keurmerk")]
        actions.set_requirements(tender=draft, requirements=rows, by=officer, at=at)
    assert story(draft) == ["change_requirements"]


def test_a_requirement_is_about_a_lot_of_its_own_tender(draft, officer, at):
    rows = [requirement("Keurmerk"), requirement("Vreemd", lot=LotFactory())]
    with pytest.raises(Refused) as refused:
        actions.set_requirements(tender=draft, requirements=rows, by=officer, at=at)
    assert refused.value.field == "lot"
    assert not draft.requirements.exists()


# --- What stands ------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["in_review", "published"])
def test_nothing_of_a_tender_changes_once_it_is_no_draft(status, draft, officer, at):
    if status == "published":
        tender = TenderFactory(region=draft.region, published=True)
    else:
        tender = actions.ask_review(tender=draft, by=officer, at=at)
    lot = tender.lots.order_by("number")[0]
    criterion = tender.criteria.quality().get()
    moment = {"by": officer, "at": at}
    acts = (
        lambda: actions.change_tender(tender=tender, title="Anders", **moment),
        lambda: actions.add_lot(tender=tender, title="Anders", **moment),
        lambda: actions.change_lot(lot=lot, title="Anders", **moment),
        lambda: actions.remove_lot(lot=lot, **moment),
        lambda: actions.add_criterion(tender=tender, name="Anders", **moment),
        lambda: actions.change_criterion(criterion=criterion, name="Anders", **moment),
        lambda: actions.remove_criterion(criterion=criterion, **moment),
        lambda: actions.set_requirements(tender=tender, requirements=[], **moment),
        lambda: actions.set_award_rules(tender=tender, method=METHOD, criteria=[], **moment),
    )
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert tender.criteria.count() == 2
    assert not tender.lots.filter(title="Anders").exists()


def test_a_lot_has_a_place_of_its_own_in_the_numbering(noord):
    tender = TenderFactory(region=noord)
    assert [LotFactory(tender=tender).number for _ in range(2)] == [1, 2]


def test_a_draft_that_starts_later_than_the_contract_is_not_legal(draft, officer, at):
    day = date(2020, 1, 1)
    draft.lots.update(first_on=day, last_on=day + timedelta(days=9))
    actions.change_tender(
        tender=draft,
        by=officer,
        at=at,
        award_planned_on=amsterdam(draft.closes_at) + timedelta(days=9),
    )
    with pytest.raises(Refused, match="Eerste dag van de overeenkomst"):
        actions.ask_review(tender=draft, by=officer, at=at)
