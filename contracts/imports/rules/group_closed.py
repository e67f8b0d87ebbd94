"""Nobody is placed in a group that has ended or was cancelled."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.enums import IN_GROUP
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    open_groups = [group.pk for group in view.agreement.groups if group.is_open]
    group = view.now("course_group_id")
    return group.filled & ~group.among(open_groups) & view.among("status", IN_GROUP)


RULE = DeliveryRule(
    "group_closed",
    ERROR,
    ("group",),
    title=_("The group is planned or runs"),
    message=_("This group has ended or was cancelled."),
    remedy=_("Choose a group that runs, or the status that fits."),
    broken=_broken,
)
