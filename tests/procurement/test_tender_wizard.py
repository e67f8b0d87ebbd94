"""The steps in which a tender is prepared, as people use them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from config.shared.periods import AMSTERDAM, amsterdam
from procurement.enums import (
    CriterionKind,
    FundingSource,
    PlannedStatus,
    PriceFormula,
    Procedure,
    ReviewVerdict,
    TenderKind,
    TenderStatus,
)
from procurement.models import Mandate, PlannedBudget, PlannedTender, Tender, TenderOfficer
from procurement.views.wizard import STEPS
from tests.factories.procurement import MandateFactory, TenderFactory, move
from tests.support.vault import named, with_vault_key

SUBJECT = {
    "reference": "ON-2026-01",
    "title": "Onderwijsroute Noord",
    "kind": "learning_routes",
    "cpv_code": "80580000-3",
    "estimated_amount": "1.200.000,00",
}
LOT = {
    "title": "Onderwijsroute",
    "route": "O",
    "area": "Noord",
    "expected_low": "20",
    "expected": "30",
    "expected_high": "45",
    "price_kind": "ceiling",
    "price_unit": "trajectory",
    "ceiling_price": "17.000,00",
    "group_minimum": "10",
    "group_maximum": "16",
    "start_guarantee_weeks": "8",
    "first_on": "2027-01-01",
    "last_on": "2028-12-31",
}
RULES = {
    "score_method": "mean",
    "rounding_decimals": "2",
    "tie_rule": "quality",
    "price_name": "Prijs",
    "formula": "relative",
    "price_weight": "40",
}


def page(name: str, *args) -> str:
    return reverse(f"procurement:{name}", args=args)


def text_of(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def rows(*lines: dict, initial: int = 0) -> dict:
    """The rows of a step as a browser sends them."""
    sent = {"rows-TOTAL_FORMS": len(lines), "rows-INITIAL_FORMS": initial}
    for place, line in enumerate(lines):
        sent |= {f"rows-{place}-{name}": value for name, value in line.items()}
    return sent


def mocks(*bids: tuple) -> dict:
    """Mock bids as a browser sends them: name, price, and a score per criterion."""
    sent = {"mock-TOTAL_FORMS": len(bids), "mock-INITIAL_FORMS": len(bids)}
    for place, (name, price, *scores) in enumerate(bids):
        sent |= {f"mock-{place}-name": name, f"mock-{place}-price": price}
        sent |= {f"mock-{place}-score_{key}": score for key, score in enumerate(scores, start=1)}
    return sent


@pytest.fixture
def client(officer, client_of):
    return client_of(officer)


# --- The first step ---------------------------------------------------------------------------


def test_a_tender_begins_with_its_subject_and_all_gemeenten(client, noord, waterveen):
    assert "Concept maken" in text_of(client.get(page("tender-create")))
    values = SUBJECT | {"lead_gemeente": waterveen.pk}
    response = client.post(page("tender-create"), values)
    tender = Tender.objects.get(reference="ON-2026-01")
    assert response.url == page("tender-procedure", tender.pk)
    assert (tender.region, tender.gemeenten.count()) == (noord, 2)


def test_the_calendar_fills_in_what_it_knows(client, noord, officer, waterveen, at):
    planned = PlannedTender.objects.create(
        region=noord,
        title="Leerroutes 2027",
        year=2027,
        procedure=Procedure.OPEN,
        owner=officer,
        created_at=at,
        created_by=officer,
    )
    for source in (FundingSource.SPUK, FundingSource.GENERAL):
        PlannedBudget.objects.create(planned=planned, source=source, amount=Decimal(400_000))
    url = f"{page('tender-create')}?planned={planned.pk}"
    initial = client.get(url).context["form"].initial
    assert initial == {"title": "Leerroutes 2027", "estimated_amount": Decimal(800_000)}
    client.post(url, SUBJECT | {"lead_gemeente": waterveen.pk})
    planned.refresh_from_db()
    assert planned.status == PlannedStatus.STARTED
    assert planned.tender.procedure == Procedure.OPEN


@pytest.mark.parametrize("asked", ["0", "abc"])
def test_a_line_of_the_calendar_that_is_not_there_is_not_found(client, noord, asked):
    assert client.get(f"{page('tender-create')}?planned={asked}").status_code == 404


# --- Every step -------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [step.url_name for step in STEPS])
def test_every_step_opens_and_names_all_steps(step, draft, client):
    shown = text_of(client.get(page(step, draft.pk)))
    for other in STEPS:
        assert page(other.url_name, draft.pk) in shown


@pytest.mark.parametrize("step", [step.url_name for step in STEPS])
def test_a_published_tender_has_no_form_in_any_step(step, published, client):
    shown = text_of(client.get(page(step, published.pk)))
    assert 'class="page-form"' not in shown


def test_an_accession_has_no_steps_about_competition(draft, client):
    Tender.objects.filter(pk=draft.pk).update(kind=TenderKind.COVENANT_ACCESSION)
    shown = text_of(client.get(page("tender-update", draft.pk)))
    for step in ("tender-lots", "tender-award-rules", "tender-officers"):
        assert page(step, draft.pk) not in shown
    assert page("tender-requirements", draft.pk) in shown


def test_a_step_says_what_it_lacks_and_the_tender_leads_there(draft, client):
    draft.lots.all().delete()
    sentence = "Voeg ten minste één perceel toe."
    assert sentence in text_of(client.get(page("tender-lots", draft.pk)))
    shown = text_of(client.get(draft.get_absolute_url()))
    assert f'<a href="{page("tender-lots", draft.pk)}">{sentence}</a>' in shown


def test_save_stays_and_go_on_leads_to_the_next_step(draft, client):
    url = page("tender-update", draft.pk)
    assert client.post(url, SUBJECT).url == url
    assert client.post(url, SUBJECT | {"next": "1"}).url == page("tender-procedure", draft.pk)
    draft.refresh_from_db()
    assert draft.title == "Onderwijsroute Noord"


def test_who_prepares_is_an_officer(draft, coordinator, reader, provider_user, client_of):
    for person, status in ((coordinator, 403), (reader, 403), (provider_user, 403)):
        response = client_of(person).get(page("tender-update", draft.pk))
        assert response.status_code == status, person


def test_a_step_costs_as_many_queries_for_many_lots(draft, client, query_budget):
    with query_budget("tender-step"):
        client.get(page("tender-lots", draft.pk))


# --- Procedure --------------------------------------------------------------------------------


def test_the_advice_comes_with_reasons_threshold_and_source(draft, client):
    shown = text_of(client.get(page("tender-procedure", draft.pk)))
    assert "Advies: Sociale en andere specifieke diensten" in shown
    assert "€ 750.000,00" in shown
    assert "Artikel 2.38 en 2.39 Aw 2012." in shown
    assert "Bron: PIANOo" in shown


def test_a_departure_from_the_advice_asks_why(draft, client):
    url = page("tender-procedure", draft.pk)
    response = client.post(url, {"procedure": "open"})
    assert list(response.context["form"].errors) == ["legal_basis"]
    client.post(url, {"procedure": "open", "legal_basis": "Meer aanbieders bereiken."})
    draft.refresh_from_db()
    assert draft.procedure == Procedure.OPEN


def test_a_procedure_that_the_value_does_not_leave_open_is_refused(draft, client):
    values = {"procedure": "multiple_private", "legal_basis": "Sneller."}
    response = client.post(page("tender-procedure", draft.pk), values)
    assert list(response.context["form"].errors) == ["procedure"]
    draft.refresh_from_db()
    assert draft.procedure == Procedure.SOCIAL


def test_in_practice_any_procedure_may_be_chosen(draft, noord, client):
    type(noord).objects.filter(pk=noord.pk).update(is_training=True)
    values = {"procedure": "multiple_private", "legal_basis": "Om te oefenen."}
    assert client.post(page("tender-procedure", draft.pk), values).status_code == 302


def test_open_house_is_for_clients_who_choose(draft, client):
    url = page("tender-procedure", draft.pk)
    assert "Alleen als iedereen die voldoet" not in text_of(client.get(url))
    asked = client.get(f"{url}?clients=choose")
    assert Procedure.OPEN_HOUSE in asked.context["advice"].open_procedures


# --- Gemeenten and mandates -------------------------------------------------------------------


def test_the_lead_takes_part_itself(draft, client, waterveen, meerdorp):
    values = {"lead_gemeente": waterveen.pk, "gemeenten": [meerdorp.pk]}
    response = client.post(page("tender-gemeenten", draft.pk), values)
    assert list(response.context["form"].errors) == ["gemeenten"]


def test_a_mandate_is_recorded_and_removed(draft, client, waterveen, meerdorp):
    Tender.objects.filter(pk=draft.pk).update(lead_gemeente=waterveen)
    step = page("tender-gemeenten", draft.pk)
    assert "Leg de volmacht vast van Meerdorp." in text_of(client.get(step))
    values = {
        "gemeenten": [meerdorp.pk],
        "given_on": "2026-10-01",
        "signatory": "Wethouder Van Duinen",
        "evidence": "Besluit 41",
    }
    assert client.post(page("mandate-create", draft.pk), values).url == step
    mandate = Mandate.objects.get()
    assert (mandate.gemeente, mandate.given_on) == (meerdorp, date(2026, 10, 1))
    assert "Wethouder Van Duinen" in text_of(client.get(step))
    assert client.post(page("mandate-delete", mandate.pk)).url == step
    assert not Mandate.objects.exists()


def test_a_mandate_can_still_come_in_review_and_not_later(draft, client, meerdorp):
    move(draft, TenderStatus.IN_REVIEW)
    assert "page-form" in text_of(client.get(page("mandate-create", draft.pk)))
    published = TenderFactory(region=draft.region, published=True)
    mandate = MandateFactory(tender=published)
    response = client.post(page("mandate-delete", mandate.pk))
    assert response.status_code == 200
    assert Mandate.objects.filter(pk=mandate.pk).exists()


# --- Lots and requirements --------------------------------------------------------------------


def test_a_lot_comes_with_its_price_table(draft, client, meerdorp):
    line = {"description": "Intake", "unit": "fee", "quantity": "30", "ceiling_price": "120,50"}
    values = LOT | {"gemeenten": [meerdorp.pk]} | rows(line, {"unit": "trajectory"})
    assert client.post(page("lot-create", draft.pk), values).url == page("tender-lots", draft.pk)
    lot = draft.lots.get(number=3)
    made = lot.price_lines.get()
    assert (made.description, made.ceiling_price) == ("Intake", Decimal("120.5"))
    assert list(lot.gemeenten.all()) == [meerdorp]


def test_another_line_is_shown_without_saving(draft, client):
    response = client.post(page("lot-create", draft.pk), LOT | rows({}) | {"more": "1"})
    assert len(response.context["rows"].forms) == 2
    assert "Onderwijsroute" in text_of(response)
    assert draft.lots.count() == 2


def test_a_line_that_is_not_right_says_so_and_nothing_is_saved(draft, client):
    response = client.post(page("lot-create", draft.pk), LOT | rows({"description": "Intake"}))
    assert "Verdere regel van de prijstabel 1, " in text_of(response)
    assert draft.lots.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("expected_high", "10", "hoge aantal is ten minste"),
        ("group_maximum", "5", "grootste groep is ten minste"),
        ("last_on", "2026-01-01", "laatste dag mag niet"),
        ("ceiling_price", "0", "prijs boven nul"),
        ("group_minimum", "0", "ten minste één inburgeraar"),
    ],
)
def test_a_lot_says_at_the_field_what_is_wrong(draft, client, field, value, sentence):
    response = client.post(page("lot-create", draft.pk), LOT | rows() | {field: value})
    assert sentence in str(response.context["form"].errors[field])
    assert len(response.context["form"].errors) == 1
    assert draft.lots.count() == 2


def test_a_lot_can_be_made_like_another(draft, client, education):
    education.price_lines.create(number=1, description="Intake", unit="fee", quantity=30)
    response = client.get(f"{page('lot-create', draft.pk)}?like={education.pk}")
    assert response.context["form"].initial["title"] == "Onderwijsroute"
    assert response.context["rows"].initial[0]["description"] == "Intake"


def test_a_lot_changes_and_goes(draft, client, education):
    client.post(page("lot-update", education.pk), LOT | rows() | {"title": "Nieuwe naam"})
    education.refresh_from_db()
    assert education.title == "Nieuwe naam"
    assert "Verwijderen" in text_of(client.get(page("lot-delete", education.pk)))
    client.post(page("lot-delete", education.pk))
    assert draft.lots.count() == 1


def test_nobody_wins_more_lots_than_one_may_bid_on(draft, client):
    values = {"lots_bid_maximum": "1", "lots_win_maximum": "2"}
    response = client.post(page("tender-lots", draft.pk), values)
    assert list(response.context["form"].errors) == ["lots_win_maximum"]


def test_requirements_are_added_changed_and_removed_together(draft, client, education):
    first = {"kind": "selection", "text": "Erkenning TST", "lot": education.pk}
    second = {"kind": "minimum", "text": "Les op werkdagen", "evidence": "Rooster"}
    url = page("tender-requirements", draft.pk)
    client.post(url, rows(first, second))
    shown = list(draft.requirements.values_list("number", "text", "lot"))
    assert shown == [(1, "Erkenning TST", education.pk), (2, "Les op werkdagen", None)]
    client.post(url, rows(first | {"DELETE": "on"}, second, initial=2))
    assert [one.text for one in draft.requirements.all()] == ["Les op werkdagen"]


# --- Award rules and their preview ------------------------------------------------------------


def quality(name: str, weight: str, **values) -> dict:
    return {"name": name, "weight": weight} | values


def test_award_rules_are_saved_as_a_whole(draft, client):
    kept = draft.criteria.quality().get()
    values = RULES | {"panel_size": "3", "rounding_decimals": "1", "price_weight": "30"}
    sent = rows(quality("Aanpak", "50", id=kept.pk), quality("Team", "20"), {}, initial=1)
    response = client.post(page("tender-award-rules", draft.pk), values | sent)
    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.panel_size, draft.rounding_decimals) == (3, 1)
    weights = dict(draft.criteria.values_list("name", "weight"))
    assert weights == {"Prijs": 30, "Aanpak": 50, "Team": 20}
    assert draft.criteria.get(name="Aanpak").pk == kept.pk


def test_an_absolute_price_asks_for_its_scale(draft, client):
    values = RULES | {"formula": "absolute", "scale_best_price": "14.000"}
    url = page("tender-award-rules", draft.pk)
    response = client.post(url, values | rows(quality("Aanpak", "60")))
    assert list(response.context["form"].errors) == ["scale_zero_price"]
    values["scale_zero_price"] = "18.000"
    assert client.post(url, values | rows(quality("Aanpak", "60"))).status_code == 302
    assert draft.criteria.get(kind=CriterionKind.PRICE).scale_zero_price == 18_000


def test_a_fixed_price_has_no_weight_and_no_scale(draft, client):
    values = RULES | {"formula": "fixed", "scale_best_price": "14.000"}
    client.post(page("tender-award-rules", draft.pk), values | rows(quality("Aanpak", "100")))
    price = draft.criteria.get(kind=CriterionKind.PRICE)
    assert (price.formula, price.weight) == (PriceFormula.FIXED, 0)
    assert price.scale_best_price is None


BIDS = (("Laag", "10000", "5"), ("Hoog", "12500", "9"))


def preview(client, draft, values: dict, *lines: dict, bids=BIDS):
    """The part of the page that htmx asks for."""
    sent = RULES | values | rows(*lines) | mocks(*bids) | {"preview": "1"}
    url = page("tender-award-rules", draft.pk)
    return client.post(url, sent, headers={"HX-Request": "true"})


def test_the_preview_follows_what_is_typed_and_saves_nothing(draft, client):
    before = list(draft.criteria.values_list("name", "weight"))
    shown = text_of(preview(client, draft, {}, quality("Aanpak", "60")))
    # 40 + 30 = 70 against 32 + 54 = 86
    assert "“Hoog” wint met 86,00 punten." in shown
    assert "<html" not in shown
    assert list(draft.criteria.values_list("name", "weight")) == before


def test_the_preview_explains_how_a_total_came_about(draft, client):
    shown = text_of(preview(client, draft, {}, quality("Aanpak", "60")))
    assert "laagste prijs € 10.000,00 / eigen prijs € 12.500,00 × 40 = 32,00" in shown


def test_the_preview_tells_after_which_small_changes_another_wins(draft, client):
    bids = (("Laag", "10000", "6"), ("Hoog", "12500", "7.4"))
    shown = text_of(preview(client, draft, {}, quality("Aanpak", "60"), bids=bids))
    # 40 + 36 = 76 against 32 + 44.4 = 76.4: a point more for the price turns it
    assert "“Hoog” wint met 76,40 punten." in shown
    assert "dan komt “Laag” op de eerste plaats." in shown


def test_the_preview_warns_of_weights_that_do_not_make_100(draft, client):
    shown = text_of(preview(client, draft, {}, quality("Aanpak", "50")))
    assert "samen 90" in shown


def test_in_euro_the_lowest_fictitious_price_wins(draft, client):
    line = quality("Aanpak", "", maximum_value="5000")
    shown = text_of(preview(client, draft, {"formula": "value"}, line))
    # 10,000 - 2,500 = 7,500 against 12,500 - 4,500 = 8,000
    assert "“Laag” wint met € 7.500,00." in shown


def test_a_half_filled_form_gets_no_preview_and_no_error_page(draft, client):
    shown = text_of(preview(client, draft, {"price_weight": ""}, quality("Aanpak", "60")))
    assert "Het voorbeeld verschijnt zodra" in shown


def test_a_score_below_the_minimum_is_not_ranked(draft, client):
    line = quality("Aanpak", "60", minimum_score="6")
    shown = text_of(preview(client, draft, {}, line))
    assert "niet in de rangorde" in shown
    assert "“Hoog” wint" in shown


def test_without_script_the_whole_page_comes_back(draft, client):
    sent = RULES | rows(quality("Aanpak", "60")) | mocks(*BIDS) | {"preview": "1"}
    shown = text_of(client.post(page("tender-award-rules", draft.pk), sent))
    assert "“Hoog” wint met 86,00 punten." in shown
    assert "<html" in shown


# --- Planning ---------------------------------------------------------------------------------


def local(moment: datetime) -> str:
    return moment.astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M")


def planning(**values) -> dict:
    return {"standstill_days": "20"} | values


def test_every_limit_stands_beside_its_date_with_its_authority(draft, client):
    shown = text_of(client.get(page("tender-planning", draft.pk)))
    assert "eigen termijn van de regio" in shown
    assert "Artikel" not in shown


def test_an_open_procedure_cites_the_article(draft, client):
    Tender.objects.filter(pk=draft.pk).update(procedure=Procedure.OPEN)
    assert "artikel 2.71 Aw 2012" in text_of(client.get(page("tender-planning", draft.pk)))


def test_an_illegal_date_is_refused_with_the_article_and_the_first_legal_date(draft, client, at):
    Tender.objects.filter(pk=draft.pk).update(procedure=Procedure.OPEN)
    values = planning(closes_at=local(at + timedelta(days=12)))
    response = client.post(page("tender-planning", draft.pk), values)
    sentence = str(response.context["form"].errors["closes_at"])
    assert "artikel 2.71 Aw 2012" in sentence
    assert str(amsterdam(at + timedelta(days=40)).year) in sentence
    draft.refresh_from_db()
    assert draft.closes_at > at + timedelta(days=30)


def test_in_practice_the_same_date_is_saved_with_a_warning(draft, noord, client, at):
    type(noord).objects.filter(pk=noord.pk).update(is_training=True)
    values = planning(closes_at=local(at + timedelta(minutes=30)), standstill_days="1")
    response = client.post(page("tender-planning", draft.pk), values, follow=True)
    assert "Alleen omdat dit oefenen is" in text_of(response)
    draft.refresh_from_db()
    assert draft.closes_at < at + timedelta(hours=1)


def test_a_standstill_below_the_rule_is_refused(draft, client):
    response = client.post(page("tender-planning", draft.pk), planning(standstill_days="15"))
    assert "ten minste 20 dagen" in str(response.context["form"].errors["standstill_days"])


@pytest.mark.parametrize(
    ("moment", "word"),
    [("2027-03-28T02:30", "02:30 bestaat dan niet"), ("2027-10-31T02:30", "wintertijd (UTC+1)")],
)
def test_a_time_that_clocks_skip_or_have_twice_is_refused(draft, client, moment, word):
    response = client.post(page("tender-planning", draft.pk), planning(closes_at=moment))
    errors = str(response.context["form"].errors["closes_at"])
    assert "02:30" in errors
    assert word in errors


def test_one_click_proposes_legal_dates_and_saves_nothing(draft, client, at):
    url = page("tender-planning", draft.pk)
    begin = local(at + timedelta(days=10))
    response = client.get(url, {"publication": begin})
    initial = response.context["form"].initial
    proposed = {name: local(initial[name]) for name in ("questions_close_at", "closes_at")}
    draft.refresh_from_db()
    assert draft.planned_publication_at is None
    values = planning(planned_publication_at=begin, **proposed)
    assert client.post(url, values).status_code == 302


def test_only_the_restricted_procedure_asks_for_requests(draft, client):
    url = page("tender-planning", draft.pk)
    assert "requests_close_at" not in client.get(url).context["form"].fields
    Tender.objects.filter(pk=draft.pk).update(procedure=Procedure.RESTRICTED)
    assert "requests_close_at" in client.get(url).context["form"].fields


# --- Officers ---------------------------------------------------------------------------------


def test_only_who_has_a_vault_key_can_be_named(draft, client, officer, second_officer):
    with_vault_key(second_officer)
    url = page("tender-officers", draft.pk)
    response = client.get(url)
    assert list(response.context["form"].fields["user"].queryset) == [second_officer]
    assert "Ines Inkoper" in text_of(response)
    client.post(url, {"user": second_officer.pk})
    named_officer = TenderOfficer.objects.get()
    assert named_officer.user == second_officer
    assert client.post(url, {"user": officer.pk}).status_code == 200
    client.post(page("tenderofficer-delete", named_officer.pk))
    assert not TenderOfficer.objects.exists()


def test_the_step_says_what_a_lost_passphrase_means(draft, client):
    shown = text_of(client.get(page("tender-officers", draft.pk)))
    assert "verloren wachtzin" in shown
    assert "3 of meer is het advies" in shown


# --- Review and publication -------------------------------------------------------------------


@pytest.fixture
def in_review(draft, officer, at):
    stamp = {"review_requested_at": at, "review_requested_by": officer}
    Tender.objects.filter(pk=draft.pk).update(**stamp)
    move(draft, TenderStatus.IN_REVIEW)
    return draft


def test_a_colleague_reviews_on_the_page(in_review, coordinator, client_of):
    url = page("tender-review", in_review.pk)
    client = client_of(coordinator)
    assert "page-form" in text_of(client.get(url))
    client.post(url, {"verdict": "approved", "comment": "Helder."})
    review = in_review.reviews.get()
    assert (review.verdict, review.reviewed_by) == (ReviewVerdict.APPROVED, coordinator)
    assert "Helder." in text_of(client.get(url))


def test_what_the_publication_asks_besides_is_said_and_led_to(in_review, client):
    shown = text_of(client.get(page("tender-review", in_review.pk)))
    assert page("notice-create", in_review.pk) in shown
    shown = text_of(client.get(in_review.get_absolute_url()))
    assert f'<a href="{page("notice-create", in_review.pk)}">' in shown


def test_who_only_reviews_is_not_led_to_pages_that_stay_shut(in_review, coordinator, client_of):
    shown = text_of(client_of(coordinator).get(page("tender-review", in_review.pk)))
    assert page("tender-lots", in_review.pk) not in shown
    assert in_review.get_absolute_url() in shown


def test_who_asked_sees_no_form(in_review, client):
    shown = text_of(client.get(page("tender-review", in_review.pk)))
    assert "page-form" not in shown
    assert "een collega doet hem" in shown


def test_changes_without_a_comment_are_refused_at_the_field(in_review, coordinator, client_of):
    url = page("tender-review", in_review.pk)
    response = client_of(coordinator).post(url, {"verdict": "changes"})
    assert list(response.context["form"].errors) == ["comment"]


def test_the_publication_says_who_gets_the_keys(in_review, officer, second_officer, client):
    named(in_review, officer, second_officer)
    page_of = client.get(page("tender-transition", in_review.pk, "publish"))
    assert any("Otto Inkoper" in str(said) for said in page_of.context["consequences"])


def test_a_whole_tender_from_the_first_step_to_the_review(
    client, officer, second_officer, noord, waterveen, meerdorp, client_of
):
    client.post(page("tender-create"), SUBJECT | {"lead_gemeente": waterveen.pk})
    tender = Tender.objects.get()
    client.post(page("tender-procedure", tender.pk), {"procedure": "social"})
    client.post(page("lot-create", tender.pk), LOT | rows())
    client.post(page("tender-award-rules", tender.pk), RULES | rows(quality("Aanpak", "60")))
    closes = timezone.now() + timedelta(days=45)
    client.post(page("tender-planning", tender.pk), planning(closes_at=local(closes)))
    client.post(page("tender-transition", tender.pk, "ask_review"))
    tender.refresh_from_db()
    assert tender.status == TenderStatus.IN_REVIEW
    reviewer = client_of(second_officer)
    reviewer.post(page("tender-review", tender.pk), {"verdict": "approved"})
    shown = text_of(client.get(tender.get_absolute_url()))
    assert "Leg de volmacht vast van Meerdorp." in shown
    assert "Wijs ten minste twee inkopers" in shown


def test_a_spare_row_as_a_browser_sends_it_is_empty(draft, client):
    """A browser sends the first choice of a row that nobody touched."""
    untouched = {"kind": "exclusion", "text": "", "lot": "", "evidence": ""}
    values = rows({"kind": "minimum", "text": "Keurmerk"}, untouched)
    assert client.post(page("tender-requirements", draft.pk), values).status_code == 302
    assert [one.text for one in draft.requirements.all()] == ["Keurmerk"]
