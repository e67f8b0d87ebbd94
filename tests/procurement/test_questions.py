"""Questions: asked in time, answered for all alike, and never a word on who asked."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AuditEvent, Notification
from config.shared.errors import Refused
from procurement import actions
from procurement.enums import QuestionStatus
from procurement.models import ClarificationRound, Question, Tender
from tests.factories.accounts import RegionFactory, UserFactory, member_of
from tests.factories.procurement import PanelSeatFactory, TenderFactory
from tests.factories.providers import ProviderFactory, person_of
from tests.factories.publication import QuestionFactory, RoundFactory
from tests.support.pdf import pages_of as pages_in

TEXT = "Mogen wij ook in de avond lesgeven in gebouw De Vlieger?"


@pytest.fixture
def question(published, provider, provider_user, at) -> Question:
    return actions.ask_question(
        tender=published, provider=provider, text=TEXT, by=provider_user, at=at
    )


@pytest.fixture
def answered(question, officer, at) -> Question:
    return actions.answer_question(
        question=question,
        text="Mag er ook in de avond les worden gegeven?",
        answer="Ja, van maandag tot en met donderdag.",
        by=officer,
        at=at,
    )


def told(user) -> set[str]:
    return set(Notification.objects.filter(user=user).values_list("kind", flat=True))


# --- Asking -------------------------------------------------------------------------------------


def test_a_provider_asks_and_the_desk_is_told(question, provider, officer, at):
    assert (question.status, question.provider) == (QuestionStatus.ASKED, provider)
    assert question.text_as_asked == TEXT
    assert "procurement.question_asked" in told(officer)


def test_after_the_deadline_for_questions_nobody_asks(published, provider, provider_user, at):
    Tender.objects.filter(pk=published.pk).update(questions_close_at=at)
    with pytest.raises(Refused, match="vragen"):
        actions.ask_question(
            tender=published, provider=provider, text=TEXT, by=provider_user, at=at
        )
    assert not Question.objects.exists()


def test_just_before_the_deadline_a_question_still_comes_in(published, provider, provider_user, at):
    Tender.objects.filter(pk=published.pk).update(questions_close_at=at + timedelta(seconds=1))
    asked = actions.ask_question(
        tender=published, provider=provider, text=TEXT, by=provider_user, at=at
    )
    assert asked.pk


def test_nobody_asks_for_another_provider(published, other_provider, provider_user, at):
    with pytest.raises(Refused, match="rol"):
        actions.ask_question(
            tender=published, provider=other_provider, text=TEXT, by=provider_user, at=at
        )
    assert not Question.objects.exists()


def test_of_a_draft_nobody_asks(draft, provider, provider_user, at):
    with pytest.raises(Refused):
        actions.ask_question(tender=draft, provider=provider, text=TEXT, by=provider_user, at=at)


# --- Who asked stays with the desk --------------------------------------------------------------


def pages_of(question: Question) -> list[str]:
    tender = question.tender
    rounds = ClarificationRound.objects.filter(tender=tender)
    return [
        f"{tender.get_absolute_url()}?tab=vragen",
        question.get_absolute_url(),
        reverse("procurement:public-tender-detail", args=[tender.pk]),
        *(one.get_absolute_url() for one in rounds),
    ]


@pytest.fixture
def published_question(answered, published, officer, at) -> Question:
    actions.publish_round(tender=published, by=officer, at=at)
    answered.refresh_from_db()
    return answered


def outsider(kind: str, request) -> object:
    """People who see the tender without being of the region's desk."""
    if kind == "other provider":
        return request.getfixturevalue("other_provider_user")
    if kind == "gemeente":
        waterveen = request.getfixturevalue("waterveen")
        return member_of(waterveen, Role.READER, name="Gert Gemeente")
    user = UserFactory(name="Bea Beoordelaar")
    PanelSeatFactory(tender=request.getfixturevalue("draft"), user=user)
    return user


