"""TenderNed comes first; publication reaches whom it fits; a rectification tells all alike."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from accounts.enums import Role
from accounts.models import AuditEvent, Notification
from accounts.notices import events_of, send_reminders
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from procurement import actions
from procurement.actions.rectifications import ChangeNotice
from procurement.enums import (
    NoticeKind,
    Procedure,
    ReviewVerdict,
    TenderStatus,
)
from procurement.models import Lot, Notice, Rectification, Tender, TenderReview
from procurement.workflows.publication import notice_recorded
from providers.enums import LearningRoute
from tests.factories.procurement import move
from tests.factories.providers import OfferingFactory, ProviderFactory, person_of
from tests.factories.publication import NoticeFactory, QuestionFactory
from tests.support.vault import named, with_vault_key

HOUR = timedelta(hours=1)


def told(user) -> set[str]:
    return set(Notification.objects.filter(user=user).values_list("kind", flat=True))


@pytest.fixture
def reviewed(draft, officer, second_officer, coordinator, at) -> Tender:
    """Ready to be published as far as colleagues and the vault go; worth more than 750,000."""
    draft.gemeenten.set([draft.lead_gemeente])
    Tender.objects.filter(pk=draft.pk).update(
        review_requested_at=at - HOUR, review_requested_by=officer
    )
    move(draft, TenderStatus.IN_REVIEW)
    TenderReview.objects.create(
        tender=draft, verdict=ReviewVerdict.APPROVED, reviewed_at=at, reviewed_by=coordinator
    )
    for person in (officer, second_officer):
        with_vault_key(person)
    return named(draft, officer, second_officer)


def record(tender, by, at, kind=NoticeKind.CONTRACT, number="412345", published_at=None) -> Notice:
    moment = published_at or at - HOUR
    return actions.record_notice(
        tender=tender, kind=kind, number=number, published_at=moment, by=by, at=at
    )


# --- TenderNed first ----------------------------------------------------------------------------


def test_above_the_threshold_publishing_waits_for_tenderned(reviewed, officer, at):
    with pytest.raises(Refused, match="TenderNed"):
        actions.publish_tender(tender=reviewed, by=officer, at=at)
    reviewed.refresh_from_db()
    assert reviewed.status == TenderStatus.IN_REVIEW
    record(reviewed, officer, at)
    assert actions.publish_tender(tender=reviewed, by=officer, at=at).published_at == at


def test_below_the_threshold_and_in_practice_nothing_is_asked(reviewed, at):
    assert notice_recorded(reviewed, at)
    reviewed.estimated_amount = Decimal("749999.99")
    assert notice_recorded(reviewed, at) is None
    reviewed.estimated_amount = Decimal(900_000)
    reviewed.region.is_training = True
    assert notice_recorded(reviewed, at) is None


def test_publishing_is_never_earlier_than_tenderned(reviewed, officer, at):
    record(reviewed, officer, at)
    with pytest.raises(Refused, match="TenderNed publiceert eerst"):
        actions.publish_tender(tender=reviewed, by=officer, at=at - 2 * HOUR)
    reviewed.refresh_from_db()
    assert reviewed.published_at is None


def test_the_database_refuses_it_too(reviewed, at):
    NoticeFactory(tender=reviewed, published_at=at)
    earlier = at - timedelta(seconds=1)
    with pytest.raises(DatabaseError, match="TenderNed"), transaction.atomic():
        Tender.objects.filter(pk=reviewed.pk).update(
            published_at=earlier, published_by=reviewed.created_by
        )
    Tender.objects.filter(pk=reviewed.pk).update(published_at=at, published_by=reviewed.created_by)
    with pytest.raises(DatabaseError, match="TenderNed"), transaction.atomic():
        NoticeFactory(tender=reviewed, published_at=at + HOUR)


def test_a_notice_is_recorded_with_its_number_and_moment(reviewed, officer, at):
    notice = record(reviewed, officer, at)
    assert (notice.number, notice.published_at) == ("412345", at - HOUR)
    assert (notice.recorded_at, notice.recorded_by) == (at, officer)
    assert AuditEvent.objects.filter(object_id=reviewed.pk, action="record_notice").exists()


@pytest.mark.parametrize("person", ["coordinator", "reader", "zuid_officer", "provider_user"])
def test_who_may_not_publish_records_no_notice(person, reviewed, request, at):
    with pytest.raises(Refused, match="rol"):
        record(reviewed, request.getfixturevalue(person), at)
    assert not Notice.objects.exists()


def test_a_notice_of_the_future_or_twice_is_refused_at_its_field(reviewed, officer, at):
    with pytest.raises(Refused) as refused:
        record(reviewed, officer, at, published_at=at + HOUR)
    assert refused.value.field == "published_at"
    record(reviewed, officer, at)
    with pytest.raises(Refused) as refused:
        record(reviewed, officer, at)
    assert refused.value.field == "number"
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("kind", [NoticeKind.CHANGE, NoticeKind.AWARD])
def test_a_draft_has_no_change_or_award_notice(kind, reviewed, officer, at):
    with pytest.raises(Refused) as refused:
        record(reviewed, officer, at, kind=kind)
    assert refused.value.field == "kind"


def test_after_publication_no_later_contract_notice_is_recorded(published, officer, at):
    with pytest.raises(Refused, match="TenderNed gaat voor"):
        record(published, officer, at, published_at=at)


# --- Who hears of it ----------------------------------------------------------------------------


@pytest.fixture
def schools(noord, zuid, waterveen, meerdorp):
    """Providers by why they fit, or do not."""
    cases = {
        "fits": (noord, LearningRoute.EDUCATION, waterveen),
        "other route": (noord, LearningRoute.SELF_RELIANCE, waterveen),
        "other region": (zuid, LearningRoute.EDUCATION, waterveen),
        "other gemeente": (noord, LearningRoute.EDUCATION, meerdorp),
    }
    made = {}
    for name, (region, route, gemeente) in cases.items():
        school = ProviderFactory(legal_name=f"School {name}", admitted_in=[region])
        OfferingFactory(provider=school, route=route, gemeente=gemeente)
        made[name] = school
    return made


@pytest.fixture
def served(draft, waterveen) -> Tender:
    """Each lot serves Waterveen alone."""
    for lot in draft.lots.all():
        lot.gemeenten.set([waterveen])
    return draft


def test_an_offering_fits_by_route_and_gemeente_of_one_lot(served, schools):
    assert list(actions.fitting_providers(served)) == [schools["fits"]]


def test_a_lot_without_gemeenten_serves_all_that_take_part(draft, schools):
    found = set(actions.fitting_providers(draft))
    assert found == {schools["fits"], schools["other gemeente"]}


def test_without_lots_it_fits_nobody(draft, schools):
    Lot.objects.filter(tender=draft).delete()
    assert not actions.fitting_providers(draft)


def test_publication_alerts_whom_it_fits_and_nobody_else(reviewed, schools, waterveen, officer, at):
    for lot in reviewed.lots.all():
        lot.gemeenten.set([waterveen])
    people = {name: person_of(school, Role.PROVIDER_STAFF) for name, school in schools.items()}
    record(reviewed, officer, at)
    actions.publish_tender(tender=reviewed, by=officer, at=at)
    assert "procurement.tender_fits" in told(people.pop("fits"))
    assert not any(told(person) for person in people.values())


def test_the_tab_shows_whom_it_fits_with_their_recognitions(
    served, schools, officer, coordinator, client_of
):
    url = f"{served.get_absolute_url()}?tab=publicatie"
    shown = client_of(officer).get(url).content.decode()
    assert "School fits" in shown
    assert "School other route" not in shown
    assert "School fits" not in client_of(coordinator).get(url).content.decode()


# --- Fields for TenderNed -----------------------------------------------------------------------


def test_the_fields_stand_in_order_with_a_number_only_where_it_is_sure(draft, officer, client_of):
    url = reverse("procurement:notice-fields", args=[draft.pk])
    shown = client_of(officer).get(url).content.decode()
    places = [shown.index(f">{word}<") for word in ("Procedure", "Perceel 1", "Perceel 2")]
    assert places == sorted(places)
    assert draft.reference in shown
    assert shown.count("BT-") == draft.criteria.count() == shown.count("BT-541")


def test_the_award_notice_has_the_outcome_of_each_lot(draft, officer, client_of, at):
    url = reverse("procurement:notice-fields", args=[draft.pk])
    assert client_of(officer).get(f"{url}?kind=award").status_code == 200
    assert client_of(officer).get(f"{url}?kind=onzin").status_code == 404


# --- The award notice ---------------------------------------------------------------------------


def concluded(lot: Lot, day: date) -> None:
    Lot.objects.filter(pk=lot.pk).update(concluded_on=day)


def test_the_award_notice_is_due_thirty_days_after_the_contract(published, education):
    """Art. 2.134: thirty days; 3 March + 30 is Thursday 2 April 2026."""
    concluded(education, date(2026, 3, 3))
    (due,) = actions.award_notices_due(published, on_quarter=False)
    assert (due.lot, due.limit.on) == (education, date(2026, 4, 2))
    assert "2.134" in due.limit.article


def test_bundled_it_counts_from_the_end_of_the_quarter(published, education, settings):
    """Thirty days after 31 March 2026 is Thursday 30 April."""
    concluded(education, date(2026, 2, 3))
    settings.AWARD_NOTICES_BUNDLED = True
    (due,) = actions.award_notices_due(published)
    assert due.limit.on == date(2026, 4, 30)


def test_only_social_services_are_bundled(published, education, settings):
    concluded(education, date(2026, 3, 3))
    Tender.objects.filter(pk=published.pk).update(procedure=Procedure.OPEN)
    published.refresh_from_db()
    settings.AWARD_NOTICES_BUNDLED = True
    (due,) = actions.award_notices_due(published)
    assert due.limit.on == date(2026, 4, 2)


def test_below_the_threshold_no_award_notice_is_due(published, education):
    concluded(education, date(2026, 3, 3))
    published.estimated_amount = Decimal(100_000)
    assert not list(actions.award_notices_due(published))


def test_a_notice_covers_what_was_concluded_before_it(published, education, b1, at):
    concluded(education, amsterdam(at) - timedelta(days=3))
    concluded(b1, amsterdam(at) + timedelta(days=1))
    NoticeFactory(tender=published, kind=NoticeKind.AWARD, published_at=at)
    assert [due.lot for due in actions.award_notices_due(published, on_quarter=False)] == [b1]


def test_officers_are_reminded_and_see_it_in_their_calendar(published, education, officer, reader):
    concluded(education, date(2026, 3, 3))
    zone = get_default_timezone()
    send_reminders(at=datetime(2026, 4, 1, 12, tzinfo=zone))
    assert "procurement.award_notice_due" in told(officer)
    assert "procurement.award_notice_due" not in told(reader)
    assert f"lot-{education.pk}-award-notice" in {event.uid for event in events_of(officer)}


def test_the_tab_says_until_when_the_award_is_published(published, education, officer, client_of):
    concluded(education, date(2026, 3, 3))
    url = f"{published.get_absolute_url()}?tab=publicatie"
    assert "2 apr 2026" in client_of(officer).get(url).content.decode()


# --- Answers due --------------------------------------------------------------------------------


def test_the_desk_is_reminded_of_questions_before_the_planned_answers(published, officer, at):
    planned = at + timedelta(days=2, minutes=-5)
    Tender.objects.filter(pk=published.pk).update(clarification_planned_at=planned)
    send_reminders(at=at)
    assert "procurement.answers_due" not in told(officer)
    QuestionFactory(tender=published)
    send_reminders(at=at)
    assert "procurement.answers_due" in told(officer)


# --- Rectification ------------------------------------------------------------------------------


@pytest.fixture
def small(published) -> Tender:
    """Below the threshold, so that TenderNed is not asked for."""
    Tender.objects.filter(pk=published.pk).update(estimated_amount=Decimal(500_000))
    published.refresh_from_db()
    return published


def rectify(tender, by, at, days=7, **values) -> Rectification:
    closes_at = tender.closes_at + timedelta(days=days)
    text = values.pop("text", "Perceel 2: vier in plaats van drie groepen.")
    return actions.rectify_tender(
        tender=tender, text=text, closes_at=closes_at, by=by, at=at, **values
    )


def test_a_rectification_extends_the_term_and_tells_all_those_with_a_bid_too(
    small, with_bids, officer, provider_user, other_provider_user, at
):
    before = small.closes_at
    made = rectify(small, officer, at)
    small.refresh_from_db()
    assert small.closes_at == before + timedelta(days=7)
    assert (made.closed_at_before, made.closes_at_after) == (before, small.closes_at)
    rows = Notification.objects.filter(kind="procurement.rectification")
    assert {row.user for row in rows} == {provider_user, other_provider_user}
    assert {row.created_at for row in rows} == {at}


def test_a_rectification_never_shortens(small, officer, at):
    before = small.closes_at
    with pytest.raises(Refused) as refused:
        rectify(small, officer, at, days=-1)
    assert refused.value.field == "closes_at"
    small.refresh_from_db()
    assert small.closes_at == before
    assert not Rectification.objects.exists()
    assert not Notification.objects.filter(kind="procurement.rectification").exists()


def test_the_same_deadline_may_stay(small, officer, at):
    made = rectify(small, officer, at, days=0)
    assert made.closes_at_after == made.closed_at_before


def test_the_clock_of_the_database_says_when_it_is_too_late(small, officer, at, pass_deadline):
    """`at` says that there is time, the database that there is none."""
    past = pass_deadline(small)
    with pytest.raises(Refused, match="verstreken"):
        rectify(past, officer, past.closes_at - HOUR, days=30)
    assert not Rectification.objects.exists()


def test_dates_against_the_terms_are_refused_at_their_field(small, officer, at):
    """The answers come ten days before the deadline at the latest, by the region's own rule."""
    late = small.closes_at + timedelta(days=7) - timedelta(days=3)
    with pytest.raises(Refused, match="eigen regel") as refused:
        rectify(small, officer, at, clarification_planned_at=late)
    assert refused.value.field == "clarification_planned_at"


