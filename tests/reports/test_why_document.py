"""The case of docs/overrun-explained.md, worked out again from its own tables."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from reports.enums.why import OverrunPart as Part
from reports.overruns.figures import Bucket
from reports.why.explanation import row_of
from reports.why.gathering import RowKey
from reports.why.split import Facts

DOCUMENT = Path(__file__).parents[2] / "docs/overrun-explained.md"


def table(first_header):
    """Rows of the table that begins with these headers, as dicts by header."""
    lines = iter(DOCUMENT.read_text().splitlines())
    header = next(line for line in lines if line.startswith(first_header))
    names = cells(header)
    next(lines)
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append(dict(zip(names, cells(line), strict=True)))
    return rows


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


SIDES = table("| Row | Unit | Side |")
PARTS = table("| Row | volume |")


def facts(name, side):
    found = next((row for row in SIDES if (row["Row"], row["Side"]) == (name, side)), None)
    if found is None:
        return Facts(), Decimal(0), Fraction(0)
    learners, groups, units, cost, indexed, settled, budget, booked = list(found.values())[3:]
    sums = [Fraction(value) for value in (groups, units, cost, indexed, settled)]
    names = ("groups", "units", "cost", "indexed", "settlements")
    numbers = dict(zip(names, sums, strict=True))
    return Facts(heads=int(learners), **numbers), Decimal(budget), Fraction(booked)


@pytest.fixture(scope="module")
def rows():
    """Each row of the document, split."""
    names = list(dict.fromkeys(row["Row"] for row in SIDES))
    both = {name: (facts(name, "plan"), facts(name, "forecast")) for name in names}
    in_all = tuple(sum(sides[i][0].heads for sides in both.values()) for i in (0, 1))
    units = {row["Row"]: row["Unit"] for row in SIDES}
    return {
        name: row_of(
            RowKey(Bucket(1, 1, "", None), units[name]),
            budget=plan[1], plan=plan[0], forecast=coming[0], booked=coming[2],
            heads_in_all=in_all,
        )
        for name, (plan, coming) in both.items()
    }  # fmt: skip


def test_each_row_has_the_parts_that_were_worked_out_by_hand(rows):
    told = {line["Row"]: {part: Decimal(line[part]) for part in Part.values} for line in PARTS[:-1]}
    assert {name: dict(row.parts) for name, row in rows.items()} == told


def test_the_parts_add_up_to_the_overrun_that_it_names(rows):
    last = PARTS[-1]
    sums = {part: sum(row.parts[part] for row in rows.values()) for part in Part}
    assert sums == {part: Decimal(last[part]) for part in Part}
    overrun, budget = sum(sums.values()), sum(row.budget for row in rows.values())
    closing = DOCUMENT.read_text().splitlines()[-1]
    for amount in (overrun, budget + overrun):
        assert f"{amount:,.2f}" in closing
    assert f"{budget:,.0f}" in closing
