"""How the header of a sheet was understood, and what people said of headers before."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.views import Action, ConfirmPage, Crumb, FormPage, ListPage
from contracts.actions.mappings import forget_mapping, map_columns
from contracts.filters.mappings import ColumnMappingFilterSet
from contracts.forms.mappings import MappingForm
from contracts.imports import PLACEMENTS
from contracts.models import ColumnMapping, Delivery
from contracts.tables.mappings import LABELS, ColumnMappingTable

BY = {
    "name": _("by its name"),
    "order": _("by its place"),
    "person": _("as you said"),
}


class DeliveryMappingPage(FormPage):
    """The columns of one sheet: those that were recognised, and a choice for the others."""

    model = Delivery
    form_class = MappingForm
    template_name = "contracts/delivery_mapping.html"
    permission = Permission.PLACEMENT_DELIVER
    title = _("The columns of the sheet")
    submit_label = _("Remember and check again")
    success_message = _("%(object)s is being checked again with these columns.")

    def scoped_queryset(self) -> "QuerySet[Delivery]":
        return super().scoped_queryset().filter(provider__in=providers_of(self.person))

    def page_actions(self) -> list[Action]:
        """To what was said of headers before."""
        return [Action(_("Remembered headers"), reverse("contracts:columnmapping-list"), "list")]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "delivery": self.object, "sheet": PLACEMENTS}

    def perform(self, form: MappingForm) -> Delivery:
        return map_columns(
            delivery=self.object,
            sheet=PLACEMENTS.name,
            columns=form.columns,
            by=self.person,
            at=timezone.now(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {
            "object": self.object,
            "recognised": list(self._recognised()),
            "lacking": self._lacking(),
        }
        return super().get_context_data(**shown | kwargs)

    def _recognised(self) -> Any:
        """Header, column and how it was recognised, of each that was."""
        for each in self.object.understood:
            if each["column"] and each["by"] != "person":
                yield each["header"], LABELS.get(each["column"], each["column"]), BY[each["by"]]

    def _lacking(self) -> list[str]:
        """Required columns that no header stands for yet."""
        found = {each["column"] for each in self.object.understood}
        wanted = [column for column in PLACEMENTS.columns if column.required]
        return [str(column.label) for column in wanted if column.name not in found]


class ColumnMappingListPage(ListPage):
    model = ColumnMapping
    table_class = ColumnMappingTable
    filterset_class = ColumnMappingFilterSet
    permission = Permission.PLACEMENT_DELIVER
    empty_text = _(
        "No header has been given a meaning. The page of a sheet asks for it where a column is "
        "not known."
    )

    def scoped_queryset(self) -> "QuerySet[ColumnMapping]":
        return super().scoped_queryset().select_related("mapped_by")

    def breadcrumbs(self) -> list[Crumb]:
        return [Crumb(_("Deliveries"), reverse("contracts:delivery-list"))]


class ColumnMappingForgetPage(ConfirmPage):
    """Lets a header mean again what its name says."""

    model = ColumnMapping
    permission = Permission.PLACEMENT_DELIVER
    title = _("Forget this header")
    submit_label = _("Forget")
    success_message = _("The header has been forgotten.")

    def consequences(self) -> list[Any]:
        column = LABELS.get(self.object.column, gettext("passed over"))
        texts = {"header": self.object, "column": column}
        return [
            gettext("“%(header)s” no longer stands for: %(column)s.") % texts,
            gettext("Sheets that were checked before stay as they are."),
        ]

    def perform(self, form: Any) -> ColumnMapping:
        forget_mapping(column_mapping=self.object, by=self.person, at=timezone.now())
        return self.object

    def get_success_url(self, result: Any = None) -> str:
        return reverse("contracts:columnmapping-list")
