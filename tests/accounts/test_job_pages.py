"""Long work on screen: one's own alone, renewing itself, stoppable."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import JobState
from accounts.models import Job


@pytest.fixture
def job(officer) -> Job:
    now = timezone.now()
    return Job.objects.create(
        task="accounts.seal_audit",
        label="Verzegelen",
        created_at=now,
        created_by=officer,
        heartbeat_at=now,
        state=JobState.RUNNING,
        done=12_400,
        total=20_000,
    )


def test_the_page_says_how_far_it_is(job, officer, client_of):
    page = client_of(officer).get(job.get_absolute_url()).content.decode()

    assert "12.400 van 20.000" in page
    assert "<h1" in page


def test_htmx_gets_the_part_that_renews_itself(job, officer, client_of):
    answer = client_of(officer).get(job.get_absolute_url(), headers={"HX-Request": "true"})
    part = answer.content.decode()

    assert "<h1" not in part
    assert f'data-hx-get="{job.get_absolute_url()}"' in part
    assert reverse("accounts:job-cancel", args=[job.pk]) in part


def test_finished_work_no_longer_renews_itself(job, officer, client_of):
    Job.objects.update(state=JobState.DONE)
    part = client_of(officer).get(job.get_absolute_url()).content.decode()

    assert "data-hx-trigger" not in part
    assert "/cancel/" not in part


@pytest.mark.parametrize("name", ["job-detail", "job-cancel"])
def test_the_work_of_another_is_404(job, second_officer, client_of, name):
    client = client_of(second_officer)
    url = reverse(f"accounts:{name}", args=[job.pk])
    answer = client.post(url) if name == "job-cancel" else client.get(url)

    assert answer.status_code == 404
    job.refresh_from_db()
    assert not job.cancel_requested


def test_one_stops_ones_own_work(job, officer, client_of):
    url = reverse("accounts:job-cancel", args=[job.pk])
    assert client_of(officer).get(url).status_code == 405

    answer = client_of(officer).post(url)

    assert answer.url == job.get_absolute_url()
    job.refresh_from_db()
    assert job.cancel_requested
