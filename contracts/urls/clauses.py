"""Addresses of the clause library."""

from django.urls import path

from contracts.views import clauses

urlpatterns = [
    path("clauses/", clauses.ClauseListPage.as_view(), name="clause-list"),
    path("clauses/new/", clauses.ClauseCreatePage.as_view(), name="clause-create"),
    path("clauses/begin/", clauses.ClauseBeginPage.as_view(), name="clause-begin"),
    path("clauses/read/", clauses.ClausePreviewPage.as_view(), name="clause-preview"),
    path("clauses/<int:pk>/", clauses.ClauseDetailPage.as_view(), name="clause-detail"),
    path("clauses/<int:pk>/edit/", clauses.ClauseUpdatePage.as_view(), name="clause-update"),
    path("clauses/<int:pk>/retire/", clauses.ClauseRetirePage.as_view(), name="clause-retire"),
]
