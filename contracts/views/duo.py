"""Pages of exports for DUO: what one would hold, what was exported, and the files."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.enums import Permission
from accounts.models import Gemeente
from config.shared.display import number
from config.shared.errors import Refused
from config.shared.forms import add_refusal
from config.shared.periods import ONE_DAY, month_start
from config.shared.views import (
    Action,
    Crumb,
    DetailPage,
    FormPage,
    ListPage,
    ModelPage,
    Panel,
    download,
)
from contracts.actions.duo import (
    DuoRequest,
    document_of,
    make_export,
    region_for,
    require_months,
)
from contracts.duo.gathering import Scope, count_found
from contracts.enums.duo import DuoKind, DuoState
from contracts.exports.duo import zip_pieces
from contracts.filters.duo import DuoExportFilterSet, DuoLineFilterSet
from contracts.forms.duo import DuoExportForm
from contracts.models import DuoExport, DuoLine
from contracts.tables.duo import DuoExportTable, DuoLineTable


class DuoExportListPage(ListPage):
    model = DuoExport
    table_class = DuoExportTable
    filterset_class = DuoExportFilterSet
    permission = Permission.DUO_EXPORT
    main_action = Action(
        _("Make an export"),
        reverse_lazy("contracts:duoexport-create"),
        "box-arrow-up",
        primary=True,
    )
    empty_text = _(
        "Nothing has been exported yet. An export holds the offers and hours that the gemeente's "
        "own system sends to DUO, once it has added the BSN."
    )


class DuoExportCreatePage(FormPage):
    """First the months are asked and what is found is shown; then the export is made."""

    model = DuoExport
    form_class = DuoExportForm
    permission = Permission.DUO_EXPORT
    template_name = "contracts/duoexport_form.html"
    title = _("Make an export for DUO")
    submit_label = _("Make the export")
    success_message = _("The export is made.")

    @cached_property
    def gemeenten(self) -> "QuerySet[Gemeente]":
        """Those for which the person acts, today or through a region."""
        regions = regions_of(self.person)
        own = Gemeente.objects.filter(pk__in=gemeenten_of(self.person))
        return (
            (own | Gemeente.objects.filter(regions__region__in=regions)).distinct().order_by("name")
        )

    @cached_property
    def asked(self) -> DuoExportForm:
        """What stands in the address; last month when nothing does."""
        last = month_start(timezone.localdate()) - ONE_DAY
        usual = {"first_month": last, "last_month": last, "gemeente": self.gemeenten.first()}
        return DuoExportForm(self.request.GET or None, gemeenten=self.gemeenten, initial=usual)

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the gemeenten to choose from."""
        return super().get_form_kwargs() | {"gemeenten": self.gemeenten}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show above what was typed, and what is wrong with it."""
        self.asked = form
        return super().form_invalid(form)

    def scope(self) -> Scope | None:
        """What is asked for, once it can be exported; until then the form says why not."""
        if self.request.method != "GET" or not self.asked.is_bound or not self.asked.is_valid():
            return None
        scope = self._request(self.asked.cleaned_data).scope
        try:
            require_months(scope, timezone.localdate())
        except Refused as refused:
            add_refusal(self.asked, refused)
            return None
        return scope

    def found(self) -> dict[str, Any]:
        """What the export would hold, and the button's form; nothing before a valid question."""
        scope = self.scope()
        if scope is None:
            return {"found": None}
        given = self.asked.cleaned_data
        kept = DuoExportForm(gemeenten=self.gemeenten, initial=given, auto_id=False)
        kept.hide()
        return {
            "found": [(DuoKind(row.kind).label, row) for row in count_found(scope)],
            "kept": kept,
        }

    def perform(self, form: Any) -> DuoExport:
        """Make it."""
        request = self._request(form.cleaned_data)
        return make_export(request=request, by=self.person, at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The question, and what was found."""
        return super().get_context_data(asked=self.asked, **self.found(), **kwargs)

    def _request(self, given: dict[str, Any]) -> DuoRequest:
        gemeente = given["gemeente"]
        region = region_for(gemeente, self.person, timezone.localdate())
        return DuoRequest(gemeente, region, given["first_month"], given["last_month"])


class DuoExportDetailPage(DetailPage):
    model = DuoExport
    permission = Permission.DUO_EXPORT

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With whom it is about."""
        rows = DuoExport.objects.visible_to(self.person)
        return rows.select_related("gemeente", "region", "made_by")

    def page_actions(self) -> list[Action]:
        """The files: what changed first, because that is what has to be sent."""
        pk = [self.object.pk]
        return [
            Action(
                _("Changed since the last export (JSON)"),
                reverse("contracts:duoexport-changed", args=pk),
                "filetype-json",
                primary=True,
            ),
            Action(_("All (JSON)"), reverse("contracts:duoexport-json", args=pk), "filetype-json"),
            Action(
                _("One file a body (zip)"), reverse("contracts:duoexport-zip", args=pk), "file-zip"
            ),
        ]

    def facts(self) -> list[tuple[Any, Any]]:
        """Counts first, then what it covers."""
        export = self.object
        facts = [
            (_("Offers (Inburgeringsaanbod)"), number(export.offers)),
            (_("Months with hours"), number(export.hours)),
            (_("New or changed since the last export"), number(export.changed)),
            (_("Offers to be withdrawn at DUO"), number(export.withdrawn)),
            (_("Cannot be exported"), number(export.missing)),
            (_("Gemeente"), export.gemeente),
            (_("First month"), _in_words(export.first_month)),
            (_("Last month"), _in_words(export.last_month)),
        ]
        if export.region:
            facts.append((_("Placed by region"), export.region))
        return [
            *facts,
            (_("Made"), export.made_at),
            (_("Made by"), export.made_by),
            (_("SHA-256 of the whole (JSON)"), export.sha256),
        ]

    def panels(self) -> list[Panel]:
        """What cannot go, with its reasons; then every line."""
        lines = f"{reverse('contracts:duoline-list', args=[self.object.pk])}?_panel=1"
        missing = f"{lines}&state={DuoState.MISSING.value}"
        return [
            Panel(_("Cannot be exported"), url=missing, count=self.object.missing),
            Panel(_("All lines"), url=lines),
        ]


def _in_words(month: date) -> str:
    return date_format(month, "F Y")


class DuoFilePage(ModelPage):
    """A file of one export."""

    model = DuoExport
    permission = Permission.DUO_EXPORT

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what names the file."""
        return DuoExport.objects.visible_to(self.person).select_related("gemeente", "region")

    def stream(self, content: Iterator[bytes], kind: str, filename: str) -> StreamingHttpResponse:
        """Sent while it is made, kept by nobody on the way."""
        response = StreamingHttpResponse(content, content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
        response["Cache-Control"] = "no-store, private"
        return response


class DuoDocumentPage(DuoFilePage):
    """The whole as it was kept: the bytes of which the export has the SHA-256."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        """As JSON."""
        return download(self.object.file, self.object.filename)


class DuoChangedPage(DuoFilePage):
    """What was not told before."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        """As JSON."""
        name = f"changed-{self.object.filename}"
        return self.stream(document_of(self.object, only_changed=True), "application/json", name)


class DuoZipPage(DuoFilePage):
    """One file a body."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        """As zip."""
        name = self.object.filename.replace(".json", ".zip")
        return self.stream(zip_pieces(self.object), "application/zip", name)


class DuoLineListPage(ListPage):
    """The lines of one export; as csv the list of what is missing."""

    model = DuoLine
    table_class = DuoLineTable
    filterset_class = DuoLineFilterSet
    permission = Permission.DUO_EXPORT
    title = _("Lines of the export")
    empty_text = _("There are no such lines in this export.")

    @cached_property
    def export(self) -> DuoExport:
        """The export of the address; 404 when it is not visible."""
        visible = DuoExport.objects.visible_to(self.person).select_related("gemeente")
        return get_object_or_404(visible, pk=self.kwargs["export_pk"])

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Those of the export alone."""
        return DuoLine.objects.filter(export=self.export).select_related("placement")

    def breadcrumbs(self) -> list[Crumb]:
        """Under the export."""
        trail = Crumb(_("Exports for DUO"), reverse("contracts:duoexport-list"))
        return [trail, Crumb(str(self.export), self.export.get_absolute_url())]
