"""Filters of the register."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import PROVIDER_ROLES
from config.shared.filters import BaseFilterSet
from providers.enums import LearningRoute
from providers.models import Provider, ProviderMembership
from providers.models.organisations import ProviderQuerySet


class ProviderFilterSet(BaseFilterSet):
    search_fields = ("legal_name", "trade_name", "kvk_number", "brin", "duo_number")
    recognised_for = django_filters.ChoiceFilter(
        label=_("Recognised today for"), choices=LearningRoute.choices, method="recognised_today"
    )
    offers = django_filters.ChoiceFilter(
        label=_("Offers"), choices=LearningRoute.choices, method="offering"
    )

    class Meta:
        model = Provider
        fields = ("kind", "recognised_for", "offers")

    def recognised_today(
        self, queryset: ProviderQuerySet, name: str, value: str
    ) -> ProviderQuerySet:
        """Those that hold today what the route asks for."""
        return queryset.recognised_on(timezone.localdate(), LearningRoute(value))

    def offering(self, queryset: ProviderQuerySet, name: str, value: str) -> ProviderQuerySet:
        """Those that list the route."""
        return queryset.filter(offerings__route=value).distinct()


class ProviderMembershipFilterSet(BaseFilterSet):
    search_fields = ("user__name", "user__email")
    role = django_filters.ChoiceFilter(
        label=_("Role"), choices=[(role.value, role.label) for role in PROVIDER_ROLES]
    )

    class Meta:
        model = ProviderMembership
        fields = ("role",)
