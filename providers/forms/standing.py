"""Forms of admissions, recognitions and data agreements."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from config.shared.forms import PageForm, PageModelForm, ReasonForm
from providers.models import DataAgreement, Recognition


class BarForm(ReasonForm):
    """From when and until when no new work is given, and why."""

    first_on = forms.DateField(label=_("No new work from"))
    last_on = forms.DateField(
        label=_("Up to and including"),
        required=False,
        help_text=_("Empty: until somebody lifts it."),
    )
    field_order = ("first_on", "last_on", "reason")


class RecognitionForm(PageModelForm):
    """What the certificate says; a provider adds it as a file."""

    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("The certificate or the letter, as PDF or image."),
    )

    class Meta:
        model = Recognition
        fields = ("kind", "number", "first_on", "last_on")

    def __init__(self, *args: Any, needs_evidence: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].required = needs_evidence
        if needs_evidence:
            self.fields["evidence"].label = _("Evidence")

    def _post_clean(self) -> None:
        """The action checks the whole row, with its evidence."""


class RecognitionCheckForm(PageModelForm):
    """Number and days as the evidence has them."""

    class Meta:
        model = Recognition
        fields = ("number", "first_on", "last_on")


class RecognitionEndForm(PageForm):
    last_on = forms.DateField(
        label=_("Last day"), help_text=_("The recognition still holds on this day.")
    )


class AgreementForm(PageModelForm):
    """The text that is put before the provider, and when it holds."""

    class Meta:
        model = DataAgreement
        fields = ("region", "version", "first_on", "last_on", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 24})}

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.visible_to(person)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        self.fields["region"].initial = regions.first()


class SignForm(PageForm):
    """Who signs, in which position."""

    signatory_name = forms.CharField(label=_("Name of who signs"), max_length=120)
    signatory_role = forms.CharField(label=_("Job title"), max_length=120)
    agreed = forms.BooleanField(
        label=_("I have read the text above and may sign for the organisation.")
    )
