"""Organisations that register themselves: the public form, and the region's desk."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.enums import Permission
from accounts.models.people import hashed
from config.shared.views import (
    PUBLIC,
    ConfirmPage,
    Crumb,
    DetailPage,
    FormPage,
    ListPage,
    Page,
    TransitionPage,
)
from providers.actions import registrations as actions
from providers.filters import ProviderRegistrationFilterSet
from providers.forms.register import RegistrationForm
from providers.models import Provider, ProviderRegistration
from providers.tables import ProviderRegistrationTable
from providers.workflows import PROVIDER_REGISTRATION


class RegistrationPage(FormPage):
    """The public form; what follows is the same whoever asks for whichever organisation."""

    permission = PUBLIC
    form_class = RegistrationForm
    template_name = "providers/registration_form.html"
    title = gettext_lazy("Register as a provider")
    submit_label = gettext_lazy("Register")
    success_url = reverse_lazy("providers:registration-sent")

    def breadcrumbs(self) -> list[Crumb]:
        """None: this is where one comes in."""
        return []

    def perform(self, form: RegistrationForm) -> ProviderRegistration | None:
        """Keep it and mail the link."""
        sender = self.request.META["REMOTE_ADDR"]
        return actions.register_self(sender=sender, at=timezone.now(), **form.given())


class RegistrationSentPage(Page, TemplateView):
    """Look in your mailbox."""

    permission = PUBLIC
    template_name = "providers/registration_sent.html"
    title = gettext_lazy("Look in your mailbox")


class RegistrationConfirmPage(ConfirmPage):
    """Where the mailed link leads: one button confirms the address."""

    permission = PUBLIC
    template_name = "providers/registration_confirm.html"
    title = gettext_lazy("Confirm your e-mail address")
    submit_label = gettext_lazy("Confirm")
    success_url = reverse_lazy("home")
    success_message = gettext_lazy(
        "Your address is confirmed. The region looks at your registration and mails you."
    )

    @cached_property
    def object(self) -> ProviderRegistration | None:
        """The registration of the link, if it still works."""
        rows = ProviderRegistration.objects.confirmable(timezone.now())
        return rows.filter(token_hash=hashed(self.kwargs["token"])).first()

    def breadcrumbs(self) -> list[Crumb]:
        """None: this is where one comes in."""
        return []

    def perform(self, form: Any) -> ProviderRegistration:
        """Confirm."""
        return actions.confirm_registration(token=self.kwargs["token"], at=timezone.now())


class ProviderRegistrationListPage(ListPage):
    model = ProviderRegistration
    table_class = ProviderRegistrationTable
    filterset_class = ProviderRegistrationFilterSet
    permission = Permission.PROVIDER_MANAGE
    empty_text = gettext_lazy("Nobody has registered for your region yet.")


class ProviderRegistrationDetailPage(DetailPage):
    model = ProviderRegistration
    workflow = PROVIDER_REGISTRATION
    permission = Permission.PROVIDER_MANAGE

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With where it asks to be admitted."""
        return super().scoped_queryset().select_related("region", "provider")

    def facts(self) -> Iterator[tuple[str, Any]]:
        """What was filled in, and whether the organisation is known."""
        row = self.object
        yield _("In the register"), self._known()
        yield _("KvK number"), row.kvk_number
        yield _("Statutory name"), row.legal_name
        yield _("Trade name"), row.trade_name
        yield _("Kind"), row.get_kind_display()
        yield _("DUO institution number"), row.duo_number
        yield _("BRIN"), row.brin
        yield _("What it offers, and where"), row.offerings_text
        yield _("Quality marks and recognitions"), row.recognitions_text
        yield _("Contact"), row.contact_name
        yield _("E-mail address"), row.contact_email
        yield _("Phone"), row.phone
        yield _("Address confirmed"), row.confirmed_at
        if row.reason:
            yield _("Reason"), row.reason

    def _known(self) -> str:
        """Told to the region, and never to who registers."""
        provider = Provider.objects.filter(kvk_number=self.object.kvk_number).first()
        if provider is None:
            return _("Not known yet by this KvK number.")
        return _(
            "Known as %(provider)s. Proposing it changes nothing of its details or its people."
        ) % {"provider": provider}


class ProviderRegistrationTransitionPage(TransitionPage):
    """Propose, or refuse."""

    model = ProviderRegistration
    workflow = PROVIDER_REGISTRATION
    actions_map = {
        "propose": actions.propose_registration,
        "refuse": actions.refuse_registration,
    }

    def get_success_url(self, result: Any = None) -> str:
        """On to the provider, where a colleague decides."""
        row: ProviderRegistration = result
        return str((row.provider or row).get_absolute_url())
