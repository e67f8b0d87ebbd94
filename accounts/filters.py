"""Filters of the lists of people, of what they are told and of what was done."""

from typing import Any, cast

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField

from accounts.enums import InvitationState, TokenState
from accounts.models import (
    AllocationKey,
    ApiRequest,
    ApiToken,
    AuditEvent,
    Gemeente,
    Invitation,
    Membership,
    Notification,
    Region,
    User,
)
from accounts.models.audit import AuditEventQuerySet
from accounts.models.tokens import organisations_of
from accounts.notices import kinds_for
from config.shared.filters import BaseFilterSet


def _reader(request: HttpRequest) -> User:
    """Who asks; every list asks to sign in first."""
    return cast("User", request.user)


def own_regions(request: HttpRequest) -> QuerySet[Region]:
    """The regions that who asks acts for."""
    return Region.objects.visible_to(_reader(request))


def own_gemeenten(request: HttpRequest) -> QuerySet[Gemeente]:
    """The gemeenten that who asks acts for."""
    return Gemeente.objects.visible_to(_reader(request))


class MembershipFilterSet(BaseFilterSet):
    search_fields = ("user__name", "user__email")
    region = django_filters.ModelChoiceFilter(queryset=own_regions, label=_("Region"))
    gemeente = django_filters.ModelChoiceFilter(queryset=own_gemeenten, label=_("Gemeente"))

    class Meta:
        model = Membership
        fields = ("role", "region", "gemeente")


class InvitationFilterSet(BaseFilterSet):
    search_fields = ("email",)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=InvitationState.choices, method="in_state"
    )

    class Meta:
        model = Invitation
        fields = ("state", "role")

    def in_state(
        self, queryset: "QuerySet[Invitation]", name: str, value: str
    ) -> "QuerySet[Invitation]":
        """Accepted, still open, or past its last moment."""
        now = timezone.now()
        conditions = {
            InvitationState.ACCEPTED: Q(accepted_at__isnull=False),
            InvitationState.OPEN: Q(accepted_at__isnull=True, expires_at__gt=now),
            InvitationState.EXPIRED: Q(accepted_at__isnull=True, expires_at__lte=now),
        }
        return queryset.filter(conditions[InvitationState(value)])


class AllocationKeyFilterSet(BaseFilterSet):
    search_fields = ("name", "description")
    region = django_filters.ModelChoiceFilter(queryset=own_regions)

    class Meta:
        model = AllocationKey
        fields = ("basis", "region")


def _seen(request: HttpRequest) -> AuditEventQuerySet:
    """The rows that the reader may see, in no order."""
    return AuditEvent.objects.visible_to(_reader(request)).order_by()


def people(request: HttpRequest) -> QuerySet[User]:
    """Who did something that the reader may see."""
    acted = _seen(request).values("by").distinct()
    return User.objects.filter(pk__in=acted)


def kinds(request: HttpRequest) -> QuerySet[ContentType]:
    """The kinds of objects to which something was done that the reader may see."""
    seen = _seen(request).values("content_type").distinct()
    return ContentType.objects.filter(pk__in=seen).order_by("app_label", "model")


class KindField(ModelChoiceField):
    def label_from_instance(self, obj: ContentType) -> str:
        """The kind's own word, without the name of its app."""
        return capfirst(obj.name)


class KindFilter(django_filters.ModelChoiceFilter):
    field_class = KindField


def organisations(request: HttpRequest) -> list[tuple[str, str]]:
    """Keys and names of the regions and gemeenten that the reader acts for."""
    rows = (("region", own_regions(request)), ("gemeente", own_gemeenten(request)))
    return [(f"{kind}:{row.pk}", str(row)) for kind, found in rows for row in found]


