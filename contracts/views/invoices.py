"""Pages of invoices: sent by the provider, compared, disputed, decided and paid."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import FileResponse, HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.display import day, money, number
from config.shared.views import (
    Action,
    DetailPage,
    FormPage,
    ListPage,
    ModelPage,
    Panel,
    TransitionPage,
    download,
)
from contracts.actions import invoice_receiving, invoices
from contracts.enums import FindingLevel
from contracts.enums.payments import (
    GRANTED,
    UNDECIDED,
    VOID,
    InvoiceSource,
    InvoiceStatus,
    MatchVerdict,
)
from contracts.filters.invoices import InvoiceFilterSet
from contracts.forms.invoices import InvoiceForm, PaymentForm
from contracts.forms.statements import MessageForm
from contracts.models import Invoice, InvoiceFinding, InvoiceMessage
from contracts.tables.invoices import InvoiceFindingTable, InvoiceTable, OwnInvoiceTable
from contracts.workflows import INVOICE

LIST = reverse_lazy("contracts:invoice-list")


class InvoiceListPage(ListPage):
    model = Invoice
    table_class = InvoiceTable
    filterset_class = InvoiceFilterSet
    permission = Permission.STATEMENT_VIEW
    empty_text = gettext_lazy(
        "No invoice has come in. A provider uploads its e-invoice (UBL), sends it by the API, or "
        "has it taken from a folder."
    )

    def get_table_class(self) -> type[InvoiceTable]:
        """A provider has its own columns: it knows who it is."""
        return OwnInvoiceTable if providers_of(self.person) else self.table_class

    def page_actions(self) -> list[Action]:
        """A provider sends its own; the region records what came otherwise."""
        send, record = reverse("contracts:invoice-create"), reverse("contracts:invoice-record")
        return [
            Action(
                _("Send an invoice"), send, "upload", True, permission=Permission.INVOICE_SUBMIT
            ),
            Action(_("Record an invoice"), record, "upload", permission=Permission.INVOICE_HANDLE),
        ]


class InvoiceCreatePage(FormPage):
    """For the provider."""

    model = Invoice
    form_class = InvoiceForm
    permission = Permission.INVOICE_SUBMIT
    title = gettext_lazy("Send an invoice")
    submit_label = gettext_lazy("Send")

    def get_form_kwargs(self) -> dict[str, Any]:
        """With who asks: only regions one has to do with are offered."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> Invoice:
        """Take it in."""
        sender = invoice_receiving.Sender(self.person, InvoiceSource.PAGE)
        return invoice_receiving.receive_invoice(
            file=form.cleaned_data["file"],
            region=form.cleaned_data["region"],
            sender=sender,
            at=timezone.now(),
        )

    def get_success_message(self, result: Any) -> str:
        """That it is here; of one that the checks refused its own page says why."""
        if result.status == InvoiceStatus.REFUSED:
            return ""
        words = {"number": result.number, "status": result.get_status_display()}
        return _("Invoice %(number)s is received: %(status)s.") % words


class InvoiceRecordPage(InvoiceCreatePage):
    """For the region, of what a provider sent otherwise."""

    permission = Permission.INVOICE_HANDLE
    title = gettext_lazy("Record an invoice")
    submit_label = gettext_lazy("Record")


