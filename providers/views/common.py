"""What pages under a provider share."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from config.shared.views import Crumb, ModelPage
from providers.models import Provider

PROVIDERS = gettext_lazy("Providers")


class UnderProvider(ModelPage):
    """A page about what belongs to a provider; the trail leads through it."""

    @property
    def provider(self) -> Provider:
        """The provider that the page's object is, or belongs to."""
        row: Any = self.object
        return row if isinstance(row, Provider) else row.provider

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With its provider."""
        rows = super().scoped_queryset()
        return rows if self.model is Provider else rows.select_related("provider")

    def breadcrumbs(self) -> list[Crumb]:
        """The register, the provider, and the object on a page below it."""
        row: Any = self.object
        trail = [
            Crumb(PROVIDERS, reverse("providers:provider-list")),
            Crumb(str(self.provider), self.provider.get_absolute_url()),
        ]
        if row.get_absolute_url() != self.provider.get_absolute_url():
            trail.append(Crumb(str(row), row.get_absolute_url()))
        return [crumb for crumb in trail if crumb.url != self.request.path]

    def moment(self) -> dict[str, Any]:
        """Who acts, and when."""
        now: datetime = timezone.now()
        return {"by": self.person, "at": now}
