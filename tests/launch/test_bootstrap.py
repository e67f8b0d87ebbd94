"""The entry of make: every python can read it, and an old one is told what it lacks."""

import ast
import subprocess
import sys

import pytest

from config.launch import bootstrap, paths

SCRIPT = paths.LAUNCH / "bootstrap.py"


def run(*arguments):
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 5, 0), (3, 10, 14)])
def test_an_old_python_is_refused(version):
    sentence = bootstrap.refusal(version)
    assert "3.11 or newer" in sentence
    assert f"{version[0]}.{version[1]}" in sentence


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 1), (4, 0, 0)])
def test_a_newer_python_is_accepted(version):
    assert bootstrap.refusal(version) == ""


def test_an_old_python_can_read_the_script():
    ast.parse(SCRIPT.read_text(), feature_version=(3, 4))


def test_an_old_python_ends_with_one_sentence_and_a_failing_exit():
    pretend = (
        "import runpy, sys; sys.version_info = (3, 9, 2); sys.argv = ['bootstrap.py', 'run'];"
        f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    )
    done = run("-c", pretend)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: Python 3.11 or newer is needed and this is 3.9")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_an_unknown_target_is_refused():
    done = run(SCRIPT, "fly")
    assert done.returncode == 2
    assert "no target 'fly'" in done.stderr
