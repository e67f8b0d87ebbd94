"""Pages of saved reports: a report is kept where it is read, mailed, shared, left and removed."""

from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from reports.models import ReportSchedule, SavedReport
from reports.questions import QUESTIONS
from tests.factories.saved_reports import (
    ReportMailFactory,
    ReportScheduleFactory,
    SavedReportFactory,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, tzinfo=get_default_timezone())


@pytest.fixture(autouse=True)
def _on_a_sunday():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def mine(noord, region_controller):
    return SavedReportFactory(region=noord, owner=region_controller, name="Plekken")


@pytest.fixture
def at_desk(client, region_controller):
    client.force_login(region_controller)
    return client


def url(name: str, *args) -> str:
    return reverse(f"reports:{name}", args=args)


def links(response) -> list[str]:
    return [action.url for action in response.context["actions"]]


@pytest.mark.parametrize("kind", QUESTIONS, ids=lambda kind: kind.code)
def test_every_report_can_be_kept_as_it_is_shown(kind, at_desk, waterveen):
    shown = at_desk.get(
        url("question", kind.code), {"gemeente": waterveen.pk, "route": "O"}, follow=True
    )
    (keeping,) = [link for link in links(shown) if "/saved/new/" in link]
    form = at_desk.get(keeping).context["form"]
    assert set(form.fields) == {"name", "is_shared", *kind.parameters}
    initial = {name: form[name].value() for name in form.fields}
    filled = {name: "" if value in (None, False) else value for name, value in initial.items()}
    answer = at_desk.post(keeping, filled)
    report = SavedReport.objects.get()
    assert answer.url == report.get_absolute_url()
    assert report.question == kind.code
    expected = {"gemeente": waterveen.pk, "route": "O"}
    assert report.parameters == {
        name: value for name, value in expected.items() if name in kind.parameters
    }
    page = at_desk.get(answer.url)
    read = at_desk.get(links(page)[0], follow=True)
    assert read.status_code == 200
    form = read.context["form"]
    assert form["gemeente"].value() == str(waterveen.pk)


def test_a_year_of_its_own_is_kept_and_this_year_moves_along(at_desk):
    """What is read in 2026 is about that year; kept, about the year in which it is read."""
    address = url("savedreport-create", "overruns")
    for asked, shown in (({"year": 2026}, None), ({"year": 2025}, "2025"), ({}, None)):
        form = at_desk.get(address, asked).context["form"]
        assert form["year"].value() == shown
    at_desk.post(address, {"name": "Vorig jaar", "year": 2026})
    report = SavedReport.objects.get()
    assert report.parameters == {"year": 2026}
    assert "2026" in at_desk.get(report.get_absolute_url()).content.decode()


def test_nothing_is_kept_of_a_report_that_does_not_exist(at_desk):
    assert at_desk.get(url("savedreport-create", "weather")).status_code == 404


def test_a_foreign_gemeente_cannot_be_chosen(at_desk, zuid):
    foreign = zuid.gemeenten_on(date(2026, 1, 1)).get()
    answer = at_desk.post(
        url("savedreport-create", "capacity-use"), {"name": "Elders", "gemeente": foreign.pk}
    )
    assert list(answer.context["form"].errors) == ["gemeente"]


def test_a_report_is_mailed_changed_and_stopped_on_pages(at_desk, mine, coordinator, officer):
    form = at_desk.get(url("reportschedule-create", mine.pk)).context["form"]
    assert list(form.fields["recipients"].queryset) == [coordinator, mine.owner]
    chosen = {"moment": "weekly:1", "file_kind": "pdf", "recipients": [coordinator.pk]}
    answer = at_desk.post(url("reportschedule-create", mine.pk), chosen, follow=True)
    schedule = ReportSchedule.objects.get()
    text = answer.content.decode()
    assert "Het rapport wordt gemaild: elke maandag." in text
    assert "Cora Coördinator" in text
    assert "23 nov 2026" in text
    edit = url("reportschedule-update", schedule.pk)
    assert at_desk.get(edit).context["form"]["moment"].value() == "weekly:1"
    at_desk.post(edit, chosen | {"moment": "monthly:31", "recipients": [mine.owner.pk]})
    schedule.refresh_from_db()
    assert (schedule.frequency, schedule.day) == ("monthly", 31)
    assert list(schedule.recipients.all()) == [mine.owner]
    stop = url("reportschedule-stop", schedule.pk)
    assert "Ties Toezicht" in at_desk.get(stop).content.decode()
    at_desk.post(stop)
    assert at_desk.get(mine.get_absolute_url()).context["schedules"] == []
    assert at_desk.get(edit).status_code == 404


