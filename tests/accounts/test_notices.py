"""Telling people: who, how they want it, and mail that goes once and is never lost."""

import threading
import time
from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connections, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.enums import MailChoice, Permission, Role
from accounts.models import Notification, NotificationPreference, User
from accounts.notices import NoticeKind, mail_now, mail_waiting, notify, people_with, register_kind
from tests.factories.accounts import KIND, NotificationFactory, UserFactory, member_of
from tests.factories.providers import person_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
REFUSING = "tests.accounts.test_notices.RefusingBackend"
SLOW = "tests.accounts.test_notices.SlowBackend"
ABSENT = "tests.accounts.test_notices.AbsentBackend"

pytestmark = pytest.mark.usefixtures("kinds")


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)


AT = local(2026, 11, 23, 12)


class RefusingBackend(EmailBackend):
    """Takes no mail for one address, and drops the line when it is offered some."""

    def send_messages(self, messages):
        if any("weigert@voorbeeld.test" in message.to for message in messages):
            raise SMTPServerDisconnected("Connection unexpectedly closed")
        return super().send_messages(messages)


class SlowBackend(EmailBackend):
    """Long enough at each mail for another worker to come by."""

    def send_messages(self, messages):
        time.sleep(0.05)
        return super().send_messages(messages)


class AbsentBackend(EmailBackend):
    def open(self):
        raise ConnectionRefusedError("nobody there")


def tell(*people: User, kind: str = KIND, **changes) -> list[Notification]:
    said = {
        "subject": "Vraag bij Onderwijsroute",
        "sentence": "Er is een vraag gesteld.",
        "url": "/procurement/",
        "at": AT,
    }
    return notify(kind=kind, to=people, **said | changes)


def prefer(person: User, kind: str = KIND, **wishes) -> NotificationPreference:
    wanted = {"in_inbox": True, "by_mail": MailChoice.NEVER} | wishes
    return NotificationPreference.objects.create(user=person, kind=kind, **wanted)


# --- Who ------------------------------------------------------------------------------------------


def test_people_with_a_permission_in_a_region(noord, officer, second_officer, zuid_officer, reader):
    member_of(noord, Role.PROCUREMENT_OFFICER, is_active=False)
    gone = member_of(noord, Role.PROCUREMENT_OFFICER)
    gone.memberships.update(ended_at=AT, ended_by=officer)

    found = people_with(Permission.TENDER_PUBLISH, region=noord)

    assert set(found) == {officer, second_officer}
    assert set(people_with(Permission.TENDER_PUBLISH, region=noord.pk)) == set(found)


def test_people_with_a_permission_within_a_provider(provider, provider_user, other_provider_user):
    staff = person_of(provider, Role.PROVIDER_STAFF)
    person_of(provider, Role.PROVIDER_STAFF, is_active=False)

    assert set(people_with(Permission.BID_SUBMIT, provider_id=provider.pk)) == {
        provider_user,
        staff,
    }
    assert set(people_with(Permission.PROVIDER_EDIT, provider_id=provider.pk)) == {provider_user}


@pytest.mark.parametrize("where", [{}, {"region": 1, "provider_id": 1}])
def test_people_are_looked_for_in_one_place(where):
    with pytest.raises(ValueError, match="region or a provider"):
        people_with(Permission.BID_SUBMIT, **where)


# --- What -----------------------------------------------------------------------------------------


def test_everybody_is_told_once(officer, reader, noord):
    made = tell(officer, reader, officer, about=noord, organisation=f"region:{noord.pk}")

    assert {row.user for row in made} == {officer, reader}
    row = officer.notifications.get()
    assert (row.subject, row.sentence) == ("Vraag bij Onderwijsroute", "Er is een vraag gesteld.")
    assert (row.organisation, row.url) == (f"region:{noord.pk}", "/procurement/")
    assert (row.about_type.model_class(), row.about_id) == (type(noord), noord.pk)
    assert (row.created_at, row.read_at, row.mailed_at) == (AT, None, None)


def test_many_people_cost_as_much_as_one(noord, django_assert_num_queries):
    for _number in range(20):
        member_of(noord, Role.PROCUREMENT_OFFICER)
    people = people_with(Permission.TENDER_PUBLISH, region=noord)

    with django_assert_num_queries(3):
        made = notify(kind=KIND, to=people, subject="x", sentence="x", url="/", at=AT)

    assert len(made) == 20


