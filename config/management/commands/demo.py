"""Load the demo region, or wipe everything and load it again."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from config.management import demo

DEMO_ACCOUNTS = demo.ACCOUNTS


class Command(BaseCommand):
    help = "Wipe the database and load the demo region (development only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when anybody has an account"
        )
        parser.add_argument(
            "--wipe-all", action="store_true", help="also when others than the demo work here"
        )

    def handle(self, *args: Any, if_empty: bool, wipe_all: bool, **options: Any) -> None:
        """Load within one transaction: it is there whole, or what was there stays."""
        if not settings.DEVELOPMENT:
            raise CommandError("The demo is for development only: it wipes the database.")
        if if_empty and not demo.is_empty():
            return
        others = demo.strangers()
        if others and not wipe_all:
            raise CommandError(
                f"{len(others)} people who are not of the demo have an account here, such as "
                f"{others[0]}. Repeat with --wipe-all to wipe their work too."
            )
        with demo.at_once(), transaction.atomic():
            files = demo.wipe()
            demo.build(timezone.localdate())
            transaction.on_commit(lambda: demo.remove_files(files))
        if options["verbosity"]:
            self.stdout.write(f"The demo region is loaded. Everyone's password: {demo.PASSWORD}")
