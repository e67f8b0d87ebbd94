"""Rooms of tenders and of the keys of their vault."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.navigation.rooms import Room

TODAY = Room(
    _("Today"),
    "procurement:desk",
    "calendar-check",
    Permission.TENDER_SCORE,
    within=("procurement:scoring", "procurement:lotbid-score"),
)

TENDERS = Room(
    _("Tenders"),
    "procurement:tender-list",
    "megaphone",
    Permission.TENDER_VIEW,
    within=(
        "procurement:tender",
        "procurement:lot-",
        "procurement:bid",
        "procurement:awardcriterion",
        "procurement:panelseat",
        "procurement:openingrecord",
        "procurement:lotbid-transition",
        "procurement:lotbid-drop-out",
        "procurement:letter",
        "procurement:complaint",
        "procurement:clarificationround",
        "procurement:invitation",
        "procurement:legalrule",
        "procurement:notice",
        "procurement:public",
        "procurement:question",
        "procurement:rectification",
        "procurement:request",
    ),
    parts=(
        Room(
            _("Procurement calendar"),
            "procurement:plannedtender-list",
            "calendar-range",
            Permission.TENDER_REVIEW,
            within=("procurement:plannedtender",),
        ),
        Room(
            _("Market consultations"),
            "procurement:marketconsultation-list",
            "chat-square-text",
            Permission.TENDER_VIEW,
            within=("procurement:marketconsultation", "procurement:consultationcontact"),
        ),
    ),
)

KEYS = (
    Room(
        _("Your vault key"),
        "procurement:vaultkey",
        "key",
        Permission.TENDER_OPEN,
        within=("procurement:vaultkey",),
    ),
    Room(
        _("Printed keys"),
        "procurement:archivistkey-list",
        "printer",
        Permission.VAULT_ARCHIVE,
        within=("procurement:archivistkey",),
    ),
)
