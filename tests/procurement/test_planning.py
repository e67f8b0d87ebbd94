"""The procurement calendar: lines with budgets, the picture, and the draft that follows."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from config.shared.errors import Refused
from procurement import actions
from procurement.enums import FundingSource, PlannedStatus
from procurement.models import PlannedBudget, PlannedTender, Tender
from procurement.notices_planning import planned_events
from procurement.planning_chart import planning_chart
from procurement.workflows import PLANNED_TENDER
from tests.factories.accounts import RegionFactory
from tests.factories.planning import PlannedTenderFactory

SPUK, OTHER = FundingSource.SPUK, FundingSource.OTHER
ROWS = {"rows-INITIAL_FORMS": "0", "rows-MIN_NUM_FORMS": "0", "rows-MAX_NUM_FORMS": "100"}


@pytest.fixture
def planned(noord, officer) -> PlannedTender:
    return PlannedTenderFactory(region=noord, owner=officer, budget=Decimal("250000.00"))


def typed(officer, *rows: tuple[str, str], **changes: str) -> dict[str, str]:
    """What a browser sends."""
    data = {"title": "Z-route", "year": "2027", "owner": str(officer.pk), **ROWS, **changes}
    data["rows-TOTAL_FORMS"] = str(len(rows))
    for place, (source, amount) in enumerate(rows):
        data |= {f"rows-{place}-source": source, f"rows-{place}-amount": amount}
    return data


def test_planning_keeps_the_line_with_its_budgets(noord, officer, at):
    planned = actions.plan_tender(
        region=noord,
        budgets={SPUK: Decimal(100), OTHER: Decimal(50)},
        title="Z-route",
        year=2027,
        owner=officer,
        by=officer,
        at=at,
    )
    assert planned.status == PlannedStatus.PLANNED
    assert {row.source: row.amount for row in planned.budgets.all()} == {SPUK: 100, OTHER: 50}
    assert AuditEvent.objects.filter(action="created", by=officer).exists()


def test_who_does_not_prepare_tenders_plans_nothing(noord, officer, coordinator, at):
    with pytest.raises(Refused, match="rol"):
        actions.plan_tender(
            region=noord, budgets={}, title="X", year=2027, owner=officer, by=coordinator, at=at
        )
    assert not PlannedTender.objects.exists()


def test_the_owner_is_somebody_who_prepares_tenders(noord, officer, coordinator, at):
    with pytest.raises(Refused) as refused:
        actions.plan_tender(
            region=noord, budgets={}, title="X", year=2027, owner=coordinator, by=officer, at=at
        )
    assert refused.value.field == "owner"
    assert not PlannedTender.objects.exists()


def test_changing_replaces_the_budgets_and_says_what_they_were(planned, officer, at):
    actions.change_planned(
        planned=planned, budgets={OTHER: Decimal(10)}, title="Anders", by=officer, at=at
    )
    assert list(planned.budgets.values_list("source", "amount")) == [(OTHER, Decimal("10.00"))]
    event = AuditEvent.objects.get(action="updated")
    assert event.before["budgets"] == {"spuk": "250000.00"}
    assert event.after["title"] == "Anders"


def test_the_contract_does_not_begin_before_the_publication(planned, officer, at):
    with pytest.raises(Refused) as refused:
        actions.change_planned(
            planned=planned, budgets={}, start_on=date(2027, 2, 1), by=officer, at=at
        )
    assert refused.value.field == "start_on"
    assert PlannedBudget.objects.filter(planned=planned).count() == 1


def test_a_dropped_plan_can_be_taken_up_again_but_not_changed(planned, officer, at):
    moment = {"by": officer, "at": at}
    PLANNED_TENDER.apply(planned, "drop", **moment, reason="Geen geld.")
    with pytest.raises(Refused, match="Vervallen"):
        actions.change_planned(planned=planned, budgets={}, title="Y", **moment)
    assert PLANNED_TENDER.apply(planned, "plan_again", **moment).status == PlannedStatus.PLANNED


def test_the_draft_of_a_tender_begins_from_the_plan(planned, officer, waterveen, client_of):
    client = client_of(officer)
    url = f"{reverse('procurement:tender-create')}?planned={planned.pk}"
    assert url in client.get(planned.get_absolute_url()).content.decode()
    shown = client.get(url).context["form"].initial
    assert (shown["title"], shown["estimated_amount"]) == (planned.title, Decimal(250_000))
    data = {
        "reference": "ON-2027-01",
        "title": planned.title,
        "kind": "learning_routes",
        "cpv_code": "80580000-3",
        "estimated_amount": "250000",
        "lead_gemeente": waterveen.pk,
    }
    client.post(url, data)
    planned.refresh_from_db()
    assert planned.tender == Tender.objects.get()
    assert planned.status == PlannedStatus.STARTED
    assert url not in client.get(planned.get_absolute_url()).content.decode()


def test_the_form_plans_with_two_sources(officer, client_of):
    url = reverse("procurement:plannedtender-create")
    data = typed(officer, (SPUK, "100000,50"), (OTHER, "20000"))
    response = client_of(officer).post(url, data)
    planned = PlannedTender.objects.get()
    assert response.url == planned.get_absolute_url()
    assert sum(planned.budgets.values_list("amount", flat=True)) == Decimal("120000.50")


def test_the_form_refuses_a_source_twice_and_keeps_what_was_typed(officer, client_of):
    url = reverse("procurement:plannedtender-create")
    response = client_of(officer).post(url, typed(officer, (SPUK, "1"), (SPUK, "2")))
    assert "één keer" in response.content.decode()
    assert response.context["rows"].forms[1]["amount"].value() == "2"
    assert not PlannedTender.objects.exists()


def test_changing_a_plan_shows_its_budgets(planned, officer, client_of):
    url = reverse("procurement:plannedtender-update", args=[planned.pk])
    client = client_of(officer)
    assert client.get(url).context["rows"].initial == [
        {"source": SPUK, "amount": Decimal("250000.00")}
    ]
    client.post(url, typed(officer, (SPUK, "300000")))
    assert planned.budgets.get().amount == 300_000


def test_the_list_filters_and_adds_up_what_it_shows(planned, noord, officer, client_of):
    PlannedTenderFactory(region=noord, owner=officer, year=2028, budget=Decimal(1_000))
    client = client_of(officer)
    url = reverse("procurement:plannedtender-list")
    assert "€ 251.000,00" in client.get(url).context["total"]
    shown = client.get(url, {"year": "2028"})
    assert [row.record.year for row in shown.context["table"].rows] == [2028]
    assert shown.context["total"].startswith("€ 1.000,00")


def test_another_region_sees_nothing_of_the_calendar(planned, zuid, client_of, provider_user):
    assert not PlannedTender.objects.visible_to(provider_user).exists()
    client = client_of(provider_user)
    assert client.get(planned.get_absolute_url()).status_code == 404


def test_the_picture_of_a_year_has_a_bar_for_each_dated_plan(planned, noord, officer):
    undated = PlannedTenderFactory(region=noord, owner=officer, publication_on=None, start_on=None)
    chart = planning_chart([planned, undated], 2027)
    assert [row[0] for row in chart.rows] == [planned.title]
    assert "1 mrt 2027" in chart.title
    assert planning_chart([undated], 2027) is None


def test_the_timeline_names_what_has_no_date(planned, noord, officer, client_of):
    undated = PlannedTenderFactory(
        region=noord, owner=officer, title="Ooit", publication_on=None, start_on=None
    )
    url = reverse("procurement:plannedtender-timeline")
    response = client_of(officer).get(url, {"year": "2027"})
    assert response.context["undated"] == [undated]
    assert "<svg" in response.content.decode()


@pytest.mark.parametrize("year", ["x", "1999", "20270"])
def test_what_is_no_year_has_no_timeline(year, officer, client_of):
    url = reverse("procurement:plannedtender-timeline")
    assert client_of(officer).get(url, {"year": year}).status_code == 404


def test_planned_days_stand_in_the_calendar_of_the_regions_people(planned, officer, provider_user):
    assert {event.start for event in planned_events(officer)} == {
        date(2027, 3, 1),
        date(2027, 9, 1),
    }
    assert list(planned_events(provider_user)) == []


def test_a_plan_for_practice_says_so_in_the_calendar(officer, planned):
    planned.region.is_training = True
    planned.region.save()
    assert all(event.summary.startswith("[") for event in planned_events(officer))


def test_lists_cost_the_same_for_any_number(planned, noord, officer, client_of, query_budget):
    PlannedTenderFactory.create_batch(5, region=noord, owner=officer, budget=Decimal(1))
    client = client_of(officer)
    with query_budget("procurement:plannedtender-list"):
        client.get(reverse("procurement:plannedtender-list"))


def test_a_plan_of_another_region_starts_no_draft(officer, client_of):
    other = PlannedTenderFactory(region=RegionFactory(name="Elders"))
    url = f"{reverse('procurement:tender-create')}?planned={other.pk}"
    assert client_of(officer).get(url).status_code == 404
