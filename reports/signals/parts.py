"""What the overrun of each budget comes from, and which cause code that is."""

from collections.abc import Mapping
from decimal import Decimal

from reports.enums import CauseCode
from reports.enums.why import OverrunPart
from reports.overruns import OverrunReport, ReportRow
from reports.overruns.figures import Bucket

Parts = Mapping[OverrunPart, Decimal]
CODES = {
    OverrunPart.VOLUME: CauseCode.VOLUME,
    OverrunPart.MIX: CauseCode.MIX,
    OverrunPart.DURATION: CauseCode.DURATION,
    OverrunPart.PRICE: CauseCode.PRICE,
    OverrunPart.INDEXATION: CauseCode.PRICE,
    OverrunPart.FILL: CauseCode.FILL,
    OverrunPart.SETTLEMENTS: CauseCode.SETTLEMENT,
    OverrunPart.UNSUBSTANTIATED: CauseCode.FUNDING,
    OverrunPart.ENTRIES: CauseCode.ENTRIES,
}


def parts_by_bucket(report: OverrunReport) -> dict[Bucket, Parts]:
    """The parts of each row, which add up to its overrun."""
    return {row.bucket: _parts(row) for row in report.rows}


def cause_of(parts: Parts) -> CauseCode:
    """The code of what weighs most on the side of disadvantage; unknown where nothing does."""
    sums: dict[CauseCode, Decimal] = {}
    for part, amount in parts.items():
        sums[CODES[part]] = sums.get(CODES[part], Decimal(0)) + amount
    worst = max(sums, key=lambda code: sums[code], default=CauseCode.UNKNOWN)
    return worst if sums.get(worst, 0) > 0 else CauseCode.UNKNOWN


def _parts(row: ReportRow) -> Parts:
    """More learners than planned at the planned cost of each, and the rest."""
    figures, planned = row.figures, row.planned_heads
    if not figures.budget or not planned:
        return {OverrunPart.UNSUBSTANTIATED: figures.overrun}
    extra = max(row.heads - planned, 0) * figures.budget / planned
    return {OverrunPart.VOLUME: extra, OverrunPart.PRICE: figures.overrun - extra}
