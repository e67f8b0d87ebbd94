"""What the pages of all reports have in common: what is asked, the answer, and its files."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.enums import Permission
from config.shared.views import Action, Page
from config.shared.views.files import written
from reports.exports import KINDS, write
from reports.forms.overruns import ReportForm
from reports.questions import Asked, Question, Scope
from reports.questions.parameters import Parameters

FILES: Mapping[str, tuple[Any, str]] = {
    "xlsx": (_("Excel (xlsx)"), "file-earmark-spreadsheet"),
    "csv": (_("Text (csv)"), "filetype-csv"),
    "json": (_("Data (JSON)"), "filetype-json"),
}
"""The label and icon of each kind of file."""


class AnswerPage(Page, TemplateView):
    """One question with its answer, as a page and as files. Declare `question_class`."""

    permission = Permission.COST_VIEW
    question_class: type[Question]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page, or the report as a file (?_export=csv, xlsx or json)."""
        kind = request.GET.get("_export")
        if not kind:
            return super().get(request, *args, **kwargs)
        if kind not in KINDS:
            raise Http404
        name = f"{self.question.file_name}.{kind}"
        return written(lambda stream: write(self.question, kind, stream), name)

    @cached_property
    def today(self) -> date:
        """The day of the report."""
        return timezone.localdate()

    @cached_property
    def scope(self) -> Scope:
        """What the person may see."""
        return Scope(person=self.person)

    @cached_property
    def form(self) -> ReportForm:
        """What is asked; this year, every route and every gemeente where nothing valid was."""
        kind, year = self.question_class, self.today.year
        years = {*kind.years(self.scope, self.today), year}
        asked = {"year": year} | self.request.GET.dict()
        return ReportForm(asked, parameters=kind.parameters, years=years, person=self.person)

    @cached_property
    def asked(self) -> Asked:
        """The same for the question."""
        found = self.form.cleaned_data if self.form.is_valid() else {}
        return Asked(
            on=self.today,
            route=found.get("route") or "",
            gemeente=found.get("gemeente"),
            year=found.get("year"),
        )

    @cached_property
    def question(self) -> Question:
        """The report of the person who asks."""
        return self.question_class(self.scope, self.asked)

    def page_actions(self) -> list[Action]:
        """The report as files; and keeping it as it is asked."""
        files = [
            Action(label, self.address(_export=kind), icon) for kind, (label, icon) in FILES.items()
        ]
        return [*files, Action(_("Keep this report"), self._keeping_address(), "bookmark-plus")]

    def address(self, **changes: str) -> str:
        """The page as it is asked, with other values for some of it."""
        query = self.request.GET.copy()
        query.pop("_export", None)
        for name, value in changes.items():
            query[name] = value
        return f"{self.request.path}?{query.urlencode()}"

    def _keeping_address(self) -> str:
        asked = self.asked
        query = Parameters(asked.route, asked.gemeente, asked.year).query()
        address = reverse("reports:savedreport-create", args=[self.question_class.code])
        return f"{address}?{query}" if query else address
