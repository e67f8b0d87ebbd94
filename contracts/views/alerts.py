"""Pages of warnings about contracts: the list, one warning, and answering it."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.views import Action, ConfirmPage, DetailPage, ListPage, Panel
from contracts.actions.alerts import acknowledge_alert
from contracts.filters.papers import ContractAlertFilterSet
from contracts.forms.papers import AnswerForm
from contracts.models import ContractAlert
from contracts.tables.papers import ContractAlertTable


class ContractAlertListPage(ListPage):
    model = ContractAlert
    table_class = ContractAlertTable
    filterset_class = ContractAlertFilterSet
    permission = Permission.CONTRACT_DRAFT
    title = gettext_lazy("Warnings about contracts")
    empty_text = gettext_lazy(
        "No warning. Contracts are watched for option dates, maxima, recognitions and their end."
    )


class ContractAlertDetailPage(DetailPage):
    model = ContractAlert
    permission = Permission.CONTRACT_DRAFT

    def scoped_queryset(self) -> "QuerySet[Any]":
        rows: Any = super().scoped_queryset()
        return rows.select_related("contract__provider", "owner", "acknowledged_by")

    def facts(self) -> list[tuple[Any, Any]]:
        alert = self.object
        return [
            (_("Contract"), alert.contract),
            (_("Provider"), alert.contract.provider),
            (_("What it is about"), alert.sentence),
            (_("Before"), alert.due_on),
            (_("Responsible"), alert.owner or _("all contract managers of the region")),
            (_("Raised"), alert.raised_at),
            (_("Passed on"), alert.escalated_at),
            (_("Answered"), alert.acknowledged_at),
            (_("Answered by"), alert.acknowledged_by),
            (_("What is done about it"), alert.note),
            (_("No longer applies since"), alert.lapsed_at),
        ]

    def page_actions(self) -> list[Action]:
        """One that stands can be answered."""
        if self.object.acknowledged_at or self.object.lapsed_at:
            return []
        url = reverse("contracts:contractalert-acknowledge", args=[self.object.pk])
        return [Action(_("Answer"), url, "check2-circle", primary=True)]


class ContractAlertAcknowledgePage(ConfirmPage):
    model = ContractAlert
    form_class = AnswerForm
    permission = Permission.CONTRACT_DRAFT
    title = gettext_lazy("Answer the warning")
    submit_label = gettext_lazy("Answer")
    success_message = gettext_lazy("The warning is answered.")

    def missing(self) -> list[str]:
        if self.object.acknowledged_at or self.object.lapsed_at:
            return [_("This warning has been answered, or no longer applies.")]
        return []

    def consequences(self) -> list[Any]:
        return [
            self.object.sentence,
            _("The warning is not passed on any more. It comes back when its cause comes back."),
        ]

    def perform(self, form: AnswerForm) -> ContractAlert:
        note = form.cleaned_data["note"]
        return acknowledge_alert(alert=self.object, note=note, by=self.person, at=timezone.now())


def panels_of(page: Any) -> list[Panel]:
    """The tab of a contract with its warnings, for who answers them."""
    if not page.may(Permission.CONTRACT_DRAFT, page.object):
        return []
    standing = ContractAlert.objects.visible_to(page.person).standing()
    rows = standing.filter(contract=page.object).select_related("contract__provider", "owner")
    return [Panel(_("Warnings"), table=ContractAlertTable(rows, prefix="alerts-"))] if rows else []
