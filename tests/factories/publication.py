"""Notices, documents, invitations, questions and Notas van Inlichtingen."""

from datetime import timedelta

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from procurement.enums import NoticeKind, QuestionStatus
from procurement.models import (
    ClarificationRound,
    Invitation,
    Notice,
    Question,
    Tender,
    TenderDocument,
)
from tests.factories.accounts import UserFactory
from tests.factories.procurement import PUBLISHED_AT, TenderFactory, move
from tests.factories.providers import ProviderFactory

PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
"""The smallest file that counts as a PDF."""


def fitting_notice(tender: Tender) -> Notice:
    """The contract notice of a published tender, or of a draft: before its publication."""
    at = tender.published_at or tender.created_at
    return NoticeFactory(tender=tender, published_at=at - timedelta(hours=1))


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    tender = factory.SubFactory(TenderFactory)
    kind = NoticeKind.CONTRACT
    number = factory.Sequence(lambda number: f"{410000 + number}")
    published_at = PUBLISHED_AT
    recorded_at = factory.LazyAttribute(lambda notice: notice.published_at + timedelta(minutes=5))
    recorded_by = factory.SubFactory(UserFactory)


class TenderDocumentFactory(DjangoModelFactory):
    """With a real little file in the store of the tests."""

    class Meta:
        model = TenderDocument

    tender = factory.SubFactory(TenderFactory)
    title = "Programma van eisen"
    file = factory.LazyAttribute(lambda document: ContentFile(PDF, name=document.filename))
    filename = "programma.pdf"
    kind = "pdf"
    size = len(PDF)
    sha256 = "0" * 64
    uploaded_at = PUBLISHED_AT
    uploaded_by = factory.SubFactory(UserFactory)


class InvitationFactory(DjangoModelFactory):
    """Invited; with `requested=True` it asked to take part and nobody has decided."""

    class Meta:
        model = Invitation

    class Params:
        requested = factory.Trait(
            requested_at=PUBLISHED_AT,
            requested_by=factory.SubFactory(UserFactory),
            request_text="Wij geven al tien jaar les.",
            invited_at=None,
            invited_by=None,
        )

    tender = factory.SubFactory(TenderFactory)
    provider = factory.SubFactory(ProviderFactory)
    invited_at = PUBLISHED_AT
    invited_by = factory.SubFactory(UserFactory)


class RoundFactory(DjangoModelFactory):
    class Meta:
        model = ClarificationRound

    tender = factory.SubFactory(TenderFactory, published=True)
    number = factory.LazyAttribute(lambda made: made.tender.rounds.count() + 1)
    published_at = PUBLISHED_AT
    published_by = factory.SubFactory(UserFactory)


class QuestionFactory(DjangoModelFactory):
    """Asked; with `answered=True` (or a text) drafted, with `published_in=` in that Nota."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    tender = factory.SubFactory(TenderFactory, published=True)
    provider = factory.SubFactory(ProviderFactory)
    text = "Mogen lessen ook in de avond worden gegeven?"
    text_as_asked = factory.SelfAttribute("text")
    asked_at = PUBLISHED_AT
    asked_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def answered(self, create: bool, extracted: bool | str | None, **kwargs) -> None:
        if extracted:
            answer = extracted if isinstance(extracted, str) else "Ja, dat mag."
            Question.objects.filter(pk=self.pk).update(
                answer=answer, answered_at=PUBLISHED_AT, answered_by=self.asked_by
            )
            move(self, QuestionStatus.ANSWERED)

    @factory.post_generation
    def published_in(self, create: bool, extracted: ClarificationRound | None, **kwargs) -> None:
        if extracted:
            Question.objects.filter(pk=self.pk).update(
                status=QuestionStatus.PUBLISHED, round=extracted
            )
            self.refresh_from_db()
