"""One organisation that takes the place of another from a day."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.display import day as day_text
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.validity import valid
from providers.actions.common import MERGED, note, tell_provider
from providers.models import DeliveryLocation, Offering, Provider


def merge_provider(
    *,
    provider: Provider,
    successor: Provider,
    effective_on: date,
    reason: str,
    by: User,
    at: datetime,
) -> Provider:
    """Let `successor` take the place of `provider` from `effective_on`.

    Locations and offerings go over on that day, and `provider` gets no new work from then.
    Contracts, placements, recognitions and people stay where they are.
    """
    with transaction.atomic():
        row, heir = _locked_pair(provider, successor)
        require(by, Permission.PROVIDER_MANAGE, row)
        require(by, Permission.PROVIDER_MANAGE, heir)
        _check_heir(row, heir)
        row.successor, row.succeeded_on = heir, effective_on
        row.merged_at, row.merged_by = at, by
        valid(row).save()
        note(row, "merged_into", by=by, at=at, reason=reason, successor=str(heir))
        note(heir, "merged_from", by=by, at=at, reason=reason, predecessor=str(row))
        _tell(row, heir, at)
        if effective_on <= amsterdam(at):
            _hand_over(row)
    return row


def withdraw_merger(*, provider: Provider, reason: str, by: User, at: datetime) -> Provider:
    """Undo a merger whose day has not come."""
    with transaction.atomic():
        row = Provider.objects.select_for_update(of=("self",)).get(pk=provider.pk)
        require(by, Permission.PROVIDER_MANAGE, row)
        heir = row.successor
        if heir is None or row.succeeded_on is None or row.succeeded_on <= amsterdam(at):
            raise Refused(_("Only a merger whose day has not come can be withdrawn."))
        row.successor = row.succeeded_on = row.merged_at = row.merged_by = None
        row.save()
        for each in (row, heir):
            note(each, "merger_withdrawn", by=by, at=at, reason=reason)
    return row


def hand_over_due(*, at: datetime) -> int:
    """Let holdings go over of those whose merger's day has come; return how many providers."""
    due = Provider.objects.filter(succeeded_on__lte=amsterdam(at)).order_by("pk")
    moved = 0
    for provider in due.select_related("successor"):
        with transaction.atomic():
            moved += _hand_over(provider)
    return moved


def _locked_pair(provider: Provider, successor: Provider) -> tuple[Provider, Provider]:
    """Both, locked in the order of their ids."""
    pks = (provider.pk, successor.pk)
    rows = Provider.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    found = {row.pk: row for row in rows}
    return found[provider.pk], found[successor.pk]


def _check_heir(provider: Provider, heir: Provider) -> None:
    if provider.pk == heir.pk:
        raise Refused(_("A provider cannot merge into itself."), field="successor")
    if provider.successor_id:
        raise Refused(_("This provider merged already."))
    if heir.successor_id:
        raise Refused(
            _("%(heir)s merged into %(next)s: choose that one.")
            % {"heir": heir, "next": heir.successor},
            field="successor",
        )


def _hand_over(provider: Provider) -> bool:
    """Locations and offerings to the successor; what it offers already is left out."""
    heir = provider.successor_id
    moved = DeliveryLocation.objects.filter(provider=provider).update(provider=heir)
    for offering in Offering.objects.filter(provider=provider).order_by("pk"):
        moved += 1
        same = Offering.objects.filter(
            provider=heir,
            route=offering.route,
            gemeente=offering.gemeente_id,
            mode=offering.mode,
            location=offering.location_id,
        )
        if same.exists():
            offering.delete()
        else:
            Offering.objects.filter(pk=offering.pk).update(provider=heir)
    return bool(moved)


def _tell(provider: Provider, heir: Provider, at: datetime) -> None:
    said = {
        "provider": provider,
        "heir": heir,
        "day": day_text(provider.succeeded_on) if provider.succeeded_on else "",
    }
    for each in (provider, heir):
        tell_provider(
            each,
            kind=MERGED,
            subject=lambda: _("%(provider)s merges into %(heir)s") % said,
            sentence=lambda: _("From %(day)s; running contracts and placements stay.") % said,
            url=each.get_absolute_url(),
            at=at,
        )
