"""Who is told what becomes of a contract: who signs for the provider, who answers for it here."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Permission
from accounts.models import User
from accounts.notices import notify, people_with
from contracts.models import Contract

OFFERED = "contracts.contract_offered"
TAKEN_BACK = "contracts.contract_taken_back"
PAPER_SIGNED = "contracts.paper_signed"
CONCLUDED = "contracts.contract_concluded"
STOPPED = "contracts.contract_stopped"
ALERT = "contracts.contract_alert"
ESCALATED = "contracts.contract_alert_escalated"

Sentence = Callable[[], str]


def tell_provider(
    contract: Contract, kind: str, sentence: Sentence, *, at: datetime, url: str = ""
) -> None:
    """Tell who signs contracts for the provider."""
    notify(
        kind=kind,
        to=people_with(Permission.CONTRACT_COUNTERSIGN, provider_id=contract.provider_id),
        subject=lambda: _subject(contract),
        sentence=sentence,
        url=url or contract.get_absolute_url(),
        about=contract,
        organisation=f"provider:{contract.provider_id}",
        is_training=contract.region.is_training,
        at=at,
    )


def tell_region(
    contract: Contract, kind: str, sentence: Sentence, *, by: User, at: datetime, url: str = ""
) -> None:
    """Tell who answers for the contract in the region, except the one who acted."""
    notify(
        kind=kind,
        to=answerable(contract).exclude(pk=by.pk),
        subject=lambda: _subject(contract),
        sentence=sentence,
        url=url or contract.get_absolute_url(),
        about=contract,
        organisation=f"region:{contract.region_id}",
        is_training=contract.region.is_training,
        at=at,
    )


def answerable(contract: Contract) -> QuerySet[User]:
    """The owner, as long as active; else everyone who signs contracts of the region."""
    owner = User.objects.filter(contracts_owned=contract, is_active=True)
    return (
        owner
        if owner.exists()
        else people_with(Permission.CONTRACT_SIGN, region=contract.region_id)
    )


def _subject(contract: Contract) -> str:
    return _("Contract %(contract)s") % {"contract": contract}
