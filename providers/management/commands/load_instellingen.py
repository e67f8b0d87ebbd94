"""Lay DUO's list of institutions beside the register."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.shared.sheets import Unusable
from providers.actions.institutions import differences, propose
from providers.imports import read_institutions

UNUSABLE = 2


class Command(BaseCommand):
    help = (
        "Compare DUO's list of institutions (JSON of GET /instellingen) with the register, in "
        "words. Nothing is written without --propose, and then proposals only; safe to repeat."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the answer of DUO's API, kept as a file")
        parser.add_argument(
            "--propose", action="store_true", help="put what differs before the regions"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 when compared, 2 with sentences when the file is unusable."""
        try:
            institutions = read_institutions(options["file"])
        except Unusable as unusable:
            raise CommandError("\n".join(unusable.messages), returncode=UNUSABLE) from None
        except OSError as error:
            sentence = f"Cannot read {options['file']}: {error.strerror}."
            raise CommandError(sentence, returncode=UNUSABLE) from None
        now = timezone.now()
        found = differences(institutions, on=timezone.localdate(now))
        for one in found:
            self.stdout.write(one.sentence)
        proposals = sum(one.is_proposal for one in found)
        self.stdout.write(
            f"{len(institutions)} institutions, {len(found)} differences, {proposals} proposals"
        )
        if options["propose"]:
            self.stdout.write(f"{propose(found, at=now)} new proposals written down")
        else:
            self.stdout.write("Nothing was written: run again with --propose.")
