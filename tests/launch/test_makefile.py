"""make help tells about every target, and every target leads somewhere."""

import re
import subprocess

import pytest

from config.launch import main, paths, targets

MAKEFILE = (paths.ROOT / "Makefile").read_text()
PHONY = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split()


def test_help_lists_every_target():
    said = subprocess.run(
        ["make", "-s", "help"], cwd=paths.ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert re.findall(r"^  make (\w+) +\S.*$", said, re.MULTILINE) == PHONY


def test_help_is_what_make_says_by_itself():
    said = subprocess.run(
        ["make", "-s"], cwd=paths.ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert "make run" in said


def test_every_target_has_both_halves():
    assert set(main.LOCKS) == set(targets.TARGETS) == set(PHONY) - {"help"}


def test_the_issue_asks_for_these():
    asked = {"run", "test", "manage", "check", "fix", "bench", "demo", "prove", "help"}
    assert asked <= set(PHONY)


@pytest.mark.parametrize("target", sorted(set(PHONY) - {"help"}))
def test_a_recipe_hands_over_to_the_launcher(target):
    shown = subprocess.run(
        ["make", "-n", target, "ARGS=--some 'two words'"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert f"exec python3 config/launch/bootstrap.py {target}" in shown
