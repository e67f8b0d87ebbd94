"""Addresses of costs."""

from django.urls import path

from contracts.views import costs

urlpatterns = [
    path("costs/", costs.CostLineListPage.as_view(), name="costline-list"),
    path("costs/<int:pk>/", costs.CostLineDetailPage.as_view(), name="costline-detail"),
]
