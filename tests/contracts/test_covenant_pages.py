"""The pages of covenants: who sees what, and each form does what it says."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from contracts.covenant_questions import KEYS
from contracts.enums import AccessionStatus, ClauseUse, CovenantStatus
from contracts.models import AccessionRequest, Covenant, CovenantClause
from tests.contracts.conftest import AT, TODAY
from tests.factories.accounts import member_of
from tests.factories.covenants import (
    AccessionRequestFactory,
    ClauseCommentFactory,
    CovenantFactory,
    CovenantIndicatorFactory,
    CovenantReviewFactory,
    GemeentePartyFactory,
    LearnerFactory,
    SchoolPartyFactory,
    in_force,
    sign,
)
from tests.factories.papers import ClauseFactory
from tests.factories.providers import ProviderFactory, person_of
from tests.support.forms import form_values


@pytest.fixture(autouse=True)
def _on_2_march_2026(time_machine):
    time_machine.move_to(AT)


def url(name: str, *args) -> str:
    return reverse(f"contracts:{name}", args=args)


@pytest.fixture
def covenant(noord):
    return CovenantFactory(region=noord)


@pytest.fixture
def gemeente_party(covenant, waterveen):
    return GemeentePartyFactory(covenant=covenant, gemeente=waterveen)


@pytest.fixture
def school_party(covenant, provider):
    return SchoolPartyFactory(covenant=covenant, provider=provider)


@pytest.fixture
def offered(noord, waterveen, provider):
    """Put to a gemeente and a school; neither has accepted anything."""
    row = CovenantFactory(region=noord, offered=True)
    GemeentePartyFactory(covenant=row, gemeente=waterveen)
    SchoolPartyFactory(covenant=row, provider=provider)
    return row


@pytest.fixture
def active(covenant, gemeente_party, school_party):
    return in_force(covenant, gemeente_party, school_party)


@pytest.fixture
def manager(client_of, contract_manager):
    return client_of(contract_manager)


@pytest.fixture
def school(client_of, provider_user):
    return client_of(provider_user)


def page(client, name: str, *args, **query) -> str:
    response = client.get(url(name, *args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(client, name: str, *args, **values) -> str:
    """Send the form as it stands with `values` over it; the page it leads to."""
    address = url(name, *args)
    standing = form_values(client.get(address).content.decode())
    response = client.post(address, standing | values, follow=True)
    assert response.redirect_chain, response.content.decode()
    return response.content.decode()


def refusal(client, name: str, *args, **values) -> str:
    """The page's text after a form that is shown again."""
    response = client.post(url(name, *args), values)
    assert response.status_code == 200
    return response.content.decode()


def agree(client, covenant: Covenant) -> None:
    """Agree on every clause."""
    clauses = list(covenant.clauses.values_list("pk", flat=True))
    post(client, "covenant-agree", covenant.pk, clauses=clauses)


# --- The list and the desk ----------------------------------------------------------------------


def test_list_shows_the_covenants_of_the_region(offered, covenant, manager, counted_page):
    text = counted_page(manager, "contracts:covenant-list", url("covenant-list"))
    assert offered.reference in text
    assert covenant.reference in text


def test_list_of_a_school_has_no_drafts_and_nothing_of_others(offered, covenant, school, noord):
    SchoolPartyFactory(covenant=CovenantFactory(region=noord, offered=True, reference="VREEMD"))
    text = page(school, "covenant-list")
    assert offered.reference in text
    assert covenant.reference not in text
    assert "VREEMD" not in text


def test_list_is_filtered_by_school(offered, active, other_provider, manager):
    SchoolPartyFactory(covenant=offered, provider=other_provider)
    text = page(manager, "covenant-list", provider=other_provider.pk)
    assert offered.reference in text
    assert active.reference not in text


def test_desk_of_a_school_says_what_is_asked_of_it(offered, manager, school, counted_page):
    text = counted_page(school, "contracts:covenant-desk", url("covenant-desk"))
    assert url("covenant-clauses", offered.pk) in text
    party = offered.parties.get(side="provider")
    assert url("covenant-party-accept", party.pk) not in text
    agree(manager, offered)
    text = page(school, "covenant-desk")
    assert url("covenant-party-accept", party.pk) in text
    gemeente = offered.parties.get(side="buyer")
    assert url("covenant-party-accept", gemeente.pk) not in text


