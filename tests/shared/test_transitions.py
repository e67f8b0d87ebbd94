"""The confirm page of a transition, shown by the tenders of tests.shared.pages."""

import pytest

from accounts.models import User
from procurement.workflows import TENDER
from tests.shared.conftest import AT
from tests.shared.test_views import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.shared.pages")]


def test_a_confirm_page_says_what_will_happen(page, make_tender):
    response = page.get(f"/tenders/{make_tender().pk}/withdraw/")

    assert "Wat er gebeurt" in text_of(response)
    assert response.context["consequences"] == [TENDER.by_name["withdraw"].consequence]


def test_an_incomplete_object_cannot_be_confirmed(page, make_tender):
    shown = text_of(page.get(f"/tenders/{make_tender().pk}/publish/"))

    assert "Wat nog nodig is" in shown
    assert 'class="page-form"' not in shown


def test_confirming_moves_the_object(page, make_tender, officer: User):
    tender = make_tender()

    response = page.post(f"/tenders/{tender.pk}/withdraw/", {"reason": "Te lage raming."})
    tender.refresh_from_db()

    assert response["Location"] == f"/tenders/{tender.pk}/"
    assert (tender.status, tender.withdrawn_by) == ("withdrawn", officer)


def test_without_a_reason_nothing_moves(page, make_tender):
    tender = make_tender()

    response = page.post(f"/tenders/{tender.pk}/withdraw/", {"reason": " "})
    tender.refresh_from_db()

    assert response.context["form"].errors["reason"]
    assert tender.status == "draft"


def test_an_incomplete_object_does_not_move(page, make_tender):
    tender = make_tender()

    response = page.post(f"/tenders/{tender.pk}/publish/")
    tender.refresh_from_db()

    assert response.status_code == 200
    assert tender.status == "draft"


def test_a_move_that_came_too_late_is_explained(page, make_tender, officer):
    tender = make_tender()
    TENDER.apply(tender, "withdraw", by=officer, at=AT, reason="Te laag.")

    response = page.get(f"/tenders/{tender.pk}/publish/")

    assert "kan niet meer" in response.context["missing"][0]


def test_a_move_that_no_page_offers_is_not_found(page, make_tender):
    tender = make_tender()

    assert page.get(f"/tenders/{tender.pk}/close/").status_code == 404
    assert page.get(f"/tenders/{tender.pk}/bestaat-niet/").status_code == 404


def test_a_role_that_may_not_make_the_move_gets_403(page, make_tender, officer):
    tender = make_tender()
    officer.memberships.update(role="reader")

    assert page.get(f"/tenders/{tender.pk}/publish/").status_code == 403
    assert page.post(f"/tenders/{tender.pk}/publish/").status_code == 403
