"""Rooms of the register of providers."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.navigation.rooms import Room

REGISTER = Room(
    _("Providers"),
    "providers:provider-list",
    "building",
    Permission.PROVIDER_VIEW,
    within=(
        "providers:provider-",
        "providers:providerregistration",
        "providers:providerchange",
        "providers:admission",
        "providers:recognition",
        "providers:dataagreement",
        "providers:location",
        "providers:offering",
        "providers:contact",
        "contracts:provider-kpi",
    ),
    parts=(
        Room(
            _("Visits"),
            "providers:sitevisit-list",
            "binoculars",
            Permission.SUPERVISION_VIEW,
            within=("providers:sitevisit", "providers:agreedaction"),
        ),
        Room(
            _("Complaints"),
            "providers:providercomplaint-list",
            "chat-left-text",
            Permission.SUPERVISION_VIEW,
            within=("providers:providercomplaint",),
        ),
        Room(
            _("Sample checks"),
            "contracts:samplecheck-list",
            "shuffle",
            Permission.SUPERVISION_VIEW,
            within=("contracts:samplecheck", "contracts:sampleitem"),
        ),
    ),
)

PEOPLE = Room(
    _("Our people"),
    "providers:providermembership-list",
    "people",
    Permission.PROVIDER_EDIT,
    within=("providers:providermembership",),
)
