"""Puts the keys of all working copies of bids under the newest key of BID_DRAFT_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand

from procurement import actions
from procurement.models import Bid


class Command(BaseCommand):
    """Run it after putting a new key in front; then the old one can be taken away."""

    help = (
        "Put the keys of all drafts under the newest of BID_DRAFT_KEYS, "
        "after which the older ones can be taken away."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Each draft in a transaction of its own; safe to run again."""
        drafts = Bid.objects.exclude(draft_key=b"").only("pk").order_by("pk")
        count = actions.rewrap_drafts(drafts.iterator())
        self.stdout.write(f"{count} drafts are now under the newest key.")
