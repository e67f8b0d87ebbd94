"""The first page: each role starts in the room where its work is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.enums import Role
from config.shared.views import SIGNED_IN, Page

FIRST_PAGES = {
    Role.PROCUREMENT_OFFICER: "procurement:desk",
    Role.ASSESSOR: "procurement:desk",
    Role.COORDINATOR: "contracts:capacity-wall",
    Role.CONTRACT_MANAGER: "contracts:desk",
    Role.CONTROLLER: "reports:overruns",
    Role.READER: "reports:overruns",
    Role.PROVIDER_ADMINISTRATOR: "contracts:provider-desk",
    Role.PROVIDER_STAFF: "contracts:provider-desk",
    Role.ADMINISTRATOR: "accounts:membership-list",
}


class HomePage(Page, TemplateView):
    """Leads to the first page of the role in which the person acts."""

    permission = SIGNED_IN
    title = _("Welcome")
    template_name = "home.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Lead on; someone without a role is told how to get one."""
        acting = self.person.acting
        return redirect(FIRST_PAGES[acting.role]) if acting else super().get(request)
