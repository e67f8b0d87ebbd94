"""On which days a saved report is mailed and to whom: set, changed, stopped, and left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.notices import notify
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.validity import valid
from contracts.actions.records import record_update
from reports.actions.saved_reports import locked, require_owner
from reports.models import ReportSchedule, SavedReport

ADDED = "reports.report_by_mail"
LEFT = "reports.report_left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When, as what and to whom; `day` as ReportSchedule has it."""

    frequency: str
    day: int
    file_kind: str
    recipients: Sequence[User]


@transaction.atomic
def set_schedule(*, report: SavedReport, plan: Plan, by: User, at: datetime) -> ReportSchedule:
    """Mail the report from today on; whoever else gets it is told. Only its owner does.

    A day that falls on today counts.
    """
    row = locked(report)
    require_owner(row, by)
    schedule = ReportSchedule(report=row, created_at=at, created_by=by)
    _write(schedule, plan, by, at)
    return schedule


@transaction.atomic
def change_schedule(
    *, schedule: ReportSchedule, plan: Plan, by: User, at: datetime
) -> ReportSchedule:
    """Mail on other days, to others or as something else; whoever is new is told."""
    row = _locked(schedule)
    require_owner(row.report, by)
    _write(row, plan, by, at)
    return row


@transaction.atomic
def stop_schedule(*, schedule: ReportSchedule, by: User, at: datetime) -> ReportSchedule:
    """Mail nothing more, not even what waits. Only the owner of the report does."""
    row = _locked(schedule)
    require_owner(row.report, by)
    row.stopped_at, row.stopped_by = at, by
    row.save(update_fields=["stopped_at", "stopped_by"])
    _record(row, by, at, _("No mail any more: %(moment)s"))
    return row


@transaction.atomic
def leave_schedule(*, schedule: ReportSchedule, by: User, at: datetime) -> ReportSchedule:
    """Do not mail the report to `by` any more; its owner is told.

    Refused for who does not get it.
    """
    row = _locked(schedule)
    if not row.recipients.filter(pk=by.pk).exists():
        raise Refused(_("This report is not mailed to you."))
    row.recipients.remove(by)
    _record(row, by, at, _("No longer to %(person)s: %(moment)s"), person=by)
    if row.report.owner_id != by.pk:
        tell_owner(row.report, [str(by)], at)
    return row


def tell_owner(report: SavedReport, names: Iterable[str], at: datetime) -> None:
    """Tell who keeps the report that it is no longer mailed to some people."""
    who = ", ".join(names)
    notify(
        kind=LEFT,
        to=[report.owner] if report.has_owner else [],
        subject=lambda: _("Saved report “%(report)s”") % {"report": report},
        sentence=lambda: _("From now on this is not mailed to %(who)s any more.") % {"who": who},
        url=report.get_absolute_url(),
        about=report,
        organisation=report.for_organisation,
        is_training=report.is_training,
        at=at,
    )


def _locked(schedule: ReportSchedule) -> ReportSchedule:
    """A schedule that runs, with its report."""
    names = ("report__owner", "report__region", "report__gemeente")
    rows = ReportSchedule.objects.running().select_related(*names)
    row = rows.select_for_update(of=("self",)).filter(pk=schedule.pk).first()
    if row is None:
        raise Refused(_("This was stopped already."))
    return row


def _write(schedule: ReportSchedule, plan: Plan, by: User, at: datetime) -> None:
    report = schedule.report
    _check(report, plan)
    before = set(schedule.recipients.values_list("pk", flat=True)) if schedule.pk else set()
    schedule.frequency, schedule.day, schedule.file_kind = plan.frequency, plan.day, plan.file_kind
    schedule.first_on = amsterdam(at)
    valid(schedule).save()
    schedule.recipients.set(plan.recipients)
    _record(schedule, by, at, _("By mail: %(moment)s, to %(people)s"), people=_named(plan))
    _tell_new([person for person in plan.recipients if person.pk not in before], schedule, by, at)


def _check(report: SavedReport, plan: Plan) -> None:
    """Refused without anybody, and for who may not see costs there."""
    if not plan.recipients:
        raise Refused(_("Choose at least one person."), field="recipients")
    known = set(report.readers().values_list("pk", flat=True))
    strangers = [str(person) for person in plan.recipients if person.pk not in known]
    if strangers:
        words = _("Not somebody who may see costs of %(organisation)s: %(people)s.")
        said = {"organisation": report.organisation, "people": ", ".join(strangers)}
        raise Refused(words % said, field="recipients")


def _tell_new(people: Iterable[User], schedule: ReportSchedule, by: User, at: datetime) -> None:
    report = schedule.report
    notify(
        kind=ADDED,
        to=[person for person in people if person.pk != by.pk],
        subject=lambda: _("Saved report “%(report)s”") % {"report": report},
        sentence=lambda: (
            _("%(by)s has this report mailed to you %(moment)s.")
            % {"by": by, "moment": schedule.moment}
        ),
        url=report.get_absolute_url(),
        about=report,
        organisation=report.for_organisation,
        is_training=report.is_training,
        at=at,
    )


def _named(plan: Plan) -> str:
    return ", ".join(sorted(str(person) for person in plan.recipients))


def _record(schedule: ReportSchedule, by: User, at: datetime, words: str, **values: object) -> None:
    """A line in the history of the report."""
    what = words % {"moment": schedule.moment, **values}
    record_update(schedule.report, {}, by=by, at=at, what=what)
