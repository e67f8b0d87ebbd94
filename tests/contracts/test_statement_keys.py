"""Keys that are held by statement guarantee what a foreign key does, whichever way rows come."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy

import pytest
from django.apps import apps
from django.db import IntegrityError, NotSupportedError, connection, models, transaction
from django.db.models import Max, ProtectedError

from contracts.models import Delivery, DeliveryRow, Placement, PlacementEvent
from tests.contracts.conftest import AT
from tests.factories.contracts import CourseGroupFactory, PlacementFactory
from tests.factories.covenants import LearnerFactory
from tests.factories.seats import IntakeLineFactory

pytestmark = [pytest.mark.django_db, pytest.mark.db]
NOBODY = 2**40
"""An id that no row has."""
MANY = 300

HELD = """
    SELECT tgname, string_to_array(encode(tgargs, 'escape'), '\\000'), tgrelid::regclass::text,
        tgdeferrable AND tginitdeferred
    FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE proname = 'refuse_orphans' AND tgenabled = 'O'
"""


def held_fields() -> list[tuple[type[models.Model], models.ForeignKey]]:
    """Relations that the database does not hold row by row; former versions point at anything."""
    return [
        (model, field)
        for model in apps.get_models()
        if not hasattr(model, "pgh_tracked_model")
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and not field.db_constraint
    ]


def each(fields: list[tuple[type[models.Model], models.ForeignKey]]) -> pytest.MarkDecorator:
    names = [f"{model.__name__}-{field.name}" for model, field in fields]
    return pytest.mark.parametrize(("model", "field"), fields, ids=names)


each_key = each(held_fields())


def name_of(field: models.ForeignKey) -> str:
    return f"{field.model._meta.db_table}_{field.column}_fk"


@pytest.fixture
def delivery(contract) -> Delivery:
    return Delivery.objects.create(
        contract=contract,
        provider=contract.provider,
        file="juni.csv",
        filename="juni.csv",
        sha256="0" * 64,
        size=1,
        received_at=AT,
    )


@pytest.fixture
def child_of(contract, line, delivery, waterveen, coordinator) -> Callable[..., models.Model]:
    """A row in which the field is filled."""

    def made(field: models.ForeignKey) -> models.Model:
        if field.name == "covenant_party":
            return LearnerFactory()
        placement = PlacementFactory(
            capacity_line=line,
            intake_line=IntakeLineFactory(contract=contract),
            course_group=CourseGroupFactory(line=line),
            gemeente=waterveen,
            delivery=delivery,
        )
        if field.model is Placement:
            return placement
        if field.model is DeliveryRow:
            return DeliveryRow.objects.create(delivery=delivery, row_number=1, kind="new")
        facts = {"target": "started", "on": AT.date(), "recorded_at": AT}
        return PlacementEvent.objects.create(
            placement=placement, delivery=delivery, recorded_by=coordinator, **facts
        )

    return made


@contextmanager
def refused(field: models.ForeignKey) -> Iterator[None]:
    """What is done here is refused as by a foreign key of that name."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    diagnosis = caught.value.__cause__.diag
    assert (diagnosis.sqlstate, diagnosis.constraint_name) == ("23503", name_of(field))
    assert diagnosis.table_name == field.model._meta.db_table


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def astray(row: models.Model, field: models.ForeignKey, number: int = 1) -> models.Model:
    """The same row once more, under another number, that names nobody."""
    stray = copy(row)
    stray.pk = None
    setattr(stray, field.column, NOBODY)
    if isinstance(row, DeliveryRow):
        stray.row_number += number
    if isinstance(row, Placement):
        stray.reference = f"ZWERF-{number}"
    return stray


def by_copy(row: models.Model) -> None:
    """COPY of the columns of a row that is not saved."""
    values = {
        field.column: field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    names = ", ".join(f'"{name}"' for name in values)
    statement = f"COPY {row._meta.db_table} ({names}) FROM STDIN"
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as lines,
    ):
        lines.write_row(tuple(values.values()))


