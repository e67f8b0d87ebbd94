"""Pages of people housed: counts one by one, and the sheets they come from."""

from typing import IO, Any

from django.http import FileResponse, HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.enums import Permission
from accounts.models import Gemeente, Region, User
from config.shared.columns import Parsed
from config.shared.display import number
from config.shared.errors import Refused
from config.shared.sheets import Unusable
from config.shared.views import (
    Action,
    ConfirmPage,
    Crumb,
    DetailPage,
    FormPage,
    KeptSheetPage,
    ListPage,
    ModelPage,
    Panel,
    SheetTemplatePage,
    download,
)
from contracts.tables.terms import FindingTable
from reports.actions.funding_facts import FIGURES, People, set_counts
from reports.actions.housed_sheets import effects_of, keep_housed_sheet, take_over_housed_sheet
from reports.filters.funding import HousedCountFilterSet, HousedCountSheetFilterSet
from reports.forms.funding import HousedCountForm, HousedSheetForm
from reports.imports.housed import HOUSED, people_of, read_housed
from reports.models import HousedCount, HousedCountSheet
from reports.tables.funding import HousedCountSheetTable, HousedCountTable, ReadCountTable

KEEP = Permission.FUNDING_MANAGE
COUNTS = reverse_lazy("reports:housedcount-list")


class HousedCountListPage(ListPage):
    model = HousedCount
    table_class = HousedCountTable
    filterset_class = HousedCountFilterSet
    permission = Permission.COST_VIEW
    empty_text = _("Nobody was counted yet. Enter what each gemeente expects and counts.")

    def page_actions(self) -> list[Action]:
        """One count, a sheet of a region, the sheets that came in, and what the counts are for."""
        sheets = [
            Action(
                _("From a sheet: %(region)s") % {"region": region},
                reverse("reports:housedcount-sheet", args=[region.pk]),
                "upload",
                permission=KEEP,
            )
            for region in Region.objects.visible_to(self.person).order_by("name")
        ]
        return [
            Action(
                _("Enter a count"),
                reverse("reports:housedcount-create"),
                "plus-lg",
                primary=True,
                permission=KEEP,
            ),
            *sheets,
            Action(
                _("Sheets that came in"), reverse("reports:housedcountsheet-list"), "clock-history"
            ),
            Action(_("SPUK simulation"), reverse("reports:funding-spuk"), "calculator"),
        ]


class HousedCountCreatePage(FormPage):
    """A count of one group in one gemeente and year; it takes the place of what stood."""

    model = HousedCount
    form_class = HousedCountForm
    permission = KEEP
    title = _("Enter a count")
    success_url = COUNTS
    success_message = _("The count is entered.")

    def get_initial(self) -> dict[str, Any]:
        """Of this year."""
        return {"year": timezone.localdate().year}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The gemeenten that the person keeps."""
        gemeenten = Gemeente.objects.visible_to(self.person).order_by("name")
        return super().get_form_kwargs() | {"gemeenten": gemeenten}

    def perform(self, form: Any) -> int:
        """Write it for the region of the person in which the gemeente is."""
        people = form.people()
        regions = Region.objects.visible_to(self.person).order_by("name")
        region = regions.filter(memberships_of_gemeenten__gemeente=people.gemeente).first()
        if region is None:
            raise Refused(gettext("This gemeente is not of the region."), field="gemeente")
        return set_counts(
            region=region, people=[people], source="", by=self.person, at=timezone.now()
        )


# --- Sheets ---------------------------------------------------------------------------------------


class HousedCountSheetPage(FormPage):
    """Takes a sheet in; what it holds is shown before anything is written."""

    model = Region
    form_class = HousedSheetForm
    permission = KEEP
    template_name = "reports/housedcount_sheet.html"
    title = _("People housed, from a sheet")
    submit_label = _("Hand in and check")

    def get_title(self) -> str:
        """With the region whose counts they are."""
        return f"{self.title}: {self.object}"

    def breadcrumbs(self) -> list[Crumb]:
        """Under the counts."""
        return [Crumb(_("Counts of people housed"), COUNTS)]

    def perform(self, form: Any) -> HousedCountSheet:
        """Keep it."""
        file = form.cleaned_data["file"]
        return keep_housed_sheet(region=self.object, file=file, by=self.person, at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The columns in words."""
        told = {
            "columns": HOUSED.describe(),
            "template_url": reverse("reports:housedcount-template"),
        }
        return super().get_context_data(**told | kwargs)


class HousedTemplatePage(SheetTemplatePage):
    permission = KEEP
    sheet = HOUSED


class HousedCountSheetListPage(ListPage):
    model = HousedCountSheet
    table_class = HousedCountSheetTable
    filterset_class = HousedCountSheetFilterSet
    permission = Permission.COST_VIEW
    empty_text = _("No sheet of people housed has been handed in yet.")

    def breadcrumbs(self) -> list[Crumb]:
        """Under the counts."""
        return [Crumb(_("Counts of people housed"), COUNTS)]


