"""Brings the database and the static files up to date in one process, before the web server starts.

`python -m config.launch.prepare WELCOME` writes what the runner tells in the end to that file.
"""

import hashlib
import importlib
import io
import json
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, get_commands
from django.core.management.base import SystemCheckError
from django.db import OperationalError

from config.launch import console, translations

DEMO = "config.management.commands.demo"


def main(welcome: Path) -> int:
    """Do it all; 1 with one sentence when the server, the role or a setting is not right."""
    try:
        translations.compile_catalogues()
        django.setup()
        prepare()
    except (ImproperlyConfigured, CommandError, OperationalError, SystemCheckError) as error:
        console.say(f"Error: {' '.join(str(error).split())}")
        return 1
    welcome.write_text(json.dumps({"accounts": demo_accounts()}))
    return 0


def prepare() -> None:
    call_command("check", databases=["default"], stdout=io.StringIO())
    with console.step("Migrating the database"):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    collect_static()
    if "demo" in get_commands():
        with console.step("Looking for the demo region"):
            call_command("demo", "--if-empty", verbosity=0)


def collect_static() -> None:
    """Collect and compress the static files, unless none changed since the last time."""
    root = Path(settings.STATIC_ROOT)
    mark = root.parent / f"{root.name}.collected"
    wanted = fingerprint()
    if mark.exists() and root.exists() and mark.read_text() == wanted:
        return
    with console.step("Collecting static files"):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(wanted)


def fingerprint() -> str:
    """Changes when any static file is added, removed or changed."""
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            found.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return found.hexdigest()


def demo_accounts() -> list[Any]:
    """What the demo command says about its accounts; empty when there is no demo."""
    if "demo" not in get_commands():
        return []
    return list(importlib.import_module(DEMO).DEMO_ACCOUNTS)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