@pytest.mark.parametrize("kind", ["other provider", "panel", "gemeente"])
def test_outside_the_desk_nobody_reads_who_asked(
    kind, published_question, provider, request, client_of
):
    client = client_of(outsider(kind, request))
    seen = 0
    for url in pages_of(published_question):
        answer = client.get(url)
        if answer.status_code != 200:
            continue
        seen += "in de avond" in answer.content.decode()
        for word in (provider.legal_name, "Pia Aanbieder", "De Vlieger?"):
            assert word not in answer.content.decode(), (url, word)
    assert seen >= 3


def test_who_has_not_signed_in_reads_answers_without_askers(published_question, provider, client):
    url = reverse("procurement:public-tender-detail", args=[published_question.tender_id])
    shown = client.get(url).content.decode()
    assert "Mag er ook in de avond les worden gegeven?" in shown
    for word in (provider.legal_name, "Pia Aanbieder", "De Vlieger"):
        assert word not in shown


@pytest.mark.parametrize("role", ["officer", "coordinator", "reader"])
def test_the_region_reads_who_asked(role, question, provider, request, client_of):
    client = client_of(request.getfixturevalue(role))
    assert str(provider) in client.get(question.get_absolute_url()).content.decode()


def test_before_publication_another_provider_does_not_find_the_question(
    answered, other_provider_user, client_of
):
    client = client_of(other_provider_user)
    assert client.get(answered.get_absolute_url()).status_code == 404
    shown = client.get(f"{answered.tender.get_absolute_url()}?tab=vragen").content.decode()
    assert "in de avond" not in shown


def test_a_drafted_answer_is_not_for_the_asker_yet(answered, provider_user, client_of):
    shown = client_of(provider_user).get(answered.get_absolute_url()).content.decode()
    assert "in de avond" in shown
    assert "maandag tot en met donderdag" not in shown


def test_the_paper_names_no_asker(published_question, provider, other_provider_user, client_of):
    made = published_question.round
    client = client_of(other_provider_user)
    pdf = client.get(reverse("procurement:clarificationround-pdf", args=[made.pk]))
    words = " ".join(pages_in(pdf.content))
    assert "in de avond" in words
    assert provider.legal_name not in words
    docx = client.get(reverse("procurement:clarificationround-docx", args=[made.pk]))
    assert docx.content.startswith(b"PK")


# --- Answering ----------------------------------------------------------------------------------


def test_rewording_keeps_what_was_asked(answered):
    assert answered.text == "Mag er ook in de avond les worden gegeven?"
    assert answered.text_as_asked == TEXT
    assert answered.status == QuestionStatus.ANSWERED
    told_so = AuditEvent.objects.filter(object_id=answered.pk, action="reword").get()
    assert told_so.before == {"text": TEXT}


def test_an_empty_answer_is_refused(question, officer, at):
    with pytest.raises(Refused, match="antwoord"):
        actions.answer_question(question=question, answer="  ", by=officer, at=at)
    question.refresh_from_db()
    assert question.status == QuestionStatus.ASKED


def test_a_colleague_answers_what_is_assigned_and_nothing_else(
    question, published, coordinator, officer, at
):
    other = QuestionFactory(tender=published)
    assigned = actions.assign_question(question=question, colleague=coordinator, by=officer, at=at)
    assert "procurement.question_assigned" in told(coordinator)
    actions.answer_question(question=assigned, answer="Ja.", by=coordinator, at=at)
    with pytest.raises(Refused, match="rol"):
        actions.answer_question(question=other, answer="Nee.", by=coordinator, at=at)
    other.refresh_from_db()
    assert other.answer == ""


def test_only_colleagues_of_the_region_get_a_question(question, zuid_officer, officer, at):
    with pytest.raises(Refused) as refused:
        actions.assign_question(question=question, colleague=zuid_officer, by=officer, at=at)
    assert refused.value.field == "colleague"