def test_desk_of_the_region_names_comments_requests_reviews_and_ends(offered, active, manager):
    ClauseCommentFactory(clause=offered.clauses.get())
    asked = AccessionRequestFactory(covenant=active)
    CovenantReviewFactory(covenant=active, due_on=TODAY)
    text = page(manager, "covenant-desk")
    assert url("covenant-clauses", offered.pk) in text
    assert asked.get_absolute_url() in text
    assert active.get_absolute_url() in text


# --- The page of a covenant ---------------------------------------------------------------------


def tabs(client, covenant) -> set[str]:
    text = client.get(covenant.get_absolute_url()).content.decode()
    return {part.split("#")[0] for part in text.split('href="?tab=')[1:]}


def test_page_of_a_covenant_shows_text_and_parts(active, manager, counted_page):
    CovenantIndicatorFactory(covenant=active)
    CovenantReviewFactory(covenant=active)
    address = active.get_absolute_url()
    text = counted_page(manager, "contracts:covenant-detail", address)
    assert active.clauses.get().text in text
    for tab in tabs(manager, active):
        assert manager.get(f"{address}?tab={tab}").status_code == 200


def test_a_school_sees_no_check_of_the_region(active, manager, school):
    assert len(tabs(manager, active) - tabs(school, active)) == 1


