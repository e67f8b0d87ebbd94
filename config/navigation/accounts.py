"""Rooms of persons, programs and what was done."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.navigation.rooms import Room

PEOPLE = (
    Room(
        _("People and roles"),
        "accounts:membership-list",
        "people",
        Permission.SETTINGS_MANAGE,
        within=("accounts:membership", "accounts:invitation"),
    ),
    Room(
        _("Our region"),
        "accounts:region-list",
        "geo-alt",
        Permission.SETTINGS_MANAGE,
        within=("accounts:region",),
    ),
)

OVERSIGHT = (
    Room(
        _("API tokens"),
        "accounts:apitoken-list",
        "plug",
        Permission.API_MANAGE,
        within=("accounts:apitoken",),
        parts=(
            Room(
                _("Request log"),
                "accounts:apirequest-list",
                "list-columns-reverse",
                Permission.API_MANAGE,
            ),
        ),
    ),
    Room(_("Audit trail"), "accounts:auditevent-list", "journal-text", Permission.AUDIT_VIEW),
)
