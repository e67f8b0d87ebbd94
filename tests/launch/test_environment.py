"""The locked environment: what counts as installed, and what the locks may not hold."""

import json
import re
import sys

import pytest

from config.launch import environment, paths
from config.launch.environment import DEVELOPMENT, RUNTIME
from config.launch.errors import LaunchError

LOCKS = sorted(paths.LAUNCH.glob("*.lock"))


@pytest.fixture
def venv(tmp_path, monkeypatch):
    """An environment that exists, with a stamp to be written."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    monkeypatch.setattr(paths, "VENV", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "bin" / "python")
    return tmp_path


def pins(lock):
    return set(re.findall(r"^([a-z0-9.-]+==[^\s;\\]+)", lock.read_text(), re.MULTILINE))


@pytest.mark.parametrize(
    ("installed", "wanted", "current"),
    [
        (RUNTIME, RUNTIME, True),
        (DEVELOPMENT, DEVELOPMENT, True),
        (DEVELOPMENT, RUNTIME, True),
        (RUNTIME, DEVELOPMENT, False),
    ],
)
def test_the_larger_lock_includes_the_smaller(installed, wanted, current, venv):
    environment.stamp(venv).write_text(environment.signature(installed))
    assert environment.is_current(wanted) is current


def test_without_a_stamp_nothing_counts_as_installed(venv):
    assert not environment.is_current(RUNTIME)


def test_an_environment_whose_python_is_gone_does_not_count(venv):
    environment.stamp(venv).write_text(environment.signature(RUNTIME))
    (venv / "bin" / "python").unlink()
    (venv / "bin" / "python").symlink_to("/no/such/python")
    assert not environment.is_current(RUNTIME)


def test_every_runtime_pin_is_in_the_development_lock():
    assert pins(RUNTIME.path) <= pins(DEVELOPMENT.path)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_has_hashes_and_names_no_place(lock):
    text = lock.read_text()
    assert len(pins(lock)) <= text.count("--hash=sha256:")
    assert "://" not in text
    assert "index-url" not in text.replace("--no-emit-index-url", "")
    assert not re.search(r"(?<![\w.])/(home|root|tmp|work|usr)/", text)


def test_the_front_end_lock_has_hashes_and_names_no_place():
    packages = json.loads((paths.FRONTEND / "package-lock.json").read_text())["packages"]
    packages.pop("")
    assert packages
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_that_debian_split_is_refused(module, monkeypatch):
    monkeypatch.setattr(
        environment.importlib.util, "find_spec", lambda name: None if name == module else name
    )
    with pytest.raises(LaunchError, match=rf"lacks the module {module}; .*apt install"):
        environment.require_venv()


def test_an_environment_of_another_python_is_told_apart(venv):
    assert environment.runs_here(venv)
    (venv / "bin" / "python").unlink()
    (venv / "bin" / "python").write_text("#!/bin/sh\necho '(3, 8)'\n")
    (venv / "bin" / "python").chmod(0o755)
    assert not environment.runs_here(venv)
