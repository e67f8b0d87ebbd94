"""Pages of report texts: list, making one, reading, changing words, and the papers."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.documents import Bullets, Document, Paragraph, to_docx, to_pdf
from config.shared.legible import file_name
from config.shared.views import (
    Action,
    ConfirmPage,
    DetailPage,
    FormPage,
    ListPage,
    ModelPage,
    TransitionPage,
)
from reports.actions import texts as actions
from reports.filters.texts import PlanningTextFilterSet
from reports.forms.texts import PlanningSectionForm, PlanningTextForm
from reports.models import BudgetLine, PlanningSection, PlanningText
from reports.models.texts import PARTS
from reports.tables.texts import PlanningTextTable
from reports.texts.figures import SectionFigures, thawed
from reports.texts.numbers import strange_amounts
from reports.texts.paper import paper_name, text_document, titled, worded
from reports.workflows import PLANNING_TEXT

WRITE = Permission.OVERRUN_HANDLE


class PlanningTextListPage(ListPage):
    model = PlanningText
    table_class = PlanningTextTable
    filterset_class = PlanningTextFilterSet
    permission = Permission.COST_VIEW
    main_action = Action(
        gettext_lazy("New report text"),
        reverse_lazy("reports:planningtext-create"),
        "plus-lg",
        primary=True,
        permission=WRITE,
    )
    empty_text = gettext_lazy(
        "No text yet. A text is written from the figures of a gemeente and stays with them."
    )

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the names are made of."""
        visible: Any = super().scoped_queryset()
        return visible.named()


class PlanningTextCreatePage(FormPage):
    model: Any = PlanningText
    form_class = PlanningTextForm
    permission = WRITE
    title = gettext_lazy("New report text")
    submit_label = gettext_lazy("Write the draft")
    success_message = gettext_lazy("The draft is written from the figures of today.")

    @cached_property
    def line(self) -> BudgetLine | None:
        """The budget line from whose page one came; none that the person does not see."""
        asked = self.request.GET.get("line", "")
        if not asked.isdecimal():
            return None
        visible = BudgetLine.objects.visible_to(self.person)
        return visible.select_related("region", "gemeente").filter(pk=asked).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the person may choose from."""
        given = {"person": self.person, "today": timezone.localdate(), "line": self.line}
        return super().get_form_kwargs() | given

    def perform(self, form: PlanningTextForm) -> PlanningText:
        """Write it."""
        return actions.make_text(scope=form.scope, by=self.person, at=timezone.now())


class TextPage:
    """What a page about one text starts from."""

    model: Any = PlanningText

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what its name is made of."""
        visible: Any = super().scoped_queryset()  # type: ignore[misc]
        return visible.named()


class ShownPart(NamedTuple):
    """One of the four pieces: its heading, its lines, and amounts that no figure gives."""

    title: str
    blocks: list[Paragraph | Bullets]
    strange: list[str]
    is_edited: bool


class ShownSection(NamedTuple):
    """A section as the page shows it, with the figures beside it."""

    section: PlanningSection
    figures: SectionFigures
    parts: list[ShownPart]
    url: str


