"""One case in a process of its own, so that its peak memory is its own: prints a line of JSON."""

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "TAALREGIE_BENCH_DATABASE"


def start() -> None:
    """Django on the database of the benchmark."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    # Names without a hash: pages can be measured without collectstatic.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    for alias in connections:
        connections[alias].settings_dict["NAME"] = os.environ[DATABASE]


def prepare(rows: int) -> None:
    """Tables, people, and a contract with room for so many placements."""
    from tests.benchmarks import situation

    call_command("migrate", verbosity=0)
    situation.make(rows)


def write(path: Path, rows: int) -> None:
    """The sheet of that name."""
    from tests.benchmarks import situation

    situation.write_sheet(path, rows)


def measure(case: str, path: Path, rows: int) -> dict[str, Any]:
    """Seconds, peak MiB of this process and of its largest child, and number of statements."""
    from config.celery import settle_memory
    from tests.benchmarks import cases

    if case in cases.EMPTY_BEFORE:
        cases.empty()
    run = cases.CASES[case](path, rows)
    settle_memory()  # as the worker does before its first task
    statements = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        began = time.perf_counter()
        run()
        seconds = time.perf_counter() - began
    return {
        "seconds": seconds,
        "peak_mib": _peak_mib(resource.RUSAGE_SELF),
        "child_mib": _peak_mib(resource.RUSAGE_CHILDREN),
        "queries": len(statements),
    }


def _peak_mib(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def region() -> list[dict[str, Any]]:
    """Pages of a region at two sizes, on tables of its own."""
    from tests.benchmarks.region import measure_region

    call_command("migrate", verbosity=0)
    return measure_region()


def money() -> list[dict[str, Any]]:
    """The ledger and the report of a million placements, on tables of their own; and a scenario."""
    from tests.benchmarks.money import measure_money
    from tests.benchmarks.scenario import measure_scenario

    call_command("migrate", verbosity=0)
    return [*measure_money(), *measure_scenario()]


if __name__ == "__main__":
    start()
    what, *arguments = sys.argv[1:]
    if what == "prepare":
        prepare(int(arguments[0]))
    elif what == "region":
        print(json.dumps(region()))
    elif what == "money":
        print(json.dumps(money()))
    elif what == "write":
        write(Path(arguments[0]), int(arguments[1]))
    else:
        print(json.dumps(measure(what, Path(arguments[0]), int(arguments[1]))))
