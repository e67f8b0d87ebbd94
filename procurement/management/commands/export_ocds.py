"""Writes published tenders as an OCDS release package."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from procurement.models import Tender
from procurement.ocds import package


class Command(BaseCommand):
    """All published tenders, or one; those of training regions and private ones never."""

    help = "Write published tenders as an OCDS 1.1 release package"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tender", help="the reference of one tender")
        parser.add_argument("--region", help="the region of that tender, where two use the same")
        parser.add_argument("--output", required=True, type=Path, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        tenders = list(self._chosen(options["tender"], options["region"]))
        text = json.dumps(package(tenders, at=timezone.now()), ensure_ascii=False, indent=2)
        try:
            options["output"].write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"The file cannot be written: {error}") from error
        self.stdout.write(f"{len(tenders)} releases written to {options['output']}.")

    def _chosen(self, reference: str | None, region: str | None) -> Any:
        rows = Tender.objects.public().filter(region__is_training=False)
        rows = rows.select_related("region", "lead_gemeente", "follows").order_by("pk")
        if region:
            rows = rows.filter(region__name=region)
        if not reference:
            return rows
        found = rows.filter(reference=reference)
        if found.count() != 1:
            raise CommandError(
                f"{found.count()} published tenders have the reference '{reference}'; "
                "name the region with --region where several have it."
            )
        return found
