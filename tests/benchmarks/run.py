"""`make bench`: how fast placements come in, beside a floor and a library, and pages go out.

All in one run and on a database made for it; each measurement in a process of its own. Prints
tables and writes .bench/results.json. `--rows N` measures another size than 100,000.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import django  # noqa: E402 - after the path
from django.db import connection  # noqa: E402

from tests.benchmarks.measure import DATABASE  # noqa: E402

ROWS = 100_000
LARGE, SMALL, LARGEST, OF_LIBRARY = 2.1, 0.1, 4, 0.2
"""Sizes of the other measurements, in the rows of the most."""

LOADS = ("bad", "first", "unchanged", "changed")
PAGES = (
    "list-placements-first",
    "list-placements-deep",
    "overrun-report",
    "export-csv",
    "export-xlsx",
)
RESULTS = ROOT / ".bench" / "results.json"
TURNS = {"first": 3, "floor": 3}
"""Measured so often, of which the middle one counts: machines have moods."""

COLUMNS = (
    "name",
    "rows",
    "seconds",
    "rows/s",
    "x floor",
    "x library",
    "peak MiB",
    "child MiB",
    "queries",
)


@dataclass
class Result:
    """One line: `peak_mib` is the process's own, `child_mib` that of its largest child."""

    name: str
    rows: int
    seconds: float
    peak_mib: float
    child_mib: float
    queries: int

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds


