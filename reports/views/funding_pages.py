"""Pages that lay funding beside cost: the settlement, a gemeente's statement, and the flow."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.enums import Permission
from accounts.models import Gemeente, Region
from config.shared import sheets
from config.shared.charts import Chart
from config.shared.display import day
from config.shared.documents import to_pdf
from config.shared.tables import BaseTable
from config.shared.views import Action, Crumb, ModelPage, Page, export_response
from contracts.enums import CostType
from reports.forms.funding import FundingQuestionForm
from reports.funding.covering import NIL
from reports.funding.flows import money_flows, money_picture
from reports.funding.paper import statement_document
from reports.funding.sources import FundingSources
from reports.funding.statement import Settlement, Statement
from reports.funding.words import (
    balance,
    balance_steps,
    settlement_sentence,
    statement_notes,
)
from reports.tables.funding import (
    BalanceTable,
    CostTable,
    CoverageTable,
    FlowTable,
    OwedTable,
    StreamPartTable,
    YearTable,
)

Section = tuple[Any, BaseTable]


class FundingPage(Page, TemplateView):
    """A question about a region and a year. Declare title, sentence() and sections()."""

    permission = Permission.COST_VIEW
    template_name = "reports/funding_page.html"
    form_class: type[FundingQuestionForm] = FundingQuestionForm
    usual: Mapping[str, str] = {}
    """What is asked beside region and year where the address does not say it."""

    @cached_property
    def today(self) -> date:
        """The day on which the figures are known."""
        return timezone.localdate()

    @cached_property
    def regions(self) -> dict[int, Region]:
        """Those of which the person may see the money."""
        return {
            region.pk: region for region in Region.objects.visible_to(self.person).order_by("name")
        }

    @cached_property
    def region(self) -> Region:
        """The region of the address, else the first; who has none may not look."""
        asked = self.request.GET.get("region", "")
        chosen = self.regions.get(int(asked)) if asked.isdecimal() else None
        found = chosen or next(iter(self.regions.values()), None)
        if found is None:
            raise PermissionDenied
        return found

    @cached_property
    def sources(self) -> FundingSources:
        """What the person may see of it."""
        return FundingSources(self.person, self.region, self.today)

    @cached_property
    def form(self) -> FundingQuestionForm:
        """What is asked; this year of the first region where nothing valid was."""
        usual = {"region": self.region.pk, "year": self.today.year, **self.usual}
        asked = usual | self.request.GET.dict()
        regions = Region.objects.filter(pk__in=self.regions).order_by("name")
        return self.form_class(asked, regions=regions, years=self.sources.years)

    @cached_property
    def year(self) -> int:
        """The year of the address, else this year."""
        found = self.form.cleaned_data.get("year") if self.form.is_valid() else None
        return found or self.today.year

    def sentence(self) -> str:
        """The answer in words."""
        raise NotImplementedError

    def sections(self) -> list[Section]:
        """Headings with their tables."""
        return []

    def chart(self) -> Chart | None:
        """The picture, where there is one."""
        return None

    def source(self) -> str:
        """Where the figures of the picture come from, and of which day they are."""
        text = gettext("Source: funding streams and cost lines, as on %(day)s.")
        return text % {"day": day(self.today)}

    def notes(self) -> Sequence[tuple[Any, Any]]:
        """What the figures mean."""
        return []

    def breadcrumbs(self) -> list[Crumb]:
        """Under the streams."""
        return [Crumb(_("Funding streams"), reverse("reports:fundingstream-list"))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page, its first table as text (?_export=csv), or all of them (?_export=xlsx)."""
        kind, title = request.GET.get("_export", ""), f"{self.get_title()} {self.year}"
        if kind == "csv":
            return export_response(self.sections()[0][1], title, kind)
        if kind == "xlsx":
            return _book(self.sections(), title)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words first, then the picture and the figures."""
        told = {
            "form": self.form,
            "submit_label": _("Show"),
            "sentence": self.sentence(),
            "sections": self.sections(),
            "chart": self.chart(),
            "source": self.source(),
            "notes": self.notes(),
        }
        return super().get_context_data(**told | kwargs)

    def address(self, name: str, *args: Any, **changes: Any) -> str:
        """Another page about the same region and year."""
        asked = {"region": self.region.pk, "year": self.year, **changes}
        return f"{reverse(f'reports:{name}', args=args)}?{urlencode(asked)}"

    def sheet_actions(self, name: str, *args: Any) -> list[Action]:
        """The tables as files."""
        return [
            Action(
                _("Excel (xlsx)"),
                self.address(name, *args, _export="xlsx"),
                "file-earmark-spreadsheet",
            ),
            Action(_("Text (csv)"), self.address(name, *args, _export="csv"), "filetype-csv"),
        ]


def _book(sections: Sequence[Section], title: str) -> FileResponse:
    """A sheet for each table."""
    stream = BytesIO()
    with sheets.new_book(stream) as book:
        for heading, table in sections:
            book.add(heading, table.export_header(), table.export_rows())
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=f"{slugify(title)}.xlsx")


class SettlementPage(FundingPage):
    """Funding against cost, gemeente by gemeente."""

    title = _("Funding against cost")

    @cached_property
    def settlements(self) -> dict[int, Settlement]:
        """The figures of every year."""
        return self.sources.settlements(self.sources.years)

    @property
    def settlement(self) -> Settlement:
        """Those of the year that was asked."""
        return self.settlements[self.year]

    def sentence(self) -> str:
        return settlement_sentence(self.settlement)

    def sections(self) -> list[Section]:
        """One row a gemeente, each leading to its statement; and one row a year."""
        rows = [self._row(statement) for statement in self.settlement.statements]
        return [
            (_("What came in and what it covers"), CoverageTable(rows)),
            (_("Between gemeenten and the region"), BalanceTable(rows)),
            (_("Year by year"), YearTable([*map(self._year_row, self.settlements.values())])),
        ]

    def _year_row(self, settlement: Settlement) -> dict[str, Any]:
        names = ("funding", "cost", "used", "left", "own_means", "still_to_pay")
        sums = {name: settlement.total(name) for name in names}
        url = self.address("funding", year=settlement.year)
        return {"year": settlement.year, "url": url, **sums}

    def _row(self, statement: Statement) -> dict[str, Any]:
        names = ("funding", "corrected", "cost", "used", "left", "own_means")
        return {
            "gemeente": statement.gemeente,
            "url": self.address("funding-statement", statement.gemeente.pk),
            **balance_row(statement),
            **{name: getattr(statement, name) for name in names},
        }

    def notes(self) -> Sequence[tuple[Any, Any]]:
        return statement_notes()

    def page_actions(self) -> list[Action]:
        """The files, and the pages beside this one."""
        return [
            *self.sheet_actions("funding"),
            Action(_("Money flows"), self.address("funding-flow"), "diagram-3"),
            Action(_("SPUK simulation"), self.address("funding-spuk"), "calculator"),
            Action(_("Supplement"), self.address("funding-supplement"), "mortarboard"),
        ]


class StatementPage(FundingPage, ModelPage):
    """The settlement of one gemeente with its region."""

    model = Gemeente

    @cached_property
    def statement(self) -> Statement:
        """Http404 for a gemeente that the person does not see in the region."""
        if self.object.pk not in self.sources.gemeenten:
            raise Http404
        found = self.sources.settlement(self.year).statements
        return next(each for each in found if each.gemeente.pk == self.object.pk)

    def get_title(self) -> str:
        """Whose, and of which year."""
        words = {"gemeente": self.statement.gemeente, "year": self.year}
        return gettext("Settlement of %(gemeente)s, %(year)s") % words

    def breadcrumbs(self) -> list[Crumb]:
        """The streams and the settlement."""
        trail = super().breadcrumbs()
        return [*trail, Crumb(_("Funding against cost"), self.address("funding"))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page, a sheet, or the statement as a paper (?_export=pdf)."""
        if request.GET.get("_export") == "pdf":
            return self._paper()
        return super().get(request, *args, **kwargs)

    def _paper(self) -> FileResponse:
        document = statement_document(self.statement, self.region, timezone.now())
        name = f"{slugify(self.get_title())}.pdf"
        return FileResponse(BytesIO(to_pdf(document)), as_attachment=True, filename=name)

    def sentence(self) -> str:
        return balance(self.statement)

    def sections(self) -> list[Section]:
        """The streams, and the kinds of cost."""
        return [
            (_("What came in"), StreamPartTable(part_rows(self.statement))),
            (_("What it was spent on"), CostTable(cost_rows(self.statement))),
            (_("What is still to settle"), OwedTable(owed_rows(self.statement))),
        ]

    def notes(self) -> Sequence[tuple[Any, Any]]:
        return statement_notes()

    def page_actions(self) -> list[Action]:
        """The paper and the files."""
        pk = self.object.pk
        pdf = self.address("funding-statement", pk, _export="pdf")
        return [
            Action(_("PDF"), pdf, "file-earmark-pdf"),
            *self.sheet_actions("funding-statement", pk),
        ]


