"""What waits for the person on a first screen: samples, payments, papers and covenants."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.display import day, money, number
from contracts.enums import AmendmentStatus, ContractStatus, PartySide, SampleStatus
from contracts.enums.payments import UNDECIDED, InvoiceStatus, StatementStatus
from contracts.models import (
    Covenant,
    DataTask,
    Invoice,
    InvoiceMessage,
    Paper,
    SampleCheck,
    Statement,
)
from contracts.statements.invoicing import to_be_invoiced
from contracts.views.covenant_desk import tasks_among
from providers.models import Provider


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to do, as a sentence that leads there; `about` names the object."""

    text: str
    url: str
    about: str


def asked_of(person: Any) -> list[Asked]:
    """What the person is asked to do now, what is due first on top of its kind."""
    return [
        *_evidence_to_send(person),
        *_statements_to_handle(person),
        *_disputes_to_answer(person),
        *_samples_to_judge(person),
        *_invoices_to_decide(person),
        *_late_returns(person),
        *_papers_to_sign(person),
        *_covenant_tasks(person),
    ]


def _evidence_to_send(person: Any) -> Iterator[Asked]:
    if not person.may(Permission.PLACEMENT_DELIVER):
        return
    asked = SampleCheck.objects.visible_to(person).filter(
        provider__in=providers_of(person), status=SampleStatus.ASKED
    )
    counted: Any = asked.with_counts()
    lacking = counted.filter(evidenced__lt=F("drawn"))
    for check in lacking.select_related("provider").order_by("reply_by_on", "pk"):
        words = {"count": number(check.drawn - check.evidenced), "day": day(check.reply_by_on)}
        text = _("Send the evidence that a sample asks: %(count)s to go, by %(day)s") % words
        yield Asked(text, reverse("contracts:samplecheck-evidence", args=[check.pk]), str(check))


def _statements_to_handle(person: Any) -> Iterator[Asked]:
    """For the provider: what it is owed, to agree with or to dispute, and then to invoice."""
    if not person.may(Permission.INVOICE_SUBMIT):
        return
    own = Statement.objects.visible_to(person).filter(provider__in=providers_of(person))
    offered = Q(status=StatementStatus.OFFERED, agreed_at=None)
    asked = own.filter(offered | Q(pk__in=to_be_invoiced(own).values("pk")))
    for statement in asked.select_related("region").order_by("month", "pk"):
        words = {"month": statement.month_name, "amount": money(statement.amount_incl)}
        text = (
            _("Agree with the statement of %(month)s, or say what is wrong: %(amount)s")
            if statement.status == StatementStatus.OFFERED
            else _("Send the invoice of %(month)s: %(amount)s")
        )
        yield Asked(text % words, statement.get_absolute_url(), str(statement.region))


def _disputes_to_answer(person: Any) -> Iterator[Asked]:
    """For the provider: disputed invoices in which the region spoke last."""
    if not person.may(Permission.INVOICE_SUBMIT):
        return
    last = InvoiceMessage.objects.filter(invoice=OuterRef("pk")).order_by("-sent_at", "-pk")
    disputed = Invoice.objects.filter(
        provider__in=providers_of(person), status=InvoiceStatus.DISPUTED
    ).alias(is_answered=Subquery(last.values("is_of_provider")[:1]))
    waiting = disputed.exclude(is_answered=True).select_related("region")
    for invoice in waiting.order_by("received_at", "pk"):
        text = _("Say something about invoice %(number)s: it is disputed")
        url = invoice.get_absolute_url()
        yield Asked(text % {"number": invoice.number}, url, str(invoice.region))


def _invoices_to_decide(person: Any) -> Iterator[Asked]:
    """For who decides about invoices: how many wait, by provider."""
    if not person.may(Permission.INVOICE_HANDLE):
        return
    waiting = Invoice.objects.visible_to(person).filter(status__in=UNDECIDED)
    rows = waiting.order_by("provider").values("provider").annotate(count=Count("pk"))
    names = Provider.objects.in_bulk([row["provider"] for row in rows])
    for row in rows:
        text = ngettext(
            "%(count)s invoice is to be decided",
            "%(count)s invoices are to be decided",
            row["count"],
        )
        url = f"{reverse('contracts:invoice-list')}?provider={row['provider']}"
        yield Asked(text % {"count": number(row["count"])}, url, str(names[row["provider"]]))


def _samples_to_judge(person: Any) -> Iterator[Asked]:
    if not person.may(Permission.SUPERVISION_MANAGE):
        return
    at_work = (SampleStatus.ASKED, SampleStatus.HEARD)
    checks = SampleCheck.objects.visible_to(person).filter(status__in=at_work).with_counts()
    for check in checks.select_related("provider").order_by("reply_by_on", "pk"):
        words = {
            "evidenced": number(check.evidenced),
            "drawn": number(check.drawn),
            "judged": number(check.judged),
            "day": day(check.reply_by_on),
        }
        text = _(
            "Sample check: evidence for %(evidenced)s of %(drawn)s placements, %(judged)s judged, "
            "reply by %(day)s"
        )
        yield Asked(text % words, check.get_absolute_url(), str(check))


def _late_returns(person: Any) -> Iterator[Asked]:
    """For who manages returns: a provider that stays behind, with how many it owes."""
    if not person.may(Permission.RETURN_MANAGE):
        return
    late = DataTask.objects.visible_to(person).late(timezone.localdate())
    rows = late.order_by("provider").values("provider").annotate(count=Count("pk"))
    names = Provider.objects.in_bulk([row["provider"] for row in rows])
    for row in sorted(rows, key=lambda each: (-each["count"], each["provider"])):
        text = ngettext(
            "%(count)s monthly return is late", "%(count)s monthly returns are late", row["count"]
        )
        url = f"{reverse('contracts:datatask-list')}?late=true&provider={row['provider']}"
        yield Asked(text % {"count": number(row["count"])}, url, str(names[row["provider"]]))


def _papers_to_sign(person: Any) -> Iterator[Asked]:
    """Standing papers of offered contracts and amendments that the own side has not signed."""
    sides = {
        PartySide.BUYER: Permission.CONTRACT_SIGN,
        PartySide.PROVIDER: Permission.CONTRACT_COUNTERSIGN,
    }
    own = [side for side, permission in sides.items() if person.may(permission)]
    if not own:
        return
    offered = Q(amendment__isnull=True, contract__status=ContractStatus.OFFERED)
    changed = Q(amendment__status=AmendmentStatus.OFFERED)
    papers = Paper.objects.visible_to(person).standing().filter(offered | changed)
    waiting = papers.exclude(signatures__side__in=own).select_related("contract", "amendment")
    for paper in waiting.order_by("made_at", "pk"):
        yield Asked(_("Read and sign"), paper.get_absolute_url(), str(paper))


def _covenant_tasks(person: Any) -> list[Asked]:
    if not person.may(Permission.COVENANT_VIEW):
        return []
    tasks = tasks_among(person, Covenant.objects.visible_to(person))
    return [Asked(task.text, task.url, str(task.covenant)) for task in tasks]
