"""Starting other programs so that none outlives us, and ending them again."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from config.launch.errors import LaunchError

PR_SET_PDEATHSIG = 1
TAIL_LINES = 15
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Have the system send this process a signal when its parent ends (Linux only)."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, int(number))


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    before: Callable[[], None] = die_with_parent,
) -> subprocess.Popen[bytes]:
    """Start a program in a process group of its own, with its output in `log`.

    `before` runs in the new process; it must be die_with_parent or end by calling it.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=env,
            start_new_session=True,
            preexec_fn=before,  # noqa: PLW1509 - no threads here
        )


def run(
    command: Sequence[str | Path],
    *,
    log: Path,
    failure: str,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    before: Callable[[], None] = die_with_parent,
) -> None:
    """Run a program to its end; a LaunchError with `failure` and its last lines if it fails.

    The output goes to a file: a server started by the program would keep a pipe open.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        result = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=env,
            cwd=cwd,
            preexec_fn=before,
            check=False,
        )
    if result.returncode:
        raise LaunchError(f"{failure}\n{tail(log)}".rstrip())


def tail(log: Path) -> str:
    """The last lines of a log, indented."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(f"    {line}" for line in lines[-TAIL_LINES:])


def stop(
    process: subprocess.Popen[bytes], *, number: int = signal.SIGTERM, patience: float = 10
) -> None:
    """Ask a program to end, and after `patience` seconds end its whole process group."""
    if process.poll() is None:
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