class Bench:
    """A database with people and a contract, a folder with sheets, and what was measured."""

    def __init__(self, rows: int, folder: Path, environment: dict[str, str]) -> None:
        self.rows, self.folder, self.environment = rows, folder, environment
        self.results: list[Result] = []

    def run(self) -> None:
        """Every measurement, in an order in which each leaves what the next begins with."""
        call(["prepare", str(int(self.rows * LARGEST))], self.environment)
        self.loads("csv")
        for name in ("floor", "rebuild-costs", *PAGES):
            self.measure(name, name, self.rows)
        self.loads("xlsx")
        for suffix in ("csv", "xlsx"):
            self.measure(f"library-{suffix}", "library", int(self.rows * OF_LIBRARY), suffix)
        self.measure("large-xlsx", "first", int(self.rows * LARGE), "xlsx", turns=1)
        self.measure("small-csv", "first", int(self.rows * SMALL), "csv")
        self.measure("largest-csv", "first", int(self.rows * LARGEST), "csv", turns=1)

    def loads(self, suffix: str) -> None:
        """The four ways in which a sheet of one kind comes in."""
        for load in LOADS:
            self.measure(f"{suffix}-{load}", load, self.rows, suffix)

    def measure(
        self, name: str, case: str, rows: int, suffix: str = "csv", turns: int | None = None
    ) -> None:
        """One case, so often; the middle one is kept."""
        print(f"Measuring {name} ...", file=sys.stderr, flush=True)
        path = str(self.sheet(case, rows, suffix))
        found = [
            json.loads(call([case, path, str(rows)], self.environment).splitlines()[-1])
            for _turn in range(turns or TURNS.get(case, 1))
        ]
        middle = sorted(found, key=lambda each: each["seconds"])[len(found) // 2]
        self.results.append(Result(name, rows, **middle))

    def sheet(self, case: str, rows: int, suffix: str) -> Path:
        """The sheet that the case reads, written when it is asked for first."""
        kind = case if case in ("bad", "changed") else "first"
        path = self.folder / f"{kind}-{rows}.{suffix}"
        if case in LOADS and not path.exists():
            call(["write", str(path), str(rows)], self.environment)
        return path

    def named(self, name: str) -> Result:
        """The result of that name."""
        return next(each for each in self.results if each.name == name)


def main() -> int:
    """Measure, print, write; 0 when everything ran."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    rows, began = parser.parse_args().rows, time.monotonic()
    with database() as environment, tempfile.TemporaryDirectory() as folder:
        bench = Bench(rows, Path(folder), {**environment, "MEDIA_ROOT": folder, **LIMITS})
        bench.run()
        show(bench)
        show_growth(bench)
    with database() as environment:
        print("Measuring a region of 200,000 placements ...", file=sys.stderr, flush=True)
        region = json.loads(call(["region"], environment).splitlines()[-1])
        show_region(region)
    with database() as environment:
        print("Measuring the money of 1,000,000 placements ...", file=sys.stderr, flush=True)
        money = json.loads(call(["money"], environment).splitlines()[-1])
        show_money(money)
    RESULTS.parent.mkdir(exist_ok=True)
    lines = [asdict(each) for each in bench.results]
    RESULTS.write_text(json.dumps([*lines, *region, *money], indent=2) + "\n")
    minutes = (time.monotonic() - began) / 60
    print(f"\nWritten to {RESULTS.relative_to(ROOT)}, after {minutes:.1f} minutes.")
    return 0


LIMITS = {"UPLOAD_MAXIMUM_BYTES": str(1024**3)}
"""What the largest sheet needs: a region takes less."""


@contextmanager
def database() -> Iterator[dict[str, str]]:
    """An empty database beside the application's, dropped at the end; yields the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    name = f"taalregie_bench_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield {**os.environ, DATABASE: name, "PYTHONPATH": str(ROOT)}
        finally:
            # Without force: that may not end a vacuum of the server's own, and nobody else is left.
            cursor.execute(f"DROP DATABASE {name}")


def call(arguments: list[str], environment: dict[str, str]) -> str:
    """What a process of its own prints."""
    command = [sys.executable, "-m", "tests.benchmarks.measure", *arguments]
    done = subprocess.run(
        command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def show(bench: Bench) -> None:
    """The table; a dash where there is nothing to compare with."""
    lines = [COLUMNS, *(_cells(bench, each) for each in bench.results)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(COLUMNS))]
    for line in lines:
        figures = [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        print("  ".join([line[0].ljust(widths[0]), *figures]))


def _cells(bench: Bench, result: Result) -> tuple[str, ...]:
    """Rates are compared by row: with the floor, and with the library on the same kind of sheet."""
    is_load = any(kind in result.name for kind in ("csv-", "xlsx-", "-csv", "-xlsx"))
    is_load = is_load and not result.name.startswith(("export", "library"))
    kind = "xlsx" if "xlsx" in result.name else "csv"
    return (
        result.name,
        f"{result.rows:,}",
        f"{result.seconds:.2f}",
        f"{result.rate:,.0f}" if is_load or result.name.startswith(("floor", "library")) else "-",
        f"{bench.named('floor').rate / result.rate:.1f}" if is_load else "-",
        f"{result.rate / bench.named(f'library-{kind}').rate:.1f}" if is_load else "-",
        f"{result.peak_mib:.0f}",
        f"{result.child_mib:.0f}" if result.child_mib else "-",
        str(result.queries),
    )


def show_growth(bench: Bench) -> None:
    """What a row costs as sheets grow: 1.0 is linear."""
    print("\nGrowth of a first load from csv: rows, seconds, ms a 1,000 rows, ratio")
    smallest = bench.named("small-csv")
    for name in ("small-csv", "csv-first", "largest-csv"):
        each = bench.named(name)
        ratio = smallest.rate / each.rate
        print(f"{each.rows:>10,}{each.seconds:>9.2f}{1e6 / each.rate:>9.1f}{ratio:>7.2f}")


def show_region(results: list[dict[str, Any]]) -> None:
    """Medians of pages: of a tenth of the region, of the whole, and the one beside the other."""
    print("\nPages of a region, median in ms: of 20,000 placements, of 200,000, ratio")
    for row in results:
        cells = f"{row['tenth_ms']:>9}{row['whole_ms']:>9}{row['ratio']:>8}"
        print(f"{row['name']:<32}{cells}")


def show_money(results: list[dict[str, Any]]) -> None:
    """What the ledger, the report and a scenario take; the report also beside SQL by hand."""
    print("\nMoney of 1,000,000 placements: seconds, rows, the report beside SQL by hand")
    for row in results:
        rows = f"{row['rows']:,}" if "rows" in row else "-"
        print(f"{row['name']:<32}{row['seconds']:>9}{rows:>12}{row.get('ratio', '-'):>8}")


if __name__ == "__main__":
    sys.exit(main())
