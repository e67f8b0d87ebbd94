"""A real Celery worker beside a test, on the test's own database, queue and files."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
"""Seconds that a test waits for something that should happen soon, on a busy machine."""


@pytest.fixture
def files_on_disk(settings, tmp_path) -> Path:
    """Uploads go to a folder that another process can read."""
    settings.MEDIA_ROOT = tmp_path
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    return tmp_path


@contextmanager
def worker(media: Path) -> Iterator[subprocess.Popen]:
    """A worker with one process; it and its children are gone at the end."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.support.worker_settings",
        "TAALREGIE_TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "TAALREGIE_TEST_MEDIA": str(media),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "celery", "-A", "config.celery", "worker"]
    with (media / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [*command, "-c", "1", "-l", "INFO", "--without-gossip", "--without-mingle"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen) -> None:
    """kill -9 of the worker with all its children."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def wait_until(happened: Callable[[], object], what: str) -> None:
    """Return once `happened()` is true; fail the test, naming `what`, when it takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.05)
