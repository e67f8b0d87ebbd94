"""Facts of the register that change with a region's consent, each from its own day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.access import providers_of, require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from config.shared.periods import ONE_DAY, amsterdam
from config.shared.validity import valid
from providers.actions.common import (
    CHANGE_DECIDED,
    CHANGE_PROPOSED,
    locked,
    note,
    regions_with,
    tell_provider,
    tell_regions,
)
from providers.enums import ChangeStatus, RecognitionKind, RegisterField, RegisterSource
from providers.models import Provider, ProviderChange, ProviderName, Recognition
from providers.workflows import PROVIDER_CHANGE

NAMES = (RegisterField.LEGAL_NAME, RegisterField.TRADE_NAME)
FACTS = (*NAMES, RegisterField.KIND, RegisterField.DUO_NUMBER, RegisterField.BRIN)
"""Fields of the provider itself; the code is the field's name."""
ENDS = {
    RegisterField.QUALITY_MARK_ENDS: RecognitionKind.QUALITY_MARK,
    RegisterField.TST_ENDS: RecognitionKind.TST,
}


def change_contact_details(
    *, provider: Provider, email: str, phone: str, by: User, at: datetime
) -> Provider:
    """Change where the organisation can be reached: at once, since no paper rests on it."""
    with transaction.atomic():
        row = locked(provider)
        require(by, Permission.PROVIDER_EDIT, row)
        before = {"email": row.email, "phone": row.phone}
        row.email, row.phone = email, phone
        valid(row).save(update_fields=["email", "phone"])
        note(row, "updated", by=by, at=at, before=before, email=email, phone=phone)
    return row


def propose_changes(
    *,
    provider: Provider,
    values: Mapping[str, str],
    effective_on: date,
    reason: str,
    by: User,
    at: datetime,
) -> list[ProviderChange]:
    """Propose each of `values` (fact to new text) that differs from what stands, and tell regions.

    The provider's own people propose, or a region's; who proposes does not decide. Refused when
    nothing differs, or when a change of the same fact waits.
    """
    with transaction.atomic():
        row = locked(provider)
        is_own = row.pk in providers_of(by)
        require(by, Permission.PROVIDER_EDIT if is_own else Permission.PROVIDER_MANAGE, row)
        source = RegisterSource.PROVIDER if is_own else RegisterSource.REGION
        given: dict[str, Any] = {"source": source, "author": by, "effective_on": effective_on}
        changes = [
            keep_proposal(row, field, value, at=at, reason=reason, **given)
            for field, value in values.items()
            if value != getattr(row, field)
        ]
        if not changes:
            raise Refused(_("Nothing differs from what stands in the register."))
        _tell_regions(changes, by, at)
    return changes


def keep_proposal(
    provider: Provider, field: str, value: str, *, at: datetime, **given: Any
) -> ProviderChange:
    """One proposal as a row, checked as the fact itself would be."""
    before = "" if field in ENDS else getattr(provider, field)
    change = ProviderChange(
        provider=provider, field=field, before=before, after=value, created_at=at, **given
    )
    if field in FACTS:
        _check_fact(provider, field, value)
    valid(change).save()
    PROVIDER_CHANGE.record_created(change, by=given.get("author"), at=at)
    return change


def accept_change(*, provider_change: ProviderChange, by: User, at: datetime) -> ProviderChange:
    """Let the change into the register on its day, at once when that has come.

    Refused for who proposed it, and when the register stands in the way, such as a DUO number
    that another provider got meanwhile.
    """
    with transaction.atomic():
        provider = locked(provider_change.provider)
        if provider_change.author_id == by.pk:
            raise Refused(_("You proposed this change yourself: another person decides about it."))
        row = PROVIDER_CHANGE.apply(provider_change, "accept", by=by, at=at)
        if row.field in NAMES:
            _name_from(provider, row, by, at)
        elif row.field in FACTS:
            _check_fact(provider, row.field, row.after)
        if row.effective_on <= amsterdam(at):
            _enter(row, provider, at)
        _tell_author(row, lambda: _("Your change of “%(field)s” was accepted."), at)
    return row


def refuse_change(
    *, provider_change: ProviderChange, reason: str, by: User, at: datetime
) -> ProviderChange:
    """Leave the register as it is, and say why."""
    with transaction.atomic():
        row = PROVIDER_CHANGE.apply(provider_change, "refuse", by=by, at=at, reason=reason)
        _tell_author(
            row, lambda: _("Your change of “%(field)s” was refused: %(reason)s"), at, reason
        )
    return row


