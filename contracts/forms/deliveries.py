"""Forms by which providers hand in and confirm sheets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.forms import PageForm
from config.shared.identifiers import validate_no_personal_number
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


class TemplateForm(PageForm):
    """Which sheet to download: empty, or with the placements of one contract in it."""

    EMPTY, OPEN, ALL = "empty", "open", "all"

    rows = forms.ChoiceField(
        label=_("What stands in it already"),
        choices=(
            (OPEN, _("Placements that can still change")),
            (ALL, _("All placements of the contract")),
            (EMPTY, _("Nothing: an empty sheet")),
        ),
    )
    contract = forms.ModelChoiceField(
        Contract.objects.none(), label=_("Contract"), empty_label=None
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="template_%s", **kwargs)
        field: Any = self.fields["contract"]
        field.queryset = Contract.objects.deliverable_by(person)


class SameFileForm(PageForm):
    """A file to compare with the one that was delivered."""

    file = forms.FileField(
        label=_("The file that you kept"),
        help_text=_("It is compared and not kept."),
        widget=forms.FileInput(attrs={"class": "form-control"}),
    )


class CorrectionForm(PageForm):
    """The mended sheet; the contract is that of the delivery it corrects."""

    file = forms.FileField(
        label=_("Mended sheet"),
        help_text=_("Only rows that were wrong, or the whole sheet: both will do."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
    )


class ConfirmForm(PageForm):
    """Where rows are refused, a person says that the others may go ahead without them; where rows
    have a warning, why they are right; and what happens to placements that a correction leaves out.
    """

    valid_rows_only = forms.BooleanField(
        label=_("Apply the valid rows only; I deliver the refused rows again once mended."),
        required=False,
    )

    cancels_left_out = forms.BooleanField(
        label=_("Cancel the placements that the corrected sheet made and this one leaves out."),
        required=False,
    )

    warnings_reason = forms.CharField(
        label=_("Why the rows with a warning are right"),
        help_text=_("In a sentence that the region can read later. No names and no BSN."),
        max_length=Delivery._meta.get_field("warnings_reason").max_length,
        validators=[validate_no_personal_number],
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, delivery: Delivery, left_out: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not delivery.rows_refused:
            del self.fields["valid_rows_only"]
        if not delivery.rows_warned:
            del self.fields["warnings_reason"]
        if not left_out:
            del self.fields["cancels_left_out"]
