"""PostgreSQL refuses to run as root; this finds who it runs as instead."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from config.launch import paths
from config.launch.errors import LaunchError
from config.launch.processes import die_with_parent

CLONE_NEWUSER = 0x10000000
INSIDE = 1000
"""Our number within the namespace; outside it the files stay ours."""
ACCOUNTS = ("postgres", "nobody")
LASTING_TEMPORARY = Path("/var/tmp")  # noqa: S108 - ownership is checked by ensure_private


@dataclass(frozen=True)
class Identity:
    """Who runs the database server, and in which folder its data may stand."""

    home: Path
    owner: int
    become: Callable[[], None]


def choose(home: Path) -> Identity:
    """The invoking person; for root a user namespace, or else an account without rights."""
    if os.geteuid() != 0:
        return Identity(home, os.geteuid(), as_ourselves)
    if namespaces_allowed():
        return Identity(home, 0, in_namespace)
    return as_account(home)


def as_ourselves() -> None:
    """SIGINT asks PostgreSQL to end at once and in good order."""
    die_with_parent(signal.SIGINT)


def in_namespace() -> None:
    """Leave root behind for this process, within a user namespace."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "no user namespace")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{INSIDE} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{INSIDE} {group} 1")
    as_ourselves()


def namespaces_allowed() -> bool:
    """Whether this system lets us make a user namespace (containers often forbid it)."""
    if sys.platform != "linux":
        return False
    try:
        subprocess.run([sys.executable, "-c", ""], preexec_fn=in_namespace, check=True)
    except (subprocess.SubprocessError, OSError):
        return False
    return True


def as_account(home: Path) -> Identity:
    """An account without rights, with its data in a folder that it can reach."""
    account = next(filter(None, map(_account, ACCOUNTS)), None)
    if account is None:
        raise LaunchError(
            "PostgreSQL cannot run as root here; start as an ordinary user, or set DATABASE_URL."
        )

    def become() -> None:
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
        as_ourselves()

    name = f"taalregie-{account.pw_uid}-{paths.digest(home)}"
    folder = paths.ensure_private(LASTING_TEMPORARY / name, account.pw_uid)
    return Identity(folder, account.pw_uid, become)


def _account(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None
