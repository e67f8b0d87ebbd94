"""What people are told about statements and invoices."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import MailChoice, Permission
from accounts.notices import NoticeKind, notify, people_with, register_kind
from accounts.roles import PROVIDER_ROLES, roles_with
from config.shared.display import money
from contracts.models import Invoice, InvoiceMessage, Statement

RECEIVED = "contracts.invoice_received"
DECIDED = "contracts.invoice_decided"
DISPUTED = "contracts.invoice_disputed"
ANSWERED = "contracts.invoice_answered"
OFFERED = "contracts.statement_offered"
REACTED = "contracts.statement_reacted"
Words = Callable[[], str]


def register() -> None:
    """Make the kinds known; once, at start-up."""
    room = gettext_lazy("Invoices")
    handlers = tuple(roles_with(Permission.INVOICE_HANDLE))
    approvers = tuple(roles_with(Permission.STATEMENT_APPROVE))
    for name, label, roles, by_mail in (
        (RECEIVED, gettext_lazy("An invoice came in"), handlers, MailChoice.DAILY),
        (
            DECIDED,
            gettext_lazy("An invoice was approved or refused"),
            PROVIDER_ROLES,
            MailChoice.AT_ONCE,
        ),
        (DISPUTED, gettext_lazy("An invoice is disputed"), PROVIDER_ROLES, MailChoice.AT_ONCE),
        (
            ANSWERED,
            gettext_lazy("A provider says something about an invoice"),
            handlers,
            MailChoice.AT_ONCE,
        ),
        (OFFERED, gettext_lazy("A statement is ready"), PROVIDER_ROLES, MailChoice.AT_ONCE),
        (REACTED, gettext_lazy("A provider reacts to a statement"), approvers, MailChoice.DAILY),
    ):
        register_kind(NoticeKind(name, label, room, roles, by_mail))


def _tell_provider(
    kind: str, about: Invoice | Statement, subject: Words, sentence: Words, at: datetime
) -> None:
    notify(
        kind=kind,
        to=people_with(Permission.INVOICE_SUBMIT, provider_id=about.provider_id),
        subject=subject,
        sentence=sentence,
        url=about.get_absolute_url(),
        about=about,
        organisation=f"provider:{about.provider_id}",
        is_training=about.region.is_training,
        at=at,
    )


def _tell_region(
    kind: str, about: Invoice | Statement, subject: Words, sentence: Words, at: datetime
) -> None:
    permission = (
        Permission.INVOICE_HANDLE if isinstance(about, Invoice) else Permission.STATEMENT_APPROVE
    )
    notify(
        kind=kind,
        to=people_with(permission, region=about.region),
        subject=subject,
        sentence=sentence,
        url=about.get_absolute_url(),
        about=about,
        organisation=f"region:{about.region_id}",
        is_training=about.region.is_training,
        at=at,
    )


def _named(invoice: Invoice) -> dict[str, object]:
    return {
        "number": invoice.number,
        "provider": invoice.provider,
        "amount": money(invoice.amount_incl),
    }


def tell_received(invoice: Invoice, *, at: datetime) -> None:
    """Who decides hears that an invoice waits."""
    _tell_region(
        RECEIVED,
        invoice,
        lambda: _("Invoice %(number)s of %(provider)s") % _named(invoice),
        lambda: _("It asks %(amount)s and is compared with what is due.") % _named(invoice),
        at,
    )


def tell_turned_down(invoice: Invoice, errors: Sequence[str], *, at: datetime) -> None:
    """The provider hears what the checks found."""
    _tell_provider(
        DECIDED,
        invoice,
        lambda: _("Invoice %(number)s is refused") % _named(invoice),
        lambda: " ".join(errors),
        at,
    )


def tell_refused(invoice: Invoice, reason: str, *, at: datetime) -> None:
    """The provider hears why."""
    tell_turned_down(invoice, [reason], at=at)


def tell_approved(invoice: Invoice, *, at: datetime) -> None:
    """The provider hears how much is paid."""
    words = {"granted": money(invoice.approved_incl), **_named(invoice)}
    _tell_provider(
        DECIDED,
        invoice,
        lambda: _("Invoice %(number)s is approved") % words,
        lambda: _("Of the %(amount)s that it asks, %(granted)s is approved.") % words,
        at,
    )


def tell_disputed(invoice: Invoice, reason: str, *, at: datetime) -> None:
    """The provider hears what is wrong, and can answer."""
    _tell_provider(
        DISPUTED,
        invoice,
        lambda: _("Invoice %(number)s is disputed") % _named(invoice),
        lambda: reason,
        at,
    )


def tell_message(message: InvoiceMessage, *, at: datetime) -> None:
    """The other side hears what was said."""
    invoice = message.invoice
    subject: Words = lambda: _("About invoice %(number)s") % _named(invoice)  # noqa: E731
    if message.is_of_provider:
        _tell_region(ANSWERED, invoice, subject, lambda: message.text, at)
    else:
        _tell_provider(DISPUTED, invoice, subject, lambda: message.text, at)


def tell_withdrawn(invoice: Invoice, reason: str, *, at: datetime) -> None:
    """Who decides hears that the invoice no longer counts."""
    _tell_region(
        ANSWERED,
        invoice,
        lambda: _("Invoice %(number)s is withdrawn") % _named(invoice),
        lambda: reason,
        at,
    )


def tell_offered(statement: Statement, *, at: datetime) -> None:
    """The provider hears that its statement of a month is ready."""
    _tell_provider(
        OFFERED,
        statement,
        lambda: _("The statement of %(month)s is ready") % {"month": statement.month_name},
        lambda: _("Look at it, and agree or say what is wrong."),
        at,
    )


def tell_reaction(statement: Statement, sentence: str | Promise, *, at: datetime) -> None:
    """Who approves statements hears what the provider says."""
    words = {"provider": statement.provider, "month": statement.month_name}
    _tell_region(
        REACTED,
        statement,
        lambda: _("%(provider)s about the statement of %(month)s") % words,
        lambda: str(sentence),
        at,
    )


def tell_statement_approved(statement: Statement, *, at: datetime) -> None:
    """The provider hears that its statement stands and can be invoiced."""
    _tell_provider(
        OFFERED,
        statement,
        lambda: _("The statement of %(month)s is approved") % {"month": statement.month_name},
        lambda: (
            _("Send an invoice of %(amount)s; the statement has one ready.")
            % {"amount": money(statement.amount_incl)}
        ),
        at,
    )