def test_a_draft_is_not_there_for_a_school(covenant, school_party, school):
    assert school.get(covenant.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_text_comes_as_a_file(active, manager, kind):
    response = manager.get(url("covenant-file", active.pk, kind))
    start = b"".join(response.streaming_content)[:4]
    assert start == {"pdf": b"%PDF", "docx": b"PK\x03\x04"}[kind]
    assert manager.get(url("covenant-file", active.pk, "exe")).status_code == 404


def test_a_draft_is_made_changed_and_removed(noord, waterveen, provider, manager):
    ClauseFactory(region=noord, use=ClauseUse.COVENANT, text="Doel: {purpose}")
    values = {
        "region": noord.pk,
        "reference": "TC-9",
        "title": "Samen goed",
        "kind": "quality",
        "purpose": "Goede lessen",
        "first_on": "2026-09-01",
        "review_months": "12",
        "gemeenten": [waterveen.pk],
        "providers": [provider.pk],
    }
    post(manager, "covenant-create", **values)
    covenant = Covenant.objects.get(reference="TC-9")
    assert covenant.parties.count() == 2
    assert covenant.clauses.count() == 1
    post(manager, "covenant-update", covenant.pk, title="Samen beter")
    covenant.refresh_from_db()
    assert covenant.title == "Samen beter"
    post(manager, "covenant-remove", covenant.pk)
    assert not Covenant.objects.filter(pk=covenant.pk).exists()


def test_a_covenant_walks_from_draft_to_public(
    covenant, gemeente_party, school_party, manager, school, client
):
    post(manager, "covenant-transition", covenant.pk, "offer")
    agree(manager, covenant)
    for party, person in ((gemeente_party, manager), (school_party, school)):
        post(person, "covenant-party-accept", party.pk, is_read="on")
        post(
            person,
            "covenant-party-sign",
            party.pk,
            signatory_name="Jo Tekenaar",
            signatory_role="directeur",
        )
    covenant.refresh_from_db()
    assert covenant.status == CovenantStatus.ACTIVE
    assert client.get(url("public-covenant-detail", covenant.pk)).status_code == 404
    post(manager, "covenant-publish", covenant.pk)
    assert covenant.get_public_url() in page(client, "public-covenant-list")
    text = page(client, "public-covenant-detail", covenant.pk)
    assert covenant.clauses.get().text in text
    assert "Tekenaar" not in text
    post(manager, "covenant-withdraw", covenant.pk)
    assert covenant.get_public_url() not in page(client, "public-covenant-list")


def test_ending_asks_for_a_day_and_a_reason(active, manager):
    text = refusal(manager, "covenant-transition", active.pk, "end", ended_on="", reason="")
    assert text.count('class="field-error"') + text.count("invalid-feedback") >= 2
    post(manager, "covenant-transition", active.pk, "end", reason="Opgevolgd")
    active.refresh_from_db()
    assert (active.status, active.ended_on) == (CovenantStatus.ENDED, TODAY)


def test_a_school_moves_no_covenant(active, school):
    assert school.get(url("covenant-transition", active.pk, "end")).status_code == 404


# --- Clauses and comments -----------------------------------------------------------------------


def test_clauses_come_from_the_library_and_from_ones_own_pen(covenant, noord, manager):
    version = ClauseFactory(region=noord, use=ClauseUse.COVENANT, title="Klachten").latest
    post(manager, "covenant-library", covenant.pk, versions=[version.pk])
    post(
        manager, "covenantclause-create", covenant.pk, title="Taalplan", text="Ieder heeft er een."
    )
    titles = [clause.title for clause in covenant.clauses.all()]
    assert titles == ["Groepsgrootte", "Klachten", "Taalplan"]
    assert 'type="checkbox" name="versions"' not in page(manager, "covenant-library", covenant.pk)


def test_a_clause_is_changed_and_removed(covenant, manager):
    clause = covenant.clauses.get()
    post(manager, "covenantclause-update", clause.pk, text="Ten hoogste twaalf.")
    clause.refresh_from_db()
    assert clause.text == "Ten hoogste twaalf."
    post(manager, "covenantclause-remove", clause.pk)
    assert not CovenantClause.objects.exists()


def test_both_sides_comment_and_the_region_answers(offered, manager, school, counted_page):
    clause = offered.clauses.get()
    post(school, "clausecomment-create", clause.pk, text="Liever zestien", proposed_text="Zestien.")
    comment = clause.comments.get()
    text = counted_page(manager, "contracts:covenant-clauses", url("covenant-clauses", offered.pk))
    assert "Liever zestien" in text
    post(manager, "clausecomment-settle", comment.pk, answer="Goed", takes_over="on")
    clause.refresh_from_db()
    assert clause.text == "Zestien."


def test_a_text_left_as_it_stands_is_no_proposal(offered, school):
    clause = offered.clauses.get()
    post(school, "clausecomment-create", clause.pk, text="Waarom?")
    assert clause.comments.get().proposed_text == ""


def test_a_school_answers_no_comment_of_the_region(offered, school):
    comment = ClauseCommentFactory(clause=offered.clauses.get())
    assert school.get(url("clausecomment-settle", comment.pk)).status_code == 404


@pytest.mark.parametrize("role", [Role.READER, Role.CONTROLLER])
def test_who_only_reads_comments_on_nothing(offered, noord, client_of, role):
    client = client_of(member_of(noord, role))
    assert "Groepsgrootte" in page(client, "covenant-clauses", offered.pk)
    address = url("clausecomment-create", offered.clauses.get().pk)
    assert client.get(address).status_code == 403


# --- Parties ------------------------------------------------------------------------------------


def test_parties_are_added_and_taken_away(covenant, waterveen, provider, manager):
    post(
        manager, "covenant-parties", covenant.pk, gemeenten=[waterveen.pk], providers=[provider.pk]
    )
    party = covenant.parties.get(provider=provider)
    post(manager, "covenant-party-drop", party.pk)
    assert [str(each) for each in covenant.parties.all()] == ["Waterveen"]


def test_a_text_that_changed_under_the_reader_is_not_accepted(offered, manager, school):
    clause = offered.clauses.get()
    party = offered.parties.get(side="provider")
    standing = form_values(page(school, "covenant-party-accept", party.pk))
    post(manager, "covenantclause-update", clause.pk, text="Ten hoogste twintig.")
    agree(manager, offered)
    text = refusal(school, "covenant-party-accept", party.pk, **standing | {"is_read": "on"})
    assert "De tekst is gewijzigd" in text
    party.refresh_from_db()
    assert party.accepted_at is None


def test_nobody_opens_the_page_of_the_other_side(offered, manager, school):
    parties = {party.side: party for party in offered.parties.all()}
    assert manager.get(url("covenant-party-accept", parties["provider"].pk)).status_code == 404
    assert school.get(url("covenant-party-accept", parties["buyer"].pk)).status_code == 404


def test_a_school_leaves(active, school_party, school):
    LearnerFactory(covenant_party=school_party, started=True)
    assert "1 inburgeraar" in page(school, "covenant-party-leave", school_party.pk)
    post(
        school, "covenant-party-leave", school_party.pk, left_on="2026-06-30", reason="Wij stoppen"
    )
    school_party.refresh_from_db()
    assert school_party.leave_reason == "Wij stoppen"


def test_a_stranger_asks_to_join_what_is_published(active, client_of, noord, manager):
    stranger = ProviderFactory(recognised=True)
    client = client_of(person_of(stranger, Role.PROVIDER_ADMINISTRATOR))
    assert client.get(url("covenant-accession", active.pk)).status_code == 404
    post(manager, "covenant-publish", active.pk)
    post(client, "covenant-accession", active.pk, motivation="Wij hebben het keurmerk.")
    asked = AccessionRequest.objects.get()
    assert asked.provider == stranger
    assert "Wij hebben het keurmerk." in page(manager, "accessionrequest-detail", asked.pk)
    post(manager, "accessionrequest-transition", asked.pk, "admit")
    asked.refresh_from_db()
    assert asked.status == AccessionStatus.ADMITTED
    assert active.get_absolute_url() in page(client, "covenant-list")


def test_a_party_that_asks_again_is_led_to_its_covenant(active, manager, school):
    post(manager, "covenant-publish", active.pk)
    response = school.get(url("covenant-accession", active.pk))
    assert response.url == active.get_absolute_url()


def test_requests_are_listed_for_who_may_see_them(active, manager, school):
    asked = AccessionRequestFactory(covenant=active)
    assert str(asked.provider) in page(manager, "accessionrequest-list")
    assert str(asked.provider) not in page(school, "accessionrequest-list")


def test_a_refusal_asks_a_reason(active, manager):
    asked = AccessionRequestFactory(covenant=active)
    post(manager, "accessionrequest-transition", asked.pk, "refuse", reason="Geen keurmerk")
    asked.refresh_from_db()
    assert (asked.status, asked.reason) == (AccessionStatus.REFUSED, "Geen keurmerk")


# --- Targets, reviews and the check -------------------------------------------------------------


def test_targets_are_set_row_by_row(active, manager):
    rows = {
        "rows-TOTAL_FORMS": "1",
        "rows-INITIAL_FORMS": "0",
        "rows-0-measure": "attendance",
        "rows-0-direction": "at_least",
        "rows-0-target": "80,5",
    }
    response = manager.post(url("covenant-targets", active.pk), rows)
    assert response.status_code == 302
    target = active.indicators.get()
    assert (target.measure, str(target.target)) == ("attendance", "80.50")


def test_a_review_is_planned_and_held_and_the_next_one_follows(active, manager):
    post(manager, "covenant-review-create", active.pk, due_on="2026-03-02")
    review = active.reviews.get()
    post(manager, "covenant-review-hold", review.pk, conclusions="Het gaat goed.")
    assert [str(each.due_on) for each in active.reviews.coming()] == ["2027-03-02"]


def test_yes_warns_on_the_page_and_blocks_nothing(covenant, gemeente_party, school_party, manager):
    answers = dict.fromkeys(KEYS, "no") | {"pays": "yes", "pays_note": "Startsubsidie"}
    post(manager, "covenant-check", covenant.pk, **answers)
    text = page(manager, "covenant-detail", covenant.pk)
    assert "aanbesteed" in text
    check = covenant.checks.get()
    assert check.notes == {"pays": "Startsubsidie"}
    post(manager, "covenant-transition", covenant.pk, "offer")
    covenant.refresh_from_db()
    assert covenant.status == CovenantStatus.OFFERED


def test_a_check_without_an_answer_is_not_kept(covenant, manager):
    refusal(manager, "covenant-check", covenant.pk, pays="yes")
    assert not covenant.checks.exists()


def test_a_signed_covenant_shows_who_signed_to_the_parties(active, school):
    text = school.get(active.get_absolute_url(), {"tab": "partijen"}).content.decode()
    assert "Jo Tekenaar" in text


def test_gemeenten_sign_before_schools_can_be_waited_for(offered, manager):
    sign(offered.parties.get(side="buyer"))
    text = page(manager, "covenant-transition", offered.pk, "activate")
    assert "Te weinig partijen hebben ondertekend" in text
