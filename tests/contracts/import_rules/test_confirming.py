"""Who confirms rows with a warning says why they are right; notices ask nothing."""

import pytest
from django.urls import reverse

from config.shared.errors import Refused
from contracts.actions import deliveries
from contracts.enums import DeliveryStatus
from contracts.imports.found import found_by_rule
from tests.support.deliveries import AT, checked
from tests.support.placements import row

pytestmark = pytest.mark.django_db

WARNED = {"pip_on": "2026-02-03"}
MENTIONED = {"status": "Ingepland", "actual_first_on": "", "offered_hours": ""}


@pytest.fixture
def delivery(contract, provider_user):
    """Two rows with a warning, one of them refused too; one with a notice, one that is right."""
    lines = [
        row(1, **WARNED),
        row(2, **WARNED, gemeente="0999"),
        row(3, **MENTIONED, attended_hours=""),
        row(4),
    ]
    return checked(contract, lines, by=provider_user)


@pytest.fixture
def accept(delivery, provider_user):
    def accepted(reason, **choices):
        choices = {"valid_rows_only": True, "warnings_reason": reason} | choices
        return deliveries.accept_rows(delivery=delivery, by=provider_user, at=AT, **choices)

    return accepted


def test_rows_that_count_and_have_a_warning_are_counted(delivery):
    assert (delivery.rows_warned, delivery.rows_refused, delivery.rows_new) == (1, 1, 3)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_nothing_is_confirmed(delivery, accept, reason):
    with pytest.raises(Refused, match="1 regel heeft een waarschuwing") as refused:
        accept(reason)
    assert refused.value.field == "warnings_reason"
    delivery.refresh_from_db()
    assert (delivery.status, delivery.confirmed_at) == (DeliveryStatus.CHECKED, None)


def test_a_reason_holds_no_personal_number(delivery, accept):
    with pytest.raises(Refused, match="BSN"):
        accept("Zie 123456782.")


def test_the_reason_is_kept_with_the_delivery(delivery, accept):
    confirmed = accept("Overgestapt:\n het tweede PIP.")
    assert confirmed.status == DeliveryStatus.CONFIRMED
    assert confirmed.warnings_reason == "Overgestapt: het tweede PIP."


def test_a_reason_without_warnings_is_not_kept(contract, provider_user):
    right = checked(contract, [row(1), row(2, **MENTIONED, attended_hours="")], by=provider_user)
    confirmed = deliveries.accept_rows(
        delivery=right, by=provider_user, at=AT, warnings_reason="Voor niets."
    )
    assert (right.rows_warned, confirmed.warnings_reason) == (0, "")


def test_the_page_asks_the_reason_and_says_why_not(client_of, provider_user, delivery):
    url = reverse("contracts:delivery-transition", args=[delivery.pk, "confirm"])
    client = client_of(provider_user)
    assert "Waarom de regels met een waarschuwing kloppen" in client.get(url).text
    answer = client.post(url, {"valid_rows_only": "on", "warnings_reason": ""})
    assert answer.status_code == 200
    client.post(url, {"valid_rows_only": "on", "warnings_reason": "Het tweede PIP."})
    delivery.refresh_from_db()
    assert delivery.warnings_reason == "Het tweede PIP."


def test_what_was_found_is_gathered_by_rule(delivery, client_of, provider_user):
    found = [(rule.code, rule.level, rule.count) for rule in found_by_rule(delivery)]
    assert found == [
        ("gemeente_unknown", "error", 1),
        ("pip_after_start", "warning", 2),
        ("start_overdue", "notice", 1),
    ]
    client = client_of(provider_user)
    page = client.get(delivery.get_absolute_url()).text
    link = f"{reverse('contracts:deliveryfinding-list', args=[delivery.pk])}?code=pip_after_start"
    assert link in page
    assert client.get(link).text.count("De datum van het PIP ligt na") >= 2
