"""Pages of kept forecasts: what did we say in March?"""

from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.enums import Permission
from accounts.models import Region
from config.shared.display import day
from config.shared.views import Action, Crumb, DetailPage, FormPage, ListPage
from contracts.models import CostMonth
from reports.actions.forecasts import take_snapshot
from reports.filters.forecasts import ForecastSnapshotFilterSet
from reports.forecast.kept import Comparison, Said
from reports.forecast.names import Names
from reports.forecast.pictures import kept_chart
from reports.forms.forecasts import KeepForecastForm, OtherSnapshotForm
from reports.models import ForecastFigure, ForecastSnapshot
from reports.overruns.report import subject_of
from reports.tables.forecasts import ForecastSnapshotTable


class ForecastSnapshotListPage(ListPage):
    model = ForecastSnapshot
    table_class = ForecastSnapshotTable
    filterset_class = ForecastSnapshotFilterSet
    permission = Permission.COST_VIEW
    empty_text = _("No forecast has been kept yet. At the beginning of each month one is kept.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what each said of all its months, as far as the person may see."""
        own = ForecastFigure.objects.visible_to(self.person).values("pk")
        sums = {
            name: Sum(f"figures__{name}", filter=_within(own))
            for name in ("realised", "committed", "expected")
        }
        return ForecastSnapshot.objects.visible_to(self.person).annotate(**sums)

    def breadcrumbs(self) -> list[Crumb]:
        """Under the forecast of today."""
        return [Crumb(_("What will it cost?"), reverse("reports:forecast"))]

    def page_actions(self) -> list[Action]:
        """Keeping one by hand."""
        region = Region.objects.visible_to(self.person).order_by("name").first()
        if region is None:
            return []
        url = reverse("reports:forecastsnapshot-create", args=[region.pk])
        keeps = Permission.OVERRUN_HANDLE
        return [Action(_("Keep the forecast of today"), url, "archive", True, keeps)]


class ForecastSnapshotCreatePage(FormPage):
    """Keeps the forecast of a region as it is today."""

    model = Region
    form_class = KeepForecastForm
    permission = Permission.OVERRUN_HANDLE
    title = _("Keep the forecast of today")
    submit_label = _("Keep")
    success_message = _("%(object)s is kept and stays as it is.")

    def get_title(self) -> str:
        """With the region whose forecast it is."""
        return f"{self.title}: {self.object}"

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Only who acts for the region keeps its forecast."""
        return Region.objects.filter(pk__in=regions_of(self.person))

    def breadcrumbs(self) -> list[Crumb]:
        """Under the kept ones."""
        return [Crumb(_("Kept forecasts"), reverse("reports:forecastsnapshot-list"))]

    def perform(self, form: Any) -> ForecastSnapshot:
        """Keep it."""
        return take_snapshot(
            region=self.object,
            note=form.cleaned_data["note"],
            by=self.person,
            at=timezone.now(),
        )


class SaidRow(NamedTuple):
    """A row of a table: its name, and what was said of it."""

    name: str
    said: Said


class ForecastSnapshotDetailPage(DetailPage):
    """One kept forecast, beside a later one and what was realised since."""

    model = ForecastSnapshot
    permission = Permission.COST_VIEW
    template_name = "reports/forecastsnapshot_detail.html"

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the facts walk through."""
        return super().scoped_queryset().select_related("region", "taken_by")

    def breadcrumbs(self) -> list[Crumb]:
        """Under the forecast of today and the kept ones."""
        return [
            Crumb(_("What will it cost?"), reverse("reports:forecast")),
            Crumb(_("Kept forecasts"), reverse("reports:forecastsnapshot-list")),
        ]

    def facts(self) -> list[tuple[Any, Any]]:
        """When it was kept, by whom, and why."""
        snapshot = self.object
        return [
            (_("Region"), snapshot.region),
            (_("As on"), snapshot.taken_on),
            (_("A cost counts on"), snapshot.get_basis_display()),
            (_("Occasion"), snapshot.note),
            (_("Kept by"), snapshot.taken_by or _("by the clock")),
        ]

    @cached_property
    def form(self) -> OtherSnapshotForm:
        """Which later forecast is laid beside it; the newest unless another is asked."""
        snapshot = self.object
        others = ForecastSnapshot.objects.visible_to(self.person).filter(
            region=snapshot.region_id, taken_on__gt=snapshot.taken_on
        )
        years = range(snapshot.taken_on.year, snapshot.taken_on.year + 5)
        newest = others.order_by("-taken_on").values_list("pk", flat=True).first()
        usual = {"later": newest or "", "year": snapshot.taken_on.year}
        return OtherSnapshotForm(
            usual | self.request.GET.dict(), others=others.order_by("taken_on"), years=years
        )

    @cached_property
    def comparison(self) -> Comparison:
        """The two forecasts and what was realised."""
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        return Comparison(
            self.object,
            asked.get("later"),
            ForecastFigure.objects.visible_to(self.person),
            CostMonth.objects.visible_to(self.person),
            timezone.localdate(),
        )

    def places(self, year: int) -> list[SaidRow]:
        """By gemeente and subject, by name."""
        found = self.comparison.by_place(year)
        names = Names.of({place[0] for place, _said in found})
        rows = [
            SaidRow(f"{names.gemeente(gemeente)}, {subject_of(route, cost_type)}", said)
            for (gemeente, route, cost_type), said in found
        ]
        return sorted(rows, key=lambda row: row.name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The picture, the years, and the gemeenten of one year."""
        comparison = self.comparison
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        year = asked.get("year") or self.object.taken_on.year
        return super().get_context_data(
            form=self.form,
            comparison=comparison,
            chart=kept_chart(comparison) if comparison.by_month else None,
            source=gettext("Source: the forecast that was kept on %(day)s, beside what came of it.")
            % {"day": day(self.object.taken_on)},
            years=[SaidRow(str(said.name), said) for said in comparison.by_year],
            year=year,
            places=self.places(year),
            **kwargs,
        )


def _within(ids: "QuerySet[Any]") -> Any:
    return Q(figures__in=ids)
