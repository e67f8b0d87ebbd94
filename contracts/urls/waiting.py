"""Addresses of the waiting list, and of allocation keys where they meet seats."""

from django.urls import path

from contracts.views import fairness, offers, shares, waiting

urlpatterns = [
    path(
        "capacity/lines/<int:pk>/key/",
        shares.CapacityLineKeyPage.as_view(),
        name="capacityline-key",
    ),
    path(
        "capacity/keys/<int:pk>/version/",
        shares.AllocationKeyVersionCreatePage.as_view(),
        name="allocationkeyversion-create",
    ),
    path("waiting/", waiting.WaitlistEntryListPage.as_view(), name="waitlistentry-list"),
    path("waiting/new/", waiting.WaitlistEntryCreatePage.as_view(), name="waitlistentry-create"),
    path("waiting/shares/", fairness.FairnessPage.as_view(), name="waitlist-fairness"),
    path(
        "waiting/order/<int:pk>/",
        waiting.WaitingRuleUpdatePage.as_view(),
        name="waitingrule-update",
    ),
    path(
        "waiting/offers/<int:pk>/accept/",
        offers.SeatOfferAcceptPage.as_view(),
        name="seatoffer-accept",
    ),
    path(
        "waiting/offers/<int:pk>/decline/",
        offers.SeatOfferDeclinePage.as_view(),
        name="seatoffer-decline",
    ),
    path(
        "waiting/<int:pk>/", waiting.WaitlistEntryDetailPage.as_view(), name="waitlistentry-detail"
    ),
    path(
        "waiting/<int:pk>/edit/",
        waiting.WaitlistEntryUpdatePage.as_view(),
        name="waitlistentry-update",
    ),
    path(
        "waiting/<int:pk>/offer/",
        offers.WaitlistEntryOfferPage.as_view(),
        name="waitlistentry-offer",
    ),
    path(
        "waiting/<int:pk>/<slug:name>/",
        waiting.WaitlistEntryTransitionPage.as_view(),
        name="waitlistentry-transition",
    ),
]
