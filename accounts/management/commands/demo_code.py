"""Show the code that an authenticator would show, for trying out second factors."""

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Print the current code of the second factor of a demo account (development only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print six digits; refuses outside development."""
        if not settings.DEVELOPMENT:
            raise CommandError("This works in development only: a code is the key of an account.")
        factor = Authenticator.objects.filter(
            user__email__iexact=options["email"], type=Authenticator.Type.TOTP
        ).first()
        if factor is None:
            raise CommandError(f"{options['email']} has no authenticator app as second factor.")
        secret = decrypt(factor.data["secret"])
        self.stdout.write(
            format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
        )
