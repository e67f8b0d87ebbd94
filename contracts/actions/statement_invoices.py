"""The provider's invoice or credit note, made from an approved statement and handed in at once."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import providers_of, require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from contracts.actions.invoice_receiving import Sender, receive_invoice
from contracts.enums.payments import InvoiceSource, StatementStatus
from contracts.invoices import Paper, PaperKind, to_ubl
from contracts.models import Invoice, Statement
from contracts.statements.invoicing import standing_of
from contracts.statements.proposal import proposed_credit_note, proposed_invoice


@dataclass(frozen=True, slots=True)
class OwnTerms:
    """What the provider says itself: its number, and for a credit note which invoice it credits."""

    number: str
    preceding: str = ""


@transaction.atomic
def send_invoice_of_statement(
    *, statement: Statement, kind: PaperKind, terms: OwnTerms, by: User, at: datetime
) -> Invoice:
    """Make the document that the statement asks for, dated on the day of `at`, and take it in.

    It comes back checked and compared, with its UBL as file. Refused for another than the
    provider, before the statement is approved, and when such a document of it stands already.
    """
    require(by, Permission.INVOICE_SUBMIT, statement)
    if statement.provider_id not in providers_of(by):
        raise Refused(_("Only the provider itself sends its invoice."))
    row = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    _refuse_early_or_twice(row, kind)
    paper = _with_own_terms(paper_of(row, kind, amsterdam(at)), terms)
    return receive_invoice(
        file=ContentFile(to_ubl(paper), name=f"{row.number}.xml"),
        region=row.region,
        sender=Sender(by, InvoiceSource.STATEMENT),
        at=at,
    )


def paper_of(statement: Statement, kind: PaperKind, issued_on: date) -> Paper:
    """The document that the statement asks for; Refused when there is nothing to put in it."""
    propose = proposed_credit_note if kind == PaperKind.CREDIT_NOTE else proposed_invoice
    return propose(statement, issued_on)


def _refuse_early_or_twice(statement: Statement, kind: PaperKind) -> None:
    if statement.status != StatementStatus.APPROVED:
        raise Refused(_("The region has yet to approve the statement."))
    standing = standing_of(statement).get(kind.value)
    if standing is not None:
        raise Refused(
            _("%(kind)s %(number)s for this statement is already here.")
            % {"kind": kind.label, "number": standing.number}
        )


def _with_own_terms(paper: Paper, terms: OwnTerms) -> Paper:
    references = replace(paper.references, preceding=terms.preceding.strip())
    number = terms.number.strip() or paper.number
    return replace(paper, number=number, references=references)
