"""Data-processing agreements: offered by the region, signed by the provider."""

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import Region, User
from config.shared.errors import Refused
from config.shared.validity import valid
from providers.actions.common import (
    AGREEMENT_OFFERED,
    locked,
    note,
    require_region,
    tell_provider,
)
from providers.models import DataAgreement, Provider


def offer_agreement(
    *,
    provider: Provider,
    region: Region,
    version: str,
    text: str,
    first_on: date,
    last_on: date | None,
    by: User,
    at: datetime,
) -> DataAgreement:
    """Put a text before the provider, frozen with its hash; refused where one stands by then."""
    with transaction.atomic():
        require_region(by, region, Permission.PROVIDER_MANAGE)
        agreement = DataAgreement(
            provider=locked(provider),
            region=region,
            version=version,
            text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            first_on=first_on,
            last_on=last_on,
            offered_at=at,
            offered_by=by,
        )
        valid(agreement).save()
        note(agreement, "created", by=by, at=at)
        note(provider, "agreement_offered", by=by, at=at, region=str(region), version=version)
        _tell(agreement, at)
    return agreement


def sign_agreement(
    *,
    agreement: DataAgreement,
    signatory_name: str,
    signatory_role: str,
    by: User,
    at: datetime,
) -> DataAgreement:
    """Sign for the provider; the text is the one of the hash that the page showed."""
    with transaction.atomic():
        row = locked(agreement)
        require(by, Permission.CONTRACT_COUNTERSIGN, row)
        if row.signed_at or row.withdrawn_at:
            raise Refused(_("This agreement was signed or withdrawn already. Reload the page."))
        row.signed_at, row.signed_by = at, by
        row.signatory_name, row.signatory_role = signatory_name, signatory_role
        valid(row).save()
        signed = {"version": row.version, "sha256": row.text_sha256}
        note(row, "agreement_signed", by=by, at=at, **signed)
        note(row.provider, "agreement_signed", by=by, at=at, region=str(row.region), **signed)
    return row


def withdraw_agreement(
    *, agreement: DataAgreement, reason: str, by: User, at: datetime
) -> DataAgreement:
    """Take it back, signed or not: from then no data can be handed in under it."""
    with transaction.atomic():
        row = locked(agreement)
        require(by, Permission.PROVIDER_MANAGE, row)
        if row.withdrawn_at:
            raise Refused(_("This agreement was withdrawn already."))
        row.withdrawn_at, row.withdrawn_by = at, by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        note(row, "agreement_withdrawn", by=by, at=at, reason=reason)
        note(row.provider, "agreement_withdrawn", by=by, at=at, reason=reason)
    return row


def _tell(agreement: DataAgreement, at: datetime) -> None:
    said = {"region": agreement.region}
    tell_provider(
        agreement.provider,
        kind=AGREEMENT_OFFERED,
        subject=lambda: _("Data-processing agreement of %(region)s to be signed") % said,
        sentence=lambda: _("Until it is signed, no data can be handed in for this region."),
        url=agreement.get_absolute_url(),
        at=at,
    )
