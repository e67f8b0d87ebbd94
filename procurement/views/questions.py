"""Questions, their answers, and the Nota van Inlichtingen."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import providers_of, regions_of
from accounts.enums import Permission
from accounts.models import User
from config.shared.display import weekday
from config.shared.views import Action, Crumb, DetailPage, FormPage, ListPage, Panel, TransitionPage
from procurement import actions
from procurement.enums import QuestionStatus, TenderStatus
from procurement.exports.clarification import questions_of
from procurement.filters_publication import QuestionFilterSet
from procurement.forms.publication import AnswerForm, AssignForm, QuestionForm, RoundForm
from procurement.models import ClarificationRound, Question, Tender
from procurement.tables_publication import DeskQuestionTable, QuestionTable, RoundTable
from procurement.terms import MissingRule
from procurement.views.common import UnderTender, deadline_text, tender_trail
from procurement.views.publication import ActPage, FilledPanel, Tab, own_provider
from procurement.workflows import QUESTION

if TYPE_CHECKING:
    from procurement.views.tenders import TenderDetailPage

QUESTIONS = gettext_lazy("Questions")
OPEN = (QuestionStatus.ASKED, QuestionStatus.ANSWERED)


def takes_questions(tender: Tender) -> bool:
    """Whether providers can still ask."""
    closes_at = tender.questions_close_at or tender.closes_at
    is_ahead = closes_at is None or closes_at > timezone.now()
    return tender.status == TenderStatus.PUBLISHED and is_ahead


def limit_words(tender: Tender) -> str:
    """The last day for a Nota van Inlichtingen, by which rule; empty while there is no deadline."""
    try:
        limit = actions.clarification_limit(tender, timezone.now())
    except MissingRule as missing:
        return str(missing)
    if limit is None:
        return ""
    return _("%(authority)s, %(day)s is the last day for the Nota van Inlichtingen.") % {
        "authority": limit.rule.authority,
        "day": weekday(limit.on),
    }


class QuestionsTab(Tab):
    """The Notas van Inlichtingen, and the questions that the person may read."""

    @cached_property
    def rounds(self) -> RoundTable:
        return RoundTable(self.tender.rounds.visible_to(self.person), prefix="rounds-")

    @cached_property
    def table(self) -> QuestionTable:
        rows = Question.objects.visible_to(self.person).filter(tender=self.tender)
        if not self.is_desk:
            return QuestionTable(rows.order_by("-asked_at", "pk"), prefix="questions-")
        shown = ("text", "provider", "asked_at", "assigned_to", "status")
        return DeskQuestionTable(rows.order_by("asked_at", "pk"), prefix="questions-", shown=shown)

    @property
    def may_ask(self) -> bool:
        is_bidder = bool(providers_of(self.person)) and self.may(Permission.BID_SUBMIT)
        return is_bidder and takes_questions(self.tender)

    @property
    def closes(self) -> str:
        """Until when questions can be asked."""
        return deadline_text(self.tender.questions_close_at or self.tender.closes_at)

    @property
    def limit(self) -> str:
        return limit_words(self.tender) if self.is_desk else ""

    @property
    def may_publish_round(self) -> bool:
        answered = self.tender.questions.filter(status=QuestionStatus.ANSWERED)
        return self.is_published and self.may_publish and answered.exists()


def panels_of(page: "TenderDetailPage") -> list[Panel]:
    """Questions and answers, once the tender is published."""
    if not page.object.published_at:
        return []
    return [FilledPanel(str(QUESTIONS), "procurement/_questions.html", tab=QuestionsTab(page))]


class QuestionListPage(ListPage):
    """The questions of the region, for its desk."""

    model = Question
    table_class = DeskQuestionTable
    filterset_class = QuestionFilterSet
    permission = Permission.TENDER_VIEW
    empty_text = gettext_lazy("No question has been asked yet.")

    def scoped_queryset(self) -> "QuerySet[Question]":
        return super().scoped_queryset().filter(tender__region__in=regions_of(self.person))


class QuestionCreatePage(ActPage):
    """A provider asks."""

    form_class = QuestionForm
    permission = Permission.BID_SUBMIT
    title = gettext_lazy("Ask a question")
    submit_label = gettext_lazy("Send the question")
    success_message = gettext_lazy(
        "Your question is sent. The answer comes in a Nota van Inlichtingen that all can read."
    )
    tab = QUESTIONS

    def scoped_queryset(self) -> "QuerySet[Tender]":
        return super().scoped_queryset().filter(published_at__isnull=False)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"tender": self.tender}

    def perform(self, form: QuestionForm) -> Question:
        return actions.ask_question(
            tender=self.tender,
            provider=own_provider(self.person),
            **form.cleaned_data,
            **self.moment(),
        )


class QuestionDetailPage(UnderTender, DetailPage):
    """A question: for the desk with who asked and earlier answers, for others as published."""

    model = Question
    workflow = QUESTION
    permission = Permission.TENDER_VIEW
    template_name = "procurement/question_detail.html"

    def scoped_queryset(self) -> "QuerySet[Question]":
        rows = super().scoped_queryset()
        return rows.select_related("tender__region", "lot", "round", "provider", "assigned_to")

    @cached_property
    def is_desk(self) -> bool:
        """Whether the person acts for the region: only its desk knows who asked."""
        return self.object.tender.region_id in regions_of(self.person)

    @cached_property
    def is_own(self) -> bool:
        """Whether the person's own organisation asked."""
        return self.object.provider_id in providers_of(self.person)

    def get_title(self) -> str:
        return _("Question about %(tender)s") % {"tender": self.object.tender.reference}

    def breadcrumbs(self) -> list[Crumb]:
        return tender_trail(self.tender)

    def facts(self) -> Any:
        """Who asked only for the desk."""
        question = self.object
        yield _("Lot"), question.lot or _("The whole tender")
        yield _("About"), question.subject
        yield _("Nota van Inlichtingen"), question.round
        if self.is_desk:
            yield _("Asked by"), question.provider
            yield _("Asked"), question.asked_at
            yield _("Assigned to"), question.assigned_to

    def page_actions(self) -> list[Action]:
        """To answer it, and to ask a colleague to."""
        if not self.is_desk or self.object.status not in OPEN:
            return []
        found = []
        if actions.may_answer(self.object, self.person):
            url = reverse("procurement:question-answer", args=[self.object.pk])
            found.append(Action(_("Answer"), url, "pencil", True))
        url = reverse("procurement:question-assign", args=[self.object.pk])
        label = _("Assign")
        return [*found, Action(label, url, "person-plus", permission=Permission.TENDER_DRAFT)]

    @cached_property
    def steps(self) -> list[Any]:
        """For the desk alone."""
        return super().steps if self.is_desk else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The history names who asked, so it is the desk's."""
        context = super().get_context_data(**kwargs)
        if not self.is_desk:
            context["history"] = []
        question = self.object
        return context | {
            "question": question,
            "shows_answer": self.is_desk or question.round_id is not None or self._is_refusal,
            "shows_as_asked": self.is_desk and question.text != question.text_as_asked,
            "is_training": question.tender.region.is_training,
        }

    @property
    def _is_refusal(self) -> bool:
        """The asker reads why its question was not taken up."""
        return self.is_own and self.object.status == QuestionStatus.DECLINED


