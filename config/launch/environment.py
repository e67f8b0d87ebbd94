"""The virtual environment with exactly the locked packages, checked by their hashes."""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from config.launch import console, paths, processes
from config.launch.errors import LaunchError
from config.launch.locks import alone

PYTHON = paths.VENV / "bin" / "python"
TOOLS_PYTHON = paths.TOOLS / "venv" / "bin" / "python"
TOOLS_LOCK = paths.LAUNCH / "requirements-tools.lock"
LOG = paths.TOOLS / "setup.log"


@dataclass(frozen=True)
class Lock:
    """A file of pinned packages; `within` is a larger lock that holds all of them too."""

    path: Path
    within: "Lock | None" = None

    @property
    def digest(self) -> str:
        return _digest(self.path)


DEVELOPMENT = Lock(paths.LAUNCH / "requirements-dev.lock")
RUNTIME = Lock(paths.LAUNCH / "requirements.lock", within=DEVELOPMENT)


def ensure(lock: Lock) -> None:
    """Make or bring up to date `.venv`; nothing is done when its stamp says it is."""
    with alone(paths.TOOLS / "setup.lock"):
        if is_current(lock):
            return
        ensure_tools()
        with console.step(f"Installing {count(lock)} packages"):
            make_venv(paths.VENV, "--without-pip")
            install(lock)
        stamp(paths.VENV).write_text(signature(lock))


def is_current(lock: Lock) -> bool:
    """Whether the environment holds this lock, or a larger one that includes it."""
    found = stamp(paths.VENV)
    if not PYTHON.exists() or not found.exists():
        return False
    wanted = [signature(each) for each in (lock, lock.within) if each]
    return found.read_text() in wanted


def signature(lock: Lock) -> str:
    """What the stamp says when this lock is installed for this python."""
    return f"{sys.version_info.major}.{sys.version_info.minor} {lock.digest}"


def stamp(venv: Path) -> Path:
    return venv / "installed"


def count(lock: Lock) -> int:
    return lock.path.read_text().count("==")


def make_venv(folder: Path, *options: str) -> None:
    """An environment of the running python; one of another python is replaced."""
    if runs_here(folder):
        return
    require_venv()
    shutil.rmtree(folder, ignore_errors=True)
    processes.run(
        [sys.executable, "-m", "venv", *options, folder],
        log=LOG,
        failure=f"Python cannot make a virtual environment in {folder}:",
    )


def runs_here(folder: Path) -> bool:
    """Whether the environment's python starts and is of the version that runs now."""
    python = folder / "bin" / "python"
    tell = "import sys; print(sys.version_info[:2])"
    if not python.exists():
        return False
    try:
        said = subprocess.run([python, "-c", tell], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return said.stdout.strip() == str(sys.version_info[:2])


def require_venv() -> None:
    """Debian splits these two off from its python."""
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            raise LaunchError(
                f"This python lacks the module {module}; "
                f"on Debian: apt install python{version}-venv"
            )


def ensure_tools() -> None:
    """pip and uv in an environment of their own, so that ours holds the lock and nothing else."""
    if is_tool_current(TOOLS_LOCK):
        return
    # Where uv has no wheel for this system, pip installs everything: slower, same result.
    with contextlib.suppress(LaunchError), console.step("Preparing the installer"):
        install_tool(TOOLS_LOCK)


def is_tool_current(lock: Path) -> bool:
    mark = paths.TOOLS / f"{lock.name}.installed"
    return TOOLS_PYTHON.exists() and mark.exists() and mark.read_text() == _digest(lock)


def install_tool(lock: Path) -> None:
    """Install a lock of a helper of ours with pip; raises LaunchError when that fails."""
    make_venv(paths.TOOLS / "venv")
    processes.run(
        [TOOLS_PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", lock],
        log=LOG,
        failure=f"pip cannot install {lock.name}:",
    )
    (paths.TOOLS / f"{lock.name}.installed").write_text(_digest(lock))


def install(lock: Lock) -> None:
    """By uv, or by pip where uv cannot; both refuse a package whose hash is not in the lock."""
    if not is_tool_current(TOOLS_LOCK) or not _sync(lock):
        _install_with_pip(lock)


def _install_with_pip(lock: Lock) -> None:
    processes.run(
        [
            *(TOOLS_PYTHON, "-m", "pip", "--python", PYTHON, "install", "-q"),
            *("--require-hashes", "--no-deps", "-r", lock.path),
        ],
        log=LOG,
        failure="The packages cannot be installed:",
    )


def _sync(lock: Lock) -> bool:
    settings = {"UV_COMPILE_BYTECODE": "1", "UV_NO_PROGRESS": "1"}
    if index := os.environ.get("PIP_INDEX_URL"):
        settings["UV_DEFAULT_INDEX"] = index
    uv = paths.TOOLS / "venv" / "bin" / "uv"
    try:
        processes.run(
            [uv, "pip", "sync", "--require-hashes", "--python", PYTHON, lock.path],
            log=LOG,
            failure="uv cannot install the packages",
            env={**os.environ, **settings},
        )
    except LaunchError:
        return False
    return True


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
