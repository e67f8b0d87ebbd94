"""Pages of the intake forecast: the outlook on seats, the grid, the sheet and the list."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.access import gemeenten_of, regions_of
from accounts.enums import Permission
from accounts.models import Gemeente, Region
from config.shared.columns import Parsed
from config.shared.display import day, number
from config.shared.errors import Refused
from config.shared.periods import ONE_DAY, Period, add_months, month_start
from config.shared.sheets import Unusable
from config.shared.views import Action, Crumb, FormPage, ListPage, Page, Panel, SheetTemplatePage
from contracts.actions.forecasts import Expected, Line, replace_months, set_forecasts
from contracts.filters.forecasts import IntakeForecastFilterSet
from contracts.forms.forecasts import (
    CheckedSheetForm,
    ForecastSheetForm,
    GridForm,
    GridRangeForm,
    OutlookForm,
    grid_months,
)
from contracts.imports.forecasts import FORECASTS, lines_of, read_forecasts
from contracts.models import IntakeForecast
from contracts.models.outlooks import AreaOutlook, SeatForecast
from contracts.outlook_chart import area_name, finding, outlook_chart
from contracts.tables.forecasts import IntakeForecastTable, OutlookTable, outlook_rows
from contracts.tables.terms import FindingTable
from providers.enums import LearningRoute

SALT = "contracts.intake-forecasts"
SHOWN_FOR = 3600
"""Seconds for which a checked sheet can be taken over."""


def panels_of(page: Any) -> list[Panel]:
    """The outlook under the wall, for who belongs to a region."""
    if not Region.objects.visible_to(page.person).exists():
        return []
    url = f"{reverse('contracts:seat-outlook')}?_panel=1"
    return [Panel(_("When seats run out"), url=url)]


def forecast_region(request: HttpRequest) -> "QuerySet[Region]":
    """Regions of which the person may see forecasts."""
    person: Any = request.user
    return Region.objects.visible_to(person).order_by("name")


class SeatOutlookPage(Page, TemplateView):
    """On which day seats run out, per route and subregion; as a panel the table alone."""

    permission = Permission.CAPACITY_VIEW
    title = _("When do seats run out?")

    def get_template_names(self) -> list[str]:
        """The table alone where another page loads it."""
        is_panel = "_panel" in self.request.GET
        return ["contracts/_outlook.html" if is_panel else "contracts/seat_outlook.html"]

    def breadcrumbs(self) -> list[Crumb]:
        """Under the wall."""
        return [Crumb(_("Seats"), reverse("contracts:capacity-wall"))]

    def page_actions(self) -> list[Action]:
        """Where the forecasts are kept."""
        actions = [
            Action(_("All forecasts"), reverse("contracts:intakeforecast-list"), "list-ul"),
        ]
        if self.region:
            keeps, pk = Permission.ALLOCATION_MANAGE, [self.region.pk]
            grid = reverse("contracts:forecast-grid", args=pk)
            sheet = reverse("contracts:forecast-sheet", args=pk)
            actions += [
                Action(_("Fill in forecasts"), grid, "table", primary=True, permission=keeps),
                Action(_("From a sheet"), sheet, "file-earmark-spreadsheet", permission=keeps),
            ]
        return actions

    @cached_property
    def form(self) -> OutlookForm:
        """What is asked."""
        return OutlookForm(self.request.GET or None, regions=forecast_region(self.request))

    @cached_property
    def region(self) -> Region | None:
        """The one that was asked for, else the first that the person may see."""
        asked = self.form.cleaned_data.get("region") if self.form.is_valid() else None
        return asked or forecast_region(self.request).first()

    @cached_property
    def areas(self) -> list[AreaOutlook]:
        """The routes and subregions, the first to run out first."""
        if self.region is None:
            return []
        today = timezone.localdate()
        months = (self.form.cleaned_data.get("months") if self.form.is_valid() else None) or 12
        last = add_months(month_start(today), months) - ONE_DAY
        own = None if self.region.pk in regions_of(self.person) else gemeenten_of(self.person)
        return SeatForecast(self.region, Period(today, last), own).areas

    @property
    def chosen(self) -> AreaOutlook | None:
        """The area of the address, else the first."""
        asked = self.request.GET.get("route", ""), self.request.GET.get("subregion", "")
        fitting = [area for area in self.areas if (area.route.value, area.subregion) == asked]
        return next(iter(fitting or self.areas), None)

    def table(self) -> OutlookTable:
        """One row an area, each leading to its picture."""
        kept = {name: self.request.GET[name] for name in ("months",) if name in self.request.GET}
        rows = []
        for area in self.areas:
            asked = {
                "region": self.region.pk if self.region else "",
                "route": area.route.value,
                "subregion": area.subregion,
            }
            url = f"{reverse('contracts:seat-outlook')}?{urlencode(kept | asked)}#chart"
            rows.append((area, area_name(area), url))
        return OutlookTable(outlook_rows(rows))

    def sentence(self) -> str:
        """The answer in a line."""
        if not self.areas:
            return gettext("Nothing was contracted or is expected in the coming months.")
        return finding(self.areas[0])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words, table and picture."""
        chosen = self.chosen
        today = {"day": day(timezone.localdate())}
        return super().get_context_data(
            form=self.form,
            region=self.region,
            sentence=self.sentence(),
            table=self.table() if self.areas else None,
            chart=outlook_chart(chosen) if chosen and "_panel" not in self.request.GET else None,
            source=gettext("Source: contracts, placements, waiting list and forecasts, %(day)s")
            % today,
            **kwargs,
        )