def test_the_asker_alone_reads_why_a_question_is_not_taken_up(
    question, officer, provider_user, other_provider_user, client_of, at
):
    with pytest.raises(Refused, match="reden"):
        actions.decline_question(question=question, by=officer, at=at, reason=" ")
    actions.decline_question(question=question, by=officer, at=at, reason="Dit staat in bijlage 2.")
    assert "procurement.question_declined" in told(provider_user)
    own = client_of(provider_user).get(question.get_absolute_url()).content.decode()
    assert "Dit staat in bijlage 2." in own
    assert client_of(other_provider_user).get(question.get_absolute_url()).status_code == 404


# --- Earlier answers ----------------------------------------------------------------------------


def earlier(tender, text: str, answer: str) -> Question:
    made = RoundFactory(tender=tender)
    return QuestionFactory(tender=tender, text=text, answered=answer, published_in=made)


def test_earlier_answers_of_the_region_are_suggested_the_most_alike_first(question, noord):
    before = TenderFactory(region=noord, published=True)
    evening = earlier(before, "Is lesgeven in de avond toegestaan?", "In de avond mag.")
    earlier(before, "Hoe wordt reistijd vergoed?", "Niet.")
    books = earlier(before, "Welke boeken?", "Lesgeven kan met elk boek.")
    found = list(actions.suggested_answers(question))
    assert found[0] == evening
    assert set(found) == {evening, books}


def test_other_regions_and_drafted_answers_are_not_suggested(question, published, zuid):
    earlier(TenderFactory(region=zuid, published=True), "Lesgeven in de avond?", "Ja.")
    QuestionFactory(tender=published, text="Lesgeven in de avond?", answered=True)
    assert not actions.suggested_answers(question)


def test_practice_and_real_answers_are_not_mixed(question):
    training = RegionFactory(is_training=True)
    earlier(TenderFactory(region=training, published=True), "Lesgeven in de avond?", "Ja.")
    assert not actions.suggested_answers(question)


def test_the_desk_searches_for_other_words(question, noord):
    travel = earlier(TenderFactory(region=noord, published=True), "Reistijd?", "Geen vergoeding.")
    assert list(actions.suggested_answers(question, "vergoedingen")) == [travel]


# --- The Nota van Inlichtingen ------------------------------------------------------------------


def test_one_click_publishes_every_drafted_answer_to_all_at_the_same_moment(
    answered, published, officer, provider_user, other_provider_user, at
):
    waiting = QuestionFactory(tender=published)
    made = actions.publish_round(tender=published, by=officer, at=at, introduction="Beste lezer")
    answered.refresh_from_db()
    waiting.refresh_from_db()
    assert (made.number, made.published_at) == (1, at)
    assert (answered.status, answered.round) == (QuestionStatus.PUBLISHED, made)
    assert waiting.status == QuestionStatus.ASKED
    rows = Notification.objects.filter(kind="procurement.clarification")
    assert {row.user for row in rows} == {provider_user, other_provider_user}
    assert {row.created_at for row in rows} == {at}
    assert {row.sentence for row in rows} == {rows[0].sentence}


def test_without_an_answer_there_is_no_nota(question, published, officer, at):
    with pytest.raises(Refused, match="antwoord"):
        actions.publish_round(tender=published, by=officer, at=at)
    assert not ClarificationRound.objects.exists()


def test_who_may_not_publish_leaves_nothing_behind(answered, published, coordinator, at):
    with pytest.raises(Refused, match="rol"):
        actions.publish_round(tender=published, by=coordinator, at=at)
    answered.refresh_from_db()
    assert answered.status == QuestionStatus.ANSWERED
    assert not Notification.objects.filter(kind="procurement.clarification").exists()


@pytest.mark.parametrize(("days", "refused"), [(10, False), (9, True)])
def test_too_close_to_the_deadline_the_terms_refuse(
    days, refused, answered, published, officer, at
):
    """For social services the region's own ten days, so without an article."""
    Tender.objects.filter(pk=published.pk).update(closes_at=at + timedelta(days=days))
    if not refused:
        assert actions.publish_round(tender=published, by=officer, at=at).number == 1
        return
    with pytest.raises(Refused, match="eigen regel") as said:
        actions.publish_round(tender=published, by=officer, at=at)
    assert "artikel" not in str(said.value)
    assert not ClarificationRound.objects.exists()


