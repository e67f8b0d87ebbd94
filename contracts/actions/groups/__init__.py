"""What coordinators do with groups."""

from contracts.actions.groups.planning import OPEN, change_group, create_group

__all__ = ["OPEN", "change_group", "create_group"]
