"""Signals of overruns and final report texts, as a program reads them."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from reports.enums import SignalKind, SignalStatus, TextKind, TextStatus
from reports.enums.why import OverrunPart
from reports.models import PlanningText
from reports.overruns import Figures
from reports.texts.figures import Earlier, FrozenDecision, SectionFigures, frozen
from tests.factories.api import bearer, token_of
from tests.factories.contracts import ContractFactory
from tests.factories.overruns import (
    OverrunSignalFactory,
    PlanningSectionFactory,
    PlanningTextFactory,
    SignalDecisionFactory,
)

pytestmark = pytest.mark.django_db


def asked(user, address: str, **headers):
    headers = {"Authorization": bearer(token_of(user)), "Accept-Language": "nl", **headers}
    return Client().get(f"/api/v1/{address}", headers=headers)


@pytest.fixture
def read(region_controller):
    """What a program of the region's controller, or of somebody else, gets at an address."""

    def answer(address: str, user=region_controller, status: int = 200):
        found = asked(user, address)
        assert found.status_code == status, found.content
        return found.json()

    return answer


def final(figures: SectionFigures | None = None, **made) -> PlanningText:
    """A text that was made final, with one section."""
    text = PlanningTextFactory(**made)
    PlanningSectionFactory(text=text, **({"figures": frozen(figures)} if figures else {}))
    stamp = {"finalised_at": timezone.now(), "finalised_by": text.created_by}
    PlanningText.objects.filter(pk=text.pk).update(status=TextStatus.FINAL, **stamp)
    return text


@pytest.fixture
def signal(noord, waterveen):
    return OverrunSignalFactory(region=noord, gemeente=waterveen)


def test_a_signal_in_euro_with_its_log(read, signal):
    first = SignalDecisionFactory(signal=signal)
    SignalDecisionFactory(
        signal=signal, text="Gedaan", carries_out=first, effect_amount=None, due_on=None
    )
    (shown,) = read("signals")["results"]
    detail = read(f"signals/{signal.pk}")
    assert shown.items() <= detail.items()
    assert set(detail) - set(shown) == {"decisions"}
    assert (shown["gemeente"], shown["route"], shown["status"]) == ("9001", "O", "open")
    assert [shown[name] for name in ("limitAmount", "forecastAmount", "overrunAmount")] == [
        "100000.00", "120000.00", "20000.00",
    ]  # fmt: skip
    done, decided = detail["decisions"]
    assert (done["carriesOut"], done["effectAmount"]) == (first.pk, None)
    assert (decided["text"], decided["effectAmount"]) == ("Minder groepen starten", "-5000.00")
    assert decided["dueOn"] == "2026-12-15"
    assert {"owner", "takenUpBy", "decidedBy"}.isdisjoint({*detail, *decided})


def test_a_maximum_names_its_contract_and_no_gemeente(read, noord, provider):
    contract = ContractFactory(region=noord, provider=provider)
    found = OverrunSignalFactory(
        region=noord, kind=SignalKind.CEILING_PASSED, gemeente=None, year=None, route="",
        contract=contract,
    )  # fmt: skip
    shown = read(f"signals/{found.pk}")
    assert [shown[name] for name in ("gemeente", "year", "route")] == [None, None, None]
    assert shown["contract"] == contract.pk
    assert read(f"signals?contract={contract.pk}")["results"][0]["id"] == found.pk


def test_signals_are_found_by_whole_values(read, signal, noord, meerdorp):
    other = OverrunSignalFactory(region=noord, gemeente=meerdorp, year=2027, route="Z")
    for query, expected in (
        ("gemeente=9001", [signal.pk]),
        ("year=2027", [other.pk]),
        ("route=Z&status=open", [other.pk]),
        ("kind=threshold", [signal.pk, other.pk]),
        ("status=solved", []),
    ):
        assert [row["id"] for row in read(f"signals?{query}")["results"]] == expected, query
    told = read("signals?owner=1", status=400)
    assert [error["field"] for error in told["errors"]] == ["owner"]


def test_nobody_reads_what_is_not_theirs(
    read, signal, noord, zuid, meerdorp, controller, provider_user
):
    """The controller of Waterveen sees Waterveen; a provider has no scope for it at all."""
    foreign = OverrunSignalFactory(region=zuid)
    neighbour = OverrunSignalFactory(region=noord, gemeente=meerdorp)
    text = final(region=zuid)
    ours = final(region=noord, gemeente=meerdorp)
    assert [row["id"] for row in read("signals", controller)["results"]] == [signal.pk]
    for address in (f"signals/{neighbour.pk}", f"planning-texts/{ours.pk}"):
        read(address, controller, status=404)
    for address in (f"signals/{foreign.pk}", f"planning-texts/{text.pk}"):
        read(address, status=404)
    for address in ("signals", "planning-texts", f"signals/{signal.pk}"):
        read(address, provider_user, status=403)


