"""What becomes of monthly returns: asked, answered by a sheet or without one, excused."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.access import regions_of, require
from accounts.enums import Permission
from accounts.models import Region, User
from config.shared.errors import Refused
from config.shared.periods import Period, add_months, amsterdam, month_of, month_start
from config.shared.validity import valid
from config.shared.workflow import Entry, recorder
from contracts.actions.deliveries import receive_delivery
from contracts.actions.records import record_update
from contracts.enums import BEGUN, DELIVERABLE, ENDED, DataTaskStatus, PartySide
from contracts.models import Contract, CovenantParty, DataTask, Delivery, Placement, ReturnRule
from contracts.models.return_rules import TermsByRegion, return_terms
from contracts.notices_returns import tell_escalated
from contracts.returns import MonthFigures, ReturnTerms, due_day, last_day_in_time
from contracts.workflows.returns import DATA_TASK

LOCK = 0x54525254
"""Advisory lock: one run at a time asks for returns."""
Parties = dict[str, int]
"""Ids of the contract or the party to a covenant, of the region and of the provider."""
ANSWERABLE = (DataTaskStatus.OPEN, DataTaskStatus.NIL)
"""Returns that a sheet can still answer."""
CLEARED: dict[str, Any] = dict.fromkeys(("running", "started", "ended", "answered_at"))
CLEARED |= {"answered_by": None, "status_reason": "", "escalated_at": None}
"""What a return without changes confirmed, taken back."""


@transaction.atomic
def ask_returns(*, at: datetime) -> int:
    """Ask the returns of this month and the last one that are not asked yet; return how many.

    Of contracts that run in the month, and of schools that have learners under a covenant then.
    May run twice; a handful of statements, however many contracts.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    this_month = month_start(amsterdam(at))
    terms = return_terms()
    fresh = [
        _task(parties, month, terms)
        for month in (add_months(this_month, -1), this_month)
        for parties in (*_contracts_without(month), *_schools_without(month))
    ]
    made = DataTask.objects.bulk_create(fresh)
    after = {"status": DataTaskStatus.OPEN.value}
    recorder().record([Entry(task, "created", None, at, {}, after) for task in made])
    return len(made)


def _contracts_without(month: date) -> Iterator[Parties]:
    """Contracts that run in the month and of which no return of it is asked."""
    period = month_of(month)
    asked = DataTask.objects.filter(month=month, contract__isnull=False)
    running = Contract.objects.filter(
        status__in=DELIVERABLE, first_on__lte=period.last, last_on__gte=period.first
    ).exclude(pk__in=asked.values("contract"))
    for pk, region, provider in running.order_by("pk").values_list("pk", "region", "provider"):
        yield {"contract_id": pk, "region_id": region, "provider_id": provider}


def _schools_without(month: date) -> Iterator[Parties]:
    """Schools of covenants with a learner in the month, of which no return of it is asked."""
    asked = DataTask.objects.filter(month=month, covenant_party__isnull=False)
    schools = CovenantParty.objects.filter(
        side=PartySide.PROVIDER, pk__in=_taught(month_of(month)).values("covenant_party")
    ).exclude(pk__in=asked.values("covenant_party"))
    rows = schools.order_by("pk").values_list("pk", "covenant__region", "provider")
    for pk, region, provider in rows:
        yield {"covenant_party_id": pk, "region_id": region, "provider_id": provider}


def _taught(period: Period) -> Any:
    """Placements under covenants that had begun and not ended before the period."""
    begun = Placement.objects.filter(covenant_party__isnull=False, status__in=BEGUN)
    ended = begun.filter(status__in=ENDED, actual_last_on__lt=period.first)
    return begun.filter(actual_first_on__lte=period.last).exclude(pk__in=ended.values("pk"))


def _task(parties: Parties, month: date, terms: TermsByRegion) -> DataTask:
    rule = terms[parties["region_id"]]
    return DataTask(
        **parties,
        month=month,
        due_on=due_day(month, rule),
        in_time_until_on=last_day_in_time(month, rule),
    )


def lapse_returns(*, at: datetime) -> int:
    """No longer ask returns of months in which the contract had ended after all."""
    ended = DataTask.objects.open().filter(contract__ended_on__lt=F("month"))
    with override(settings.LANGUAGE_CODE):
        reason = _("The contract had ended.")
    rows = list(ended.order_by("pk"))
    for task in rows:
        DATA_TASK.apply(task, "lapse", by=None, at=at, reason=reason, status_reason=reason)
    return len(rows)


@transaction.atomic
def hand_in(*, task: DataTask, file: File, by: User, at: datetime) -> Delivery:
    """Keep a sheet for one return and have it checked: it answers that month and no other."""
    if task.contract is None:
        raise Refused(_("Learners under a covenant are recorded on its own pages, not by sheet."))
    delivery = receive_delivery(contract=task.contract, file=file, by=by, at=at)
    choose_delivery(task=task, delivery=delivery, by=by, at=at)
    return delivery


@transaction.atomic
def choose_delivery(*, task: DataTask, delivery: Delivery, by: User, at: datetime) -> None:
    """Name the sheet that was handed in for a return: applied, it answers that one only."""
    row = DataTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if row.contract_id != delivery.contract_id or row.status not in ANSWERABLE:
        raise Refused(_("This sheet cannot answer that return."))
    before = {"delivery": row.delivery}
    row.delivery = delivery
    row.save(update_fields=["delivery"])
    record_update(row, before, by=by, at=at, what=delivery.filename)