def test_in_practice_the_term_only_warns(answered, published, officer, at):
    published.region.is_training = True
    published.region.save()
    Tender.objects.filter(pk=published.pk).update(closes_at=at + timedelta(minutes=10))
    assert actions.publish_round(tender=published, by=officer, at=at).number == 1


def test_a_nota_never_changes(published_question):
    made = published_question.round
    made.introduction = "Anders"
    with pytest.raises(DatabaseError, match="procurement_clarificationround"), transaction.atomic():
        made.save()


def test_the_second_nota_has_the_next_number(published_question, published, officer, at):
    QuestionFactory(tender=published, answered=True)
    assert actions.publish_round(tender=published, by=officer, at=at).number == 2


# --- Pages --------------------------------------------------------------------------------------


def test_a_provider_asks_on_the_page(published, provider_user, client_of):
    client = client_of(provider_user)
    url = reverse("procurement:question-create", args=[published.pk])
    lot = published.lots.first()
    answer = client.post(url, {"lot": lot.pk, "subject": "PvE blz. 3", "text": TEXT}, follow=True)
    asked = Question.objects.get()
    assert (asked.lot, asked.subject) == (lot, "PvE blz. 3")
    assert TEXT in answer.content.decode()


def test_the_desk_answers_with_an_earlier_answer_as_a_beginning(
    question, noord, officer, client_of
):
    before = earlier(TenderFactory(region=noord, published=True), "Avond lesgeven?", "Dat kan.")
    url = reverse("procurement:question-answer", args=[question.pk])
    client = client_of(officer)
    assert "Dat kan." in client.get(url).content.decode()
    assert "Dat kan.</textarea>" in client.get(f"{url}?from={before.pk}").content.decode()
    client.post(url, {"text": "Mag het in de avond?", "answer": "Dat kan."})
    question.refresh_from_db()
    assert (question.text, question.answer) == ("Mag het in de avond?", "Dat kan.")


def test_who_is_not_asked_to_answer_does_not_enter(question, coordinator, client_of):
    url = reverse("procurement:question-answer", args=[question.pk])
    assert client_of(coordinator).get(url).status_code == 403


def test_the_page_of_a_nota_says_what_goes_out_and_until_when(
    answered, published, officer, client_of
):
    QuestionFactory(tender=published, text="Nog zonder antwoord?")
    url = reverse("procurement:clarificationround-create", args=[published.pk])
    client = client_of(officer)
    shown = client.get(url).content.decode()
    assert "Ja, van maandag tot en met donderdag." in shown
    assert "Nog zonder antwoord?" in shown
    assert "eigen regel" in shown
    answer = client.post(url, {"introduction": ""}, follow=True)
    assert "Nota van Inlichtingen 1" in answer.content.decode()


def test_the_desk_lists_its_questions_with_askers(question, provider, officer, client_of):
    url = reverse("procurement:question-list")
    assert str(provider) in client_of(officer).get(url).content.decode()


def test_for_a_provider_the_desks_list_is_empty(question, provider_user, client_of):
    url = reverse("procurement:question-list")
    assert TEXT not in client_of(provider_user).get(url).content.decode()


def test_people_of_the_tender_are_told_by_mail_without_a_word_of_the_question(
    question, answered, published, officer, at, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish_round(tender=published, by=officer, at=at)
    assert mail.outbox
    for letter in mail.outbox:
        assert "avond" not in letter.subject + letter.body


def test_providers_elsewhere_are_told_when_they_asked(published, officer, noord, at):
    """A provider that the region did not admit, and that asked something, hears the answer."""
    stranger = ProviderFactory()
    person = person_of(stranger, Role.PROVIDER_STAFF)
    QuestionFactory(tender=published, provider=stranger, answered=True)
    actions.publish_round(tender=published, by=officer, at=at)
    assert "procurement.clarification" in told(person)
