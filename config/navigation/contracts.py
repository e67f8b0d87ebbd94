"""Rooms of what was agreed and what is delivered."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.navigation.rooms import Room

TODAY = Room(_("Today"), "contracts:provider-desk", "calendar-check", Permission.PLACEMENT_DELIVER)

DELIVERED = (
    Room(
        _("Capacity"),
        "contracts:capacity-wall",
        "grid-3x3-gap",
        Permission.CAPACITY_VIEW,
        within=("contracts:capacity",),
        parts=(
            Room(
                _("Planning board"),
                "contracts:coursegroup-board",
                "calendar3",
                Permission.CAPACITY_VIEW,
                within=("contracts:coursegroup",),
            ),
            Room(
                _("Forecast"),
                "contracts:seat-outlook",
                "graph-up-arrow",
                Permission.WAITLIST_VIEW,
                within=("contracts:intakeforecast", "contracts:forecast"),
            ),
        ),
    ),
    Room(
        _("Waiting list"),
        "contracts:waitlistentry-list",
        "hourglass-split",
        Permission.WAITLIST_VIEW,
        within=("contracts:waitlist", "contracts:waitingrule", "contracts:seatoffer"),
    ),
    Room(
        _("Placements"),
        "contracts:placement-list",
        "person-check",
        Permission.PLACEMENT_VIEW,
        within=("contracts:placement",),
        parts=(
            Room(
                _("Deliveries"),
                "contracts:delivery-list",
                "upload",
                Permission.PLACEMENT_VIEW,
                within=("contracts:delivery",),
            ),
            Room(
                _("Monthly returns"),
                "contracts:datatask-list",
                "calendar2-check",
                Permission.PLACEMENT_VIEW,
                within=("contracts:datatask", "contracts:returnrule"),
            ),
            Room(
                _("Exports for DUO"),
                "contracts:duoexport-list",
                "box-arrow-up",
                Permission.DUO_EXPORT,
                within=("contracts:duo",),
            ),
        ),
    ),
)

AGREED = (
    Room(
        _("Contracts"),
        "contracts:contract-list",
        "file-earmark-text",
        Permission.CONTRACT_VIEW,
        within=(
            "contracts:contract",
            "contracts:tariff",
            "contracts:paper",
            "contracts:indexfigure",
            "contracts:socialreturn",
        ),
        parts=(
            Room(
                _("Needs attention"),
                "contracts:desk",
                "bell",
                Permission.CONTRACT_VIEW,
                within=("contracts:contractalert",),
            ),
            Room(
                _("Amendments"),
                "contracts:amendment-list",
                "pencil-square",
                Permission.CONTRACT_VIEW,
                within=("contracts:amendment",),
            ),
            Room(
                _("Renewal options"),
                "contracts:renewaloption-list",
                "calendar-plus",
                Permission.CONTRACT_VIEW,
                within=("contracts:renewaloption",),
            ),
        ),
    ),
    Room(
        _("Statements"),
        "contracts:statement-list",
        "receipt",
        Permission.STATEMENT_VIEW,
        within=("contracts:statement",),
        parts=(
            Room(
                _("Invoices"),
                "contracts:invoice-list",
                "envelope-paper",
                Permission.STATEMENT_VIEW,
                within=("contracts:invoice",),
            ),
        ),
    ),
    Room(
        _("Covenants"),
        "contracts:covenant-list",
        "people",
        Permission.COVENANT_VIEW,
        within=(
            "contracts:covenant",
            "contracts:clausecomment",
            "contracts:accessionrequest",
            "contracts:conversation",
        ),
        parts=(
            Room(_("Needs attention"), "contracts:covenant-desk", "bell", Permission.COVENANT_VIEW),
            Room(
                _("Clause library"),
                "contracts:clause-list",
                "journal-bookmark",
                Permission.COVENANT_DRAFT,
                within=("contracts:clause-",),
            ),
        ),
    ),
)
