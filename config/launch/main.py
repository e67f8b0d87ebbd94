"""First half of every make target: checks, environment and front-end files.

Runs on the standard library alone; the second half (targets.py) runs inside
the environment that this half made.
"""

import os
import sys
from collections.abc import Sequence

from config.launch import console, environment, frontend, paths, preflight
from config.launch.environment import DEVELOPMENT, RUNTIME
from config.launch.errors import LaunchError

LOCKS = {
    "run": RUNTIME,
    "manage": RUNTIME,
    "demo": RUNTIME,
    "setup": DEVELOPMENT,
    "test": DEVELOPMENT,
    "prove": DEVELOPMENT,
    "check": DEVELOPMENT,
    "fix": DEVELOPMENT,
    "bench": DEVELOPMENT,
    "lock": DEVELOPMENT,
}
"""Which set of packages each target needs."""


def main(arguments: Sequence[str]) -> int:
    """Set up, then go on inside the environment; returns only when that is not reached."""
    target = arguments[0] if arguments else ""
    if target not in LOCKS:
        console.say(f"Error: there is no target '{target}'; see make help.")
        return 2
    try:
        set_up(target)
    except LaunchError as error:
        console.say(f"Error: {error}")
        return 1
    except KeyboardInterrupt:
        return 130
    go_on(arguments)
    return 0


def set_up(target: str) -> None:
    """Everything that may be refused is refused before anything is installed or started."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # it doubles the time of every start
    preflight.check(target)
    paths.ensure_writable(paths.TOOLS)
    environment.ensure(LOCKS[target])
    frontend.ensure()


def go_on(arguments: Sequence[str]) -> None:
    python = str(environment.PYTHON)
    os.chdir(paths.ROOT)
    sys.stdout.flush()
    os.execv(python, [python, "-m", "config.launch.targets", *arguments])