class DeskQuestionPage(ActPage, FormPage):
    """A form about a question, for the desk."""

    model = Question
    tab = QUESTIONS

    def scoped_queryset(self) -> "QuerySet[Question]":
        rows = super().scoped_queryset().filter(tender__region__in=regions_of(self.person))
        return rows.select_related("tender__region", "lot", "provider")

    def breadcrumbs(self) -> list[Crumb]:
        own = (_("Question"), self.object.get_absolute_url())
        return tender_trail(self.tender, own)


class QuestionAnswerPage(DeskQuestionPage):
    """Rewords the question for publication and drafts its answer, beside earlier answers."""

    form_class = AnswerForm
    permission = Permission.TENDER_VIEW
    template_name = "procurement/question_answer.html"
    title = gettext_lazy("Answer the question")
    submit_label = gettext_lazy("Keep the answer")
    success_message = gettext_lazy("The answer is drafted; the next Nota publishes it.")

    def check_permission(self, obj: Model | None = None) -> None:
        """The desk, or the colleague it is assigned to."""
        super().check_permission(obj)
        if isinstance(obj, Question) and not actions.may_answer(obj, self.person):
            raise PermissionDenied

    def get_initial(self) -> dict[str, Any]:
        """What stands, or an earlier answer that was chosen as a beginning."""
        answer = self.object.answer or self._earlier_answer()
        return {"text": self.object.text, "answer": answer}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "")
        suggested = actions.suggested_answers(self.object, words)
        told = {"question": self.object, "suggested": suggested, "words": words}
        return super().get_context_data(**told | kwargs)

    def perform(self, form: AnswerForm) -> Question:
        return actions.answer_question(question=self.object, **form.cleaned_data, **self.moment())

    def _earlier_answer(self) -> str:
        """That of `?from=`, when the region published it."""
        pk = self.request.GET.get("from", "")
        rows = Question.objects.visible_to(self.person).filter(status=QuestionStatus.PUBLISHED)
        found = rows.filter(pk=int(pk)).first() if pk.isdigit() else None
        return found.answer if found else ""


