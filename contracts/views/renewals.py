"""Renewal options with their decision days, and the pages on which they are decided about."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.display import day
from config.shared.views import ListPage, TransitionPage
from contracts.actions.renewals import decline_renewal, reopen_renewal, use_renewal
from contracts.filters.terms import RenewalOptionFilterSet
from contracts.models import RenewalOption
from contracts.tables.terms import RenewalOptionTable
from contracts.workflows import RENEWAL


class RenewalOptionListPage(ListPage):
    model = RenewalOption
    table_class = RenewalOptionTable
    filterset_class = RenewalOptionFilterSet
    permission = Permission.CONTRACT_VIEW
    empty_text = gettext_lazy("No contract has a renewal option yet.")


class RenewalOptionTransitionPage(TransitionPage):
    """Use an option, leave it, or decide anew."""

    model = RenewalOption
    workflow = RENEWAL
    actions_map = {"use": use_renewal, "decline": decline_renewal, "reopen": reopen_renewal}

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With the contract that it renews."""
        return super().scoped_queryset().select_related("contract__provider", "contract__region")

    def consequences(self) -> Sequence[Any]:
        """Until when the contract would run, and what the transition itself says."""
        option = self.object
        said = list(super().consequences())
        if self.transition.name == "use":
            period = {"first": day(option.first_on), "last": day(option.last_on)}
            said.insert(0, _("The contract goes on from %(first)s to %(last)s.") % period)
        if self.transition.name != "reopen":
            told = {"provider": option.contract.provider}
            said.append(_("Who signs for %(provider)s is told.") % told)
        return said

    def get_success_url(self, result: Any = None) -> str:
        """To the amendment that was drafted, else back to the contract."""
        return str((result or self.object).get_absolute_url())
