"""What a provider owes now, by agreement: for its first screen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.shared.badges import badge_text
from config.shared.display import day, money, number
from config.shared.periods import month_start
from contracts.enums import DELIVERABLE
from contracts.models import Contract, Covenant, DataTask, Delivery
from contracts.models.return_rules import return_terms

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Owed:
    """One return that waits, with its state in a badge and the amount that falls due, if any."""

    task: DataTask
    month: str
    badge: SafeString
    amount: str
    is_over: bool
    """Whether the month is over, so that no changes can be reported."""

    @property
    def hand_in_url(self) -> str:
        """Where a sheet answers it; empty under a covenant and once the contract has ended."""
        contract = self.task.contract
        if contract is None or contract.status not in DELIVERABLE:
            return ""
        return reverse("contracts:datatask-hand-in", args=[self.task.pk])


@dataclass(frozen=True, slots=True)
class AgreementCard:
    """A contract or a covenant, with what is owed and the last sheet."""

    agreement: Contract | Covenant
    owed: tuple[Owed, ...]
    last: Delivery | None
    takes_sheets: bool
    holds_payment: bool
    """Whether a missing return holds the statement of its month."""


def cards_of(person: Any, on: date) -> list[AgreementCard]:
    """A card for each contract that takes sheets, and for what else a return is owed of.

    What is due first stands first. Costs four queries.
    """
    owed = _owed_by_agreement(person, on)
    contracts = {row.pk: row for row in Contract.objects.deliverable_by(person)}
    last = _last_deliveries(contracts)
    agreements = dict.fromkeys([*owed, *contracts.values()])
    terms = return_terms()
    cards = []
    for each in agreements:
        takes_sheets = isinstance(each, Contract) and each.pk in contracts
        sheet = last.get(each.pk) if takes_sheets else None
        holds = terms[each.region_id].holds_payment and isinstance(each, Contract)
        cards.append(AgreementCard(each, tuple(owed.get(each, ())), sheet, takes_sheets, holds))
    return sorted(cards, key=_first_due)


def _first_due(card: AgreementCard) -> tuple[date, str]:
    due = [each.task.due_on for each in card.owed]
    return min(due, default=date.max), card.agreement.reference


def _owed_by_agreement(person: Any, on: date) -> dict[Contract | Covenant, list[Owed]]:
    tasks: Any = DataTask.objects.deliverable_by(person).open().with_agreement()
    found: dict[Contract | Covenant, list[Owed]] = {}
    for task in tasks.with_amount().with_days_late(on).order_by("month", "pk"):
        found.setdefault(task.agreement, []).append(_owed(task, on))
    return found


def _owed(task: DataTask, on: date) -> Owed:
    return Owed(
        task=task,
        month=capfirst(task.month_name),
        badge=_state(task, on),
        amount=money(task.amount) if task.amount else "",
        is_over=task.month < month_start(on),
    )


def _state(task: DataTask, on: date) -> SafeString:
    """Late, due soon, still to come, or delivered in part."""
    if task.days_late:
        words = ngettext("%(days)s day late", "%(days)s days late", task.days_late)
        return badge_text(words % {"days": number(task.days_late)}, "wrong")
    if task.month >= month_start(on):
        return badge_text(_("Month still runs"))
    if task.delivery_id:
        return badge_text(_("Sheet not complete yet"), "attention")
    return badge_text(_("To be delivered"), "attention" if task.due_on - SOON <= on else "busy")


def owed_in_words(cards: Iterable[AgreementCard]) -> str:
    """Two returns wait for you, one of them late; the first was due on a day."""
    tasks = [each.task for card in cards for each in card.owed if each.is_over]
    if not tasks:
        return _("No return waits for you now.")
    late = sum(1 for task in tasks if task.days_late)
    words = ngettext(
        "%(count)s return waits for you, due on %(day)s.",
        "%(count)s returns wait for you, the first due on %(day)s.",
        len(tasks),
    )
    first = min(task.due_on for task in tasks)
    sentence = words % {"count": number(len(tasks)), "day": day(first)}
    behind = ngettext("%(count)s is late.", "%(count)s are late.", late)
    return f"{sentence} {behind % {'count': number(late)}}" if late else sentence


def _last_deliveries(contracts: Iterable[int]) -> dict[int, Delivery]:
    """The last sheet of each contract."""
    last = (
        Delivery.objects.filter(contract__in=list(contracts))
        .order_by("contract_id", "-received_at", "-pk")
        .distinct("contract_id")
    )
    return {delivery.contract_id: delivery for delivery in last}
