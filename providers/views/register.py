"""The register: the list, a provider's page, registering and reaching one."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import providers_of, regions_of
from accounts.enums import Permission
from config.shared.views import Action, DetailPage, FormPage, ListPage, Panel, Step
from providers import actions
from providers.enums import AdmissionStatus
from providers.filters import ProviderFilterSet
from providers.forms.register import ContactDetailsForm, ProviderRegisterForm
from providers.models import Admission, DataAgreement, Provider
from providers.tables import ProviderTable
from providers.views.common import UnderProvider
from providers.views.panels import PANELS
from providers.workflows import ADMISSION

BUTTONS = (
    (gettext_lazy("Contact details"), "provider-update", "pencil", Permission.PROVIDER_EDIT),
    (gettext_lazy("Add a location"), "location-create", "geo-alt", Permission.OFFERING_EDIT),
    (gettext_lazy("Add an offering"), "offering-create", "plus-lg", Permission.OFFERING_EDIT),
    (
        gettext_lazy("Add a contact"),
        "contact-create",
        "person-lines-fill",
        Permission.OFFERING_EDIT,
    ),
    (gettext_lazy("Merge"), "provider-merge", "intersect", Permission.PROVIDER_MANAGE),
    (
        gettext_lazy("Record a visit"),
        "sitevisit-create",
        "binoculars",
        Permission.SUPERVISION_MANAGE,
    ),
    (
        gettext_lazy("Record a complaint"),
        "providercomplaint-create",
        "chat-left-text",
        Permission.SUPERVISION_MANAGE,
    ),
)
"""Word, address, icon and permission of what can be done on a provider's page."""