def test_the_database_holds_what_the_models_say():
    with connection.cursor() as cursor:
        cursor.execute(HELD)
        found = {
            (name, tuple(filter(None, arguments)), parent, deferred)
            for name, arguments, parent, deferred in cursor.fetchall()
        }
    wanted = set()
    for model, field in held_fields():
        name, parent = name_of(field), field.related_model._meta.db_table
        arguments = (model._meta.db_table, field.column, name)
        wanted |= {(name, arguments, parent, True), (f"{name}_all", arguments, parent, False)}
    assert found == wanted


@each_key
def test_who_names_nobody_is_refused_at_once(child_of, model, field):
    row = child_of(field)
    with refused(field):
        astray(row, field).save(force_insert=True)
    with refused(field):
        model.objects.bulk_create([astray(row, field, number) for number in range(1, 4)])
    with refused(field):
        by_copy(astray(row, field))
    with refused(field):
        model.objects.filter(pk=row.pk).update(**{field.column: NOBODY})
    assert getattr(model.objects.get(), field.column) == getattr(row, field.column)


@each_key
def test_one_among_many_is_found(child_of, model, field):
    row = child_of(field)
    right = [astray(row, field, number) for number in range(1, 4)]
    for copied in right:
        setattr(copied, field.column, getattr(row, field.column))
    with refused(field):
        model.objects.bulk_create([*right, astray(row, field, 9)])
    model.objects.bulk_create(right)
    pks = list(model.objects.values_list("pk", flat=True))
    strays = models.Case(
        models.When(pk=max(pks), then=NOBODY),
        default=models.F(field.column),
        output_field=models.BigIntegerField(),
    )
    with refused(field):
        model.objects.filter(pk__in=pks).update(**{field.column: strays})


@each([(model, field) for model, field in held_fields() if field.null])
def test_nothing_is_a_parent_too(child_of, model, field):
    row = child_of(field)
    if model is Placement:  # of some the columns belong together
        run("ALTER TABLE contracts_placement DROP CONSTRAINT placement_under_contract_or_covenant")
        run("DROP TRIGGER contracts_tally_update ON contracts_placement")
    model.objects.filter(pk=row.pk).update(**{field.column: None})
    assert getattr(model.objects.get(), field.column) is None


@each_key
def test_a_parent_stays_while_a_child_stands(child_of, model, field):
    row = child_of(field)
    parent, pk = field.related_model._meta.db_table, getattr(row, field.column)
    with refused(field):
        run(f"DELETE FROM {parent} WHERE id = %s", pk)
        run(f"SET CONSTRAINTS {name_of(field)} IMMEDIATE")
    with refused(field):
        run(f"UPDATE {parent} SET id = %s WHERE id = %s", NOBODY, pk)
        run(f"SET CONSTRAINTS {name_of(field)} IMMEDIATE")
    if model is not DeliveryRow:  # which goes with its delivery
        with pytest.raises(ProtectedError):
            field.related_model._base_manager.get(pk=pk).delete()


@each_key
def test_a_child_may_go_after_its_parent(child_of, model, field):
    row = child_of(field)
    parent, pk = field.related_model._meta.db_table, getattr(row, field.column)
    PlacementEvent.objects.exclude(pk=row.pk).delete()
    run(f"DELETE FROM {parent} WHERE id = %s", pk)
    run(f"DELETE FROM {model._meta.db_table} WHERE id = %s", row.pk)
    run(f"SET CONSTRAINTS {name_of(field)} IMMEDIATE")
    transaction.set_rollback(True)  # others lean on that parent


def test_a_parent_that_comes_back_was_never_gone(child_of):
    row = child_of(DeliveryRow._meta.get_field("delivery"))
    run("CREATE TEMPORARY TABLE kept ON COMMIT DROP AS SELECT * FROM contracts_delivery")
    run("DELETE FROM contracts_delivery")
    run("INSERT INTO contracts_delivery SELECT * FROM kept")
    run("SET CONSTRAINTS ALL IMMEDIATE")
    assert row.delivery.rows.get() == row


