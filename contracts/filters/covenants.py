"""Filters of covenants, of requests to join and of learners under them."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente, Region
from config.shared.filters import BaseFilterSet
from contracts.enums import TargetGroup
from contracts.models import AccessionRequest, Covenant, CovenantParty, Placement
from providers.models import Provider


def own_covenants(request: Any) -> QuerySet[Covenant]:
    """The covenants that the person may see."""
    return Covenant.objects.visible_to(request.user)


def party_providers(request: Any) -> QuerySet[Provider]:
    """The schools that are a party to a covenant that the person sees."""
    parties = CovenantParty.objects.visible_to(request.user)
    return Provider.objects.filter(pk__in=parties.values("provider")).order_by("legal_name")


def learner_gemeenten(request: Any) -> QuerySet[Gemeente]:
    """The gemeenten of learners that the person sees."""
    placements = Placement.objects.visible_to(request.user).filter(covenant_party__isnull=False)
    return Gemeente.objects.filter(pk__in=placements.values("gemeente")).order_by("name")


class CovenantFilterSet(BaseFilterSet):
    search_fields = ("reference", "title", "purpose")
    provider = django_filters.ModelChoiceFilter(
        queryset=party_providers, method="with_party", label=_("School")
    )

    class Meta:
        model = Covenant
        fields = ("status", "kind", "provider")

    def with_party(
        self, queryset: QuerySet[Covenant], name: str, value: Provider
    ) -> QuerySet[Covenant]:
        """Covenants to which a school is a party."""
        parties = CovenantParty.objects.filter(provider=value)
        return queryset.filter(pk__in=parties.values("covenant"))


class PublicCovenantFilterSet(BaseFilterSet):
    search_fields = ("title", "region__name", "purpose")
    region = django_filters.ModelChoiceFilter(
        queryset=Region.objects.filter(is_training=False), label=_("Region")
    )

    class Meta:
        model = Covenant
        fields = ("kind", "region")


class AccessionRequestFilterSet(BaseFilterSet):
    search_fields = ("provider__legal_name", "covenant__reference", "covenant__title")
    covenant = django_filters.ModelChoiceFilter(queryset=own_covenants, label=_("Covenant"))

    class Meta:
        model = AccessionRequest
        fields = ("status", "covenant")


class LearnerFilterSet(BaseFilterSet):
    search_fields = ("reference", "covenant_group")
    covenant = django_filters.ModelChoiceFilter(
        field_name="covenant_party__covenant", queryset=own_covenants, label=_("Covenant")
    )
    provider = django_filters.ModelChoiceFilter(
        field_name="covenant_party__provider", queryset=party_providers, label=_("Provider")
    )
    gemeente = django_filters.ModelChoiceFilter(queryset=learner_gemeenten, label=_("Gemeente"))
    target_group = django_filters.MultipleChoiceFilter(
        choices=TargetGroup.choices, label=_("Target group")
    )

    class Meta:
        model = Placement
        fields = ("status", "covenant", "provider", "gemeente", "target_group", "route", "level")