class PlanningTextDetailPage(TextPage, DetailPage):
    workflow = PLANNING_TEXT
    permission = Permission.COST_VIEW
    template_name = "reports/planningtext_detail.html"

    def facts(self) -> list[tuple[Any, Any]]:
        """Which paper, on which figures, and who made it final."""
        text = self.object
        return [
            (_("Region"), text.region),
            (_("Gemeente"), text.gemeente or _("the whole region")),
            (_("Budget line"), text.line or _("everything")),
            (_("Figures of"), text.figures_on),
            (_("A cost counts on"), text.get_basis_display()),
            (_("Version"), text.version),
            (_("Made final"), text.finalised_at),
        ]

    def page_actions(self) -> list[Action]:
        """The papers, the series, and what a draft allows."""
        pk = [self.object.pk]
        files = [
            Action(label, reverse("reports:planningtext-file", args=[*pk, kind]), icon)
            for kind, label, icon in (
                ("docx", _("Word (docx)"), "file-earmark-word"),
                ("pdf", _("PDF"), "file-earmark-pdf"),
            )
        ]
        series = Action(
            _("Papers of the year"),
            reverse("reports:planningtext-series", args=pk),
            "clock-history",
        )
        return [*files, series, *([] if self.object.is_final else self._draft_actions())]

    def _draft_actions(self) -> list[Action]:
        pk = [self.object.pk]
        return [
            Action(label, reverse(f"reports:planningtext-{name}", args=pk), icon, permission=WRITE)
            for label, name, icon in (
                (_("Take today's figures"), "refresh", "arrow-repeat"),
                (_("Discard"), "discard", "trash"),
            )
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sections with their figures."""
        may_write = not self.object.is_final and self.may(WRITE, self.object)
        sections = self.object.sections.order_by("position")
        return super().get_context_data(
            sections=[_shown(section, may_write=may_write) for section in sections], **kwargs
        )


def _shown(section: PlanningSection, *, may_write: bool) -> ShownSection:
    figures = thawed(section.figures)
    parts = [
        ShownPart(
            title, list(worded(words)), strange_amounts(words, figures), section.is_edited(name)
        )
        for name, (title, words) in zip(PARTS, titled(section), strict=True)
    ]
    url = reverse("reports:planningsection-update", args=[section.pk]) if may_write else ""
    return ShownSection(section, figures, parts, url)


class PlanningTextTransitionPage(TextPage, TransitionPage):
    workflow = PLANNING_TEXT


class PlanningTextRefreshPage(TextPage, ConfirmPage):
    permission = WRITE
    title = gettext_lazy("Take today's figures")
    submit_label = gettext_lazy("Take today's figures")
    success_message = gettext_lazy("The figures are those of today.")

    def missing(self) -> list[str]:
        """A final text keeps its figures."""
        return [_("This text is final.")] if self.object.is_final else []

    def consequences(self) -> list[Any]:
        """What changes, and what stays."""
        return [
            _("The figures of every section become those of today."),
            _("Words that somebody changed stay; the others are written anew."),
        ]

    def perform(self, form: Any) -> PlanningText:
        """Take them."""
        return actions.refresh_text(text=self.object, by=self.person, at=timezone.now())


class PlanningTextDiscardPage(TextPage, ConfirmPage):
    permission = WRITE
    title = gettext_lazy("Discard the draft")
    submit_label = gettext_lazy("Discard")
    success_message = gettext_lazy("The draft is discarded.")
    success_url = reverse_lazy("reports:planningtext-list")

    def missing(self) -> list[str]:
        """A final text stays."""
        return [_("This text is final.")] if self.object.is_final else []

    def consequences(self) -> list[Any]:
        """What is lost."""
        return [_("The words and figures of this draft are gone. Final texts stay.")]

    def perform(self, form: Any) -> None:
        """Throw it away."""
        actions.discard_text(text=self.object, by=self.person, at=timezone.now())


class PlanningSectionUpdatePage(FormPage):
    model: Any = PlanningSection
    form_class = PlanningSectionForm
    permission = WRITE
    title = gettext_lazy("Change the words")
    template_name = "reports/planningsection_form.html"

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With the text that it belongs to."""
        rows = super().scoped_queryset()
        return rows.select_related("text__region", "text__gemeente", "text__line__gemeente")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figures stand beside the form; nobody types them."""
        figures = thawed(self.object.figures)
        return super().get_context_data(section=self.object, figures=figures, **kwargs)

    def perform(self, form: PlanningSectionForm) -> PlanningSection:
        """Change them."""
        return actions.change_section(
            section=self.object, **form.changes, by=self.person, at=timezone.now()
        )


MAKERS: dict[str, Callable[[Document], bytes]] = {"pdf": to_pdf, "docx": to_docx}


class PlanningTextFilePage(TextPage, ModelPage):
    """The paper, made from what is frozen; `kind` is pdf or docx."""

    permission = Permission.COST_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        """A download; 404 for another kind."""
        text, kind = self.object, self.kwargs["kind"]
        if kind not in MAKERS:
            raise Http404
        content = BytesIO(MAKERS[kind](text_document(text)))
        name = file_name(f"{paper_name(text)}.{kind}")
        response = FileResponse(content, as_attachment=True, filename=name)
        response["Cache-Control"] = "private, no-store"
        return response
