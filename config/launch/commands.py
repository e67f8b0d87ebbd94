"""`make manage ARGS=help`: the commands of our own packages with one line each."""

from pathlib import Path

import django
from django.apps import apps
from django.core.management import get_commands, load_command_class

from config.launch import paths


def own_commands() -> dict[str, str]:
    """Name and first line of help of every command that stands in this project."""
    ours = {app.name for app in apps.get_app_configs() if Path(app.path).parent == paths.ROOT}
    return {
        name: _first_line(load_command_class(package, name).help)
        for name, package in sorted(get_commands().items())
        if package in ours
    }


def _first_line(text: object) -> str:
    return next(iter(str(text).strip().splitlines()), "")


def show() -> int:
    django.setup()
    found = own_commands()
    width = max(map(len, found), default=0)
    for name, line in found.items():
        print(f"  {name.ljust(width)}  {line}")
    return 0
