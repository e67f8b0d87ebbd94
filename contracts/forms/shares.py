"""Forms that divide seats by an allocation key, and renew a key by placements."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import AllocationKey
from config.shared.constraints import NOT_BEFORE
from config.shared.forms import PageForm, use_native_widgets
from config.shared.periods import Period


class KeyForm(PageForm):
    """Which key divides the seats of a line, as it holds on which day."""

    key = forms.ModelChoiceField(AllocationKey.objects.none(), label=_("Allocation key"))
    on = forms.DateField(label=_("As the key holds on"))

    def __init__(self, *args: Any, keys: QuerySet[AllocationKey], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["key"].queryset = keys


class PeriodForm(forms.Form):
    """A period in an address; the whole of `standard` when none or a wrong one was asked."""

    first_on = forms.DateField(label=_("From"))
    last_on = forms.DateField(label=_("Until"))

    def __init__(self, *args: Any, standard: Period, **kwargs: Any) -> None:
        initial = {"first_on": standard.first, "last_on": standard.last}
        super().__init__(*args, **kwargs | {"initial": initial})
        self.standard = standard
        use_native_widgets(self.fields.values())

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        given = super().clean() or {}
        first, last = given.get("first_on"), given.get("last_on")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("last_on", NOT_BEFORE)
        return given

    @property
    def period(self) -> Period:
        """What was asked, else the standard."""
        if not self.is_bound or not self.is_valid():
            return self.standard
        return Period(self.cleaned_data["first_on"], self.cleaned_data["last_on"])
