"""Pages of saved reports: list, one report with its schedules, keeping, changing, removing."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from accounts.models import User
from config.shared.views import (
    Action,
    ConfirmPage,
    Crumb,
    DetailPage,
    FormPage,
    ListPage,
    Panel,
)
from reports.actions import saved_reports as actions
from reports.filters.saved_reports import SavedReportFilterSet
from reports.forms.saved_reports import SavedReportForm, kept_of
from reports.models import ReportMail, ReportSchedule, SavedReport
from reports.questions import BY_CODE, Question, Scope
from reports.questions.parameters import Parameters, page_of
from reports.tables.saved_reports import ReportMailTable, SavedReportTable

SEE = Permission.COST_VIEW
LAST_MAILS = 50
"""So many of what was mailed are shown."""


class ShownSchedule(NamedTuple):
    """A schedule with its next day, and whether the person may change or leave it."""

    schedule: ReportSchedule
    people: list[User]
    next_on: date
    may_change: bool
    may_leave: bool


class SavedReportListPage(ListPage):
    model = SavedReport
    table_class = SavedReportTable
    filterset_class = SavedReportFilterSet
    permission = SEE
    main_action = Action(
        gettext_lazy("Choose a report"), reverse_lazy("reports:questions"), "plus-lg", primary=True
    )
    empty_text = gettext_lazy(
        "No report is kept yet. Open a report, choose what you want to see of it and keep it; from "
        "then on it can be mailed every week or month."
    )


class SavedReportPage:
    """What the pages of one report, or of something about it, fetch along."""

    to_report = ""
    """The way from the page's model to the report, as lookups begin with it."""

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the page names."""
        rows: QuerySet[Any] = super().scoped_queryset()  # type: ignore[misc]
        names = ("owner", "region", "gemeente")
        return rows.select_related(*(f"{self.to_report}{name}" for name in names))


class OwnReportPage(SavedReportPage):
    """Only who keeps the report comes here."""

    def scoped_queryset(self) -> "QuerySet[Any]":
        """The own ones."""
        own = {f"{self.to_report}owner": self.person}  # type: ignore[attr-defined]
        return super().scoped_queryset().filter(**own)


class SavedReportDetailPage(SavedReportPage, DetailPage):
    """What is asked, when it is mailed and to whom, and what was mailed."""

    model = SavedReport
    permission = SEE
    template_name = "reports/savedreport_detail.html"

    @cached_property
    def is_owner(self) -> bool:
        """Whether the person keeps it."""
        return bool(self.object.owner_id == self.person.pk)

    @cached_property
    def parameters(self) -> Parameters:
        """What is asked."""
        return Parameters.from_json(self.object.parameters)

    def page_actions(self) -> list[Action]:
        """Reading it; and what only its owner does."""
        report = self.object
        read = page_of(report.question, self.parameters)
        actions = [Action(_("Open the report"), read, "bar-chart", primary=True)]
        if self.is_owner:
            actions += [
                self._action(_("Have it mailed"), "reportschedule-create", "envelope"),
                self._action(_("Change"), "savedreport-update", "pencil"),
                self._action(_("Remove"), "savedreport-remove", "trash"),
            ]
        elif not report.has_owner:
            actions.append(self._action(_("Take over"), "savedreport-take-over", "person-check"))
        return actions

    def _action(self, label: str, page: str, icon: str) -> Action:
        return Action(label, reverse(f"reports:{page}", args=[self.object.pk]), icon)

    def facts(self) -> list[tuple[Any, Any]]:
        """What it asks, and whose it is."""
        report = self.object
        return [
            (_("Report"), str(BY_CODE[report.question].asks)),
            *asked_in_words(BY_CODE[report.question], self.parameters),
            (_("Kept by"), str(report.owner)),
            (_("Shared with colleagues"), report.is_shared),
        ]

    def panels(self) -> list[Panel]:
        """What was mailed."""
        mails = ReportMail.objects.visible_to(self.person).filter(schedule__report=self.object)
        rows = list(mails.select_related("user")[:LAST_MAILS])
        return [Panel(_("What was mailed"), table=ReportMailTable(rows))] if rows else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The schedules with what the person may do with each."""
        people = Prefetch("recipients", User.objects.order_by("name", "pk"))
        found = self.object.schedules.running().prefetch_related(people).order_by("pk")
        shown = [self._shown(schedule) for schedule in found]
        return super().get_context_data(schedules=shown, **kwargs)

    def _shown(self, schedule: ReportSchedule) -> ShownSchedule:
        schedule.report = self.object
        people = list(schedule.recipients.all())
        next_on = schedule.next_on(timezone.localdate())
        return ShownSchedule(schedule, people, next_on, self.is_owner, self.person in people)


