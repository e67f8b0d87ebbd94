"""The addresses of the API: kebab-case, without a slash at the end."""

from django.urls import include, path

from config.shared.api.publishing import openapi_json

app_name = "api"
urlpatterns = [
    path("openapi.json", openapi_json, name="openapi"),
    path("", include("contracts.api.urls")),
    path("", include("reports.api.urls")),
]
