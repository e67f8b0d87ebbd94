"""Filters: the search box, and the active ones in words."""

from datetime import date

import django_filters
import pytest
from django.http import QueryDict

from config.shared.filters import BaseFilterSet
from procurement.enums import TenderStatus
from procurement.models import Tender
from tests.shared.pages import TenderFilterSet

pytestmark = pytest.mark.django_db


class WideFilterSet(BaseFilterSet):
    search_fields = ("title",)
    closes = django_filters.DateFromToRangeFilter("closes_at", label="Sluit")
    urgent = django_filters.BooleanFilter(
        "closes_at", lookup_expr="isnull", label="Zonder sluiting"
    )

    class Meta:
        model = Tender
        fields = ("region", "lead_gemeente", "procedure")


def filtered(query: str, kind: type[BaseFilterSet] = TenderFilterSet) -> BaseFilterSet:
    return kind(QueryDict(query), queryset=Tender.objects.all())


def test_every_word_must_stand_somewhere(make_tender):
    evening = make_tender(reference="WL-1", title="B1 avond")
    make_tender(reference="WL-2", title="B1 dag")

    assert list(filtered("q=avond wl-1").qs) == [evening]
    assert list(filtered("q=avond wl-2").qs) == []
    assert filtered("q=").qs.count() == 2


def test_the_search_box_stands_apart_from_the_folded_fields():
    names = [field.name for field in filtered("").folded_fields]

    assert names == ["status", "region", "lead_gemeente"]


def test_an_active_filter_is_told_in_words(make_tender, noord):
    make_tender()
    found = filtered(f"region={noord.pk}&status=draft&q=b1").active

    texts = [each.text for each in found]

    assert texts == [TenderStatus.DRAFT.label, "Noord", "b1"]


def test_taking_one_filter_off_keeps_the_rest_and_goes_to_page_one(make_tender):
    make_tender()
    (only,) = filtered("status=draft&sort=title&page=3").active

    assert only.query == "sort=title"


def test_a_range_is_told_and_taken_off_as_one(make_tender):
    make_tender()
    query = "closes_after=2026-12-01&closes_before=2026-12-31&q=b1"
    found = {each.text: each.query for each in filtered(query, WideFilterSet).active}

    assert found["1 dec 2026 – 31 dec 2026"] == "q=b1"
    assert len(found) == 2


def test_an_open_range_says_where_it_ends():
    (days,) = filtered("closes_after=2026-12-01", WideFilterSet).active

    assert days.text == "1 dec 2026 – …"


def test_yes_and_no_are_words():
    (yes,) = filtered("urgent=true", WideFilterSet).active
    (no,) = filtered("urgent=false", WideFilterSet).active

    assert (yes.text, no.text) == ("Ja", "Nee")


def test_no_filter_is_active_without_a_query_or_with_a_wrong_one():
    assert filtered("").active == []
    assert filtered("status=bestaat-niet").active == []


def test_an_empty_choice_reads_as_all():
    assert ">Alle<" in str(filtered("").form["status"])
    assert ">Alle<" in str(filtered("").form["region"])


def test_days_use_the_browsers_picker():
    assert 'type="date"' in str(filtered("", WideFilterSet).form["closes"])


def test_a_chosen_day_is_kept_in_the_picker():
    form = filtered(f"closes_after={date(2026, 12, 1)}", WideFilterSet).form

    assert 'value="2026-12-01"' in str(form["closes"])
