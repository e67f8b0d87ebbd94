"""List pages: filters, sorting, pages, columns and export from a declaration of a few lines."""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from config.shared import sheets
from config.shared.tables import BaseTable
from config.shared.views.pages import Action, ModelPage, Text

IN_MEMORY = 5_000_000
"""Bytes of an export that are kept in memory before it goes to a file."""


class ListPage(SingleTableMixin, ModelPage, FilterView):
    """A list. Declare model, table_class, filterset_class and permission; the rest comes along."""

    table_class: type[BaseTable]
    template_name = "generic/list.html"
    main_action: Action | None = None
    empty_text: Text = _("There is nothing here yet.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, its table alone for htmx, or the whole list as a sheet (?_export=csv)."""
        if "_export" in request.GET:
            return export_response(self.whole_table(), self.get_title(), request.GET["_export"])
        response = super().get(request, *args, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def get_queryset(self) -> "QuerySet[Any]":
        """Where the filters start from."""
        return self.scoped_queryset()

    def get_title(self) -> Text:
        """The declared title, else the model's name in plural."""
        return self.title or capfirst(self.model._meta.verbose_name_plural)

    def page_actions(self) -> list[Action]:
        """The one thing that starts here."""
        return [self.main_action] if self.main_action else []

    def get_table_kwargs(self) -> dict[str, Any]:
        """The columns the reader chose."""
        return {"shown": self.request.GET.getlist("_columns")}

    def whole_table(self) -> BaseTable:
        """The table of every row the filters leave, in the order the reader chose."""
        found = self.get_filterset(self.get_filterset_class())
        rows = found.qs if not found.is_bound or found.is_valid() else found.queryset.none()
        order = self.request.GET.getlist("sort") or None
        return self.get_table_class()(data=rows, order_by=order, **self.get_table_kwargs())

    def get_template_names(self) -> list[str]:
        """The table alone where htmx asks for it."""
        htmx = getattr(self.request, "htmx", None)
        return ["generic/_list.html"] if htmx and not htmx.boosted else [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Beside the table: why it would be empty, and whether another page shows it as a panel."""
        is_panel = "_panel" in self.request.GET
        frame = {"empty_text": self.empty_text, "is_panel": is_panel, "is_list": True}
        return super().get_context_data(**frame | kwargs)


def _write_csv(stream: Any, table: BaseTable, title: str) -> None:
    sheets.write_csv(stream, table.export_header(), table.export_rows())


def _write_xlsx(stream: Any, table: BaseTable, title: str) -> None:
    sheets.write_xlsx(stream, title, table.export_header(), table.export_rows())


WRITERS: dict[str, Callable[[Any, BaseTable, str], None]] = {
    "csv": _write_csv,
    "xlsx": _write_xlsx,
}


def export_response(table: BaseTable, title: Text, kind: str) -> FileResponse:
    """Every row of `table` as a download of `kind` "csv" or "xlsx"; Http404 for another kind."""
    if kind not in WRITERS:
        raise Http404
    stream = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    WRITERS[kind](stream, table, str(title))
    stream.seek(0)
    name = f"{slugify(str(title))}-{timezone.localdate():%Y%m%d}.{kind}"
    return FileResponse(stream, as_attachment=True, filename=name)
