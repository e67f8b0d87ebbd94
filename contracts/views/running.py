"""Pages on which contracts that run already are recorded: one by a form, many from a sheet."""

from typing import IO, Any

from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.columns import Parsed
from config.shared.display import day
from config.shared.errors import Refused
from config.shared.sheets import Unusable
from config.shared.views import (
    Action,
    ConfirmPage,
    DetailPage,
    FormPage,
    KeptSheetPage,
    ListPage,
    Panel,
    SheetTemplatePage,
)
from contracts.actions.running import (
    Running,
    SeatTerms,
    confirm_contract_sheet,
    keep_contract_sheet,
    record_running,
)
from contracts.actions.terms import TariffTerms, default_instalments
from contracts.filters.terms import ContractSheetFilterSet
from contracts.forms.running import ContractSheetForm, RunningForm, RunningRows
from contracts.imports.running import contracts_of, read_running
from contracts.imports.running_sheet import RUNNING
from contracts.models import Contract, ContractSheet
from contracts.tables.contracts import ContractTableWithoutCosts
from contracts.tables.terms import ContractSheetTable, FindingTable, RunningTable
from procurement.views.rows import RowsPage

TARIFF = ("route", "unit", "price")
SEATS = ("route", "place", "counts", "number")


class RunningCreatePage(RowsPage):
    """A contract that both sides signed outside: it is active at once when it has begun."""

    model = Contract
    form_class = RunningForm
    rows_class = RunningRows
    row_label = _("Route and place")
    more_label = _("Another route or place")
    permission = Permission.CONTRACT_SIGN
    title = _("Record a running contract")
    submit_label = _("Record")
    success_message = _("%(object)s is recorded.")

    def page_actions(self) -> list[Action]:
        """Many at once."""
        url = reverse("contracts:contractsheet-create")
        return [Action(_("From a sheet"), url, "file-earmark-spreadsheet")]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Choices within what the person may see."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> Contract:
        """Record it."""
        if not self.lines():
            raise Refused(gettext("Give a route with its price and its seats."))
        running = self._running(form)
        region = form.cleaned_data["region"]
        [made] = record_running(region=region, running=[running], by=self.person, at=timezone.now())
        return made

    def _running(self, form: Any) -> Running:
        facts = form.facts()
        days = {"first_on": facts["first_on"], "last_on": facts["last_on"]}
        priced = dict.fromkeys(tuple(line[name] for name in TARIFF) for line in self.lines())
        return Running(
            facts=facts,
            gemeenten=list(form.cleaned_data["gemeenten"]),
            tariffs=[
                TariffTerms(route, price, instalments=default_instalments(), unit=unit, **days)
                for route, unit, price in priced
            ],
            seats=[
                SeatTerms(**{name: line[name] for name in SEATS}, **days) for line in self.lines()
            ],
        )


class ContractSheetListPage(ListPage):
    model = ContractSheet
    table_class = ContractSheetTable
    filterset_class = ContractSheetFilterSet
    permission = Permission.CONTRACT_SIGN
    main_action = Action(
        _("Hand in a sheet"), reverse_lazy("contracts:contractsheet-create"), "upload", primary=True
    )
    empty_text = _("No sheet of running contracts has been handed in yet.")


