"""The roof of all addresses; each app has its own below it."""

from django.urls import include, path

from accounts.admin import site
from config.health import healthz
from config.home import HomePage

handler400 = "config.shared.upload_limits.bad_request"
urlpatterns = [
    path("", HomePage.as_view(), name="home"),
    path("healthz", healthz, name="healthz"),
    path("account/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("admin/", site.urls),
    path("api/v1/", include("config.api")),
    path("", include("accounts.urls")),
    path("procurement/", include("procurement.urls")),
    path("", include("contracts.urls")),
    path("reports/", include("reports.urls")),
    path("providers/", include("providers.urls")),
]
