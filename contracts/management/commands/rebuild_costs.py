"""`rebuild_costs`: derive the cost ledger anew from placements, or check that it needs none."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts.ledger import Differences, check_costs, rebuild_costs
from contracts.models import Contract, Placement

UNUSABLE = 2
"""Exit code of input that names nothing."""


class Command(BaseCommand):
    help = "Derive cost lines and months from placements; --check only compares them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", metavar="NAME", help="only the contracts of this region")
        parser.add_argument("--contract", metavar="REF", help="only contracts with this reference")
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit 1 when a row is wrong"
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        """In one transaction; deliveries of the same contracts wait for it."""
        placement_ids = _placements(options["region"], options["contract"])
        if check:
            self._check(check_costs(placement_ids))
        else:
            rebuild_costs(placement_ids)
            self.stdout.write("Every cost line and month is as its placements say.")

    def _check(self, wrong: Differences) -> None:
        if any(wrong):
            raise CommandError(
                f"Cost lines that differ from their target: {wrong.lines}; months: {wrong.months}. "
                "Run rebuild_costs to mend them.",
                returncode=1,
            )
        self.stdout.write("Every cost line and month is as its placements say.")


def _placements(region: str | None, reference: str | None) -> list[int] | None:
    """Ids of the placements of the contracts asked for; None when all are."""
    asked = {"region__name": region, "reference": reference}
    chosen = {name: value for name, value in asked.items() if value is not None}
    if not chosen:
        return None
    contracts = Contract.objects.filter(**chosen)
    if not contracts.exists():
        raise CommandError("No contract answers to that.", returncode=UNUSABLE)
    return list(Placement.objects.filter(contract__in=contracts).values_list("pk", flat=True))