class AuditEventFilterSet(BaseFilterSet):
    search_fields = ("action", "reason")
    organisation = django_filters.ChoiceFilter(label=_("For organisation"))
    at = django_filters.DateFromToRangeFilter(label=_("When"))
    by = django_filters.ModelChoiceFilter(label=_("Who"), queryset=people)
    content_type = KindFilter(label=_("About"), queryset=kinds)

    class Meta:
        model = AuditEvent
        fields = ("by", "content_type", "organisation", "at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = organisations(cast("HttpRequest", self.request))
        self.form.fields["organisation"].choices = [("", _("All")), *choices]


class ApiTokenFilterSet(BaseFilterSet):
    search_fields = ("name", "prefix", "user__name")
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=TokenState.choices, method="in_state"
    )
    expires_on = django_filters.DateFromToRangeFilter(label=_("Valid up to and including"))

    class Meta:
        model = ApiToken
        fields = ("state", "expires_on", "is_sandbox")

    def in_state(
        self, queryset: "QuerySet[ApiToken]", name: str, value: str
    ) -> "QuerySet[ApiToken]":
        """As `ApiToken.state_at` says of today."""
        today = timezone.localdate()
        revoked = Q(revoked_at__isnull=False)
        conditions = {
            TokenState.ACTIVE: ~revoked & Q(expires_on__gte=today),
            TokenState.EXPIRED: ~revoked & Q(expires_on__lt=today),
            TokenState.REVOKED: revoked,
        }
        return queryset.filter(conditions[TokenState(value)])


def asking_tokens(request: HttpRequest) -> QuerySet[ApiToken]:
    """Tokens of the organisations that who asks acts for."""
    return ApiToken.objects.filter(organisation__in=organisations_of(_reader(request)))


OUTCOMES = (
    ("2", _("Done (2xx)")),
    ("3", _("Nothing changed (3xx)")),
    ("4", _("Refused (4xx)")),
    ("5", _("Fault on our side (5xx)")),
)
"""The first digit of a status, in words."""
METHODS = ("GET", "HEAD", "POST", "PATCH", "DELETE")


class ApiRequestFilterSet(BaseFilterSet):
    search_fields = ("path", "token__name", "address")
    token = django_filters.ModelChoiceFilter(label=_("Token"), queryset=asking_tokens)
    at = django_filters.DateFromToRangeFilter(label=_("When"))
    method = django_filters.ChoiceFilter(
        label=_("Method"), choices=[(method, method) for method in METHODS]
    )
    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=OUTCOMES, method="ending_so")

    class Meta:
        model = ApiRequest
        fields = ("token", "at", "method", "outcome", "is_sandbox")

    def ending_so(
        self, queryset: "QuerySet[ApiRequest]", name: str, value: str
    ) -> "QuerySet[ApiRequest]":
        """By the first digit of the status."""
        first = 100 * int(value)
        return queryset.filter(status__gte=first, status__lt=first + 100)


class NotificationFilterSet(BaseFilterSet):
    search_fields = ("subject", "sentence")
    read_at = django_filters.ChoiceFilter(
        label=_("Read"),
        choices=(("no", _("Unread")), ("yes", _("Read"))),
        method="is_read",
    )
    kind = django_filters.ChoiceFilter(label=_("About"))
    organisation = django_filters.ChoiceFilter(label=_("For organisation"))

    class Meta:
        model = Notification
        fields = ("read_at", "kind", "organisation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grants = _reader(cast("HttpRequest", self.request)).all_grants
        organisations = {grant.for_organisation: grant.organisation for grant in grants}
        self._offer("kind", [(kind.name, kind.label) for kind in kinds_for(grants)])
        self._offer("organisation", list(organisations.items()))

    def is_read(
        self, queryset: "QuerySet[Notification]", name: str, value: str
    ) -> "QuerySet[Notification]":
        """Read or not, whenever that was."""
        return queryset.filter(read_at__isnull=value == "no")

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.form.fields[name].choices = [("", _("All")), *choices]


class RegionFilterSet(BaseFilterSet):
    search_fields = ("name", "kvk_number", "oin", "invoice_reference")

    class Meta:
        model = Region
        fields = ("kind",)
