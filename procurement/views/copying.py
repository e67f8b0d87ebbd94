"""A new tender from an earlier one, and what differs between a tender and the one it follows."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.access import regions_of
from accounts.enums import Permission
from config.shared.views import Action, Crumb, FormPage, ModelPage, Panel
from procurement import actions
from procurement.comparison import differences
from procurement.forms.copying import CopyForm
from procurement.models import MarketConsultation, Tender
from procurement.tables_planning import ConsultationTable
from procurement.views.common import tender_trail

if TYPE_CHECKING:
    from procurement.views.tenders import TenderDetailPage


def actions_of(page: "TenderDetailPage") -> list[Action]:
    """To begin a new tender from this one, and to compare it with the one it follows."""
    tender = page.object
    if tender.region_id not in regions_of(page.person):
        return []
    copy = reverse("procurement:tender-copy", args=[tender.pk])
    allowed = Permission.TENDER_DRAFT
    found = [Action(_("New tender from this one"), copy, "files", permission=allowed)]
    if tender.follows_id:
        url = reverse("procurement:tender-differences", args=[tender.pk])
        found.append(Action(_("What differs"), url, "file-diff"))
    return found


def panels_of(page: "TenderDetailPage") -> list[Panel]:
    """The market consultations of the tender, for the region, when there were any."""
    rows = MarketConsultation.objects.filter(region__in=regions_of(page.person))
    held = rows.filter(tender=page.object)
    if not held.exists():
        return []
    return [Panel(_("Market consultations"), table=ConsultationTable(held, prefix="asked-"))]


class OwnTenderPage(ModelPage):
    """About a tender of the region for which the person acts."""

    model = Tender

    def scoped_queryset(self) -> "QuerySet[Tender]":
        rows = super().scoped_queryset().filter(region__in=regions_of(self.person))
        return rows.select_related("region", "lead_gemeente", "follows")

    def breadcrumbs(self) -> list[Crumb]:
        return tender_trail(self.object)


class TenderCopyPage(OwnTenderPage, FormPage):
    form_class = CopyForm
    permission = Permission.TENDER_DRAFT
    template_name = "procurement/tender_copy.html"
    title = gettext_lazy("New tender from this one")
    submit_label = gettext_lazy("Make the draft")
    success_message = gettext_lazy("%(object)s is drafted. Go through the steps and check it.")

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.object.title}

    def perform(self, form: CopyForm) -> Tender:
        return actions.copy_tender(
            source=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )

    def get_success_url(self, result: Any = None) -> str:
        """The first step."""
        return reverse("procurement:tender-update", args=[result.pk])


class TenderDifferencesPage(OwnTenderPage, TemplateView):
    """Only of a tender that follows another; 404 for others."""

    permission = Permission.TENDER_VIEW
    template_name = "procurement/tender_differences.html"
    title = gettext_lazy("What differs from the earlier tender")

    def scoped_queryset(self) -> "QuerySet[Tender]":
        return super().scoped_queryset().filter(follows__isnull=False)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = self.object.follows
        told = {"earlier": earlier, "differences": differences(self.object, earlier)}
        return super().get_context_data(**told | kwargs)
