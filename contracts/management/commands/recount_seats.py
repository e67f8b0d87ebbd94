"""`recount_seats`: count seats and heads anew from placements, or check that it needs none."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts.tally import check_tallies, recount

RIGHT = "Every tally of seats and heads is what its placements say."


class Command(BaseCommand):
    help = "Count seats of capacity lines and heads of groups anew; --check only compares them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit 1 when a tally is wrong"
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        """In one transaction; who writes placements waits for it."""
        if not check:
            recount()
        wrong = check_tallies()
        if any(wrong):
            raise CommandError(
                f"Tallies of seats that differ from a recount: {wrong.seats}; of heads: "
                f"{wrong.heads}. Run recount_seats to mend them.",
                returncode=1,
            )
        self.stdout.write(RIGHT)
