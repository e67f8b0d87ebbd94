"""Reports that a person keeps: made, changed, shared, removed, taken over, and set to be mailed."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import get_default_timezone

from accounts.enums import Role
from accounts.models import Membership, Notification
from config.shared import history
from config.shared.errors import Refused
from providers.enums import LearningRoute
from reports.actions.report_schedules import (
    Plan,
    change_schedule,
    leave_schedule,
    set_schedule,
    stop_schedule,
)
from reports.actions.saved_reports import (
    Kept,
    change_report,
    keep_report,
    remove_report,
    take_over,
)
from reports.models import ReportSchedule, SavedReport
from reports.questions.parameters import Parameters, page_of
from tests.factories.saved_reports import ReportScheduleFactory, SavedReportFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, tzinfo=get_default_timezone())
MONDAYS = {"frequency": "weekly", "day": 1, "file_kind": "pdf"}


def keep(by, *, question="capacity-use", name="Plekken", is_shared=False, **asked) -> SavedReport:
    kept = Kept(name=name, parameters=Parameters(**asked), is_shared=is_shared)
    return keep_report(question=question, kept=kept, by=by, at=AT)


def plan(*people, **values) -> Plan:
    return Plan(**(MONDAYS | values), recipients=people)


def seen(person) -> set[str]:
    return {report.name for report in SavedReport.objects.visible_to(person)}


def told(person) -> list[str]:
    return [row.sentence for row in Notification.objects.filter(user=person)]


def acts(report) -> list[str]:
    return [line.reason for line in history.lines(report)]


@pytest.fixture
def mine(noord, region_controller):
    return SavedReportFactory(region=noord, owner=region_controller, name="Van Ties")


def leave_region(person, by):
    person.memberships.update(ended_at=AT, ended_by=by)
    return type(person).objects.get(pk=person.pk)


# --- Keeping --------------------------------------------------------------------------------------


def test_a_report_is_kept_with_what_is_asked(region_controller, noord, waterveen):
    report = keep(region_controller, question="overruns", gemeente=waterveen, year=2026, route="O")
    report.refresh_from_db()
    assert report.parameters == {"route": "O", "gemeente": waterveen.pk, "year": 2026}
    assert (report.region, report.gemeente, report.owner) == (noord, None, region_controller)
    asked = Parameters.from_json(report.parameters)
    assert asked == Parameters("O", waterveen, 2026)
    assert asked.asked(date(2027, 1, 4)).of_year == 2026
    assert asked.route_label == LearningRoute.EDUCATION.label
    assert page_of("overruns", asked).endswith(f"?route=O&gemeente={waterveen.pk}&year=2026")
    assert [line.label for line in history.lines(report)] == ["Aangemaakt"]


def test_without_a_year_it_is_about_that_of_each_day(region_controller):
    asked = Parameters.from_json(keep(region_controller, question="overruns").parameters)
    assert asked.asked(date(2027, 1, 4)).of_year == 2027
    assert "?" not in page_of("overruns", asked)


def test_of_one_gemeente_it_belongs_to_that_gemeente(controller, waterveen):
    report = keep(controller)
    assert (report.region, report.gemeente) == (None, waterveen)
    assert report.for_organisation == f"gemeente:{waterveen.pk}"
    assert not report.is_training


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"year": 2026}, "year"), ({"gemeente": "zuid"}, "gemeente")],
    ids=["not-asked", "not-yours"],
)
def test_what_cannot_be_asked_is_refused(region_controller, zuid, asked, field):
    if "gemeente" in asked:
        asked = {"gemeente": zuid.gemeenten_on(date(2026, 1, 1)).get()}
    with pytest.raises(Refused) as refused:
        keep(region_controller, **asked)
    assert refused.value.field == field
    assert not SavedReport.objects.exists()


@pytest.mark.parametrize("person", ["officer", "provider_user", "assessor", "administrator"])
def test_who_sees_no_costs_keeps_nothing(person, request):
    with pytest.raises(Refused):
        keep(request.getfixturevalue(person))
    assert not SavedReport.objects.exists()


def test_a_name_is_once_for_each_person(region_controller, coordinator):
    keep(region_controller)
    keep(coordinator)
    with pytest.raises(Refused, match="al een rapport"):
        keep(region_controller)


def test_the_database_wants_one_organisation(region_controller, noord, waterveen):
    for places in ({"region": None}, {"region": noord, "gemeente": waterveen}):
        with pytest.raises(IntegrityError, match="one_organisation"), transaction.atomic():
            SavedReportFactory(owner=region_controller, **places)


# --- Who sees it ----------------------------------------------------------------------------------


def test_colleagues_see_what_is_shared_or_mailed_to_them(
    mine, region_controller, coordinator, reader, zuid_coordinator, controller
):
    assert seen(region_controller) == {"Van Ties"}
    assert seen(coordinator) == set()
    schedule = ReportScheduleFactory(report=mine, to=[coordinator])
    assert seen(coordinator) == {"Van Ties"}
    assert seen(reader) == set()
    stop_schedule(schedule=schedule, by=region_controller, at=AT)
    assert seen(coordinator) == set()
    change_report(
        report=mine,
        kept=Kept(name="Gedeeld", parameters=Parameters(), is_shared=True),
        by=region_controller,
        at=AT,
    )
    assert seen(coordinator) == seen(reader) == {"Gedeeld"}
    assert seen(zuid_coordinator) == seen(controller) == set()


def test_in_another_role_the_own_reports_are_not_there(mine, region_controller, noord, zuid):
    Membership.objects.create(user=region_controller, region=zuid, role=Role.CONTROLLER)
    person = type(region_controller).objects.get(pk=region_controller.pk)
    for grant in person.all_grants:
        person.acting = grant
        assert seen(person) == ({"Van Ties"} if grant.region_id == noord.pk else set())
    assert len(person.all_grants) == 2


# --- Changing, removing, taking over --------------------------------------------------------------


def test_only_its_owner_changes_mails_and_removes_it(mine, coordinator):
    SavedReport.objects.update(is_shared=True)
    schedule = ReportScheduleFactory(report=mine)
    asked = {"by": coordinator, "at": AT}
    kept = Kept(name="Van mij", parameters=Parameters())
    for act in (
        lambda: change_report(report=mine, kept=kept, **asked),
        lambda: remove_report(report=mine, **asked),
        lambda: set_schedule(report=mine, plan=plan(coordinator), **asked),
        lambda: change_schedule(schedule=schedule, plan=plan(coordinator), **asked),
        lambda: stop_schedule(schedule=schedule, **asked),
    ):
        with pytest.raises(Refused, match="bewaart"):
            act()
    mine.refresh_from_db()
    assert (mine.name, mine.removed_at) == ("Van Ties", None)
    assert list(schedule.recipients.all()) == [mine.owner]


def test_a_change_is_told_in_the_history(mine, region_controller):
    kept = Kept(name="Anders", parameters=Parameters(route="B"))
    change_report(report=mine, kept=kept, by=region_controller, at=AT)
    (line, *_earlier) = history.lines(mine)
    assert line.reason == "Er wordt iets anders gevraagd"
    assert [(change.before, change.after) for change in line.changes] == [("Van Ties", "Anders")]


def test_what_is_removed_is_gone_and_mailed_no_more(mine, region_controller):
    schedule = ReportScheduleFactory(report=mine)
    remove_report(report=mine, by=region_controller, at=AT)
    schedule.refresh_from_db()
    assert (schedule.stopped_at, schedule.stopped_by) == (AT, region_controller)
    assert seen(region_controller) == set()
    assert not ReportSchedule.objects.visible_to(region_controller).exists()
    with pytest.raises(Refused):
        remove_report(report=mine, by=region_controller, at=AT)
    keep(region_controller, name="Van Ties")


def test_a_report_is_taken_over_once_its_owner_left(mine, region_controller, coordinator):
    SavedReport.objects.update(is_shared=True)
    with pytest.raises(Refused, match="Ties"):
        take_over(report=mine, by=coordinator, at=AT)
    leave_region(region_controller, coordinator)
    taken = take_over(report=mine, by=coordinator, at=AT)
    assert taken.owner == coordinator
    assert "Ties" in acts(mine)[0]


def test_who_does_not_see_a_report_does_not_take_it_over(mine, region_controller, coordinator):
    leave_region(region_controller, coordinator)
    with pytest.raises(Refused, match="ziet"):
        take_over(report=mine, by=coordinator, at=AT)
    assert not mine.has_owner


# --- Schedules ------------------------------------------------------------------------------------


def test_a_schedule_tells_who_else_gets_it(mine, region_controller, coordinator):
    schedule = set_schedule(
        report=mine, plan=plan(region_controller, coordinator), by=region_controller, at=AT
    )
    assert schedule.first_on == date(2026, 11, 22)
    assert set(schedule.recipients.all()) == {region_controller, coordinator}
    assert told(coordinator) == ["Ties Toezicht laat u dit rapport mailen: elke maandag."]
    assert told(region_controller) == []
    assert acts(mine)[0] == "Per mail: elke maandag, aan Cora Coördinator, Ties Toezicht"


def test_a_change_tells_only_who_is_new(mine, region_controller, coordinator, reader):
    schedule = ReportScheduleFactory(report=mine, to=[coordinator])
    monthly = plan(coordinator, reader, frequency="monthly", day=31)
    change_schedule(schedule=schedule, plan=monthly, by=region_controller, at=AT)
    schedule.refresh_from_db()
    assert (schedule.moment, schedule.first_on) == ("elke maand op dag 31", date(2026, 11, 22))
    assert (told(coordinator), len(told(reader))) == ([], 1)


@pytest.mark.parametrize(
    ("people", "values", "words"),
    [
        (["officer"], {}, "Ines Inkoper"),
        (["zuid_coordinator"], {}, "Zeno"),
        (["controller"], {}, "Truus"),
        ([], {}, "minstens één"),
        (["region_controller"], {"day": 8}, "bestaat niet"),
        (["region_controller"], {"frequency": "daily"}, "daily"),
    ],
    ids=["role", "region", "gemeente", "nobody", "day", "frequency"],
)
def test_what_cannot_be_mailed_is_refused(mine, region_controller, people, values, words, request):
    chosen = plan(*map(request.getfixturevalue, people), **values)
    with pytest.raises(Refused, match=words):
        set_schedule(report=mine, plan=chosen, by=region_controller, at=AT)
    assert not ReportSchedule.objects.exists()


def test_the_database_knows_the_days(mine):
    for values in ({"day": 8}, {"day": 0}, {"frequency": "monthly", "day": 32}):
        with pytest.raises(IntegrityError, match="day_exists"), transaction.atomic():
            ReportScheduleFactory(report=mine, **values)


def test_who_gets_a_report_may_leave_and_its_owner_is_told(mine, region_controller, coordinator):
    schedule = ReportScheduleFactory(report=mine, to=[coordinator])
    leave_schedule(schedule=schedule, by=coordinator, at=AT)
    assert not schedule.recipients.exists()
    assert told(region_controller) == ["Dit wordt voortaan niet meer gemaild aan Cora Coördinator."]
    with pytest.raises(Refused, match="niet aan u"):
        leave_schedule(schedule=schedule, by=coordinator, at=AT)


def test_what_was_stopped_stays_stopped(mine, region_controller):
    schedule = ReportScheduleFactory(report=mine)
    stop_schedule(schedule=schedule, by=region_controller, at=AT)
    with pytest.raises(Refused, match="al gestopt"):
        change_schedule(schedule=schedule, plan=plan(), by=region_controller, at=AT)
