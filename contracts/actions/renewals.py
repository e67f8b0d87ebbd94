"""Renewal options of a running contract: used, or undecided again."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from contracts.actions.amendments import draft_renewal
from contracts.models import Amendment, RenewalOption
from contracts.workflows import RENEWAL


@transaction.atomic
def use_renewal(*, renewal_option: RenewalOption, by: User, at: datetime) -> Amendment:
    """Decide to use an option, and draft the amendment that both sides sign."""
    used = RENEWAL.apply(renewal_option, "use", by=by, at=at)
    return draft_renewal(option=used, by=by, at=at)


def reopen_renewal(
    *, renewal_option: RenewalOption, by: User, at: datetime, reason: str
) -> RenewalOption:
    """Leave the option undecided again, as long as nothing that rests on it was signed."""
    none = {"decided_at": None, "decided_by": None}
    return RENEWAL.apply(renewal_option, "reopen", by=by, at=at, reason=reason, **none)
