"""Learners under a covenant: registered, moved, their hours and conversations, and the figures."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse

from config.shared.errors import Refused
from contracts.actions import covenants as actions
from contracts.actions.covenants import LearnerStep
from contracts.covenant_chart import finding, target_chart
from contracts.covenant_figures import figures_of, learners_by_school
from contracts.covenant_indicators import last_months
from contracts.enums import CovenantMeasure, PlacementStatus, TargetDirection, TargetVerdict
from contracts.models import Placement, ProgressConversation
from tests.contracts.conftest import AT, TODAY
from tests.factories.contracts import PlacementFactory
from tests.factories.covenants import (
    CovenantFactory,
    CovenantIndicatorFactory,
    GemeentePartyFactory,
    LearnerFactory,
    SchoolPartyFactory,
    in_force,
)
from tests.factories.providers import RecognitionFactory
from tests.support.forms import form_values

MONTHS = last_months(TODAY)
MARCH, FEBRUARY = date(2026, 3, 1), date(2026, 2, 1)


@pytest.fixture(autouse=True)
def _on_2_march_2026(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def party(noord, waterveen, provider):
    """A school that is bound by a covenant of Noord."""
    covenant = CovenantFactory(region=noord)
    school = SchoolPartyFactory(covenant=covenant, provider=provider)
    in_force(covenant, GemeentePartyFactory(covenant=covenant, gemeente=waterveen), school)
    return school


@pytest.fixture
def learner(party, waterveen):
    return LearnerFactory(covenant_party=party, gemeente=waterveen, started=True)


def facts(gemeente, **changes) -> dict:
    return {
        "reference": "CV-1A",
        "gemeente": gemeente,
        "target_group": "family_migrant",
        "route": "B",
        "level": "B1",
        "covenant_group": "Avond 1",
        "planned_first_on": TODAY,
        "planned_last_on": TODAY + timedelta(days=300),
    } | changes


def register(party, gemeente, by, **changes) -> Placement:
    return actions.register_learner(party=party, by=by, at=AT, **facts(gemeente, **changes))


# --- Registering --------------------------------------------------------------------------------


def test_a_school_registers_a_learner_that_costs_nothing(party, waterveen, provider_user):
    placement = register(party, waterveen, provider_user)
    assert placement.status == PlacementStatus.REGISTERED
    assert (placement.tariff, placement.contract, placement.capacity_line) == (None, None, None)
    assert placement.agreement == party.covenant
    assert placement.events.get().target == PlacementStatus.REGISTERED


@pytest.mark.parametrize(
    "change",
    [
        {"reference": "123456782"},
        {"planned_last_on": TODAY - timedelta(days=1)},
        {"route": "O", "level": "A2"},
    ],
    ids=["bsn", "days", "level"],
)
def test_what_cannot_be_is_refused(party, waterveen, provider_user, change):
    with pytest.raises(Refused):
        register(party, waterveen, provider_user, **change)
    assert not Placement.objects.exists()


def test_one_reference_is_one_learner(party, waterveen, provider_user):
    register(party, waterveen, provider_user)
    with pytest.raises(Refused):
        register(party, waterveen, provider_user)


def test_a_gemeente_of_elsewhere_is_refused(party, zuid, provider_user):
    with pytest.raises(Refused):
        register(party, zuid.gemeenten_on(TODAY).get(), provider_user)


def test_only_the_school_itself_registers(party, waterveen, contract_manager, other_provider_user):
    for person in (contract_manager, other_provider_user):
        with pytest.raises(Refused):
            register(party, waterveen, person)


def test_no_new_learner_after_a_school_leaves(party, waterveen, provider_user):
    party.left_on = TODAY
    party.save()
    register(party, waterveen, provider_user)
    later = {"planned_first_on": TODAY + timedelta(days=1), "reference": "CV-2"}
    with pytest.raises(Refused):
        register(party, waterveen, provider_user, **later)


def test_no_new_learner_without_the_quality_mark(party, waterveen, provider, provider_user):
    provider.recognitions.all().delete()
    with pytest.raises(Refused):
        register(party, waterveen, provider_user)
    RecognitionFactory(provider=provider)


# --- What happens -------------------------------------------------------------------------------


def step(placement, name, on=TODAY, by=None, **changes) -> Placement:
    return actions.move_learner(
        placement=placement, step=LearnerStep(name, on, **changes), by=by, at=AT
    )


def test_a_course_runs_from_start_to_diploma(party, waterveen, provider_user):
    placement = register(party, waterveen, provider_user)
    started = step(placement, "start", TODAY - timedelta(days=60), by=provider_user)
    assert started.actual_first_on == TODAY - timedelta(days=60)
    step(started, "interrupt", TODAY - timedelta(days=30), by=provider_user, reason="Ziek")
    step(started, "resume", TODAY - timedelta(days=20), by=provider_user)
    ended = step(started, "complete", TODAY, by=provider_user, outcome="diploma", diploma_on=TODAY)
    assert (ended.status, ended.actual_last_on) == (PlacementStatus.COMPLETED, TODAY)
    assert (ended.outcome, ended.diploma_on) == ("diploma", TODAY)
    days = list(ended.events.order_by("pk").values_list("target", "on"))
    assert days[2] == ("interrupted", TODAY - timedelta(days=30))
    assert not ended.cost_lines.exists()


@pytest.mark.parametrize(
    ("name", "on"),
    [
        ("complete", TODAY + timedelta(days=1)),
        ("complete", date(2026, 1, 1)),
        ("start", TODAY),
        ("cancel", TODAY),
    ],
    ids=["tomorrow", "before it began", "again", "not the school's"],
)
def test_a_step_that_does_not_fit_leaves_nothing_behind(learner, provider_user, name, on):
    with pytest.raises(Refused):
        step(learner, name, on, by=provider_user)
    learner.refresh_from_db()
    assert (learner.status, learner.actual_last_on) == (PlacementStatus.STARTED, None)
    assert not learner.events.exists()


def test_a_diploma_day_without_a_diploma_is_not_kept(learner, provider_user):
    ended = step(learner, "complete", by=provider_user, outcome="none", diploma_on=TODAY)
    assert ended.diploma_on is None


def test_another_school_moves_nobody(learner, other_provider_user):
    with pytest.raises(Refused):
        step(learner, "complete", by=other_provider_user)


def test_a_placement_under_a_contract_is_not_kept_here(contract, provider_user):
    placement = PlacementFactory(capacity_line=contract.capacity_lines.first(), started=True)
    with pytest.raises(Refused):
        step(placement, "complete", by=provider_user)


def test_facts_are_corrected_until_the_course_ends(learner, meerdorp, provider_user):
    change = {"covenant_group": "Ochtend 2", "gemeente": meerdorp}
    changed = actions.change_learner(placement=learner, by=provider_user, at=AT, **change)
    assert (changed.covenant_group, changed.gemeente) == ("Ochtend 2", meerdorp)
    step(learner, "drop_out", by=provider_user, reason="Verhuisd")
    with pytest.raises(Refused):
        actions.change_learner(placement=learner, by=provider_user, at=AT, **change)


def hours(placement, by, month, offered, attended) -> Placement:
    return actions.record_hours(
        placement=placement,
        month=month,
        offered=Decimal(offered),
        attended=Decimal(attended),
        by=by,
        at=AT,
    )


def test_hours_of_a_month_are_replaced_and_the_totals_follow(learner, provider_user):
    hours(learner, provider_user, FEBRUARY, 40, 30)
    hours(learner, provider_user, MARCH, 10, 10)
    row = hours(learner, provider_user, FEBRUARY, 40, 36)
    assert (row.offered_hours, row.attended_hours) == (Decimal(50), Decimal(46))
    assert row.hours.count() == 2


@pytest.mark.parametrize(
    ("month", "offered", "attended"),
    [(FEBRUARY, 10, 11), (date(2026, 4, 1), 10, 10)],
    ids=["more than offered", "ahead"],
)
def test_hours_that_cannot_be_are_refused(learner, provider_user, month, offered, attended):
    with pytest.raises(Refused):
        hours(learner, provider_user, month, offered, attended)
    assert not learner.hours.exists()


def test_a_conversation_is_planned_and_held_once(learner, provider_user):
    moment = {"by": provider_user, "at": AT}
    planned = actions.add_conversation(placement=learner, due_on=TODAY, **moment)
    held = {"conversation": planned, "held_on": TODAY, "outcome": "on_course"}
    assert actions.hold_conversation(**held, **moment).outcome == "on_course"
    with pytest.raises(Refused):
        actions.hold_conversation(**held, **moment)
    with pytest.raises(Refused):
        actions.add_conversation(placement=learner, due_on=TODAY, **moment)


# --- The figures --------------------------------------------------------------------------------


def figures(party, measure, direction, target, visible=None):
    indicator = CovenantIndicatorFactory(
        covenant=party.covenant, measure=measure, direction=direction, target=Decimal(target)
    )
    rows = visible if visible is not None else Placement.objects.all()
    placements = rows.filter(covenant_party__covenant=party.covenant)
    parties = party.covenant.parties.filter(side="provider").order_by("pk")
    names = {each.provider_id: str(each) for each in parties.select_related("provider")}
    return figures_of(indicator, placements, names, MONTHS, TODAY)


def second_school(party, other_provider):
    return SchoolPartyFactory(covenant=party.covenant, provider=other_provider)


def test_group_size_is_that_of_the_largest_group_of_the_month(party, other_provider):
    other = second_school(party, other_provider)
    LearnerFactory.create_batch(3, covenant_party=party, started=True, covenant_group="A")
    LearnerFactory.create_batch(2, covenant_party=party, started=True, covenant_group="B")
    LearnerFactory(covenant_party=other, started=True, covenant_group="A")
    LearnerFactory(covenant_party=party, covenant_group="A")
    LearnerFactory(covenant_party=party, started=True, covenant_group="")
    found = figures(party, CovenantMeasure.GROUP_SIZE, TargetDirection.AT_MOST, 2)
    assert [series.values[-1] for series in found.schools] == [3, 1]
    assert found.total.values[-2:] == [3, 3]
    assert found.total.values[0] is None
    assert found.total.missed(found.target) == 2


def test_who_left_before_the_month_is_no_head_of_it(party):
    LearnerFactory(
        covenant_party=party,
        status=PlacementStatus.COMPLETED,
        actual_first_on=date(2026, 1, 5),
        actual_last_on=date(2026, 2, 1),
        status_on=date(2026, 2, 1),
    )
    found = figures(party, CovenantMeasure.GROUP_SIZE, TargetDirection.AT_MOST, 2)
    assert found.total.values[-3:] == [1, 1, None]


def test_attendance_is_hours_over_hours_and_not_a_mean_of_schools(
    party, other_provider, learner, provider_user
):
    other = LearnerFactory(covenant_party=second_school(party, other_provider), started=True)
    hours(learner, provider_user, FEBRUARY, 90, 90)
    other.hours.create(
        month=FEBRUARY, offered=10, attended=0, recorded_at=AT, recorded_by=provider_user
    )
    found = figures(party, CovenantMeasure.ATTENDANCE, TargetDirection.AT_LEAST, 80)
    assert [series.latest for series in found.schools] == [100, 0]
    assert found.total.latest == 90
    assert [found.target.verdict(each.latest) for each in found.schools] == [
        TargetVerdict.MET,
        TargetVerdict.MISSED,
    ]


def test_a_conversation_is_late_from_the_day_after_it_was_due(learner, party):
    for due_on, held_on in (
        (date(2026, 2, 2), date(2026, 2, 2)),
        (date(2026, 2, 3), date(2026, 2, 10)),
        (date(2026, 2, 4), None),
        (TODAY, None),
        (date(2026, 3, 9), None),
    ):
        outcome = "on_course" if held_on else ""
        ProgressConversation.objects.create(
            placement=learner, due_on=due_on, held_on=held_on, outcome=outcome
        )
    found = figures(party, CovenantMeasure.PROGRESS_IN_TIME, TargetDirection.AT_LEAST, 90)
    assert found.total.values[-2:] == [Fraction(100, 3), None]


def test_who_pays_makes_no_difference_and_is_counted(party, learner):
    LearnerFactory(covenant_party=party, target_group="status_holder")
    counted = learners_by_school(Placement.objects.all())
    assert counted[party.provider_id] == {"learners": 2, "self_paying": 1, "running": 1}


def test_the_finding_says_how_often_the_target_was_missed(party):
    LearnerFactory.create_batch(3, covenant_party=party, started=True)
    found = figures(party, CovenantMeasure.GROUP_SIZE, TargetDirection.AT_MOST, 2)
    said = finding(found, found.total)
    assert said == (
        "Inburgeraars in een groep: 3, afgesproken is ten hoogste 2; in 2 van 2 maanden niet "
        "gehaald"
    )
    chart = target_chart(found, found.total)
    assert len(chart.rows) == len(MONTHS)
    assert "<svg" in chart.svg()


def test_without_figures_there_is_no_picture(party):
    found = figures(party, CovenantMeasure.ATTENDANCE, TargetDirection.AT_LEAST, 80)
    assert target_chart(found, found.total) is None
    assert "nog geen cijfers" in finding(found, found.total)


# --- Pages --------------------------------------------------------------------------------------


def url(name: str, *args) -> str:
    return reverse(f"contracts:{name}", args=args)


def post(client, name: str, *args, **values) -> None:
    address = url(name, *args)
    standing = form_values(client.get(address).content.decode())
    response = client.post(address, standing | values)
    assert response.status_code == 302, response.content.decode()


def test_a_school_keeps_its_learners_on_pages(party, waterveen, client_of, provider_user):
    school = client_of(provider_user)
    post(school, "covenant-learner-create", party.pk, **facts(waterveen.pk))
    placement = Placement.objects.get()
    post(school, "covenant-learner-step", placement.pk, "start", on="2026-02-02")
    post(school, "covenant-learner-update", placement.pk, covenant_group="Avond 2")
    post(
        school,
        "covenant-learner-hours",
        placement.pk,
        month="2026-02-01",
        offered="40,5",
        attended="30",
    )
    post(school, "conversation-create", placement.pk, due_on="2026-03-01")
    conversation = placement.conversations.get()
    post(school, "conversation-hold", conversation.pk, outcome="on_course", held_on="2026-03-01")
    placement.refresh_from_db()
    assert (placement.covenant_group, placement.offered_hours) == ("Avond 2", Decimal("40.5"))
    page = school.get(placement.get_absolute_url()).content.decode()
    assert party.covenant.get_absolute_url() in page
    assert url("covenant-learner-step", placement.pk, "interrupt") in page


def test_list_of_learners(learner, party, client_of, contract_manager, counted_page):
    client = client_of(contract_manager)
    address = url("covenant-learner-list")
    text = counted_page(client, "contracts:covenant-learner-list", address)
    assert learner.reference in text
    other = client.get(address, {"covenant": party.covenant_id, "target_group": "other"})
    assert learner.reference not in other.content.decode()


def test_a_school_sees_its_own_figures_and_nobody_elses(
    party, learner, other_provider, client_of, provider_user
):
    other = second_school(party, other_provider)
    LearnerFactory.create_batch(7, covenant_party=other, started=True)
    CovenantIndicatorFactory(covenant=party.covenant)
    client = client_of(provider_user)
    text = client.get(party.covenant.get_absolute_url(), {"tab": "streefwaarden"}).content.decode()
    assert "Inburgeraars in een groep: 1" in text
    assert "Letterbrug" not in text


def test_a_coordinator_is_offered_no_seat_for_a_learner(learner, client_of, coordinator):
    page = client_of(coordinator).get(learner.get_absolute_url()).content.decode()
    assert url("placement-transition", learner.pk, "accept") not in page
    assert url("covenant-learner-update", learner.pk) not in page
