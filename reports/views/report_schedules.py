"""Pages by which a saved report is mailed: set, changed, stopped, and left by who gets it."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.views import ConfirmPage, Crumb, FormPage
from reports.actions import report_schedules as actions
from reports.forms.saved_reports import ReportScheduleForm, plan_of
from reports.models import ReportSchedule, SavedReport
from reports.views.saved_reports import OwnReportPage, SavedReportPage

SEE = Permission.COST_VIEW


class SaysMoment:
    """Tells on which days, once it is done."""

    success_message: Any

    def get_success_message(self, result: ReportSchedule) -> str:
        """With every Monday, or each month on day 1, in it."""
        return str(self.success_message) % {"object": result.moment}


class ReportScheduleCreatePage(SaysMoment, OwnReportPage, FormPage):
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

    def perform(self, form: ReportScheduleForm) -> ReportSchedule:
        """Set it."""
        return actions.set_schedule(
            report=self.object, plan=form.plan, by=self.person, at=timezone.now()
        )


class OfSchedule:
    """The page is about one schedule of a report."""

    model: Any = ReportSchedule
    object: ReportSchedule
    to_report = "report__"

    def breadcrumbs(self) -> list[Crumb]:
        """The saved reports, and the one that is mailed."""
        report = self.object.report
        saved = Crumb(_("Saved reports"), reverse("reports:savedreport-list"))
        return [saved, Crumb(str(report), report.get_absolute_url())]


class ReportScheduleUpdatePage(OfSchedule, SaysMoment, OwnReportPage, FormPage):
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

    def perform(self, form: ReportScheduleForm) -> ReportSchedule:
        """Change it."""
        return actions.change_schedule(
            schedule=self.object, plan=form.plan, by=self.person, at=timezone.now()
        )


class ReportScheduleStopPage(OfSchedule, SaysMoment, OwnReportPage, ConfirmPage):
    permission = SEE
    title = gettext_lazy("Stop mailing the report")
    submit_label = gettext_lazy("Stop mailing")
    success_message = gettext_lazy("The report is no longer mailed %(object)s.")

    def consequences(self) -> list[Any]:
        """Who notices."""
        names = self.object.recipients.order_by("name", "pk").values_list("name", flat=True)
        words = _("From now on nothing is mailed to: %(people)s. They are not told.")
        return [words % {"people": ", ".join(names)}]

    def perform(self, form: Any) -> ReportSchedule:
        """Stop it."""
        return actions.stop_schedule(schedule=self.object, by=self.person, at=timezone.now())


class ReportScheduleLeavePage(OfSchedule, SavedReportPage, ConfirmPage):
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
