"""`rebuild_costs`: derive the cost ledger anew, or check that it needs none."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts.ledger import (
    check_costs,
    count_unbalanced,
    rebuild_contract,
    rebuild_costs,
    replay_costs,
)
from contracts.models import Contract, Placement

UNUSABLE = 2
"""Exit code of input that names nothing."""


class Command(BaseCommand):
    help = (
        "Derive cost lines and months from placements, groups and bookings; --check only compares "
        "them, adds closed and open months up to their target, and replays the history of what "
        "was delivered and closed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", metavar="NAME", help="only the contracts of this region")
        parser.add_argument("--contract", metavar="REF", help="only contracts with this reference")
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit 1 when a row is wrong"
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        """In one transaction; deliveries of the same contracts wait for it."""
        contracts = _contracts(options["region"], options["contract"])
        if check:
            self._check(contracts)
        elif contracts is None:
            rebuild_costs(None)
        else:
            for contract in contracts:
                rebuild_contract(contract)
        self.stdout.write("Every cost line and month is as its placements say.")

    def _check(self, contracts: list[int] | None) -> None:
        placements = _placements(contracts)
        wrong = check_costs(placements)
        found = {
            "Cost lines that differ from their target": wrong.lines,
            "months that are not the sum of their lines": wrong.months,
            "targets that all lines together are not": count_unbalanced(placements),
            "lines that the history of closed months gives otherwise": replay_costs(contracts),
        }
        if any(found.values()):
            told = "; ".join(f"{what}: {count}" for what, count in found.items())
            raise CommandError(f"{told}. Run rebuild_costs to mend open months.", returncode=1)


def _contracts(region: str | None, reference: str | None) -> list[int] | None:
    """Ids of the contracts asked for; None when all are."""
    asked = {"region__name": region, "reference": reference}
    chosen = {name: value for name, value in asked.items() if value is not None}
    if not chosen:
        return None
    contracts = list(Contract.objects.filter(**chosen).order_by("pk").values_list("pk", flat=True))
    if not contracts:
        raise CommandError("No contract answers to that.", returncode=UNUSABLE)
    return contracts


def _placements(contracts: list[int] | None) -> list[int] | None:
    if contracts is None:
        return None
    return list(Placement.objects.filter(contract__in=contracts).values_list("pk", flat=True))
