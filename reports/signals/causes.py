"""What weighs most in an overrun."""

from collections.abc import Mapping
from decimal import Decimal

from reports.enums import CauseCode


def weightiest(parts: Mapping[CauseCode, Decimal]) -> CauseCode:
    """The part with most euros of disadvantage; of equal ones the first. Unknown where none is."""
    worst = max(parts, key=lambda code: parts[code], default=CauseCode.UNKNOWN)
    return worst if parts.get(worst, 0) > 0 else CauseCode.UNKNOWN
