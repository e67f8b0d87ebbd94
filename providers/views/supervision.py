"""Visits to providers and complaints about them; for the region's own people."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.views import Action, DetailPage, FormPage, ListPage, Panel
from providers.actions import supervision as actions
from providers.filters import ProviderComplaintFilterSet, SiteVisitFilterSet
from providers.forms.supervision import (
    ActionDoneForm,
    AgreedActionForm,
    ComplaintCloseForm,
    ComplaintForm,
    HearingForm,
    VisitForm,
)
from providers.models import AgreedAction, Provider, ProviderComplaint, SiteVisit
from providers.tables import AgreedActionTable, ProviderComplaintTable, SiteVisitTable
from providers.views.common import UnderProvider


class SiteVisitListPage(ListPage):
    model = SiteVisit
    table_class = SiteVisitTable
    filterset_class = SiteVisitFilterSet
    permission = Permission.SUPERVISION_VIEW
    empty_text = gettext_lazy("No visit yet. Record one on the page of a provider.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With the number of agreed actions that are not done."""
        undone = Count("agreed_actions", filter=Q(agreed_actions__done_on__isnull=True))
        return super().scoped_queryset().annotate(open_actions=undone)


class SiteVisitDetailPage(UnderProvider, DetailPage):
    model = SiteVisit
    permission = Permission.SUPERVISION_VIEW

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With where and by whom."""
        related = ("region", "created_by", "location__gemeente")
        return super().scoped_queryset().select_related(*related)

    def facts(self) -> Iterator[tuple[str, Any]]:
        """When, where, by whom and what followed."""
        row = self.object
        yield _("Visited on"), row.visited_on
        yield _("Location"), str(row.location or "")
        yield _("Announced beforehand"), row.is_announced
        yield _("Visited by"), str(row.created_by)
        yield _("Conclusion"), row.conclusion

    def panels(self) -> list[Panel]:
        """What was seen, and what was agreed."""
        rows = self.object.agreed_actions.all()
        may_change = self.may(Permission.SUPERVISION_MANAGE, self.object)
        table = AgreedActionTable(rows, may_change=may_change, prefix="actions-")
        return [
            Panel(_("What was seen"), "providers/_visit_findings.html"),
            Panel(_("Agreed actions"), table=table, count=rows.count()),
        ]

    def page_actions(self) -> list[Action]:
        """Agree on something more."""
        url = reverse("providers:agreedaction-create", args=[self.object.pk])
        words = _("Add an agreed action")
        return [Action(words, url, "plus-lg", permission=Permission.SUPERVISION_MANAGE)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The findings in the order of the form."""
        return super().get_context_data(findings=self.object.findings.order_by("pk"), **kwargs)


