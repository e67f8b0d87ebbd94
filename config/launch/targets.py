"""Second half of every make target; runs inside the environment that the first half made."""

import base64
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Sequence

from config.launch import commands, console, environment, locking, paths, runner, servers
from config.launch.errors import LaunchError
from config.launch.translations import compile_catalogues

PYTHON = sys.executable
DEV = "config.settings.dev"
SIDE_BY_SIDE = ("-n", "2", "--dist", "worksteal")
"""Two processes, of which one that is done takes over tests of the other."""


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


PRODUCTION_DUMMY = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "DATABASE_URL": "postgres://app@db.invalid/taalregie",
    "CELERY_BROKER_URL": "redis://broker.invalid:6379/0",
    "ALLOWED_HOSTS": "taalregie.invalid",
    "BID_DRAFT_KEYS": _random_key(),
    "VAULT_SIGNING_SEED": _random_key(),
}
"""Enough to check the production settings; nothing is connected to."""


def call(*command: str, **extra: str) -> int:
    """Run a program here in the foreground; its exit code."""
    return subprocess.run(command, env={**os.environ, **extra}, check=False).returncode


def setup(arguments: Sequence[str]) -> int:
    compile_catalogues()
    return 0


def test(arguments: Sequence[str]) -> int:
    """The whole suite on the embedded servers; arguments go to pytest."""
    compile_catalogues()
    return call(PYTHON, "-m", "pytest", *SIDE_BY_SIDE, *arguments)


def prove(arguments: Sequence[str]) -> int:
    """The long proofs in full length."""
    compile_catalogues()
    options = ("-m", "proof", *arguments)
    return call(PYTHON, "-m", "pytest", *SIDE_BY_SIDE, *options, TAALREGIE_PROOF="full")


def manage(arguments: Sequence[str]) -> int:
    """A management command against the embedded servers; `help` lists ours."""
    compile_catalogues()
    if not arguments or list(arguments) == ["help"]:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEV)
        return commands.show()
    return call(PYTHON, "manage.py", *arguments)


def demo(arguments: Sequence[str]) -> int:
    """Wipe and reload the demo region."""
    compile_catalogues()
    with servers.available("app"):
        return call(PYTHON, "manage.py", "migrate", "-v", "0") or call(
            PYTHON, "manage.py", "demo", *arguments
        )


def bench(arguments: Sequence[str]) -> int:
    """Measure; a table, and .bench/results.json."""
    compile_catalogues()
    with servers.available("app"):
        return call(PYTHON, "tests/benchmarks/run.py", *arguments)


def run(arguments: Sequence[str]) -> int:
    return runner.run()


CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ruff check", ("ruff", "check", ".")),
    ("ruff format", ("ruff", "format", "--check", ".")),
    ("types", ("mypy", ".")),
    ("imports", ("lint-imports",)),
    ("templates", ("djlint", "--lint", "--quiet", ".")),
    ("migrations", ("manage", "makemigrations", "--check", "--dry-run")),
    ("production settings", ("deploy",)),
    ("translations", ("manage", "translations", "--check")),
)


def check(arguments: Sequence[str]) -> int:
    """Every check, all of them even when one fails; 1 when any did."""
    compile_catalogues()
    with servers.available("app"):
        failed = [name for name, command in CHECKS if _checked(name, command)]
    console.say(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def _checked(name: str, command: tuple[str, ...]) -> int:
    console.say(f"== {name}")
    tool, *rest = command
    if tool == "manage":
        return call(PYTHON, "manage.py", *rest)
    if tool == "deploy":
        return check_deploy()
    return call(str(environment.PYTHON.with_name(tool)), *rest)


def check_deploy() -> int:
    """Django's own deployment checks on the production settings."""
    options = ("check", "--deploy", "--fail-level", "WARNING")
    secret = secrets.token_urlsafe(60)
    return call(PYTHON, "manage.py", *options, **PRODUCTION_DUMMY, SECRET_KEY=secret)


def fix(arguments: Sequence[str]) -> int:
    """Mend what can be mended without thought."""
    ruff = str(environment.PYTHON.with_name("ruff"))
    return call(ruff, "check", "--fix", ".") or call(ruff, "format", ".")


def lock(arguments: Sequence[str]) -> int:
    """Renew the locks, within the bounds of pyproject.toml."""
    locking.renew(arguments)
    return 0


TARGETS: dict[str, Callable[[Sequence[str]], int]] = {
    each.__name__: each for each in (run, test, prove, manage, demo, bench, check, fix, lock, setup)
}


def main(arguments: Sequence[str]) -> int:
    """Run one target; a LaunchError becomes one sentence and exit 1."""
    target, *rest = arguments
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.chdir(paths.ROOT)
    try:
        return TARGETS[target](rest)
    except LaunchError as error:
        console.say(f"Error: {error}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
