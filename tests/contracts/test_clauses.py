"""The clause library: what a region begins with, versions, and places that are filled in."""

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from config.shared.errors import Refused
from contracts.actions.clauses import (
    add_clause,
    change_clause,
    default_clauses,
    ensure_library,
    retire_clause,
)
from contracts.clause_diff import pieces
from contracts.clause_text import PLACES, check_places, filled, places_in
from contracts.enums import ClauseUse
from contracts.models import Clause, ClauseVersion
from tests.contracts.conftest import AT
from tests.factories.papers import ClauseFactory

COVENANT_SUBJECTS = {
    "doel", "partijen", "keurmerk", "taalplan", "groepen", "locatie", "verzuim", "klachten",
    "privacy", "verwijzing", "fraude", "evaluatie", "duur", "openbaarheid",
}  # fmt: skip


@pytest.fixture
def clause(noord) -> Clause:
    return ClauseFactory(region=noord, text="Klachten over {reference}.")


def change(clause: Clause, by, **fields) -> Clause:
    standard = {
        "title": clause.title,
        "position": clause.position,
        "is_standard": clause.is_standard,
        "text": clause.latest.text,
        "reason": "",
    }
    return change_clause(clause=clause, by=by, at=AT, **standard | fields)


# --- What a region begins with ------------------------------------------------------------------


@pytest.mark.parametrize("use", ClauseUse.values)
def test_each_use_has_its_standard_clauses(use):
    clauses = [clause for clause in default_clauses() if clause.use == use]
    assert len(clauses) >= 12
    assert len({clause.code for clause in clauses}) == len(clauses)
    for clause in clauses:
        assert places_in(clause.text) <= PLACES[use].keys()
        assert len(clause.text.split()) > 25


def test_covenant_has_every_subject_that_covenants_have():
    codes = {clause.code for clause in default_clauses() if clause.use == ClauseUse.COVENANT}
    assert codes >= COVENANT_SUBJECTS


def test_region_begins_with_the_library_once(noord, zuid):
    count = ensure_library(region=noord, at=AT)
    assert count == Clause.objects.filter(region=noord).count() == len(default_clauses())
    assert ensure_library(region=noord, at=AT) == 0
    assert not Clause.objects.filter(region=zuid).exists()
    versions = ClauseVersion.objects.latest_of(noord, ClauseUse.CONTRACT)
    assert [version.clause.code for version in versions][:2] == ["onderwerp", "volgorde"]


# --- Versions ------------------------------------------------------------------------------------


def test_another_text_is_a_new_version(clause, coordinator):
    change(clause, coordinator, text="Klachten gaan snel.", reason="Korter")
    assert [version.text for version in clause.versions.order_by("number")] == [
        "Klachten over {reference}.",
        "Klachten gaan snel.",
    ]
    latest = ClauseVersion.objects.latest_of(clause.region, ClauseUse.CONTRACT).get()
    assert (latest.number, latest.reason, latest.made_by) == (2, "Korter", coordinator)


def test_other_title_makes_no_version(clause, coordinator):
    changed = change(clause, coordinator, title="Klachtenregeling")
    assert (changed.title, changed.versions.count()) == ("Klachtenregeling", 1)


def test_new_version_says_why(clause, coordinator):
    with pytest.raises(Refused, match="waarom"):
        change(clause, coordinator, text="Anders.", title="Anders")
    clause.refresh_from_db()
    assert (clause.title, clause.versions.count()) == ("Klachten", 1)


def test_version_never_changes(clause):
    version = clause.latest
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ClauseVersion.objects.filter(pk=version.pk).update(text="Anders")


def test_retired_clause_is_left_out_and_stays_as_it_is(clause, coordinator):
    retire_clause(clause=clause, by=coordinator, at=AT)
    assert not ClauseVersion.objects.latest_of(clause.region, ClauseUse.CONTRACT).exists()
    with pytest.raises(Refused, match="vervallen"):
        change(clause, coordinator, title="Anders")


def test_optional_clause_is_offered_but_not_in_every_agreement(clause, coordinator):
    change(clause, coordinator, is_standard=False)
    versions = ClauseVersion.objects
    assert versions.offered(clause.region, ClauseUse.CONTRACT).exists()
    assert not versions.latest_of(clause.region, ClauseUse.CONTRACT).exists()


def test_code_is_used_once_in_a_library(clause, coordinator):
    twin = Clause(
        region=clause.region, use=clause.use, code=clause.code, title="Nog een", position=1
    )
    with pytest.raises(Refused, match="code"):
        add_clause(clause=twin, text="Tekst.", by=coordinator, at=AT)


def test_library_is_for_the_region_alone(clause, coordinator, provider_user, zuid_coordinator):
    assert Clause.objects.visible_to(coordinator).get() == clause
    assert not Clause.objects.visible_to(provider_user).exists()
    assert not Clause.objects.visible_to(zuid_coordinator).exists()


# --- Places --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["{secret}", "{reference.__class__}", "{reference!r}", "{reference:>10}", "{}", "{0}"]
)
def test_only_known_places_are_filled_in(text):
    with pytest.raises(Refused, match="ingevuld"):
        check_places(text, ClauseUse.CONTRACT)


@pytest.mark.parametrize("text", ["open {", "dicht }", "{ {reference}"])
def test_lonely_brace_is_refused(text):
    with pytest.raises(Refused) as refused:
        check_places(text, ClauseUse.CONTRACT)
    assert refused.value.field == "text"


def test_purpose_belongs_to_a_covenant():
    check_places("Doel: {purpose}", ClauseUse.COVENANT)
    with pytest.raises(Refused):
        check_places("Doel: {purpose}", ClauseUse.CONTRACT)


@pytest.mark.parametrize("use", ClauseUse.values)
def test_every_place_can_be_filled_in(use):
    text = " ".join(f"{{{name}}}" for name in PLACES[use])
    check_places(text, use)
    assert "{" not in filled(text, dict.fromkeys(PLACES[use], "x"))


# --- Differences ---------------------------------------------------------------------------------


WORDS = st.text(alphabet="ab \n", max_size=30)


@given(WORDS, WORDS)
def test_difference_holds_both_texts(before, after):
    found = pieces(before, after)
    kept = [piece for piece in found if piece.kind != "gone"]
    old = [piece for piece in found if piece.kind != "new"]
    assert "".join(piece.text for piece in kept) == after
    assert "".join(piece.text for piece in old) == before


def test_difference_names_words():
    found = [(piece.kind, piece.text) for piece in pieces("binnen vier weken", "binnen twee weken")]
    assert found == [("same", "binnen "), ("gone", "vier"), ("new", "twee"), ("same", " weken")]
