"""Pages of the lines of an invoice: what they are compared with, and the decision about each."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.enums import Permission
from config.shared.badges import badge
from config.shared.display import money, percentage
from config.shared.views import (
    Action,
    ConfirmPage,
    Crumb,
    DetailPage,
    FormPage,
    ListPage,
    Panel,
)
from config.shared.views.pages import Text
from contracts.actions import invoice_matching, invoices
from contracts.enums.payments import UNDECIDED, LineDecision, MatchVerdict
from contracts.filters.invoices import InvoiceLineFilterSet
from contracts.forms.invoices import DecisionForm, MatchForm
from contracts.invoices.codes import unit_in_words, vat_in_words
from contracts.models import Invoice, InvoiceLine
from contracts.tables.invoices import InvoiceLineTable, InvoiceMatchTable
from contracts.views.invoices import LIST, OfInvoice


class InvoiceLineListPage(ListPage):
    """The lines of one invoice."""

    model = InvoiceLine
    table_class = InvoiceLineTable
    filterset_class = InvoiceLineFilterSet
    permission = Permission.STATEMENT_VIEW
    title = gettext_lazy("Lines of the invoice")
    empty_text = gettext_lazy("There are no such lines on this invoice.")

    @cached_property
    def invoice(self) -> Invoice:
        """The invoice of the address; 404 when it is not visible."""
        visible = Invoice.objects.visible_to(self.person)
        return get_object_or_404(visible, pk=self.kwargs["invoice_pk"])

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Those of the invoice alone."""
        return InvoiceLine.objects.filter(invoice=self.invoice).order_by("position")

    def breadcrumbs(self) -> list[Crumb]:
        """Under the invoice."""
        return [
            Crumb(_("Invoices"), LIST),
            Crumb(str(self.invoice), self.invoice.get_absolute_url()),
        ]


class OfLine:
    """What a page about one line starts from; the invoice stands above it in the trail."""

    object: InvoiceLine

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what it is of and about."""
        visible: Any = super().scoped_queryset()  # type: ignore[misc]
        return visible.select_related(
            "invoice__provider", "invoice__region", "placement", "group", "contract"
        )

    def breadcrumbs(self) -> list[Crumb]:
        """The list and the invoice."""
        invoice = self.object.invoice
        return [Crumb(_("Invoices"), LIST), Crumb(str(invoice), invoice.get_absolute_url())]


class InvoiceLineDetailPage(OfLine, DetailPage):
    model = InvoiceLine
    permission = Permission.STATEMENT_VIEW

    def page_actions(self) -> list[Action]:
        """Decide, or say what it charges, while the invoice is undecided."""
        if self.object.invoice.status not in UNDECIDED:
            return []
        pk, handle = [self.object.pk], Permission.INVOICE_HANDLE
        decide = reverse("contracts:invoiceline-decide", args=pk)
        match = reverse("contracts:invoiceline-match", args=pk)
        found = [Action(_("Decide"), decide, "check2", True, permission=handle)]
        if self.object.decision == LineDecision.OPEN:
            found.append(Action(_("Match by hand"), match, "link-45deg", permission=handle))
        return found

    def facts(self) -> list[tuple[Any, Any]]:
        """What it asks, what that is compared with, and what was decided."""
        line = self.object
        facts = [
            (_("Asks"), money(line.amount)),
            (_("Quantity"), percentage(line.quantity)),
            (_("Unit"), unit_in_words(line.unit_code)),
            (_("Price"), money(line.price, 4)),
            (_("Comparison"), badge(MatchVerdict(line.verdict)) if line.verdict else ""),
            (_("Asks more than is due"), money(line.difference)),
            (_("Placement"), line.placement),
            (_("Group"), line.group),
            (_("Contract"), line.contract),
            (_("Names the placement"), line.object_reference),
            (_("Description"), line.description),
            (_("First day of the period"), line.first_on),
            (_("Last day of the period"), line.last_on),
            (_("VAT category"), vat_in_words(line.tax_category)),
            (_("VAT (%)"), percentage(line.tax_rate) if line.tax_rate is not None else ""),
            (_("Ground of the VAT exemption"), line.exemption),
            (_("Decision"), badge(LineDecision(line.decision))),
            (_("Approved"), money(line.approved_amount)),
            (_("Reason"), line.decision_reason),
        ]
        return [(label, value) for label, value in facts if value not in (None, "")]

    def panels(self) -> list[Panel]:
        """Month by month what is due and what the line asks of it."""
        table = InvoiceMatchTable(self.object.matches.order_by("month"), prefix="matches-")
        return [Panel(_("Compared with the costs"), table=table)]


class InvoiceLineDecidePage(OfLine, FormPage):
    model = InvoiceLine
    form_class = DecisionForm
    permission = Permission.INVOICE_HANDLE
    template_name = "contracts/invoiceline_decide.html"
    title = gettext_lazy("Decide about the line")
    success_message = gettext_lazy("The decision is recorded.")

    def get_initial(self) -> dict[str, Any]:
        """What was decided, else what is due of it."""
        line = self.object
        decided = line.approved_amount
        due = line.amount - max(line.difference or 0, 0)
        return {
            "amount": decided if decided is not None else max(due, min(line.amount, 0)),
            "reason": line.decision_reason,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what the line asks and what the comparison says of it."""
        line = self.object
        facts = [
            (pgettext("invoice", "Line"), str(line)),
            (_("Asks"), money(line.amount)),
            (_("Comparison"), badge(MatchVerdict(line.verdict)) if line.verdict else ""),
            (_("Asks more than is due"), money(line.difference)),
        ]
        return super().get_context_data(facts=facts, **kwargs)

    def perform(self, form: Any) -> Invoice:
        """Decide."""
        line = invoices.decide_line(
            line=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )
        return line.invoice


