"""Finding the embedded servers, starting them if nobody did, and leaving them as found.

Everyone who uses them shares the lock `in-use`. A keeper process runs the
servers and ends them when it can hold that lock alone: when the last user is
gone, also one that was killed.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.launch import paths
from config.launch.addresses import Addresses
from config.launch.errors import LaunchError
from config.launch.locks import FileLock, alone

VARIABLES = ("DATABASE_URL", "CELERY_BROKER_URL")
PATIENCE = 120.0


class Home:
    """The folder of one set of servers: `app` holds the data, `test` is for the test suite."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.folder = paths.data_dir() / kind
        self.start_lock = self.folder / "starting"
        self.use_lock = self.folder / "in-use"
        self.keeper_lock = self.folder / "keeper"
        self.addresses = self.folder / "servers.json"
        self.failure = self.folder / "failure.txt"
        self.log = self.folder / "log" / "keeper.log"

    @property
    def durable(self) -> bool:
        return self.kind == "app"


@contextmanager
def available(kind: str) -> Iterator[None]:
    """DATABASE_URL and CELERY_BROKER_URL are set within the block, and what they name answers.

    A variable that is set already is left alone; its server is the person's own.
    """
    missing = [name for name in VARIABLES if not os.environ.get(name)]
    if not missing:
        yield
        return
    with embedded(kind) as found:
        values = {"DATABASE_URL": found.database_url, "CELERY_BROKER_URL": found.broker_url}
        os.environ.update({name: values[name] for name in missing})
        try:
            yield
        finally:
            for name in missing:
                os.environ.pop(name, None)


@contextmanager
def embedded(kind: str) -> Iterator[Addresses]:
    """The addresses of the embedded servers, which run at least as long as the block."""
    home = Home(kind)
    paths.ensure_writable(home.folder)
    in_use = FileLock(home.use_lock)
    keeper = None
    with alone(home.start_lock):
        in_use.share()
        if not is_kept(home):
            keeper = _start_keeper(home)
    try:
        yield Addresses(**json.loads(home.addresses.read_text()))
    finally:
        in_use.release()
        if _wait_for_end(home, in_use) and keeper is not None:
            keeper.wait()
        in_use.close()


def is_kept(home: Home) -> bool:
    """Whether a keeper is at work for this folder."""
    lock = FileLock(home.keeper_lock)
    try:
        return not lock.try_hold()
    finally:
        lock.close()


def _start_keeper(home: Home) -> subprocess.Popen[bytes]:
    home.addresses.unlink(missing_ok=True)
    home.failure.unlink(missing_ok=True)
    home.log.parent.mkdir(exist_ok=True)
    with home.log.open("wb") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "config.launch.keeper", home.kind],
            cwd=paths.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for us; the keeper ends when we let go
        )
    deadline = time.monotonic() + PATIENCE
    while not home.addresses.exists():
        if keeper.poll() is not None:
            raise LaunchError(_why_it_failed(home))
        if time.monotonic() > deadline:
            keeper.kill()
            raise LaunchError(f"The embedded servers do not start; see {home.folder / 'log'}.")
        time.sleep(0.02)
    return keeper


def _why_it_failed(home: Home) -> str:
    if home.failure.exists():
        return home.failure.read_text()
    return f"The embedded servers do not start; see {home.log}."


def _wait_for_end(home: Home, in_use: FileLock) -> bool:
    """Wait until the keeper has ended the servers; False at once when somebody else uses them."""
    while is_kept(home):
        if in_use.try_hold():
            in_use.release()  # nobody is left, the keeper only has to notice
        elif in_use.try_share():
            in_use.release()
            return False
        time.sleep(0.02)
    return True


def log_folder(kind: str) -> Path:
    return Home(kind).folder / "log"
