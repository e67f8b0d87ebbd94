"""How contracts move, and what a contract needs for each step."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.display import day
from config.shared.periods import amsterdam
from config.shared.workflow import Transition, Workflow
from contracts.enums import ContractKind, ContractStatus, TariffUnit
from contracts.workflows.closing import CONDITIONS as NOTHING_OUTSTANDING
from procurement.enums import LotStatus
from providers.access import barred
from providers.enums import LearningRoute

if TYPE_CHECKING:
    from contracts.models import Contract


def lot_awarded(contract: "Contract", at: datetime) -> str | None:
    """No signature while the standstill runs or something suspends the award of the lot.

    Art. 2.127 Aw 2012 where it binds.
    """
    decision = contract.decision
    if decision is None:
        return None
    if decision.lot.complaints.suspending().exists():
        return _("A complaint or interim proceedings suspend the award.")
    if decision.lot.status == LotStatus.AWARDED:
        return None
    if decision.lot.status == LotStatus.STANDSTILL:
        return _(
            "The standstill period runs until and including %(day)s; "
            "after that the award can be made final and the contract signed."
        ) % {"day": day(decision.standstill_ends_on)}
    return _("The lot has not been awarded.")


def has_tariffs(contract: "Contract", at: datetime) -> str | None:
    routes = set(contract.capacity_lines.values_list("route", flat=True))
    priced = set(contract.tariffs.main().values_list("route", flat=True))
    lacking = ", ".join(str(LearningRoute(route).label) for route in sorted(routes - priced))
    if lacking:
        return _("Add a tariff for: %(routes)s.") % {"routes": lacking}
    return None if priced else _("Add a tariff.")


def instalments_add_up(contract: "Contract", at: datetime) -> str | None:
    """Only a trajectory price falls due in parts."""
    wrong = (
        contract.tariffs.filter(unit=TariffUnit.TRAJECTORY)
        .annotate(total=Coalesce(Sum("instalments__percentage"), Decimal(0)))
        .exclude(total=100)
        .exists()
    )
    return _("The instalments of each tariff have to add up to 100%.") if wrong else None


def has_capacity(contract: "Contract", at: datetime) -> str | None:
    """The seats of a framework agreement stand in its call-offs."""
    if contract.kind == ContractKind.FRAMEWORK or contract.capacity_lines.exists():
        return None
    return _("Add a capacity line.")


def shares_add_up(contract: "Contract", at: datetime) -> str | None:
    wrong = (
        contract.capacity_lines.annotate(total=Coalesce(Sum("shares__number"), 0))
        .exclude(total=F("number"))
        .exists()
    )
    if wrong:
        return _("The places per gemeente of each capacity line have to add up to its number.")
    return None


def provider_recognised(contract: "Contract", at: datetime) -> str | None:
    routes = set(contract.capacity_lines.values_list("route", flat=True))
    for route in sorted(routes):
        kind = LearningRoute(route).recognition
        held = contract.provider.recognitions.valid_on(contract.first_on).filter(kind=kind)
        if not held.exists():
            return _("%(provider)s has no %(kind)s on the first day of the contract.") % {
                "provider": contract.provider,
                "kind": kind.label,
            }
    return None


def provider_not_barred(contract: "Contract", at: datetime) -> str | None:
    """A suspended or blocked provider gets no new contract; what runs goes on."""
    return barred(contract.provider_id, contract.region_id, amsterdam(at))


def contract_begun(contract: "Contract", at: datetime) -> str | None:
    if contract.first_on <= amsterdam(at):
        return None
    return _("The contract begins on %(day)s.") % {"day": day(contract.first_on)}


def both_signed(contract: "Contract", at: datetime) -> str | None:
    """Both sides have signed the paper that stands."""
    if contract.papers.of_contract().signed_by_both().exists():
        return None
    return _("Both sides have to sign the contract on paper first.")


_S = ContractStatus
_COMPLETE = (has_capacity, shares_add_up, has_tariffs, instalments_add_up)

CONTRACT = Workflow(
    name="contract",
    states=ContractStatus,
    initial=(_S.DRAFT,),
    transitions=(
        Transition(
            "offer",
            (_S.DRAFT,),
            _S.OFFERED,
            gettext_lazy("Offer for signature"),
            Permission.CONTRACT_SIGN,
            (*_COMPLETE, provider_recognised, provider_not_barred),
            consequence=gettext_lazy(
                "The contract is put on paper and the provider can read and sign it. "
                "Nothing of it can be changed while it lies there."
            ),
        ),
        Transition(
            "take_back",
            (_S.OFFERED,),
            _S.DRAFT,
            gettext_lazy("Take back"),
            Permission.CONTRACT_SIGN,
            reason_required=True,
            consequence=gettext_lazy(
                "The paper and the signatures on it no longer count; "
                "the contract can be changed and offered anew. The provider is told."
            ),
        ),
        Transition(
            "sign",
            (_S.OFFERED,),
            _S.SIGNED,
            gettext_lazy("Record as signed by both"),
            Permission.CONTRACT_SIGN,
            (lot_awarded, both_signed),
            stamp="signed",
            consequence=gettext_lazy(
                "The contract binds both sides. Tariffs and capacity can no longer be changed here."
            ),
        ),
        Transition(
            "sign_outside",
            (_S.DRAFT,),
            _S.SIGNED,
            gettext_lazy("Record as signed outside"),
            Permission.CONTRACT_SIGN,
            (lot_awarded, *_COMPLETE),
            stamp="signed",
            consequence=gettext_lazy(
                "The contract binds both sides. Tariffs and capacity can no longer be changed here."
            ),
        ),
        Transition(
            "activate",
            (_S.SIGNED,),
            _S.ACTIVE,
            gettext_lazy("Activate"),
            Permission.CONTRACT_SIGN,
            (contract_begun,),
            consequence=gettext_lazy("The provider can deliver placements."),
        ),
        Transition(
            "suspend",
            (_S.ACTIVE,),
            _S.SUSPENDED,
            gettext_lazy("Suspend"),
            Permission.CONTRACT_SIGN,
            stamp="suspended",
            reason_required=True,
            consequence=gettext_lazy(
                "Nobody new can be placed. Who is placed goes on. The provider is told the reason."
            ),
        ),
        Transition(
            "resume",
            (_S.SUSPENDED,),
            _S.ACTIVE,
            gettext_lazy("Resume"),
            Permission.CONTRACT_SIGN,
            consequence=gettext_lazy("People can be placed again. The provider is told."),
        ),
        Transition(
            "end",
            (_S.ACTIVE, _S.SUSPENDED),
            _S.ENDED,
            gettext_lazy("End"),
            Permission.CONTRACT_SIGN,
            NOTHING_OUTSTANDING,
            consequence=gettext_lazy("No more placements can be delivered."),
        ),
        Transition(
            "terminate",
            (_S.SIGNED, _S.ACTIVE, _S.SUSPENDED),
            _S.TERMINATED,
            gettext_lazy("Terminate"),
            Permission.CONTRACT_SIGN,
            reason_required=True,
            consequence=gettext_lazy("No more placements can be delivered. This cannot be undone."),
        ),
    ),
    acts={
        "signature": gettext_lazy("Signature recorded"),
    },
)
