"""Who can deliver."""

from providers.models.admissions import Admission, ProviderRegistration
from providers.models.agreements import DataAgreement
from providers.models.changes import ProviderChange
from providers.models.organisations import (
    DeliveryLocation,
    Offering,
    Provider,
    ProviderContact,
    ProviderName,
)
from providers.models.people import ProviderMembership
from providers.models.recognitions import Recognition
from providers.models.supervision import AgreedAction, ProviderComplaint, SiteVisit, VisitFinding

__all__ = [
    "Admission",
    "AgreedAction",
    "DataAgreement",
    "DeliveryLocation",
    "Offering",
    "Provider",
    "ProviderChange",
    "ProviderComplaint",
    "ProviderContact",
    "ProviderMembership",
    "ProviderName",
    "ProviderRegistration",
    "Recognition",
    "SiteVisit",
    "VisitFinding",
]
