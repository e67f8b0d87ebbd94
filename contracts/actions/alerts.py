"""Warnings about contracts: raised for what asks attention, answered, passed on, lapsed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from accounts.notices import notify, people_with
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from contracts.actions.contract_telling import ALERT, ESCALATED, answerable
from contracts.actions.records import record_update
from contracts.alert_causes import Cause, causes_on
from contracts.models import Contract, ContractAlert

LOCK = 0x54524141
"""Advisory lock: one run at a time, so that no cause is warned of twice."""


def watch(*, at: datetime) -> None:
    """Raise what is new, and pass on what nobody answered; may run twice."""
    raise_alerts(at=at)
    escalate_alerts(at=at)


@transaction.atomic
def raise_alerts(*, at: datetime) -> int:
    """Warn of what is new, and let warnings lapse whose cause is gone; return how many are new.

    A handful of queries, however many contracts; one notification a new warning.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    with override(settings.LANGUAGE_CODE):
        causes = {cause.identity: cause for cause in causes_on(amsterdam(at))}
    standing = {
        (alert.contract_id, alert.kind, alert.key, alert.level): alert.pk
        for alert in ContractAlert.objects.standing().order_by("pk")
    }
    gone = [pk for identity, pk in standing.items() if identity not in causes]
    ContractAlert.objects.filter(pk__in=gone).update(lapsed_at=at)
    fresh = [cause for identity, cause in causes.items() if identity not in standing]
    _tell_each(_made(fresh, at), at)
    return len(fresh)


def _made(causes: Iterable[Cause], at: datetime) -> list[ContractAlert]:
    causes = list(causes)
    ids = {cause.contract_id for cause in causes}
    contracts = Contract.objects.select_related("region").in_bulk(ids)
    return ContractAlert.objects.bulk_create(
        ContractAlert(
            contract=contracts[cause.contract_id],
            kind=cause.kind,
            key=cause.key,
            level=cause.level,
            sentence=cause.sentence,
            due_on=cause.due_on,
            raised_at=at,
            owner_id=contracts[cause.contract_id].owner_id,
        )
        for cause in causes
    )


def _tell_each(alerts: Iterable[ContractAlert], at: datetime) -> None:
    for alert in alerts:
        _tell(alert, ALERT, answerable(alert.contract), at)


def _tell(alert: ContractAlert, kind: str, to: QuerySet[User], at: datetime) -> None:
    contract = alert.contract
    notify(
        kind=kind,
        to=to,
        subject=lambda: f"{alert.get_kind_display()}: {contract.reference}",
        sentence=alert.sentence,
        url=alert.get_absolute_url(),
        about=contract,
        organisation=f"region:{contract.region_id}",
        is_training=contract.region.is_training,
        at=at,
    )


@transaction.atomic
def escalate_alerts(*, at: datetime) -> int:
    """Pass on what nobody answered in ALERT_ESCALATE_DAYS, to all who sign contracts.

    Safe to run twice: the rows are locked, and each is passed on once. Returns how many.
    """
    before = at - timedelta(days=settings.ALERT_ESCALATE_DAYS)
    waiting = ContractAlert.objects.open().filter(raised_at__lte=before, escalated_at=None)
    rows = list(
        waiting.select_related("contract__region")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
    )
    ContractAlert.objects.filter(pk__in=[alert.pk for alert in rows]).update(escalated_at=at)
    for alert in rows:
        _tell(alert, ESCALATED, _managers(alert), at)
    return len(rows)


def _managers(alert: ContractAlert) -> QuerySet[User]:
    return people_with(Permission.CONTRACT_SIGN, region=alert.contract.region_id)


@transaction.atomic
def acknowledge_alert(*, alert: ContractAlert, note: str, by: User, at: datetime) -> ContractAlert:
    """Answer a warning with what is done about it."""
    row = ContractAlert.objects.select_for_update(of=("self",)).get(pk=alert.pk)
    require(by, Permission.CONTRACT_DRAFT, row)
    if row.acknowledged_at or row.lapsed_at:
        raise Refused(_("This warning has been answered, or no longer applies."))
    if not note.strip():
        raise Refused(_("Say what is done about it."), field="note")
    row.acknowledged_at, row.acknowledged_by, row.note = at, by, note.strip()
    row.save(update_fields=["acknowledged_at", "acknowledged_by", "note"])
    what = f"{row.get_kind_display()}: {row.note}"
    record_update(row.contract, {}, by=by, at=at, what=what)
    return row