@pytest.mark.parametrize(
    "values",
    [{"recipients": []}, {"moment": "weekly:8"}, {"file_kind": "docx"}, {"recipients": "officer"}],
    ids=["nobody", "day", "file", "stranger"],
)
def test_what_cannot_be_mailed_is_said_at_its_field(at_desk, mine, officer, values):
    chosen = {"moment": "weekly:1", "file_kind": "pdf", "recipients": [mine.owner.pk]}
    (field,) = values
    strange = {field: officer.pk} if values[field] == "officer" else values
    answer = at_desk.post(url("reportschedule-create", mine.pk), chosen | strange)
    assert list(answer.context["form"].errors) == [field]
    assert not ReportSchedule.objects.exists()


def test_a_report_is_renamed_shared_and_removed_on_pages(at_desk, mine, coordinator, client_of):
    edit = url("savedreport-update", mine.pk)
    assert at_desk.get(edit).context["form"]["name"].value() == "Plekken"
    at_desk.post(edit, {"name": "Zitplekken", "route": "B", "is_shared": "on"})
    colleague = client_of(coordinator)
    page = colleague.get(url("savedreport-list"))
    assert "Zitplekken" in page.content.decode()
    assert page.status_code == colleague.get(mine.get_absolute_url()).status_code == 200
    at_desk.post(url("savedreport-remove", mine.pk))
    assert not SavedReport.objects.kept().exists()
    assert colleague.get(mine.get_absolute_url()).status_code == 404


def test_only_its_owner_comes_to_change_it(mine, coordinator, client_of):
    SavedReport.objects.update(is_shared=True)
    schedule = ReportScheduleFactory(report=mine)
    client = client_of(coordinator)
    page = client.get(mine.get_absolute_url())
    assert [link for link in links(page) if f"/saved/{mine.pk}/" in link] == []
    for name in ("savedreport-update", "savedreport-remove", "reportschedule-create"):
        assert client.get(url(name, mine.pk)).status_code == 404
    for name in ("reportschedule-update", "reportschedule-stop", "reportschedule-leave"):
        assert client.get(url(name, schedule.pk)).status_code == 404
    kept = client.get(url("savedreport-take-over", mine.pk))
    assert kept.context["missing"] == ["Ties Toezicht bewaart dit rapport nog zelf."]


def test_who_gets_a_report_leaves_it_on_a_page(mine, coordinator, client_of):
    schedule = ReportScheduleFactory(report=mine, to=[coordinator, mine.owner])
    client = client_of(coordinator)
    leave = url("reportschedule-leave", schedule.pk)
    assert leave in client.get(mine.get_absolute_url()).content.decode()
    assert client.post(leave).url == url("savedreport-list")
    assert list(schedule.recipients.all()) == [mine.owner]
    assert client.get(mine.get_absolute_url()).status_code == 404


def test_a_report_without_an_owner_is_taken_over_on_a_page(mine, coordinator, client_of):
    SavedReport.objects.update(is_shared=True)
    mine.owner.memberships.update(ended_at=AT, ended_by=coordinator)
    client = client_of(coordinator)
    take = url("savedreport-take-over", mine.pk)
    assert take in links(client.get(mine.get_absolute_url()))
    client.post(take)
    mine.refresh_from_db()
    assert mine.owner == coordinator


def test_what_was_mailed_is_told_with_its_answer(at_desk, mine, coordinator, query_budget):
    schedule = ReportScheduleFactory(report=mine, to=[coordinator, mine.owner])
    ReportMailFactory(schedule=schedule, mailed_at=AT, finding="17 van 20 plaatsen zijn vrij.")
    ReportMailFactory(schedule=schedule, user=coordinator, left_out_at=AT)
    ReportMailFactory(schedule=schedule, due_on=date(2026, 11, 16), mail_failures=2)
    ReportMailFactory(schedule=schedule, due_on=date(2026, 11, 9))
    with query_budget("reports/saved report"):
        page = at_desk.get(mine.get_absolute_url())
    text = page.content.decode()
    for words in (
        "17 van 20 plaatsen zijn vrij.",
        "Gemaild op 22 nov 2026",
        "Niet verstuurd",
        "proberen het opnieuw",
        "Wacht op verzending",
    ):
        assert words in text
    (panel,) = page.context["panels"]
    assert panel.table.export_header() == ["Dag", "Aan", "Stand", "Antwoord"]


def test_the_list_costs_as_much_for_many(at_desk, mine, noord, query_budget):
    for _again in range(2):
        with query_budget("reports/saved reports"):
            page = at_desk.get(url("savedreport-list"), {"question": "capacity-use"})
        assert page.status_code == 200
        SavedReportFactory.create_batch(4, region=noord, owner=mine.owner)


@pytest.mark.parametrize(("person", "status"), [("provider_user", 403), ("officer", 403)])
def test_who_sees_no_costs_does_not_come_in(person, status, mine, client_of, request):
    client = client_of(request.getfixturevalue(person))
    assert client.get(url("savedreport-list")).status_code == status
    assert client.get(mine.get_absolute_url()).status_code == status
