"""Evidence, checking, and the warnings before a recognition ends."""

from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from accounts.models import Notification
from accounts.notices import send_reminders
from config.shared.errors import Refused
from providers import actions
from providers.enums import LearningRoute, RecognitionKind, RegisterSource, Standing
from providers.models import Recognition
from tests.factories.providers import ProviderFactory, RecognitionFactory, person_of
from tests.providers.conftest import NOW, TODAY

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def certificate(name: str = "certificaat.pdf", content: bytes = PDF) -> ContentFile:
    return ContentFile(content, name)


@pytest.fixture
def school(noord):
    return ProviderFactory(admitted_in=[noord])


@pytest.fixture
def school_user(school):
    return person_of(school, "provider_administrator")


def handed_in(school, by, **given) -> Recognition:
    facts = {"kind": "tst", "number": "TST-1", "first_on": TODAY, "last_on": None}
    file = {"evidence": certificate()}
    return actions.add_recognition(provider=school, by=by, at=NOW, **facts | file | given)


def test_a_provider_hands_in_a_certificate(school, school_user, officer, client_of):
    url = reverse("providers:recognition-create", args=[school.pk])
    form = {"kind": "tst", "number": "TST-1", "first_on": "2026-01-01", "last_on": ""}
    client_of(school_user).post(url, form | {"evidence": certificate()})

    row = school.recognitions.get()
    assert row.standing_on(TODAY) == Standing.UNCHECKED
    assert row.source == RegisterSource.PROVIDER
    assert len(row.evidence_sha256) == 64
    assert not school.recognised_on(TODAY, LearningRoute.EDUCATION)
    assert Notification.objects.filter(user=officer).exists()


def test_it_needs_evidence(school, school_user, client_of):
    with pytest.raises(Refused, match="bewijs"):
        handed_in(school, school_user, evidence=None)
    url = reverse("providers:recognition-create", args=[school.pk])
    form = {"kind": "tst", "number": "TST-1", "first_on": "2026-01-01", "last_on": ""}
    answer = client_of(school_user).post(url, form)

    assert "evidence" in answer.context["form"].errors
    assert not school.recognitions.exists()


def test_a_file_of_another_kind_is_refused(school, school_user):
    with pytest.raises(Refused):
        handed_in(school, school_user, evidence=certificate("x.pdf", b"geen pdf"))
    assert not Recognition.objects.exists()


def test_staff_hand_in_nothing(school):
    with pytest.raises(Refused):
        handed_in(school, person_of(school, "provider_staff"))


def test_a_checked_one_counts(school, school_user, officer, client_of):
    row = handed_in(school, school_user)
    url = reverse("providers:recognition-verify", args=[row.pk])
    form = {"number": "TST-1A", "first_on": "2026-02-01", "last_on": "2028-01-31"}
    client_of(officer).post(url, form)

    row.refresh_from_db()
    assert (row.number, row.verified_by) == ("TST-1A", officer)
    assert school.recognised_on(TODAY, LearningRoute.EDUCATION)
    assert Notification.objects.filter(user=school_user).exists()


def test_one_that_does_not_hold_is_kept_and_counts_nothing(school, school_user, officer):
    row = handed_in(school, school_user)
    actions.reject_recognition(recognition=row, reason="Verlopen", by=officer, at=NOW)
    with pytest.raises(Refused, match="al gecontroleerd"):
        actions.verify_recognition(
            recognition=row, number="1", first_on=TODAY, last_on=None, by=officer, at=NOW
        )

    row.refresh_from_db()
    assert row.standing_on(TODAY) == Standing.REJECTED
    assert handed_in(school, school_user).pk != row.pk


def test_its_own_people_do_not_check_it(school, school_user, client_of):
    row = handed_in(school, school_user)
    url = reverse("providers:recognition-verify", args=[row.pk])

    assert client_of(school_user).get(url).status_code == 403


def test_evidence_comes_as_an_attachment(school, school_user, officer, zuid_officer, client_of):
    row = handed_in(school, school_user)
    url = reverse("providers:recognition-evidence", args=[row.pk])
    answer = client_of(officer).get(url)

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert client_of(zuid_officer).get(url).status_code == 404


def test_the_page_of_a_recognition(provider, officer, client_of, query_budget):
    client = client_of(officer)
    with query_budget("providers:recognition-detail"):
        page = client.get(provider.recognitions.first().get_absolute_url()).content.decode()

    assert "doorlopend" in page


# --- Warnings -------------------------------------------------------------------------------------


def days_before(day, days: int) -> datetime:
    moment = datetime(day.year, day.month, day.day, 9, tzinfo=get_default_timezone())
    return moment - timedelta(days=days)


def told(person) -> int:
    return Notification.objects.filter(user=person, kind="providers.recognition_expires").count()


def test_90_30_and_7_days_before_both_sides_are_warned_once(
    provider, provider_user, coordinator, officer
):
    last_on = TODAY + timedelta(days=200)
    provider.recognitions.filter(kind="tst").update(last_on=last_on)
    counts = []
    for days in (91, 89, 88, 30, 29, 7, 1):
        send_reminders(at=days_before(last_on, days))
        counts.append((told(provider_user), told(coordinator)))

    assert counts == [(0, 0), (1, 1), (1, 1), (2, 2), (2, 2), (3, 3), (3, 3)]
    assert told(officer) == 0


def test_one_that_is_followed_warns_nobody(provider, provider_user):
    last_on = TODAY + timedelta(days=10)
    provider.recognitions.filter(kind="tst").update(last_on=last_on)
    RecognitionFactory(
        provider=provider, kind=RecognitionKind.TST, first_on=last_on + timedelta(days=1)
    )
    send_reminders(at=days_before(last_on, 5))

    assert told(provider_user) == 0
