"""The generic pages, shown by the tenders of tests.shared.pages."""

from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from procurement.models import Tender
from procurement.workflows import TENDER
from tests.factories.procurement import LotFactory
from tests.shared.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.shared.pages")]


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


# --- Who may enter -----------------------------------------------------------------------------


def test_a_public_page_opens_for_everybody(client):
    assert client.get("/front/").content == b"front"


def test_a_page_without_a_permission_is_a_mistake(client):
    with pytest.raises(ImproperlyConfigured, match="Forgotten names no permission"):
        client.get("/forgotten/")


def test_who_has_not_signed_in_is_sent_to_the_login_page(client):
    response = client.get("/tenders/?q=b1")

    assert response.status_code == 302
    assert response["Location"] == "/account/login/?next=/tenders/%3Fq%3Db1"


def test_a_partial_without_a_session_reloads_its_page(client):
    response = client.get("/tenders/", headers={"HX-Request": "true"})

    assert response.headers["HX-Refresh"] == "true"


def test_a_role_without_the_permission_gets_403(page, officer):
    officer.memberships.update(role="administrator")

    response = page.get("/tenders/")

    assert response.status_code == 403
    assert "Uw rol" in text_of(response)


def test_not_yours_is_not_found(page, make_tender, zuid):
    foreign = make_tender(region=zuid)

    for path in ("", "edit/", "publish/"):
        assert page.get(f"/tenders/{foreign.pk}/{path}").status_code == 404


# --- Lists -------------------------------------------------------------------------------------


def test_a_list_shows_what_one_may_see(page, make_tender, zuid):
    make_tender(title="Onderwijsroute dag")
    make_tender(title="Van een ander", region=zuid)

    shown = text_of(page.get("/tenders/"))

    assert "Onderwijsroute dag" in shown
    assert "€ 1.234,00" in shown
    assert "1 rij" in shown
    assert "Van een ander" not in shown


def test_htmx_gets_the_table_alone(page, make_tender):
    make_tender()

    response = page.get("/tenders/", headers={"HX-Request": "true"})

    assert "<table" in text_of(response)
    assert "<html" not in text_of(response)
    assert "HX-Request" in response["Vary"]


def test_an_empty_list_says_what_to_do_first(page):
    shown = text_of(page.get("/tenders/"))

    assert "Nog geen aanbesteding. Begin er een." in shown
    assert "<table" not in shown


def test_a_list_emptied_by_its_filters_says_so(page, make_tender):
    make_tender()

    shown = text_of(page.get("/tenders/?q=bestaat-niet"))

    assert "Niets gevonden" in shown
    assert "Nog geen aanbesteding" not in shown


@pytest.mark.parametrize(
    "query",
    ["status=bestaat-niet", "lead_gemeente=99999999999999999999", "q=%00", "region=x"],
)
def test_a_filter_that_cannot_be_is_explained(page, make_tender, query):
    make_tender()

    response = page.get(f"/tenders/?{query}")

    assert response.status_code == 200
    assert "Niets gevonden" in text_of(response)


@pytest.mark.parametrize("query", ["page=-1", "page=x", "page=999", "per_page=0", "sort=onzin"])
def test_a_wrong_page_or_order_shows_the_list_all_the_same(page, make_tender, query):
    tender = make_tender()

    assert tender.reference in text_of(page.get(f"/tenders/?{query}"))


def test_an_action_is_left_out_for_who_may_not(page, officer, make_tender):
    make_tender()
    assert "/tenders/new/" in text_of(page.get("/tenders/"))

    officer.memberships.update(role="reader")

    assert "/tenders/new/" not in text_of(page.get("/tenders/"))


def test_a_reader_chooses_columns(page, make_tender):
    make_tender(title="Onderwijsroute dag")

    shown = text_of(page.get("/tenders/?_columns=reference&_columns=standstill_days"))

    assert 'data-label="Standstill' in shown or 'data-label="Opschortende' in shown
    assert "Onderwijsroute dag" not in shown


def test_export_holds_every_row_of_the_filters_in_order(page, make_tender):
    for number in range(30):
        make_tender(title=f"Dag {number:02}" if number % 2 else f"Avond {number:02}")

    response = page.get("/tenders/?q=dag&sort=title&_columns=title&_export=csv")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()

    assert lines[1:] == [f"Dag {number:02}" for number in range(1, 30, 2)]
    assert ".csv" in response["Content-Disposition"]


def test_export_writes_bare_values(page, make_tender):
    make_tender(title="=1+1", estimated_amount="1234.50")

    response = page.get("/tenders/?_columns=title&_columns=estimated_amount&_export=csv")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()

    assert lines[1] == "'=1+1;1234,50"


def test_export_as_xlsx(page, make_tender):
    make_tender()

    response = page.get("/tenders/?_export=xlsx")

    assert b"".join(response.streaming_content).startswith(b"PK")


def test_an_unknown_kind_of_export_is_not_found(page):
    assert page.get("/tenders/?_export=exe").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_rows(
    page, make_tender, django_assert_max_num_queries
):
    for _number in range(3):
        make_tender()
    with django_assert_max_num_queries(20) as few:
        page.get("/tenders/")
    for _number in range(20):
        make_tender()
    with django_assert_max_num_queries(len(few)):
        page.get("/tenders/")


# --- Objects -----------------------------------------------------------------------------------


def test_an_object_page_says_what_is_still_needed(page, make_tender):
    tender = make_tender()

    response = page.get(f"/tenders/{tender.pk}/")
    shown = text_of(response)

    assert "Wat nog nodig is" in shown
    assert [step.transition.name for step in response.context["needs"]] == ["ask_review"]
    assert f'href="/tenders/{tender.pk}/ask_review/"' in shown


