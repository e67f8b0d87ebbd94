"""The desk of signals, the pages of one signal, and the map of months."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from reports.enums import CauseCode, SignalStatus
from reports.models import OverrunRule, OverrunSignal, SignalDecision
from reports.overruns import OverrunReport, Sources
from reports.signals.heat import uses_of
from reports.workflows import OVERRUN_SIGNAL
from tests.factories.overruns import OverrunSignalFactory, SignalDecisionFactory
from tests.reports.conftest import ON
from tests.support.pages import text_of

pytestmark = [pytest.mark.django_db]
DESK = "/reports/signals/desk/"
MONTHS = "/reports/signals/months/"


@pytest.fixture(autouse=True)
def _on_the_day_of_the_report():
    with time_machine.travel(f"{ON.isoformat()}T09:00:00+01:00", tick=False):
        yield


@pytest.fixture
def client(client_of, region_controller):
    return client_of(region_controller)


@pytest.fixture
def signal(noord, waterveen):
    return OverrunSignalFactory(region=noord, gemeente=waterveen)


def url_of(name: str, *args: object) -> str:
    return reverse(f"reports:{name}", args=args)


def test_the_desk_says_in_words_what_waits(client, signal, noord, meerdorp, controller):
    OverrunSignalFactory(
        region=noord, gemeente=meerdorp, overrun_amount=Decimal(1_000), owner=controller
    )
    settled = OverrunSignalFactory(region=noord, gemeente=meerdorp, route="B")
    OVERRUN_SIGNAL.apply(settled, "clear", by=None, at=settled.raised_at)
    SignalDecisionFactory(signal=signal)
    page = text_of(client.get(DESK))
    assert (
        "Er wachten 2 overschrijdingen op een besluit, samen € 21.000,00; "
        "voor 1 daarvan is nog niemand verantwoordelijk."
    ) in page
    assert "Meer inburgeraars dan gepland" in page
    assert "Minder groepen starten" in page
    assert "B1-route" not in page


def test_an_empty_desk_says_so_and_a_reader_sets_no_rule(client_of, client, reader, noord):
    rule = url_of("overrunrule-update", noord.pk)
    page = client.get(DESK).content.decode()
    assert "Er wacht geen overschrijding op een besluit." in page
    assert rule in page
    assert rule not in client_of(reader).get(DESK).content.decode()


def test_the_desk_asks_the_same_number_of_questions(client, signal, noord, query_budget):
    for route in ("B", "Z"):
        other = OverrunSignalFactory(region=noord, gemeente=signal.gemeente, route=route)
        SignalDecisionFactory.create_batch(3, signal=other)
    with query_budget("signal-desk"):
        client.get(DESK)
    with query_budget("overrunsignal-list"):
        client.get(url_of("overrunsignal-list"))
    with query_budget("overrunsignal-detail"):
        client.get(signal.get_absolute_url())


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("controller", 200),
        ("coordinator", 200),
        ("reader", 200),
        ("provider_user", 403),
        ("officer", 403),
    ],
)
def test_who_may_look(client_of, request, signal, person, status):
    client = client_of(request.getfixturevalue(person))
    for url in (DESK, MONTHS, url_of("overrunsignal-list"), signal.get_absolute_url()):
        assert client.get(url).status_code == status


def test_a_signal_shows_its_figures_its_log_and_where_the_money_goes(client, signal):
    done = SignalDecisionFactory(signal=signal, text="Bellen")
    SignalDecisionFactory(signal=signal, text="Gebeld", carries_out=done, due_on=None)
    SignalDecisionFactory(signal=signal, text="Schrijven")
    page = client.get(signal.get_absolute_url()).content.decode()
    assert "€ 20.000,00 meer dan de begroting van € 100.000,00" in page
    for text in ("Uitgevoerd: Bellen", "Te doen", "Vastleggen wat is gedaan"):
        assert text in page
    assert f"/reports/overruns/?gemeente={signal.gemeente.pk}&amp;route=O&amp;year=2026" in page


def test_handling_a_signal_step_by_step(client_of, signal, coordinator, controller):
    client = client_of(coordinator)
    client.post(url_of("overrunsignal-transition", signal.pk, "take_up"))
    client.post(url_of("overrunsignal-assign", signal.pk), {"owner": controller.pk})
    client.post(url_of("overrunsignal-cause", signal.pk), {"cause": CauseCode.FILL})
    client.post(
        url_of("overrunsignal-decide", signal.pk),
        {"text": "Samenvoegen", "effect_amount": "-4.000", "due_on": "2026-12-01"},
    )
    decision = SignalDecision.objects.get()
    assert (decision.effect_amount, decision.due_on) == (Decimal(-4_000), date(2026, 12, 1))
    client.post(url_of("signaldecision-carry-out", decision.pk), {"text": "Samengevoegd"})
    assert not SignalDecision.objects.to_do().exists()
    client.post(url_of("overrunsignal-transition", signal.pk, "solve"), {"reason": "Klaar"})
    found = OverrunSignal.objects.get()
    assert (found.status, found.owner, found.cause) == (
        SignalStatus.SOLVED,
        controller,
        CauseCode.FILL,
    )
    page = client.get(found.get_absolute_url()).content.decode()
    assert "Oorzaak gekozen" in page


def test_what_is_refused_stands_at_the_form(client, signal, reader):
    page = client.post(url_of("overrunsignal-assign", signal.pk), {"owner": reader.pk})
    assert page.status_code == 200
    page = client.post(url_of("overrunsignal-decide", signal.pk), {"text": ""})
    assert page.status_code == 200
    assert not SignalDecision.objects.exists()


def test_a_region_sets_its_rule_on_a_page(client, noord, client_of, controller):
    url = url_of("overrunrule-update", noord.pk)
    assert "10.000" in client.get(url).content.decode()  # the standard of the site
    answer = client.post(url, {"percentage": "2,5", "amount": "500", "worse_percentage": "15"})
    assert answer.url == DESK
    rule = OverrunRule.objects.get(region=noord)
    assert (rule.percentage, rule.amount) == (Decimal("2.50"), Decimal(500))
    assert client_of(controller).get(url).status_code == 404


def test_the_list_filters_and_exports(client, signal, noord, meerdorp):
    OverrunSignalFactory(region=noord, gemeente=meerdorp)
    url = url_of("overrunsignal-list")
    page = client.get(url, {"gemeente": meerdorp.pk}).content.decode()
    assert "Meerdorp 2026" in page
    assert "Waterveen 2026" not in page
    csv = b"".join(client.get(url, {"_export": "csv"}).streaming_content).decode()
    assert "Waterveen 2026 Onderwijsroute" in csv


# --- Months -----------------------------------------------------------------------------------


def test_the_map_says_from_which_month_on_a_budget_is_gone(client, budget, placements):
    page = client.get(MONTHS).content.decode()
    assert (
        "Meerdorp, Onderwijsroute gaat in december over de begroting heen" in page
        or "Waterveen, Onderwijsroute gaat in december over de begroting heen" in page
    )
    assert "<svg" in page
    assert "105%" in page
    assert "due_on_after=2026-12-01&amp;due_on_before=2026-12-31" in page


def test_the_months_add_up_from_january(noord, budget, placements):
    report = OverrunReport(Sources.of_region(noord), year=2026, on=ON)
    uses = {place.gemeente: place for place in uses_of(report)}
    months = uses["Waterveen"].months
    assert len(months) == 12
    assert months[0].used == Decimal(0)
    assert months[1].used == Decimal(12_000)
    assert months[1].percentage == Decimal(12)
    assert months[-1].over == Decimal(5_000)
    assert uses["Meerdorp"].months[-1].percentage is None


def test_a_year_without_money_says_so(client):
    assert "geen begrotingen en geen kosten" in client.get(MONTHS).content.decode()
    assert client.get(MONTHS, {"year": "x"}).status_code == 200


def test_the_map_can_be_downloaded(client, budget, placements):
    answer = client.get(MONTHS, {"_chart": "chart", "_as": "svg"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("image/svg")