class ProviderListPage(ListPage):
    model = Provider
    table_class = ProviderTable
    filterset_class = ProviderFilterSet
    permission = Permission.PROVIDER_VIEW
    main_action = Action(
        gettext_lazy("Register a provider"),
        reverse_lazy("providers:provider-create"),
        "plus-lg",
        primary=True,
        permission=Permission.PROVIDER_MANAGE,
    )
    empty_text = gettext_lazy("No provider is admitted in your region yet. Register the first one.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what each holds today, and where it stands in the region."""
        rows = Provider.objects.visible_to(self.person).with_admission(self.person)
        return rows.with_recognitions(timezone.localdate())

    def page_actions(self) -> list[Action]:
        """What came in, too."""
        manages = Permission.PROVIDER_MANAGE
        registrations = reverse("providers:providerregistration-list")
        changes = reverse("providers:providerchange-list")
        return [
            *super().page_actions(),
            Action(_("Registrations"), registrations, "inbox", permission=manages),
            Action(_("Proposed changes"), changes, "pencil-square", permission=manages),
            Action(
                _("Visits"),
                reverse("providers:sitevisit-list"),
                "binoculars",
                permission=Permission.SUPERVISION_VIEW,
            ),
            Action(
                _("Complaints"),
                reverse("providers:providercomplaint-list"),
                "chat-left-text",
                permission=Permission.SUPERVISION_VIEW,
            ),
        ]


class ProviderDetailPage(DetailPage):
    model = Provider
    permission = Permission.PROVIDER_VIEW
    template_name = "providers/provider_detail.html"

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With who took its place."""
        return super().scoped_queryset().select_related("successor")

    def facts(self) -> Iterator[tuple[str, Any]]:
        """Who it is."""
        row = self.object
        yield _("KvK number"), row.kvk_number
        yield _("Statutory name"), row.legal_name
        yield _("Kind"), row.get_kind_display()
        yield _("DUO institution number"), row.duo_number
        yield _("BRIN"), row.brin
        yield _("E-mail address"), row.email
        yield _("Phone"), row.phone
        yield _("Registered"), row.created_at
        if row.successor:
            yield _("Succeeded by"), str(row.successor)
            yield _("Merged from"), row.succeeded_on
        for former in row.predecessors.order_by("succeeded_on"):
            yield _("Took the place of"), str(former)

    def panels(self) -> list[Panel]:
        """What it holds and offers, where it stands, its contracts and what was seen of it."""
        return [panel for part in PANELS for panel in part(self)]

    @cached_property
    def admission(self) -> Admission | None:
        """Where it stands in the region for which the person acts."""
        rows = self.object.admissions.filter(region__in=regions_of(self.person))
        found: Admission | None = rows.select_related("region").order_by("region").first()
        return found

    @cached_property
    def steps(self) -> list[Step]:
        """The decision on its admission, while that waits; what comes later is on its own page."""
        if self.admission is None or self.admission.status != AdmissionStatus.PROPOSED:
            return []
        row, now = self.admission, timezone.now()
        return [
            Step(
                move,
                reverse("providers:admission-transition", args=[row.pk, move.name]),
                [(said, "?tab=erkenningen") for said in ADMISSION.missing(row, move.name, now)],
            )
            for move in ADMISSION.available(row, self.person)
        ]

    def page_actions(self) -> list[Action]:
        """What may be written down or changed."""
        pk = self.object.pk
        return [
            *(
                Action(word, reverse(f"providers:{name}", args=[pk]), icon, permission=permission)
                for word, name, icon, permission in BUTTONS
            ),
            *self._changes(),
            *self._recognition(),
            *self._agreement(),
            *self._first_administrator(),
            *self._merger(),
        ]

    @property
    def is_own(self) -> bool:
        """Whether the person acts for this very provider."""
        return self.object.pk in providers_of(self.person)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what is still open in the register."""
        return super().get_context_data(open_points=list(self._open_points()), **kwargs)

    def _open_points(self) -> Iterator[tuple[str, str]]:
        """Sentences on what is not in order yet, each with the tab where it stands."""
        row, today = self.object, timezone.localdate()
        if not row.locations.in_use_on(today).exists():
            yield _("No location is listed."), ""
        unchecked = row.recognitions.unchecked().count()
        if unchecked:
            words = ngettext(
                "%(count)s recognition still has to be checked.",
                "%(count)s recognitions still have to be checked.",
                unchecked,
            )
            yield words % {"count": unchecked}, ""
        waiting = row.changes.open().count()
        if waiting:
            words = ngettext(
                "%(count)s proposed change waits for a decision.",
                "%(count)s proposed changes wait for a decision.",
                waiting,
            )
            url = f"{reverse('providers:providerchange-list')}?provider={row.pk}&status=open"
            yield words % {"count": waiting}, url
        yield from self._without_agreement()

    def _without_agreement(self) -> Iterator[tuple[str, str]]:
        row, today = self.object, timezone.localdate()
        admissions = Admission.objects.visible_to(self.person).in_force(today)
        for one in admissions.filter(provider=row).select_related("region").order_by("region"):
            if DataAgreement.objects.in_force(row.pk, one.region_id, today).exists():
                continue
            sentence = _("No data-processing agreement with %(region)s is in force.")
            yield sentence % {"region": one.region}, ""

    def _changes(self) -> list[Action]:
        """The provider's own people propose, and so does a region."""
        url = reverse("providers:provider-change", args=[self.object.pk])
        wanted = Permission.PROVIDER_EDIT if self.is_own else Permission.PROVIDER_MANAGE
        return [Action(_("Propose a change"), url, "pencil-square", permission=wanted)]

    def _recognition(self) -> list[Action]:
        url = reverse("providers:recognition-create", args=[self.object.pk])
        wanted = Permission.PROVIDER_EDIT if self.is_own else Permission.PROVIDER_MANAGE
        return [Action(_("Add a recognition"), url, "patch-check", permission=wanted)]

    def _agreement(self) -> list[Action]:
        """Offered while none stands with the person's region."""
        rows = self.object.data_agreements.standing()
        if rows.filter(region__in=regions_of(self.person)).exists():
            return []
        url = reverse("providers:dataagreement-create", args=[self.object.pk])
        words = _("Offer a data agreement")
        return [Action(words, url, "shield-check", permission=Permission.PROVIDER_MANAGE)]

    def _first_administrator(self) -> list[Action]:
        """Offered while nobody administers the provider."""
        if actions.administrators_of(self.object).exists():
            return []
        url = reverse("providers:provider-invite", args=[self.object.pk])
        words = _("Invite its administrator")
        return [Action(words, url, "person-plus", permission=Permission.PROVIDER_MANAGE)]

    def _merger(self) -> list[Action]:
        """Withdrawing, as long as its day has not come."""
        day = self.object.succeeded_on
        if day is None or day <= timezone.localdate():
            return []
        url = reverse("providers:provider-unmerge", args=[self.object.pk])
        words = _("Withdraw the merger")
        return [Action(words, url, "arrow-counterclockwise", permission=Permission.PROVIDER_MANAGE)]


class ProviderCreatePage(FormPage):
    model = Provider
    form_class = ProviderRegisterForm
    permission = Permission.PROVIDER_MANAGE
    title = gettext_lazy("Register a provider")
    submit_label = gettext_lazy("Register and propose")
    was_known = False

    def get_form_kwargs(self) -> dict[str, Any]:
        """The regions that may be chosen are the person's."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> Provider:
        """Register, or propose who is known."""
        given = form.cleaned_data
        self.was_known = Provider.objects.filter(kvk_number=given["kvk_number"]).exists()
        return actions.register_provider(by=self.person, at=timezone.now(), **given)

    def get_success_message(self, result: Provider) -> str:
        """Says so when the provider was in the register already."""
        if self.was_known:
            return _(
                "%(provider)s was already registered by another region. It is now proposed in "
                "yours too; its details stay as they were. A colleague decides."
            ) % {"provider": result}
        return _(
            "%(provider)s is registered and proposed. Add what it holds; a colleague decides."
        ) % {"provider": result}


class ProviderUpdatePage(UnderProvider, FormPage):
    """Where the organisation can be reached; changes at once."""

    model = Provider
    form_class = ContactDetailsForm
    permission = Permission.PROVIDER_EDIT
    title = gettext_lazy("Contact details")
    success_message = gettext_lazy("%(object)s is changed.")

    def perform(self, form: Any) -> Provider:
        """Change them."""
        return actions.change_contact_details(
            provider=self.object, **form.cleaned_data, **self.moment()
        )
