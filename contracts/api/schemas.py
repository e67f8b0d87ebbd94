"""The rows of a sheet as JSON: members, kinds and examples follow from the sheet's declaration."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal as Number
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from rest_framework import serializers

from config.shared.api.names import camel
from config.shared.api.problems import Fault
from config.shared.columns import Boolean, Choice, Column, Date, Decimal, Integer, Kind, Sheet, Text
from config.shared.sheets.words import plain

MOST_FAULTS = 1_000
"""Of rows that are not even shaped as rows, no more than these are told at once."""

JSON_TYPES = ((Boolean, "boolean"), (Integer, "integer"), (Decimal, "number"), (Kind, "string"))
"""By kind of cell; the first that fits."""
PYTHON_TYPES = {"boolean": bool, "integer": int, "number": int | float, "string": str}


class NumberField(serializers.DecimalField):
    """A count of hours or the like: a JSON number, where amounts of money are text."""

    def to_representation(self, value: Any) -> Any:
        """120.5; whole numbers without a point."""
        number = Number(value)
        return int(number) if number == number.to_integral_value() else float(number)


def field_of(column: Column, **options: Any) -> serializers.Field:
    """The member of a row that fills `column`, as the API documents and shows it."""
    facts: dict[str, Any] = {
        "required": column.required,
        "allow_null": not column.required,
        "label": str(column.label),
        "help_text": _explained(column),
        **options,
    }
    match column.kind:
        case Boolean():
            return serializers.BooleanField(**facts)
        case Choice(pairs=pairs):
            choices = [(code, str(label)) for code, label in pairs]
            return serializers.ChoiceField(choices, **facts)
        case Date():
            return serializers.DateField(**facts)
        case Decimal(places=places, minimum=least, maximum=most):
            facts |= {"min_value": least, "max_value": most, "coerce_to_string": False}
            return NumberField(max_digits=18, decimal_places=places, **facts)
        case Integer(minimum=least, maximum=most):
            return serializers.IntegerField(min_value=least, max_value=most, **facts)
        case Text(max_length=length):
            return serializers.CharField(max_length=length, **facts)
    raise TypeError(f"{column.name} holds a kind of cell that the API does not know.")


def _explained(column: Column) -> str:
    """Its label, its help, and what its codes mean."""
    parts = [f"{capfirst(str(column.label))}.", str(column.help)]
    if isinstance(column.kind, Choice) and not isinstance(column.kind, Boolean):
        parts.append(", ".join(f"{code}: {label}" for code, label in column.kind.pairs) + ".")
    return " ".join(part for part in parts if part)


def example_of(sheet: Sheet) -> dict[str, Any]:
    """A row as it may be sent: the examples of the columns, in the form that the API speaks."""
    filled = (column for column in sheet.columns if column.example)
    return {camel(column.name): _spoken(column) for column in filled}


def _spoken(column: Column) -> Any:
    canonical = column.kind.read(str(column.example))
    return float(canonical) if isinstance(column.kind, Decimal) else canonical


def column_of(sheet: Sheet, header: str) -> str:
    """The member that a finding is about, by the header it names; empty for none of ours."""
    column = sheet.by_spelling.get(plain(header)) if header else None
    return camel(column.name) if column else ""


def row_fields(sheet: Sheet, **options: Any) -> dict[str, serializers.Field]:
    """The members of a row that is sent, by name."""
    return {camel(column.name): field_of(column, **options) for column in sheet.columns}


def shown_fields(sheet: Sheet, sources: Mapping[str, str]) -> dict[str, serializers.Field]:
    """The members of a row that is shown; `sources` names attributes called otherwise."""
    fields = {}
    for column in sheet.columns:
        name, source = camel(column.name), sources.get(column.name, column.name)
        named = {} if source == name else {"source": source}
        fields[name] = field_of(column, read_only=True, required=False, **named)
    return fields


# --- The shape of what was sent: that the values are right is for the pipeline to say ----------


def misshapen(rows: Sequence[object], sheet: Sheet) -> list[Fault]:
    """What keeps `rows` from being read as rows of `sheet`, each fault by row and member."""
    members = {camel(column.name): column for column in sheet.columns}
    uneven = _uneven(rows)
    found: list[Fault] = []
    for number, row in enumerate(rows, 1):
        found.extend(_faults(number, row, members, uneven))
        if len(found) >= MOST_FAULTS:
            break
    return found[:MOST_FAULTS]


def _uneven(rows: Iterable[object]) -> set[str]:
    """Members that some rows have and others lack: empty, or to be left alone?"""
    keys = [set(row) for row in rows if isinstance(row, Mapping)]
    return set.union(*keys) - set.intersection(*keys) if keys else set()


def _faults(
    number: int, row: object, members: Mapping[str, Column], uneven: set[str]
) -> Iterator[Fault]:
    if not isinstance(row, Mapping):
        yield Fault(_("A row is an object with members."), code="not_an_object", row=number)
        return
    for name in sorted(row.keys() - members.keys()):
        remedy = _("Leave it out; the members are: %(names)s.") % {"names": ", ".join(members)}
        yield Fault(_("A row has no such member."), name, "unknown_member", number, remedy)
    for name, column in members.items():
        if column.required and row.get(name) is None:
            yield Fault(_("This member is required."), name, "missing", number)
        elif name in uneven and name not in row:
            remedy = _("Give it in every row, null where it is empty, or in no row at all.")
            yield Fault(_("Other rows have this member."), name, "uneven", number, remedy)
        elif row.get(name) is not None and not _fits(row[name], column):
            message = _("The JSON type of this member is “%(type)s”.") % {"type": _type_of(column)}
            yield Fault(message, name, "type", number)


def _fits(value: object, column: Column) -> bool:
    """Whether the JSON type is right; true is no number here, as it is in Python."""
    wanted = _type_of(column)
    return isinstance(value, bool) == (wanted == "boolean") and isinstance(
        value, PYTHON_TYPES[wanted]
    )


def _type_of(column: Column) -> str:
    """The JSON type of the member, as the OpenAPI document names it."""
    return next(name for kind, name in JSON_TYPES if isinstance(column.kind, kind))
