"""Market consultations: all are asked, told and closed alike, and the record says so."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, Notification
from config.shared.documents import to_docx, to_pdf
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from procurement import actions
from procurement.enums import ConsultationStatus, ContactKind
from procurement.exports.consultation import consultation_document
from procurement.models import (
    ConsultationAnswer,
    ConsultationContact,
    ConsultationQuestion,
    MarketConsultation,
)
from procurement.notices_planning import closing_consultations, consultation_events
from tests.factories.planning import ConsultationFactory, ContactFactory
from tests.factories.procurement import TenderFactory
from tests.support.pdf import pages_of

SECRET = "De Vlieger vroeg naar de lesdagen."
ROWS = {"rows-INITIAL_FORMS": "0", "rows-MIN_NUM_FORMS": "0", "rows-MAX_NUM_FORMS": "100"}


@pytest.fixture
def drafted(noord, officer, at) -> MarketConsultation:
    return ConsultationFactory(region=noord, created_by=officer, closes_at=at + timedelta(days=3))


@pytest.fixture
def opened(drafted, officer, at) -> MarketConsultation:
    return actions.open_consultation(consultation=drafted, by=officer, at=at)


@pytest.fixture
def contact(opened, provider, officer, at) -> ConsultationContact:
    return actions.record_contact(
        consultation=opened,
        provider=provider,
        kind=ContactKind.CALL,
        happened_on=amsterdam(at),
        summary=SECRET,
        gave_information=True,
        by=officer,
        at=at,
    )


def answer(consultation, provider, by, at, text="Twaalf."):
    question = consultation.questions.get(number=1)
    return actions.answer_consultation(
        consultation=consultation, provider=provider, answers={question.pk: text}, by=by, at=at
    )


def told(user) -> list[str]:
    return list(Notification.objects.filter(user=user).values_list("kind", flat=True))


# --- Drafting and opening -----------------------------------------------------------------------


def test_a_draft_is_the_regions_alone(drafted, officer, provider_user):
    assert drafted in MarketConsultation.objects.visible_to(officer)
    assert drafted not in MarketConsultation.objects.visible_to(provider_user)


def test_changing_a_draft_replaces_its_questions(drafted, officer, at):
    actions.change_consultation(
        consultation=drafted, questions=["Wat?"], title="Anders", by=officer, at=at
    )
    assert [question.text for question in drafted.questions.all()] == ["Wat?"]
    assert AuditEvent.objects.get(action="updated").after["questions"] == ["Wat?"]


def test_opening_tells_all_providers_at_the_same_moment(provider_user, other_provider_user, opened):
    assert opened.status == ConsultationStatus.OPEN
    moments = set(
        Notification.objects.filter(kind="procurement.consultation_opened").values_list(
            "created_at", flat=True
        )
    )
    assert moments == {opened.opened_at}
    assert told(provider_user) == ["procurement.consultation_opened"]


def test_without_questions_nothing_opens(drafted, officer, at):
    drafted.questions.all().delete()
    with pytest.raises(Refused, match="vraag"):
        actions.open_consultation(consultation=drafted, by=officer, at=at)
    assert not Notification.objects.exists()


def test_a_moment_that_has_passed_opens_nothing(drafted, officer):
    with pytest.raises(Refused, match="toekomst"):
        actions.open_consultation(consultation=drafted, by=officer, at=drafted.closes_at)


def test_an_open_consultation_is_not_changed(opened, officer, at):
    with pytest.raises(Refused):
        actions.change_consultation(
            consultation=opened, questions=["Wat?"], title="Anders", by=officer, at=at
        )
    assert opened.questions.count() == 2


def test_the_tender_is_one_of_the_region(drafted, officer, at):
    with pytest.raises(Refused) as refused:
        actions.link_consultation(consultation=drafted, tender=TenderFactory(), by=officer, at=at)
    assert refused.value.field == "tender"


# --- Answering ----------------------------------------------------------------------------------


def test_an_answer_can_be_changed_and_taken_back(opened, provider, provider_user, at):
    answer(opened, provider, provider_user, at)
    answer(opened, provider, provider_user, at, "Veertien.")
    assert ConsultationAnswer.objects.get().text == "Veertien."
    answer(opened, provider, provider_user, at, " ")
    assert not ConsultationAnswer.objects.exists()


def test_the_same_answer_keeps_its_moment(opened, provider, provider_user, at):
    answer(opened, provider, provider_user, at)
    answer(opened, provider, provider_user, at + timedelta(hours=1))
    assert ConsultationAnswer.objects.get().answered_at == at


def test_after_the_moment_no_answer_comes_in(opened, provider, provider_user):
    with pytest.raises(Refused, match="gesloten"):
        answer(opened, provider, provider_user, opened.closes_at)
    assert not ConsultationAnswer.objects.exists()


def test_nobody_answers_for_another_provider(opened, other_provider, provider_user, at):
    with pytest.raises(Refused, match="rol"):
        answer(opened, other_provider, provider_user, at)


def test_a_question_of_another_consultation_is_refused(opened, provider, provider_user, at):
    other = ConsultationFactory(opened=True).questions.get(number=1)
    with pytest.raises(Refused):
        actions.answer_consultation(
            consultation=opened, provider=provider, answers={other.pk: "x"}, by=provider_user, at=at
        )


def test_providers_read_their_own_answers_only(opened, provider, provider_user, client_of, at):
    answer(opened, provider, provider_user, at, "Ons geheim.")
    assert "Ons geheim." in client_of(provider_user).get(opened.get_absolute_url()).content.decode()


def test_another_provider_does_not_read_them(
    opened, provider, provider_user, other_provider_user, client_of, at
):
    answer(opened, provider, provider_user, at, "Ons geheim.")
    page = client_of(other_provider_user).get(opened.get_absolute_url()).content.decode()
    assert "Ons geheim." not in page
    assert "Hoe groot is een groep?" in page


# --- Closing ------------------------------------------------------------------------------------


def test_the_clock_closes_what_is_due_and_tells_the_desk(opened, officer):
    assert actions.close_overdue_consultations(at=opened.closes_at - timedelta(seconds=1)) == 0
    assert actions.close_overdue_consultations(at=opened.closes_at) == 1
    opened.refresh_from_db()
    assert (opened.status, opened.closed_by) == (ConsultationStatus.CLOSED, None)
    assert "procurement.consultation_closed" in told(officer)


def test_who_has_not_answered_is_reminded(opened, provider, provider_user, at):
    before = len(list(closing_consultations(at)))
    answer(opened, provider, provider_user, at)
    keys = [due.key for due in closing_consultations(at)]
    assert len(keys) == before - 1
    assert f"consultation:{opened.pk}:{provider.pk}" not in keys


def test_the_closing_stands_in_calendars_of_both_sides(opened, officer, provider_user):
    for person in (officer, provider_user):
        assert [event.start for event in consultation_events(person)] == [opened.closes_at]


# --- Contacts and the record --------------------------------------------------------------------


def test_what_one_learned_reaches_all_without_a_name(contact, other_provider_user, officer, at):
    actions.share_contact(contact=contact, text="Lesdagen staan nog open.", by=officer, at=at)
    assert "procurement.consultation_shared" in told(other_provider_user)
    words = Notification.objects.filter(kind="procurement.consultation_shared")
    assert not any("Vlieger" in note.subject + note.sentence for note in words)


def test_all_read_what_is_shared_and_nobody_the_contact(
    contact, other_provider_user, officer, client_of, at
):
    actions.share_contact(contact=contact, text="Lesdagen staan nog open.", by=officer, at=at)
    url = contact.consultation.get_absolute_url()
    page = client_of(other_provider_user).get(url).content.decode()
    assert "Lesdagen staan nog open." in page
    assert SECRET not in page


def test_a_contact_is_shared_once(contact, officer, at):
    actions.share_contact(contact=contact, text="Eerst.", by=officer, at=at)
    with pytest.raises(Refused, match="al met allen"):
        actions.share_contact(contact=contact, text="Nog eens.", by=officer, at=at)
    contact.refresh_from_db()
    assert contact.shared_text == "Eerst."


def test_nothing_is_shared_without_words(contact, officer, at):
    with pytest.raises(Refused) as refused:
        actions.share_contact(contact=contact, text=" ", by=officer, at=at)
    assert refused.value.field == "text"
    assert not Notification.objects.filter(kind="procurement.consultation_shared").exists()


def test_the_record_says_what_still_has_to_be_shared(contact, provider, provider_user, officer, at):
    answer(contact.consultation, provider, provider_user, at)
    words = " ".join(pages_of(to_pdf(consultation_document(contact.consultation))))
    assert "Nog niet met allen" in words
    assert "Twaalf." in words
    assert provider.legal_name in words
    assert to_docx(consultation_document(contact.consultation)).startswith(b"PK")


def test_the_record_is_the_regions(opened, provider_user, officer, client_of):
    url = reverse("procurement:marketconsultation-pdf", args=[opened.pk])
    response = client_of(officer).get(url)
    assert response.content.startswith(b"%PDF")
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_provider_gets_no_record(kind, opened, provider_user, client_of):
    url = reverse(f"procurement:marketconsultation-{kind}", args=[opened.pk])
    assert client_of(provider_user).get(url).status_code == 404


def test_a_draft_has_no_record(drafted, officer, client_of):
    url = reverse("procurement:marketconsultation-docx", args=[drafted.pk])
    assert client_of(officer).get(url).status_code == 404


# --- Pages --------------------------------------------------------------------------------------


def test_from_form_to_open_by_the_pages(officer, client_of, at):
    client = client_of(officer)
    local = (at + timedelta(days=5)).strftime("%Y-%m-%dT12:00")
    data = {"title": "Vraag", "introduction": "Wij", "closes_at": local, **ROWS}
    data |= {"rows-TOTAL_FORMS": "2", "rows-0-text": "Eén?", "rows-1-text": "Twee?"}
    response = client.post(reverse("procurement:marketconsultation-create"), data)
    made = MarketConsultation.objects.get()
    assert response.url == made.get_absolute_url()
    client.post(reverse("procurement:marketconsultation-transition", args=[made.pk, "open"]))
    made.refresh_from_db()
    assert made.status == ConsultationStatus.OPEN
    assert list(made.questions.values_list("text", flat=True)) == ["Eén?", "Twee?"]


def test_a_provider_answers_by_the_page_and_finds_its_answer_back(opened, provider_user, client_of):
    url = reverse("procurement:marketconsultation-answer", args=[opened.pk])
    client = client_of(provider_user)
    question = ConsultationQuestion.objects.get(consultation=opened, number=2)
    client.post(url, {f"question_{question.pk}": "In Waterveen."})
    assert ConsultationAnswer.objects.get().question == question
    assert "In Waterveen." in client.get(url).content.decode()


def test_contacts_are_recorded_shared_and_linked_by_the_pages(
    opened, draft, provider, officer, client_of
):
    client = client_of(officer)
    data = {
        "provider": provider.pk,
        "kind": ContactKind.MEETING,
        "happened_on": "2026-11-20",
        "summary": SECRET,
        "gave_information": "on",
    }
    client.post(reverse("procurement:consultationcontact-create", args=[opened.pk]), data)
    contact = ConsultationContact.objects.get()
    page = f"{opened.get_absolute_url()}?tab=contacten"
    share = reverse("procurement:consultationcontact-share", args=[contact.pk])
    assert share in client.get(page).content.decode()
    assert SECRET in client.get(share).content.decode()
    client.post(share, {"text": "Voor allen."})
    assert share not in client.get(page).content.decode()
    client.post(
        reverse("procurement:marketconsultation-link", args=[opened.pk]), {"tender": draft.pk}
    )
    opened.refresh_from_db()
    assert opened.tender == draft
    assert (
        opened.title
        in client.get(f"{draft.get_absolute_url()}?tab=marktconsultaties").content.decode()
    )


def test_the_list_shows_providers_what_was_opened(opened, drafted, provider_user, client_of):
    ConsultationFactory(region=opened.region)
    rows = client_of(provider_user).get(reverse("procurement:marketconsultation-list"))
    assert [row.record for row in rows.context["table"].rows] == [opened]


def test_a_consultation_costs_the_same_for_any_number_of_answers(
    opened, provider, provider_user, officer, client_of, at, query_budget
):
    answer(opened, provider, provider_user, at)
    ContactFactory(consultation=opened, provider=provider)
    client = client_of(officer)
    with query_budget("procurement:marketconsultation-detail"):
        client.get(opened.get_absolute_url())