class OfInvoice:
    """What a page about one invoice starts from."""

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With whose it is and what it is about."""
        visible: Any = super().scoped_queryset()  # type: ignore[misc]
        return visible.select_related("provider", "region", "contract", "statement", "received_by")


class InvoiceDetailPage(OfInvoice, DetailPage):
    model = Invoice
    workflow = INVOICE
    permission = Permission.STATEMENT_VIEW

    def get_title(self) -> str:
        """What it is, and its number."""
        return f"{self.object.get_kind_display()} {self.object.number}"

    @property
    def is_own(self) -> bool:
        """Whether the person speaks for the provider."""
        return self.object.provider_id in providers_of(self.person)

    @cached_property
    def counts(self) -> dict[str, Any]:
        """Lines by what the comparison shows, and what they ask too much."""
        lines = self.object.lines.order_by()
        return lines.aggregate(
            lines=Count("pk"),
            matching=Count("pk", filter=Q(verdict=MatchVerdict.MATCHES)),
            undecided=Count("pk", filter=Q(decision="open")),
            too_much=Sum("difference", filter=Q(difference__gt=0)),
        )

    def page_actions(self) -> list[Action]:
        """What can be done while it is undecided, and the file."""
        pk = [self.object.pk]
        found = [Action(_("The file"), reverse("contracts:invoice-file", args=pk), "download")]
        if self.object.status not in UNDECIDED:
            return found
        handle = Permission.INVOICE_HANDLE
        answer = Permission.INVOICE_SUBMIT if self.is_own else handle
        url = reverse("contracts:invoice-answer", args=pk)
        found.append(Action(_("Send a message"), url, "chat-left-text", permission=answer))
        for name, label, icon in self._decisions():
            url = reverse(f"contracts:invoice-{name}", args=pk)
            is_main = name != "compare"
            found.append(Action(label, url, icon, is_main, permission=handle))
        return found

    def _decisions(self) -> list[tuple[str, str, str]]:
        """Approve what matches first; the whole once every line is decided."""
        if not self.counts["undecided"]:
            return [("approve", _("Approve the invoice"), "check2-all")]
        again = ("compare", _("Compare again"), "arrow-repeat")
        if self.counts["matching"]:
            return [("approve-matching", _("Approve what matches"), "check2"), again]
        return [again]

    def facts(self) -> list[tuple[Any, Any]]:
        """Why it is refused, amounts and the comparison first, then what the invoice says."""
        invoice = self.object
        facts = [
            (_("Refused, because"), self._errors()),
            (_("To pay"), money(invoice.amount_payable)),
            (_("Total excl. VAT"), money(invoice.amount_excl)),
            (_("VAT"), money(invoice.amount_vat)),
            *self._comparison(),
            (_("Provider"), invoice.provider),
            (_("Region"), invoice.region),
            (_("Made out to"), self._buyer()),
            (_("Dated"), invoice.issued_on),
            (_("To be paid by"), invoice.due_on),
            (_("Contract"), invoice.contract),
            (_("Statement"), invoice.statement),
            (_("Credits the invoice"), invoice.preceding_number),
            (_("Period"), self._period()),
            (_("Came in as"), invoice.get_source_display()),
            (_("Received"), invoice.received_at),
            (_("Paid on"), invoice.paid_on),
            (_("SHA-256"), invoice.sha256),
        ]
        return [(label, value) for label, value in facts if value not in (None, "")]

    def _errors(self) -> str:
        """What the checks found that refused it, in sentences."""
        if self.object.status != InvoiceStatus.REFUSED:
            return ""
        wrong = [each for each in self.findings if each.level == FindingLevel.ERROR]
        return " ".join(each.message for each in wrong)

    @cached_property
    def findings(self) -> list[InvoiceFinding]:
        """What is wrong with the invoice in itself."""
        return list(self.object.findings.order_by("pk"))

    @cached_property
    def said(self) -> list[InvoiceMessage]:
        """The conversation."""
        return list(self.object.messages.select_related("sent_by"))

    def _buyer(self) -> str:
        """As the invoice itself names it, with its numbers."""
        invoice = self.object
        numbers = (invoice.buyer_kvk, invoice.buyer_oin)
        return ", ".join(filter(None, (invoice.buyer_name, *numbers)))

    def _comparison(self) -> list[tuple[Any, Any]]:
        counts, invoice = self.counts, self.object
        if invoice.status in GRANTED:
            return [(_("Approved incl. VAT"), money(invoice.approved_incl))]
        if invoice.status in VOID:
            return []
        words = {"matching": number(counts["matching"]), "lines": number(counts["lines"])}
        return [
            (_("Lines that match"), _("%(matching)s of %(lines)s") % words),
            (_("Asks more than is due"), money(counts["too_much"] or 0)),
        ]

    def _period(self) -> str:
        invoice = self.object
        if not (invoice.first_on and invoice.last_on):
            return ""
        return f"{day(invoice.first_on)} – {day(invoice.last_on)}"

    def panels(self) -> list[Panel]:
        """Lines, what is wrong with the invoice in itself, and what was said; errors on top."""
        lines = reverse("contracts:invoiceline-list", args=[self.object.pk])
        table = InvoiceFindingTable(self.findings, prefix="findings-")
        wrong = Panel(_("Findings"), table=table, count=len(self.findings))
        asked = Panel(_("Lines"), url=f"{lines}?_panel=1")
        template = "contracts/_messages.html"
        said = Panel(_("Messages"), template=template, count=len(self.said))
        is_refused = self.object.status == InvoiceStatus.REFUSED
        return [wrong, asked, said] if is_refused else [asked, wrong, said]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the conversation."""
        return super().get_context_data(said=self.said, **kwargs)


class InvoiceTransitionPage(OfInvoice, TransitionPage):
    model = Invoice
    workflow = INVOICE
    actions_map: Mapping[str, Callable[..., Any]] = {
        "refuse": invoices.refuse_invoice,
        "dispute": invoices.dispute_invoice,
        "settle": invoices.settle_invoice,
        "withdraw": invoices.withdraw_invoice,
    }


class InvoiceAnswerPage(OfInvoice, FormPage):
    model = Invoice
    form_class = MessageForm
    permission = Permission.STATEMENT_VIEW
    title = gettext_lazy("Send a message about the invoice")
    submit_label = gettext_lazy("Send")
    success_message = gettext_lazy("The message is sent.")

    def perform(self, form: Any) -> Invoice:
        """Send it."""
        message = invoices.answer_invoice(
            invoice=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )
        return message.invoice


class InvoicePaymentPage(OfInvoice, FormPage):
    model = Invoice
    form_class = PaymentForm
    permission = Permission.INVOICE_HANDLE
    title = gettext_lazy("Record the payment")
    submit_label = gettext_lazy("Record")
    success_message = gettext_lazy("The payment is recorded.")

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"paid_on": timezone.localdate()}

    def perform(self, form: Any) -> Invoice:
        """Record it."""
        return invoices.pay_invoice(
            invoice=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )


class InvoiceFilePage(ModelPage):
    """The e-invoice as it came, always as an attachment."""

    model = Invoice
    permission = Permission.STATEMENT_VIEW

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Streams it."""
        return download(self.object.file, self.object.filename)
