"""What needs a decision: signals that wait, decisions to carry out, and where money runs out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.access import regions_of
from accounts.enums import Permission
from accounts.models import Region, User
from config.shared.charts import Chart, HeatCell, heat_map
from config.shared.display import NOTHING, money, month_short, number
from config.shared.money import half_up
from config.shared.periods import month_of
from config.shared.views import Action, Crumb, Page
from reports.forms.overruns import ReportForm
from reports.models import OverrunSignal, SignalDecision
from reports.models.signals import OverrunSignalQuerySet
from reports.overruns import OverrunReport, Sources
from reports.questions.overruns import Overruns
from reports.signals.heat import MonthUse, PlaceUse, uses_of
from reports.tables.signals import OverrunSignalTable, SignalDecisionTable

DESK_COLUMNS = ("subject", "overrun_amount", "kind", "passes_on", "cause", "owner", "status")


class SignalDeskPage(Page, TemplateView):
    """The signals that wait for a decision, the largest first, and decisions to carry out."""

    permission = Permission.COST_VIEW
    title = gettext_lazy("What needs a decision?")
    template_name = "reports/signal_desk.html"

    @cached_property
    def waiting(self) -> OverrunSignalQuerySet:
        """About what something has to be decided or done: what comes first, the largest first."""
        visible = OverrunSignal.objects.visible_to(self.person).unsettled().named()
        return visible.order_by(F("year").asc(nulls_first=True), "-overrun_amount", "pk")

    def page_actions(self) -> list[Action]:
        """The map of months, all signals, texts, and the rule of each region of the person."""
        links = [
            Action(_("Month by month"), reverse("reports:overrun-months"), "grid-3x3"),
            Action(_("All signals"), reverse("reports:overrunsignal-list"), "list-ul"),
            Action(_("Report texts"), reverse("reports:planningtext-list"), "file-earmark-text"),
        ]
        return [*links, *self._rules()]

    def _rules(self) -> Iterator[Action]:
        if not self.may(Permission.OVERRUN_HANDLE):
            return
        for region in Region.objects.filter(pk__in=regions_of(self.person)).order_by("name"):
            label = _("What %(region)s asks") % {"region": region}
            yield Action(label, reverse("reports:overrunrule-update", args=[region.pk]), "sliders")
            label = _("On which days %(region)s counts costs") % {"region": region}
            yield Action(label, reverse("reports:costbasis-update", args=[region.pk]), "calendar3")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words first, then the signals and the decisions."""
        decisions: Any = SignalDecision.objects.visible_to(self.person)
        to_do = decisions.to_do().select_related(
            "signal__gemeente", "signal__contract", "signal__region", "decided_by"
        )
        return super().get_context_data(
            sentence=in_words(self.waiting),
            signals=OverrunSignalTable(self.waiting, prefix="signals-", shown=DESK_COLUMNS),
            decisions=SignalDecisionTable(to_do, prefix="decisions-"),
            has_signals=bool(self.waiting),
            has_decisions=bool(to_do),
            **kwargs,
        )


def waiting_in_words(person: User) -> str:
    """The same for another page; empty where nothing waits."""
    waiting = OverrunSignal.objects.visible_to(person).unsettled().order_by("pk")
    return in_words(waiting) if waiting else ""


def in_words(waiting: OverrunSignalQuerySet) -> str:
    """Three overruns wait for a decision, € 40.000 in all; one of them nobody has taken up."""
    rows = list(waiting)
    if not rows:
        return _("No overrun waits for a decision.")
    text = ngettext(
        "%(count)s overrun waits for a decision, %(amount)s in all",
        "%(count)s overruns wait for a decision, %(amount)s in all",
        len(rows),
    )
    alone = sum(1 for signal in rows if signal.owner_id is None)
    rest = ngettext(
        "; for %(alone)s nobody is responsible yet.",
        "; for %(alone)s of them nobody is responsible yet.",
        alone,
    )
    named = {
        "count": number(len(rows)),
        "alone": number(alone),
        "amount": money(sum(signal.overrun_amount for signal in rows)),
    }
    return (text + (rest if alone else ".")) % named


@dataclass(frozen=True, slots=True)
class LinkedCell:
    """A month of one place: its heading, what it says, and the lines behind it."""

    label: str
    text: str
    url: str
    is_over: bool


class OverrunMonthsPage(Page, TemplateView):
    """Gemeente x route x month: where, and from which month on, a budget is used up."""

    permission = Permission.COST_VIEW
    title = gettext_lazy("In which month is the money gone?")
    template_name = "reports/overrun_months.html"

    def breadcrumbs(self) -> list[Crumb]:
        """The desk."""
        return [Crumb(_("What needs a decision?"), reverse("reports:signal-desk"))]

    @cached_property
    def today(self) -> date:
        """The day of the report."""
        return timezone.localdate()

    @cached_property
    def sources(self) -> Sources:
        """What the person may see."""
        return Sources.of_user(self.person)

    @cached_property
    def form(self) -> ReportForm:
        """What is asked; this year where nothing valid was."""
        years = {*self.sources.years(), self.today.year}
        asked = {"year": self.today.year} | self.request.GET.dict()
        return ReportForm(asked, parameters=Overruns.parameters, years=years, person=self.person)

    @cached_property
    def report(self) -> OverrunReport:
        """The figures that the form asks."""
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        sources = self.sources.narrowed(
            route=asked.get("route") or "", gemeente=asked.get("gemeente")
        )
        return OverrunReport(sources, year=asked.get("year") or self.today.year, on=self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The picture, and the same as a table whose cells open."""
        places = list(uses_of(self.report))
        months = [month_short(use.month) for use in places[0].months] if places else []
        return super().get_context_data(
            form=self.form,
            chart=_chart(places) if places else None,
            months=months,
            places=[(place.name, list(_cells(place))) for place in places],
            **kwargs,
        )


def _chart(places: Sequence[PlaceUse]) -> Chart:
    cells = [
        HeatCell(place.name, month_short(use.month), use.over, _percentage(use).rstrip("%"))
        for place in places
        for use in place.months
    ]
    over = [place for place in places if place.months[-1].over]
    return heat_map(
        cells,
        title=_finding(over),
        description=_(
            "For each gemeente and route the part of the budget of the year that is used up to "
            "and including each month, realised, committed and expected together."
        ),
        heading=_("Gemeente and route, in percentages of the budget"),
    )


def _finding(over: Sequence[PlaceUse]) -> str:
    if not over:
        return _("No budget is used up before the end of the year")
    worst = max(over, key=lambda place: place.months[-1].over)
    first = next(use for use in worst.months if use.over)
    return _("%(place)s passes its budget in %(month)s, with most euros at the end of the year") % {
        "place": worst.name,
        "month": _month_name(first.month),
    }


def _cells(place: PlaceUse) -> Iterator[LinkedCell]:
    for use in place.months:
        last = month_of(use.month).last
        period = {"due_on_after": use.month.isoformat(), "due_on_before": last.isoformat()}
        asked = {"gemeente": place.gemeente_id, "route": place.route, **period}
        url = f"{reverse('contracts:costline-list')}?{urlencode(asked)}" if use.used else ""
        yield LinkedCell(month_short(use.month), _percentage(use), url, use.over > 0)


def _percentage(use: MonthUse) -> str:
    if use.percentage is None:
        return _("n/b") if use.used else NOTHING
    return f"{number(half_up(use.percentage, 0))}%"


def _month_name(month: date) -> str:
    text = date_format(month, "F")
    return text.lower() if get_language() == "nl" else text