def test_who_has_a_signal_already_gets_it_again_only_when_it_changed(signal, region_controller):
    address = f"signals/{signal.pk}"
    etag = asked(region_controller, address)["ETag"]
    again = asked(region_controller, address, **{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    SignalDecisionFactory(signal=signal)
    assert asked(region_controller, address, **{"If-None-Match": etag}).status_code == 200


def test_a_final_text_with_its_frozen_figures(read, noord, waterveen):
    text = final(region=noord, gemeente=waterveen)
    (shown,) = read("planning-texts")["results"]
    detail = read(f"planning-texts/{text.pk}")
    assert shown.items() <= detail.items()
    assert (shown["gemeente"], shown["year"], shown["figuresOn"]) == ("9001", 2026, "2026-09-01")
    (section,) = detail["sections"]
    figures = section["figures"]
    assert figures["figures"] == {
        "budget": "100000.00",
        "realised": "120000.00",
        "committed": "0.00",
        "expected": "0.00",
        "forecast": "120000.00",
        "overrun": "20000.00",
    }
    assert figures["parts"] == [{"part": "volume", "amount": "20000.00"}]
    assert (figures["standing"], figures["earlier"], figures["decisions"]) == (None, None, [])
    assert section["heading"] == "Inburgering (€ 20.000 nadeel - incidenteel)"
    assert section["cause"] == "Er zijn meer inburgeraars geplaatst dan begroot."


def test_decisions_and_what_was_said_before_are_frozen_too(read, noord, waterveen):
    figures = SectionFigures(
        code="S-6",
        name="Z-route",
        figures=Figures(budget=Decimal(30), expected=Decimal(20)),
        planned_heads=2,
        heads=1,
        parts={OverrunPart.VOLUME: Decimal(-15), OverrunPart.PRICE: Decimal(5)},
        decisions=(FrozenDecision("Later starten", date(2026, 12, 1), None),),
        standing=SignalStatus.TAKEN_UP,
        earlier=Earlier(TextKind.SPRING, 2026, date(2026, 4, 1), Decimal(-3)),
    )
    text = final(figures, region=noord, gemeente=waterveen)
    (section,) = read(f"planning-texts/{text.pk}")["sections"]
    told = section["figures"]
    parts = {each["part"]: each["amount"] for each in told["parts"]}
    assert parts == {"volume": "-15.00", "price": "5.00"}
    assert told["figures"]["overrun"] == "-10.00"
    assert told["decisions"] == [{"text": "Later starten", "dueOn": "2026-12-01", "effect": None}]
    assert told["standing"] == "taken_up"
    assert told["earlier"] == {
        "kind": "spring", "year": 2026, "figuresOn": "2026-04-01", "overrun": "-3.00",
    }  # fmt: skip


def test_a_draft_is_nobody_s_yet(read, noord, waterveen):
    draft = PlanningTextFactory(region=noord, gemeente=waterveen)
    assert read("planning-texts")["results"] == []
    read(f"planning-texts/{draft.pk}", status=404)


def test_texts_are_found_by_whole_values(read, noord, waterveen):
    one = final(region=noord, gemeente=waterveen)
    two = final(region=noord, gemeente=None, year=2027, figures_on="2027-03-01")
    for query, expected in (
        ("gemeente=9001", [one.pk]),
        ("year=2027", [two.pk]),
        ("figuresOnAfter=2026-12-31", [two.pk]),
        ("kind=interim", [one.pk, two.pk]),
    ):
        assert [row["id"] for row in read(f"planning-texts?{query}")["results"]] == expected, query
    read("planning-texts?status=draft", status=400)


@pytest.mark.parametrize("address", ["signals", "planning-texts"])
def test_lists_ask_the_same_few_queries(
    address, noord, waterveen, meerdorp, region_controller, query_budget
):
    def more(gemeente) -> None:
        SignalDecisionFactory(signal=OverrunSignalFactory(region=noord, gemeente=gemeente))
        final(region=noord, gemeente=gemeente)

    headers = {"Authorization": bearer(token_of(region_controller))}
    Client().get(f"/api/v1/{address}", headers=headers)  # A token's first call is noted apart.
    for gemeente in (waterveen, meerdorp):
        more(gemeente)
        with query_budget(f"api:{address}"):
            found = Client().get(f"/api/v1/{address}", headers=headers)
        assert found.status_code == 200
