"""Forms by which providers hand in and confirm sheets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.forms import PageForm
from contracts.models import Contract, Delivery

ACCEPTED = ".xlsx,.xls,.xlsb,.ods,.csv,.tsv,.txt"


class DeliveryForm(PageForm):
    """A sheet for one of the person's own active contracts."""

    contract = forms.ModelChoiceField(Contract.objects.none(), label=_("Contract"))
    file = forms.FileField(
        label=_("Sheet with placements"),
        help_text=_("xlsx, xls, ods or csv. No names and no BSN: only your own references."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contracts = Contract.objects.deliverable_by(person)
        field: Any = self.fields["contract"]
        field.queryset = contracts
        only = contracts[:2]
        if len(only) == 1:
            field.initial = only[0]


class ConfirmForm(PageForm):
    """Where rows are refused, a person says that the others may go ahead without them."""

    valid_rows_only = forms.BooleanField(
        label=_("Apply the valid rows only; I deliver the refused rows again once mended."),
        required=False,
    )

    def __init__(self, *args: Any, delivery: Delivery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not delivery.rows_refused:
            del self.fields["valid_rows_only"]
