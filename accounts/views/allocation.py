"""Allocation keys: the list, a key and its versions, and what another key would do."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts import actions
from accounts.allocation import Compared, compare
from accounts.enums import KeyBasis, Permission
from accounts.filters import AllocationKeyFilterSet
from accounts.forms import AllocationKeyForm, CompareForm, KeptKeyForm, SharesForm
from accounts.models import AllocationKey, AllocationKeyVersion, Gemeente
from accounts.tables import AllocationKeyTable, AllocationKeyVersionTable, AllocationShareTable
from config.shared.display import money, number, percentage
from config.shared.views import Action, Crumb, DetailPage, FormPage, ListPage, ModelPage, Panel
from config.shared.views.pages import page_url

COUNTED_ABOVE = (KeyBasis.PLACEMENTS, KeyBasis.FIXED_VARIABLE)
"""Keys whose placements are counted where placements are kept."""


class AllocationKeyListPage(ListPage):
    model = AllocationKey
    table_class = AllocationKeyTable
    filterset_class = AllocationKeyFilterSet
    permission = Permission.COST_VIEW
    empty_text = gettext_lazy(
        "No allocation key yet. Make one to divide seats and money over the gemeenten of a region."
    )
    main_action = Action(
        gettext_lazy("New allocation key"),
        reverse_lazy("accounts:allocationkey-create"),
        "plus-lg",
        primary=True,
        permission=Permission.ALLOCATION_MANAGE,
    )

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With the day since which each divides as it does."""
        visible: Any = super().scoped_queryset()
        return visible.with_since(timezone.localdate())


class AllocationKeyDetailPage(DetailPage):
    model = AllocationKey
    permission = Permission.COST_VIEW

    def scoped_queryset(self) -> "QuerySet[Any]":
        return super().scoped_queryset().select_related("region")

    @cached_property
    def version(self) -> AllocationKeyVersion | None:
        """The one that holds today."""
        found: AllocationKeyVersion | None = self.object.version_on(timezone.localdate())
        return found

    def facts(self) -> list[tuple[Any, Any]]:
        """What it divides by, and since when it does so as now."""
        key = self.object
        facts = [
            (_("Region"), key.region.name),
            (_("Divides by"), key.get_basis_display()),
            (_("Fixed part (%)"), key.fixed_percentage),
            (_("Description"), key.description),
        ]
        if self.version is None:
            return [*facts, (_("Holds today"), _("No version yet."))]
        return [*facts, (_("Holds today"), self.version), (_("Reason"), self.version.reason)]

    def panels(self) -> list[Panel]:
        """The shares of today, and every version."""
        versions = self.object.versions.select_related("made_by")
        panels = [Panel(_("Versions"), table=AllocationKeyVersionTable(versions, prefix="v-"))]
        if self.version:
            panels.insert(0, Panel(_("Shares today"), table=_shares(self.version)))
        return panels

    def page_actions(self) -> list[Action]:
        """A new version, another name, and what another key would do."""
        pk, keep = self.object.pk, Permission.ALLOCATION_MANAGE
        offered = []
        if AllocationKey.objects.kept_by(self.person).filter(pk=pk).exists():
            url = _renewal_url(self.object)
            offered = [
                Action(_("New version"), url, "plus-lg", primary=True, permission=keep),
                Action(_("Edit"), page_url(self.model, "update", pk), "pencil", permission=keep),
            ]
        if self.version:
            url = page_url(self.model, "compare", pk)
            offered.append(Action(_("Lay another key beside it"), url, "layout-split"))
        return offered


def _renewal_url(key: AllocationKey) -> str:
    """Where a key gets its next version: by hand, or counted from placements."""
    app = "contracts" if key.basis in COUNTED_ABOVE else "accounts"
    return reverse(f"{app}:allocationkeyversion-create", args=[key.pk])


def _shares(version: AllocationKeyVersion) -> AllocationShareTable:
    return AllocationShareTable(version.shares.select_related("gemeente"), prefix="shares-")


class AllocationKeyVersionDetailPage(DetailPage):
    model = AllocationKeyVersion
    permission = Permission.COST_VIEW

    def scoped_queryset(self) -> "QuerySet[Any]":
        return super().scoped_queryset().select_related("key", "made_by")

    def breadcrumbs(self) -> list[Crumb]:
        """The keys and the key."""
        key = self.object.key
        words = capfirst(str(AllocationKey._meta.verbose_name_plural))
        return [
            Crumb(words, reverse("accounts:allocationkey-list")),
            Crumb(str(key), key.get_absolute_url()),
        ]

    def facts(self) -> list[tuple[Any, Any]]:
        """From when, why and by whom."""
        version = self.object
        return [
            (_("Allocation key"), version.key),
            (_("From"), version.first_on),
            (_("Reason"), version.reason),
            (_("Made"), version.made_at),
            (_("Made by"), str(version.made_by)),
        ]

    def panels(self) -> list[Panel]:
        """Its shares."""
        return [Panel(_("Shares"), table=_shares(self.object))]


