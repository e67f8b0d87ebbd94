"""`make manage ARGS=help` lists our own commands, each with a line that tells what it does."""

import os
import subprocess
import sys

from django.core.management import get_commands

from config.launch import paths
from config.launch.commands import own_commands


def test_our_commands_are_listed_and_no_others():
    found = own_commands()
    assert set(found) == {
        path.stem
        for path in paths.ROOT.glob("*/management/commands/*.py")
        if not path.stem.startswith("_")
    }
    assert "migrate" in get_commands()
    assert "migrate" not in found


def test_each_of_them_says_what_it_does():
    assert [name for name, line in own_commands().items() if len(line) < 10] == []


def manage(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=paths.ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.dev", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_keeps_its_exit_code():
    assert manage("shell", "-c", "raise SystemExit(7)").returncode == 7


def test_a_wrong_setting_is_one_sentence():
    done = manage("check", DATABASE_URL="sqlite:///x")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: DATABASE_URL must look like")
    assert done.stderr.count("\n") == 1
