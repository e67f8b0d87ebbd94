"""Which cause code the parts of an overrun come down to."""

from collections.abc import Mapping
from decimal import Decimal

from reports.enums import CauseCode
from reports.enums.why import OverrunPart

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


def cause_of(parts: Parts) -> CauseCode:
    """The code of what weighs most on the side of disadvantage; unknown where nothing does."""
    sums: dict[CauseCode, Decimal] = {}
    for part, amount in parts.items():
        sums[CODES[part]] = sums.get(CODES[part], Decimal(0)) + amount
    worst = max(sums, key=lambda code: sums[code], default=CauseCode.UNKNOWN)
    return worst if sums.get(worst, 0) > 0 else CauseCode.UNKNOWN
