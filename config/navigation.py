"""The rooms of the left navigation, as data: who may enter is asked of the person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission, Role
from accounts.models import User
from config.shared.views import Entry


@dataclass(frozen=True, slots=True)
class Room:
    """One entry. `within` are the URL names, or their beginnings, that belong to the room.

    `parts` are rooms behind this one: they stand under it while the person is in one of them.
    """

    label: str | Promise
    url_name: str
    icon: str
    permission: str | Entry
    within: tuple[str, ...] = ()
    parts: tuple["Room", ...] = ()


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """A room that the person may enter; `parts` are empty unless the person is in the room."""

    label: str | Promise
    url: str
    icon: str
    is_current: bool
    parts: tuple["OpenRoom", ...] = ()

    @property
    def current_part(self) -> "OpenRoom | None":
        """The part in which the person is; None in the room itself."""
        return next((part for part in self.parts if part.is_current), None)


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
    ),
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
    ),
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
    Room(
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
        _("Our region"),
        "accounts:region-list",
        "geo-alt",
        Permission.SETTINGS_MANAGE,
        within=("accounts:region",),
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
FIRST_ROOMS: dict[Role, tuple[str, ...]] = {
    Role.COORDINATOR: (
        "contracts:capacity-wall",
        "contracts:waitlistentry-list",
        "contracts:placement-list",
        "providers:provider-list",
        "contracts:contract-list",
        "contracts:covenant-list",
    ),
    Role.CONTRACT_MANAGER: (
        "contracts:contract-list",
        "contracts:covenant-list",
        "providers:provider-list",
    ),
    Role.CONTROLLER: ("reports:overruns",),
    Role.READER: ("reports:overruns",),
}
"""The rooms of the daily work of a role, by URL name; the others follow in the order of ROOMS."""


def rooms_for(request: HttpRequest) -> list[OpenRoom]:
    """The rooms of who asks, in order; none for someone who has not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [_opened(room, user, here) for room in _enterable(_ordered(user), user)]


def _ordered(user: User) -> list[Room]:
    """All rooms, those of the daily work of the person's role on top."""
    first = FIRST_ROOMS.get(user.acting.role, ()) if user.acting else ()
    return sorted(
        ROOMS,
        key=lambda room: first.index(room.url_name) if room.url_name in first else len(first),
    )


def _enterable(rooms: Iterable[Room], user: User) -> Iterator[Room]:
    """The rooms that the person may enter; parts of a closed room stand in its place."""
    for room in rooms:
        if isinstance(room.permission, Entry) or user.may(room.permission):
            yield room
        else:
            yield from _enterable(room.parts, user)


def _opened(room: Room, user: User, here: str) -> OpenRoom:
    """The room as the person finds it on the page named `here`."""
    parts = [_opened(part, user, here) for part in _enterable(room.parts, user)]
    is_current = _holds(room, here) or any(part.is_current for part in parts)
    shown = tuple(parts) if is_current else ()
    return OpenRoom(room.label, reverse(room.url_name), room.icon, is_current, shown)


def _holds(room: Room, view_name: str) -> bool:
    return view_name == room.url_name or view_name.startswith(room.within)
