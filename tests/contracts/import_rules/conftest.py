"""Rows put to the rules beside the contract of the other tests."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from config.shared.sheets import Finding
from contracts.imports import PLACEMENTS
from contracts.imports.examining import examine, read_placements
from contracts.imports.rule import DeliveryRule
from contracts.models import Contract, Placement
from tests.support.placements import ON, as_csv, sheet


@dataclass(frozen=True)
class Judged:
    """What was found in a sheet."""

    findings: list[Finding]

    def broken(self, rule: DeliveryRule) -> list[int]:
        """Rows for which `rule` was found broken, at its level and at a column of its own."""
        found = [finding for finding in self.findings if finding.code == rule.code]
        labels = {str(PLACEMENTS.column(name).label) for name in rule.columns}
        assert all(finding.level == rule.level for finding in found)
        assert {finding.column for finding in found} <= labels
        return sorted({finding.row for finding in found if finding.row})

    def said(self, rule: DeliveryRule) -> tuple[str, str]:
        """What is wrong and how to mend it, of the first row that breaks `rule`."""
        return next(
            (finding.message, finding.remedy)
            for finding in self.findings
            if finding.code == rule.code
        )


@pytest.fixture
def judge(contract: Contract) -> Callable[..., Judged]:
    """Judges rows beside `contract`, nothing written; the first row of a sheet is row 2."""

    def judged(*lines: dict[str, object]) -> Judged:
        parsed = read_placements(sheet(as_csv(lines)), "blad.csv")
        return Judged(examine(parsed, contract, on=ON).parsed.findings)

    return judged


@pytest.fixture
def taught(place: Callable[..., Placement]) -> Callable[..., Placement]:
    """Makes the placement of the row with this number, as that row tells it; fields may differ."""

    def made(number: int = 1, **fields: object) -> Placement:
        facts = {
            "reference": f"TV-{number:05}",
            "pip_on": date(2026, 1, 12),
            "offered_hours": "120",
            "attended_hours": "96.50",
        }
        return place(started=True, **facts | fields)

    return made
