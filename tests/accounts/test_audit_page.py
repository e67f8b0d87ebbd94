"""The audit trail on screen."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEvent, Membership
from procurement.workflows import TENDER
from tests.factories.accounts import member_of
from tests.factories.procurement import TenderFactory

LIST = reverse("accounts:auditevent-list")


@pytest.fixture
def events(noord, zuid, officer, zuid_officer):
    """A tender made in Noord and one in Zuid."""
    now = timezone.now()
    for region, by in ((noord, officer), (zuid, zuid_officer)):
        TENDER.record_created(TenderFactory(region=region), by=by, at=now, reason=f"in {region}")


def test_a_reader_sees_what_was_done_for_the_region(events, reader, client_of, query_budget):
    client = client_of(reader)
    with query_budget("accounts:auditevent-list"):
        page = client.get(LIST).content.decode()

    assert "in Noord" in page
    assert "in Zuid" not in page
    assert "Ines Inkoper" in page


def test_an_administrator_reads_it_too(events, administrator, client_of):
    assert "in Noord" in client_of(administrator).get(LIST).content.decode()


def test_a_reader_of_one_gemeente_sees_that_gemeente(events, waterveen, client_of):
    user = member_of(waterveen, Role.READER)
    membership = Membership.objects.get(user=user)
    AuditEvent.objects.create(
        at=timezone.now(),
        by=user,
        organisation=f"gemeente:{waterveen.pk}",
        content_type=ContentType.objects.get_for_model(Membership),
        object_id=membership.pk,
        action="created",
        reason="voor Waterveen",
    )
    page = client_of(user).get(LIST).content.decode()

    assert "voor Waterveen" in page
    assert "in Noord" not in page


@pytest.mark.parametrize("who", ["officer", "provider_user", "coordinator"])
def test_others_may_not_look(request, client_of, who):
    assert client_of(request.getfixturevalue(who)).get(LIST).status_code == 403


def test_it_filters_by_who_when_and_what(events, reader, officer, noord, client_of):
    TENDER.record_created(
        TenderFactory(region=noord),
        by=officer,
        at=timezone.now() - timedelta(days=9),
        reason="toen",
    )
    client = client_of(reader)
    today = timezone.localdate().isoformat()
    kind = ContentType.objects.get_for_model(Membership).pk

    assert "toen" not in client.get(LIST, {"at_after": today}).content.decode()
    assert "toen" in client.get(LIST, {"at_before": today, "by": officer.pk}).content.decode()
    assert "toen" not in client.get(LIST, {"content_type": kind}).content.decode()


def test_it_leads_to_the_object(events, reader, client_of):
    page = client_of(reader).get(LIST).content.decode()
    event = AuditEvent.objects.get(reason="in Noord")

    assert reverse("procurement:tender-detail", args=[event.object_id]) in page


def test_it_exports(events, reader, client_of):
    answer = client_of(reader).get(LIST, {"_export": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert "in Noord" in text
    assert "Noord" in text.splitlines()[1]
