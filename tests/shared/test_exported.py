"""What an export takes from a table: the same values as its cells, without a model for each row."""

from decimal import Decimal

import pytest
from django.db.models import Count
from django.db.models.functions import Lower
from django_tables2.rows import BoundRow

from config.shared import exported
from config.shared.exported import plain
from config.shared.tables import BaseTable, Column, MoneyColumn, StatusColumn
from procurement.enums import TenderStatus
from procurement.models import Tender

pytestmark = pytest.mark.django_db


class Words(BaseTable):
    """Every way in which a cell may come about."""

    former = Column(accessor="follows__title", empty_values=())
    follows = Column()
    region = Column()
    low = Column(accessor="low")
    shout = Column(accessor="title")
    estimated_amount = MoneyColumn()
    status = StatusColumn()

    class Meta:
        model = Tender
        fields = ("reference", "description")

    def value_shout(self, value: str) -> str:
        return value.upper()


class Records(Words):
    """Columns that need the row itself, or what the table alone can find."""

    own = Column(accessor="title")
    told = Column(accessor="title")
    property = Column(accessor="get_absolute_url", verbose_name="url")

    def render_own(self, record: Tender) -> str:
        return f"{record.reference} {record.title}"

    def render_told(self, value: str, bound_row: BoundRow) -> str:
        return f"{value}: {bound_row.record.pk}"


def told(table_class, data) -> list[tuple]:
    """The rows of the export, which are those of the cells."""
    rows = list(table_class(data).export_rows())
    table = table_class(data)
    table.settle_order()
    names = [column.name for column in table.columns]
    assert rows == [tuple(plain(row.get_cell_value(name)) for name in names) for row in table.rows]
    return rows


@pytest.fixture
def tenders(make_tender):
    former = make_tender(title="Een", description="")
    make_tender(title="Twee", description="=1", follows=former)
    return Tender.objects.annotate(low=Lower("title"))


def test_values_are_those_of_the_cells(tenders):
    first, second = told(Words, tenders.order_by("pk"))
    assert first[0:5] == (first[0], None, None, None, first[4])
    assert second[1:] == (
        "=1",
        "Een",
        str(tenders.get(title="Een")),
        str(tenders[0].region),
        "twee",
        "TWEE",
        Decimal("2468.00"),
        TenderStatus.DRAFT.label,
    )


def test_columns_that_need_the_row_are_asked_row_by_row(tenders):
    rows = told(Records, tenders.order_by("pk"))
    second = tenders.get(title="Twee")
    assert rows[1][-3:] == (
        f"{second.reference} Twee",
        f"Twee: {second.pk}",
        second.get_absolute_url(),
    )


@pytest.mark.parametrize(
    "reshaped",
    [
        lambda rows: rows.distinct(),
        list,
        lambda rows: rows.prefetch_related("lots"),
        lambda rows: rows.annotate(number=Count("lots")).filter(number=0),
    ],
    ids=["distinct", "a list", "prefetched", "counted"],
)
def test_rows_stay_as_many_whatever_they_come_from(tenders, reshaped):
    assert len(told(Words, reshaped(tenders.order_by("pk")))) == 2


def test_equal_rows_are_all_exported(make_tender):
    class Titles(BaseTable):
        class Meta:
            model = Tender
            fields = ("title",)

    for _number in range(3):
        make_tender(title="Gelijk")
    assert told(Titles, Tender.objects.distinct()) == [("Gelijk",)] * 3


def test_many_rows_ask_no_more_than_few(
    tenders, make_tender, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(exported, "CHUNK", 2)
    for _number in range(5):
        make_tender(follows=tenders.get(title="Een"))
    with django_assert_num_queries(3):  # the rows, what one follows and their region
        assert len(list(Words(tenders).export_rows())) == 7
