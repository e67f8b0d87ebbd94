"""Let the first person of a region in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions import invite
from accounts.enums import Role
from accounts.models import Region, User
from config.shared.errors import Refused


class Command(BaseCommand):
    help = "Mail an invitation to administer a region (the first one cannot be invited on a page)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--region", required=True, help="name of the region")
        parser.add_argument("--by", help="address of the technical administrator who invites")

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue the mail; the worker sends it."""
        region = Region.objects.filter(name=options["region"]).first()
        if region is None:
            raise CommandError(f"There is no region “{options['region']}”.")
        by = self._technician(options["by"])
        try:
            invite(
                email=options["email"],
                role=Role.ADMINISTRATOR,
                region=region,
                by=by,
                at=timezone.now(),
            )
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"An invitation goes to {options['email']}.")

    def _technician(self, address: str | None) -> User:
        """The superuser with `address`, or the first there is."""
        found = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
        person = (found.filter(email__iexact=address) if address else found).first()
        if person is None:
            raise CommandError("Make a technical administrator first: manage.py createsuperuser")
        return person