def test_at_most_one_button_is_filled(page, make_tender, monkeypatch):
    nothing = lambda self, obj, moves, at: {move.name: [] for move in moves}  # noqa: E731
    monkeypatch.setattr("config.shared.workflow.Workflow.missing_for", nothing)
    tender = make_tender()

    actions = page.get(f"/tenders/{tender.pk}/").context["actions"]

    assert [action.primary for action in actions] == [True, False]


def test_facts_are_shown_by_their_type(page, make_tender, noord):
    shown = text_of(page.get(f"/tenders/{make_tender(description='').pk}/"))

    assert "24 dec 2026, 12:00" in shown
    assert str(noord) in shown
    assert "<dd> – </dd>" in shown


def test_the_history_stands_at_the_foot(page, make_tender, officer):
    tender = make_tender()
    TENDER.apply(tender, "withdraw", by=officer, at=AT, reason="De raming was te laag.")

    shown = text_of(page.get(f"/tenders/{tender.pk}/"))

    assert "Geschiedenis" in shown
    assert "De raming was te laag." in shown
    assert shown.count("23 nov 2026, 12:00") == 2


def test_only_the_open_tab_is_filled(page, make_tender):
    tender = make_tender()
    LotFactory(tender=tender, title="Perceel Waterveen", ceiling_price=Decimal("11234.5678"))

    first = text_of(page.get(f"/tenders/{tender.pk}/"))
    second = text_of(page.get(f"/tenders/{tender.pk}/?tab=alle-percelen"))

    assert "Perceel Waterveen" in first
    assert "€ 11.234,5678" in first
    assert "Perceel Waterveen" not in second
    assert 'data-hx-get="/tenders/lots/?_panel=1"' in second
    assert page.get(f"/tenders/{tender.pk}/?tab=bestaat-niet").status_code == 404


def test_a_list_in_a_panel_leads_to_the_whole_list(page, make_tender):
    LotFactory(tender=make_tender())

    shown = text_of(page.get("/tenders/lots/?_panel=1", headers={"HX-Request": "true"}))

    assert 'href="/tenders/lots/"' in shown
    assert "_export" not in shown


# --- Forms -------------------------------------------------------------------------------------


def form_of(tender: Tender, **changes) -> dict[str, str]:
    filled = {
        "reference": tender.reference,
        "title": tender.title,
        "estimated_amount": "12.500,50",
        "closes_at": "2026-12-24T12:00",
        "procedure": tender.procedure,
    }
    return filled | changes


def test_a_form_acts_once_and_goes_to_the_result(page, make_tender):
    tender = make_tender()

    response = page.post(f"/tenders/{tender.pk}/edit/", form_of(tender, title="Nieuw"))
    tender.refresh_from_db()

    assert response["Location"] == f"/tenders/{tender.pk}/"
    assert (tender.title, str(tender.estimated_amount)) == ("Nieuw", "12500.50")
    assert "is gewijzigd" in text_of(page.get(response["Location"]))


def test_what_was_wrong_stands_on_top_and_at_the_field(page, make_tender):
    tender = make_tender()

    shown = text_of(page.post(f"/tenders/{tender.pk}/edit/", form_of(tender, closes_at="ooit")))

    assert 'class="error-summary"' in shown
    assert 'href="#id_closes_at"' in shown
    assert 'value="ooit"' in shown


@pytest.mark.parametrize(
    ("title", "sentences", "field"),
    [
        ("verboden", ["Die titel mag niet."], "title"),
        ("anders", ["Het kan nu niet.", "En dit ook niet."], "__all__"),
    ],
)
def test_a_refusal_becomes_an_error_of_the_form(page, make_tender, title, sentences, field):
    tender = make_tender()

    response = page.post(f"/tenders/{tender.pk}/edit/", form_of(tender, title=title))

    assert response.status_code == 200
    assert response.context["form"].errors[field] == sentences
    assert all(sentence in text_of(response) for sentence in sentences)


def test_an_optional_field_says_so(page, make_tender):
    shown = text_of(page.get(f"/tenders/{make_tender().pk}/edit/"))

    assert "(niet verplicht)" in shown
    assert 'type="datetime-local"' in shown


# --- The frame ---------------------------------------------------------------------------------


def test_the_frame_has_a_skip_link_one_h1_and_a_trail(page, make_tender):
    tender = make_tender()

    shown = text_of(page.get(f"/tenders/{tender.pk}/edit/"))

    assert 'href="#main"' in shown
    assert shown.count("<h1") == 1
    assert f'<a href="/tenders/{tender.pk}/">{tender}</a>' in shown
    assert '<a href="/tenders/">' in shown


def test_no_page_holds_inline_script_or_style(page, make_tender):
    for path in ("", f"{make_tender().pk}/"):
        shown = text_of(page.get(f"/tenders/{path}"))
        assert "<style" not in shown
        assert " style=" not in shown
        assert "<script>" not in shown


def test_the_reader_may_choose_english(page, make_tender):
    make_tender()
    page.post("/language/setlang/", {"language": "en", "next": "/tenders/"})

    shown = text_of(page.get("/tenders/"))

    assert '<html lang="en">' in shown
    assert "1 row" in shown


def test_the_sign_in_page_looks_like_the_rest(client: Client):
    shown = text_of(client.get("/account/login/"))

    assert "<h1>Inloggen</h1>" in shown
    assert "css/tokens.css" in shown
