"""Filters of list pages: a search box, native fields, and the active ones in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.shared import display
from config.shared.forms import use_native_widgets

ANY_YES_NO = (("", _("All")), ("true", _("Yes")), ("false", _("No")))
"""What a filter on a yes or no offers."""


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """One filter in force, in words, and the query string of the list without it."""

    label: str
    text: str
    query: str


class BaseFilterSet(django_filters.FilterSet):
    """Filters of one list. `search_fields` are looked through for every word typed in the box."""

    search_fields: Sequence[str] = ()

    q = django_filters.CharFilter(method="search", label=_("Search"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for found in self.filters.values():
            if isinstance(found, django_filters.ChoiceFilter):
                found.extra["empty_label"] = _("All")
            if isinstance(found, django_filters.BooleanFilter):
                found.extra.setdefault("widget", forms.Select(choices=ANY_YES_NO))
        use_native_widgets(self.form.fields.values())

    def search(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Rows in which every word stands somewhere in `search_fields`; all rows without such."""
        for word in value.split():
            anywhere = (Q(**{f"{field}__icontains": word}) for field in self.search_fields)
            queryset = queryset.filter(reduce(or_, anywhere, Q()))
        return queryset

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        """The fields beside the search box."""
        return [field for field in self.form.visible_fields() if field.name != "q"]

    @property
    def active(self) -> list[ActiveFilter]:
        """The filters in force, the search words too."""
        return list(self._active()) if self.form.is_bound and self.form.is_valid() else []

    @property
    def narrows(self) -> bool:
        """Whether the list may be empty because of what was asked, a wrong value included."""
        return bool(self.active) or (self.form.is_bound and not self.form.is_valid())

    def _active(self) -> Iterator[ActiveFilter]:
        for name, value in self.form.cleaned_data.items():
            field = self.form[name]
            text = _in_words(field.field, value)
            if text:
                yield ActiveFilter(str(field.label), text, self._without(field))

    def _without(self, field: forms.BoundField) -> str:
        """The query string that leaves `field` out and starts at the first page."""
        suffixes = getattr(field.field.widget, "suffixes", ())
        query = self.data.copy()
        for key in ["page", field.name, *(f"{field.name}_{suffix}" for suffix in suffixes)]:
            query.pop(key, None)
        return query.urlencode()


def _in_words(field: forms.Field, value: Any) -> str:
    """A filter's value as a person would say it; empty when it does not filter."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, slice):
        return f"{_end(value.start)} – {_end(value.stop)}"
    if isinstance(value, QuerySet | list):
        return ", ".join(_in_words(field, item) for item in value)
    if isinstance(value, Model | date | bool):
        return str(value) if isinstance(value, Model) else display.value_text(value)
    labels = {str(key): str(label) for key, label in _choices(field)}
    return labels.get(str(value), str(value))


def _end(value: Any) -> str:
    """One end of a range; a range of days holds moments, but was asked in days."""
    if isinstance(value, datetime):
        return display.day(timezone.localdate(value))
    return "…" if value is None else display.value_text(value)


def _choices(field: forms.Field) -> Iterator[tuple[Any, Any]]:
    """Value and label of every choice, optgroups opened; nothing for a field without choices."""
    for key, label in getattr(field, "choices", ()):
        yield from label if isinstance(label, list | tuple) else [(key, label)]
