"""The record of a market consultation: that every provider was treated alike."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.shared.display import NOTHING, day, deadline, moment
from config.shared.documents import (
    Block,
    Bullets,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Table,
)
from procurement.models import ConsultationAnswer, ConsultationContact, MarketConsultation


def consultation_document(consultation: MarketConsultation) -> Document:
    """Who was asked what and when, who answered, and what each contact led to; in Dutch.

    For the region alone: it names the providers and holds their answers.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return Document(
            title=_("Record of the market consultation “%(title)s”")
            % {"title": consultation.title},
            blocks=(
                *_head(consultation),
                *_answers(consultation),
                *_contacts(consultation),
            ),
            created_at=consultation.closed_at or consultation.opened_at or consultation.created_at,
            reference=consultation.tender.reference if consultation.tender else "",
            sender=(str(consultation.region),),
            mark=_("PRACTICE") if consultation.region.is_training else "",
        )


def _head(consultation: MarketConsultation) -> Iterator[Block]:
    yield Facts(
        (
            (_("Opened to all"), deadline(consultation.opened_at)),
            (_("Answers until"), deadline(consultation.closes_at)),
            (_("Closed"), deadline(consultation.closed_at)),
            (_("Tender"), str(consultation.tender or NOTHING)),
        )
    )
    yield Note(
        (
            _(
                "All providers could read the questions from the same moment and answer until the "
                "same moment. What one of them learned in a contact was shared with all, unless "
                "this record says otherwise."
            ),
        )
    )
    yield Heading(_("What was asked"))
    yield Paragraph(consultation.introduction)


def _answers(consultation: MarketConsultation) -> Iterator[Block]:
    answers = ConsultationAnswer.objects.filter(question__consultation=consultation)
    given = list(answers.select_related("provider").order_by("provider__legal_name", "pk"))
    for question in consultation.questions.order_by("number"):
        mine = [answer for answer in given if answer.question_id == question.pk]
        yield Heading(_("Question %(number)s") % {"number": question.number}, level=2)
        yield Paragraph(question.text)
        yield Paragraph(_counted(len(mine)))
        if mine:
            yield Bullets(tuple(_answer(answer) for answer in mine))


def _counted(number: int) -> str:
    words = ngettext("%(count)s provider answered.", "%(count)s providers answered.", number)
    return words % {"count": number}


def _answer(answer: ConsultationAnswer) -> str:
    said = {"provider": answer.provider, "at": moment(answer.answered_at), "text": answer.text}
    return _("%(provider)s (%(at)s): %(text)s") % said


def _contacts(consultation: MarketConsultation) -> Iterator[Block]:
    rows = list(consultation.contacts.select_related("provider").order_by("happened_on", "pk"))
    yield Heading(_("Contacts"))
    if not rows:
        yield Paragraph(_("There were no contacts with single providers."))
        return
    columns = (_("Day"), _("Provider"), _("How"), _("What was asked and said"), _("Shared"))
    yield Table(tuple(Column(label) for label in columns), tuple(_contact(row) for row in rows))
    for row in rows:
        if row.shared_at:
            yield Paragraph(
                _("Shared with all on %(moment)s: %(text)s")
                % {"moment": deadline(row.shared_at), "text": row.shared_text}
            )


def _contact(row: ConsultationContact) -> tuple[str, ...]:
    return (
        day(row.happened_on),
        str(row.provider),
        row.get_kind_display(),
        row.summary,
        sharing_words(row),
    )


def sharing_words(contact: ConsultationContact) -> str:
    """Whether what a provider learned reached all."""
    if contact.shared_at:
        return moment(contact.shared_at)
    if contact.gave_information:
        return _("Not shared with all yet")
    return _("Nothing that others did not know")
