"""Keep gemeenten and labour market regions equal to the list of CBS."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions import load_gemeenten
from accounts.imports import read_gemeenten
from config.shared.sheets import Unusable

UNUSABLE = 2


class Command(BaseCommand):
    help = "Load the gemeenten of CBS, or those that ended (csv or xlsx); safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="has cbs_code, name, and last_year or arbeidsmarktregio")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 when loaded, 2 with a sentence when the file is unusable."""
        try:
            rows = read_gemeenten(options["file"])
        except Unusable as unusable:
            raise CommandError("\n".join(unusable.messages), returncode=UNUSABLE) from None
        except OSError as error:
            sentence = f"Cannot read {options['file']}: {error.strerror}."
            raise CommandError(sentence, returncode=UNUSABLE) from None
        done = load_gemeenten(rows=rows, on=timezone.localdate())
        self.stdout.write(
            f"{done.new} new, {done.changed} changed, {done.unchanged} unchanged; "
            f"{done.regions} new regions"
        )
