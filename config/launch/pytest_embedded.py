"""pytest plugin: starts the embedded test servers, and says loudly what could not be tested.

Loaded by pyproject.toml, so that `make test` and a bare `.venv/bin/pytest` do the same.
"""

import os
from collections.abc import Generator
from contextlib import ExitStack

import pytest

from config.launch import chromium, servers, translations
from config.launch.errors import LaunchError

WORKER = "PYTEST_XDIST_WORKER"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Start the servers before Django reads its settings, unless the environment names others."""
    if WORKER not in os.environ:
        prepare(early_config)
    return (yield)


def prepare(config: pytest.Config) -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright's loop beside the ORM
    translations.compile_catalogues()
    stack = ExitStack()
    try:
        stack.enter_context(servers.available("test"))
    except LaunchError as error:
        raise pytest.UsageError(str(error)) from error
    config.add_cleanup(stack.close)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium the browser tests are skipped."""
    if chromium.find() is None:
        skip = pytest.mark.skip(reason="there is no Chromium on this machine")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(skip)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The closing words that nobody overlooks."""
    skipped = terminalreporter.stats.get("skipped", [])
    browser = [report for report in skipped if "browser" in report.keywords]
    if browser:
        terminalreporter.section("BROWSER TESTS WERE NOT RUN", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(browser)} tests were skipped: {chromium.ADVICE}")


@pytest.fixture(autouse=True)
def _tasks_at_once(request: pytest.FixtureRequest) -> Generator[None, None, None]:
    """Tasks run where they are called, except in tests marked `queue`."""
    from config.celery import app

    before = app.conf.task_always_eager
    app.conf.task_always_eager = request.node.get_closest_marker("queue") is None
    yield
    app.conf.task_always_eager = before
