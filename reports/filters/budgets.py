"""Filters of budgets."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente, Region
from config.shared.filters import BaseFilterSet
from contracts.models import Contract
from reports.models import BudgetAdoption, BudgetChange, BudgetLine, FundingStream


def budgeted_gemeenten(request: Any) -> QuerySet[Gemeente]:
    """Gemeenten of the budgets that the person may see."""
    lines = BudgetLine.objects.visible_to(request.user)
    return Gemeente.objects.filter(pk__in=lines.values("gemeente"))


def budgeted_contracts(request: Any) -> QuerySet[Contract]:
    """Contracts of the budgets that the person may see."""
    lines = BudgetLine.objects.visible_to(request.user)
    return Contract.objects.filter(pk__in=lines.values("contract"))


def budgeted_streams(request: Any) -> QuerySet[FundingStream]:
    """Funding streams of the budgets that the person may see."""
    lines = BudgetLine.objects.visible_to(request.user)
    return FundingStream.objects.filter(pk__in=lines.values("stream"))


def changing_gemeenten(request: Any) -> QuerySet[Gemeente]:
    """Gemeenten of the changes that the person may see."""
    changes = BudgetChange.objects.visible_to(request.user)
    return Gemeente.objects.filter(pk__in=changes.values("gemeente"))


def adopting_regions(request: Any) -> QuerySet[Region]:
    """Regions of the adopted budgets that the person may see."""
    adopted = BudgetAdoption.objects.visible_to(request.user)
    return Region.objects.filter(pk__in=adopted.values("region"))


def adopting_gemeenten(request: Any) -> QuerySet[Gemeente]:
    """Gemeenten of the adopted budgets that the person may see."""
    adopted = BudgetAdoption.objects.visible_to(request.user)
    return Gemeente.objects.filter(pk__in=adopted.values("gemeente"))


class BudgetLineFilterSet(BaseFilterSet):
    search_fields = ("gemeente__name", "pc_code", "contract__reference", "stream__name")
    gemeente = django_filters.ModelChoiceFilter(queryset=budgeted_gemeenten, label=_("Gemeente"))
    contract = django_filters.ModelChoiceFilter(
        queryset=budgeted_contracts,
        null_label=_("all that are not budgeted apart"),
        label=_("Contract"),
    )
    stream = django_filters.ModelChoiceFilter(
        queryset=budgeted_streams, null_label=_("not laid down"), label=_("Funding stream")
    )

    class Meta:
        model = BudgetLine
        fields = (
            "year",
            "gemeente",
            "route",
            "cost_type",
            "contract",
            "stream",
            "recurrence",
            "planned_unit",
        )


class BudgetAdoptionFilterSet(BaseFilterSet):
    search_fields = ("reference", "gemeente__name")
    region = django_filters.ModelChoiceFilter(queryset=adopting_regions, label=_("Region"))
    gemeente = django_filters.ModelChoiceFilter(
        queryset=adopting_gemeenten,
        null_label=_("all gemeenten of the region"),
        label=_("Gemeente"),
    )

    class Meta:
        model = BudgetAdoption
        fields = ("year", "region", "gemeente")


class BudgetChangeFilterSet(BaseFilterSet):
    search_fields = ("title", "reason", "reference")
    gemeente = django_filters.ModelChoiceFilter(
        queryset=changing_gemeenten,
        null_label=_("all gemeenten of the region"),
        label=_("Gemeente"),
    )
    decided_on = django_filters.DateFromToRangeFilter(label=_("Decided on"))

    class Meta:
        model = BudgetChange
        fields = ("year", "gemeente", "status", "decided_on")
