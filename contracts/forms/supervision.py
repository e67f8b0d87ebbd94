"""Forms of sample checks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import Region, User
from config.shared.forms import PageForm, PageModelForm
from contracts.enums import SampleOutcome, Sanction
from contracts.models import SampleCheck
from providers.models import Provider

NOTES = {"rows": 5}


class SampleForm(PageModelForm):
    """What is drawn, from whom and what is asked."""

    class Meta:
        model = SampleCheck
        fields = (
            "region",
            "provider",
            "first_on",
            "last_on",
            "percentage",
            "seed",
            "evidence_asked",
            "reply_by_on",
        )
        widgets = {"evidence_asked": forms.Textarea(attrs=NOTES)}
        help_texts = {
            "percentage": _("Rounded up to whole placements."),
            "seed": _(
                "Any text, such as the date and a number drawn together with the provider. "
                "The same seed draws the same placements, so that anyone can repeat the draw."
            ),
            "evidence_asked": _(
                "For instance: attendance lists and the progress report of the period, "
                "with names and numbers made unreadable."
            ),
        }

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region, provider = self.fields["region"], self.fields["provider"]
        assert isinstance(region, forms.ModelChoiceField)  # noqa: S101 - for the types
        assert isinstance(provider, forms.ModelChoiceField)  # noqa: S101 - for the types
        region.queryset = Region.objects.filter(pk__in=regions_of(person))
        region.initial = region.queryset.first()
        provider.queryset = Provider.objects.visible_to(person)


class EvidenceForm(PageForm):
    file = forms.FileField(
        label=_("Evidence"),
        help_text=_("PDF, Word, Excel, OpenDocument, csv or an image, without names or BSN."),
    )


class JudgeForm(PageForm):
    is_in_order = forms.TypedChoiceField(
        label=_("Does it show what was delivered?"),
        choices=[("", "---"), ("yes", _("Yes, in order")), ("no", _("No, not in order"))],
        coerce=lambda answer: answer == "yes",
    )
    remark = forms.CharField(label=_("Remark"), max_length=300, required=False)


class HearingForm(PageForm):
    heard_on = forms.DateField(label=_("Heard on"))
    hearing = forms.CharField(label=_("What the provider said"), widget=forms.Textarea(attrs=NOTES))


class ConclusionForm(PageForm):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=SampleOutcome.choices)
    conclusion = forms.CharField(label=_("Conclusion"), widget=forms.Textarea(attrs=NOTES))
    sanction = forms.ChoiceField(label=_("What follows"), choices=Sanction.choices)
    recovered_amount = forms.DecimalField(
        label=_("Amount claimed back"), max_digits=12, decimal_places=2, required=False
    )
