"""The provider's pages that turn an approved statement into its invoice or credit note."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.display import day, money
from config.shared.errors import Refused
from config.shared.views import FormPage
from contracts.actions.statement_invoices import OwnTerms, paper_of, send_invoice_of_statement
from contracts.forms.invoices import SendForm
from contracts.invoices import Paper, PaperKind
from contracts.models import Invoice, Statement
from contracts.views.statements import OfStatement


class StatementSendInvoicePage(OfStatement, FormPage):
    """Shows what will be sent; the provider gives its number and sends it."""

    model = Statement
    form_class = SendForm
    permission = Permission.INVOICE_SUBMIT
    template_name = "contracts/statement_send.html"
    title = gettext_lazy("Send the invoice")
    submit_label = gettext_lazy("Send")
    kind = PaperKind.INVOICE

    @cached_property
    def paper(self) -> Paper:
        """The document as it would be made today; 404 when the statement asks for none."""
        try:
            return paper_of(self.object, self.kind, timezone.localdate())
        except Refused as refused:
            raise Http404 from refused

    def get_form_kwargs(self) -> dict[str, Any]:
        """Only a credit note names the invoice that it credits."""
        is_credit = self.kind == PaperKind.CREDIT_NOTE
        return super().get_form_kwargs() | {"is_credit": is_credit}

    def get_initial(self) -> dict[str, Any]:
        """The number of the statement, which the provider may replace by its own."""
        return {"number": self.paper.number}

    def perform(self, form: Any) -> Invoice:
        """Make it and hand it in."""
        return send_invoice_of_statement(
            statement=self.object,
            kind=self.kind,
            terms=OwnTerms(**form.cleaned_data),
            by=self.person,
            at=timezone.now(),
        )

    def get_success_message(self, result: Any) -> str:
        """What became of it."""
        words = {"number": result.number, "status": result.get_status_display()}
        return _("Invoice %(number)s is received: %(status)s.") % words

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it will say, in words."""
        return super().get_context_data(facts=self._facts(), object=self.object, **kwargs)

    def _facts(self) -> list[tuple[str, str]]:
        paper = self.paper
        assert paper.due_on  # noqa: S101 - a proposal always has it
        return [
            (_("Made out to"), self._buyer()),
            (_("Total excl. VAT"), money(paper.totals.excl)),
            (_("VAT"), money(paper.totals.tax)),
            (_("To pay"), money(paper.totals.payable)),
            (_("Dated"), day(paper.issued_on)),
            (_("To be paid by"), day(paper.due_on)),
        ]

    def _buyer(self) -> str:
        """The region with the numbers by which it is known."""
        buyer = self.paper.customer
        numbers = ((_("KvK number"), buyer.kvk), (_("OIN"), buyer.oin))
        known = ", ".join(f"{name} {number}" for name, number in numbers if number)
        return f"{buyer.name} ({known})" if known else buyer.name


class StatementSendCreditNotePage(StatementSendInvoicePage):
    title = gettext_lazy("Send the credit note")
    kind = PaperKind.CREDIT_NOTE