def test_who_may_not_sign_in_is_not_told(db):
    assert tell(UserFactory(is_active=False)) == []
    UserFactory(is_active=False)
    assert notify(kind=KIND, to=User.objects.all(), subject="x", sentence="x", url="/", at=AT) == []


def test_a_kind_that_nobody_registered_fails_at_once(officer):
    with pytest.raises(KeyError):
        tell(officer, kind="procurement.no_such_kind")


def test_words_are_kept_in_dutch_whatever_the_request_speaks(officer):
    with translation.override("en"):
        (row,) = tell(officer, subject=lambda: gettext("Invitation"))

    assert row.subject == "Uitnodiging"


def test_a_subject_is_one_line_of_a_length_that_fits(officer):
    (row,) = tell(officer, subject="Eerste regel\r\nBcc: iedereen@voorbeeld.test " + "x" * 300)

    assert "\n" not in row.subject
    assert len(row.subject) == 200


@pytest.mark.parametrize("url", ["https://elders.test/", "//elders.test/", "/\\elders.test", ""])
def test_it_leads_nowhere_outside_the_site(officer, url):
    with pytest.raises(IntegrityError), transaction.atomic():
        tell(officer, url=url)


def test_nothing_is_told_when_the_transaction_fails(officer):
    with transaction.atomic():
        tell(officer)
        transaction.set_rollback(True)

    assert not Notification.objects.exists()


# --- Preferences ----------------------------------------------------------------------------------


def test_without_a_preference_the_default_of_the_kind_holds(officer):
    (row,) = tell(officer, kind="test.urgent")

    assert (row.in_inbox, row.by_mail, row.mail_after) == (True, MailChoice.AT_ONCE, AT)


def test_each_is_told_as_that_person_wants(officer, second_officer, reader):
    prefer(officer, in_inbox=False, by_mail=MailChoice.AT_ONCE)
    prefer(reader, in_inbox=False, by_mail=MailChoice.NEVER)
    prefer(second_officer, kind="test.urgent", in_inbox=False)

    told = {row.user: (row.in_inbox, row.by_mail) for row in tell(officer, second_officer, reader)}

    assert told == {officer: (False, MailChoice.AT_ONCE), second_officer: (True, MailChoice.NEVER)}


def test_what_may_not_be_silenced_is_not(officer):
    prefer(officer, kind="test.duty", in_inbox=False, by_mail=MailChoice.NEVER)

    (row,) = tell(officer, kind="test.duty")

    assert (row.in_inbox, row.by_mail) == (True, MailChoice.AT_ONCE)


@pytest.mark.parametrize(
    ("told", "digest"),
    [
        (local(2026, 11, 23, 6, 59), local(2026, 11, 23, 7)),
        (local(2026, 11, 23, 7), local(2026, 11, 24, 7)),
        (local(2027, 3, 27, 12), local(2027, 3, 28, 7)),
        (local(2026, 10, 24, 12), local(2026, 10, 25, 7)),
    ],
)
def test_the_daily_mail_goes_in_the_morning(officer, told, digest):
    prefer(officer, by_mail=MailChoice.DAILY)

    (row,) = tell(officer, at=told)

    assert timezone.localtime(row.mail_after) == digest


# --- Mail -----------------------------------------------------------------------------------------


