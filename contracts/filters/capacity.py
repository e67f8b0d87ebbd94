"""Filters of capacity lines."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from config.shared.filters import BaseFilterSet
from contracts.filters.contracts import contracted_providers
from contracts.models import CapacityLine, Contract


def own_contracts(request: Any) -> QuerySet[Contract]:
    """The contracts that the person may see."""
    return Contract.objects.visible_to(request.user).as_choices()


class CapacityLineFilterSet(BaseFilterSet):
    search_fields = ("place", "contract__reference", "contract__provider__legal_name")
    contract = django_filters.ModelChoiceFilter(queryset=own_contracts, label=_("Contract"))
    provider = django_filters.ModelChoiceFilter(
        field_name="contract__provider", queryset=contracted_providers, label=_("Provider")
    )

    class Meta:
        model = CapacityLine
        fields = ("route", "provider", "contract", "counts")