class IntakeForecastListPage(ListPage):
    model = IntakeForecast
    table_class = IntakeForecastTable
    filterset_class = IntakeForecastFilterSet
    permission = Permission.CAPACITY_VIEW
    empty_text = _("No forecast yet. Fill in the grid, or hand in a sheet.")

    def page_actions(self) -> list[Action]:
        """What the forecasts are for."""
        return [Action(_("When seats run out"), reverse("contracts:seat-outlook"), "graph-down")]


class RegionForecastPage(FormPage):
    """A page on which forecasts of a region are kept."""

    model = Region
    permission = Permission.ALLOCATION_MANAGE

    def get_title(self) -> str:
        """With the region whose forecasts they are."""
        return f"{self.title}: {self.object}"

    def breadcrumbs(self) -> list[Crumb]:
        """Under the outlook."""
        return [Crumb(_("When do seats run out?"), reverse("contracts:seat-outlook"))]

    @cached_property
    def gemeenten(self) -> list[Gemeente]:
        """Those for which the person keeps forecasts, by name."""
        found = self.object.gemeenten_on(timezone.localdate()).order_by("name")
        if self.object.pk not in regions_of(self.person):
            found = found.filter(pk__in=gemeenten_of(self.person))
        return list(found)

    def get_success_url(self, result: Any = None) -> str:
        """To what it means for seats."""
        return f"{reverse('contracts:seat-outlook')}?region={self.object.pk}"


