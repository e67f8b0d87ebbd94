"""Forms by which contracts are offered, signed and terminated."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from config.shared.forms import PageForm
from contracts.actions.papers import Wording
from contracts.actions.signing import Signed
from contracts.enums import ClauseUse, PartySide
from contracts.models import ClauseVersion, Contract
from contracts.paper_facts import PartyDetails

SCANS = ".pdf,.png,.jpg,.jpeg"


def _scan(label: Any, *, required: bool, accept: str = SCANS) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=required,
        widget=forms.FileInput(attrs={"accept": accept, "class": "form-control"}),
    )


class OfferForm(PageForm):
    """Who stands for each side on the paper, and which clauses it has."""

    buyer_name = forms.CharField(label=_("Client: name"), max_length=200)
    buyer_register_number = forms.CharField(
        label=_("Client: KvK number"), max_length=20, required=False
    )
    buyer_address = forms.CharField(label=_("Client: address"), max_length=200)
    buyer_representative = forms.CharField(label=_("Client: represented by"), max_length=120)
    buyer_role = forms.CharField(label=_("Client: function"), max_length=120)
    provider_address = forms.CharField(label=_("Provider: address"), max_length=200)
    provider_representative = forms.CharField(label=_("Provider: represented by"), max_length=120)
    provider_role = forms.CharField(label=_("Provider: function"), max_length=120)
    clauses = forms.ModelMultipleChoiceField(
        ClauseVersion.objects.none(),
        label=_("Clauses"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those that are in every new agreement are ticked."),
    )

    def __init__(self, *args: Any, contract: Contract, wording: Wording, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wording = wording
        self._offer_clauses(ClauseVersion.objects.offered(contract.region, ClauseUse.CONTRACT))
        for name, value in _initial(wording).items():
            self.fields[name].initial = value

    def _offer_clauses(self, versions: QuerySet[ClauseVersion]) -> None:
        """A region without a library gets the standard clauses with its first paper."""
        if self.wording.clauses is None:
            del self.fields["clauses"]
            return
        field: Any = self.fields["clauses"]
        field.queryset = versions
        field.initial = [version.pk for version in self.wording.clauses]

    def worded(self) -> Wording:
        """What was filled in, as the paper takes it."""
        data = self.cleaned_data
        details = {
            side: {name: data.get(f"{side}_{name}", "") for name in ("address", *_PERSON)}
            for side in ("buyer", "provider")
        }
        register = {"register_number": data["buyer_register_number"]}
        seller = self.wording.provider
        return Wording(
            PartyDetails(name=data["buyer_name"], **register, **details["buyer"]),
            PartyDetails(
                name=seller.name, register_number=seller.register_number, **details["provider"]
            ),
            tuple(data["clauses"]) if "clauses" in data else None,
        )


_PERSON = ("representative", "role")


def _initial(wording: Wording) -> dict[str, str]:
    buyer, provider = wording.buyer, wording.provider
    names: Sequence[str] = ("address", *_PERSON)
    return {
        "buyer_name": buyer.name,
        "buyer_register_number": buyer.register_number,
        **{f"buyer_{name}": getattr(buyer, name) for name in names},
        **{f"provider_{name}": getattr(provider, name) for name in names},
    }


class SignatureForm(PageForm):
    """Who signs, as what, and on which day."""

    signatory_name = forms.CharField(label=_("Name of who signs"), max_length=120)
    signatory_role = forms.CharField(label=_("Function"), max_length=120)
    signed_on = forms.DateField(label=_("Day of the signature"))
    file = _scan(_("Scan of the signed page"), required=False)
    agrees = forms.BooleanField(label=_("I have read the paper, and I may sign it for this side."))

    field_order = ("signatory_name", "signatory_role", "signed_on", "file", "agrees")

    def signed(self) -> Signed:
        """What was filled in."""
        data = self.cleaned_data
        return Signed(data["signatory_name"], data["signatory_role"], data["signed_on"])


class InkSignatureForm(SignatureForm):
    """A signature in ink that the region writes down; the scan is the proof."""

    side = forms.ChoiceField(label=_("Who signed"), choices=PartySide)
    agrees = None  # type: ignore[assignment]
    file = _scan(_("Scan of the signed page"), required=True)

    field_order = ("side", "signatory_name", "signatory_role", "signed_on", "file")


class OutsideForm(PageForm):
    """A contract that both sides signed on paper before."""

    buyer_name = forms.CharField(label=_("Client: name of who signed"), max_length=120)
    buyer_role = forms.CharField(label=_("Client: function"), max_length=120)
    buyer_on = forms.DateField(label=_("Client: signed on"))
    provider_name = forms.CharField(label=_("Provider: name of who signed"), max_length=120)
    provider_role = forms.CharField(label=_("Provider: function"), max_length=120)
    provider_on = forms.DateField(label=_("Provider: signed on"))
    file = _scan(_("The signed contract (PDF)"), required=True, accept=".pdf")

    def signed(self, side: str) -> Signed:
        """What was filled in for one side."""
        data = self.cleaned_data
        return Signed(data[f"{side}_name"], data[f"{side}_role"], data[f"{side}_on"])


class TerminateForm(PageForm):
    """The last day and the reason."""

    on = forms.DateField(label=_("Last day of the contract"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(PageForm):
    """What is done about a warning."""

    note = forms.CharField(
        label=_("What is done about it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For colleagues; the provider does not see it."),
    )
