"""The steps of a draft, from its subject to the officers who will open its bids."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import regions_of
from accounts.enums import Permission
from accounts.models import Gemeente, Region
from config.shared.forms import PageForm
from config.shared.periods import amsterdam
from config.shared.views import FormPage
from procurement import actions, terms
from procurement.forms.tenders import (
    GemeentenForm,
    MandateForm,
    NewTenderForm,
    ProcedureForm,
    SubjectForm,
)
from procurement.models import Mandate, PlannedTender, Tender
from procurement.views.wizard import BEFORE_PUBLICATION, RemovePage, StepPage

CLIENTS_CHOOSE = "choose"


class TenderCreatePage(FormPage):
    """The first step of a new tender; `?planned=` begins it from the procurement calendar."""

    model = Tender
    form_class = NewTenderForm
    permission = Permission.TENDER_DRAFT
    title = gettext_lazy("New tender")
    submit_label = gettext_lazy("Make the draft")
    success_message = gettext_lazy("%(object)s is drafted. Go through the steps from here.")

    @cached_property
    def region(self) -> Region:
        """The one for which the person acts."""
        return get_object_or_404(Region, pk__in=regions_of(self.person))

    @cached_property
    def planned(self) -> PlannedTender | None:
        """The line of the procurement calendar; 404 for one of another region."""
        pk = self.request.GET.get("planned", "")
        if not pk:
            return None
        rows = PlannedTender.objects.visible_to(self.person)
        return get_object_or_404(rows, pk=pk if pk.isdigit() else None)

    def gemeenten(self) -> "QuerySet[Gemeente]":
        """Those of the region today."""
        return self.region.gemeenten_on(amsterdam(timezone.now()))

    def get_initial(self) -> dict[str, Any]:
        """What the calendar knows."""
        if self.planned is None:
            return {}
        budgets = self.planned.budgets.values_list("amount", flat=True)
        return {"title": self.planned.title, "estimated_amount": sum(budgets) or None}

    def get_form_kwargs(self) -> dict[str, Any]:
        earlier = Tender.objects.visible_to(self.person).filter(region=self.region)
        told = {"gemeenten": self.gemeenten(), "earlier": earlier.order_by("reference")}
        return super().get_form_kwargs() | told

    def perform(self, form: NewTenderForm) -> Tender:
        return actions.draft_tender(
            region=self.region,
            gemeenten=list(self.gemeenten()),
            planned=self.planned,
            by=self.person,
            at=timezone.now(),
            **self._from_calendar(),
            **form.cleaned_data,
        )

    def get_success_url(self, result: Any = None) -> str:
        """The second step."""
        return reverse("procurement:tender-procedure", args=[result.pk])

    def _from_calendar(self) -> dict[str, Any]:
        """The procedure that was planned, if one was."""
        if self.planned is None or not self.planned.procedure:
            return {}
        return {"procedure": self.planned.procedure}


class SubjectPage(StepPage):
    form_class = SubjectForm
    url_name = "tender-update"

    def get_form_kwargs(self) -> dict[str, Any]:
        earlier = Tender.objects.visible_to(self.person).filter(region=self.tender.region)
        earlier = earlier.exclude(pk=self.tender.pk).order_by("reference")
        return super().get_form_kwargs() | {"earlier": earlier}

    def perform(self, form: SubjectForm) -> Tender:
        return actions.change_tender(tender=self.tender, **form.cleaned_data, **self.moment())


class ProcedurePage(StepPage):
    """The procedure, beside what the value and the subject lead to and why.

    Who chooses for a client decides about admission without a ranking; `?clients=choose` says
    that the client does. It is not kept: it is only asked to give the advice.
    """

    form_class = ProcedureForm
    url_name = "tender-procedure"
    template_name = "procurement/tender_procedure.html"

    @cached_property
    def places_clients(self) -> bool:
        """Whether the gemeente chooses the provider of a client; an admission asks the client."""
        asked = self.request.GET.get("clients")
        if asked is None:
            return self.tender.is_competitive
        return asked != CLIENTS_CHOOSE

    @cached_property
    def advice_or_why(self) -> tuple[terms.Advice | None, str]:
        """The advice, or why there is none: a threshold that it needs is not set."""
        on = amsterdam(self.tender.sent_at(self.at))
        purchase = self.tender.purchase(on, places_clients=self.places_clients)
        try:
            return terms.procedure_advice(purchase), ""
        except terms.MissingRule as missing:
            return None, str(missing)

    def get_form_kwargs(self) -> dict[str, Any]:
        advice, _why = self.advice_or_why
        return super().get_form_kwargs() | {
            "advised": advice.procedure if advice else "",
            "possible": advice.open_procedures if advice else (),
            "is_training": self.tender.region.is_training,
        }

    def perform(self, form: ProcedureForm) -> Tender:
        return actions.change_tender(tender=self.tender, **form.cleaned_data, **self.moment())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        advice, why = self.advice_or_why
        told = {"advice": advice, "why_no_advice": why, "places_clients": self.places_clients}
        return super().get_context_data(**told | kwargs)


class GemeentenPage(StepPage):
    """Who takes part, and whose mandate is still to come."""

    form_class = GemeentenForm
    url_name = "tender-gemeenten"
    template_name = "procurement/tender_gemeenten.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        gemeenten = self.tender.region.gemeenten_on(amsterdam(self.at))
        return super().get_form_kwargs() | {"gemeenten": gemeenten}

    def perform(self, form: GemeentenForm) -> Tender:
        return actions.change_tender(tender=self.tender, **form.cleaned_data, **self.moment())

    def mandates(self) -> Iterator[tuple[Gemeente, Mandate | None]]:
        """Each gemeente that takes part beside the lead, with its mandate."""
        given = {mandate.gemeente_id: mandate for mandate in self.tender.mandates.all()}
        others = self.tender.gemeenten.exclude(pk=self.tender.lead_gemeente_id)
        for gemeente in others.order_by("name"):
            yield gemeente, given.get(gemeente.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mandates = list(self.mandates())
        is_open = self.tender.status in BEFORE_PUBLICATION
        return super().get_context_data(
            mandates=mandates,
            may_record=is_open and any(mandate is None for _place, mandate in mandates),
            may_remove=is_open,
            **kwargs,
        )


class MandateCreatePage(StepPage):
    """One decision of one or more gemeenten."""

    form_class = MandateForm
    url_name = "tender-gemeenten"
    title = gettext_lazy("Record a mandate")
    success_message = gettext_lazy("The mandate is recorded.")
    changeable = BEFORE_PUBLICATION
    goes_on = False

    def get_form_kwargs(self) -> dict[str, Any]:
        given = self.tender.mandates.values("gemeente")
        lacking = self.tender.gemeenten.exclude(pk__in=given)
        lacking = lacking.exclude(pk=self.tender.lead_gemeente_id).order_by("name")
        return super().get_form_kwargs() | {"lacking": lacking}

    def perform(self, form: MandateForm) -> list[Mandate]:
        return actions.record_mandates(tender=self.tender, **form.cleaned_data, **self.moment())


class MandateDeletePage(RemovePage):
    model = Mandate
    title = gettext_lazy("Remove the mandate")
    success_message = gettext_lazy("The mandate is removed from %(object)s.")
    url_name, step_label = "tender-gemeenten", gettext_lazy("Gemeenten and mandates")

    def consequences(self) -> list[Any]:
        return [_("The tender cannot be published until this gemeente has given one again.")]

    def perform(self, form: PageForm) -> Tender:
        return actions.remove_mandate(mandate=self.object, **self.moment())
