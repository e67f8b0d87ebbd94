"""Saved reports by mail: once a day, to who may read them, with the figures of each reader."""

import csv
import io
import threading
import time
from datetime import date, datetime, timedelta
from smtplib import SMTPServerDisconnected

import openpyxl
import pytest
import time_machine
from django.core.mail.backends.locmem import EmailBackend
from django.db import connections
from django.utils import translation
from django.utils.timezone import get_default_timezone

from accounts.models import Membership, Notification, User
from reports.actions.report_mails import mail_report, question_for, queue_mails
from reports.actions.report_schedules import stop_schedule
from reports.attachments import attachment
from reports.enums.saved_reports import ReportFile
from reports.models import ReportMail, SavedReport
from reports.questions import QUESTIONS, Asked, Scope
from reports.questions.paper import question_document
from tests.factories.accounts import RegionFactory
from tests.factories.reports import BudgetLineFactory
from tests.factories.saved_reports import (
    ReportMailFactory,
    ReportScheduleFactory,
    SavedReportFactory,
)
from tests.support.pdf import pages_of, squeezed

MONDAY = date(2026, 11, 23)
REFUSING = "tests.reports.test_saved_mails.RefusingBackend"
SLOW = "tests.reports.test_saved_mails.SlowBackend"


class RefusingBackend(EmailBackend):
    """Drops the line when it is offered a mail."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected("Connection unexpectedly closed")


class SlowBackend(EmailBackend):
    """Long enough at each mail for another worker to come by."""

    def send_messages(self, messages):
        time.sleep(0.1)
        return super().send_messages(messages)


def at(hour: int = 7, *, day: date = MONDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=get_default_timezone())


def send(moment: datetime | None = None) -> int:
    """As the worker does for each mail that waits."""
    moment = moment or at()
    ids = list(ReportMail.objects.to_mail(moment).order_by("pk").values_list("pk", flat=True))
    return sum(mail_report(mail_id=pk, attach=attachment, at=moment) for pk in ids)


@pytest.fixture(autouse=True)
def _on_monday_morning():
    with time_machine.travel(at(), tick=False):
        yield


@pytest.fixture
def report(noord, region_controller):
    return SavedReportFactory(region=noord, owner=region_controller, name="Komen we uit?")


@pytest.fixture
def overruns(noord, waterveen, meerdorp, region_controller):
    """Budgets of two gemeenten, kept as a report of the region."""
    for gemeente, amount in ((waterveen, 60_000), (meerdorp, 40_000)):
        BudgetLineFactory(region=noord, gemeente=gemeente, year=2026, amount=amount)
    return SavedReportFactory(
        region=noord, owner=region_controller, question="overruns", name="Komen we uit?"
    )


def rows_of(sent) -> list[list[str]]:
    ((_name, content, _kind),) = sent.attachments
    text = content if isinstance(content, str) else content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


# --- What goes, and when --------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_report_goes_on_its_day_and_once(report, region_controller, mailoutbox):
    schedule = ReportScheduleFactory(report=report, first_on=date(2026, 11, 17))
    for moment in (at(9, day=date(2026, 11, 22)), at(5)):
        assert queue_mails(at=moment) == 0
    assert not ReportMail.objects.exists()
    assert [queue_mails(at=at(6)), queue_mails(at=at(7))] == [1, 1]
    schedule.refresh_from_db()
    assert schedule.last_due_on == MONDAY
    assert [send(), send(at(8)), queue_mails(at=at(9))] == [1, 0, 0]
    (mail,) = ReportMail.objects.all()
    assert (mail.due_on, mail.user, mail.mailed_at) == (MONDAY, region_controller, at())
    (sent,) = mailoutbox
    assert (sent.to, sent.subject) == ([region_controller.email], "Komen we uit?")
    assert mail.finding in sent.body
    assert f"/reports/saved/{report.pk}/" in sent.body
    assert sent.extra_headers["Message-ID"].startswith(f"<report.{mail.pk}@")
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert queue_mails(at=at(day=MONDAY + timedelta(days=7))) == 1
    assert ReportMail.objects.count() == 2


@pytest.mark.django_db
def test_a_missed_day_goes_late_with_figures_of_that_moment(report, mailoutbox):
    ReportScheduleFactory(report=report)
    late = at(10, day=date(2026, 12, 3))
    assert queue_mails(at=late) == 1
    assert send(late) == 1
    assert ReportMail.objects.get().due_on == date(2026, 11, 30)
    assert "3 dec 2026" in mailoutbox[0].body


@pytest.mark.django_db
def test_the_worker_is_asked_for_each_mail(
    report, coordinator, region_controller, mailoutbox, django_capture_on_commit_callbacks
):
    """By the tasks themselves: queued on commit, each mail by itself."""
    ReportScheduleFactory(report=report, to=[coordinator, region_controller])
    with django_capture_on_commit_callbacks(execute=True):
        assert queue_mails(at=at()) == 2
    assert {sent.to[0] for sent in mailoutbox} == {coordinator.email, region_controller.email}
    assert all(len(sent.to) == 1 for sent in mailoutbox)


@pytest.mark.django_db
def test_each_reader_gets_the_figures_of_the_own_role(overruns, region_controller, mailoutbox):
    """Somebody who acts elsewhere too gets nothing of it in this report."""
    elsewhere = RegionFactory(name="Elders")
    Membership.objects.create(user=region_controller, region=elsewhere, role="controller")
    BudgetLineFactory(region=elsewhere, year=2026, amount=7_000)
    ReportScheduleFactory(report=overruns)
    queue_mails(at=at())
    assert send() == 1
    header, *rows, total = rows_of(mailoutbox[0])
    assert [row[header.index("Gemeente")] for row in rows] == ["Meerdorp", "Waterveen"]
    assert total[header.index("Begroot")] == "100000,00"


@pytest.mark.django_db
def test_a_report_of_one_gemeente_tells_its_own_figures(
    overruns, controller, waterveen, mailoutbox
):
    own = SavedReportFactory(
        region=None, gemeente=waterveen, owner=controller, question="overruns", name="Van ons"
    )
    ReportScheduleFactory(report=own)
    queue_mails(at=at())
    assert send() == 1
    _header, *rows, _total = rows_of(mailoutbox[0])
    assert [row[2] for row in rows] == ["Waterveen"]


@pytest.mark.django_db
def test_what_is_asked_narrows_what_is_mailed(overruns, meerdorp, mailoutbox):
    SavedReport.objects.update(parameters={"gemeente": meerdorp.pk, "year": 2026})
    ReportScheduleFactory(report=overruns)
    queue_mails(at=at(day=date(2027, 1, 4)))
    assert send(at(day=date(2027, 1, 4))) == 1
    assert [row[2] for row in rows_of(mailoutbox[0])[1:-1]] == ["Meerdorp"]
    assert f"gemeente={meerdorp.pk}" in mailoutbox[0].body


@pytest.mark.django_db
def test_practice_says_so_and_all_mail_is_dutch(report, mailoutbox):
    report.region.is_training = True
    report.region.save()
    ReportScheduleFactory(report=report, file_kind=ReportFile.PDF)
    with translation.override("en"):
        queue_mails(at=at())
        send()
    (sent,) = mailoutbox
    assert sent.subject == "[Oefening] Komen we uit?"
    assert "23 nov 2026" in sent.body
    ((_name, content, _kind),) = sent.attachments
    assert "OEFENING" in squeezed("".join(pages_of(content)))


# --- Who gets nothing -----------------------------------------------------------------------------


def end_membership(person: User, by: User) -> None:
    person.memberships.update(ended_at=at(), ended_by=by)


def switch_off(person: User, by: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.django_db
@pytest.mark.parametrize("lose", [end_membership, switch_off])
@pytest.mark.parametrize("moment", ["before", "between"])
def test_who_lost_the_permission_gets_nothing(
    report, coordinator, region_controller, mailoutbox, lose, moment
):
    schedule = ReportScheduleFactory(report=report, to=[coordinator, region_controller])
    if moment == "before":
        lose(coordinator, region_controller)
    queue_mails(at=at())
    if moment == "between":
        lose(coordinator, region_controller)
    assert send() == 1
    assert mailoutbox[0].to == [region_controller.email]
    queue_mails(at=at(8))
    queue_mails(at=at(9))
    assert not ReportMail.objects.filter(user=coordinator, mailed_at__isnull=False).exists()
    assert coordinator.pk not in ReportMail.objects.entitled().values_list("user", flat=True)
    if not (lose is switch_off and moment == "before"):  # who cannot sign in gets no mail made
        assert ReportMail.objects.get(user=coordinator).left_out_at
        assert list(schedule.recipients.all()) == [region_controller]
        (notice,) = Notification.objects.all()
        assert (notice.user, notice.kind) == (region_controller, "reports.report_left")
        assert notice.sentence.endswith("Cora Coördinator.")


@pytest.mark.django_db
def test_another_role_there_is_no_permission(report, coordinator, region_controller, mailoutbox):
    ReportScheduleFactory(report=report, to=[coordinator])
    coordinator.memberships.update(role="procurement_officer")
    queue_mails(at=at())
    assert send() == 0
    assert mailoutbox == []


@pytest.mark.django_db
def test_what_was_stopped_meanwhile_is_not_mailed(report, region_controller, mailoutbox):
    schedule = ReportScheduleFactory(report=report)
    queue_mails(at=at())
    stop_schedule(schedule=schedule, by=region_controller, at=at())
    assert send() == 0
    queue_mails(at=at(8))
    assert ReportMail.objects.get().left_out_at
    assert not Notification.objects.exists()
    assert queue_mails(at=at(day=MONDAY + timedelta(days=7))) == 0


@pytest.mark.django_db
def test_nobody_reckons_for_who_has_no_role(report, coordinator):
    coordinator.memberships.all().delete()
    with pytest.raises(PermissionError):
        question_for(report, User.objects.get(pk=coordinator.pk), MONDAY)


# --- Once, and never lost -------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_mail_that_the_server_refuses_waits(report, mailoutbox, settings, caplog):
    ReportScheduleFactory(report=report)
    queue_mails(at=at())
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = REFUSING
    assert send() == 0
    mail = ReportMail.objects.get()
    assert (mail.mail_failures, mail.mailed_at) == (1, None)
    assert mail.mail_after == at() + timedelta(minutes=5)
    assert "@" not in caplog.text
    settings.EMAIL_BACKEND = backend
    assert send() == 0
    assert send(at(8)) == 1
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_a_worker_that_dies_before_the_mail_went_leaves_it_waiting(report, mailoutbox):
    ReportScheduleFactory(report=report)
    queue_mails(at=at())

    def die(mail, question, moment):
        raise KeyboardInterrupt

    (pk,) = ReportMail.objects.values_list("pk", flat=True)
    with pytest.raises(KeyboardInterrupt):
        mail_report(mail_id=pk, attach=die, at=at())
    assert (ReportMail.objects.get().mailed_at, mailoutbox) == (None, [])
    assert send() == 1


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_write_down_and_mail_once(
    report, coordinator, region_controller, mailoutbox, settings
):
    """Four write down what is due, and mail it when that is saved."""
    settings.EMAIL_BACKEND = SLOW
    ReportScheduleFactory(report=report, to=[coordinator, region_controller])
    _at_once(4, lambda: queue_mails(at=at(6)))
    assert sorted(sent.to[0] for sent in mailoutbox) == sorted(
        [coordinator.email, region_controller.email]
    )
    assert ReportMail.objects.filter(mailed_at=at()).count() == ReportMail.objects.count() == 2


def _at_once(number: int, act) -> None:
    barrier = threading.Barrier(number)

    def run() -> None:
        barrier.wait()
        try:
            act()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# --- The file -------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ReportFile.values)
def test_every_kind_of_file_tells_the_same(overruns, kind, mailoutbox):
    ReportScheduleFactory(report=overruns, file_kind=kind)
    queue_mails(at=at())
    send()
    ((name, content, _media),) = mailoutbox[0].attachments
    assert name == f"taalregie-overruns-2026-20261123.{kind}"
    if kind == ReportFile.CSV:
        text = " ".join(" ".join(row) for row in rows_of(mailoutbox[0]))
    elif kind == ReportFile.XLSX:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        text = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    else:
        text = squeezed("".join(pages_of(content)))
    for word in ("Waterveen", "Meerdorp", "Totaal"):
        assert word in text


@pytest.mark.django_db
@pytest.mark.parametrize("kind", QUESTIONS, ids=lambda kind: kind.code)
def test_every_report_fits_on_paper(kind, overruns, placements, region_controller):
    """Its finding and each row; of a report that is too wide, every sum in a table of its own."""
    question = kind(Scope(person=region_controller), Asked(on=MONDAY))
    paper = question_document(question, at=at(), sender="Noord")
    tables = [block for block in paper.blocks if type(block).__name__ == "Table"]
    if not question.rows:
        assert tables == []
        return
    assert len(tables[0].columns) <= 9
    assert len(tables[0].rows) == len(question.rows)
    left_out = len(tables[0].columns) < len(question.columns)
    assert len(tables) == 1 + (left_out and question.totals() is not None)


@pytest.mark.django_db
def test_a_person_sees_the_own_mails_and_of_own_reports_all(
    report, coordinator, region_controller, reader
):
    schedule = ReportScheduleFactory(report=report, to=[coordinator, region_controller])
    for person in (coordinator, region_controller):
        ReportMailFactory(schedule=schedule, user=person)
    counts = [
        ReportMail.objects.visible_to(person).count()
        for person in (region_controller, coordinator, reader)
    ]
    assert counts == [2, 1, 0]