def test_a_parent_and_its_child_come_in_one_statement(delivery, child_of):
    row = child_of(DeliveryRow._meta.get_field("delivery"))
    columns = ", ".join(
        f'"{field.column}"' for field in Delivery._meta.concrete_fields if not field.primary_key
    )
    run(
        f"WITH made AS (INSERT INTO contracts_delivery ({columns}) SELECT {columns}"
        " FROM contracts_delivery WHERE id = %s RETURNING id)"
        " INSERT INTO contracts_deliveryrow (delivery_id, row_number, kind, reference, changes)"
        " SELECT id, 1, 'new', '', '{}' FROM made",
        row.delivery_id,
    )
    newest = Delivery.objects.aggregate(newest=Max("pk"))["newest"]
    assert DeliveryRow.objects.get(delivery=newest).row_number == 1


def test_a_table_of_parents_is_not_emptied_from_under_its_children(child_of):
    field = DeliveryRow._meta.get_field("delivery")
    child_of(field)
    tables = "contracts_delivery, contracts_deliveryfinding, contracts_datatask"
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic():
        run(f"TRUNCATE {tables} CASCADE")
    run(f"TRUNCATE {tables}, contracts_deliveryrow, contracts_placement CASCADE")
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("way", ["DELETE FROM", "TRUNCATE"])
@pytest.mark.django_db(transaction=True)
def test_parents_do_not_go_by_a_snapshot(delivery, way):
    """It would not show a child that came after it was taken."""
    emptied = f"{way} contracts_delivery {'CASCADE' if way == 'TRUNCATE' else ''}"
    with pytest.raises(NotSupportedError, match="READ COMMITTED"), transaction.atomic():
        run(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; {emptied}")
    assert Delivery.objects.get() == delivery


def looked_into(*names: str) -> dict[str, int]:
    """How often this transaction looked into each of the indexes and tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, pg_stat_get_xact_numscans(name::regclass::oid)"
            " FROM unnest(%s::text[]) AS name",
            [list(names)],
        )
        return dict(cursor.fetchall())


MANY = 300
INDEXES = [index for index in (each.name for each in Placement._meta.indexes) if "gin" not in index]


@pytest.mark.django_db(transaction=True)  # emptied at its end: what was counted goes with the rows
@pytest.mark.parametrize("state", ["was emptied", "held one"])
def test_parents_are_found_by_their_id_whatever_the_statistics_say(child_of, state):
    """A table that was counted as empty, or as one row, just before many came."""
    first = child_of(PlacementEvent._meta.get_field("placement")).placement
    if state == "was emptied":
        PlacementEvent.objects.all().delete()
        Placement.objects.all().delete()
    run("ANALYZE contracts_placement")
    rows = [copy(first) for _number in range(MANY)]
    for number, row in enumerate(rows):
        row.pk, row.reference = None, f"VEEL-{number}"
    rows = Placement.objects.bulk_create(rows)
    by_id = "contracts_placement_pkey"
    names = ["contracts_placement", by_id, *(index.name for index in Placement._meta.indexes)]
    before = looked_into(*names)
    PlacementEvent.objects.bulk_create(
        PlacementEvent(placement=row, target="started", on=AT.date(), recorded_at=AT)
        for row in rows
    )
    after = looked_into(*names)
    assert {name: after[name] - before[name] for name in names if after[name] > before[name]} == {
        by_id: 2 * MANY  # whose it is, and once more to lock it
    }


def locked() -> int:
    """How many placements somebody has locked or changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM contracts_placement WHERE xmax <> 0")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_parents_are_locked_unless_nobody_else_can_know_them(child_of):
    first = child_of(PlacementEvent._meta.get_field("placement")).placement
    alone = {"target": "started", "on": AT.date(), "recorded_at": AT}
    with transaction.atomic():
        Placement.objects.filter(pk=first.pk).update(status_reason="")
        own = copy(first)
        own.pk, own.reference = None, "EIGEN"
        own.save(force_insert=True)
        before = locked()
        PlacementEvent.objects.create(placement=own, **alone)
        assert locked() == before
    PlacementEvent.objects.create(placement=own, **alone)
    assert locked() == before + 1
