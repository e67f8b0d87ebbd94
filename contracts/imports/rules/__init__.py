"""The rules that rows of a delivery are put to: one file a rule, here in order."""

from contracts.imports.rows import Rows
from contracts.imports.rule import DeliveryRule
from contracts.imports.rules import (
    actual_days_in_order,
    attended_within_offered,
    day_in_future,
    duplicate,
    gemeente_takes_no_part,
    gemeente_unknown,
    group_closed,
    group_level,
    group_of_other_route,
    group_period,
    group_unknown,
    level_of_route,
    no_line_then,
    no_seat_left,
    over_group_maximum,
    pip_after_start,
    place_missing,
    place_unknown,
    placements_stopped,
    planned_days_in_order,
    recognition_missing,
    route_not_contracted,
    start_outside_contract,
    status_goes_back,
    status_move_unknown,
    status_needs_first_day,
    status_needs_last_day,
    tariff_missing,
)
from contracts.imports.view import View

ALL: tuple[DeliveryRule, ...] = (
    planned_days_in_order.RULE,
    actual_days_in_order.RULE,
    level_of_route.RULE,
    status_needs_first_day.RULE,
    status_needs_last_day.RULE,
    attended_within_offered.RULE,
    pip_after_start.RULE,
    gemeente_unknown.RULE,
    gemeente_takes_no_part.RULE,
    route_not_contracted.RULE,
    group_unknown.RULE,
    group_of_other_route.RULE,
    place_missing.RULE,
    place_unknown.RULE,
    no_line_then.RULE,
    group_period.RULE,
    group_level.RULE,
    group_closed.RULE,
    start_outside_contract.RULE,
    tariff_missing.RULE,
    recognition_missing.RULE,
    placements_stopped.RULE,
    day_in_future.RULE,
    status_goes_back.RULE,
    status_move_unknown.RULE,
)
"""Put to the rows one by one, in chunks of a sheet."""

OVER_THE_SHEET: tuple[DeliveryRule, ...] = (
    duplicate.RULE,
    # Seats last: only rows that nothing else keeps out compete for them.
    no_seat_left.RULE,
    over_group_maximum.RULE,
)
"""Judged once all rows are known, since rows compete with each other."""


def judge(rows: Rows) -> None:
    """Put every rule of ALL to the rows of a sheet, or of a part of it."""
    view = View(rows)
    for rule in ALL:
        rule.check(view)
