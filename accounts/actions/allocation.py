"""Keeping allocation keys: a key is made once, and followed by version after version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import regions_of
from accounts.allocation import PERCENTAGE_PLACES, WHOLE, percentages, with_fixed_part
from accounts.enums import KeyBasis, Permission
from accounts.models import (
    AllocationKey,
    AllocationKeyVersion,
    AllocationShare,
    Gemeente,
    Region,
    User,
)
from config.shared.display import day, number
from config.shared.errors import Refused
from config.shared.money import half_up
from config.shared.validity import valid
from config.shared.workflow import Entry, recorder


@transaction.atomic
def make_key(*, key: AllocationKey, by: User, at: datetime) -> AllocationKey:
    """Give a region a key, without percentages until its first version."""
    require_keeper(by, key.region)
    valid(key).save(force_insert=True)
    recorder().record([Entry(key, "created", by, at, {}, {})])
    return key


@transaction.atomic
def change_key(
    *, key: AllocationKey, name: str, description: str, by: User, at: datetime
) -> AllocationKey:
    """Change name and explanation; what a key divides by stays, because its versions rest on it."""
    require_keeper(by, key.region)
    row = AllocationKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    before = {"name": row.name, "description": row.description}
    row.name, row.description = name, description
    valid(row).save(update_fields=list(before))
    after = {"name": name, "description": description}
    recorder().record([Entry(row, "updated", by, at, before, after)])
    return row


@dataclass(frozen=True, slots=True)
class VersionRequest:
    """From which day a key divides anew, and why."""

    first_on: date
    reason: str


@transaction.atomic
def make_version(
    *,
    key: AllocationKey,
    request: VersionRequest,
    shares: Mapping[Gemeente, Decimal],
    by: User,
    at: datetime,
) -> AllocationKeyVersion:
    """Add a version with these per cents; a gemeente at nought is left out.

    Refused when they are not 100 together, when a gemeente does not belong to the region on the
    first day, or when a version stands that begins later: the past is never divided anew.
    """
    require_keeper(by, key.region)
    locked = AllocationKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    _check_whole(shares)
    _check_gemeenten(locked.region, shares, request.first_on)
    version = _next_version(locked, request, by=by, at=at)
    valid(version).save(force_insert=True)
    AllocationShare.objects.bulk_create(
        AllocationShare(version=version, gemeente=gemeente, percentage=percentage)
        for gemeente, percentage in shares.items()
        if percentage
    )
    what = _("Version %(number)s from %(day)s: %(reason)s") % {
        "number": version.number,
        "day": day(version.first_on),
        "reason": version.reason,
    }
    recorder().record([Entry(locked, "updated", by, at, {}, {}, what)])
    return version


def make_version_by_weights(
    *,
    key: AllocationKey,
    request: VersionRequest,
    weights: Mapping[Gemeente, "Weight"],
    by: User,
    at: datetime,
) -> AllocationKeyVersion:
    """Add a version whose per cents follow from what the key divides by."""
    shares = shares_by_weight(key, weights)
    return make_version(key=key, request=request, shares=shares, by=by, at=at)


@dataclass(frozen=True, slots=True)
class Weight:
    """What one gemeente weighs in a key."""

    inhabitants: int = 0
    placements: int = 0


def shares_by_weight(
    key: AllocationKey, weights: Mapping[Gemeente, Weight]
) -> dict[Gemeente, Decimal]:
    """Per cents by gemeente, 100 together; Refused when the key has nothing to divide by."""
    inhabitants = [weight.inhabitants for weight in weights.values()]
    placements = [weight.placements for weight in weights.values()]
    try:
        if key.basis == KeyBasis.FIXED_VARIABLE and key.fixed_percentage is not None:
            mixed = with_fixed_part(key.fixed_percentage, inhabitants, placements)
            return dict(zip(weights, percentages(mixed), strict=True))
        plain = placements if key.basis == KeyBasis.PLACEMENTS else inhabitants
        return dict(zip(weights, percentages(plain), strict=True))
    except ValueError as error:
        raise Refused(
            _("There is nothing to divide by: every gemeente has nought inhabitants or placements.")
        ) from error


def require_keeper(by: User, region: Region) -> None:
    """Refused unless `by` keeps the keys of the region: a single gemeente does not."""
    if region.pk not in regions_of(by) or not by.may(Permission.ALLOCATION_MANAGE, region):
        raise Refused(_("Your role does not allow this step."))


def _check_whole(shares: Mapping[Gemeente, Decimal]) -> None:
    total = sum(shares.values(), Decimal(0))
    if any(share != half_up(share, PERCENTAGE_PLACES) for share in shares.values()):
        raise Refused(_("A share has at most six decimals."))
    if total != WHOLE:
        raise Refused(
            _("Together these are %(total)s%%; it has to be exactly 100%%.")
            % {"total": number(total.normalize())}
        )


def _check_gemeenten(region: Region, shares: Mapping[Gemeente, Decimal], on: date) -> None:
    members = set(region.gemeenten_on(on))
    others = [
        gemeente.name for gemeente, share in shares.items() if share and gemeente not in members
    ]
    if others:
        raise Refused(
            _("Not in the region on %(day)s: %(gemeenten)s.")
            % {"day": day(on), "gemeenten": ", ".join(sorted(others))}
        )


def _next_version(
    key: AllocationKey, request: VersionRequest, *, by: User, at: datetime
) -> AllocationKeyVersion:
    latest = key.versions.order_by("-number").first()
    if latest and request.first_on < latest.first_on:
        raise Refused(
            _("The last version begins on %(day)s; a new one cannot begin before that.")
            % {"day": day(latest.first_on)},
            field="first_on",
        )
    return AllocationKeyVersion(
        key=key,
        number=latest.number + 1 if latest else 1,
        first_on=request.first_on,
        reason=request.reason,
        made_at=at,
        made_by=by,
    )