class SiteVisitCreatePage(UnderProvider, FormPage):
    model = Provider
    form_class = VisitForm
    permission = Permission.SUPERVISION_MANAGE
    title = gettext_lazy("Record a visit")
    success_message = gettext_lazy("The visit is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Locations of the provider, regions of the person."""
        return super().get_form_kwargs() | {"provider": self.object, "person": self.person}

    def perform(self, form: Any) -> SiteVisit:
        """Keep it."""
        return actions.record_visit(
            provider=self.object,
            region=form.cleaned_data["region"],
            report=form.report(),
            **self.moment(),
        )


class AgreedActionCreatePage(UnderProvider, FormPage):
    model = SiteVisit
    form_class = AgreedActionForm
    permission = Permission.SUPERVISION_MANAGE
    title = gettext_lazy("Add an agreed action")
    success_message = gettext_lazy("“%(object)s” is added.")

    def perform(self, form: Any) -> AgreedAction:
        """Add it."""
        return actions.agree_action(visit=self.object, **form.cleaned_data, **self.moment())


class AgreedActionDonePage(UnderProvider, FormPage):
    model = AgreedAction
    form_class = ActionDoneForm
    permission = Permission.SUPERVISION_MANAGE
    title = gettext_lazy("Agreed action done")
    submit_label = gettext_lazy("Done")
    success_message = gettext_lazy("“%(object)s” is done.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With its visit."""
        rows = AgreedAction.objects.visible_to(self.person)
        return rows.select_related("visit__provider", "visit__region")

    @property
    def provider(self) -> Provider:
        """The one that was visited."""
        return self.object.visit.provider

    def check_permission(self, obj: Any = None) -> None:
        """The visit says to which region it belongs."""
        super().check_permission(obj.visit if obj else None)

    def perform(self, form: Any) -> AgreedAction:
        """Say so."""
        return actions.finish_action(
            agreed_action=self.object, **form.cleaned_data, **self.moment()
        )


class ProviderComplaintListPage(ListPage):
    model = ProviderComplaint
    table_class = ProviderComplaintTable
    filterset_class = ProviderComplaintFilterSet
    permission = Permission.SUPERVISION_VIEW
    empty_text = gettext_lazy("No complaint yet. Record one on the page of a provider.")


class ProviderComplaintDetailPage(UnderProvider, DetailPage):
    model = ProviderComplaint
    permission = Permission.SUPERVISION_VIEW

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With who handles it."""
        return super().scoped_queryset().select_related("region", "handler")

    def facts(self) -> Iterator[tuple[str, Any]]:
        """The complaint, both sides and the outcome."""
        row = self.object
        yield _("Received on"), row.received_on
        yield _("About"), row.get_subject_display()
        yield _("Complaint"), row.text
        yield _("Handled by"), str(row.handler)
        yield _("Complainant heard on"), row.complainant_heard_on
        yield _("What the complainant says"), row.complainant_view
        yield _("Provider heard on"), row.provider_heard_on
        yield _("What the provider says"), row.provider_view
        if row.closed_at:
            yield _("Outcome"), row.get_outcome_display()
            yield _("Explanation"), row.outcome_text
            yield _("Closed"), row.closed_at

    def page_actions(self) -> list[Action]:
        """Hear and close, while it is in hand."""
        row, manages = self.object, Permission.SUPERVISION_MANAGE
        if row.closed_at:
            return []
        hear = reverse("providers:providercomplaint-hear", args=[row.pk])
        close = reverse("providers:providercomplaint-close", args=[row.pk])
        return [
            Action(_("Hear both sides"), hear, "ear", primary=True, permission=manages),
            Action(_("Close"), close, "check2-square", permission=manages),
        ]


class ProviderComplaintCreatePage(UnderProvider, FormPage):
    model = Provider
    form_class = ComplaintForm
    permission = Permission.SUPERVISION_MANAGE
    title = gettext_lazy("Record a complaint")
    success_message = gettext_lazy("The complaint is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Regions and colleagues of the person."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> ProviderComplaint:
        """Keep it."""
        return actions.receive_complaint(provider=self.object, **form.cleaned_data, **self.moment())


class ProviderComplaintHearPage(UnderProvider, FormPage):
    model = ProviderComplaint
    form_class = HearingForm
    permission = Permission.SUPERVISION_MANAGE
    title = gettext_lazy("Hear both sides")
    success_message = gettext_lazy("What was said is kept.")

    def perform(self, form: Any) -> ProviderComplaint:
        """Write it down."""
        return actions.hear_sides(complaint=self.object, **form.cleaned_data, **self.moment())


class ProviderComplaintClosePage(UnderProvider, FormPage):
    model = ProviderComplaint
    form_class = ComplaintCloseForm
    permission = Permission.SUPERVISION_MANAGE
    title = gettext_lazy("Close the complaint")
    submit_label = gettext_lazy("Close")
    success_message = gettext_lazy("The complaint is closed.")

    def perform(self, form: Any) -> ProviderComplaint:
        """End it."""
        return actions.close_complaint(complaint=self.object, **form.cleaned_data, **self.moment())
