"""Lots with their price tables, and what bidders have to meet."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.shared.forms import PageForm
from config.shared.views import Action, Crumb
from procurement import actions
from procurement.enums import TenderStatus
from procurement.forms.lots import LotForm, LotsForm, PriceLineRows, RequirementRows
from procurement.forms.rows import standing
from procurement.models import Lot, Tender
from procurement.tables import DraftLotTable
from procurement.views.common import tender_trail
from procurement.views.wizard import RemovePage, StepPage

LINE = ("description", "unit", "quantity", "ceiling_price")
REQUIREMENT = ("kind", "text", "lot", "evidence")
COPIED = tuple(name for name in LotForm.Meta.fields if name != "gemeenten")
"""What a new lot takes over from the one it is made like."""


class LotsPage(StepPage):
    """The lots, and on how many one may bid."""

    form_class = LotsForm
    url_name = "tender-lots"
    template_name = "procurement/tender_lots.html"

    def perform(self, form: LotsForm) -> Tender:
        return actions.change_tender(tender=self.tender, **form.cleaned_data, **self.moment())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lots = self.tender.lots.visible_to(self.person)
        return super().get_context_data(lot_table=DraftLotTable(lots, prefix="lots-"), **kwargs)


class LotFormPage(StepPage):
    """What adding and changing a lot share."""

    form_class = LotForm
    url_name = "tender-lots"
    rows_class = PriceLineRows
    row_label = gettext_lazy("Further line of the price table")
    more_label = gettext_lazy("Another line")
    goes_on = False

    def get_form_kwargs(self) -> dict[str, Any]:
        gemeenten = self.tender.gemeenten.order_by("name")
        return super().get_form_kwargs() | {"gemeenten": gemeenten}

    def breadcrumbs(self) -> list[Crumb]:
        return tender_trail(self.tender, (self.state.step.label, self.state.url))

    def page_actions(self) -> list[Action]:
        return [Action(_("To the lots"), self.state.url, "arrow-left")]


class LotCreatePage(LotFormPage):
    """A new lot; `?like=` takes over what another lot of the tender says."""

    title = gettext_lazy("New lot")
    success_message = gettext_lazy("Lot %(object)s is added.")

    @cached_property
    def like(self) -> Lot | None:
        pk = self.request.GET.get("like", "")
        return self.tender.lots.filter(pk=pk).first() if pk.isdigit() else None

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.like, name) for name in COPIED} if self.like else {}

    def initial_rows(self) -> list[dict[str, Any]]:
        return standing(self.like.price_lines.order_by("number"), LINE) if self.like else []

    def perform(self, form: LotForm) -> Lot:
        fields = {"price_lines": self.lines(), **form.cleaned_data}
        return actions.add_lot(tender=self.tender, **fields, **self.moment())


class LotUpdatePage(LotFormPage):
    model = Lot
    title = gettext_lazy("Change the lot")
    success_message = gettext_lazy("Lot %(object)s is changed.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        return Lot.objects.visible_to(self.person).select_related(
            "tender__region", "tender__lead_gemeente", "tender__follows"
        )

    @property
    def tender(self) -> Tender:
        tender: Tender = self.object.tender
        return tender

    @cached_property
    def is_changeable(self) -> bool:
        return self.tender.status == TenderStatus.DRAFT

    def initial_rows(self) -> list[dict[str, Any]]:
        return standing(self.object.price_lines.order_by("number"), LINE)

    def page_actions(self) -> list[Action]:
        like = f"{reverse('procurement:lot-create', args=[self.tender.pk])}?like={self.object.pk}"
        remove = reverse("procurement:lot-delete", args=[self.object.pk])
        return [
            *super().page_actions(),
            Action(_("New lot like this one"), like, "files"),
            Action(_("Remove"), remove, "trash"),
        ]

    def perform(self, form: LotForm) -> Lot:
        fields = {"price_lines": self.lines(), **form.cleaned_data}
        return actions.change_lot(lot=self.object, **fields, **self.moment())


class LotDeletePage(RemovePage):
    model = Lot
    title = gettext_lazy("Remove the lot")
    success_message = gettext_lazy("The lot is removed from %(object)s.")
    url_name, step_label = "tender-lots", gettext_lazy("Lots")

    def consequences(self) -> list[str]:
        return [_("The lot and all that was filled in about it disappear from the draft.")]

    def perform(self, form: Any) -> Tender:
        return actions.remove_lot(lot=self.object, **self.moment())


class RequirementsPage(StepPage):
    """What every bidder, or applicant, has to meet; all rows are saved together."""

    form_class = PageForm
    url_name = "tender-requirements"
    template_name = "procurement/tender_requirements.html"
    rows_class = RequirementRows
    row_label = gettext_lazy("Requirement")
    more_label = gettext_lazy("Another requirement")

    def initial_rows(self) -> list[dict[str, Any]]:
        return standing(self.tender.requirements.order_by("number"), REQUIREMENT)

    def row_kwargs(self) -> dict[str, Any]:
        return {"lots": self.tender.lots.order_by("number")}

    def perform(self, form: Any) -> Tender:
        rows = self.lines()
        return actions.set_requirements(tender=self.tender, requirements=rows, **self.moment())
