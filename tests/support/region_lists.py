"""What lists of a large region hold beside its placements: learners who wait, alerts, changes."""

from collections.abc import Iterator, Sequence

from accounts.models import Gemeente
from contracts.enums import AlertKind, CovenantKind, PartySide, PlacementStatus
from contracts.models import (
    Amendment,
    Contract,
    ContractAlert,
    Covenant,
    CovenantParty,
    Placement,
    WaitlistEntry,
)
from providers.models import Provider

CONTRACTS_A_COVENANT = 5
ALERTS = (AlertKind.TERM_ENDING, AlertKind.KPI)


def waiting_among(contracts: Sequence[Contract]) -> Iterator[WaitlistEntry]:
    """An entry on the waiting list for every placement that waits."""
    rows = Placement.objects.filter(contract__in=contracts, status=PlacementStatus.WAITLISTED)
    for row in rows.select_related("contract").order_by("pk").iterator():
        yield WaitlistEntry(
            region_id=row.contract.region_id,
            gemeente_id=row.gemeente_id,
            reference=row.reference,
            route=row.route,
            target_group=row.target_group,
            level=row.level,
            since_on=row.status_on,
            placement=row,
            created_at=row.contract.created_at,
        )


def alerts_of(contract: Contract) -> list[ContractAlert]:
    """One of each kind of ALERTS, open."""
    return [
        ContractAlert(
            contract=contract,
            kind=kind,
            key=f"{kind}:1",
            sentence=f"De laatste dag is {contract.last_on}.",
            due_on=contract.last_on,
            raised_at=contract.created_at,
        )
        for kind in ALERTS
    ]


def amendment_of(contract: Contract) -> Amendment:
    """A draft."""
    return Amendment(
        contract=contract,
        number=1,
        title="Meer plekken",
        effective_on=contract.first_on,
        created_at=contract.created_at,
        created_by=contract.created_by,
    )


def covenants_of(contracts: Sequence[Contract]) -> list[Covenant]:
    """A draft for every few contracts."""
    return [
        Covenant(
            region=contract.region,
            reference=f"TC-{contract.reference[2:]}",
            title="Kwaliteitsconvenant inburgering",
            kind=CovenantKind.QUALITY,
            purpose="Goede lessen voor iedereen.",
            first_on=contract.first_on,
            created_at=contract.created_at,
            created_by=contract.created_by,
        )
        for contract in contracts[::CONTRACTS_A_COVENANT]
    ]


def parties_of(
    covenant: Covenant, gemeenten: Sequence[Gemeente], providers: Sequence[Provider]
) -> Iterator[CovenantParty]:
    """All gemeenten, and all providers."""
    for gemeente in gemeenten:
        yield CovenantParty(covenant=covenant, side=PartySide.BUYER, gemeente=gemeente)
    for provider in providers:
        yield CovenantParty(covenant=covenant, side=PartySide.PROVIDER, provider=provider)
