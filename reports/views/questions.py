"""Reports: the questions that can be asked, and the page of each."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.enums import Permission
from accounts.models import Gemeente
from config.shared.views import Action, Page
from config.shared.views.files import written
from providers.enums import LearningRoute
from reports.exports_questions import WRITERS
from reports.forms.overruns import own_gemeenten
from reports.questions import BY_CODE, QUESTIONS, Asked, Question, Scope

FILES = {"xlsx": _("Excel (xlsx)"), "csv": _("Text (csv)")}
ICONS = {"xlsx": "file-earmark-spreadsheet", "csv": "filetype-csv"}


class QuestionForm(forms.Form):
    """What is asked of a report: one route or gemeente."""

    route = forms.ChoiceField(
        label=_("Route"), choices=[("", _("All")), *LearningRoute.choices], required=False
    )
    gemeente = forms.ModelChoiceField(
        Gemeente.objects.none(), label=_("Gemeente"), required=False, empty_label=_("All")
    )


class QuestionIndexPage(Page, TemplateView):
    """Every question with its report."""

    permission = Permission.COST_VIEW
    title = _("Reports")
    template_name = "reports/questions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The questions in the order in which they are asked most."""
        money = [
            (reverse("reports:overruns"), _("Overruns"), _("Will the budget do?")),
            (reverse("reports:why"), _("Explanation"), _("Why does the forecast differ?")),
        ]
        asked = [
            (reverse("reports:question", args=[each.code]), each.title, each.asks)
            for each in QUESTIONS
        ]
        return super().get_context_data(questions=[*money, *asked], **kwargs)


class QuestionPage(Page, TemplateView):
    """One question: the finding, the picture, the rows and what they mean."""

    permission = Permission.COST_VIEW
    template_name = "reports/question.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page, or the report as a file (?_export=csv or xlsx)."""
        kind = request.GET.get("_export")
        if kind is None:
            return super().get(request, *args, **kwargs)
        if kind not in FILES:
            raise Http404
        name = f"taalregie-{self.question.code}-{self.question.asked.on:%Y%m%d}.{kind}"
        return written(lambda stream: WRITERS[kind](stream, self.question), name)

    @property
    def title(self) -> Any:  # type: ignore[override]
        """The report's own."""
        return self.question.title

    @cached_property
    def form(self) -> QuestionForm:
        """What is asked; everything where nothing valid was."""
        form = QuestionForm(self.request.GET)
        form.fields["gemeente"].queryset = own_gemeenten(self.person)  # type: ignore[attr-defined]
        return form

    @cached_property
    def question(self) -> Question:
        """The report of the person who asks."""
        kind = BY_CODE.get(self.kwargs["code"])
        if kind is None:
            raise Http404
        found = self.form.cleaned_data if self.form.is_valid() else {}
        asked = Asked(
            on=timezone.localdate(),
            route=found.get("route") or "",
            gemeente=found.get("gemeente"),
        )
        return kind(Scope(person=self.person), asked)

    def page_actions(self) -> list[Action]:
        """The report as a file."""
        return [Action(label, self._address(kind), ICONS[kind]) for kind, label in FILES.items()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sentence first, then the picture, the rows and what the figures are."""
        question = self.question
        totals = question.totals()
        return super().get_context_data(
            form=self.form,
            question=question,
            chart=question.chart() if question.rows else None,
            rows=[self._shown(row) for row in question.rows],
            totals=self._shown(totals) if totals is not None and question.rows else None,
            **kwargs,
        )

    def _shown(self, row: tuple[Any, ...]) -> list[tuple[Any, str]]:
        """Each cell with its column."""
        pairs = zip(self.question.columns, row, strict=True)
        return [(column, column.shown(value)) for column, value in pairs]

    def _address(self, kind: str) -> str:
        query = self.request.GET.copy()
        query["_export"] = kind
        return f"{self.request.path}?{query.urlencode()}"
