"""Pages of the clause library: the list, one clause with its versions, changing and retiring."""

from itertools import pairwise
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.access import regions_of
from accounts.enums import Permission
from accounts.models import Region
from config.shared.views import (
    Action,
    ConfirmPage,
    Crumb,
    DetailPage,
    FormPage,
    ListPage,
    ModelPage,
    Panel,
)
from contracts.actions.clauses import (
    add_clause,
    change_clause,
    ensure_library,
    retire_clause,
)
from contracts.clause_diff import Piece, pieces
from contracts.enums import ClauseUse
from contracts.filters.papers import ClauseFilterSet
from contracts.forms.clauses import ClauseChangeForm, ClauseForm, RegionForm
from contracts.models import Clause, ClauseVersion
from contracts.tables.papers import ClauseTable


class ClauseListPage(ListPage):
    model = Clause
    table_class = ClauseTable
    filterset_class = ClauseFilterSet
    permission = Permission.COVENANT_DRAFT
    title = gettext_lazy("Clause library")
    main_action = Action(
        gettext_lazy("New clause"),
        reverse_lazy("contracts:clause-create"),
        "plus-lg",
        primary=True,
    )
    empty_text = gettext_lazy("No clauses yet. Begin with the standard ones, and make them yours.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With the number of the latest version."""
        visible: Any = super().scoped_queryset()
        return visible.with_text()

    def page_actions(self) -> list[Action]:
        """The standard clauses are offered as long as the library is empty."""
        begin = Action(_("Load the standard clauses"), reverse("contracts:clause-begin"), "magic")
        previews = [
            Action(
                _("Read all: %(use)s") % {"use": label.lower()},
                f"{reverse('contracts:clause-preview')}?use={use}",
                "eye",
            )
            for use, label in ClauseUse.choices
        ]
        stocked = Clause.objects.visible_to(self.person).exists()
        return [*super().page_actions(), *(previews if stocked else [begin])]


class ClauseBeginPage(FormPage):
    """Gives a region the clauses that it begins with."""

    model = Region
    form_class = RegionForm
    permission = Permission.COVENANT_DRAFT
    title = gettext_lazy("Load the standard clauses")
    submit_label = gettext_lazy("Load")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person}

    def breadcrumbs(self) -> list[Crumb]:
        return [_library()]

    def perform(self, form: RegionForm) -> int:
        return ensure_library(region=form.cleaned_data["region"], at=timezone.now())

    def get_success_message(self, result: Any) -> str:
        if not result:
            return _("This region has clauses already; they stay as they are.")
        return _("%(count)s clauses are loaded.") % {"count": result}

    def get_success_url(self, result: Any = None) -> str:
        return reverse("contracts:clause-list")


class ClauseDetailPage(DetailPage):
    model = Clause
    permission = Permission.COVENANT_DRAFT
    template_name = "contracts/clause_detail.html"

    def facts(self) -> list[tuple[Any, Any]]:
        clause = self.object
        return [
            (_("For"), clause.get_use_display()),
            (_("Code"), clause.code),
            (_("Position"), clause.position),
            (_("In every new agreement"), clause.is_standard),
            (_("Region"), clause.region),
            (_("Retired"), clause.retired_at),
        ]

    def page_actions(self) -> list[Action]:
        """A retired clause stays as it is."""
        if self.object.retired_at:
            return []
        pk = [self.object.pk]
        return [
            Action(
                _("Change"), reverse("contracts:clause-update", args=pk), "pencil", primary=True
            ),
            Action(_("Retire"), reverse("contracts:clause-retire", args=pk), "archive"),
        ]

    def panels(self) -> list[Panel]:
        return [Panel(_("Versions"), template="contracts/_clause_versions.html")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The text that stands, and each version with what it changed."""
        versions = list(self.object.versions.select_related("made_by"))
        return super().get_context_data(
            latest=versions[0], versions=_with_changes(versions), **kwargs
        )


def _with_changes(versions: list[ClauseVersion]) -> list[tuple[ClauseVersion, list[Piece]]]:
    """Newest first, each with how it differs from the one before; the first is all new."""
    changed = [(new, pieces(old.text, new.text)) for new, old in pairwise(versions)]
    first = versions[-1]
    return [*changed, (first, [Piece("same", first.text)])]


class ClauseCreatePage(FormPage):
    model = Clause
    form_class = ClauseForm
    permission = Permission.COVENANT_DRAFT
    title = gettext_lazy("New clause")
    success_message = gettext_lazy("“%(object)s” is added.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: ClauseForm) -> Clause:
        text = form.cleaned_data["text"]
        return add_clause(clause=form.instance, text=text, by=self.person, at=timezone.now())


class ClauseUpdatePage(FormPage):
    model = Clause
    form_class = ClauseChangeForm
    permission = Permission.COVENANT_DRAFT
    title = gettext_lazy("Change the clause")
    success_message = gettext_lazy("“%(object)s” is changed.")

    def perform(self, form: ClauseChangeForm) -> Clause:
        return change_clause(
            clause=self.object, **form.cleaned_data, by=self.person, at=timezone.now()
        )


class ClauseRetirePage(ConfirmPage):
    model = Clause
    permission = Permission.COVENANT_DRAFT
    title = gettext_lazy("Retire the clause")
    submit_label = gettext_lazy("Retire")
    success_message = gettext_lazy("“%(object)s” is retired.")

    def missing(self) -> list[str]:
        return [_("This clause has been retired.")] if self.object.retired_at else []

    def consequences(self) -> list[Any]:
        return [
            _("New agreements no longer get this clause."),
            _("Agreements that have it keep it, and the clause can still be read."),
        ]

    def perform(self, form: Any) -> Clause:
        return retire_clause(clause=self.object, by=self.person, at=timezone.now())


class ClausePreviewPage(ModelPage, TemplateView):
    """All standard clauses of one use, as they follow each other in an agreement."""

    model = Clause
    permission = Permission.COVENANT_DRAFT
    template_name = "contracts/clause_preview.html"

    def get_title(self) -> str:
        return _("Standard clauses: %(use)s") % {"use": self._use.label.lower()}

    @property
    def _use(self) -> ClauseUse:
        """The use that was asked for; 404 for one that does not exist."""
        asked = self.request.GET.get("use", ClauseUse.CONTRACT)
        if asked not in ClauseUse.values:
            raise Http404
        return ClauseUse(asked)

    def breadcrumbs(self) -> list[Crumb]:
        return [_library()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        regions = Region.objects.filter(pk__in=regions_of(self.person)).order_by("name")
        libraries = [
            (region, list(ClauseVersion.objects.latest_of(region, self._use))) for region in regions
        ]
        return super().get_context_data(libraries=libraries, **kwargs)


def _library() -> Crumb:
    return Crumb(_("Clause library"), reverse("contracts:clause-list"))
