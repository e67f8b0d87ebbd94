"""The rooms of the left navigation, as data: who may enter is asked of the person."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.views import Entry


@dataclass(frozen=True, slots=True)
class Room:
    """One entry. `within` are the URL names, or their beginnings, that belong to the room."""

    label: str | Promise
    url_name: str
    icon: str
    permission: str | Entry
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """A room that the person may enter."""

    label: str | Promise
    url: str
    icon: str
    is_current: bool


ROOMS: tuple[Room, ...] = (
    Room(_("Today"), "contracts:provider-desk", "calendar-check", Permission.PLACEMENT_DELIVER),
    Room(
        _("Today"),
        "procurement:desk",
        "calendar-check",
        Permission.TENDER_SCORE,
        within=("procurement:scoring", "procurement:lotbid-score"),
    ),
    Room(
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
    ),
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
    Room(
        _("Contracts"),
        "contracts:contract-list",
        "file-earmark-text",
        Permission.CONTRACT_VIEW,
        within=(
            "contracts:contract",
            "contracts:tariff",
            "contracts:desk",
            "contracts:paper",
            "contracts:amendment",
            "contracts:indexfigure",
            "contracts:renewaloption",
            "contracts:socialreturn",
        ),
    ),
    Room(
        _("Clause library"),
        "contracts:clause-list",
        "journal-bookmark",
        Permission.COVENANT_DRAFT,
        within=("contracts:clause",),
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
    ),
    Room(
        _("Capacity"),
        "contracts:capacity-wall",
        "grid-3x3-gap",
        Permission.CAPACITY_VIEW,
        within=(
            "contracts:capacity",
            "contracts:coursegroup",
            "contracts:seat-outlook",
            "contracts:intakeforecast",
            "contracts:forecast",
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
    ),
    Room(
        _("Deliveries"),
        "contracts:delivery-list",
        "upload",
        Permission.PLACEMENT_VIEW,
        within=("contracts:delivery",),
    ),
    Room(
        _("Allocation keys"),
        "accounts:allocationkey-list",
        "pie-chart",
        Permission.COST_VIEW,
        within=("accounts:allocationkey", "contracts:allocationkeyversion"),
    ),
    Room(
        _("Reports"),
        "reports:overruns",
        "bar-chart",
        Permission.COST_VIEW,
        within=("reports:", "contracts:costline"),
    ),
    Room(
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
            "providers:sitevisit",
            "providers:agreedaction",
            "providers:providercomplaint",
        ),
    ),
    Room(
        _("Supervision"),
        "contracts:samplecheck-list",
        "binoculars",
        Permission.SUPERVISION_VIEW,
        within=("contracts:samplecheck", "contracts:sampleitem"),
    ),
    Room(
        _("Our people"),
        "providers:providermembership-list",
        "people",
        Permission.PROVIDER_EDIT,
        within=("providers:providermembership",),
    ),
    Room(
        _("People and roles"),
        "accounts:membership-list",
        "people",
        Permission.SETTINGS_MANAGE,
        within=("accounts:membership", "accounts:invitation"),
    ),
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
    Room(_("Audit trail"), "accounts:auditevent-list", "journal-text", Permission.AUDIT_VIEW),
)


def rooms_for(request: HttpRequest) -> list[OpenRoom]:
    """The rooms of who asks, in order; none for someone who has not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        OpenRoom(room.label, reverse(room.url_name), room.icon, _holds(room, here))
        for room in ROOMS
        if isinstance(room.permission, Entry) or user.may(room.permission)
    ]


def _holds(room: Room, view_name: str) -> bool:
    return view_name == room.url_name or view_name.startswith(room.within)
