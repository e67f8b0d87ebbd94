"""An officer's own vault key, and the printed key of the region."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.access import regions_of
from accounts.enums import Permission
from accounts.models import Region
from config.shared.errors import Refused
from config.shared.forms import PageForm, add_refusal
from config.shared.views import Action, ConfirmPage, Crumb, FormPage, ListPage, Page
from procurement import actions
from procurement.enums import TenderStatus
from procurement.filters import ArchivistKeyFilterSet
from procurement.forms.vault import ChangePassphraseForm, HolderForm, NewPassphraseForm
from procurement.models import ArchivistKey, Tender, VaultKey
from procurement.tables import ArchivistKeyTable
from procurement.views.bid_work import Secret

VAULT_KEY = gettext_lazy("Your vault key")
PRINTED_KEYS = gettext_lazy("Printed keys")
STILL_SEALED = (TenderStatus.PUBLISHED, TenderStatus.CLOSED, TenderStatus.OPENED)


class VaultKeyPage(Page, TemplateView):
    """Whether the officer has a key, what it is for, and what losing the passphrase means."""

    permission = Permission.TENDER_OPEN
    title = VAULT_KEY
    template_name = "procurement/vaultkey.html"

    @cached_property
    def key(self) -> VaultKey | None:
        """The key in use."""
        return VaultKey.objects.visible_to(self.person).standing().first()

    def page_actions(self) -> list[Action]:
        """To make one; else to change or replace it."""
        if self.key is None:
            make = reverse("procurement:vaultkey-create")
            return [Action(_("Make a vault key"), make, "key", primary=True)]
        change, replace = (
            reverse(f"procurement:vaultkey-{page}") for page in ("passphrase", "replace")
        )
        return [
            Action(_("Change the passphrase"), change, "pencil"),
            Action(_("Replace the key"), replace, "arrow-repeat"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The key in use, and the running tenders that one is needed for."""
        return super().get_context_data(
            key=self.key,
            current=self._tenders(is_replaced=False),
            older=self._tenders(is_replaced=True),
            attempts_left=actions.attempts_left(self.person, timezone.now()),
            attempt_minutes=settings.VAULT_ATTEMPT_MINUTES,
            **kwargs,
        )

    def _tenders(self, *, is_replaced: bool) -> "QuerySet[Tender]":
        """Tenders with envelopes that may still be opened, by which key the share is held."""
        keys = VaultKey.objects.visible_to(self.person).filter(replaced_at__isnull=not is_replaced)
        running = (*STILL_SEALED, TenderStatus.IN_EVALUATION)
        tenders = Tender.objects.visible_to(self.person).filter(status__in=running)
        return tenders.filter(keys__shares__vault_key__in=keys).distinct().order_by("closes_at")


class VaultKeyFormPage(Secret, FormPage):
    """A form about one's own key."""

    model = VaultKey
    permission = Permission.TENDER_OPEN
    success_url = reverse_lazy("procurement:vaultkey")

    def breadcrumbs(self) -> list[Crumb]:
        return [Crumb(VAULT_KEY, reverse("procurement:vaultkey"))]

    @cached_property
    def key(self) -> VaultKey:
        """The key in use; 404 when there is none."""
        return get_object_or_404(VaultKey.objects.visible_to(self.person).standing())

    def moment(self) -> dict[str, Any]:
        """Who acts, and when."""
        return {"by": self.person, "at": timezone.now()}


class VaultKeyCreatePage(VaultKeyFormPage):
    form_class = NewPassphraseForm
    template_name = "procurement/vaultkey_form.html"
    title = gettext_lazy("Make a vault key")
    submit_label = gettext_lazy("Make the key")
    success_message = gettext_lazy("Your vault key is made. You can be named to open bids.")

    def perform(self, form: NewPassphraseForm) -> VaultKey:
        return actions.make_vault_key(passphrase=form.cleaned_data["new"], **self.moment())


