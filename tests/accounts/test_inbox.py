"""The inbox and the preferences: what one reads, marks, opens and chooses."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.actions import Wish
from accounts.enums import MailChoice, Role
from accounts.models import Notification, NotificationPreference
from config.shared.errors import Refused
from tests.factories.accounts import KIND, MembershipFactory, NotificationFactory, member_of

pytestmark = pytest.mark.usefixtures("kinds")

LIST = reverse("accounts:notification-list")
ALL_READ = reverse("accounts:notification-read-all")
PREFERENCES = reverse("accounts:notificationpreference-update")


def url(page: str, row: Notification) -> str:
    return reverse(f"accounts:notification-{page}", args=[row.pk])


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


@pytest.fixture
def told(officer, noord) -> Notification:
    return NotificationFactory(
        user=officer,
        subject="Vraag over perceel 2",
        sentence="Er is een vraag gesteld bij Onderwijsroute.",
        organisation=f"region:{noord.pk}",
        url="/procurement/tenders/",
    )


# --- The list -------------------------------------------------------------------------------------


def test_the_list_has_ones_own_newest_first(client, officer, reader, told, query_budget):
    now = timezone.now()
    for day in (3, 1, 2):
        at = now - timedelta(days=day)
        NotificationFactory(user=officer, subject=f"Dag {day}", created_at=at)
    NotificationFactory(user=reader, subject="Van een ander")

    with query_budget("accounts:notification-list"):
        page = client.get(LIST).content.decode()

    places = [page.index(words) for words in ("Vraag over perceel 2", "Dag 1", "Dag 2", "Dag 3")]
    assert places == sorted(places)
    assert "Noord" in page
    assert "Vraag gesteld" in page
    assert "Van een ander" not in page


def test_a_long_list_costs_as_much_as_a_short_one(client, officer, query_budget):
    NotificationFactory.create_batch(25, user=officer)

    with query_budget("accounts:notification-list"):
        client.get(LIST)


def test_what_comes_by_mail_alone_is_not_in_the_list(client, officer):
    NotificationFactory(
        user=officer,
        subject="Alleen mail",
        in_inbox=False,
        by_mail=MailChoice.AT_ONCE,
        mail_after=timezone.now(),
    )

    assert "Alleen mail" not in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("read_at=no", {"Vraag over perceel 2"}),
        ("read_at=yes", {"Al gelezen"}),
        (f"kind={KIND}", {"Vraag over perceel 2"}),
        ("kind=test.urgent", {"Al gelezen"}),
        ("q=perceel", {"Vraag over perceel 2"}),
    ],
)
def test_the_list_is_filtered(client, officer, told, query, found):
    now = timezone.now()
    NotificationFactory(user=officer, subject="Al gelezen", read_at=now, kind="test.urgent")

    page = client.get(f"{LIST}?{query}").content.decode()

    assert {words for words in ("Vraag over perceel 2", "Al gelezen") if words in page} == found


def test_it_is_filtered_by_organisation(client_of, officer, zuid, noord, told):
    MembershipFactory(user=officer, region=zuid, role=Role.READER)
    NotificationFactory(user=officer, subject="Uit Zuid", organisation=f"region:{zuid.pk}")

    page = client_of(officer).get(f"{LIST}?organisation=region:{zuid.pk}").content.decode()

    assert "Uit Zuid" in page
    assert "Vraag over perceel 2" not in page


def test_the_list_can_be_taken_along(client, told):
    answer = client.get(f"{LIST}?_export=csv")
    sheet = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert "Vraag over perceel 2" in sheet
    assert "<button" not in sheet


def test_words_of_others_are_shown_as_words(client, officer):
    NotificationFactory(user=officer, subject="<script>x</script>", sentence="<b>y</b>")

    page = client.get(LIST).content.decode()

    assert "<script>x" not in page
    assert "<b>y" not in page


# --- The number in the frame ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "shown", "said"),
    [(1, "1", "1 ongelezen"), (99, "99", "99 ongelezen"), (100, "99+", "meer dan 99 ongelezen")],
)
def test_every_page_has_the_number_of_unread(client, officer, count, shown, said):
    NotificationFactory.create_batch(count, user=officer)
    NotificationFactory(user=officer, read_at=timezone.now())

    words = " ".join(client.get(PREFERENCES).content.decode().split())

    assert f'aria-hidden="true"> {shown} </span>' in words
    assert said in words


def test_without_unread_there_is_no_number(client):
    assert "inbox-count" not in client.get(PREFERENCES).content.decode()


# --- Reading --------------------------------------------------------------------------------------


def test_looking_marks_nothing(client, told):
    client.get(LIST)
    client.get(url("detail", told))

    told.refresh_from_db()
    assert told.read_at is None


def test_opening_marks_and_leads_on(client, told):
    answer = client.post(url("open", told))

    assert (answer.status_code, answer.url) == (302, "/procurement/tenders/")
    told.refresh_from_db()
    assert told.read_at


def test_opening_switches_to_the_role_that_was_told(client_of, officer, zuid):
    MembershipFactory(user=officer, region=zuid, role=Role.ADMINISTRATOR)
    row = NotificationFactory(
        user=officer,
        organisation=f"region:{zuid.pk}",
        url=reverse("accounts:membership-list"),
    )
    client = client_of(officer)
    assert client.get(row.url).status_code == 403

    page = client.post(url("open", row), follow=True)

    assert page.status_code == 200
    assert page.wsgi_request.user.acting.region_id == zuid.pk


def test_opening_keeps_a_role_in_the_same_organisation(client_of, officer, noord):
    MembershipFactory(user=officer, region=noord, role=Role.ADMINISTRATOR)
    client = client_of(officer)
    client.post(reverse("accounts:act"), {"grant": f"administrator:region:{noord.pk}"})
    row = NotificationFactory(user=officer, organisation=f"region:{noord.pk}", url=PREFERENCES)

    page = client.post(url("open", row), follow=True)

    assert page.wsgi_request.user.acting.role == Role.ADMINISTRATOR


def test_opening_for_an_organisation_one_has_left_switches_nothing(client, told, zuid):
    told.organisation = f"region:{zuid.pk}"
    told.url = PREFERENCES
    told.save()

    page = client.post(url("open", told), follow=True)

    assert page.wsgi_request.user.acting.organisation == "Noord"


def test_marking_one_stays_in_the_list(client, told):
    here = f"http://testserver{LIST}?read_at=no"
    answer = client.post(url("read", told), headers={"referer": here})

    assert answer.url == here
    told.refresh_from_db()
    assert told.read_at


def test_marking_does_not_lead_off_the_site(client, told):
    answer = client.post(url("read", told), headers={"referer": "https://elders.test/"})

    assert answer.url == LIST


def test_a_first_reading_counts(officer, told):
    first, later = timezone.now(), timezone.now() + timedelta(hours=1)

    actions.mark_read(notification=told, by=officer, at=first)
    actions.mark_read(notification=told, by=officer, at=later)

    told.refresh_from_db()
    assert told.read_at == first


def test_another_reads_nothing_for_me(reader, told):
    actions.mark_read(notification=told, by=reader, at=timezone.now())

    told.refresh_from_db()
    assert told.read_at is None


def test_all_are_marked_that_were_shown(client, officer, reader, told):
    shown_at = timezone.now()
    late = NotificationFactory(user=officer, created_at=shown_at + timedelta(seconds=1))
    others = NotificationFactory(user=reader, created_at=shown_at - timedelta(days=1))

    page = client.post(ALL_READ, {"until": shown_at.isoformat()}, follow=True).content.decode()

    assert "1 melding als gelezen gemarkeerd" in page
    unread = set(Notification.objects.unread())
    assert unread == {late, others}


def test_all_read_without_a_moment_marks_nothing(client, told):
    assert client.post(ALL_READ, {"until": "ooit"}).status_code == 200

    told.refresh_from_db()
    assert told.read_at is None


@pytest.mark.parametrize("page", ["open", "read"])
def test_nothing_is_marked_by_get(client, told, page):
    assert client.get(url(page, told)).status_code == 405
    assert client.get(ALL_READ).status_code == 405


@pytest.mark.parametrize("page", ["detail", "open", "read"])
def test_what_another_was_told_does_not_exist(client, reader, page):
    row = NotificationFactory(user=reader)
    method = client.get if page == "detail" else client.post

    assert method(url(page, row)).status_code == 404


# --- Its own page, where the mail leads -----------------------------------------------------------


def test_it_has_a_page_of_its_own(client, told, query_budget):
    with query_budget("accounts:notification-detail"):
        page = client.get(url("detail", told)).content.decode()

    assert "Er is een vraag gesteld bij Onderwijsroute." in page
    assert url("open", told) in page


def test_its_page_says_that_it_is_practice(client, told):
    assert "Oefening" not in client.get(url("detail", told)).content.decode()
    Notification.objects.update(is_training=True)

    assert "Oefening" in client.get(url("detail", told)).content.decode()
    assert "Oefening" in client.get(LIST).content.decode()


# --- Preferences ----------------------------------------------------------------------------------


def test_the_kinds_of_ones_roles_are_asked(client, query_budget):
    with query_budget("accounts:notificationpreference-update"):
        page = client.get(PREFERENCES).content.decode()

    assert "Vraag gesteld" in page
    assert "Spoed" in page
    assert page.count("Altijd") == 1


def test_kinds_of_other_roles_are_not_asked(client_of, provider_user, reader, noord):
    assert "nog niets dat bij uw rol hoort" in client_of(reader).get(PREFERENCES).content.decode()
    MembershipFactory(user=reader, region=noord, role=Role.PROCUREMENT_OFFICER)

    assert "Vraag gesteld" in client_of(reader).get(PREFERENCES).content.decode()


def test_choices_are_kept_and_shown(client, officer):
    form = {f"{KIND}-mail": "daily", "test.urgent-inbox": "on", "test.urgent-mail": "never"}

    answer = client.post(PREFERENCES, form, follow=True)

    assert "Vanaf nu krijgt u zo bericht." in answer.content.decode()
    rows = NotificationPreference.objects.filter(user=officer)
    assert {row.kind: (row.in_inbox, row.by_mail) for row in rows} == {
        KIND: (False, "daily"),
        "test.urgent": (True, "never"),
    }
    fields = answer.context["form"]
    assert (fields[f"{KIND}-inbox"].value(), fields[f"{KIND}-mail"].value()) == (False, "daily")


def test_choosing_again_replaces_the_choice(officer, reader):
    actions.save_preferences(by=officer, wishes={KIND: Wish(True, MailChoice.DAILY)})
    actions.save_preferences(by=officer, wishes={KIND: Wish(False, MailChoice.NEVER)})

    row = NotificationPreference.objects.get()
    assert (row.user, row.in_inbox, row.by_mail) == (officer, False, MailChoice.NEVER)


@pytest.mark.parametrize("kind", ["test.duty", "test.unknown"])
def test_what_is_not_offered_cannot_be_chosen(officer, kind):
    wishes = {KIND: Wish(False, MailChoice.NEVER), kind: Wish(False, MailChoice.NEVER)}

    with pytest.raises(Refused):
        actions.save_preferences(by=officer, wishes=wishes)

    assert not NotificationPreference.objects.exists()


def test_a_wrong_moment_is_refused_in_words(client):
    form = {f"{KIND}-mail": "hourly", "test.urgent-mail": "never"}

    page = client.post(PREFERENCES, form).content.decode()

    assert "Selecteer een geldige keuze" in page
    assert not NotificationPreference.objects.exists()


def test_every_role_may_read_and_choose(client_of, noord, provider_user):
    for role in (Role.READER, Role.ADMINISTRATOR):
        assert client_of(member_of(noord, role)).get(LIST).status_code == 200
    assert client_of(provider_user).get(PREFERENCES).status_code == 200