class SavedReportCreatePage(FormPage):
    """Keeps a report as it is asked in the address."""

    model = SavedReport
    form_class = SavedReportForm
    permission = SEE
    title = gettext_lazy("Keep this report")
    submit_label = gettext_lazy("Keep the report")
    success_message = gettext_lazy("%(object)s is kept. It can now be mailed too.")

    @cached_property
    def question(self) -> type[Question]:
        """The one of the address."""
        found = BY_CODE.get(self.kwargs["code"])
        if found is None:
            raise Http404
        return found

    def breadcrumbs(self) -> list[Crumb]:
        """The saved reports, and the report that is kept."""
        address = reverse("reports:question", args=[self.question.code])
        query = self.request.GET.urlencode()
        here = Crumb(self.question.title, f"{address}?{query}" if query else address)
        return [*super().breadcrumbs(), here]

    def get_initial(self) -> dict[str, Any]:
        """As the report was shown; this year becomes the year in which it is read."""
        asked = {name: self.request.GET.get(name) for name in self.question.parameters}
        if asked.get("year") == str(timezone.localdate().year):
            del asked["year"]
        return {"name": str(self.question.title), **asked}

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the question asks, and what the person may choose from."""
        return super().get_form_kwargs() | _choices(self.question, self.person)

    def perform(self, form: Any) -> SavedReport:
        """Keep it."""
        return actions.keep_report(
            question=self.question.code, kept=form.kept, by=self.person, at=timezone.now()
        )


class SavedReportUpdatePage(OwnReportPage, FormPage):
    model = SavedReport
    form_class = SavedReportForm
    permission = SEE
    title = gettext_lazy("Change the saved report")
    success_message = gettext_lazy("%(object)s is changed.")

    def get_initial(self) -> dict[str, Any]:
        """What stands."""
        return kept_of(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the question asks, and what the person may choose from."""
        question, year = BY_CODE[self.object.question], self.object.parameters.get("year")
        return super().get_form_kwargs() | _choices(question, self.person, year)

    def perform(self, form: Any) -> SavedReport:
        """Change it."""
        return actions.change_report(
            report=self.object, kept=form.kept, by=self.person, at=timezone.now()
        )


class SavedReportRemovePage(OwnReportPage, ConfirmPage):
    model = SavedReport
    permission = SEE
    title = gettext_lazy("Remove the saved report")
    submit_label = gettext_lazy("Remove")
    success_message = gettext_lazy("%(object)s is removed.")
    success_url = reverse_lazy("reports:savedreport-list")

    def consequences(self) -> list[Any]:
        """What stops, and what stays."""
        return [
            _("Nobody sees it any more, and nothing of it is mailed from now on."),
            _("The report itself and its figures stay."),
        ]

    def perform(self, form: Any) -> SavedReport:
        """Remove it."""
        return actions.remove_report(report=self.object, by=self.person, at=timezone.now())


class SavedReportTakeOverPage(SavedReportPage, ConfirmPage):
    model = SavedReport
    permission = SEE
    title = gettext_lazy("Take the saved report over")
    submit_label = gettext_lazy("Take over")
    success_message = gettext_lazy("%(object)s is yours.")

    def missing(self) -> list[str]:
        """Its owner is still there."""
        report = self.object
        if not report.has_owner:
            return []
        return [_("%(owner)s still keeps this report.") % {"owner": report.owner}]

    def consequences(self) -> list[Any]:
        """What comes with it."""
        return [_("You keep it from now on, with the days on which it is mailed and to whom.")]

    def perform(self, form: Any) -> SavedReport:
        """Take it over."""
        return actions.take_over(report=self.object, by=self.person, at=timezone.now())


def asked_in_words(question: type[Question], parameters: Parameters) -> list[tuple[str, str]]:
    """What is asked of a question, each with its label; everything where nothing was chosen."""
    words = {
        "year": (_("Year"), str(parameters.year or _("The current year"))),
        "route": (_("Route"), parameters.route_label or _("All")),
        "gemeente": (_("Gemeente"), str(parameters.gemeente or _("All"))),
    }
    return [words[name] for name in question.parameters]


def _choices(question: type[Question], person: User, standing: int | None = None) -> dict[str, Any]:
    """What the form offers; a year that was asked before stays, whatever there is of it now."""
    today = timezone.localdate()
    years = {*question.years(Scope(person=person), today), today.year}
    return {"question": question, "person": person, "years": years | ({standing} - {None})}
