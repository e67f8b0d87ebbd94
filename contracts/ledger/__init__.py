"""The cost ledger: lines and months derived from placements, groups and bookings, in the database.

The rule is the package `pricing`, said here in SQL for many placements at once. For each origin,
kind, part and service month there is a target. While a month is open its lines are the target; in
a closed month lines stand, and the first open month takes them back and books them anew.
"""

from contracts.ledger.rebuilding import (
    Differences,
    check_costs,
    count_unbalanced,
    lock_ledger,
    rebuild_contract,
    rebuild_costs,
    sum_region,
)
from contracts.ledger.replaying import replay_costs

__all__ = [
    "Differences",
    "check_costs",
    "count_unbalanced",
    "lock_ledger",
    "rebuild_contract",
    "rebuild_costs",
    "replay_costs",
    "sum_region",
]