class AllocationKeyCreatePage(FormPage):
    model = AllocationKey
    form_class = AllocationKeyForm
    permission = Permission.ALLOCATION_MANAGE
    title = gettext_lazy("New allocation key")
    success_message = gettext_lazy("%(object)s is made. Give it its first version now.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The regions to choose from."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> AllocationKey:
        """Make it."""
        return actions.make_key(key=form.instance, by=self.person, at=timezone.now())


class KeptKeyPage(FormPage):
    """A form about a key of a region that the person acts for."""

    model: Any = AllocationKey
    permission = Permission.ALLOCATION_MANAGE

    def scoped_queryset(self) -> "QuerySet[Any]":
        visible: Any = super().scoped_queryset()
        return visible.kept_by(self.person).select_related("region")


class AllocationKeyUpdatePage(KeptKeyPage):
    form_class = KeptKeyForm
    title = gettext_lazy("Edit the allocation key")
    success_message = gettext_lazy("%(object)s is changed.")

    def perform(self, form: Any) -> AllocationKey:
        """Change it."""
        return actions.change_key(
            key=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )


class AllocationKeyVersionCreatePage(KeptKeyPage):
    """A version by hand or by inhabitants, with a figure for each gemeente."""

    form_class = SharesForm
    title = gettext_lazy("New version")
    success_message = gettext_lazy("%(object)s is made.")

    def get_initial(self) -> dict[str, Any]:
        return {"first_on": timezone.localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The inhabitants that are known, or the per cents that stand."""
        basis = KeyBasis(self.object.basis)
        return super().get_form_kwargs() | {"basis": basis, "figures": self._figures(basis)}

    def _figures(self, basis: KeyBasis) -> dict[Gemeente, Any]:
        today = timezone.localdate()
        gemeenten = self.object.region.gemeenten_on(today)
        if basis == KeyBasis.INHABITANTS:
            return {gemeente: gemeente.inhabitants or 0 for gemeente in gemeenten}
        version = self.object.version_on(today)
        standing = version.percentages() if version else {}
        return {gemeente: standing.get(gemeente.pk, Decimal(0)) for gemeente in gemeenten}

    def perform(self, form: Any) -> AllocationKey:
        """Make the version; show the key with it."""
        given = form.cleaned_data
        made: dict[str, Any] = {
            "key": self.object,
            "request": actions.VersionRequest(given["first_on"], given["reason"]),
            "by": self.person,
            "at": timezone.now(),
        }
        if self.object.basis == KeyBasis.INHABITANTS:
            return actions.make_version_by_weights(weights=form.weights(), **made).key
        return actions.make_version(shares=form.shares(), **made).key


class AllocationKeyComparePage(ModelPage, TemplateView):
    """What another key would do with a typed amount; nothing is changed by looking."""

    model: Any = AllocationKey
    permission = Permission.COST_VIEW
    title = gettext_lazy("Lay another key beside it")
    template_name = "accounts/allocationkey_compare.html"

    @cached_property
    def version(self) -> AllocationKeyVersion | None:
        """The version of today, which the other one is laid beside."""
        found: AllocationKeyVersion | None = self.object.version_on(timezone.localdate())
        return found

    @cached_property
    def form(self) -> CompareForm:
        """Every other version of a key of the same region can be chosen."""
        versions = AllocationKeyVersion.objects.visible_to(self.person)
        versions = versions.filter(key__region=self.object.region_id).select_related("key")
        if self.version:
            versions = versions.exclude(pk=self.version.pk)
        asked = self.request.GET if "other" in self.request.GET else None
        return CompareForm(asked, versions=versions)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and below it the answer once something was asked."""
        rows = self.rows()
        return super().get_context_data(
            object=self.object,
            version=self.version,
            form=self.form,
            rows=[_shown(row, names) for names in [_names(rows)] for row in rows],
            sentence=_sentence(rows),
            **kwargs,
        )

    def rows(self) -> Sequence[Compared]:
        """Each gemeente under both keys; none before a valid question."""
        if not self.version or not self.form.is_bound or not self.form.is_valid():
            return []
        asked = self.form.cleaned_data
        return compare(asked["amount"], self.version.percentages(), asked["other"].percentages())


def _names(rows: Sequence[Compared]) -> dict[int, str]:
    gemeenten = Gemeente.objects.filter(pk__in=[row.gemeente for row in rows])
    return dict(gemeenten.values_list("pk", "name"))


def _shown(row: Compared, names: dict[int, str]) -> dict[str, str]:
    return {
        "gemeente": names[row.gemeente],
        "present_percentage": percentage(row.present_percentage),
        "other_percentage": percentage(row.other_percentage),
        "present_amount": money(row.present_amount),
        "other_amount": money(row.other_amount),
        "difference": _difference(row.difference),
    }


def _difference(amount: Decimal) -> str:
    """More or less in words, because a minus sign is easily missed."""
    if not amount:
        return _("the same")
    text = _("%(amount)s more") if amount > 0 else _("%(amount)s less")
    return text % {"amount": money(abs(amount))}


def _sentence(rows: Sequence[Compared]) -> str:
    """How much moves between gemeenten, in one line; empty without an answer."""
    if not rows:
        return ""
    moved = sum((row.difference for row in rows if row.difference > 0), Decimal(0))
    if not moved:
        return _("Both keys divide this amount in the same way.")
    more = sum(row.difference > 0 for row in rows)
    return _(
        "%(moved)s moves: %(more)s gemeenten get or pay more, %(less)s less. Together it stays "
        "the same."
    ) % {
        "moved": money(moved),
        "more": number(more),
        "less": number(sum(row.difference < 0 for row in rows)),
    }
