"""Complaints and interim proceedings: the list, one of them, and how it goes on."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.periods import amsterdam
from config.shared.views import Action, Crumb, DetailPage, ListPage, Panel, TransitionPage
from procurement import actions
from procurement.enums import ComplaintKind, ComplaintStatus
from procurement.filters import ComplaintFilterSet
from procurement.forms.complaints import ComplaintForm, SuspensionForm
from procurement.models import Complaint, Tender
from procurement.tables import ComplaintTable
from procurement.views.awards import LotActPage
from procurement.views.common import UnderTender, tender_trail
from procurement.workflows import COMPLAINT
from providers.models import Provider


def panels_of(page: Any) -> list[Panel]:
    """The tab of a tender with the complaints about its lots, while there are any."""
    found = Complaint.objects.visible_to(page.person).filter(lot__tender=page.object).count()
    if not found:
        return []
    url = f"{reverse('procurement:complaint-list')}?tender={page.object.pk}&_panel=1"
    return [Panel(_("Complaints"), url=url, count=found)]


class ComplaintListPage(ListPage):
    model = Complaint
    table_class = ComplaintTable
    filterset_class = ComplaintFilterSet
    permission = Permission.TENDER_VIEW
    empty_text = gettext_lazy(
        "No complaint and no interim proceedings. They are recorded on the page of the lot."
    )

    def get_queryset(self) -> "QuerySet[Any]":
        return self.scoped_queryset().select_related("lot__tender", "provider")


class UnderLot(UnderTender):
    """A page about a complaint, which hangs under a lot."""

    @property
    def tender(self) -> Tender:
        tender: Tender = self.object.lot.tender
        return tender

    def breadcrumbs(self) -> list[Crumb]:
        """Tenders, the tender, the lot, and the complaint unless this is its own page."""
        lot, row = self.object.lot, self.object
        own = (str(row), row.get_absolute_url())
        further = [] if own[1] == self.request.path else [own]
        return tender_trail(self.tender, (str(lot), lot.get_absolute_url()), *further)


class ComplaintDetailPage(UnderLot, DetailPage):
    model = Complaint
    workflow = COMPLAINT
    permission = Permission.TENDER_VIEW
    template_name = "procurement/complaint_detail.html"

    def scoped_queryset(self) -> "QuerySet[Any]":
        rows = Complaint.objects.visible_to(self.person)
        return rows.select_related("lot__tender__region", "provider", "recorded_by", "resolved_by")

    def facts(self) -> Iterable[tuple[Any, Any]]:
        row = self.object
        yield _("Lot"), row.lot
        yield _("Brought by"), str(row.provider)
        yield _("Received on"), row.received_on
        yield _("Suspends the award"), row.suspends and row.status == ComplaintStatus.OPEN
        if row.resolved_at:
            yield _("Ended"), row.resolved_at

    def page_actions(self) -> list[Action]:
        row = self.object
        if row.status != ComplaintStatus.OPEN or row.kind == ComplaintKind.INTERIM_PROCEEDING:
            return []
        url = reverse("procurement:complaint-update", args=[row.pk])
        award = Permission.TENDER_AWARD
        return [Action(_("Suspend or go on"), url, "pause-circle", permission=award)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(complaint=self.object, **kwargs)
        if providers_of(self.person):
            context["history"] = []
        return context


class ComplaintCreatePage(LotActPage):
    """Records what came in about a lot."""

    form_class = ComplaintForm
    title = gettext_lazy("Record a complaint or interim proceedings")
    submit_label = gettext_lazy("Record")
    success_message = gettext_lazy("Recorded: %(object)s.")

    def missing(self) -> Sequence[str]:
        if self.object.concluded_on:
            return [_("The contract of this lot is concluded.")]
        return []

    def consequences(self) -> list[str]:
        return [
            _("While it suspends, this lot cannot be awarded and its contract cannot be signed."),
            _("Other lots go on."),
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        providers = Provider.objects.visible_to(self.person).order_by("legal_name")
        today = amsterdam(timezone.now())
        return super().get_form_kwargs() | {"providers": providers, "today": today}

    def perform(self, form: ComplaintForm) -> Complaint:
        return actions.record_complaint(lot=self.object, **form.cleaned_data, **self.moment())

    def get_success_url(self, result: Any = None) -> str:
        return str(result.get_absolute_url())


class ComplaintUpdatePage(UnderLot, LotActPage):
    """Lets a complaint suspend the award, or no longer."""

    model = Complaint
    form_class = SuspensionForm
    title = gettext_lazy("Suspend the award or go on")
    success_message = gettext_lazy("Saved.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        return Complaint.objects.visible_to(self.person).select_related("lot__tender__region")

    def missing(self) -> Sequence[str]:
        return self.unless_in(ComplaintStatus.OPEN)

    def get_initial(self) -> dict[str, Any]:
        return {"suspends": "yes" if self.object.suspends else "no"}

    def perform(self, form: SuspensionForm) -> Complaint:
        return actions.change_suspension(
            complaint=self.object, **form.cleaned_data, **self.moment()
        )


class ComplaintTransitionPage(UnderLot, TransitionPage):
    """Dismissed, upheld, withdrawn."""

    model = Complaint
    workflow = COMPLAINT
    actions_map = {
        "dismiss": actions.dismiss_complaint,
        "uphold": actions.uphold_complaint,
        "withdraw": actions.withdraw_complaint,
    }
