"""Programs that we start end with us, with everything they started."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.launch import processes
from config.launch.errors import LaunchError

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs PR_SET_PDEATHSIG")


def wait_for(condition, seconds=10.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


def is_gone(pid):
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z"


def test_a_program_that_fails_is_quoted(tmp_path):
    command = [sys.executable, "-c", "print('what went wrong'); raise SystemExit(3)"]
    with pytest.raises(LaunchError, match=r"(?s)It failed:\n.*what went wrong"):
        processes.run(command, log=tmp_path / "log", failure="It failed:")


def test_stopping_ends_what_the_program_started_too(tmp_path):
    note = tmp_path / "child"
    script = f"sleep 100 & echo $! > {note}.new; mv {note}.new {note}; wait"
    process = processes.start(["sh", "-c", script], log=tmp_path / "log")
    child = int(wait_for(lambda: note.exists() and note.read_text()))
    processes.stop(process)
    wait_for(lambda: is_gone(child))


def test_a_program_that_ignores_the_signal_is_ended_anyway(tmp_path):
    process = processes.start(
        ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done"],
        log=tmp_path / "log",
    )
    wait_for(lambda: "ready" in (tmp_path / "log").read_text())
    processes.stop(process, patience=0.2)
    assert process.returncode == -signal.SIGKILL


@LINUX
def test_a_program_ends_when_its_starter_is_killed(tmp_path):
    starter = subprocess.Popen(
        [
            *(sys.executable, "-c"),
            "import sys, time, pathlib; from config.launch import processes;"
            "p = processes.start(['sleep', '100'], log=pathlib.Path(sys.argv[1]));"
            "print(p.pid, flush=True); time.sleep(100)",
            tmp_path / "log",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    child = int(starter.stdout.readline())
    starter.stdout.close()
    assert not is_gone(child)
    os.kill(starter.pid, signal.SIGKILL)
    starter.wait()
    wait_for(lambda: is_gone(child))