class VaultKeyPassphrasePage(VaultKeyFormPage):
    form_class = ChangePassphraseForm
    template_name = "procurement/vaultkey_form.html"
    title = gettext_lazy("Change the passphrase")
    submit_label = gettext_lazy("Change")
    success_message = gettext_lazy(
        "The passphrase is changed, also for tenders that are running with this key."
    )

    def perform(self, form: ChangePassphraseForm) -> VaultKey:
        given = form.cleaned_data
        typed = {"passphrase": given["passphrase"], "new": given["new"]}
        return actions.change_passphrase(key=self.key, **typed, **self.moment())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Of the key in use."""
        return super().get_context_data(key=self.key, **kwargs)


class VaultKeyReplacePage(VaultKeyFormPage):
    form_class = NewPassphraseForm
    template_name = "procurement/vaultkey_form.html"
    title = gettext_lazy("Replace the vault key")
    submit_label = gettext_lazy("Replace")
    success_message = gettext_lazy(
        "Your new vault key is made. Running tenders still ask for the old passphrase."
    )

    def perform(self, form: NewPassphraseForm) -> VaultKey:
        return actions.replace_vault_key(passphrase=form.cleaned_data["new"], **self.moment())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the warning that belongs to replacing."""
        return super().get_context_data(replaces=self.key, **kwargs)


class ArchivistKeyListPage(ListPage):
    """The printed keys of the region, in use and retired; the keys themselves are on paper."""

    model = ArchivistKey
    table_class = ArchivistKeyTable
    filterset_class = ArchivistKeyFilterSet
    permission = Permission.VAULT_ARCHIVE
    title = PRINTED_KEYS
    empty_text = gettext_lazy(
        "The region has no printed key. Without one, bids are lost when fewer than two officers "
        "remember their passphrase."
    )
    main_action = Action(
        gettext_lazy("Print a key"),
        reverse_lazy("procurement:archivistkey-create"),
        "printer",
        primary=True,
        permission=Permission.VAULT_ARCHIVE,
    )


class ArchivistKeyCreatePage(Secret, FormPage):
    """Makes the printed key and answers with the paper: the only time that it can be seen."""

    model = ArchivistKey
    form_class = HolderForm
    permission = Permission.VAULT_ARCHIVE
    template_name = "procurement/archivistkey_form.html"
    title = gettext_lazy("Print a key")
    submit_label = gettext_lazy("Make the key and show it")

    @cached_property
    def region(self) -> Region:
        """The one for which the person acts."""
        return get_object_or_404(Region, pk__in=regions_of(self.person))

    def form_valid(self, form: HolderForm) -> HttpResponse:
        """No redirect: the groups are kept nowhere, so they go into this one answer."""
        try:
            key, groups = actions.make_printed_key(
                region=self.region,
                holder=form.cleaned_data["holder"],
                by=self.person,
                at=timezone.now(),
            )
        except Refused as refused:
            add_refusal(form, refused)
            return self.form_invalid(form)
        return self.render_paper(key, groups)

    def render_paper(self, key: ArchivistKey, groups: str) -> HttpResponse:
        """The page to print."""
        self.template_name = "procurement/archivistkey_paper.html"
        numbered = list(enumerate(groups.split(), start=1))
        return self.render_to_response(
            self.get_context_data(title=_("The printed key"), key=key, groups=numbered)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the key that goes out of use when another one is printed."""
        standing = ArchivistKey.objects.standing().filter(region=self.region).first()
        return super().get_context_data(**{"standing": standing, "region": self.region} | kwargs)


class ArchivistKeyRetirePage(ConfirmPage):
    """Takes a printed key out of use, as after it was typed into a computer."""

    model = ArchivistKey
    permission = Permission.VAULT_ARCHIVE
    title = gettext_lazy("Take the printed key out of use")
    submit_label = gettext_lazy("Take out of use")
    success_message = gettext_lazy("%(object)s: out of use.")
    success_url = reverse_lazy("procurement:archivistkey-list")

    def perform(self, form: PageForm) -> ArchivistKey:
        return actions.retire_printed_key(key=self.object, by=self.person, at=timezone.now())

    def consequences(self) -> list[str]:
        """What it does, and why the paper is not torn up yet."""
        held = Tender.objects.filter(
            keys__shares__archivist_key=self.object, status__in=STILL_SEALED
        )
        sentences = [_("Tenders that are published from now on give this key no share.")]
        if number := held.distinct().count():
            sentences.append(
                _("Keep the paper: %(count)s running tenders can still need it.")
                % {"count": number}
            )
        return sentences
