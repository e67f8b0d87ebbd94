"""Where everything stands; the standard library is enough to read this."""

import contextlib
import hashlib
import os
import stat
import tempfile
from pathlib import Path

from config.launch.errors import LaunchError

ROOT = Path(__file__).resolve().parents[2]
LAUNCH = ROOT / "config" / "launch"
FRONTEND = ROOT / "config" / "frontend"
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"

SOCKET_LIMIT = 107
"""Bytes in the address of a unix socket on Linux; other systems allow a few less."""
LONGEST_SOCKET = ".s.PGSQL.5432"


def data_dir() -> Path:
    """DATA_DIR, or `.data` beside the code; a relative value is taken from the code's folder."""
    return (ROOT / Path(os.environ.get("DATA_DIR") or ".data").expanduser()).resolve()


def digest(path: Path, length: int = 12) -> str:
    """A short name for a folder, the same each time."""
    return hashlib.sha256(bytes(path)).hexdigest()[:length]


def ensure_writable(folder: Path) -> None:
    """Make the folder if need be; a LaunchError when nothing can be written in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise LaunchError(
            f"Cannot write in {folder} ({error.strerror}); "
            "choose another folder with DATA_DIR=... or make this one yours."
        ) from error


def ensure_private(folder: Path, owner: int) -> Path:
    """A folder that `owner` alone can enter; refuses one that somebody else put there first."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700, parents=True)
        os.chown(folder, owner, -1)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
        raise LaunchError(f"{folder} belongs to somebody else; remove it or set another TMPDIR.")
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise LaunchError(f"{folder} is open to others; close it with chmod 700.")
    return folder


def socket_folder(home: Path) -> Path:
    """Where the servers of `home` put their sockets: inside it, or elsewhere if too long."""
    inside = home / "run"
    if fits_socket(inside):
        return inside
    name = f"taalregie-{os.getuid()}-{digest(home)}"
    shorter = (Path(base) / name for base in (tempfile.gettempdir(), "/tmp"))  # noqa: S108
    return next((folder for folder in shorter if fits_socket(folder)), inside)


def fits_socket(folder: Path) -> bool:
    """Whether a socket in this folder has an address that the system accepts."""
    return len(bytes(folder / LONGEST_SOCKET)) <= SOCKET_LIMIT
