"""Recompute the seals of the audit trail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime

from accounts.audit import verify


class Command(BaseCommand):
    help = "Check that no sealed row of the audit trail was changed, added or taken out."

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 when every seal holds, 1 with the first that does not."""
        found = verify()
        if found.broken:
            sealed_at = localtime(found.broken.sealed_at)
            raise CommandError(
                f"Seal {found.broken.pk} of {sealed_at:%Y-%m-%d %H:%M} does not hold: "
                f"a row from {found.broken.first_id} to {found.broken.last_id} or the seal itself "
                f"was changed, added or taken out. The {found.seals} seals before it hold."
            )
        self.stdout.write(
            f"{found.seals} seals over {found.rows} rows hold; {found.unsealed} rows wait for one."
        )
