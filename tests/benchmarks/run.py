"""`make bench`: how fast the chain is on 20,000 placements, beside a floor and a library.

All in one run and on one database made for it; each measurement in a process of its own.
Prints a table and writes .bench/results.json. `--rows N` measures another size.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import django  # noqa: E402 - after the path
from django.db import connection  # noqa: E402

from tests.benchmarks.measure import DATABASE  # noqa: E402

ROWS = 20_000
PEER_ROWS = 5_000
RESULTS = ROOT / ".bench" / "results.json"
ORDER = (
    "import-csv",
    "import-xlsx",
    "rebuild-costs",
    "list-placements-first",
    "list-placements-deep",
    "overrun-report",
    "export-csv",
)
REPEATED = ("import-csv", "import-xlsx", "floor")
TURNS = 3
COLUMNS = ("name", "rows", "seconds", "rows/s", "x floor", "x library", "peak MiB", "queries")


def main() -> int:
    """Measure, print, write; 0 when everything ran."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args().rows
    with database() as environment, tempfile.TemporaryDirectory() as folder:
        environment["MEDIA_ROOT"] = folder
        results = measure_all(rows, Path(folder), environment)
    with database() as environment:
        print("Measuring a region of 200,000 placements ...", file=sys.stderr, flush=True)
        region = json.loads(call(["region"], environment).splitlines()[-1])
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps([*results, *region], indent=2) + "\n")
    show(results)
    show_region(region)
    print(f"\nWritten to {RESULTS.relative_to(ROOT)}.")
    return 0


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
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measure_all(rows: int, folder: Path, environment: dict[str, str]) -> list[dict[str, Any]]:
    """Every case in turn; the floor and the library run beside the same rows."""
    csv_path, xlsx_path = folder / "placements.csv", folder / "placements.xlsx"
    call(["prepare", str(rows), str(csv_path), str(xlsx_path)], environment)
    paths = {name: xlsx_path if name == "import-xlsx" else csv_path for name in ORDER}
    peers = {
        name: run_case("peer", paths[name], environment)
        for name in ORDER
        if name.startswith("import-")
    }
    found = {name: median_of(name, paths[name], environment) for name in ORDER}
    floor = median_of("floor", csv_path, environment)
    return [row_of(name, rows, found[name], floor, peers.get(name)) for name in ORDER]


def row_of(
    name: str,
    rows: int,
    found: dict[str, Any],
    floor: dict[str, Any],
    peer: dict[str, Any] | None,
) -> dict[str, Any]:
    """One line of the results; only imports have something to be compared with."""
    return {
        "name": name,
        "rows": rows,
        "seconds": round(found["seconds"], 3),
        "floor_seconds": round(floor["seconds"], 3) if peer else None,
        "peer_seconds": round(peer["seconds"] * rows / PEER_ROWS, 3) if peer else None,
        "peer_rows": PEER_ROWS if peer else None,
        "peak_mib": round(found["peak_mib"], 1),
        "queries": found["queries"],
    }


def median_of(name: str, path: Path, environment: dict[str, str]) -> dict[str, Any]:
    """The middle one of three: machines have moods."""
    turns = TURNS if name in REPEATED else 1
    found = [run_case(name, path, environment) for _turn in range(turns)]
    return sorted(found, key=lambda each: each["seconds"])[turns // 2]


def run_case(name: str, path: Path, environment: dict[str, str]) -> dict[str, Any]:
    print(f"Measuring {name} ...", file=sys.stderr, flush=True)
    return json.loads(call([name, str(path)], environment).splitlines()[-1])


def call(arguments: list[str], environment: dict[str, str]) -> str:
    command = [sys.executable, "-m", "tests.benchmarks.measure", *arguments]
    done = subprocess.run(
        command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def show(results: list[dict[str, Any]]) -> None:
    """The table; a dash where there is nothing to compare with."""
    lines = [COLUMNS, *map(_cells, results)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(COLUMNS))]
    for line in lines:
        figures = [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        print("  ".join([line[0].ljust(widths[0]), *figures]))


def show_region(results: list[dict[str, Any]]) -> None:
    """Medians of pages: of a tenth of the region, of the whole, and the one beside the other."""
    print("\nPages of a region, median in ms: of 20,000 placements, of 200,000, ratio")
    for row in results:
        cells = f"{row['tenth_ms']:>9}{row['whole_ms']:>9}{row['ratio']:>8}"
        print(f"{row['name']:<32}{cells}")


def _cells(result: dict[str, Any]) -> tuple[str, ...]:
    seconds, floor, peer = result["seconds"], result["floor_seconds"], result["peer_seconds"]
    return (
        result["name"],
        f"{result['rows']:,}",
        f"{seconds:.2f}",
        f"{result['rows'] / seconds:,.0f}" if floor else "-",
        f"{seconds / floor:.1f}" if floor else "-",
        f"{peer / seconds:.1f}" if peer else "-",
        f"{result['peak_mib']:.0f}",
        str(result["queries"]),
    )


if __name__ == "__main__":
    sys.exit(main())
