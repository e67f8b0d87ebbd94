"""Tables that grow with every learner carry the indexes that are asked for, and no others."""

import pytest
from django.db import connection, models

from contracts.models import (
    CostLine,
    CostMonth,
    Delivery,
    DeliveryFinding,
    DeliveryRow,
    Placement,
    PlacementEvent,
    ProgressConversation,
)

pytestmark = [pytest.mark.django_db, pytest.mark.db]
GROWING = (
    CostLine,
    CostMonth,
    Delivery,
    DeliveryFinding,
    DeliveryRow,
    Placement,
    PlacementEvent,
    ProgressConversation,
)
NOBODY_ASKS = {"PlacementEvent.recorded_by"}
"""Relations to people who are never deleted, and of whom no page lists what they recorded."""

UNORDERED = "".join(f"SET LOCAL enable_{way} = off;" for way in ("seqscan", "bitmapscan", "sort"))
"""What reads rows in no order, or orders them afterwards: a last resort."""
COVERED = """
    WITH plain AS (
        SELECT indrelid, indexrelid, indisunique, (indkey::int2[]) AS keys
        FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
        JOIN pg_am ON pg_am.oid = relam AND amname = 'btree'
        WHERE indpred IS NULL AND indexprs IS NULL AND indrelid = ANY(%s::regclass[])
    )
    SELECT less.indexrelid::regclass::text, more.indexrelid::regclass::text
    FROM plain AS less JOIN plain AS more USING (indrelid)
    WHERE less.indexrelid <> more.indexrelid AND NOT less.indisunique
        AND less.keys[0:array_length(less.keys, 1) - 1]
            = more.keys[0:array_length(less.keys, 1) - 1]
"""


def relations():
    return [
        (model, field)
        for model in GROWING
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and f"{model.__name__}.{field.name}" not in NOBODY_ASKS
    ]


def test_no_index_is_covered_by_another():
    tables = [model._meta.db_table for model in GROWING]
    with connection.cursor() as cursor:
        cursor.execute(COVERED, [[*tables, "contracts_placementversion"]])
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    ("model", "field"), relations(), ids=lambda each: getattr(each, "__name__", None) or each.name
)
def test_what_leads_to_a_row_finds_it_by_an_index(model, field):
    """As deleting does, which must know whether anything leans on what goes."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = model._base_manager.filter(**{f"{field.name}__in": [1, 2]}).order_by().explain()
    assert "Seq Scan" not in plan
    assert f"({field.column}" in plan  # as the index's condition


def test_former_versions_are_found_by_their_row():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    versions = Placement.versions.rel.related_model.objects
    assert "Index" in versions.filter(pgh_obj=1).explain()


@pytest.mark.parametrize("field", ["contract", "gemeente", "status"])
def test_lists_are_read_in_the_order_of_an_index(field):
    with connection.cursor() as cursor:
        cursor.execute(UNORDERED)
    plan = Placement.objects.filter(**{field: 1}).order_by("-pk")[:25].explain()
    assert "Sort" not in plan
    assert "Seq Scan" not in plan