def enter_due_changes(*, at: datetime) -> int:
    """Let accepted changes whose day has come into the register; return how many went in.

    One that the register refuses by now, such as a DUO number that another has, stays out and
    stands on the provider's page as accepted.
    """
    due = ProviderChange.objects.filter(
        status=ChangeStatus.ACCEPTED, applied_at__isnull=True, effective_on__lte=amsterdam(at)
    )
    entered = 0
    for change in due.order_by("effective_on", "pk"):
        try:
            with transaction.atomic():
                _enter(locked(change), locked(change.provider), at)
        except Refused:
            continue
        entered += 1
    return entered


def _check_fact(provider: Provider, field: str, value: str) -> None:
    """Refused when the provider could not have this value."""
    trial = Provider.objects.get(pk=provider.pk)
    setattr(trial, field, value)
    valid(trial)


def _enter(change: ProviderChange, provider: Provider, at: datetime) -> None:
    if change.applied_at:
        return
    if change.field in ENDS:
        _end_held(provider, change)
    else:
        _set_fact(provider, change, at)
    change.applied_at = at
    change.save(update_fields=["applied_at"])


def _set_fact(provider: Provider, change: ProviderChange, at: datetime) -> None:
    value = _name_today(provider, change, at) if change.field in NAMES else change.after
    before = {change.field: getattr(provider, change.field)}
    setattr(provider, change.field, value)
    valid(provider).save(update_fields=[change.field])
    by = change.decided_by
    note(provider, "updated", by=by, at=at, before=before, **{change.field: value})


def _end_held(provider: Provider, change: ProviderChange) -> None:
    """Recognitions of the kind that run past the day end on it."""
    last_on = change.last_on
    held = Recognition.objects.valid_on(change.effective_on).filter(
        provider=provider, kind=ENDS[RegisterField(change.field)]
    )
    for row in held.order_by("pk").select_for_update(of=("self",)):
        row.last_on = last_on
        valid(row).save(update_fields=["last_on"])


def _name_from(provider: Provider, change: ProviderChange, by: User, at: datetime) -> None:
    """The name from the change's day; the one before it is kept from when it was registered."""
    names = provider.names.order_by("first_on")
    if not names.exists():
        since = min(localdate(provider.created_at), change.effective_on - ONE_DAY)
        _keep_name(provider, since, {}, by, at)
    former = names.filter(first_on__lte=change.effective_on).last() or names[0]
    values = {"legal_name": former.legal_name, "trade_name": former.trade_name}
    _keep_name(provider, change.effective_on, values | {change.field: change.after}, by, at)


def _keep_name(
    provider: Provider, first_on: date, values: Mapping[str, str], by: User, at: datetime
) -> None:
    names = {"legal_name": provider.legal_name, "trade_name": provider.trade_name} | dict(values)
    ProviderName.objects.update_or_create(
        provider=provider,
        first_on=first_on,
        defaults=names,
        create_defaults=names | {"created_at": at, "created_by": by},
    )


def _name_today(provider: Provider, change: ProviderChange, at: datetime) -> str:
    """The newest name whose day has come: a change may reach back behind a later one."""
    row = provider.names.filter(first_on__lte=amsterdam(at)).order_by("first_on").last()
    return str(getattr(row, change.field))


def _tell_regions(changes: list[ProviderChange], by: User, at: datetime) -> None:
    provider = changes[0].provider
    said = {"provider": provider}
    fields = [str(change.get_field_display()) for change in changes]
    tell_regions(
        regions_with(provider),
        kind=CHANGE_PROPOSED,
        subject=lambda: _("%(provider)s: a change waits for your decision") % said,
        sentence=lambda: ", ".join(fields),
        about=provider,
        at=at,
        besides=by,
    )


def _tell_author(change: ProviderChange, sentence: Any, at: datetime, reason: str = "") -> None:
    if change.source != RegisterSource.PROVIDER:
        return
    tell_provider(
        change.provider,
        kind=CHANGE_DECIDED,
        subject=lambda: str(change),
        sentence=lambda: sentence() % {"field": change.get_field_display(), "reason": reason},
        url=change.get_absolute_url(),
        at=at,
    )