def gemeenten_kept(region: Region, person: User) -> dict[str, Gemeente]:
    """By code those of the region for which the person keeps counts."""
    found = Gemeente.objects.filter(regions__region=region).distinct()
    if region.pk not in regions_of(person):
        found = found.filter(pk__in=gemeenten_of(person))
    return {gemeente.code: gemeente for gemeente in found.order_by("name")}


class HousedSheetReader(KeptSheetPage):
    model = HousedCountSheet
    is_confirmed = _("The counts of this sheet have been taken over already.")

    def read_file(self, stream: IO[bytes]) -> Parsed:
        """Of the gemeenten that the person keeps."""
        sheet = self.object
        return read_housed(stream, sheet.filename, self._kept, sheet.region)

    @cached_property
    def _kept(self) -> dict[str, Gemeente]:
        return gemeenten_kept(self.object.region, self.person)

    @cached_property
    def people(self) -> list[People]:
        """What the sheet would write; nothing while something in it is wrong."""
        if isinstance(self.read, Unusable) or self.read.errors:
            return []
        return people_of(self.read, self._kept)


class HousedCountSheetDetailPage(HousedSheetReader, DetailPage):
    """What was found in a sheet, and what became of it."""

    permission = Permission.COST_VIEW
    template_name = "contracts/contractsheet_detail.html"

    def breadcrumbs(self) -> list[Crumb]:
        """Under the counts and the sheets."""
        return [Crumb(_("Counts of people housed"), COUNTS), *super().breadcrumbs()]

    def facts(self) -> list[tuple[Any, Any]]:
        """The file, who handed it in, and who took it over."""
        sheet = self.object
        kept = [
            (_("Region"), str(sheet.region)),
            (_("Received"), sheet.received_at),
            (_("Handed in by"), sheet.received_by),
            (_("SHA-256"), sheet.sha256),
        ]
        if sheet.confirmed_at is None:
            return kept
        return [
            *kept,
            (_("Taken over"), sheet.confirmed_at),
            (_("Taken over by"), sheet.confirmed_by),
            (_("Figures changed"), number(sheet.changed)),
        ]

    def page_actions(self) -> list[Action]:
        """The file; and take it over, once nothing is wrong."""
        pk = [self.object.pk]
        file = Action(_("The file"), reverse("reports:housedcountsheet-file", args=pk), "download")
        if self.obstacles():
            return [file]
        url = reverse("reports:housedcountsheet-confirm", args=pk)
        return [Action(_("Take over"), url, "check-lg", primary=True, permission=KEEP), file]

    def panels(self) -> list[Panel]:
        """What was found and would be written; later the counts that still rest on it."""
        if self.object.confirmed_at:
            counts = self.object.counts.visible_to(self.person)
            table = HousedCountTable(counts, prefix="counts-")
            return [Panel(_("Counts that rest on this sheet"), table=table, count=counts.count())]
        if isinstance(self.read, Unusable):
            return []
        found = [finding._asdict() for finding in self.read.findings]
        findings = FindingTable(found, prefix="found-")
        counts = ReadCountTable(self._rows(), prefix="counts-")
        panels = [Panel(_("What was found"), table=findings, count=len(found))] if found else []
        return [*panels, Panel(_("Counts in the sheet"), table=counts, count=len(self.people))]

    def _rows(self) -> list[dict[str, Any]]:
        """The counts with what each would do to what stands."""
        names = ("gemeente", "year", "target_group", *FIGURES)
        effects = effects_of(self.object.region, self.people)
        return [
            {name: getattr(people, name) for name in names} | {"effect": effect}
            for people, effect in zip(self.people, effects, strict=True)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What stands in the way, in words."""
        return super().get_context_data(obstacles=self.obstacles(), **kwargs)


class HousedCountSheetConfirmPage(HousedSheetReader, ConfirmPage):
    permission = KEEP
    title = _("Take over the counts")
    submit_label = _("Take over")

    def missing(self) -> list[str]:
        """What stands in the way."""
        return self.obstacles()

    def consequences(self) -> list[Any]:
        """How many, and what becomes of what stood."""
        sentence = ngettext(
            "%(count)s count is written.", "%(count)s counts are written.", len(self.people)
        )
        return [
            sentence % {"count": number(len(self.people))},
            _("They replace what stood for the same gemeente, year and target group."),
            _("The former figures stay in the history."),
        ]

    def perform(self, form: Any) -> HousedCountSheet:
        """Take them over."""
        refused = self.obstacles()
        if refused:
            raise Refused(*refused)
        return take_over_housed_sheet(
            sheet=self.object, people=self.people, by=self.person, at=timezone.now()
        )

    def get_success_message(self, result: Any) -> str:
        """How many figures changed."""
        return ngettext(
            "%(count)s figure is changed.", "%(count)s figures are changed.", result.changed
        ) % {"count": number(result.changed)}


class HousedCountSheetFilePage(ModelPage):
    """The sheet as it came, always as an attachment."""

    model = HousedCountSheet
    permission = Permission.COST_VIEW

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Streams it."""
        return download(self.object.file, self.object.filename)
