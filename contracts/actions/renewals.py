"""Renewal options of a running contract: used, left, or undecided again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.display import day
from contracts.actions.amendments import draft_renewal
from contracts.actions.contract_telling import tell_provider
from contracts.models import Amendment, RenewalOption
from contracts.workflows import RENEWAL

DECIDED = "contracts.option_decided"


@transaction.atomic
def use_renewal(*, renewal_option: RenewalOption, by: User, at: datetime) -> Amendment:
    """Decide to use an option, tell the provider, and draft the amendment that both sides sign."""
    used = RENEWAL.apply(renewal_option, "use", by=by, at=at)
    tell_provider(
        used.contract,
        DECIDED,
        lambda: (
            _("The region uses the option to go on until %(day)s; an amendment follows.")
            % {"day": day(used.last_on)}
        ),
        at=at,
    )
    return draft_renewal(option=used, by=by, at=at)


@transaction.atomic
def decline_renewal(
    *, renewal_option: RenewalOption, by: User, at: datetime, reason: str
) -> RenewalOption:
    """Decide to leave an option; the reason stays with the region."""
    declined = RENEWAL.apply(renewal_option, "decline", by=by, at=at, reason=reason)
    tell_provider(
        declined.contract,
        DECIDED,
        lambda: (
            _("The region does not use the option to go on until %(day)s.")
            % {"day": day(declined.last_on)}
        ),
        at=at,
    )
    return declined


def reopen_renewal(
    *, renewal_option: RenewalOption, by: User, at: datetime, reason: str
) -> RenewalOption:
    """Leave the option undecided again, as long as nothing that rests on it was signed."""
    none = {"decided_at": None, "decided_by": None}
    return RENEWAL.apply(renewal_option, "reopen", by=by, at=at, reason=reason, **none)
