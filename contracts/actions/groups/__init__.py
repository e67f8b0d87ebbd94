"""What coordinators do with groups; each act has an effect in seats and euro, shown before it."""

from contracts.actions.groups.deciding import (
    cancel_group,
    postpone_group,
    start_group,
    wait_with_group,
)
from contracts.actions.groups.planning import change_group, create_group
from contracts.actions.groups.regrouping import (
    fill_group,
    merge_groups,
    move_learners,
    split_group,
)

__all__ = [
    "cancel_group",
    "change_group",
    "create_group",
    "fill_group",
    "merge_groups",
    "move_learners",
    "postpone_group",
    "split_group",
    "start_group",
    "wait_with_group",
]
