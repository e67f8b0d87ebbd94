"""Who can deliver."""

from providers.models.people import ProviderMembership
from providers.models.register import Admission, Offering, Provider, Recognition

__all__ = ["Admission", "Offering", "Provider", "ProviderMembership", "Recognition"]
