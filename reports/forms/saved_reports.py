"""Forms by which reports are kept and mailed."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Gemeente, User
from config.shared.forms import PageForm
from providers.enums import LearningRoute
from reports.actions.report_schedules import Plan
from reports.actions.saved_reports import Kept
from reports.enums.saved_reports import Frequency, ReportFile
from reports.forms.overruns import own_gemeenten
from reports.mailing_days import DAYS_OF_MONTH, DAYS_OF_WEEK
from reports.models import ReportSchedule, SavedReport
from reports.questions import Question
from reports.questions.parameters import Parameters

SURE_DAYS = 28
"""Days that every month has."""


class SavedReportForm(PageForm):
    """Name, who sees it, and what `person` asks of `question`; `years` to choose from."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    year = forms.TypedChoiceField(
        label=gettext_lazy("Year"), coerce=int, empty_value=None, required=False
    )
    route = forms.ChoiceField(
        label=gettext_lazy("Route"),
        choices=[("", gettext_lazy("All")), *LearningRoute.choices],
        required=False,
    )
    gemeente = forms.ModelChoiceField(
        Gemeente.objects.none(),
        label=gettext_lazy("Gemeente"),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    is_shared = forms.BooleanField(
        label=gettext_lazy("Colleagues see it too"),
        help_text=gettext_lazy("Everyone of your organisation who may see costs."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        question: type[Question],
        years: Collection[int],
        person: User,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["year"].choices = [
            ("", _("The current year")),
            *((year, str(year)) for year in sorted(years, reverse=True)),
        ]
        fields["gemeente"].queryset = own_gemeenten(person)
        for name in {"year", "route", "gemeente"} - set(question.parameters):
            del fields[name]

    @property
    def kept(self) -> Kept:
        """After is_valid(): what was filled in."""
        found = self.cleaned_data
        parameters = Parameters(
            route=found.get("route") or "", gemeente=found.get("gemeente"), year=found.get("year")
        )
        return Kept(name=found["name"], parameters=parameters, is_shared=found["is_shared"])


def kept_of(report: SavedReport) -> dict[str, Any]:
    """What the form shows of a report that is changed."""
    return {**report.parameters, "name": report.name, "is_shared": report.is_shared}


class ReportScheduleForm(PageForm):
    """When a report is mailed, as what, and to whom of those who may read it."""

    moment = forms.ChoiceField(label=gettext_lazy("When"))
    file_kind = forms.ChoiceField(
        label=gettext_lazy("Attachment"),
        choices=ReportFile.choices,
        help_text=gettext_lazy("The answer stands in the mail itself too."),
    )
    recipients = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("To"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Each gets a mail with the figures that the person may see on that day."
        ),
    )

    def __init__(self, *args: Any, report: SavedReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["moment"].choices = [
            (_("Every week"), list(_weekdays())),
            (_("Every month"), list(_days_of_month())),
        ]
        fields["recipients"].queryset = report.readers().order_by("name", "pk")

    @property
    def plan(self) -> Plan:
        """After is_valid(): what was filled in."""
        found = self.cleaned_data
        frequency, _colon, day = found["moment"].partition(":")
        return Plan(
            frequency=frequency,
            day=int(day),
            file_kind=found["file_kind"],
            recipients=list(found["recipients"]),
        )


def plan_of(schedule: ReportSchedule) -> dict[str, Any]:
    """What the form shows of a schedule that is changed."""
    return {
        "moment": f"{schedule.frequency}:{schedule.day}",
        "file_kind": schedule.file_kind,
        "recipients": list(schedule.recipients.all()),
    }


def _weekdays() -> Iterable[tuple[str, str]]:
    for day in range(1, DAYS_OF_WEEK + 1):
        words = _("every %(weekday)s") % {"weekday": WEEKDAYS[day - 1]}
        yield f"{Frequency.WEEKLY}:{day}", capfirst(words)


def _days_of_month() -> Iterable[tuple[str, str]]:
    for day in range(1, DAYS_OF_MONTH + 1):
        words = _("each month on day %(day)s") % {"day": day}
        shown = words if day <= SURE_DAYS else _("%(words)s, or on its last") % {"words": words}
        yield f"{Frequency.MONTHLY}:{day}", capfirst(shown)
