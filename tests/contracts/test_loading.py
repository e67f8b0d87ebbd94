"""Columns loaded by COPY arrive whole, in order, and before anything else is asked."""

import pytest
from django.db import IntegrityError, connection, transaction

from contracts.imports.loading import loading, numbers
from contracts.models import DeliveryRow
from tests.contracts.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.db]
AWKWARD = ["a\tb", "c\\d", "e\nf", "\\N", "", "g\rh"]


@pytest.fixture
def delivery(contract):
    return contract.deliveries.create(
        provider=contract.provider, file="a.csv", filename="a.csv", size=1, received_at=AT
    )


@pytest.fixture
def columns_of(delivery):
    """The columns of as many rows of a delivery as there are references."""

    def made(references, first=1, kind="new"):
        return {
            "delivery_id": str(delivery.pk),
            "row_number": numbers(range(first, first + len(references))),
            "kind": kind,
            "reference": references,
            "changes": "{}",
        }

    return made


def references():
    return list(DeliveryRow.objects.order_by("row_number").values_list("reference", flat=True))


def test_one_load_follows_another(columns_of):
    with loading() as loads:
        for first in (1, 4, 7):
            loads.load("contracts_deliveryrow", columns_of([f"{first}", "x", "y"], first))
    assert references() == ["1", "x", "y", "4", "x", "y", "7", "x", "y"]


def test_texts_arrive_as_they_are(columns_of):
    with loading() as loads:
        loads.load("contracts_deliveryrow", columns_of(AWKWARD))
    assert references() == AWKWARD


def test_any_other_statement_sees_what_was_loaded(columns_of):
    with loading() as loads:
        loads.load("contracts_deliveryrow", columns_of(["a"]))
        assert references() == ["a"]
        loads.load("contracts_deliveryrow", columns_of([], 2))
        assert references() == ["a"]


def test_a_column_without_any_text_is_empty(contract):
    with connection.cursor() as cursor, loading() as loads:
        cursor.execute("CREATE TEMPORARY TABLE loaded (one text, other text) ON COMMIT DROP")
        loads.load("loaded", {"one": ["a", None], "other": [None, None]})
        cursor.execute("SELECT one, other FROM loaded ORDER BY one")
        assert cursor.fetchall() == [("a", None), (None, None)]


@pytest.mark.parametrize("then", ["the end", "a statement", "a load"])
def test_a_refusal_shows_at_what_comes_next(columns_of, then):
    def refused():
        with transaction.atomic(), loading() as loads:
            loads.load("contracts_deliveryrow", columns_of(["a"], kind="mended"))
            if then == "a statement":
                references()
            if then == "a load":
                loads.load("contracts_deliveryrow", columns_of(["b"], 2))

    with pytest.raises(IntegrityError, match="kind_known"):
        refused()
    assert references() == []


def test_what_goes_wrong_meanwhile_undoes_the_load(columns_of):
    def stopped():
        with transaction.atomic(), loading() as loads:
            loads.load("contracts_deliveryrow", columns_of(["a"] * 1_000))
            raise LookupError

    with pytest.raises(LookupError):
        stopped()
    assert references() == []
