"""What people are told about contracts and papers, and the days that their calendar shows."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import regions_of
from accounts.enums import MailChoice, Permission, Role
from accounts.models import User
from accounts.notices import NoticeKind, register_events, register_kind
from accounts.roles import roles_with
from config.shared.feeds import Event
from contracts.actions.contract_telling import (
    ALERT,
    CONCLUDED,
    ESCALATED,
    OFFERED,
    PAPER_SIGNED,
    STOPPED,
    TAKEN_BACK,
)
from contracts.enums import AlertKind
from contracts.models import ContractAlert

SIGNERS = tuple(roles_with(Permission.CONTRACT_SIGN))
DRAFTERS = tuple(roles_with(Permission.CONTRACT_DRAFT))
COUNTERSIGNERS = (Role.PROVIDER_ADMINISTRATOR,)
DATED = (AlertKind.OPTION_DECISION, AlertKind.TERM_ENDING, AlertKind.RECOGNITION)
"""Warnings of something that falls on a day."""


def register() -> None:
    """Make kinds and calendar events known; once, at start-up."""
    room = gettext_lazy("Contracts")
    at_once, daily = MailChoice.AT_ONCE, MailChoice.DAILY
    for name, label, roles, by_mail in (
        (TAKEN_BACK, gettext_lazy("An offered contract is taken back"), COUNTERSIGNERS, at_once),
        (
            PAPER_SIGNED,
            gettext_lazy("The other side has signed"),
            (*SIGNERS, *COUNTERSIGNERS),
            at_once,
        ),
        (CONCLUDED, gettext_lazy("A contract is concluded"), COUNTERSIGNERS, daily),
        (ALERT, gettext_lazy("A contract asks attention"), DRAFTERS, daily),
        (ESCALATED, gettext_lazy("A warning is not answered"), SIGNERS, daily),
    ):
        register_kind(NoticeKind(name, label, room, roles, by_mail))
    for name, label in (
        (OFFERED, gettext_lazy("A contract is ready to be signed")),
        (STOPPED, gettext_lazy("A contract is suspended, resumed or ended")),
    ):
        kind = NoticeKind(name, label, room, COUNTERSIGNERS, at_once, may_be_silenced=False)
        register_kind(kind)
    register_events(alert_events)


def alert_events(user: User) -> Iterator[Event]:
    """The days of warnings that wait for an answer, for the region's people."""
    alerts = ContractAlert.objects.visible_to(user).open().filter(kind__in=DATED)
    ours = alerts.filter(contract__region__in=regions_of(user))
    for alert in ours.select_related("contract__region"):
        yield _event(alert)


def _event(alert: ContractAlert) -> Event:
    contract = alert.contract
    summary = f"{alert.get_kind_display()}: {contract.reference}"
    return Event(
        uid=f"contract-alert-{alert.pk}",
        start=alert.due_on,
        summary=f"{_('PRACTICE')}: {summary}" if contract.region.is_training else summary,
        url=settings.PUBLIC_URL + alert.get_absolute_url(),
        categories=(str(_("Contracts")),),
        alarm_days=(7, 1),
        changed_at=alert.raised_at,
    )
