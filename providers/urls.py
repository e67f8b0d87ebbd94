"""Addresses of the register."""

from django.urls import path

from providers import views

app_name = "providers"
urlpatterns = [
    path("", views.ProviderListPage.as_view(), name="provider-list"),
    path("new/", views.ProviderCreatePage.as_view(), name="provider-create"),
    path("<int:pk>/", views.ProviderDetailPage.as_view(), name="provider-detail"),
    path("<int:pk>/edit/", views.ProviderUpdatePage.as_view(), name="provider-update"),
    path("<int:pk>/invite/", views.FirstAdministratorPage.as_view(), name="provider-invite"),
    path(
        "<int:pk>/recognitions/new/",
        views.RecognitionCreatePage.as_view(),
        name="recognition-create",
    ),
    path("recognitions/<int:pk>/end/", views.RecognitionEndPage.as_view(), name="recognition-end"),
    path("<int:pk>/offerings/new/", views.OfferingCreatePage.as_view(), name="offering-create"),
    path("offerings/<int:pk>/remove/", views.OfferingRemovePage.as_view(), name="offering-remove"),
    path("people/", views.ProviderMembershipListPage.as_view(), name="providermembership-list"),
    path(
        "people/<int:pk>/",
        views.ProviderMembershipDetailPage.as_view(),
        name="providermembership-detail",
    ),
    path(
        "people/<int:pk>/end/",
        views.ProviderMembershipEndPage.as_view(),
        name="providermembership-end",
    ),
]
