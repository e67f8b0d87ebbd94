"""`make run`: servers, web, worker and beat, until a signal ends them all."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from config.launch import console, paths, preflight, processes, servers
from config.launch.errors import LaunchError

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 60.0
PATIENCE_AT_END = 20.0
PAUSE = 0.1


class Stopped(Exception):
    """Somebody asked us to end."""


def run() -> int:
    """Run everything until a signal; 0 after a signal, 1 when a part ends by itself."""
    console.say("Taalregie")
    try:
        with stopping_on_signals():
            return _run(preflight.port())
    except Stopped:
        return 0


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """A first signal raises Stopped; further ones are ignored, so that all is ended in order."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    for each in SIGNALS:
        signal.signal(each, stop)
    yield


def _run(port: int) -> int:
    logs = paths.data_dir() / "log"
    with _embedded_servers():
        welcome = prepare(logs)
        if welcome is None:
            return 1
        with parts(port, logs) as running:
            with console.step("Starting web server, worker and beat"):
                wait_until_healthy(port, running)
            tell(port, logs, welcome)
            return watch(running)


@contextmanager
def _embedded_servers() -> Iterator[None]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    manager = servers.available("app")
    with console.step("Starting PostgreSQL and the broker"):
        manager.__enter__()
    try:
        yield
    finally:
        manager.__exit__(None, None, None)


def prepare(logs: Path) -> dict[str, Any] | None:
    """Migrate, collect, load the demo; what to tell in the end, or None when it told a fault."""
    logs.mkdir(parents=True, exist_ok=True)
    welcome = logs / "welcome.json"
    done = subprocess.run(
        [sys.executable, "-m", "config.launch.prepare", welcome],
        stdin=subprocess.DEVNULL,
        preexec_fn=processes.die_with_parent,
        check=False,
    )
    if done.returncode:
        return None
    found: dict[str, Any] = json.loads(welcome.read_text())
    return found


def commands(port: int, logs: Path) -> dict[str, list[str]]:
    """The three parts of the application, by name."""
    binds = [f"--bind={_bracketed(host)}:{port}" for host in preflight.loopback_hosts()]
    celery = [sys.executable, "-m", "celery", "-A", "config"]
    return {
        "web": [
            *(sys.executable, "-m", "gunicorn", "-c", "config/launch/gunicorn_settings.py"),
            *binds,
        ],
        "worker": [*celery, "worker", "--concurrency=2", "--loglevel=INFO", "--without-mingle"],
        "beat": [*celery, "beat", "--loglevel=INFO", f"--schedule={logs / 'schedule'}"],
    }


@contextmanager
def parts(port: int, logs: Path) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """The parts while they run; all are ended after the block, however it ends."""
    for leftover in logs.glob("schedule*"):
        leftover.unlink()  # a broken one would keep beat from starting; nothing in it is needed
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands(port, logs).items():
            log = logs / f"{name}.log"
            log.unlink(missing_ok=True)
            running[name] = processes.start(command, log=log)
        yield running
    finally:
        end(running)


def end(running: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask all to end at once, then see each of them gone."""
    console.say("\nStopping ...")
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    for process in running.values():
        processes.stop(process, patience=PATIENCE_AT_END)


def wait_until_healthy(port: int, running: dict[str, subprocess.Popen[bytes]]) -> None:
    """Wait for /healthz to say that all works; a LaunchError with its answer if it never does."""
    deadline = time.monotonic() + PATIENCE
    answer = "no answer"
    while time.monotonic() < deadline:
        check_alive(running)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except urllib.error.HTTPError as error:
            answer = error.read().decode(errors="replace")[:500]
        except OSError:
            pass
        time.sleep(PAUSE)
    raise LaunchError(f"The application does not become healthy: {answer}")


def check_alive(running: dict[str, subprocess.Popen[bytes]]) -> None:
    """A LaunchError with the last lines of its log when a part has ended by itself."""
    for name, process in running.items():
        if process.poll() is not None:
            log = paths.data_dir() / "log" / f"{name}.log"
            raise LaunchError(f"The {name} ended by itself:\n{processes.tail(log)}")


def watch(running: dict[str, subprocess.Popen[bytes]]) -> int:
    while True:
        check_alive(running)
        time.sleep(1)


def tell(port: int, logs: Path, welcome: dict[str, Any]) -> None:
    """Where it is, who can come in, and what to try first."""
    print(f"\nTaalregie is at http://localhost:{port}\n")
    accounts = welcome["accounts"]
    if accounts:
        print("Demo accounts:")
        for line in account_lines(accounts):
            print(f"  {line}")
        print()
    print(
        "Try first: sign in as the coordinator and look at the places that are left, or as the\n"
        "provider and upload a sheet of placements."
    )
    print(f"Logs are in {logs}. Press Ctrl-C to stop.\n", flush=True)


def account_lines(accounts: list[Any]) -> list[str]:
    """Aligned columns of what the demo says about each account."""
    rows = [[str(cell) for cell in _cells(account)] for account in accounts]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def _cells(account: Any) -> list[Any]:
    if isinstance(account, dict):
        return list(account.values())
    return [account] if isinstance(account, str) else list(account)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