class QuestionAssignPage(DeskQuestionPage):
    form_class = AssignForm
    permission = Permission.TENDER_DRAFT
    title = gettext_lazy("Ask a colleague to answer")
    submit_label = gettext_lazy("Assign")
    success_message = gettext_lazy("The question is assigned.")

    def get_initial(self) -> dict[str, Any]:
        return {"colleague": self.object.assigned_to_id}

    def get_form_kwargs(self) -> dict[str, Any]:
        people: QuerySet[User] = actions.possible_answerers(self.object)
        return super().get_form_kwargs() | {"people": people}

    def perform(self, form: AssignForm) -> Question:
        colleague = form.cleaned_data["colleague"]
        return actions.assign_question(question=self.object, colleague=colleague, **self.moment())


class QuestionTransitionPage(TransitionPage):
    """Not taking a question up."""

    model = Question
    workflow = QUESTION
    actions_map = {"decline": actions.decline_question}

    def scoped_queryset(self) -> "QuerySet[Question]":
        return super().scoped_queryset().filter(tender__region__in=regions_of(self.person))

    def breadcrumbs(self) -> list[Crumb]:
        own = (_("Question"), self.object.get_absolute_url())
        return tender_trail(self.object.tender, own)


class RoundCreatePage(ActPage):
    """One click makes the Nota van Inlichtingen; the page says first what goes out."""

    form_class = RoundForm
    permission = Permission.TENDER_PUBLISH
    template_name = "procurement/clarificationround_form.html"
    title = gettext_lazy("Publish a Nota van Inlichtingen")
    submit_label = gettext_lazy("Publish to all at this moment")
    success_message = gettext_lazy("%(object)s is published; all providers have been told.")
    tab = QUESTIONS

    def scoped_queryset(self) -> "QuerySet[Tender]":
        return super().scoped_queryset().filter(region__in=regions_of(self.person))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which answers go out, which questions stay open, and the last legal day."""
        rows = self.tender.questions.select_related("lot").order_by("asked_at", "pk")
        told = {
            "answered": rows.filter(status=QuestionStatus.ANSWERED),
            "waiting": rows.filter(status=QuestionStatus.ASKED),
            "limit": limit_words(self.tender),
            "late": actions.late_clarification(self.tender, timezone.now()),
        }
        return super().get_context_data(**told | kwargs)

    def get_success_url(self, result: Any = None) -> str:
        return str(result.get_absolute_url())

    def perform(self, form: RoundForm) -> ClarificationRound:
        introduction = form.cleaned_data["introduction"]
        return actions.publish_round(tender=self.tender, introduction=introduction, **self.moment())


class RoundDetailPage(UnderTender, DetailPage):
    """A Nota van Inlichtingen as everyone who sees the tender reads it."""

    model = ClarificationRound
    permission: Any = Permission.TENDER_VIEW
    template_name = "procurement/clarificationround_detail.html"

    def scoped_queryset(self) -> "QuerySet[ClarificationRound]":
        return super().scoped_queryset().select_related("tender__region")

    def facts(self) -> Any:
        yield _("Tender"), self.object.tender
        yield _("Published"), deadline_text(self.object.published_at)

    def page_actions(self) -> list[Action]:
        """The same words on paper."""
        pdf = reverse("procurement:clarificationround-pdf", args=[self.object.pk])
        docx = reverse("procurement:clarificationround-docx", args=[self.object.pk])
        return [
            Action(_("PDF"), pdf, "file-earmark-pdf"),
            Action(_("Word (docx)"), docx, "file-earmark-word"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "round": self.object,
            "questions": questions_of(self.object),
            "history": [],
            "is_training": self.object.tender.region.is_training,
        }
