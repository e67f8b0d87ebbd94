"""`make lock`: writes the locks anew, with hashes and without any machine's addresses or paths."""

from collections.abc import Sequence

from config.launch import environment, paths, processes
from config.launch.errors import LaunchError

OPTIONS = (
    *("pip", "compile", "--generate-hashes", "--universal", "--no-annotate"),
    *("--no-emit-index-url", "--no-emit-find-links"),
)
FOLDER = "config/launch"
PROJECT = ("pyproject.toml", "--group", "embedded")
LOCKS: dict[str, tuple[str, ...]] = {
    "requirements-dev.lock": (*PROJECT, "--group", "dev"),
    # The runtime set must be part of the development set, so it takes its versions from there.
    "requirements.lock": (*PROJECT, "-c", f"{FOLDER}/requirements-dev.lock"),
    "requirements-tools.lock": ("--group", "tools"),
    "requirements-node.lock": ("--group", "node"),
}


def renew(arguments: Sequence[str]) -> None:
    """Write all locks; `--upgrade` among the arguments takes the newest allowed versions."""
    environment.ensure_tools()
    uv = environment.TOOLS_PYTHON.with_name("uv")
    if not uv.exists():
        raise LaunchError("make lock needs uv, which has no wheel for this system.")
    for name, sources in LOCKS.items():
        processes.run(
            [uv, *OPTIONS, *sources, *arguments, "-o", f"{FOLDER}/{name}"],
            log=environment.LOG,
            failure=f"uv cannot make {name}:",
            cwd=paths.ROOT,
        )
