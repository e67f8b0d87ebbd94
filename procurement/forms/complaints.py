"""Forms of complaints and interim proceedings."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.shared.forms import PageForm
from procurement.enums import ComplaintKind
from providers.models import Provider


class ComplaintForm(PageForm):
    """`providers` are those who may bring something; it came in no later than `today`."""

    provider = forms.ModelChoiceField(Provider.objects.none(), label=gettext_lazy("Brought by"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ComplaintKind.choices)
    received_on = forms.DateField(label=gettext_lazy("Received on"))
    text = forms.CharField(
        label=gettext_lazy("What it says"), widget=forms.Textarea(attrs={"rows": 6})
    )
    suspends = forms.BooleanField(
        label=gettext_lazy("Suspends the award of this lot"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Interim proceedings always do."),
    )

    def __init__(self, *args: Any, providers: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["provider"]
        field.queryset = providers
        self.today = today

    def clean_received_on(self) -> Any:
        """Nothing came in on a day that is still to come."""
        day = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return day


class SuspensionForm(PageForm):
    suspends = forms.TypedChoiceField(
        label=gettext_lazy("The award of this lot"),
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        choices=(
            ("yes", gettext_lazy("waits until this has ended")),
            ("no", gettext_lazy("goes on meanwhile")),
        ),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
