"""By invitation: who may bid, who is told, who asks to take part and who says no."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, Notification
from config.shared.errors import Refused
from procurement import actions
from procurement.enums import DeclineReason, Procedure, TenderKind, TenderStatus
from procurement.models import Invitation, Tender
from procurement.workflows.publication import enough_invited
from tests.factories.procurement import move
from tests.factories.providers import ProviderFactory
from tests.factories.publication import InvitationFactory

HOUR = timedelta(hours=1)


def told(user) -> set[str]:
    return set(Notification.objects.filter(user=user).values_list("kind", flat=True))


def with_procedure(tender: Tender, procedure: Procedure, **fields) -> Tender:
    Tender.objects.filter(pk=tender.pk).update(procedure=procedure, **fields)
    tender.refresh_from_db()
    return tender


@pytest.fixture
def private(draft) -> Tender:
    return with_procedure(draft, Procedure.MULTIPLE_PRIVATE)


@pytest.fixture
def restricted(published, at) -> Tender:
    """Requests come in for another day."""
    return with_procedure(published, Procedure.RESTRICTED, requests_close_at=at + timedelta(days=1))


@pytest.fixture
def asked(restricted, provider, provider_user, at) -> Invitation:
    return actions.request_participation(
        tender=restricted, provider=provider, text="Wij passen.", by=provider_user, at=at
    )


AFTER_REQUESTS = timedelta(days=1, minutes=1)


# --- Who may bid --------------------------------------------------------------------------------


@pytest.mark.parametrize("procedure", [Procedure.SOCIAL, Procedure.OPEN])
def test_in_a_public_procedure_anyone_may_bid(procedure, published, provider):
    assert actions.may_bid(with_procedure(published, procedure), provider) is None


def test_where_all_who_qualify_are_admitted_nobody_bids(published, provider):
    house = with_procedure(published, Procedure.OPEN_HOUSE)
    assert "toelating" in actions.may_bid(house, provider)
    joined = with_procedure(published, Procedure.SOCIAL, kind=TenderKind.COVENANT_ACCESSION)
    assert "toelating" in actions.may_bid(joined, provider)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (None, "uitnodigde"),
        ({"requested": True}, "nog niet beslist"),
        ({"requested": True, "rejected_at": True}, "niet geselecteerd"),
        ({"declined_at": True}, "bedankt"),
        ({}, None),
    ],
    ids=["nobody", "waiting", "rejected", "declined", "invited"],
)
@pytest.mark.parametrize(
    "procedure", [Procedure.RESTRICTED, Procedure.MULTIPLE_PRIVATE, Procedure.NEGOTIATED]
)
def test_by_invitation_only_who_is_invited_bids(
    procedure, fields, words, published, provider, officer, at
):
    tender = with_procedure(published, procedure)
    if fields is not None:
        values = dict(fields)
        for name in ("rejected", "declined"):
            if values.pop(f"{name}_at", None):
                values |= {f"{name}_at": at, f"{name}_by": officer}
        InvitationFactory(tender=tender, provider=provider, **values)
    sentence = actions.may_bid(tender, provider)
    assert sentence is None if words is None else words in sentence


# --- Inviting -----------------------------------------------------------------------------------


def test_who_is_chosen_is_told_at_publication_and_not_before(
    private, provider, provider_user, officer, at
):
    actions.invite_providers(tender=private, providers=[provider], by=officer, at=at - HOUR)
    assert not told(provider_user)
    assert not Tender.objects.visible_to(provider_user).filter(pk=private.pk)
    Tender.objects.filter(pk=private.pk).update(published_at=at, published_by=officer)
    actions.tell_publication(private, at=at)
    assert "procurement.invited" in told(provider_user)
    assert private.invitations.get().invited_at == at
    assert Tender.objects.visible_to(provider_user).filter(pk=private.pk)


def test_nobody_else_hears_of_a_private_tender(private, provider, other_provider_user, officer, at):
    actions.invite_providers(tender=private, providers=[provider], by=officer, at=at)
    Tender.objects.filter(pk=private.pk).update(published_at=at, published_by=officer)
    actions.tell_publication(private, at=at)
    assert not told(other_provider_user)
    assert not Tender.objects.visible_to(other_provider_user).filter(pk=private.pk)


def test_in_a_running_tender_the_invitation_goes_at_once(
    published, provider, provider_user, officer, at
):
    tender = with_procedure(published, Procedure.MULTIPLE_PRIVATE)
    actions.invite_providers(tender=tender, providers=[provider], by=officer, at=at)
    assert "procurement.invited" in told(provider_user)


def refused_invitation(tender, providers, by, at) -> Refused:
    with pytest.raises(Refused) as refused:
        actions.invite_providers(tender=tender, providers=providers, by=by, at=at)
    assert not tender.invitations.filter(invited_at=at).exists()
    return refused.value


def test_only_admitted_providers_are_invited_and_each_once(private, provider, officer, at):
    stranger = ProviderFactory(legal_name="Vreemde School")
    refused = refused_invitation(private, [provider, stranger], officer, at)
    assert refused.field == "providers"
    assert "Vreemde School" in str(refused)
    actions.invite_providers(tender=private, providers=[provider], by=officer, at=at - HOUR)
    assert refused_invitation(private, [provider], officer, at).field == "providers"


def test_nobody_is_no_invitation(private, officer, at):
    assert refused_invitation(private, [], officer, at).field == "providers"


def test_in_a_public_procedure_nobody_is_invited(draft, provider, officer, at):
    assert "bij naam" in str(refused_invitation(draft, [provider], officer, at))


def test_after_the_deadline_nobody_is_invited(published, provider, officer, at, pass_deadline):
    tender = pass_deadline(with_procedure(published, Procedure.MULTIPLE_PRIVATE))
    refused_invitation(tender, [provider], officer, at)


@pytest.mark.parametrize("person", ["coordinator", "zuid_officer", "provider_user"])
def test_who_does_not_prepare_tenders_invites_nobody(person, private, provider, request, at):
    refused = refused_invitation(private, [provider], request.getfixturevalue(person), at)
    assert "rol" in str(refused)


def test_a_name_comes_off_the_list_only_before_publication(private, provider, officer, at):
    (made,) = actions.invite_providers(tender=private, providers=[provider], by=officer, at=at)
    actions.remove_invitation(invitation=made, by=officer, at=at)
    assert not private.invitations.exists()
    (made,) = actions.invite_providers(tender=private, providers=[provider], by=officer, at=at)
    Tender.objects.filter(pk=private.pk).update(published_at=at, published_by=officer)
    move(private, TenderStatus.IN_REVIEW, TenderStatus.PUBLISHED)
    with pytest.raises(Refused):
        actions.remove_invitation(invitation=made, by=officer, at=at)
    assert private.invitations.count() == 1


def test_the_rule_says_how_many_are_invited_at_least(private, at):
    """Three, by the Gids Proportionaliteit; for practice one."""
    assert "Nodig er ten minste 3 uit" in enough_invited(private, at)
    for _number in range(3):
        InvitationFactory(tender=private)
    assert enough_invited(private, at) is None


def test_for_practice_one_is_enough(private, at):
    private.region.is_training = True
    assert enough_invited(private, at)
    InvitationFactory(tender=private)
    assert enough_invited(private, at) is None


# --- Asking to take part ------------------------------------------------------------------------


def test_a_provider_asks_and_the_desk_is_told(asked, officer, provider):
    assert asked.requested_at
    assert asked.invited_at is None
    assert "procurement.request_made" in told(officer)


def test_it_asks_once_and_in_time(asked, restricted, provider, provider_user, at):
    again = {"tender": restricted, "provider": provider, "text": "Nog eens.", "by": provider_user}
    with pytest.raises(Refused, match="al om deelneming"):
        actions.request_participation(**again, at=at)
    with pytest.raises(Refused, match="verstreken"):
        actions.request_participation(**again, at=at + AFTER_REQUESTS)
    assert Invitation.objects.count() == 1


def test_in_another_procedure_nobody_asks(published, provider, provider_user, at):
    with pytest.raises(Refused, match="wacht op een uitnodiging"):
        actions.request_participation(
            tender=published, provider=provider, text="x", by=provider_user, at=at
        )


def test_requests_are_decided_on_together_after_the_deadline(asked, officer, at):
    for decide in (actions.select_request, actions.reject_request):
        reason = {"reason": "Te weinig referenties."} if decide is actions.reject_request else {}
        with pytest.raises(Refused, match="nog verzoeken"):
            decide(invitation=asked, by=officer, at=at, **reason)
    asked.refresh_from_db()
    assert (asked.invited_at, asked.rejected_at) == (None, None)


def test_who_is_selected_is_invited_and_may_bid(asked, officer, provider_user, provider, at):
    chosen = actions.select_request(invitation=asked, by=officer, at=at + AFTER_REQUESTS)
    assert chosen.invited_at == at + AFTER_REQUESTS
    assert "procurement.invited" in told(provider_user)
    assert actions.may_bid(asked.tender, provider) is None


def test_who_is_not_selected_hears_why_and_may_not_bid(asked, officer, provider_user, provider, at):
    with pytest.raises(Refused) as refused:
        actions.reject_request(invitation=asked, reason=" ", by=officer, at=at + AFTER_REQUESTS)
    assert refused.value.field == "reason"
    actions.reject_request(
        invitation=asked, reason="Te weinig referenties.", by=officer, at=at + AFTER_REQUESTS
    )
    assert "procurement.request_decided" in told(provider_user)
    assert "niet geselecteerd" in actions.may_bid(asked.tender, provider)
    with pytest.raises(Refused, match="al beslist"):
        actions.select_request(invitation=asked, by=officer, at=at + AFTER_REQUESTS)


def test_who_may_not_publish_decides_on_nothing(asked, coordinator, at):
    with pytest.raises(Refused, match="rol"):
        actions.select_request(invitation=asked, by=coordinator, at=at + AFTER_REQUESTS)


# --- Saying no ----------------------------------------------------------------------------------


@pytest.fixture
def invited(published, provider) -> Invitation:
    tender = with_procedure(published, Procedure.MULTIPLE_PRIVATE)
    return InvitationFactory(tender=tender, provider=provider)


def decline(invitation, by, at) -> Invitation:
    return actions.decline_invitation(
        invitation=invitation, reason=DeclineReason.NUMBERS, explanation="", by=by, at=at
    )


def test_a_provider_says_no_and_may_think_again(invited, provider, provider_user, at):
    assert decline(invited, provider_user, at).decline_reason == DeclineReason.NUMBERS
    assert actions.may_bid(invited.tender, provider)
    with pytest.raises(Refused, match="bedankt"):
        decline(invited, provider_user, at)
    actions.reconsider_invitation(invitation=invited, by=provider_user, at=at)
    assert actions.may_bid(invited.tender, provider) is None
    story = AuditEvent.objects.filter(content_type__model="invitation").order_by("pk")
    assert [row.action for row in story] == ["decline_invitation", "reconsider_invitation"]


@pytest.mark.parametrize("person", ["other_provider_user", "officer"])
def test_nobody_says_no_for_another(person, invited, request, at):
    with pytest.raises(Refused, match="rol"):
        decline(invited, request.getfixturevalue(person), at)
    invited.refresh_from_db()
    assert invited.declined_at is None


def test_who_said_no_is_not_told_of_changes(invited, provider, provider_user, at):
    assert list(actions.concerned_providers(invited.tender)) == [provider]
    decline(invited, provider_user, at)
    assert not actions.concerned_providers(invited.tender)


# --- Pages --------------------------------------------------------------------------------------


def test_an_officer_invites_on_the_page_and_sees_the_list(private, provider, officer, client_of):
    client = client_of(officer)
    url = reverse("procurement:invitation-create", args=[private.pk])
    shown = client.post(url, {"providers": [provider.pk]}, follow=True).content.decode()
    assert str(provider) in shown
    assert "Nodig 3 tot 5 aanbieders uit" in shown
    delete = reverse("procurement:invitation-delete", args=[private.invitations.get().pk])
    assert "Van de lijst halen" in client.get(delete).content.decode()
    client.post(delete)
    assert not private.invitations.exists()


def test_no_is_said_in_two_clicks(invited, provider_user, client_of):
    client = client_of(provider_user)
    url = reverse("procurement:invitation-decline", args=[invited.pk])
    assert url in client.get(invited.tender.get_absolute_url()).content.decode()
    client.post(url, {"reason": DeclineReason.TEACHERS})
    invited.refresh_from_db()
    assert invited.decline_reason == DeclineReason.TEACHERS
    back = reverse("procurement:invitation-reconsider", args=[invited.pk])
    client.post(back)
    invited.refresh_from_db()
    assert invited.declined_at is None


def test_a_request_goes_from_page_to_page(restricted, provider_user, officer, client_of, at):
    client, desk = client_of(provider_user), client_of(officer)
    url = reverse("procurement:request-create", args=[restricted.pk])
    assert url in client.get(restricted.get_absolute_url()).content.decode()
    client.post(url, {"text": "Tien jaar ervaring."})
    request = restricted.invitations.get()
    decide = reverse("procurement:invitation-decide", args=[request.pk])
    assert decide in desk.get(f"{restricted.get_absolute_url()}?tab=uitnodigingen").content.decode()
    assert "Tien jaar ervaring." in desk.get(decide).content.decode()
    early = desk.post(decide)
    assert "nog verzoeken" in early.content.decode()
    Tender.objects.filter(pk=restricted.pk).update(requests_close_at=at - HOUR)
    reject = reverse("procurement:invitation-reject", args=[request.pk])
    desk.post(reject, {"reason": "Geen erkenning."})
    request.refresh_from_db()
    assert request.rejection_reason == "Geen erkenning."
    shown = client.get(f"{restricted.get_absolute_url()}?tab=uw-uitnodiging").content.decode()
    assert "Geen erkenning." in shown


def test_another_provider_does_not_see_who_is_invited(
    invited, provider, other_provider, other_provider_user, client_of
):
    InvitationFactory(tender=invited.tender, provider=other_provider)
    client = client_of(other_provider_user)
    assert client.get(f"{invited.tender.get_absolute_url()}?tab=uitnodigingen").status_code == 404
    assert str(provider) not in client.get(invited.tender.get_absolute_url()).content.decode()
    url = reverse("procurement:invitation-decline", args=[invited.pk])
    assert client.get(url).status_code == 404
