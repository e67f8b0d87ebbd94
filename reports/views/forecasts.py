"""Pages of the forecast: the coming months, reckoning anew, and expected indexation."""

from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.enums import Permission
from accounts.models import Region
from config.shared.charts import Chart
from config.shared.display import day, money, number
from config.shared.views import Action, ConfirmPage, Crumb, ListPage, Page, export_response
from contracts.enums import CostType
from reports.actions.forecasts import expect_indexation, refresh_expected
from reports.filters.forecasts import IndexationExpectationFilterSet
from reports.forecast.names import Names
from reports.forecast.outlook import ForecastOutlook, Line, PlaceLine
from reports.forecast.pictures import outlook_chart
from reports.forecast.seats import BeyondSeats, SeatLine
from reports.forecast.words import planned_in_words
from reports.forms.forecasts import USUAL, ForecastForm, IndexationExpectationForm
from reports.models import IndexationExpectation
from reports.overruns import Sources
from reports.overruns.bases import counts_on
from reports.overruns.report import subject_of
from reports.overruns.words import overrun_text
from reports.tables.forecasts import (
    ForecastLineTable,
    IndexationExpectationTable,
    guarantee_table,
)
from reports.views.budgets import BudgetFormPage


class Place(NamedTuple):
    """A row of the table of gemeenten: name, subject, and each year with its amount."""

    gemeente: str
    subject: str
    amounts: tuple[Any, ...]


class SeatRow(NamedTuple):
    """A row of who finds no seat at once, with names."""

    gemeente: str
    subject: str
    contract: str
    coming: int
    seated: int
    waiting: int
    elsewhere: Decimal


