"""What people are told about overruns, and the days that their calendar shows."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import cast

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import MailChoice, Permission
from accounts.models import User
from accounts.notices import Due, NoticeKind, register_events, register_kind, register_reminders
from accounts.roles import roles_with
from config.shared.display import money
from config.shared.feeds import Event
from config.shared.periods import ONE_DAY, amsterdam
from procurement.terms.clock import start_of
from reports.actions.signal_telling import (
    ASSIGNED,
    DECISION_DUE,
    NEARLY_PASSED,
    SIGNALLED,
    WORSENED,
    responsible,
)
from reports.models import OverrunSignal, SignalDecision
from reports.signals.words import sentence

HANDLERS = tuple(roles_with(Permission.OVERRUN_HANDLE))


def register() -> None:
    """Make kinds, reminders and calendar events known; once, at start-up."""
    room = gettext_lazy("Reports")
    for name, label, by_mail in (
        (SIGNALLED, gettext_lazy("A budget or a contract does not hold"), MailChoice.DAILY),
        (WORSENED, gettext_lazy("A settled overrun has become worse"), MailChoice.AT_ONCE),
        (ASSIGNED, gettext_lazy("You are responsible for an overrun"), MailChoice.AT_ONCE),
        (DECISION_DUE, gettext_lazy("A decision about an overrun is due"), MailChoice.DAILY),
        (NEARLY_PASSED, gettext_lazy("The money of a budget is nearly gone"), MailChoice.DAILY),
    ):
        register_kind(NoticeKind(name, label, room, HANDLERS, by_mail))
    register_reminders(decisions_due)
    register_reminders(money_nearly_gone)
    register_events(decision_events)


def decisions_due(at: datetime) -> Iterator[Due]:
    """Decisions that have to be carried out within the longest reminder, that day included."""
    today = amsterdam(at)
    last = today + timedelta(days=max(settings.REMINDER_DAYS, default=0))
    rows = SignalDecision.objects.to_do().filter(due_on__range=(today, last))
    names = ("signal__region", "signal__gemeente", "signal__contract", "signal__owner")
    for decision in rows.select_related(*names):
        yield _due(decision)


def _due(decision: SignalDecision) -> Due:
    signal = decision.signal
    return Due(
        kind=DECISION_DUE,
        key=f"overrun-decision:{decision.pk}",
        to=responsible(signal),
        subject=lambda: _("Overrun %(signal)s: a decision is due") % {"signal": signal},
        sentence=decision.text,
        url=signal.get_absolute_url(),
        due_at=start_of(cast(date, decision.due_on) + ONE_DAY),
        about=signal,
        organisation=f"region:{signal.region_id}",
        is_training=signal.region.is_training,
    )


def money_nearly_gone(at: datetime) -> Iterator[Due]:
    """Signals that nobody has settled, and whose money is gone within the longest reminder."""
    today = amsterdam(at)
    last = today + timedelta(days=max(settings.REMINDER_DAYS, default=0))
    rows = OverrunSignal.objects.unsettled().named().filter(passes_on__range=(today, last))
    for signal in rows.order_by("pk"):
        yield Due(
            kind=NEARLY_PASSED,
            key=f"overrun-passes:{signal.pk}",
            to=responsible(signal),
            subject=partial(_nearly_gone, signal),
            sentence=partial(sentence, signal),
            url=signal.get_absolute_url(),
            due_at=start_of(cast(date, signal.passes_on)),
            about=signal,
            organisation=f"region:{signal.region_id}",
            is_training=signal.region.is_training,
        )


def _nearly_gone(signal: OverrunSignal) -> str:
    return _("The money of %(signal)s is nearly gone") % {"signal": signal}


def decision_events(user: User) -> Iterator[Event]:
    """The days of decisions that have not been carried out, for whoever sees the signal."""
    rows = SignalDecision.objects.visible_to(user).to_do().filter(due_on__isnull=False)
    for decision in rows.select_related("signal__region", "signal__gemeente", "signal__contract"):
        signal = decision.signal
        summary = f"{signal} ({money(signal.overrun_amount)}): {decision.text}"
        yield Event(
            uid=f"overrun-decision-{decision.pk}",
            start=cast(date, decision.due_on),
            summary=f"{_('PRACTICE')}: {summary}" if signal.region.is_training else summary,
            url=settings.PUBLIC_URL + signal.get_absolute_url(),
            categories=(str(_("Reports")),),
            alarm_days=(7, 1),
            changed_at=decision.decided_at,
        )
