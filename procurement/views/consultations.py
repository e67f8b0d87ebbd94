"""Market consultations: questions to providers, their answers, contacts and the record."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import providers_of, regions_of
from accounts.enums import Permission
from config.shared.views import (
    Action,
    DetailPage,
    FormPage,
    ListPage,
    Panel,
    TransitionPage,
)
from procurement import actions
from procurement.enums import ConsultationStatus
from procurement.filters_planning import ConsultationFilterSet
from procurement.forms.consultations import (
    ConsultationAnswerForm,
    ConsultationForm,
    ConsultationQuestionRows,
)
from procurement.forms.rows import standing
from procurement.models import (
    ConsultationAnswer,
    ConsultationQuestion,
    MarketConsultation,
    Tender,
)
from procurement.tables_planning import ConsultationTable, ContactTable
from procurement.views.common import deadline_text
from procurement.views.planning import own_region
from procurement.views.publication import own_provider
from procurement.views.rows import RowsPage
from procurement.workflows import CONSULTATION

CONTACTS = gettext_lazy("Contacts")


class ConsultationListPage(ListPage):
    """Those of the region; for a provider all that were opened."""

    model = MarketConsultation
    table_class = ConsultationTable
    filterset_class = ConsultationFilterSet
    permission = Permission.TENDER_VIEW
    main_action = Action(
        gettext_lazy("New consultation"),
        reverse_lazy("procurement:marketconsultation-create"),
        "plus-lg",
        primary=True,
        permission=Permission.TENDER_DRAFT,
    )

    @property
    def empty_text(self) -> str:  # type: ignore[override]
        """Why the list is empty."""
        if providers_of(self.person):
            return _("No region has asked the market anything yet.")
        return _("No consultation yet. Ask providers what they think before you tender.")


class ConsultationDetailPage(DetailPage):
    """For the region with all answers and contacts; for a provider with its own answers."""

    model = MarketConsultation
    workflow = CONSULTATION
    permission = Permission.TENDER_VIEW
    template_name = "procurement/marketconsultation_detail.html"

    def scoped_queryset(self) -> "QuerySet[MarketConsultation]":
        return super().scoped_queryset().select_related("region", "tender")

    @cached_property
    def is_desk(self) -> bool:
        """Whether the person acts for the region."""
        return self.object.region_id in regions_of(self.person)

    @property
    def can_be_answered(self) -> bool:
        row = self.object
        is_ahead = row.closes_at is not None and row.closes_at > timezone.now()
        return row.status == ConsultationStatus.OPEN and is_ahead

    def facts(self) -> Iterable[tuple[Any, Any]]:
        """The tender only for the region: it may not be published yet."""
        consultation = self.object
        yield _("Region"), consultation.region
        yield _("Answers until"), deadline_text(consultation.closes_at)
        yield _("Opened"), consultation.opened_at
        if self.is_desk:
            yield _("Closed"), consultation.closed_at
            yield _("Tender"), consultation.tender

    def panels(self) -> list[Panel]:
        """Answers and contacts are the region's."""
        if not self.is_desk:
            return []
        count = self.object.contacts.count()
        return [
            Panel(_("Questions and answers"), "procurement/_consultation_answers.html"),
            Panel(str(CONTACTS), "procurement/_consultation_contacts.html", count=count),
        ]

    def page_actions(self) -> list[Action]:
        if self.is_desk:
            return self._desk_actions()
        if not self.can_be_answered:
            return []
        url = reverse("procurement:marketconsultation-answer", args=[self.object.pk])
        return [Action(_("Answer"), url, "pencil", True, Permission.BID_SUBMIT)]

    def _desk_actions(self) -> list[Action]:
        pk, allowed = self.object.pk, Permission.TENDER_DRAFT
        if self.object.status == ConsultationStatus.DRAFT:
            url = reverse("procurement:marketconsultation-update", args=[pk])
            return [Action(_("Change"), url, "pencil", permission=allowed)]
        link = reverse("procurement:marketconsultation-link", args=[pk])
        pdf = reverse("procurement:marketconsultation-pdf", args=[pk])
        docx = reverse("procurement:marketconsultation-docx", args=[pk])
        return [
            Action(_("Link to a tender"), link, "link-45deg", permission=allowed),
            Action(_("Record (PDF)"), pdf, "file-earmark-pdf"),
            Action(_("Record (Word)"), docx, "file-earmark-word"),
        ]

    @cached_property
    def steps(self) -> list[Any]:
        """For the region alone."""
        return super().steps if self.is_desk else []

    def questions(self) -> "QuerySet[ConsultationQuestion]":
        """In order, each with the answers that the person may read."""
        answers = ConsultationAnswer.objects.visible_to(self.person).select_related("provider")
        ordered = answers.order_by("provider__legal_name", "pk")
        rows = self.object.questions.order_by("number")
        return rows.prefetch_related(Prefetch("answers", ordered, to_attr="readable"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is shared stands there for all alike, without who learned it first."""
        context = super().get_context_data(**kwargs)
        if not self.is_desk:
            context["history"] = []
        contacts = self.object.contacts
        shared = contacts.filter(shared_at__isnull=False).order_by("shared_at", "pk")
        rows = contacts.visible_to(self.person).select_related("provider")
        return context | {
            "consultation": self.object,
            "is_desk": self.is_desk,
            "is_training": self.object.region.is_training,
            "questions": self.questions(),
            "shared": list(shared.values("shared_at", "shared_text")),
            "contact_table": ContactTable(rows, prefix="contacts-"),
            "unshared": rows.filter(gave_information=True, shared_at__isnull=True),
            "may_record": self.is_desk and self.may(Permission.TENDER_DRAFT, self.object),
        }


class ConsultationFormPage(RowsPage):
    """What drafting and changing share."""

    model = MarketConsultation
    form_class = ConsultationForm
    permission = Permission.TENDER_DRAFT
    rows_class = ConsultationQuestionRows
    row_label = gettext_lazy("Question")
    more_label = gettext_lazy("Another question")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"tenders": own_tenders(self.person)}

    def questions(self) -> list[str]:
        """What was filled in, in order."""
        return [line["text"] for line in self.lines()]

    def moment(self) -> dict[str, Any]:
        """Who acts, and when."""
        return {"by": self.person, "at": timezone.now()}


class ConsultationCreatePage(ConsultationFormPage):
    title = gettext_lazy("New market consultation")
    submit_label = gettext_lazy("Make the draft")
    success_message = gettext_lazy("“%(object)s” is drafted. No provider sees it yet.")

    def perform(self, form: ConsultationForm) -> MarketConsultation:
        return actions.draft_consultation(
            region=own_region(self.person),
            questions=self.questions(),
            **form.cleaned_data,
            **self.moment(),
        )


class ConsultationUpdatePage(ConsultationFormPage):
    title = gettext_lazy("Change the consultation")
    success_message = gettext_lazy("The consultation is changed.")

    def scoped_queryset(self) -> "QuerySet[MarketConsultation]":
        return own_consultations(self.person)

    def initial_rows(self) -> list[dict[str, Any]]:
        return standing(self.object.questions.order_by("number"), ("text",))

    def perform(self, form: ConsultationForm) -> MarketConsultation:
        return actions.change_consultation(
            consultation=self.object,
            questions=self.questions(),
            **form.cleaned_data,
            **self.moment(),
        )


class ConsultationTransitionPage(TransitionPage):
    """Opening and closing."""

    model = MarketConsultation
    workflow = CONSULTATION

    def scoped_queryset(self) -> "QuerySet[MarketConsultation]":
        return own_consultations(self.person)

    def perform(self, form: Any) -> MarketConsultation:
        acts = {"open": actions.open_consultation, "close": actions.close_consultation}
        act = acts[self.transition.name]
        return act(consultation=self.object, by=self.person, at=timezone.now())


class ConsultationAnswerPage(FormPage):
    """A provider answers what it wants to; can be come back to until the consultation closes."""

    model = MarketConsultation
    form_class = ConsultationAnswerForm
    permission = Permission.BID_SUBMIT
    template_name = "procurement/marketconsultation_answer.html"
    title = gettext_lazy("Answer the consultation")
    submit_label = gettext_lazy("Keep the answers")
    success_message = gettext_lazy("Your answers are kept. You can change them until it closes.")

    def scoped_queryset(self) -> "QuerySet[MarketConsultation]":
        return super().scoped_queryset().filter(opened_at__isnull=False).select_related("region")

    def get_form_kwargs(self) -> dict[str, Any]:
        questions = self.object.questions.order_by("number")
        own = ConsultationAnswer.objects.filter(
            question__in=questions, provider__in=providers_of(self.person)
        )
        kept = dict(own.values_list("question", "text"))
        return super().get_form_kwargs() | {"questions": questions, "kept": kept}

    def perform(self, form: ConsultationAnswerForm) -> MarketConsultation:
        return actions.answer_consultation(
            consultation=self.object,
            provider=own_provider(self.person),
            answers=form.answers(),
            by=self.person,
            at=timezone.now(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {
            "consultation": self.object,
            "closes": deadline_text(self.object.closes_at),
            "is_training": self.object.region.is_training,
        }
        return super().get_context_data(**told | kwargs)


def own_consultations(person: Any) -> "QuerySet[MarketConsultation]":
    """Those of the regions for which the person acts."""
    rows = MarketConsultation.objects.filter(region__in=regions_of(person))
    return rows.select_related("region", "tender")


def own_tenders(person: Any) -> "QuerySet[Tender]":
    """The tenders of the regions for which the person acts."""
    return Tender.objects.filter(region__in=regions_of(person)).order_by("reference")