def part_rows(statement: Statement) -> list[dict[str, Any]]:
    """The streams as rows."""
    names = ("first", "corrected", "amount", "used", "left")
    return [
        {
            "stream": part.stream.name,
            "stage": part.stage.label,
            **{name: getattr(part, name) for name in names},
        }
        for part in statement.parts
    ]


def cost_rows(statement: Statement) -> list[dict[str, Any]]:
    """The kinds of cost as rows, in the order of the code list."""
    return [
        {
            "cost_type": kind.label,
            "cost": statement.costs[kind],
            "covered": statement.costs[kind] - statement.covered.open_cost.get(kind, NIL),
            "open_cost": statement.covered.open_cost.get(kind, NIL),
        }
        for kind in CostType
        if kind in statement.costs
    ]


def balance_row(statement: Statement) -> dict[str, Any]:
    """What went to and fro, and what is still to settle."""
    return {
        "cost": statement.cost,
        "held_by_region": statement.held_by_region,
        "to_region": statement.paid.to_region,
        "from_region": statement.paid.from_region,
        "still_to_pay": statement.still_to_pay,
    }


def owed_rows(statement: Statement) -> list[dict[str, Any]]:
    """The same as steps, one below the other."""
    return [{"step": label, "amount": amount} for label, amount in balance_steps(statement)]


class MoneyFlowPage(FundingPage):
    """Which money pays for what: as a picture and as a table."""

    title = _("Money flows")

    @cached_property
    def settlement(self) -> Settlement:
        """The figures."""
        return self.sources.settlement(self.year)

    def sentence(self) -> str:
        return settlement_sentence(self.settlement)

    def chart(self) -> Chart | None:
        return money_picture(self.settlement)

    def sections(self) -> list[Section]:
        """A row for each kind of cost and stream."""
        rows = [flow.row for flow in money_flows(self.settlement)]
        return [(_("Kinds of cost and streams"), FlowTable(rows))]

    def page_actions(self) -> list[Action]:
        """The table as files."""
        return self.sheet_actions("funding-flow")

    def notes(self) -> Sequence[tuple[Any, Any]]:
        return [
            (
                _("How money is laid against cost"),
                _(
                    "Gemeente by gemeente. The stream that is meant for the fewest kinds of cost "
                    "pays first; what no stream pays, the gemeente pays from its own means."
                ),
            )
        ]
