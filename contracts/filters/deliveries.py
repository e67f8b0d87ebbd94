"""Filters of deliveries and of what was found in one of them."""

from typing import Any

import django_filters
from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from config.shared.display import number
from config.shared.filters import BaseFilterSet
from contracts.models import Delivery, DeliveryFinding, DeliveryRow

LONGEST_LABEL = 60


class DeliveryFilterSet(BaseFilterSet):
    search_fields = ("filename", "contract__reference")
    received_at = django_filters.DateFromToRangeFilter(label=_("Received"))
    applied_at = django_filters.DateFromToRangeFilter(label=_("Applied"))

    class Meta:
        model = Delivery
        fields = ("status", "source", "received_at", "applied_at")


class DeliveryFindingFilterSet(BaseFilterSet):
    """By column and by rule, each with how often it was found in this sheet."""

    search_fields = ("message", "value")
    row_number = django_filters.NumberFilter(label=_("Row"))
    column = django_filters.ChoiceFilter(label=_("Column"))
    code = django_filters.ChoiceFilter(label=_("Rule"))

    class Meta:
        model = DeliveryFinding
        fields = ("level", "column", "code", "row_number")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["column"].choices = self._columns()
        self.form.fields["code"].choices = self._rules()

    def _columns(self) -> list[tuple[str, str]]:
        found = self.queryset.exclude(column="").order_by("column").values_list("column")
        counted = found.annotate(count=Count("pk"))
        return [
            ("", str(_("All"))),
            *((name, f"{name} ({number(count)})") for name, count in counted),
        ]

    def _rules(self) -> list[tuple[str, str]]:
        """A rule is known to a person by what it says; of differing sentences the first."""
        found = self.queryset.order_by("code").values_list("code")
        counted = found.annotate(sentence=Min("message"), count=Count("pk"))
        rules = [
            (code, f"{sentence[:LONGEST_LABEL]} ({number(count)})")
            for code, sentence, count in counted
        ]
        return [("", str(_("All"))), *rules]


class DeliveryRowFilterSet(BaseFilterSet):
    search_fields = ("reference",)
    row_number = django_filters.NumberFilter(label=_("Row"))

    class Meta:
        model = DeliveryRow
        fields = ("kind", "row_number")
