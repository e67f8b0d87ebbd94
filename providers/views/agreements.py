"""Data-processing agreements: offered, read, signed, withdrawn."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from accounts.models import Region
from config.shared.forms import ReasonForm
from config.shared.views import Action, DetailPage, FormPage, Panel
from providers import actions
from providers.agreement_text import VERSION, standard_text
from providers.forms.standing import AgreementForm, SignForm
from providers.models import DataAgreement, Provider
from providers.views.common import UnderProvider


class _AgreementPage(UnderProvider):
    model: Any = DataAgreement

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With both sides."""
        return super().scoped_queryset().select_related("region")


class AgreementDetailPage(_AgreementPage, DetailPage):
    permission = Permission.PROVIDER_VIEW

    def facts(self) -> Iterator[tuple[str, Any]]:
        """From when until when, and who signed."""
        row = self.object
        yield _("Region"), str(row.region)
        yield _("Version"), row.version
        yield _("From"), row.first_on
        yield _("Until"), row.last_on or _("runs on")
        if row.signed_at:
            yield _("Signed"), row.signed_at
            yield _("Signatory"), f"{row.signatory_name}, {row.signatory_role}"
        else:
            yield _("Signed"), _("not yet")
        if row.withdrawn_at:
            yield _("Withdrawn"), row.withdrawn_at
        yield _("SHA-256"), row.text_sha256

    def panels(self) -> list[Panel]:
        """The text."""
        return [Panel(_("Text"), "providers/_agreement_text.html")]

    def page_actions(self) -> list[Action]:
        """The provider signs, the region withdraws."""
        row = self.object
        if row.withdrawn_at:
            return []
        offered = []
        if not row.signed_at:
            url = reverse("providers:dataagreement-sign", args=[row.pk])
            signs = Permission.CONTRACT_COUNTERSIGN
            offered.append(Action(_("Sign"), url, "pen", primary=True, permission=signs))
        url = reverse("providers:dataagreement-withdraw", args=[row.pk])
        manages = Permission.PROVIDER_MANAGE
        return [*offered, Action(_("Withdraw"), url, "x-octagon", permission=manages)]


class AgreementCreatePage(UnderProvider, FormPage):
    model = Provider
    form_class = AgreementForm
    permission = Permission.PROVIDER_MANAGE
    title = gettext_lazy("Offer a data-processing agreement")
    submit_label = gettext_lazy("Offer")
    success_message = gettext_lazy("The agreement is offered; the provider is told.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The regions that may be chosen are the person's."""
        return super().get_form_kwargs() | {"person": self.person}

    def get_initial(self) -> dict[str, Any]:
        """The standard text, from today."""
        region = Region.objects.visible_to(self.person).order_by("name").first()
        text = standard_text(
            region=str(region or ""),
            provider=self.object.legal_name,
            kvk_number=self.object.kvk_number,
        )
        return {"version": VERSION, "first_on": timezone.localdate(), "text": text}

    def perform(self, form: Any) -> DataAgreement:
        """Offer it."""
        return actions.offer_agreement(provider=self.object, **form.cleaned_data, **self.moment())


class AgreementSignPage(_AgreementPage, FormPage):
    form_class = SignForm
    permission = Permission.CONTRACT_COUNTERSIGN
    template_name = "providers/dataagreement_sign.html"
    title = gettext_lazy("Sign the data-processing agreement")
    submit_label = gettext_lazy("Sign")
    success_message = gettext_lazy("The agreement is signed. You can hand in data from its day.")

    def get_initial(self) -> dict[str, Any]:
        """Who sits behind the screen."""
        return {"signatory_name": self.person.name}

    def perform(self, form: Any) -> DataAgreement:
        """Sign."""
        return actions.sign_agreement(
            agreement=self.object,
            signatory_name=form.cleaned_data["signatory_name"],
            signatory_role=form.cleaned_data["signatory_role"],
            **self.moment(),
        )


class AgreementWithdrawPage(_AgreementPage, FormPage):
    form_class = ReasonForm
    permission = Permission.PROVIDER_MANAGE
    title = gettext_lazy("Withdraw the data-processing agreement")
    submit_label = gettext_lazy("Withdraw")
    success_message = gettext_lazy("The agreement is withdrawn; no data can be handed in under it.")

    def perform(self, form: Any) -> DataAgreement:
        """Take it back."""
        return actions.withdraw_agreement(
            agreement=self.object, **form.cleaned_data, **self.moment()
        )