class ContractSheetCreatePage(FormPage):
    """The sheet, with the columns explained underneath."""

    model = ContractSheet
    form_class = ContractSheetForm
    template_name = "contracts/contractsheet_form.html"
    permission = Permission.CONTRACT_SIGN
    title = _("Running contracts from a sheet")
    submit_label = _("Hand in and check")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Regions that the person acts for."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> ContractSheet:
        """Keep it; nothing is recorded before it has been looked at."""
        facts = {name: form.cleaned_data[name] for name in ("region", "file")}
        return keep_contract_sheet(by=self.person, at=timezone.now(), **facts)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The columns in words."""
        sheet = {
            "columns": RUNNING.describe(),
            "template_url": reverse("contracts:contractsheet-template"),
        }
        return super().get_context_data(**sheet | kwargs)


class ContractSheetTemplatePage(SheetTemplatePage):
    permission = Permission.CONTRACT_SIGN
    sheet = RUNNING


class ContractSheetReader(KeptSheetPage):
    model = ContractSheet
    is_confirmed = _("The contracts of this sheet have been recorded already.")

    def read_file(self, stream: IO[bytes]) -> Parsed:
        """Beside the contracts, providers and gemeenten that are known today."""
        sheet, today = self.object, timezone.localdate()
        return read_running(stream, sheet.filename, sheet.region, on=today)

    @cached_property
    def contracts(self) -> list[Running]:
        """What the sheet would record; none while something in it is wrong."""
        if isinstance(self.read, Unusable) or self.read.errors:
            return []
        return contracts_of(self.read, self.object.region, on=timezone.localdate())


class ContractSheetDetailPage(ContractSheetReader, DetailPage):
    """What was found in a sheet and what it would record."""

    permission = Permission.CONTRACT_SIGN
    template_name = "contracts/contractsheet_detail.html"

    def facts(self) -> list[tuple[Any, Any]]:
        """The file, who handed it in and who had it recorded."""
        sheet = self.object
        return [
            (_("Region"), sheet.region),
            (_("Received"), sheet.received_at),
            (_("Received by"), sheet.received_by),
            (_("SHA-256"), sheet.sha256),
            (_("Recorded"), sheet.confirmed_at),
            (_("Recorded by"), sheet.confirmed_by),
        ]

    def page_actions(self) -> list[Action]:
        """Record, once nothing is wrong."""
        if self.obstacles():
            return []
        url = reverse("contracts:contractsheet-confirm", args=[self.object.pk])
        return [Action(_("Record the contracts"), url, "check-lg", primary=True)]

    def panels(self) -> list[Panel]:
        """The contracts; before they are recorded also what was found."""
        if self.object.confirmed_at:
            made = self.object.contracts.visible_to(self.person).order_by("reference", "pk")
            table = ContractTableWithoutCosts(made, prefix="contracts-")
            return [Panel(_("Contracts"), table=table, count=made.count())]
        if isinstance(self.read, Unusable):
            return []
        found, rows = self.read.findings, [_shown(each) for each in self.contracts]
        findings = FindingTable([finding._asdict() for finding in found], prefix="found-")
        contracts = RunningTable(rows, prefix="contracts-")
        panels = [Panel(_("What was found"), table=findings, count=len(found))] if found else []
        return [*panels, Panel(_("Contracts"), table=contracts, count=len(rows))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What stands in the way, in words."""
        return super().get_context_data(obstacles=self.obstacles(), **kwargs)


def _shown(running: Running) -> dict[str, Any]:
    """A contract as its row of the preview."""
    seats = sum(each.number for each in running.seats)
    period = f"{day(running.facts['first_on'])} - {day(running.facts['last_on'])}"
    gemeenten = ", ".join(gemeente.name for gemeente in running.gemeenten)
    names = ("reference", "title", "provider", "maximum_amount")
    counted = {"seats": seats, "tariffs": len(running.tariffs)}
    facts = {name: running.facts[name] for name in names}
    return facts | counted | {"period": period, "gemeenten": gemeenten}


class ContractSheetConfirmPage(ContractSheetReader, ConfirmPage):
    permission = Permission.CONTRACT_SIGN
    title = _("Record the contracts")
    submit_label = _("Record")
    success_message = _("The contracts of %(object)s are recorded.")

    def missing(self) -> list[str]:
        """What stands in the way."""
        return self.obstacles()

    def consequences(self) -> list[Any]:
        """How many, and that they bind."""
        count = len(self.contracts)
        sentence = ngettext(
            "%(count)s contract is recorded as signed outside Taalregie.",
            "%(count)s contracts are recorded as signed outside Taalregie.",
            count,
        )
        return [
            sentence % {"count": count},
            _("Those that have begun are active at once: placements can be delivered for them."),
            _("From then on they are changed by amendments only."),
        ]

    def perform(self, form: Any) -> ContractSheet:
        """Record them, all or none."""
        if self.obstacles():
            raise Refused(*self.obstacles())
        return confirm_contract_sheet(
            sheet=self.object, running=self.contracts, by=self.person, at=timezone.now()
        )
