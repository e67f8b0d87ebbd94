"""Forms of what a contract guarantees."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import AllocationKey, User
from config.shared.forms import PageForm, ReasonForm
from contracts.enums import GuaranteeKind
from procurement.forms.rows import rows_of
from providers.enums import LearningRoute


class GuaranteeForm(PageForm):
    """The least that is taken in one period."""

    kind = forms.ChoiceField(label=_("Guaranteed"), choices=GuaranteeKind.choices)
    route = forms.ChoiceField(
        label=_("Route"), choices=[("", _("all routes")), *LearningRoute.choices], required=False
    )
    first_on = forms.DateField(label=_("First day"))
    last_on = forms.DateField(label=_("Last day"))
    minimum_amount = forms.DecimalField(
        label=_("Least amount excl. VAT"),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        required=False,
    )
    minimum_heads = forms.IntegerField(
        label=_("Least number of learners"), min_value=0, max_value=100_000, required=False
    )
    price = forms.DecimalField(
        label=_("Price of each learner short"),
        max_digits=12,
        decimal_places=2,
        min_value=0,
        required=False,
    )


GuaranteeRows = rows_of(GuaranteeForm)


class BookShortfallForm(ReasonForm):
    """By what the shortfall is divided, and why it is booked."""

    key = forms.ModelChoiceField(
        label=_("Divide by key"),
        queryset=AllocationKey.objects.none(),
        required=False,
        help_text=_("Leave empty to divide by the seats of each gemeente under the contract."),
    )
    field_order = ("key", "reason")

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["key"]
        field.queryset = AllocationKey.objects.kept_by(person)
