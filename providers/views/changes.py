"""Proposed changes, renames and mergers."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.display import day
from config.shared.forms import ReasonForm
from config.shared.views import DetailPage, FormPage, ListPage, TransitionPage
from providers import actions
from providers.filters import ProviderChangeFilterSet
from providers.forms.register import FACTS, ChangesForm, MergeForm
from providers.models import Provider, ProviderChange
from providers.tables import ProviderChangeTable
from providers.views.common import UnderProvider
from providers.views.recognitions import OwnOrRegion
from providers.workflows import PROVIDER_CHANGE


class ProviderChangeListPage(ListPage):
    model = ProviderChange
    table_class = ProviderChangeTable
    filterset_class = ProviderChangeFilterSet
    permission = Permission.PROVIDER_VIEW
    empty_text = gettext_lazy("No change is proposed.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With the provider."""
        return super().scoped_queryset().select_related("provider")


class ProviderChangeDetailPage(UnderProvider, DetailPage):
    """One proposal: what stands, what is proposed, from when and by whom."""

    model = ProviderChange
    workflow = PROVIDER_CHANGE
    permission = Permission.PROVIDER_VIEW

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With who proposed it."""
        return super().scoped_queryset().select_related("author")

    def facts(self) -> Iterator[tuple[str, Any]]:
        """The difference in words."""
        row = self.object
        yield _("What changes"), diff_in_words(row)
        yield _("Takes effect on"), row.effective_on
        yield _("Source"), row.get_source_display()
        if row.author:
            yield _("Proposed by"), str(row.author)
        yield _("Proposed"), row.created_at
        yield _("Explanation"), row.reason
        if row.applied_at:
            yield _("In the register"), row.applied_at


class ProviderChangeTransitionPage(UnderProvider, TransitionPage):
    """Accept, refuse, withdraw."""

    model = ProviderChange
    workflow = PROVIDER_CHANGE
    actions_map = {"accept": actions.accept_change, "refuse": actions.refuse_change}

    def consequences(self) -> list[Any]:
        """The difference first."""
        return [diff_in_words(self.object), *super().consequences()]


class ProviderChangePage(OwnOrRegion, FormPage):
    """The facts as they should be; each that differs becomes a proposal."""

    model = Provider
    form_class = ChangesForm
    title = gettext_lazy("Propose a change")
    submit_label = gettext_lazy("Propose")
    success_message = gettext_lazy("%(object)s: the proposal waits for a decision by the region.")

    def get_initial(self) -> dict[str, Any]:
        """What stands now, from today."""
        facts = {name: getattr(self.object, name) for name in FACTS}
        return facts | {"effective_on": timezone.localdate()}

    def perform(self, form: Any) -> Provider:
        """Propose."""
        actions.propose_changes(
            provider=self.object,
            values=form.values(),
            effective_on=form.cleaned_data["effective_on"],
            reason=form.cleaned_data["reason"],
            **self.moment(),
        )
        return self.object


class ProviderMergePage(UnderProvider, FormPage):
    """One organisation takes the place of another."""

    model = Provider
    form_class = MergeForm
    permission = Permission.PROVIDER_MANAGE
    template_name = "providers/provider_merge.html"
    title = gettext_lazy("Merge into another provider")
    submit_label = gettext_lazy("Merge")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Those of the person's regions may be chosen."""
        return super().get_form_kwargs() | {"provider": self.object, "person": self.person}

    def perform(self, form: Any) -> Provider:
        """Merge."""
        return actions.merge_provider(provider=self.object, **form.cleaned_data, **self.moment())

    def get_success_message(self, result: Provider) -> str:
        """From when."""
        return _("%(provider)s merges into %(heir)s on %(day)s.") % {
            "provider": result,
            "heir": result.successor,
            "day": day(result.succeeded_on) if result.succeeded_on else "",
        }


class ProviderUnmergePage(UnderProvider, FormPage):
    model = Provider
    form_class = ReasonForm
    permission = Permission.PROVIDER_MANAGE
    title = gettext_lazy("Withdraw the merger")
    submit_label = gettext_lazy("Withdraw the merger")
    success_message = gettext_lazy("The merger of %(object)s is withdrawn.")

    def perform(self, form: Any) -> Provider:
        """Undo it."""
        return actions.withdraw_merger(provider=self.object, **form.cleaned_data, **self.moment())


def diff_in_words(change: ProviderChange) -> str:
    """What stands and what is proposed, as one sentence."""
    last_on = change.last_on
    if last_on:
        words = {"field": change.get_field_display(), "day": day(last_on)}
        return _("%(field)s: the last day becomes %(day)s.") % words
    words = {
        "field": change.get_field_display(),
        "before": change.in_words(change.before) or _("empty"),
        "after": change.in_words(change.after) or _("empty"),
    }
    return _("%(field)s: “%(before)s” becomes “%(after)s”.") % words