class ForecastPage(Page, TemplateView):
    """What the coming months will cost, by month, year, gemeente and route."""

    permission = Permission.COST_VIEW
    title = _("What will it cost?")
    template_name = "reports/forecast.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page, or its figures as a file (?_export=csv or xlsx)."""
        if "_export" in request.GET:
            return export_response(self.table(), self.title, request.GET["_export"])
        return super().get(request, *args, **kwargs)

    @cached_property
    def form(self) -> ForecastForm:
        """What is asked."""
        asked = {"months": USUAL} | self.request.GET.dict()
        return ForecastForm(asked, person=self.person)

    @cached_property
    def outlook(self) -> ForecastOutlook:
        """The figures."""
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        sources = Sources.of_user(self.person).narrowed(
            route=asked.get("route") or "", gemeente=asked.get("gemeente")
        )
        return ForecastOutlook(
            sources,
            timezone.localdate(),
            asked.get("months") or USUAL,
            limits_seats=bool(asked.get("seats")),
        )

    @cached_property
    def beyond_seats(self) -> BeyondSeats | None:
        """Who finds no seat, where that is asked."""
        outlook = self.outlook
        return BeyondSeats(outlook.sources, outlook.period) if outlook.limits_seats else None

    @cached_property
    def region(self) -> Region | None:
        """Whose forecast the person keeps; None for who sees none whole."""
        return Region.objects.visible_to(self.person).order_by("name").first()

    def page_actions(self) -> list[Action]:
        """Files, what was said before, and reckoning anew."""
        query = self.request.GET.copy()
        query.pop("_export", None)
        files = f"?{query.urlencode()}&_export="
        actions = [
            Action(_("Excel (xlsx)"), f"{files}xlsx", "file-earmark-spreadsheet"),
            Action(_("Text (csv)"), f"{files}csv", "filetype-csv"),
            Action(_("Kept forecasts"), reverse("reports:forecastsnapshot-list"), "clock-history"),
            Action(
                _("Expected indexation"), reverse("reports:indexationexpectation-list"), "graph-up"
            ),
        ]
        if self.region:
            url = reverse("reports:forecast-refresh", args=[self.region.pk])
            keeps = Permission.OVERRUN_HANDLE
            actions.append(Action(_("Reckon anew"), url, "arrow-clockwise", permission=keeps))
        return actions

    def chart(self) -> Chart:
        """By month."""
        return outlook_chart(self.outlook)

    def sentence(self) -> str:
        """The answer for the first whole year."""
        first = self.outlook.by_year[0] if self.outlook.by_year else None
        if first is None:
            return gettext("The whole period costs %(amount)s.") % {
                "amount": money(self.outlook.total.forecast)
            }
        return gettext("%(year)s will cost %(amount)s: %(overrun)s against the budget.") % {
            "year": first.year,
            "amount": money(first.figures.forecast),
            "overrun": overrun_text(first.figures.overrun),
        }

    def table(self) -> ForecastLineTable:
        """Every figure, for a file."""
        lines = self.outlook.lines
        contracts = {line.bucket.contract_id for line in lines if line.bucket.contract_id}
        names = Names.of({line.bucket.gemeente_id for line in lines}, contracts)
        rows = [_line(line, names) for line in lines]
        return ForecastLineTable(sorted(rows, key=lambda row: tuple(row.values())[:4]))

    def places(self) -> list[Place]:
        """By name of the gemeente."""
        lines = [line for line in self.outlook.places if any(line.amounts)]
        names = Names.of({line.gemeente_id for line in lines})
        return sorted(_place(line, names, self.outlook.years) for line in lines)

    def seat_lines(self) -> list[SeatRow]:
        """Who waits for a seat, by name of the gemeente; two queries."""
        lines = self.beyond_seats.lines if self.beyond_seats else []
        contracts = {line.contract_id for line in lines if line.contract_id}
        names = Names.of({line.gemeente_id for line in lines}, contracts)
        return sorted(_seat_row(line, names) for line in lines)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words first, then the picture and the rows."""
        outlook = self.outlook
        source = gettext(
            "Source: cost lines, waiting list, intake forecasts, contracts, as on %(day)s."
        )
        return super().get_context_data(
            form=self.form,
            sentence=self.sentence(),
            chart=self.chart() if outlook.lines else None,
            source=f"{counts_on(outlook.regions)} {source % {'day': day(outlook.on)}}",
            years=outlook.by_year,
            places=self.places(),
            unpriced=outlook.unpriced,
            planned=planned_in_words(outlook),
            beyond_seats=self.beyond_seats,
            seat_lines=self.seat_lines(),
            guarantees=guarantee_table(self.person, outlook.on),
            **kwargs,
        )


class ForecastRefreshPage(ConfirmPage):
    """Reckons what learners without cost lines will cost."""

    model = Region
    permission = Permission.OVERRUN_HANDLE
    title = _("Reckon the forecast anew")
    submit_label = _("Reckon")
    success_url = reverse_lazy("reports:forecast")

    def breadcrumbs(self) -> list[Crumb]:
        """Under the forecast."""
        return [Crumb(_("What will it cost?"), reverse("reports:forecast"))]

    def consequences(self) -> list[Any]:
        """What it looks at."""
        return [
            _(
                "Agreed placements, the waiting list, intake forecasts, tariffs and expected "
                "indexation are read as they are now. Every hour this happens by itself."
            )
        ]

    def perform(self, form: Any) -> int:
        """Reckon."""
        return refresh_expected(region=self.object, at=timezone.now())

    def get_success_message(self, result: Any) -> str:
        """How much was found."""
        return ngettext(
            "The forecast is reckoned: %(count)s expected cost.",
            "The forecast is reckoned: %(count)s expected costs.",
            result,
        ) % {"count": number(result)}


class IndexationExpectationListPage(ListPage):
    model = IndexationExpectation
    table_class = IndexationExpectationTable
    filterset_class = IndexationExpectationFilterSet
    permission = Permission.COST_VIEW
    main_action = Action(
        _("Expect a rise"),
        reverse_lazy("reports:indexationexpectation-create"),
        "plus-lg",
        primary=True,
        permission=Permission.BUDGET_MANAGE,
    )
    empty_text = _(
        "Nothing is expected yet: the forecast goes by the prices that were agreed. Contracts "
        "without an indexation rule keep their price."
    )


class IndexationExpectationCreatePage(BudgetFormPage):
    model = IndexationExpectation
    form_class = IndexationExpectationForm
    title = _("Expect a rise of prices")
    success_message = _("%(object)s is expected.")

    def perform(self, form: Any) -> IndexationExpectation:
        """Write it down."""
        return expect_indexation(**form.cleaned_data, by=self.person, at=timezone.now())


def _line(line: Line, names: Names) -> dict[str, Any]:
    bucket, figures = line.bucket, line.figures
    return {
        "gemeente": names.gemeente(bucket.gemeente_id),
        "subject": subject_of(bucket.route, bucket.cost_type),
        "contract": names.contract(bucket.contract_id),
        "month": line.month,
        "realised": figures.realised,
        "committed": figures.committed,
        "expected": figures.expected,
    }


def _seat_row(line: SeatLine, names: Names) -> SeatRow:
    return SeatRow(
        names.gemeente(line.gemeente_id),
        subject_of(line.route, CostType.LEARNING_ROUTES),
        names.contract(line.contract_id),
        line.coming,
        line.seated,
        line.waiting,
        line.elsewhere,
    )


def _place(line: PlaceLine, names: Names, years: list[int]) -> Place:
    subject = subject_of(line.route, line.cost_type)
    return Place(
        names.gemeente(line.gemeente_id), subject, tuple(zip(years, line.amounts, strict=True))
    )
