"""Mailing saved reports: what is due is written down once, and each mail goes by itself."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from accounts.models import User
from accounts.notices import mail_each
from config.shared.periods import AMSTERDAM, amsterdam
from config.shared.queue import later
from reports.actions.report_schedules import tell_owner
from reports.emails import send_report
from reports.models import ReportMail, ReportSchedule, SavedReport
from reports.questions import BY_CODE, Question, Scope
from reports.questions.parameters import Parameters

FIRST_HOUR = time(6)
"""Nothing is mailed before: the figures are those of the working day that begins."""

Attach = Callable[[ReportMail, Question, datetime], bytes]
"""Makes the file that goes with a mail; OSError counts as a mail that did not go."""


def queue_mails(*, at: datetime) -> int:
    """Write down what is due, leave out who may not read it, and queue each mail that waits.

    Returns how many were queued. May run twice, also at once: a day of a schedule is written down
    once. A day that was missed, because nothing ran, goes late and only the last one.
    """
    if at.astimezone(AMSTERDAM).time() < FIRST_HOUR:
        return 0
    on = amsterdam(at)
    for schedule in ReportSchedule.objects.running().order_by("pk"):
        if schedule.due_by(on):
            _write_down(schedule.pk, on, at)
    _leave_out(at)
    with transaction.atomic():
        waiting = ReportMail.objects.to_mail(at).order_by("pk").values_list("pk", flat=True)
        for pk in waiting:
            later("reports.mail_report", mail_id=pk)
    return len(waiting)


def mail_report(*, mail_id: int, attach: Attach, at: datetime) -> int:
    """Mail one report, reckoned as its reader may see it now; return how many went: one or none.

    OSError when no mail server answers: nothing has changed then, and it is queued again.
    """
    names = ("schedule__report__owner", "schedule__report__region", "schedule__report__gemeente")
    rows = ReportMail.objects.to_mail(at).entitled().select_related(*names).filter(pk=mail_id)

    def send(found: Sequence[ReportMail], connection: Any) -> None:
        (mail,) = found
        with translation.override(settings.LANGUAGE_CODE):
            question = question_for(mail.schedule.report, mail.user, amsterdam(at))
            ReportMail.objects.filter(pk=mail.pk).update(finding=question.sentence)
            send_report(mail, question, attach(mail, question, at), connection)

    return mail_each([rows], send, at)


def question_for(report: SavedReport, reader: User, on: date) -> Question:
    """The report on the day, as `reader` may see it in the role held for its organisation.

    PermissionError for who holds none.
    """
    reader.acting = report.grant_of(reader)
    if reader.acting is None:
        raise PermissionError(f"Person {reader.pk} may not read report {report.pk}.")
    asked = Parameters.from_json(report.parameters).asked(on)
    return BY_CODE[report.question](Scope(person=reader), asked)


@transaction.atomic
def _write_down(schedule_id: int, on: date, at: datetime) -> None:
    """A mail for each recipient; another worker waits here, and finds it done."""
    rows = ReportSchedule.objects.running().select_for_update().filter(pk=schedule_id)
    schedule = rows.first()
    due_on = schedule.due_by(on) if schedule else None
    if schedule is None or due_on is None:
        return
    people = schedule.recipients.filter(is_active=True).order_by("pk")
    ReportMail.objects.bulk_create(
        ReportMail(schedule=schedule, user=person, due_on=due_on, mail_after=at)
        for person in people
    )
    schedule.last_due_on = due_on
    schedule.save(update_fields=["last_due_on"])


@transaction.atomic
def _leave_out(at: datetime) -> None:
    """Who may no longer read a report is mailed nothing, now or later; its owner is told once."""
    rows = (
        ReportMail.objects.to_mail(at)
        .unentitled()
        .select_for_update(of=("self",), skip_locked=True)
    )
    names = ("user", "schedule__report__owner", "schedule__report__region")
    found = list(rows.select_related(*names).order_by("schedule__report", "user"))
    ReportMail.objects.filter(pk__in=[mail.pk for mail in found]).update(left_out_at=at)
    for mail in found:
        mail.schedule.recipients.remove(mail.user)
    running = [mail for mail in found if mail.schedule.stopped_at is None]
    for report, mails in groupby(running, key=lambda mail: mail.schedule.report):
        tell_owner(report, sorted({str(mail.user) for mail in mails}), at)
