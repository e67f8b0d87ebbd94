"""The filters of the pages, under the names that the API speaks."""

import re
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from config.shared.api.names import camel, snake
from config.shared.api.pagination import CURSOR, PAGE_SIZE

Text = str | Promise
KINDS: tuple[tuple[Any, dict[str, Any]], ...] = (
    (
        django_filters.ModelMultipleChoiceFilter,
        {"type": "array", "items": {"type": "integer"}},
    ),
    ((django_filters.ModelChoiceFilter, django_filters.NumberFilter), {"type": "integer"}),
    (django_filters.BooleanFilter, {"type": "boolean"}),
    (
        (django_filters.DateFromToRangeFilter, django_filters.DateFilter),
        {"type": "string", "format": "date"},
    ),
)
"""The JSON schema of what a kind of filter takes."""
NOT_EMPTY = (re.compile(r"\s*\S[\s\S]*"), gettext_lazy("Leave the filter out instead of empty."))
FORMS: dict[str, tuple[re.Pattern[str], Text]] = {
    "boolean": (re.compile("true|false"), gettext_lazy("Say true or false.")),
    "integer": (re.compile("-?[0-9]{1,18}"), gettext_lazy("Say a whole number.")),
    "date": (
        re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        gettext_lazy("Say a day such as 2026-03-31."),
    ),
}
"""The form of one value by its kind, and what to say of another form."""
TEXT = {"type": "string", "minLength": 1}
CHOICES = (django_filters.ChoiceFilter, django_filters.MultipleChoiceFilter)


class FilterSetBackend(BaseFilterBackend):
    """Filters by the view's `filterset_class`; a parameter that nothing knows is refused.

    A misspelt filter would otherwise show everything, as if that were what was asked for.
    """

    def filter_queryset(
        self, request: Request, queryset: "QuerySet[Any]", view: Any
    ) -> "QuerySet[Any]":
        """The rows that the filters leave; ValidationError by the parameter that is wrong."""
        filterset_class = getattr(view, "filterset_class", None)
        known = _parameters(filterset_class) if filterset_class else {}
        self._refuse_unknown(request, known)
        if not filterset_class:
            return queryset
        _refuse_misfits(request, known)
        data = _in_snake_case(request)
        filterset = filterset_class(data=data, queryset=queryset, request=request)
        if not filterset.is_valid():
            raise ValidationError({camel(name): said for name, said in filterset.errors.items()})
        return filterset.qs

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """What the OpenAPI document says of each filter."""
        filterset_class = getattr(view, "filterset_class", None)
        known = _parameters(filterset_class) if filterset_class else {}
        return [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": str(found.label or ""),
                "schema": _schema(found),
            }
            for name, found in known.items()
        ]

    def _refuse_unknown(self, request: Request, known: dict[str, Any]) -> None:
        strange = set(request.query_params) - known.keys() - {CURSOR, PAGE_SIZE}
        if strange:
            raise ValidationError(
                {name: _("This list has no such filter.") for name in sorted(strange)}
            )


def _refuse_misfits(request: Request, known: dict[str, Any]) -> None:
    """What is sent has the form that the document says: forms let through what people may mean."""
    wrong: dict[str, Any] = {}
    for name, values in request.query_params.lists():
        sentence = _misfit(_schema(known[name]), values) if name in known else None
        if sentence:
            wrong[name] = sentence
    if wrong:
        raise ValidationError(wrong)


def _misfit(schema: dict[str, Any], values: list[str]) -> Text | None:
    """What is wrong with `values` before anything is looked up; None when nothing is."""
    single = schema.get("items", schema)
    pattern, sentence = FORMS.get(single.get("format", single["type"]), NOT_EMPTY)
    return None if all(pattern.fullmatch(value) for value in values) else sentence


def _parameters(filterset_class: Any) -> dict[str, django_filters.Filter]:
    """The filters by the name of their parameters; a range has two."""
    return {
        parameter: found
        for name, found in filterset_class.base_filters.items()
        for parameter in _names(name, found)
    }


def _names(name: str, found: Any) -> list[str]:
    """One name, or for a range those of its two ends."""
    ends = getattr(found.field_class.widget, "suffixes", ())
    return [camel(f"{name}_{end}") for end in ends] or [camel(name)]


def _in_snake_case(request: Request) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in request.query_params.lists():
        data.setlist(snake(name), values)
    return data


def _schema(found: Any) -> dict[str, Any]:
    """The JSON schema of one value, or of several for a filter that takes more than one."""
    for kinds, schema in KINDS:
        if isinstance(found, kinds):
            return schema
    codes = _codes(found) if isinstance(found, CHOICES) else TEXT
    is_many = isinstance(found, django_filters.MultipleChoiceFilter)
    return {"type": "array", "items": codes} if is_many else codes


def _codes(found: Any) -> dict[str, Any]:
    """The codes of a choice, where they are known before who asks is."""
    choices = found.extra.get("choices", ())
    if callable(choices) or not choices:
        return TEXT
    return {"type": "string", "enum": [str(code) for code, _label in choices]}
