"""Pages of the register and of a provider's people."""

from providers.views.people import (
    FirstAdministratorPage,
    ProviderMembershipDetailPage,
    ProviderMembershipEndPage,
    ProviderMembershipListPage,
)
from providers.views.register import (
    OfferingCreatePage,
    OfferingRemovePage,
    ProviderCreatePage,
    ProviderDetailPage,
    ProviderListPage,
    ProviderUpdatePage,
    RecognitionCreatePage,
    RecognitionEndPage,
)

__all__ = [
    "FirstAdministratorPage",
    "OfferingCreatePage",
    "OfferingRemovePage",
    "ProviderCreatePage",
    "ProviderDetailPage",
    "ProviderListPage",
    "ProviderMembershipDetailPage",
    "ProviderMembershipEndPage",
    "ProviderMembershipListPage",
    "ProviderUpdatePage",
    "RecognitionCreatePage",
    "RecognitionEndPage",
]
