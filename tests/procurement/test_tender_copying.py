"""A tender from an earlier one: the parts come along, what happened to it does not."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from config.shared.errors import Refused
from config.shared.periods import AMSTERDAM
from procurement import actions
from procurement.comparison import differences
from procurement.enums import PriceUnit, RequirementKind, TenderStatus
from procurement.models import Lot, PriceLine, Requirement, Tender
from tests.factories.procurement import MandateFactory

PUBLISH = datetime(2027, 3, 1, 9, tzinfo=AMSTERDAM)


@pytest.fixture
def source(draft, waterveen) -> Tender:
    """With a price table, gemeenten of a lot and requirements, and a winter deadline."""
    lot = draft.lots.get(number=1)
    lot.gemeenten.set([waterveen])
    PriceLine.objects.create(
        lot=lot, number=1, description="Intake", unit=PriceUnit.HOUR, quantity=30
    )
    for number, of in ((1, None), (2, lot)):
        Requirement.objects.create(
            tender=draft, number=number, lot=of, kind=RequirementKind.MINIMUM, text=f"Eis {number}"
        )
    MandateFactory(tender=draft, gemeente=waterveen)
    published = datetime(2026, 1, 5, 9, tzinfo=AMSTERDAM)
    moments = {
        "planned_publication_at": published,
        "questions_close_at": published + timedelta(days=10),
        "closes_at": datetime(2026, 2, 14, 12, tzinfo=AMSTERDAM),
        "award_planned_on": date(2026, 3, 1),
    }
    Tender.objects.filter(pk=draft.pk).update(**moments)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def copy(source, officer, at) -> Tender:
    return actions.copy_tender(source=source, **told(), by=officer, at=at)


def told(**changes) -> dict:
    return {
        "reference": "NIEUW-1",
        "title": "Opnieuw",
        "planned_publication_at": PUBLISH,
        "first_on": date(2028, 1, 1),
        "follows": True,
        **changes,
    }


def test_the_copy_is_a_draft_with_the_same_parts(source, copy):
    assert (copy.status, copy.follows) == (TenderStatus.DRAFT, source)
    assert list(copy.gemeenten.order_by("pk")) == list(source.gemeenten.order_by("pk"))
    assert [lot.title for lot in copy.lots.order_by("number")] == ["Onderwijsroute", "B1-route"]
    assert copy.lots.get(number=1).price_lines.get().description == "Intake"
    assert copy.lots.get(number=1).gemeenten.get().name == "Waterveen"
    assert sorted(copy.criteria.values_list("weight", flat=True)) == [40, 60]


def test_a_requirement_of_one_lot_is_one_of_the_new_lot(copy):
    assert copy.requirements.get(number=2).lot == copy.lots.get(number=1)
    assert copy.requirements.get(number=1).lot is None


def test_what_was_given_for_the_earlier_tender_stays_there(copy):
    assert not copy.mandates.exists()
    assert not copy.officers.exists()
    assert not copy.panel.exists()


def test_dates_keep_their_distance_and_their_hour(copy):
    """Over the change of the clock: both deadlines are at noon."""
    assert copy.planned_publication_at == PUBLISH
    assert copy.closes_at == datetime(2027, 4, 10, 12, tzinfo=AMSTERDAM)
    assert copy.award_planned_on == date(2027, 4, 25)
    assert copy.requests_close_at is None


def test_contracts_run_as_many_months_as_they_did(copy):
    lot = copy.lots.get(number=1)
    assert (lot.first_on, lot.last_on) == (date(2028, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    ("first_on", "last_on", "expected"),
    [
        (date(2027, 1, 1), date(2027, 1, 31), date(2028, 1, 31)),
        (date(2027, 1, 1), date(2027, 2, 10), date(2028, 2, 10)),
        (date(2027, 1, 31), date(2027, 3, 30), date(2028, 2, 29)),
    ],
)
def test_a_contract_that_runs_odd_days_keeps_them(source, officer, at, first_on, last_on, expected):
    source.lots.update(first_on=first_on, last_on=last_on)
    made = actions.copy_tender(source=source, **told(), by=officer, at=at)
    assert made.lots.get(number=1).last_on == expected


def test_lots_that_begin_later_still_do(source, officer, at):
    source.lots.filter(number=2).update(first_on=date(2027, 1, 11))
    made = actions.copy_tender(source=source, **told(), by=officer, at=at)
    assert made.lots.get(number=2).first_on == date(2028, 1, 11)


def test_a_source_without_publication_gives_no_dates(source, officer, at):
    Tender.objects.filter(pk=source.pk).update(planned_publication_at=None)
    source.refresh_from_db()
    made = actions.copy_tender(source=source, **told(follows=False), by=officer, at=at)
    assert (made.closes_at, made.follows) == (None, None)


def test_a_reference_that_is_used_leaves_nothing_behind(source, officer, at):
    with pytest.raises(Refused) as refused:
        actions.copy_tender(source=source, **told(reference=source.reference), by=officer, at=at)
    assert refused.value.field == "reference"
    assert Tender.objects.count() == 1
    assert Lot.objects.count() == 2


def test_who_prepares_no_tenders_copies_none(source, coordinator, at):
    with pytest.raises(Refused, match="rol"):
        actions.copy_tender(source=source, **told(), by=coordinator, at=at)


def test_a_fresh_copy_differs_in_nothing_but_its_dates(source, copy):
    assert differences(copy, source) == []


def test_differences_are_told_in_words(source, copy):
    lot = copy.lots.get(number=1)
    Lot.objects.filter(pk=lot.pk).update(ceiling_price=Decimal("18000.5000"))
    copy.criteria.filter(kind="quality").update(name="Begeleiding")
    copy.requirements.get(number=2).delete()
    lot.price_lines.all().delete()
    said = [difference.sentence for difference in differences(copy, source)]
    assert "Perceel 1: plafondprijs was “€ 17.000,00”, is nu “€ 18.000,50”." in said
    assert "Gunningscriterium “Begeleiding”: “Begeleiding” is nieuw." in said
    assert any("Didactische aanpak" in sentence and "vervallen" in sentence for sentence in said)
    assert any(sentence.startswith("Eis 2:") for sentence in said)
    assert any("Intake (30 x" in sentence for sentence in said)


def test_the_page_makes_the_draft_and_leads_to_its_steps(source, officer, client_of):
    client = client_of(officer)
    url = reverse("procurement:tender-copy", args=[source.pk])
    assert url in client.get(source.get_absolute_url()).content.decode()
    data = told(planned_publication_at="2027-03-01T09:00", first_on="2028-01-01", follows="on")
    response = client.post(url, data)
    made = Tender.objects.get(reference="NIEUW-1")
    assert response.url == reverse("procurement:tender-update", args=[made.pk])
    differs = reverse("procurement:tender-differences", args=[made.pk])
    assert differs in client.get(made.get_absolute_url()).content.decode()
    assert "behalve de datums" in client.get(differs).content.decode()


def test_bidders_and_other_regions_copy_and_compare_nothing(copy, client_of, provider_user):
    client = client_of(provider_user)
    copying = reverse("procurement:tender-copy", args=[copy.pk])
    comparing = reverse("procurement:tender-differences", args=[copy.pk])
    assert client.get(copying).status_code == 403
    assert client.get(comparing).status_code == 404


def test_a_tender_that_follows_none_has_nothing_to_compare(source, officer, client_of):
    url = reverse("procurement:tender-differences", args=[source.pk])
    assert client_of(officer).get(url).status_code == 404