class ForecastGridPage(RegionForecastPage):
    """Gemeenten down, months across, for one route."""

    form_class = GridForm
    template_name = "contracts/forecast_grid.html"
    title = _("Intake forecast")

    @cached_property
    def range_form(self) -> GridRangeForm:
        """Which part of the forecast is shown; the education route from today by default."""
        usual = {"route": LearningRoute.EDUCATION, "first": timezone.localdate()}
        return GridRangeForm(self.request.GET or None, initial=usual)

    @cached_property
    def asked(self) -> tuple[str, list[date]]:
        """The route and the months."""
        given = self.range_form.cleaned_data if self.range_form.is_valid() else {}
        months = grid_months(given.get("first") or timezone.localdate())
        return given.get("route") or LearningRoute.EDUCATION.value, months

    def get_form_kwargs(self) -> dict[str, Any]:
        """The cells as they stand."""
        route, months = self.asked
        rows = IntakeForecast.objects.filter(region=self.object, route=route, month__in=months)
        standing = {
            (row.gemeente_id, row.month): Expected(row.expected, row.low, row.high)
            for row in rows.order_by("pk")
        }
        told = {"gemeenten": self.gemeenten, "months": months, "standing": standing}
        return super().get_form_kwargs() | told

    def perform(self, form: Any) -> int:
        """Write what was changed."""
        return set_forecasts(
            region=self.object,
            route=self.asked[0],
            cells=form.given(),
            by=self.person,
            at=timezone.now(),
        )

    def get_success_message(self, result: Any) -> str:
        """How many figures were changed."""
        return ngettext(
            "%(count)s figure is changed.", "%(count)s figures are changed.", result
        ) % {"count": number(result)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The months above the columns."""
        route, months = self.asked
        return super().get_context_data(
            range_form=self.range_form,
            route=LearningRoute(route),
            months=[f"{month:%m-%Y}" for month in months],
            **kwargs,
        )


class ForecastSheetPage(RegionForecastPage):
    """First the file is checked and shown; the checked rows then replace their months."""

    form_class = ForecastSheetForm
    template_name = "contracts/forecast_sheet.html"
    title = _("Intake forecast from a sheet")
    submit_label = _("Check the sheet")

    def get_form_class(self) -> type[ForecastSheetForm]:
        """A file to check, or what was checked before."""
        return CheckedSheetForm if "checked" in self.request.POST else ForecastSheetForm

    def form_valid(self, form: Any) -> HttpResponse:
        """Take over what was checked; else check the file and show what was found."""
        if isinstance(form, CheckedSheetForm):
            return super().form_valid(form)
        try:
            parsed = self._read(form.cleaned_data["file"])
        except Unusable as unusable:
            form.add_error("file", str(unusable))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, **self._found(parsed)))

    @cached_property
    def _by_code(self) -> dict[str, Gemeente]:
        return {gemeente.code: gemeente for gemeente in self.gemeenten}

    def _read(self, file: Any) -> Parsed:
        return read_forecasts(file, file.name, self._by_code, self.object)

    def _found(self, parsed: Parsed) -> dict[str, Any]:
        """Everything that is wrong; or the months that would be replaced, with what was read."""
        if parsed.errors:
            return {"findings": FindingTable(parsed.findings), "errors": parsed.errors}
        rows = [_packed(line) for line in lines_of(parsed, self._by_code)]
        months = sorted({line[1] for line in rows})
        return {
            "checked": signing.dumps([self.object.pk, rows], salt=SALT, compress=True),
            "count": len(rows),
            "months": ", ".join(f"{month[5:7]}-{month[:4]}" for month in months),
        }

    def perform(self, form: Any) -> int:
        """Replace the months of the sheet."""
        try:
            region, rows = signing.loads(form.cleaned_data["checked"], salt=SALT, max_age=SHOWN_FOR)
        except signing.BadSignature as error:
            raise Refused(
                gettext("Hand the sheet in once more: it was checked too long ago.")
            ) from error
        lines = [_unpacked(row, self._by_code) for row in rows if row[0] in self._by_code]
        return replace_months(
            region=Region.objects.get(pk=region),
            lines=lines,
            source=gettext("Sheet"),
            by=self.person,
            at=timezone.now(),
        )

    def get_success_message(self, result: Any) -> str:
        """How many figures stand now."""
        return ngettext(
            "%(count)s figure was taken over.", "%(count)s figures were taken over.", result
        ) % {"count": number(result)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The columns in words."""
        told = {
            "columns": FORECASTS.describe(),
            "template_url": reverse("contracts:forecast-template"),
        }
        return super().get_context_data(**told | kwargs)


def _packed(line: Line) -> list[Any]:
    persons = line.persons
    figures = [persons.expected, persons.low, persons.high]
    return [line.gemeente.code, line.month.isoformat(), line.route, *figures]


def _unpacked(row: list[Any], by_code: dict[str, Gemeente]) -> Line:
    code, month, route, *figures = row
    return Line(by_code[code], date.fromisoformat(month), route, Expected(*figures))


class ForecastTemplatePage(SheetTemplatePage):
    permission = Permission.ALLOCATION_MANAGE
    sheet = FORECASTS
