"""The API's schema of a row, the sheet's declaration and the pipeline say the same."""

import jsonschema
import pytest
from django.utils import translation
from django.utils.text import capfirst
from drf_spectacular.generators import SchemaGenerator

from config.shared.api.names import camel, snake
from config.shared.columns import Boolean, Choice, Column, Date, Decimal, Integer, Sheet, Text
from contracts.api.schemas import column_of, example_of, misshapen, row_fields
from contracts.imports import PLACEMENTS
from tests.support.calls import json_row


@pytest.fixture(scope="module")
def schemas() -> dict:
    """The components of the OpenAPI document."""
    document = SchemaGenerator().get_schema(request=None, public=True)
    return document["components"]["schemas"]


def facts(column: Column) -> dict:
    """What the schema must say of a column."""
    match column.kind:
        case Choice(pairs=pairs):
            return {"type": "string", "enum": [code for code, _label in pairs]}
        case Date():
            return {"type": "string", "format": "date"}
        case Decimal(minimum=least, maximum=most):
            return {"type": "number", "minimum": least, "maximum": most}
        case Text(max_length=length):
            return {"type": "string", "maxLength": length}
    raise AssertionError(f"{column.name}: a kind that the test does not know")


@pytest.mark.parametrize("name", ["RowRequest", "NewPlacementRequest"])
def test_a_row_has_the_members_of_the_sheet(schemas, name):
    members = schemas[name]["properties"]
    for column in PLACEMENTS.columns:
        member, wanted = members[camel(column.name)], facts(column)
        if not column.required:
            wanted["nullable"] = True
            if "enum" in wanted:
                wanted["enum"].append(None)
        assert {key: member.get(key) for key in wanted} == wanted, column.name
        assert capfirst(str(column.label)) in member["description"]
        assert str(column.help) in member["description"]
    required = {camel(column.name) for column in PLACEMENTS.columns if column.required}
    assert required <= set(schemas[name]["required"]) <= required | {"contract"}


def test_a_change_may_leave_out_everything_and_names_no_reference(schemas):
    members = schemas["PatchedPlacementChangeRequest"]["properties"]
    columns = {camel(column.name) for column in PLACEMENTS.columns}
    assert columns - members.keys() == {"reference"}
    assert "required" not in schemas["PatchedPlacementChangeRequest"]


def test_a_placement_is_shown_with_every_column(schemas):
    shown = schemas["Placement"]
    assert {camel(column.name) for column in PLACEMENTS.columns} <= set(shown["required"])


def test_the_example_is_a_row_by_the_schema_and_by_the_pipeline(schemas):
    example = example_of(PLACEMENTS)
    jsonschema.validate(example, schemas["RowRequest"], format_checker=jsonschema.FormatChecker())
    assert misshapen([example, json_row()], PLACEMENTS)[0].code == "uneven"
    assert misshapen([example], PLACEMENTS) == []
    for column in PLACEMENTS.columns:
        if column.example and isinstance(column.kind, Choice | Text):
            text = example[camel(column.name)]
            assert column.kind.read(text) == text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_finding_names_the_member_whatever_language_it_was_found_in(language):
    with translation.override(language):
        headers = {column.name: str(column.label) for column in PLACEMENTS.columns}
    for name, header in headers.items():
        assert column_of(PLACEMENTS, header) == camel(name)
        assert snake(camel(name)) == name
    assert column_of(PLACEMENTS, "") == column_of(PLACEMENTS, "Iets anders") == ""


SHEET = Sheet(
    name="sample",
    title="Sample",
    version=1,
    columns=(
        Column("name", "name", Text(5), required=True),
        Column("is_new", "is new", Boolean()),
        Column("number", "number", Integer(minimum=1)),
        Column("hours", "hours", Decimal()),
        Column("on", "on", Date()),
    ),
)


@pytest.mark.parametrize(
    ("member", "good", "bad"),
    [
        ("name", ["", "a"], [1, True, ["a"], {}]),
        ("isNew", [True, False], ["ja", 1, 0]),
        ("number", [1, -3], [1.5, "1", True]),
        ("hours", [1, 1.5], ["1,5", False, []]),
        ("on", ["2026-01-01", "gisteren"], [20260101]),
    ],
)
def test_a_member_has_one_json_type_and_its_value_is_for_the_pipeline(member, good, bad):
    for value in [*good, *([] if member == "name" else [None])]:
        assert misshapen([{"name": "x", member: value}], SHEET) == [], value
    for value in bad:
        (fault,) = misshapen([{"name": "x", member: value}], SHEET)
        assert (fault.field, fault.code, fault.row) == (member, "type", 1), value


def test_each_kind_of_cell_has_its_field():
    fields = row_fields(SHEET)
    assert [type(field).__name__ for field in fields.values()] == [
        "CharField",
        "BooleanField",
        "IntegerField",
        "NumberField",
        "DateField",
    ]
    assert fields["hours"].to_representation("120.50") == 120.5
    assert repr(fields["hours"].to_representation("120.00")) == "120"


def test_no_more_faults_are_told_than_anyone_reads():
    assert len(misshapen([{}] * 5_000, SHEET)) == 1_000
