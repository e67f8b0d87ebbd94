"""Pages by which a saved report is mailed: set, changed, stopped, and left by who gets it."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.views import ConfirmPage, FormPage
from reports.actions import report_schedules as actions
from reports.forms.saved_reports import ReportScheduleForm, plan_of
from reports.models import ReportSchedule, SavedReport
from reports.views.saved_reports import OwnReportPage

SEE = Permission.COST_VIEW


class ReportScheduleCreatePage(OwnReportPage, FormPage):
    """Under the report that is mailed."""

    model = SavedReport
    form_class = ReportScheduleForm
    permission = SEE
    title = gettext_lazy("Have the report mailed")
    submit_label = gettext_lazy("Mail it")
    success_message = gettext_lazy("It is mailed %(object)s.")

    def get_initial(self) -> dict[str, Any]:
        """To the person alone."""
        return {"recipients": [self.person]}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who may get it."""
        return super().get_form_kwargs() | {"report": self.object}

    def get_success_message(self, result: ReportSchedule) -> str:
        """On which days."""
        return str(self.success_message) % {"object": result.moment}

    def perform(self, form: ReportScheduleForm) -> ReportSchedule:
        """Set it."""
        return actions.set_schedule(
            report=self.object, plan=form.plan, by=self.person, at=timezone.now()
        )


class SchedulePage:
    """What the pages of one schedule fetch along."""

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With the report and its organisation."""
        rows: QuerySet[Any] = super().scoped_queryset()  # type: ignore[misc]
        return rows.select_related("report__owner", "report__region", "report__gemeente")


class OwnSchedulePage(SchedulePage):
    """Only who keeps the report comes here."""

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Those of the own reports."""
        own = super().scoped_queryset()
        return own.filter(report__owner=self.person)  # type: ignore[attr-defined]


class ReportScheduleUpdatePage(OwnSchedulePage, FormPage):
    model = ReportSchedule
    form_class = ReportScheduleForm
    permission = SEE
    title = gettext_lazy("Change when the report is mailed")
    success_message = gettext_lazy("It is mailed %(object)s.")

    def get_initial(self) -> dict[str, Any]:
        """What stands."""
        return plan_of(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who may get it."""
        return super().get_form_kwargs() | {"report": self.object.report}

    def get_success_message(self, result: ReportSchedule) -> str:
        """On which days."""
        return str(self.success_message) % {"object": result.moment}

    def perform(self, form: ReportScheduleForm) -> ReportSchedule:
        """Change it."""
        return actions.change_schedule(
            schedule=self.object, plan=form.plan, by=self.person, at=timezone.now()
        )


class ReportScheduleStopPage(OwnSchedulePage, ConfirmPage):
    model = ReportSchedule
    permission = SEE
    title = gettext_lazy("Stop mailing the report")
    submit_label = gettext_lazy("Stop mailing")
    success_message = gettext_lazy("The report is no longer mailed %(object)s.")

    def get_success_message(self, result: ReportSchedule) -> str:
        """On which days it was."""
        return str(self.success_message) % {"object": result.moment}

    def consequences(self) -> list[Any]:
        """Who notices."""
        names = self.object.recipients.order_by("name", "pk").values_list("name", flat=True)
        words = _("From now on nothing is mailed to: %(people)s. They are not told.")
        return [words % {"people": ", ".join(names)}]

    def perform(self, form: Any) -> ReportSchedule:
        """Stop it."""
        return actions.stop_schedule(schedule=self.object, by=self.person, at=timezone.now())


class ReportScheduleLeavePage(SchedulePage, ConfirmPage):
    model = ReportSchedule
    permission = SEE
    title = gettext_lazy("No longer get this report")
    submit_label = gettext_lazy("No longer mail it to me")
    success_message = gettext_lazy("The report is no longer mailed to you.")
    success_url = reverse_lazy("reports:savedreport-list")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Those that are mailed to the person."""
        rows = super().scoped_queryset()
        return rows.filter(recipients=self.person)

    def consequences(self) -> list[Any]:
        """Who is told."""
        report = self.object.report
        stops = _("The report is not mailed to you any more %(moment)s.")
        told = _("%(owner)s, who keeps it, is told.") % {"owner": report.owner}
        return [stops % {"moment": self.object.moment}, told]

    def perform(self, form: Any) -> ReportSchedule:
        """Leave."""
        return actions.leave_schedule(schedule=self.object, by=self.person, at=timezone.now())
