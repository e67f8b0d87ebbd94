"""Covenants: drafted, put to the parties, agreed on, accepted, signed, joined, left and ended."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import get_default_timezone

from accounts.models import AuditEvent, Notification
from config.shared.errors import Refused
from contracts.actions import covenants as actions
from contracts.actions.covenants import Signatory
from contracts.enums import AccessionStatus, ClauseUse, CovenantKind, CovenantStatus
from contracts.models import Covenant, CovenantClause, CovenantParty
from procurement.enums import ApplicationStatus, TenderKind
from procurement.models import Application
from providers.enums import AdmissionStatus
from tests.factories.covenants import (
    AccessionRequestFactory,
    CovenantClauseFactory,
    CovenantFactory,
    GemeentePartyFactory,
    SchoolPartyFactory,
    in_force,
    sign,
)
from tests.factories.papers import ClauseFactory
from tests.factories.procurement import TenderFactory

AT = datetime(2026, 3, 2, 10, tzinfo=get_default_timezone())
TODAY = AT.date()
SIGNATORY = Signatory("Jo Tekenaar", "wethouder", TODAY)


@pytest.fixture
def covenant(noord):
    """A draft of Noord with one clause and without parties."""
    return CovenantFactory(region=noord)


@pytest.fixture
def gemeente_party(covenant, waterveen):
    return GemeentePartyFactory(covenant=covenant, gemeente=waterveen)


@pytest.fixture
def school_party(covenant, provider):
    return SchoolPartyFactory(covenant=covenant, provider=provider)


@pytest.fixture
def offered(covenant, gemeente_party, school_party, contract_manager):
    return actions.offer_covenant(covenant=covenant, by=contract_manager, at=AT)


@pytest.fixture
def agreed(offered, contract_manager):
    """All clauses agreed on: the text is ready to be accepted."""
    clauses = list(offered.clauses.all())
    return actions.agree_clauses(covenant=offered, clauses=clauses, by=contract_manager, at=AT)


def accept(party: CovenantParty, by, at=AT) -> CovenantParty:
    digest = party.covenant.text().digest()
    return actions.accept_text(party=party, digest=digest, by=by, at=at)


def sign_for(party: CovenantParty, by, signatory=SIGNATORY) -> CovenantParty:
    return actions.sign_party(party=accept(party, by), signatory=signatory, by=by, at=AT)


@pytest.fixture
def active(agreed, gemeente_party, school_party, contract_manager, provider_user):
    sign_for(gemeente_party, contract_manager)
    sign_for(school_party, provider_user)
    return Covenant.objects.get(pk=agreed.pk)


# --- Drafting -----------------------------------------------------------------------------------


def test_a_draft_begins_with_the_standard_clauses_of_the_region(
    noord, waterveen, provider, contract_manager
):
    for position, code in ((20, "tweede"), (10, "eerste")):
        ClauseFactory(
            region=noord, use=ClauseUse.COVENANT, code=code, title=code, position=position
        )
    ClauseFactory(region=noord, use=ClauseUse.COVENANT, is_standard=False)
    ClauseFactory(region=noord, use=ClauseUse.CONTRACT)
    draft = CovenantFactory.build(region=noord, created_by=None)

    covenant = actions.draft_covenant(
        covenant=draft, gemeenten=[waterveen], providers=[provider], by=contract_manager, at=AT
    )

    assert [clause.title for clause in covenant.clauses.all()] == ["eerste", "tweede"]
    assert {str(party) for party in covenant.parties.all()} == {str(waterveen), str(provider)}
    assert covenant.created_by == contract_manager


def test_only_who_drafts_for_the_region_drafts(noord, zuid_coordinator, reader):
    for person in (zuid_coordinator, reader):
        with pytest.raises(Refused):
            actions.draft_covenant(
                covenant=CovenantFactory.build(region=noord),
                gemeenten=[],
                providers=[],
                by=person,
                at=AT,
            )


def test_facts_change_in_a_draft_alone(offered, contract_manager):
    with pytest.raises(Refused):
        actions.change_covenant(covenant=offered, title="Anders", by=contract_manager, at=AT)
    back = actions.take_back_covenant(
        covenant=offered, by=contract_manager, at=AT, reason="Fout in de titel"
    )
    changed = actions.change_covenant(covenant=back, title="Anders", by=contract_manager, at=AT)
    assert changed.title == "Anders"


def test_a_draft_can_be_removed_and_an_offer_not(covenant, contract_manager):
    actions.remove_covenant(covenant=covenant, by=contract_manager, at=AT)
    assert not Covenant.objects.filter(pk=covenant.pk).exists()
    other = CovenantFactory(region=covenant.region, offered=True)
    with pytest.raises(Refused):
        actions.remove_covenant(covenant=other, by=contract_manager, at=AT)


# --- To the parties -----------------------------------------------------------------------------


def test_offering_asks_clauses_and_parties_of_both_sides(
    covenant, gemeente_party, contract_manager
):
    covenant.clauses.all().delete()
    with pytest.raises(Refused) as refused:
        actions.offer_covenant(covenant=covenant, by=contract_manager, at=AT)
    assert refused.value.messages == [
        "Voeg bepalingen toe aan de tekst.",
        "Noem de partijen. Er is nog 1 school nodig.",
    ]
    covenant.refresh_from_db()
    assert covenant.status == CovenantStatus.DRAFT


def test_schools_see_the_text_once_it_is_offered_and_are_told(
    covenant, gemeente_party, school_party, contract_manager, provider_user
):
    assert not Covenant.objects.visible_to(provider_user).exists()
    actions.offer_covenant(covenant=covenant, by=contract_manager, at=AT)
    assert Covenant.objects.visible_to(provider_user).get() == covenant
    told = Notification.objects.get(user=provider_user)
    assert told.kind == "contracts.covenant_offered"
    assert told.url == covenant.get_absolute_url()


def test_a_school_that_is_no_party_sees_nothing(offered, other_provider_user):
    assert not Covenant.objects.visible_to(other_provider_user).exists()


def test_a_school_has_no_place_where_gemeenten_buy_together(noord, provider, contract_manager):
    covenant = CovenantFactory(region=noord, kind=CovenantKind.BUYING)
    with pytest.raises(Refused):
        actions.name_parties(covenant=covenant, providers=[provider], by=contract_manager, at=AT)


def test_naming_a_party_twice_changes_nothing(offered, waterveen, provider, contract_manager):
    made = actions.name_parties(
        covenant=offered,
        gemeenten=[waterveen],
        providers=[provider],
        by=contract_manager,
        at=AT,
    )
    assert made == []
    assert offered.parties.count() == 2


def test_a_party_that_signed_cannot_be_taken_away(offered, gemeente_party, contract_manager):
    sign(gemeente_party)
    with pytest.raises(Refused):
        actions.drop_party(party=gemeente_party, by=contract_manager, at=AT)


# --- Clause by clause ---------------------------------------------------------------------------


def test_an_agreed_clause_is_locked_until_somebody_comments(
    agreed, contract_manager, provider_user
):
    clause = agreed.clauses.get()
    assert clause.is_locked
    facts = {"title": clause.title, "text": "Zestien.", "position": clause.position}
    with pytest.raises(Refused):
        actions.change_clause(clause=clause, by=contract_manager, at=AT, **facts)

    comment = actions.comment_on_clause(clause=clause, text="Zestien?", by=provider_user, at=AT)

    clause.refresh_from_db()
    assert not clause.is_locked
    assert comment.party.provider_id == provider_user.grants[0].provider_id
    actions.change_clause(clause=clause, by=contract_manager, at=AT, **facts)
    clause.refresh_from_db()
    assert clause.text == "Zestien."


def test_a_clause_with_an_open_comment_cannot_be_agreed_on(agreed, contract_manager, provider_user):
    clause = agreed.clauses.get()
    comment = actions.comment_on_clause(clause=clause, text="Waarom?", by=provider_user, at=AT)
    agree = {"covenant": agreed, "clauses": [clause], "by": contract_manager, "at": AT}
    with pytest.raises(Refused):
        actions.agree_clauses(**agree)
    actions.settle_comment(comment=comment, answer="Daarom.", by=contract_manager, at=AT)
    actions.agree_clauses(**agree)
    clause.refresh_from_db()
    assert clause.agreed_by == contract_manager


def test_a_proposed_text_can_be_taken_over_by_the_region(agreed, contract_manager, provider_user):
    clause = agreed.clauses.get()
    comment = actions.comment_on_clause(
        clause=clause,
        text="Ruimer",
        proposed_text="Ten hoogste zestien.",
        by=provider_user,
        at=AT,
    )
    with pytest.raises(Refused):
        actions.settle_comment(
            comment=comment, answer="x", takes_over=True, by=provider_user, at=AT
        )
    actions.settle_comment(
        comment=comment, answer="Akkoord", takes_over=True, by=contract_manager, at=AT
    )
    clause.refresh_from_db()
    assert clause.text == "Ten hoogste zestien."


def test_a_party_takes_its_own_comment_back_and_no_other(
    agreed, contract_manager, provider_user, other_provider, other_provider_user
):
    SchoolPartyFactory(covenant=agreed, provider=other_provider)
    clause = agreed.clauses.get()
    comment = actions.comment_on_clause(clause=clause, text="Hm", by=provider_user, at=AT)
    with pytest.raises(Refused):
        actions.settle_comment(comment=comment, answer="weg", by=other_provider_user, at=AT)
    settled = actions.settle_comment(comment=comment, answer="Laat maar", by=provider_user, at=AT)
    assert settled.resolved_by == provider_user
    with pytest.raises(Refused):
        actions.settle_comment(comment=comment, answer="nog eens", by=contract_manager, at=AT)


def test_strangers_and_readers_have_no_voice(agreed, reader, other_provider_user):
    clause = agreed.clauses.get()
    for person in (reader, other_provider_user):
        with pytest.raises(Refused):
            actions.comment_on_clause(clause=clause, text="x", by=person, at=AT)
    assert not clause.comments.exists()


def test_changing_the_text_voids_acceptances_of_the_text_before(
    agreed, gemeente_party, school_party, contract_manager, provider_user
):
    accept(gemeente_party, contract_manager)
    accept(school_party, provider_user)
    actions.write_clause(
        covenant=agreed, title="Klachten", text="Elke school.", by=contract_manager, at=AT
    )
    assert not agreed.parties.exclude(accepted_digest="").exists()
    assert Notification.objects.filter(
        user=provider_user, kind="contracts.covenant_changed"
    ).exists()


def test_a_clause_saved_as_it_stood_voids_nothing(
    offered, gemeente_party, contract_manager, provider_user, school_party
):
    clause = offered.clauses.get()
    sure = {"title": clause.title, "text": clause.text, "position": clause.position}
    actions.agree_clauses(covenant=offered, clauses=[clause], by=contract_manager, at=AT)
    accept(school_party, provider_user)
    comment = actions.comment_on_clause(clause=clause, text="?", by=contract_manager, at=AT)
    actions.change_clause(clause=clause, by=contract_manager, at=AT, **sure)
    actions.settle_comment(comment=comment, answer="!", by=contract_manager, at=AT)
    school_party.refresh_from_db()
    assert school_party.accepted_digest == offered.text().digest()


def test_places_that_nothing_fills_are_refused(offered, contract_manager):
    with pytest.raises(Refused):
        actions.write_clause(
            covenant=offered, title="x", text="Voor {aanbieder}.", by=contract_manager, at=AT
        )


def test_places_are_filled_in_with_the_facts(covenant):
    CovenantClauseFactory(
        covenant=covenant, title="Duur", text="Vanaf {first_on}, zie {reference}."
    )
    provision = covenant.text().provisions[-1]
    assert provision.text == f"Vanaf 1 januari 2026, zie {covenant.reference}."


# --- Accepting and signing ----------------------------------------------------------------------


def test_what_is_accepted_is_the_text_that_was_read(agreed, school_party, provider_user):
    with pytest.raises(Refused) as refused:
        actions.accept_text(party=school_party, digest="0" * 64, by=provider_user, at=AT)
    assert refused.value.messages == ["De tekst is gewijzigd sinds u hem las. Lees hem opnieuw."]


def test_nothing_is_accepted_while_clauses_are_open(offered, school_party, provider_user):
    with pytest.raises(Refused):
        accept(school_party, provider_user)
    school_party.refresh_from_db()
    assert school_party.accepted_at is None


def test_nobody_signs_for_the_other_side(
    agreed, gemeente_party, school_party, contract_manager, provider_user, coordinator
):
    for party, person in (
        (school_party, contract_manager),
        (gemeente_party, provider_user),
        (gemeente_party, coordinator),
    ):
        with pytest.raises(Refused):
            accept(party, person)


def test_signing_asks_acceptance_of_the_same_text(agreed, school_party, provider_user):
    with pytest.raises(Refused):
        actions.sign_party(party=school_party, signatory=SIGNATORY, by=provider_user, at=AT)


@pytest.mark.parametrize(
    "signatory",
    [Signatory("Jo", "directeur", TODAY + timedelta(days=1)), Signatory(" ", "directeur", TODAY)],
    ids=["tomorrow", "nobody"],
)
def test_a_signature_has_a_name_and_a_day_that_has_come(
    agreed, school_party, provider_user, signatory
):
    with pytest.raises(Refused):
        sign_for(school_party, provider_user, signatory)
    school_party.refresh_from_db()
    assert school_party.signed_digest == ""


def test_the_last_signature_brings_the_covenant_into_force(
    agreed, gemeente_party, school_party, contract_manager, provider_user
):
    sign_for(gemeente_party, contract_manager)
    agreed.refresh_from_db()
    assert agreed.status == CovenantStatus.OFFERED

    signed = sign_for(school_party, provider_user)

    agreed.refresh_from_db()
    assert agreed.status == CovenantStatus.ACTIVE
    assert signed.signed_digest == agreed.text().digest()
    assert signed.acceded_on is None
    assert agreed.reviews.get().due_on == date(2027, 3, 2)
    assert CovenantParty.objects.in_force().count() == 2


def test_a_covenant_can_come_into_force_before_every_school_has_signed(
    agreed, gemeente_party, school_party, other_provider, contract_manager, provider_user
):
    SchoolPartyFactory(covenant=agreed, provider=other_provider)
    with pytest.raises(Refused):
        actions.activate_covenant(covenant=agreed, by=contract_manager, at=AT)
    sign_for(gemeente_party, contract_manager)
    sign_for(school_party, provider_user)
    agreed.refresh_from_db()
    assert agreed.status == CovenantStatus.OFFERED
    active = actions.activate_covenant(covenant=agreed, by=contract_manager, at=AT)
    assert active.status == CovenantStatus.ACTIVE


def test_a_signed_text_takes_no_comments_and_no_changes(
    agreed, gemeente_party, contract_manager, provider_user
):
    sign_for(gemeente_party, contract_manager)
    clause = agreed.clauses.get()
    with pytest.raises(Refused):
        actions.comment_on_clause(clause=clause, text="x", by=provider_user, at=AT)
    with pytest.raises(Refused):
        actions.write_clause(covenant=agreed, title="x", text="y", by=contract_manager, at=AT)


def test_taking_back_lets_signatures_lapse_and_says_so(
    agreed, gemeente_party, contract_manager, provider_user
):
    sign_for(gemeente_party, contract_manager)
    actions.take_back_covenant(
        covenant=agreed, by=contract_manager, at=AT, reason="Raad wil anders"
    )
    gemeente_party.refresh_from_db()
    assert gemeente_party.signed_at is None
    assert gemeente_party.accepted_digest == ""
    assert not agreed.clauses.filter(agreed_at__isnull=False).exists()
    reasons = AuditEvent.objects.filter(action="updated").values_list("reason", flat=True)
    assert f"Handtekeningen vervallen: {gemeente_party}." in list(reasons)


def test_a_text_in_force_stands_also_for_who_writes_past_the_actions(active):
    clause = active.clauses.get()
    changes = [
        lambda: CovenantClause.objects.filter(pk=clause.pk).update(text="Honderd."),
        clause.delete,
        lambda: CovenantClauseFactory(covenant=active),
        lambda: Covenant.objects.filter(pk=active.pk).update(title="Anders"),
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_another_name_of_the_region_does_not_change_what_was_signed(
    covenant, gemeente_party, school_party, contract_manager, provider_user
):
    CovenantClauseFactory(covenant=covenant, title="Wie", text="{parties} in {region}.")
    offered = actions.offer_covenant(covenant=covenant, by=contract_manager, at=AT)
    clauses = list(offered.clauses.all())
    actions.agree_clauses(covenant=offered, clauses=clauses, by=contract_manager, at=AT)
    sign_for(gemeente_party, contract_manager)
    signed = sign_for(school_party, provider_user)
    covenant.region.name = "Noorderland"
    covenant.region.save()
    active = Covenant.objects.get(pk=covenant.pk)
    assert active.status == CovenantStatus.ACTIVE
    assert "Noord." in active.text().provisions[-1].text
    assert active.text().digest() == signed.signed_digest


# --- Publishing, leaving, ending ----------------------------------------------------------------


def test_a_covenant_in_force_is_published_and_withdrawn(active, contract_manager):
    published = actions.publish_covenant(covenant=active, by=contract_manager, at=AT)
    assert Covenant.objects.public().get() == published
    with pytest.raises(Refused):
        actions.publish_covenant(covenant=active, by=contract_manager, at=AT)
    actions.withdraw_publication(covenant=active, by=contract_manager, at=AT)
    assert not Covenant.objects.public().exists()


def test_a_draft_is_not_published(covenant, contract_manager):
    with pytest.raises(Refused):
        actions.publish_covenant(covenant=covenant, by=contract_manager, at=AT)
    with pytest.raises(IntegrityError):
        Covenant.objects.filter(pk=covenant.pk).update(
            published_at=AT, published_by=contract_manager
        )


def test_a_party_leaves_after_its_last_day(active, school_party, provider_user, contract_manager):
    left = actions.leave_covenant(
        party=school_party,
        left_on=TODAY + timedelta(days=30),
        reason="Wij stoppen",
        by=provider_user,
        at=AT,
    )
    bound = CovenantParty.objects.filter(pk=left.pk)
    assert bound.in_force_on(left.left_on).exists()
    assert not bound.in_force_on(left.left_on + timedelta(days=1)).exists()
    assert Notification.objects.filter(user=contract_manager, about_id=active.pk).exists()
    with pytest.raises(Refused):
        actions.leave_covenant(
            party=school_party, left_on=TODAY, reason="x", by=provider_user, at=AT
        )


def test_a_party_does_not_leave_before_it_signed(active, school_party, provider_user):
    with pytest.raises(Refused):
        actions.leave_covenant(
            party=school_party,
            left_on=TODAY - timedelta(days=1),
            reason="x",
            by=provider_user,
            at=AT,
        )


def test_a_covenant_ends_on_a_day_for_a_reason(active, contract_manager, provider_user):
    actions.publish_covenant(covenant=active, by=contract_manager, at=AT)
    ended = actions.end_covenant(
        covenant=active, ended_on=TODAY, reason="Opgevolgd", by=contract_manager, at=AT
    )
    assert (ended.status, ended.ended_on, ended.end_reason) == ("ended", TODAY, "Opgevolgd")
    assert ended.ended_by == contract_manager
    assert not CovenantParty.objects.in_force().exists()
    assert not Covenant.objects.public().exists()
    assert not ended.reviews.exists()


@pytest.mark.parametrize(
    ("ended_on", "reason"), [(date(2025, 12, 31), "x"), (TODAY, " ")], ids=["too early", "why"]
)
def test_an_end_before_the_beginning_or_without_a_reason_is_refused(
    active, contract_manager, ended_on, reason
):
    with pytest.raises(Refused):
        actions.end_covenant(
            covenant=active, ended_on=ended_on, reason=reason, by=contract_manager, at=AT
        )
    active.refresh_from_db()
    assert (active.status, active.ended_on) == (CovenantStatus.ACTIVE, None)


def test_a_school_ends_nothing(active, provider_user):
    with pytest.raises(Refused):
        actions.end_covenant(covenant=active, ended_on=TODAY, reason="x", by=provider_user, at=AT)


# --- Joining ------------------------------------------------------------------------------------


@pytest.fixture
def request_to_join(active, other_provider, other_provider_user):
    return actions.ask_accession(
        covenant=active,
        provider=other_provider,
        motivation="Wij hebben het keurmerk.",
        by=other_provider_user,
        at=AT,
    )


def test_a_school_that_joins_signs_the_same_text(
    active, request_to_join, contract_manager, other_provider, other_provider_user
):
    digest = active.text().digest()
    admitted = actions.admit_request(accession_request=request_to_join, by=contract_manager, at=AT)
    assert admitted.status == AccessionStatus.ADMITTED
    party = active.parties.get(provider=other_provider)
    assert not CovenantParty.objects.in_force().filter(pk=party.pk).exists()

    signed = sign_for(party, other_provider_user)

    assert (signed.signed_digest, signed.acceded_on) == (digest, TODAY)
    assert CovenantParty.objects.in_force().filter(pk=party.pk).exists()


def test_a_refusal_says_why_and_leaves_the_door_open(
    request_to_join, active, contract_manager, other_provider, other_provider_user
):
    refused = actions.refuse_request(
        accession_request=request_to_join, by=contract_manager, at=AT, reason="Geen keurmerk"
    )
    assert (refused.status, refused.reason) == (AccessionStatus.REFUSED, "Geen keurmerk")
    assert not active.parties.filter(provider=other_provider).exists()
    again = actions.ask_accession(
        covenant=active, provider=other_provider, motivation="Nu wel", by=other_provider_user, at=AT
    )
    assert again.status == AccessionStatus.ASKED


def test_nobody_asks_twice_or_as_a_party_or_for_another(
    active, request_to_join, provider, other_provider, provider_user, other_provider_user
):
    for school, person in (
        (other_provider, other_provider_user),
        (provider, provider_user),
        (other_provider, provider_user),
    ):
        with pytest.raises(Refused):
            actions.ask_accession(
                covenant=active, provider=school, motivation="x", by=person, at=AT
            )


def test_no_joining_before_the_covenant_is_in_force_or_after(
    covenant, other_provider, other_provider_user, contract_manager
):
    with pytest.raises(Refused):
        actions.ask_accession(
            covenant=covenant,
            provider=other_provider,
            motivation="x",
            by=other_provider_user,
            at=AT,
        )
    late = AccessionRequestFactory(covenant=covenant, provider=other_provider)
    with pytest.raises(Refused):
        actions.admit_request(accession_request=late, by=contract_manager, at=AT)


@pytest.fixture
def application(noord, provider, provider_user, covenant):
    tender = TenderFactory(region=noord, kind=TenderKind.COVENANT_ACCESSION)
    covenant.tender = tender
    covenant.save()
    return Application.objects.create(
        tender=tender,
        provider=provider,
        contact_name="Pia",
        contact_email="pia@voorbeeld.test",
        created_at=AT,
        created_by=provider_user,
        submitted_at=AT,
        submitted_by=provider_user,
    )


def admit(application: Application, by) -> None:
    Application.objects.filter(pk=application.pk).update(status=ApplicationStatus.SUBMITTED)
    Application.objects.filter(pk=application.pk).update(
        status=ApplicationStatus.ADMITTED, decided_at=AT, decided_by=by
    )
    application.refresh_from_db()


def test_an_admission_in_a_tender_makes_a_party_once(application, covenant, contract_manager):
    admit(application, contract_manager)
    moment = {"application": application, "by": contract_manager, "at": AT}
    party = actions.accede_from_admission(**moment)
    assert (party.covenant, party.provider) == (covenant, application.provider)
    assert actions.accede_from_admission(**moment) == party
    assert covenant.parties.count() == 1


def test_an_admission_ties_itself_to_a_party_that_stands(
    application, covenant, school_party, contract_manager
):
    admit(application, contract_manager)
    party = actions.accede_from_admission(application=application, by=contract_manager, at=AT)
    assert party == school_party
    assert party.application == application


def test_only_an_admission_makes_a_party(application, contract_manager, covenant):
    with pytest.raises(Refused):
        actions.accede_from_admission(application=application, by=contract_manager, at=AT)
    assert not covenant.parties.exists()


def test_an_admission_without_a_covenant_is_refused(application, covenant, contract_manager):
    admit(application, contract_manager)
    covenant.tender = None
    covenant.save()
    with pytest.raises(Refused):
        actions.accede_from_admission(application=application, by=contract_manager, at=AT)


def test_an_admission_makes_a_party_of_a_covenant_in_force(
    application, covenant, gemeente_party, contract_manager, provider_user
):
    in_force(covenant, gemeente_party)
    admit(application, contract_manager)
    party = actions.accede_from_admission(application=application, by=contract_manager, at=AT)
    signed = sign_for(party, provider_user)
    assert signed.acceded_on == TODAY
    assert signed.signed_digest == gemeente_party.signed_digest


def test_a_suspended_school_signs_nothing_and_does_not_join(
    agreed, school_party, provider, noord, provider_user, contract_manager
):
    accepted = accept(school_party, provider_user)
    provider.admissions.filter(region=noord).update(
        status=AdmissionStatus.SUSPENDED,
        barred_from=TODAY,
        barred_at=AT,
        barred_by=contract_manager,
    )
    with pytest.raises(Refused):
        actions.sign_party(party=accepted, signatory=SIGNATORY, by=provider_user, at=AT)
    other = in_force(CovenantFactory(region=noord))
    with pytest.raises(Refused):
        actions.ask_accession(
            covenant=other, provider=provider, motivation="x", by=provider_user, at=AT
        )
