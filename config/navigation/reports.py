"""Rooms of what it all adds up to."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.navigation.rooms import Room

REPORTS = Room(
    _("Reports"),
    "reports:overruns",
    "bar-chart",
    Permission.COST_VIEW,
    within=("reports:", "contracts:costline", "contracts:feeoccasion"),
    parts=(
        Room(
            _("Booked costs"),
            "contracts:costentry-list",
            "receipt",
            Permission.COST_VIEW,
            within=("contracts:costentry",),
        ),
        Room(
            _("Closed months"),
            "contracts:monthclosing-list",
            "lock",
            Permission.COST_VIEW,
            within=("contracts:monthclosing",),
        ),
        Room(
            _("Cost forecast"),
            "reports:forecast",
            "graph-up",
            Permission.COST_VIEW,
            within=("reports:forecast", "reports:indexationexpectation"),
        ),
        Room(
            _("Scenarios"),
            "reports:scenario-list",
            "dice-5",
            Permission.COST_VIEW,
            within=("reports:scenario",),
        ),
        Room(
            _("Budgets"),
            "reports:budgetline-list",
            "wallet2",
            Permission.COST_VIEW,
            within=("reports:budget",),
        ),
        Room(
            _("Commitments"),
            "reports:commitments",
            "link-45deg",
            Permission.COST_VIEW,
        ),
        Room(
            _("Needs a decision"),
            "reports:signal-desk",
            "bell",
            Permission.COST_VIEW,
            within=("reports:overrunsignal", "reports:signal", "reports:overrun-"),
        ),
        Room(
            _("P&C texts"),
            "reports:planningtext-list",
            "file-earmark-text",
            Permission.COST_VIEW,
            within=("reports:planning",),
        ),
        Room(
            _("All reports"),
            "reports:questions",
            "question-circle",
            Permission.COST_VIEW,
            within=("reports:question",),
        ),
        Room(
            _("Saved reports"),
            "reports:savedreport-list",
            "bookmark",
            Permission.COST_VIEW,
            within=("reports:savedreport", "reports:reportschedule"),
        ),
        Room(
            _("Funding"),
            "reports:funding",
            "bank",
            Permission.COST_VIEW,
            within=("reports:funding", "reports:streamyear", "reports:housedcount"),
        ),
        Room(
            _("Allocation keys"),
            "accounts:allocationkey-list",
            "pie-chart",
            Permission.COST_VIEW,
            within=("accounts:allocationkey", "contracts:allocationkeyversion"),
        ),
    ),
)
