"""Tables: order, count, columns, and what a cell shows and exports."""

from decimal import Decimal

import pytest
from django.core.paginator import EmptyPage
from django.db.models import Count
from django_tables2 import Table

from config.shared import tables
from config.shared.badges import badge_of, badge_text, states_of
from config.shared.tables import (
    BaseTable,
    CappedPaginator,
    MoneyColumn,
    break_ties,
    fetch_relations,
)
from procurement.enums import TenderStatus
from procurement.models import Lot, Tender
from tests.shared.pages import TenderTable

pytestmark = pytest.mark.django_db


def order_of(queryset) -> list[str]:
    return list(break_ties(queryset).query.order_by)


def test_the_order_ends_with_the_primary_key():
    assert order_of(Tender.objects.order_by("title")) == ["title", "-pk"]


def test_an_order_that_has_the_primary_key_stays():
    assert order_of(Tender.objects.order_by("title", "pk")) == ["title", "pk"]
    assert order_of(Tender.objects.all()) == []


def test_the_model_order_counts_as_an_order():
    assert order_of(Lot.objects.order_by("tender")) == ["tender", "-pk"]


def test_grouped_rows_have_no_primary_key_to_sort_by():
    grouped = Tender.objects.values("region").annotate(number=Count("pk")).order_by("region")

    assert order_of(grouped) == ["region"]


def test_equal_rows_keep_their_place_from_page_to_page(make_tender):
    for _number in range(9):
        make_tender(title="Gelijk")
    table = TenderTable(Tender.objects.all(), order_by="title")
    seen = []
    for number in (1, 2, 3):
        table.paginate(page=number, per_page=3)
        seen += [row.record.pk for row in table.paginated_rows]

    assert len(set(seen)) == 9


@pytest.mark.parametrize(
    ("rows", "counted", "is_capped"), [(4, 4, False), (5, 5, False), (6, 5, True)]
)
def test_counting_stops_at_the_limit(make_tender, monkeypatch, rows, counted, is_capped):
    monkeypatch.setattr(tables, "COUNT_LIMIT", 5)
    for _number in range(rows):
        make_tender()
    table = TenderTable(Tender.objects.all())

    table.paginate(per_page=2)

    assert (table.paginator.count, table.paginator.is_capped) == (counted, is_capped)


def test_no_page_lies_past_the_limit(make_tender, monkeypatch):
    monkeypatch.setattr(tables, "COUNT_LIMIT", 4)
    for _number in range(9):
        make_tender()

    with pytest.raises(EmptyPage):
        TenderTable(Tender.objects.all()).paginate(page=3, per_page=2)


def test_the_rows_are_counted_once(make_tender, django_assert_num_queries):
    make_tender()
    table = TenderTable(Tender.objects.all())
    with django_assert_num_queries(1):
        table.paginate()
        assert table.paginator.count == table.paginator.count == 1


def test_a_list_in_memory_is_paged_too():
    table = Table([{"a": 1}, {"a": 2}])
    paginator = CappedPaginator(table.rows, 1)

    assert (paginator.count, paginator.num_pages) == (2, 2)


def test_nobody_asks_for_a_page_of_a_million(make_tender):
    table = TenderTable(Tender.objects.all())

    table.paginate(per_page=1_000_000)

    assert table.paginator.per_page == tables.MAX_PER_PAGE


def test_default_columns_are_shown_until_others_are_chosen():
    standard = TenderTable(Tender.objects.none())
    chosen = TenderTable(Tender.objects.none(), shown=["title", "bestaat-niet"])

    assert [column.name for column in standard.columns] == list(TenderTable.default_columns)
    assert [column.name for column in chosen.columns] == ["title"]


def test_choosing_only_unknown_columns_shows_the_default():
    table = TenderTable(Tender.objects.none(), shown=["bestaat-niet"])

    assert [column.name for column in table.columns] == list(TenderTable.default_columns)


def test_the_choice_names_every_column():
    choices = TenderTable(Tender.objects.none()).choices

    assert [(name, shown) for name, _label, shown in choices][-2:] == [
        ("standstill_days", False),
        ("status", True),
    ]


def test_a_card_is_headed_by_the_telling_columns():
    class Plain(BaseTable):
        class Meta:
            model = Tender
            fields = ("title", "region", "status")

    assert TenderTable(Tender.objects.none()).telling_names == ["reference", "status"]
    assert Plain(Tender.objects.none()).telling_names == ["title", "region"]


def test_visible_relations_are_fetched_along(make_tender, django_assert_num_queries):
    make_tender()
    rows = fetch_relations(Tender.objects.all(), ["region__name", "gemeenten", "title", "pk"])

    with django_assert_num_queries(2):
        for tender in rows:
            assert tender.region.name
            assert list(tender.gemeenten.all()) == []


def test_a_hidden_relation_is_not_fetched():
    hidden = TenderTable(Tender.objects.all(), shown=["title"])
    shown = TenderTable(Tender.objects.all(), shown=["region"])

    assert not hidden.data.data.query.select_related
    assert shown.data.data.query.select_related == {"region": {}}


def cell(column: str, **fields) -> str:
    table = TenderTable([Tender(**fields)])
    return str(table.rows[0].get_cell(column))


def test_cells_read_as_a_person_writes():
    assert cell("estimated_amount", estimated_amount=Decimal("1234.5")) == "€ 1.234,50"
    assert cell("closes_at", closes_at=None) == "–"
    assert str(TenderStatus.DRAFT.label) in cell("status", status="draft")


def test_unit_prices_keep_the_places_they_need():
    column = MoneyColumn(places=4)

    assert column.render(Decimal("12.3400")) == "€ 12,34"
    assert column.render(Decimal("11234.5678")) == "€ 11.234,5678"


def test_export_gives_bare_values(make_tender):
    tender = make_tender()
    table = TenderTable(
        Tender.objects.all(), shown=["region", "estimated_amount", "closes_at", "status"]
    )

    (row,) = table.export_rows()

    assert row == (
        str(tender.region),
        Decimal("1234.00"),
        tender.closes_at,
        TenderStatus.DRAFT.label,
    )


def test_a_badge_has_a_word_and_an_icon():
    html = badge_of(Tender(status="withdrawn"))

    assert str(TenderStatus.WITHDRAWN.label) in html
    assert 'class="status status-wrong"' in html
    assert 'aria-hidden="true"' in html


def test_a_tone_that_does_not_exist_is_a_mistake():
    with pytest.raises(KeyError):
        badge_text("kleurig", "paars")


def test_the_enum_of_a_field_is_found_among_the_workflows():
    assert states_of(Tender._meta.get_field("status")) is TenderStatus
    with pytest.raises(LookupError, match="pass states="):
        states_of(Tender._meta.get_field("procedure"))