class InvoiceLineMatchPage(OfLine, FormPage):
    model = InvoiceLine
    form_class = MatchForm
    permission = Permission.INVOICE_HANDLE
    title = gettext_lazy("Say what the line charges")
    success_message = gettext_lazy("The line is compared with what is due of that.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the line, between whose parties is looked."""
        return super().get_form_kwargs() | {"line": self.object}

    def perform(self, form: Any) -> InvoiceLine:
        """Match it."""
        return invoice_matching.match_by_hand(
            line=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )


class _DecisionPage(OfInvoice, ConfirmPage):
    """Confirms one act about the whole invoice."""

    model = Invoice
    permission = Permission.INVOICE_HANDLE


class InvoiceApproveMatchingPage(_DecisionPage):
    title = gettext_lazy("Approve what matches")
    submit_label = gettext_lazy("Approve these lines")
    success_message = gettext_lazy("The lines that match are approved.")

    def consequences(self) -> Sequence[Text]:
        """How many lines, and of how much."""
        return [
            gettext_lazy("Every line that asks exactly what is due is approved in full."),
            gettext_lazy("The other lines stay for you to decide."),
        ]

    def perform(self, form: Any) -> Invoice:
        """Approve them."""
        return invoices.approve_matching(invoice=self.object, by=self.person, at=timezone.now())


class InvoiceApprovePage(_DecisionPage):
    title = gettext_lazy("Approve the invoice")
    submit_label = gettext_lazy("Approve")
    success_message = gettext_lazy("Invoice %(object)s is approved.")

    def consequences(self) -> Sequence[Text]:
        """To whom word goes."""
        return [
            gettext_lazy("What was approved of the lines is granted; the provider is told."),
            gettext_lazy("The decision about the lines can no longer be changed."),
        ]

    def perform(self, form: Any) -> Invoice:
        """Grant it."""
        return invoices.approve_invoice(invoice=self.object, by=self.person, at=timezone.now())


class InvoiceComparePage(_DecisionPage):
    title = gettext_lazy("Compare the invoice again")
    submit_label = gettext_lazy("Compare again")
    success_message = gettext_lazy("The invoice is compared with the costs as they are now.")

    def perform(self, form: Any) -> Invoice:
        """Compare."""
        return invoice_matching.compare_again(
            invoice=self.object, by=self.person, at=timezone.now()
        )
