"""Addresses of the register."""

from django.urls import path

from providers.views import (
    admissions,
    agreements,
    changes,
    people,
    places,
    recognitions,
    register,
    registrations,
    supervision,
)

app_name = "providers"

_register = [
    path("", register.ProviderListPage.as_view(), name="provider-list"),
    path("new/", register.ProviderCreatePage.as_view(), name="provider-create"),
    path("<int:pk>/", register.ProviderDetailPage.as_view(), name="provider-detail"),
    path("<int:pk>/edit/", register.ProviderUpdatePage.as_view(), name="provider-update"),
    path("<int:pk>/change/", changes.ProviderChangePage.as_view(), name="provider-change"),
    path("<int:pk>/merge/", changes.ProviderMergePage.as_view(), name="provider-merge"),
    path("<int:pk>/unmerge/", changes.ProviderUnmergePage.as_view(), name="provider-unmerge"),
    path("<int:pk>/invite/", people.FirstAdministratorPage.as_view(), name="provider-invite"),
]
_registrations = [
    path("register/", registrations.RegistrationPage.as_view(), name="registration-create"),
    path("register/sent/", registrations.RegistrationSentPage.as_view(), name="registration-sent"),
    path(
        "register/confirm/<str:token>/",
        registrations.RegistrationConfirmPage.as_view(),
        name="registration-confirm",
    ),
    path(
        "registrations/",
        registrations.ProviderRegistrationListPage.as_view(),
        name="providerregistration-list",
    ),
    path(
        "registrations/<int:pk>/",
        registrations.ProviderRegistrationDetailPage.as_view(),
        name="providerregistration-detail",
    ),
    path(
        "registrations/<int:pk>/<slug:name>/",
        registrations.ProviderRegistrationTransitionPage.as_view(),
        name="providerregistration-transition",
    ),
]
_standing = [
    path("admissions/<int:pk>/", admissions.AdmissionDetailPage.as_view(), name="admission-detail"),
    path(
        "admissions/<int:pk>/<slug:name>/",
        admissions.AdmissionTransitionPage.as_view(),
        name="admission-transition",
    ),
    path(
        "<int:pk>/recognitions/new/",
        recognitions.RecognitionCreatePage.as_view(),
        name="recognition-create",
    ),
    path(
        "recognitions/<int:pk>/",
        recognitions.RecognitionDetailPage.as_view(),
        name="recognition-detail",
    ),
    path(
        "recognitions/<int:pk>/verify/",
        recognitions.RecognitionVerifyPage.as_view(),
        name="recognition-verify",
    ),
    path(
        "recognitions/<int:pk>/reject/",
        recognitions.RecognitionRejectPage.as_view(),
        name="recognition-reject",
    ),
    path(
        "recognitions/<int:pk>/end/",
        recognitions.RecognitionEndPage.as_view(),
        name="recognition-end",
    ),
    path(
        "recognitions/<int:pk>/evidence/",
        recognitions.RecognitionEvidencePage.as_view(),
        name="recognition-evidence",
    ),
    path(
        "<int:pk>/agreements/new/",
        agreements.AgreementCreatePage.as_view(),
        name="dataagreement-create",
    ),
    path(
        "agreements/<int:pk>/",
        agreements.AgreementDetailPage.as_view(),
        name="dataagreement-detail",
    ),
    path(
        "agreements/<int:pk>/sign/",
        agreements.AgreementSignPage.as_view(),
        name="dataagreement-sign",
    ),
    path(
        "agreements/<int:pk>/withdraw/",
        agreements.AgreementWithdrawPage.as_view(),
        name="dataagreement-withdraw",
    ),
    path("changes/", changes.ProviderChangeListPage.as_view(), name="providerchange-list"),
    path(
        "changes/<int:pk>/",
        changes.ProviderChangeDetailPage.as_view(),
        name="providerchange-detail",
    ),
    path(
        "changes/<int:pk>/<slug:name>/",
        changes.ProviderChangeTransitionPage.as_view(),
        name="providerchange-transition",
    ),
]
_places = [
    path("<int:pk>/locations/new/", places.LocationCreatePage.as_view(), name="location-create"),
    path("locations/<int:pk>/edit/", places.LocationUpdatePage.as_view(), name="location-update"),
    path("locations/<int:pk>/move/", places.LocationMovePage.as_view(), name="location-move"),
    path("locations/<int:pk>/close/", places.LocationClosePage.as_view(), name="location-close"),
    path("<int:pk>/offerings/new/", places.OfferingCreatePage.as_view(), name="offering-create"),
    path("offerings/<int:pk>/remove/", places.OfferingRemovePage.as_view(), name="offering-remove"),
    path("<int:pk>/contacts/new/", places.ContactCreatePage.as_view(), name="contact-create"),
    path("contacts/<int:pk>/remove/", places.ContactRemovePage.as_view(), name="contact-remove"),
]
_supervision = [
    path("visits/", supervision.SiteVisitListPage.as_view(), name="sitevisit-list"),
    path(
        "<int:pk>/visits/new/", supervision.SiteVisitCreatePage.as_view(), name="sitevisit-create"
    ),
    path("visits/<int:pk>/", supervision.SiteVisitDetailPage.as_view(), name="sitevisit-detail"),
    path(
        "visits/<int:pk>/actions/new/",
        supervision.AgreedActionCreatePage.as_view(),
        name="agreedaction-create",
    ),
    path(
        "visits/actions/<int:pk>/done/",
        supervision.AgreedActionDonePage.as_view(),
        name="agreedaction-done",
    ),
    path(
        "complaints/",
        supervision.ProviderComplaintListPage.as_view(),
        name="providercomplaint-list",
    ),
    path(
        "<int:pk>/complaints/new/",
        supervision.ProviderComplaintCreatePage.as_view(),
        name="providercomplaint-create",
    ),
    path(
        "complaints/<int:pk>/",
        supervision.ProviderComplaintDetailPage.as_view(),
        name="providercomplaint-detail",
    ),
    path(
        "complaints/<int:pk>/hear/",
        supervision.ProviderComplaintHearPage.as_view(),
        name="providercomplaint-hear",
    ),
    path(
        "complaints/<int:pk>/close/",
        supervision.ProviderComplaintClosePage.as_view(),
        name="providercomplaint-close",
    ),
]
_people = [
    path("people/", people.ProviderMembershipListPage.as_view(), name="providermembership-list"),
    path(
        "people/<int:pk>/",
        people.ProviderMembershipDetailPage.as_view(),
        name="providermembership-detail",
    ),
    path(
        "people/<int:pk>/end/",
        people.ProviderMembershipEndPage.as_view(),
        name="providermembership-end",
    ),
]
urlpatterns = [*_register, *_registrations, *_standing, *_places, *_supervision, *_people]
