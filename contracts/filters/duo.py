"""Filters of exports for DUO and of their lines."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente, User
from config.shared.filters import BaseFilterSet
from contracts.enums.duo import DuoReason
from contracts.models import DuoExport, DuoLine
from providers.models import Provider


def exported_gemeenten(request: Any) -> QuerySet[Gemeente]:
    """Gemeenten of which the person may see exports."""
    return Gemeente.objects.filter(
        pk__in=DuoExport.objects.visible_to(request.user).values("gemeente")
    )


def exporting_people(request: Any) -> QuerySet[User]:
    """Who made exports that the person may see."""
    return User.objects.filter(pk__in=DuoExport.objects.visible_to(request.user).values("made_by"))


def exported_providers(request: Any) -> QuerySet[Provider]:
    """Providers of lines that the person may see."""
    return Provider.objects.filter(
        pk__in=DuoLine.objects.visible_to(request.user).values("provider")
    )


class DuoExportFilterSet(BaseFilterSet):
    search_fields = ("gemeente__name", "gemeente__code")
    gemeente = django_filters.ModelChoiceFilter(queryset=exported_gemeenten, label=_("Gemeente"))
    made_at = django_filters.DateFromToRangeFilter(label=_("Made"))
    made_by = django_filters.ModelChoiceFilter(queryset=exporting_people, label=_("Made by"))

    class Meta:
        model = DuoExport
        fields = ("gemeente", "made_at", "made_by")


class DuoLineFilterSet(BaseFilterSet):
    search_fields = ("reference", "institution")
    provider = django_filters.ModelChoiceFilter(queryset=exported_providers, label=_("Provider"))
    reasons = django_filters.ChoiceFilter(
        choices=DuoReason, label=_("Why not"), method="with_reason"
    )

    class Meta:
        model = DuoLine
        fields = ("kind", "state", "provider", "reasons")

    def with_reason(self, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Lines for which this is one of the reasons."""
        return rows.filter(reasons__contains=[value])
