"""What a contract page shows of VAT: the rules, and the button to set one."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Permission
from config.shared.views import Action, Panel
from contracts.tables.statements import VatRuleTable


def panels_of(page: Any) -> list[Panel]:
    """Whether VAT is charged, on what and on which ground; nothing while no rule was set."""
    rows = page.object.vat_rules.order_by("tariff", "pk")
    count = rows.count()
    return [Panel(_("VAT"), table=VatRuleTable(rows, prefix="vat-"), count=count)] if count else []


def actions_of(page: Any) -> list[Action]:
    """For who approves statements."""
    url = reverse("contracts:contract-vat", args=[page.object.pk])
    return [Action(_("VAT"), url, "percent", permission=Permission.STATEMENT_APPROVE)]
