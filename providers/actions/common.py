"""What every action of the register does the same way."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.access import regions_of, require
from accounts.enums import Permission
from accounts.models import Region, User
from accounts.notices import notify, people_with
from config.shared.errors import Refused
from config.shared.workflow import Entry, recorder
from providers.models import Provider

REGISTRATION_RECEIVED = "providers.registration_received"
ADMISSION_PROPOSED = "providers.admission_proposed"
ADMISSION_DECIDED = "providers.admission_decided"
RECOGNITION_SUBMITTED = "providers.recognition_submitted"
RECOGNITION_DECIDED = "providers.recognition_decided"
CHANGE_PROPOSED = "providers.change_proposed"
CHANGE_DECIDED = "providers.change_decided"
AGREEMENT_OFFERED = "providers.agreement_offered"
MERGED = "providers.merged"

Said = Callable[[], str]


def locked(obj: Any) -> Any:
    """The row of `obj` as it stands, locked until the transaction ends."""
    return type(obj)._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)


def note(
    obj: Model,
    action: str,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    before: dict[str, Any] | None = None,
    **after: Any,
) -> None:
    """Append to the object's history something that is not a transition."""
    recorder().record([Entry(obj, action, by, at, before or {}, after, reason)])


def require_region(by: User, region: Region, permission: Permission) -> None:
    """Refused unless `by` acts for `region` with `permission`."""
    require(by, permission)
    if region.pk not in regions_of(by):
        raise Refused(_("You do not act for this region."), field="region")


def tell_provider(
    provider: Provider, *, kind: str, subject: Said, sentence: Said, url: str, at: datetime
) -> None:
    """Tell the people who keep the provider's own data up to date."""
    notify(
        kind=kind,
        to=people_with(Permission.PROVIDER_EDIT, provider_id=provider.pk),
        subject=subject,
        sentence=sentence,
        url=url,
        about=provider,
        organisation=f"provider:{provider.pk}",
        at=at,
    )


def tell_regions(
    regions: Iterable[Region],
    *,
    kind: str,
    subject: Said,
    sentence: Said,
    about: Any,
    at: datetime,
    besides: User | None = None,
) -> None:
    """Tell who keeps the register in each of `regions`, leaving out who did it (`besides`)."""
    for region in regions:
        people = people_with(Permission.PROVIDER_MANAGE, region=region)
        notify(
            kind=kind,
            to=people.exclude(pk=besides.pk) if besides else people,
            subject=subject,
            sentence=sentence,
            url=about.get_absolute_url(),
            about=about,
            organisation=f"region:{region.pk}",
            is_training=region.is_training,
            at=at,
        )


def regions_with(provider: Provider) -> Iterable[Region]:
    """The regions in whose register the provider stands, proposed ones included."""
    return Region.objects.filter(admissions__provider=provider).order_by("pk")
