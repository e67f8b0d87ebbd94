"""The waiting list, to read: who waits for a seat, since when and for what."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from accounts.api.endpoints import DetailEndpoint, Endpoint, ListEndpoint
from accounts.enums import ApiScope
from config.shared.api.serializers import ApiModelSerializer, CodeField
from contracts.api.contracts import GemeenteCodeField
from contracts.filters.api_agreements import WaitlistEntryCallFilterSet
from contracts.models import WaitlistEntry
from providers.enums import DeliveryMode


class WaitlistEntrySerializer(ApiModelSerializer):
    """Somebody who waits, by a reference; never a name or a BSN."""

    mode = CodeField(DeliveryMode.choices, help_text="Wished; null when any will do.")
    gemeente = GemeenteCodeField(read_only=True, help_text="CBS code of the gemeente.")
    days_waited = serializers.SerializerMethodField(help_text="Up to today.")
    latest_start_on = serializers.DateField(
        read_only=True,
        allow_null=True,
        help_text="On which a trajectory of the usual length has to begin; null without a term.",
    )

    class Meta:
        model = WaitlistEntry
        read_only_fields = fields = (
            "id",
            "reference",
            "region",
            "gemeente",
            "route",
            "target_group",
            "level",
            "mode",
            "place",
            "since_on",
            "days_waited",
            "notice_on",
            "pip_on",
            "term_ends_on",
            "latest_start_on",
            "priority",
            "placement",
            "status",
        )

    def get_days_waited(self, entry: WaitlistEntry) -> int:
        """Days since the learner came on the list."""
        waited: timedelta = timezone.localdate() - entry.since_on
        return waited.days


class _Entries(Endpoint):
    model = WaitlistEntry
    serializer_class = WaitlistEntrySerializer
    reads = ApiScope.WAITLIST_READ

    def scoped_queryset(self) -> "QuerySet[WaitlistEntry]":
        """With the code of the gemeente and the latest sensible start."""
        entries: QuerySet[WaitlistEntry] = super().scoped_queryset().select_related("gemeente")
        return entries.with_latest_start()  # type: ignore[attr-defined]


class WaitingListEndpoint(_Entries, ListEndpoint):
    """The waiting list of the region or the gemeente; ended entries too."""

    filterset_class = WaitlistEntryCallFilterSet


class WaitingDetailEndpoint(_Entries, DetailEndpoint):
    """One entry on the waiting list."""
