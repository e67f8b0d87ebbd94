"""What the pages of the tender room share."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import providers_of
from config.shared.display import NOTHING, deadline
from config.shared.periods import AMSTERDAM
from config.shared.views import Crumb, FormPage
from procurement.models import Tender

TENDERS = gettext_lazy("Tenders")


def deadline_text(at: datetime | None) -> str:
    """A legal deadline, with the zone it is in: Mon 23 Nov 2026, 12:00 hrs (Dutch time, CET)."""
    if at is None:
        return NOTHING
    zone = at.astimezone(AMSTERDAM).tzname()
    return _("%(deadline)s (Dutch time, %(zone)s)") % {"deadline": deadline(at), "zone": zone}


def is_bidder(user: Any) -> bool:
    """Whether the person acts for a provider."""
    return bool(providers_of(user))


def tender_trail(tender: Tender, *further: tuple[str | Promise, str]) -> list[Crumb]:
    """The list of tenders, the tender, and what lies between it and the page."""
    return [
        Crumb(TENDERS, reverse("procurement:tender-list")),
        Crumb(str(tender), tender.get_absolute_url()),
        *(Crumb(label, url) for label, url in further),
    ]


class Confirms(FormPage):
    """A page that asks before it acts: what is in the way, else what will happen."""

    template_name = "generic/transition.html"

    def missing(self) -> Sequence[str]:
        """Sentences on what stands in the way."""
        return []

    def consequences(self) -> Sequence[str | Promise]:
        """Sentences on what will happen."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            object=self.object,
            missing=self.missing(),
            consequences=self.consequences(),
            **kwargs,
        )


class UnderTender:
    """A page about something that hangs under a tender; `tender` says which."""

    object: Any
    request: Any

    @property
    def tender(self) -> Tender:
        """The tender above."""
        above: Tender = self.object.tender
        return above

    def breadcrumbs(self) -> list[Crumb]:
        """Tenders, the tender, and the object unless this is its own page."""
        own = (str(self.object), self.object.get_absolute_url())
        return tender_trail(self.tender, *([] if own[1] == self.request.path else [own]))

    def moment(self) -> dict[str, Any]:
        """Who acts, and when."""
        return {"by": self.request.user, "at": timezone.now()}