def test_other_dates_move_along(small, officer, at):
    planned = small.closes_at - timedelta(days=4)
    rectify(small, officer, at, clarification_planned_at=planned)
    small.refresh_from_db()
    assert small.clarification_planned_at == planned


def test_above_the_threshold_tenderned_publishes_the_change_first(published, officer, at):
    with pytest.raises(Refused) as refused:
        rectify(published, officer, at)
    assert refused.value.field == "notice_number"
    rectify(published, officer, at, notice=ChangeNotice("412399", at - timedelta(minutes=5)))
    notice = published.notices.get()
    assert (notice.kind, notice.number) == (NoticeKind.CHANGE, "412399")


@pytest.mark.parametrize("person", ["coordinator", "zuid_officer", "provider_user"])
def test_who_may_not_publish_rectifies_nothing(person, small, request, at):
    with pytest.raises(Refused, match="rol"):
        rectify(small, request.getfixturevalue(person), at)
    assert not Rectification.objects.exists()


def test_a_draft_is_changed_and_not_rectified(draft, officer, at):
    with pytest.raises(Refused, match="status"):
        rectify(draft, officer, at)


def test_a_rectification_never_changes(small, officer, at):
    made = rectify(small, officer, at)
    with pytest.raises(DatabaseError, match="procurement_rectification"), transaction.atomic():
        made.delete()


def test_the_officer_rectifies_on_the_page(small, officer, client_of, provider_user):
    url = reverse("procurement:rectification-create", args=[small.pk])
    client = client_of(officer)
    assert "sluitingstijd" in client.get(url).content.decode()
    closes = (small.closes_at + timedelta(days=7)).astimezone(get_default_timezone())
    answer = client.post(
        url, {"text": "Bijlage 3 is vervangen.", "closes_at": f"{closes:%Y-%m-%dT%H:%M}"}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    shown = client_of(provider_user).get(f"{small.get_absolute_url()}?tab=publicatie")
    assert "Bijlage 3 is vervangen." in shown.content.decode()


def test_what_is_wrong_stands_at_the_field_and_what_was_typed_stays(small, officer, client_of):
    url = reverse("procurement:rectification-create", args=[small.pk])
    earlier = (small.closes_at - timedelta(days=7)).astimezone(get_default_timezone())
    answer = client_of(officer).post(
        url, {"text": "Andere eis.", "closes_at": f"{earlier:%Y-%m-%dT%H:%M}"}
    )
    assert "closes_at" in answer.context["form"].errors
    assert "Andere eis." in answer.content.decode()
