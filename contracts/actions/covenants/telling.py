"""Who is told about a covenant: the drafters of the region, and the people of its schools."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.enums import Permission
from accounts.models import User
from accounts.notices import notify, people_with
from contracts.models import Covenant, CovenantParty

OFFERED = "contracts.covenant_offered"
COMMENTED = "contracts.covenant_commented"
CHANGED = "contracts.covenant_changed"
SIGNED = "contracts.covenant_signed"
IN_FORCE = "contracts.covenant_in_force"
ENDED = "contracts.covenant_ended"
ASKED = "contracts.covenant_accession_asked"
DECIDED = "contracts.covenant_accession_decided"
REVIEW = "contracts.covenant_review"

Sentence = Callable[[], str]


def tell_region(
    covenant: Covenant, kind: str, sentence: Sentence, *, by: User, at: datetime, url: str = ""
) -> None:
    """Tell who drafts covenants in the region, except the one who acted."""
    notify(
        kind=kind,
        to=people_with(Permission.COVENANT_DRAFT, region=covenant.region_id).exclude(pk=by.pk),
        subject=lambda: _subject(covenant),
        sentence=sentence,
        url=url or covenant.get_absolute_url(),
        about=covenant,
        organisation=f"region:{covenant.region_id}",
        is_training=covenant.region.is_training,
        at=at,
    )


def tell_provider(
    covenant: Covenant, provider_id: int, kind: str, sentence: Sentence, *, at: datetime
) -> None:
    """Tell who signs covenants for one provider."""
    notify(
        kind=kind,
        to=people_with(Permission.COVENANT_AGREE, provider_id=provider_id),
        subject=lambda: _subject(covenant),
        sentence=sentence,
        url=covenant.get_absolute_url(),
        about=covenant,
        organisation=f"provider:{provider_id}",
        is_training=covenant.region.is_training,
        at=at,
    )


def tell_providers(
    covenant: Covenant,
    kind: str,
    sentence: Sentence,
    *,
    at: datetime,
    parties: Iterable[CovenantParty] | None = None,
) -> None:
    """Tell the schools among `parties`; without it all that have not left."""
    if parties is None:
        parties = covenant.parties.filter(left_on__isnull=True).order_by("pk")
    for party in parties:
        if party.provider_id is not None:
            tell_provider(covenant, party.provider_id, kind, sentence, at=at)


def _subject(covenant: Covenant) -> str:
    return _("Covenant %(covenant)s") % {"covenant": covenant}
