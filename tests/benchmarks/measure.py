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


def prepare(rows: int, csv_path: Path, xlsx_path: Path) -> None:
    """Tables, people and contract, and the sheet in both forms."""
    from tests.benchmarks import situation
    from tests.support.placements import as_csv, as_xlsx

    call_command("migrate", verbosity=0)
    situation.make(rows)
    lines = list(situation.lines(rows))
    csv_path.write_bytes(as_csv(lines))
    xlsx_path.write_bytes(as_xlsx(lines))


def measure(case: str, path: Path) -> dict[str, Any]:
    """Seconds, peak MiB of this process and of its largest child, and number of statements."""
    from config.celery import settle_memory
    from tests.benchmarks import cases

    if case in cases.EMPTY_BEFORE:
        cases.empty()
    run = cases.CASES[case](path)
    settle_memory()  # as the worker does before its first task
    statements = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        began = time.perf_counter()
        run()
        seconds = time.perf_counter() - began
    peak = sum(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {"seconds": seconds, "peak_mib": peak / 1024, "queries": len(statements)}


def region() -> list[dict[str, Any]]:
    """Pages of a region at two sizes, on tables of its own."""
    from tests.benchmarks.region import measure_region

    call_command("migrate", verbosity=0)
    return measure_region()


if __name__ == "__main__":
    start()
    if sys.argv[1] == "prepare":
        prepare(int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))
    elif sys.argv[1] == "region":
        print(json.dumps(region()))
    else:
        print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
