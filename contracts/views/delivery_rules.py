"""What a sheet of placements may hold and what is asked of it, for who delivers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.badges import badge
from config.shared.columns.sheet import RuleDescription
from config.shared.views import Action, Crumb, Page
from contracts.enums import FindingLevel
from contracts.imports import PLACEMENTS


class DeliveryRulesPage(Page):
    """The columns with their codes, and every rule with how to mend it, from the declaration."""

    permission = Permission.PLACEMENT_VIEW
    title = _("The sheet of placements explained")

    def breadcrumbs(self) -> list[Crumb]:
        return [Crumb(_("Deliveries"), reverse("contracts:delivery-list"))]

    def page_actions(self) -> list[Action]:
        url, deliver = reverse("contracts:delivery-template"), Permission.PLACEMENT_DELIVER
        return [Action(_("Template"), url, "file-earmark-spreadsheet", permission=deliver)]

    def get(self, request: HttpRequest) -> HttpResponse:
        context = self.get_context_data(columns=PLACEMENTS.describe(), groups=_by_level())
        return render(request, "contracts/delivery_rules.html", context)


def _by_level() -> list[dict[str, Any]]:
    """The rules of each level, the hardest first."""
    described = PLACEMENTS.describe_rules()
    return [
        {"level": level, "badge": badge(level), "rules": _of_level(described, level)}
        for level in FindingLevel
    ]


def _of_level(described: list[RuleDescription], level: FindingLevel) -> list[dict[str, Any]]:
    everywhere = len(PLACEMENTS.columns)
    return [
        {**rule, "everywhere": len(rule["columns"]) == everywhere}
        for rule in described
        if rule["level"] == level
    ]
