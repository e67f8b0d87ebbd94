"""`make run` from its first line to its last process, in a data folder of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from config.launch import paths, runner

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture
def environment(tmp_path):
    """For a start of its own: no servers of others, a free port, a mark on its processes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "DATABASE_URL", "CELERY", "DJANGO", "MAKE", "MFLAGS"))
    }
    return inherited | {"PORT": str(port), "DATA_DIR": str(tmp_path)}


def marked(tmp_path):
    """Processes started with this DATA_DIR."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if f"DATA_DIR={tmp_path}\0".encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def start(environment):
    return subprocess.Popen(
        [sys.executable, "-m", "config.launch.targets", "run"],
        cwd=paths.ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def read_until(process, words):
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"it ended before it said {words!r}:\n{said}")


def test_it_runs_until_a_signal_and_leaves_no_process_behind(environment, tmp_path):
    """The second start finds the data of the first, and not even a kill leaves anything."""
    for number, code in ((signal.SIGTERM, 0), (signal.SIGKILL, -signal.SIGKILL)):
        process = start(environment)
        said = read_until(process, "Press Ctrl-C")
        assert f"http://localhost:{environment['PORT']}\n" in said
        with urllib.request.urlopen(f"http://127.0.0.1:{environment['PORT']}/healthz") as answer:
            assert json.load(answer)["role"] == "app"
        process.send_signal(number)
        process.communicate(timeout=60)
        assert process.returncode == code
        assert left_after(20 if code else 0, tmp_path) == []


def left_after(seconds, tmp_path):
    """What still runs when that time is over; a killed runner's parts need a moment."""
    deadline = time.monotonic() + seconds
    while (left := marked(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


@pytest.mark.parametrize(
    ("accounts", "lines"),
    [
        ([("anna@x", "officer"), ("bo@x", "reader")], ["anna@x  officer", "bo@x    reader"]),
        ([{"email": "a@x", "role": "r"}], ["a@x  r"]),
        (["a@x"], ["a@x"]),
    ],
)
def test_demo_accounts_are_told_in_columns(accounts, lines):
    assert runner.account_lines(accounts) == lines


def test_the_application_answers_on_every_loopback_address(monkeypatch):
    monkeypatch.setattr(runner.preflight, "loopback_hosts", lambda: ["127.0.0.1", "::1"])
    web = runner.commands(8000, Path("/x"))["web"]
    assert web[-2:] == ["--bind=127.0.0.1:8000", "--bind=[::1]:8000"]