@transaction.atomic
def answer_returns(*, delivery: Delivery, at: datetime) -> list[DataTask]:
    """Let an applied sheet answer what it was handed in for; return what it answered.

    Without a choice these are the open returns of the contract's months that were over when the
    sheet came in, because placements are delivered as they stand; a return of the last of those
    months without changes is withdrawn. A sheet that left out refused rows answers nothing until
    that is explained. A correction takes the place of what it corrects.
    """
    if delivery.corrects_id:
        DataTask.objects.filter(delivery=delivery.corrects_id).update(delivery=delivery)
        return []
    tasks = _answered_by(delivery)
    if delivery.rows_refused:
        waiting = [task.pk for task in tasks if task.status == DataTaskStatus.OPEN]
        DataTask.objects.filter(pk__in=waiting).update(delivery=delivery)
        return []
    facts = {
        **CLEARED,
        "answered_at": delivery.confirmed_at,
        "answered_by": delivery.confirmed_by,
        "delivery": delivery,
    }
    by = delivery.confirmed_by
    return [DATA_TASK.apply(task, "submit", by=by, at=at, **facts) for task in tasks]


def _answered_by(delivery: Delivery) -> list[DataTask]:
    """In the order of their ids, which is the order in which they are locked."""
    received_on = amsterdam(delivery.received_at)
    last_month = add_months(month_start(received_on), -1)
    chosen = Q(delivery=delivery, status__in=ANSWERABLE)
    over = Q(status=DataTaskStatus.OPEN, month__lte=last_month)
    withdrawn = Q(status=DataTaskStatus.NIL, month=last_month)
    ours = DataTask.objects.filter(contract=delivery.contract_id)
    rows = list(ours.filter(chosen | over | withdrawn).order_by("pk"))
    return [task for task in rows if task.delivery_id == delivery.pk] or rows


@transaction.atomic
def report_nothing(
    *, confirmed: Mapping[DataTask, MonthFigures], by: User, at: datetime
) -> list[DataTask]:
    """Report of each return that nothing has changed beyond the figures that were confirmed.

    All or none: Refused when figures have changed since they were shown.
    """
    done = []
    for task in sorted(confirmed, key=lambda each: each.pk):
        figures = confirmed[task]
        facts = {"status_reason": "", "delivery": None, **asdict(figures)}
        row = DATA_TASK.apply(task, "report_nil", by=by, at=at, **facts)
        if row.figures() != figures:
            raise Refused(
                _("The figures of %(task)s have changed meanwhile. Look at them again.")
                % {"task": task}
            )
        done.append(row)
    return done


def explain_rows(*, data_task: DataTask, by: User, at: datetime, reason: str) -> DataTask:
    """Let a sheet that left out refused rows count, with what is said about those."""
    return _moved(data_task, "explain", by=by, at=at, reason=reason)


def excuse_return(*, data_task: DataTask, by: User, at: datetime, reason: str) -> DataTask:
    """No longer ask a return, for a reason that the provider reads."""
    return _moved(data_task, "excuse", by=by, at=at, reason=reason)


def ask_again(*, data_task: DataTask, by: User, at: datetime, reason: str) -> DataTask:
    """Ask a return that was excused, or of which no changes were reported, after all."""
    return _moved(data_task, "ask_again", by=by, at=at, reason=reason, **CLEARED)


def _moved(
    task: DataTask, name: str, *, by: User, at: datetime, reason: str, **changes: Any
) -> DataTask:
    """Make the move when the reason can be kept: no personal number, not too long."""
    field = DataTask._meta.get_field("status_reason")
    try:
        kept = field.clean(reason.strip(), task)
    except ValidationError as error:
        raise Refused(*error.messages, field="reason") from error
    facts = {**changes, "status_reason": kept}
    return DATA_TASK.apply(task, name, by=by, at=at, reason=kept, **facts)


@transaction.atomic
def set_return_rule(*, region: Region, terms: ReturnTerms, by: User, at: datetime) -> ReturnRule:
    """Set what a region asks; returns that are already asked keep their days."""
    if region.pk not in regions_of(by):
        raise Refused(_("Your role does not allow this step."))
    require(by, Permission.RETURN_MANAGE, region)
    standing = ReturnRule.objects.select_for_update(of=("self",)).filter(region=region).first()
    rule = standing or ReturnRule(region=region)
    wanted = asdict(terms) | {"reminder_days": sorted(terms.reminder_days, reverse=True)}
    before = {name: getattr(rule, name) for name in wanted} if standing else {}
    for name, value in wanted.items():
        setattr(rule, name, value)
    rule.changed_at, rule.changed_by = at, by
    valid(rule).save()
    recorder().record([Entry(rule, "updated", by, at, before, wanted)])
    return rule


@transaction.atomic
def escalate_returns(*, at: datetime) -> int:
    """Tell a region which returns stay away; return how many. Each is passed on once."""
    today, terms = amsterdam(at), return_terms()
    late = DataTask.objects.late(today).filter(escalated_at=None)
    rows = [
        task
        for task in late.select_related("region", "provider")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("region", "provider", "pk")
        if task.in_time_until_on + timedelta(days=terms[task.region_id].escalate_days) < today
    ]
    DataTask.objects.filter(pk__in=[task.pk for task in rows]).update(escalated_at=at)
    for _key, tasks in groupby(rows, key=lambda task: (task.region_id, task.provider_id)):
        tell_escalated(list(tasks), at=at)
    return len(rows)
