"""Forms of invoices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of, regions_of
from accounts.models import Region, User
from config.shared.forms import PageForm
from contracts.models import CourseGroup, InvoiceLine, Placement


class InvoiceForm(PageForm):
    """The e-invoice, and for which region it is."""

    file = forms.FileField(
        label=_("E-invoice"),
        help_text=_("UBL 2.1 (NLCIUS, SI-UBL or Peppol BIS), as xml; at most 15 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
    )
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label=_("Region"),
        required=False,
        empty_label=_("As the invoice itself says"),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        assert isinstance(region, forms.ModelChoiceField)  # noqa: S101 - for the types
        own = Region.objects.filter(pk__in=regions_of(person))
        contracted = Region.objects.filter(contracts__provider__in=providers_of(person))
        region.queryset = (own | contracted).distinct().order_by("name")


class SendForm(PageForm):
    """What a provider says itself on the invoice that a statement asks for."""

    number = forms.CharField(
        label=_("Your invoice number"),
        max_length=60,
        help_text=_("The number under which it stands in your own books."),
    )
    preceding = forms.CharField(
        label=_("Credits the invoice"),
        max_length=60,
        required=False,
        help_text=_("The number of your earlier invoice."),
    )

    def __init__(self, *args: Any, is_credit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_credit:
            del self.fields["preceding"]


class DecisionForm(PageForm):
    """How much of a line is approved."""

    amount = forms.DecimalField(
        label=_("Approve (euro excl. VAT)"),
        max_digits=12,
        decimal_places=2,
        help_text=_("Nought declines the line."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Asked when less is approved than the line asks. The provider reads it."),
    )


class MatchForm(PageForm):
    """What a line charges."""

    placement = forms.CharField(
        label=_("Reference of the placement"), max_length=40, required=False
    )
    group = forms.CharField(label=_("Reference of the group"), max_length=40, required=False)

    def __init__(self, *args: Any, line: InvoiceLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invoice = line.invoice

    def clean_placement(self) -> Placement | None:
        """The one placement of this reference between region and provider."""
        found = Placement.objects.filter(
            contract__region=self.invoice.region_id,
            contract__provider=self.invoice.provider_id,
            reference__iexact=self.cleaned_data["placement"],
        )
        return self._one(found, self.cleaned_data["placement"])

    def clean_group(self) -> CourseGroup | None:
        """The one group of this reference between region and provider."""
        found = CourseGroup.objects.filter(
            line__contract__region=self.invoice.region_id,
            line__contract__provider=self.invoice.provider_id,
            reference__iexact=self.cleaned_data["group"],
        )
        return self._one(found, self.cleaned_data["group"])

    def _one(self, rows: Any, reference: str) -> Any:
        if not reference:
            return None
        found = list(rows[:2])
        if not found:
            raise forms.ValidationError(_("There is none with this reference."))
        if len(found) > 1:
            raise forms.ValidationError(_("Several contracts have one with this reference."))
        return found[0]


class PaymentForm(PageForm):
    paid_on = forms.DateField(label=_("Paid on"))
