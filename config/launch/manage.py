"""Django's command line, with the embedded servers around it and faults told in a sentence."""

import contextlib
import sys
from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from config.launch import servers
from config.launch.errors import LaunchError


def execute(arguments: Sequence[str], *, with_servers: bool) -> None:
    """Run a management command; its own exit code stays, a fault before it is exit 1."""
    around = servers.available("app") if with_servers else contextlib.nullcontext()
    try:
        with around:
            settings.INSTALLED_APPS  # noqa: B018 - reads the settings, so that a fault shows here
            execute_from_command_line(list(arguments))
    except (LaunchError, ImproperlyConfigured) as error:
        sys.exit(f"Error: {error}")
