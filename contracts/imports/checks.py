"""Everything that rows are judged by beside contract and placements, in order."""

from collections.abc import Callable

from contracts.imports.rows import Rows
from contracts.imports.rules import judge
from contracts.imports.seats import no_seat_left, over_group_maximum

CHECKS: tuple[Callable[[Rows], None], ...] = (
    judge,
    # Seats last: only rows that nothing else keeps out compete for them.
    no_seat_left,
    over_group_maximum,
)