def test_mail_goes_when_the_transaction_commits(
    officer, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        (row,) = tell(officer, kind="test.urgent")
        assert mailoutbox == []

    (sent,) = mailoutbox
    assert (sent.to, sent.subject) == ([officer.email], "Vraag bij Onderwijsroute")
    assert "Er is een vraag gesteld." in sent.body
    assert f"/notifications/{row.pk}/" in sent.body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    row.refresh_from_db()
    assert row.mailed_at


def test_mail_about_practice_says_so(officer, mailoutbox):
    tell(officer, kind="test.urgent", is_training=True)

    mail_waiting(at=AT)

    assert mailoutbox[0].subject == "[Oefening] Vraag bij Onderwijsroute"


def test_a_mail_goes_once(officer, mailoutbox):
    (row,) = tell(officer, kind="test.urgent")

    assert mail_now(ids=[row.pk], at=AT) == 1
    assert mail_now(ids=[row.pk], at=AT) == 0
    assert mail_waiting(at=AT) == 0
    assert len(mailoutbox) == 1


def test_what_was_read_meanwhile_is_not_mailed(officer, mailoutbox):
    tell(officer, kind="test.urgent")
    Notification.objects.update(read_at=AT)

    assert mail_waiting(at=AT) == 0
    assert mailoutbox == []


def test_who_was_shut_out_meanwhile_gets_no_mail(officer, mailoutbox):
    tell(officer, kind="test.urgent")
    User.objects.update(is_active=False)

    assert mail_waiting(at=AT) == 0


def test_a_digest_is_one_mail_of_what_is_unread(officer, reader, mailoutbox):
    for person in (officer, reader):
        prefer(person, by_mail=MailChoice.DAILY)
    for number in range(3):
        tell(officer, reader, subject=f"Vraag {number}")
    officer.notifications.filter(subject="Vraag 1").update(read_at=AT)
    morning = AT + timedelta(days=1)

    assert mail_waiting(at=AT) == 0
    assert mail_waiting(at=morning) == 2

    sent = {message.to[0]: message for message in mailoutbox}
    assert sent[officer.email].subject == "2 meldingen in Taalregie"
    assert "Vraag 0" in sent[officer.email].body
    assert "Vraag 1" not in sent[officer.email].body
    assert "Vraag 1" in sent[reader.email].body
    assert mail_waiting(at=morning) == 0


def test_while_no_server_answers_nothing_is_lost(officer, mailoutbox, settings):
    (row,) = tell(officer, kind="test.urgent")
    settings.EMAIL_BACKEND = ABSENT
    with pytest.raises(ConnectionRefusedError):
        mail_now(ids=[row.pk], at=AT)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mail_waiting(at=AT) == 1
    assert len(mailoutbox) == 1


def test_an_address_that_is_refused_waits_longer_each_time_and_holds_up_nobody(
    reader, settings, mailoutbox
):
    settings.EMAIL_BACKEND = REFUSING
    refused = UserFactory(email="weigert@voorbeeld.test")
    tell(refused, reader, kind="test.urgent")

    waits, at = [], AT
    for _attempt in range(4):
        mail_waiting(at=at)
        row = refused.notifications.get()
        waits.append((row.mail_after - at).total_seconds() / 60)
        at = row.mail_after

    assert waits == [5, 10, 20, 40]
    assert row.mail_failures == 4
    assert [message.to for message in mailoutbox] == [[reader.email]]


def test_the_longest_wait_is_a_day(db, settings):
    settings.EMAIL_BACKEND = REFUSING
    refused = UserFactory(email="weigert@voorbeeld.test")
    tell(refused, kind="test.urgent")
    Notification.objects.update(mail_failures=30_000)

    mail_waiting(at=AT)

    assert refused.notifications.get().mail_after == AT + timedelta(days=1)


def test_the_log_names_no_address(db, settings, caplog):
    settings.EMAIL_BACKEND = REFUSING
    tell(UserFactory(email="weigert@voorbeeld.test"), kind="test.urgent")

    mail_waiting(at=AT)

    assert "SMTPServerDisconnected" in caplog.text
    assert "@" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_send_the_same_mail(officer, settings):
    settings.EMAIL_BACKEND = SLOW
    mailed = {"by_mail": MailChoice.AT_ONCE, "mail_after": AT}
    ids = [row.pk for row in NotificationFactory.create_batch(8, user=officer, **mailed)]
    start = threading.Barrier(2)

    def work() -> None:
        try:
            start.wait()
            mail_now(ids=ids, at=timezone.now())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _worker in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(mail.outbox) == 8
    assert not Notification.objects.filter(mailed_at__isnull=True).exists()


def test_registering_a_kind_again_replaces_it(officer):
    register_kind(NoticeKind(KIND, "Anders", "Testen", tuple(Role), by_mail=MailChoice.DAILY))

    (row,) = tell(officer)

    assert row.by_mail == MailChoice.DAILY


def test_the_unread_number_counts_what_is_in_the_inbox_and_no_further_than_needed(
    officer, django_assert_num_queries
):
    NotificationFactory(user=officer, read_at=AT)
    NotificationFactory(user=officer, in_inbox=False, by_mail=MailChoice.AT_ONCE, mail_after=AT)
    NotificationFactory.create_batch(3, user=officer)
    with django_assert_num_queries(1):
        assert officer.unread_count == 3

    NotificationFactory.create_batch(120, user=officer)
    assert User.objects.get(pk=officer.pk).unread_count == 100
