"""In which role someone acts, and the second factor that some roles must have."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

ACTING = "acting"
"""Session key of the chosen grant."""


class ActingMiddleware:
    """Puts the grant in which the person acts on `request.user.acting`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            grants = {grant.key: grant for grant in request.user.all_grants}
            first = next(iter(grants.values()), None)
            request.user.acting = grants.get(request.session.get(ACTING, ""), first)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Sends a person whose role needs a second factor to set one up before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._lacks_factor(request):
            messages.warning(request, _("Your role needs a second factor. Set one up to continue."))
            return redirect("mfa_index")
        return self.get_response(request)

    def _lacks_factor(self, request: HttpRequest) -> bool:
        acting = getattr(request.user, "acting", None)
        if not acting or acting.role not in settings.MFA_REQUIRED_ROLES:
            return False
        return not request.path.startswith("/account/") and not is_mfa_enabled(request.user)
