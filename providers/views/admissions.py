"""Admissions: where a provider stands in a region, and the steps."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Permission
from config.shared.views import DetailPage, TransitionPage
from providers import actions
from providers.forms.standing import BarForm
from providers.models import Admission
from providers.views.common import UnderProvider
from providers.workflows import ADMISSION

BARS = ("suspend", "block")


class AdmissionDetailPage(UnderProvider, DetailPage):
    model = Admission
    workflow = ADMISSION
    permission = Permission.PROVIDER_VIEW

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With the region and who acted."""
        people = ("proposed_by", "admitted_by", "barred_by")
        return super().scoped_queryset().select_related("region", *people)

    def facts(self) -> Iterator[tuple[str, Any]]:
        """Who proposed, who decided, and what stands in the way of new work."""
        row = self.object
        yield _("Region"), str(row.region)
        for label, at, by in (
            (_("Proposed"), row.proposed_at, row.proposed_by),
            (_("Admitted"), row.admitted_at, row.admitted_by),
        ):
            if at:
                yield label, at
                yield _("%(step)s by") % {"step": label}, str(by)
        if row.barred_from:
            yield _("No new work from"), row.barred_from
            yield _("No new work until"), row.barred_until or _("until lifted")
        yield _("Reason"), row.reason

    def missing_url(self, sentence: str) -> str:
        """Marks are checked on the provider's page."""
        return str(self.provider.get_absolute_url())


class AdmissionTransitionPage(UnderProvider, TransitionPage):
    """Admit, refuse, suspend, block, lift, end."""

    model = Admission
    workflow = ADMISSION
    actions_map = {
        "admit": actions.admit_provider,
        "refuse": actions.refuse_admission,
        "propose_again": actions.propose_again,
        "suspend": actions.suspend_provider,
        "block": actions.block_provider,
        "lift": actions.lift_bar,
        "end": actions.end_admission,
    }

    def get_form_class(self) -> Any:
        """A suspension or block asks its days, too."""
        return BarForm if self.transition.name in BARS else super().get_form_class()

    def perform(self, form: Any) -> Admission:
        """Make the move with all that was asked."""
        action = self.actions_map[self.transition.name]
        return action(admission=self.object, **form.cleaned_data, **self.moment())
