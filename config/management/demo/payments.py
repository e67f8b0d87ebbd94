"""What schools are paid: closed months, statements, and an invoice that says something else."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.core.files.base import ContentFile

from accounts.models import User
from config.management.demo.cast import Cast
from config.management.demo.days import Days
from config.shared.money import cents
from config.shared.periods import add_months
from contracts.actions.costs import close_months_of_region
from contracts.actions.invoice_receiving import Sender, receive_invoice
from contracts.actions.invoices import approve_invoice, approve_matching, pay_invoice
from contracts.actions.statement_invoices import OwnTerms, send_invoice_of_statement
from contracts.actions.statements import (
    agree_to_statement,
    approve_statement,
    make_statements,
    offer_statement,
)
from contracts.enums.payments import InvoiceSource
from contracts.invoices import Paper, PaperKind, to_ubl
from contracts.models import Statement
from contracts.statements.proposal import proposed_invoice

RISE = Decimal(75)
BACK = 3
"""Months for which statements were made; what lies before was closed by itself."""
MADE = -12
"""The day on which they were made: of months that were over by then."""


def settle(cast: Cast, days: Days) -> None:
    """The oldest statements are approved, the newest wait for the schools."""
    controller, month = cast.people["controller"], days.month(MADE)
    until = add_months(month, -BACK - 1)
    close_months_of_region(region=cast.region, until=until, by=controller, at=days.at(-40))
    for back in range(BACK, 0, -1):
        _statements(add_months(month, -back), cast, days, is_newest=back == 1)
    _invoices(add_months(month, -BACK), cast, days)


def _statements(month: date, cast: Cast, days: Days, *, is_newest: bool) -> None:
    by = cast.people["contractmanager"]
    made = make_statements(
        region=cast.region,
        month=month,
        held_reason="De opgave is mondeling bevestigd",
        by=by,
        at=days.at(MADE, 9),
    )
    for statement in made.statements:
        offered = offer_statement(statement=statement, by=by, at=days.at(MADE, 11))
        if not is_newest:
            school = _school_of(offered, cast)
            agreed = agree_to_statement(statement=offered, by=school, at=days.at(-10))
            approve_statement(statement=agreed, by=by, at=days.at(-9))


def _school_of(statement: Statement, cast: Cast) -> User:
    key = next(key for key, each in cast.providers.items() if each.pk == statement.provider_id)
    return cast.of(key)


def _invoices(month: date, cast: Cast, days: Days) -> None:
    """One as the statement says, one with a price that was not agreed, and one that is paid."""
    right, wrong, last = Statement.objects.filter(month__gte=month).order_by("pk")[:3]
    _receive(proposed_invoice(right, days.on(-8)), right, cast, days)
    _receive(_dearer(proposed_invoice(wrong, days.on(-8))), wrong, cast, days)
    _pay(last, cast, days)


def _pay(statement: Statement, cast: Cast, days: Days) -> None:
    """The school sends what its statement asks for; the region pays it within the week."""
    invoice = send_invoice_of_statement(
        statement=statement,
        kind=PaperKind.INVOICE,
        terms=OwnTerms(f"F-{statement.month:%Y%m}"),
        by=_school_of(statement, cast),
        at=days.at(-8),
    )
    by = cast.people["contractmanager"]
    approve_matching(invoice=invoice, by=by, at=days.at(-6))
    approved = approve_invoice(invoice=invoice, by=by, at=days.at(-6, 11))
    pay_invoice(invoice=approved, paid_on=days.on(-3), by=by, at=days.at(-3))


def _dearer(paper: Paper) -> Paper:
    """The same with one price too high; it still adds up."""
    line, part, totals = paper.lines[0], paper.taxes[0], paper.totals
    price = line.price + RISE
    amount = cents(price * line.quantity)
    more = amount - line.amount
    return replace(
        paper,
        lines=(replace(line, price=price, amount=amount), *paper.lines[1:]),
        taxes=(replace(part, base=part.base + more), *paper.taxes[1:]),
        totals=replace(
            totals,
            lines=totals.lines + more,
            excl=totals.excl + more,
            incl=totals.incl + more,
            payable=totals.payable + more,
        ),
    )


def _receive(paper: Paper, statement: Statement, cast: Cast, days: Days) -> None:
    sender = Sender(by=_school_of(statement, cast), source=InvoiceSource.PAGE)
    file = ContentFile(to_ubl(paper), name=f"{paper.number}.xml")
    receive_invoice(file=file, region=cast.region, sender=sender, at=days.at(-7))
