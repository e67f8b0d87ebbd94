"""Persons and places."""

from accounts.models.allocation import AllocationKey, AllocationKeyVersion, AllocationShare
from accounts.models.audit import AuditEvent, AuditSeal, SealedEvent, StatusPair
from accounts.models.jobs import Heartbeat, Job
from accounts.models.notices import (
    CalendarFeed,
    Notification,
    NotificationPreference,
    ReminderSent,
)
from accounts.models.people import Invitation, Membership, User
from accounts.models.places import Gemeente, Region, RegionGemeente
from accounts.models.tokens import ApiRequest, ApiToken, IdempotencyKey

__all__ = [
    "AllocationKey",
    "AllocationKeyVersion",
    "AllocationShare",
    "ApiRequest",
    "ApiToken",
    "AuditEvent",
    "AuditSeal",
    "CalendarFeed",
    "Gemeente",
    "Heartbeat",
    "IdempotencyKey",
    "Invitation",
    "Job",
    "Membership",
    "Notification",
    "NotificationPreference",
    "Region",
    "RegionGemeente",
    "ReminderSent",
    "SealedEvent",
    "StatusPair",
    "User",
]
