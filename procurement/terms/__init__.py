"""Legal terms, thresholds and procedure advice: arithmetic over rules, no database, no clock."""

from procurement.terms.advice import Advice, Alternative, Purchase, Reason, procedure_advice
from procurement.terms.clock import local_instant
from procurement.terms.limits import (
    Case,
    Limit,
    award_notice_due,
    first_legal_closing,
    last_legal_clarification,
    request_term,
    standstill,
)
from procurement.terms.proposal import proposed_schedule
from procurement.terms.rules import MissingRule, Rule, Rules
from procurement.terms.schedule import Objection, Schedule, objections

__all__ = [
    "Advice",
    "Alternative",
    "Case",
    "Limit",
    "MissingRule",
    "Objection",
    "Purchase",
    "Reason",
    "Rule",
    "Rules",
    "Schedule",
    "award_notice_due",
    "first_legal_closing",
    "last_legal_clarification",
    "local_instant",
    "objections",
    "procedure_advice",
    "proposed_schedule",
    "request_term",
    "standstill",
]
