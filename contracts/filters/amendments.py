"""Filters of amendments."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from config.shared.filters import BaseFilterSet
from contracts.filters.contracts import contracted_providers
from contracts.models import Amendment, Contract


def amended_contracts(request: Any) -> QuerySet[Contract]:
    """Contracts that the person may see and that were, or are being, amended."""
    seen = Amendment.objects.visible_to(request.user).values("contract")
    return Contract.objects.visible_to(request.user).filter(pk__in=seen).as_choices()


class AmendmentFilterSet(BaseFilterSet):
    search_fields = ("title", "contract__reference", "contract__title")
    contract = django_filters.ModelChoiceFilter(
        queryset=amended_contracts, label=_("Contract"), widget=forms.HiddenInput
    )
    """Of contracts there are hundreds: the words find them, and their own pages lead here."""
    provider = django_filters.ModelChoiceFilter(
        field_name="contract__provider", queryset=contracted_providers, label=_("Provider")
    )
    effective_on = django_filters.DateFromToRangeFilter(label=_("Takes effect on"))
    lacks_notice = django_filters.BooleanFilter(
        method="lacking_notice", label=_("Modification notice still to be published")
    )

    class Meta:
        model = Amendment
        fields = ("status", "reason_code", "contract", "provider", "effective_on", "lacks_notice")

    def lacking_notice(
        self, queryset: "QuerySet[Any]", name: str, value: bool | None
    ) -> "QuerySet[Any]":
        """Signed amendments that need a notice which has not been published."""
        lacking: Any = Amendment.objects.lacking_notice().values("pk")
        return queryset.filter(pk__in=lacking) if value else queryset.exclude(pk__in=lacking)
