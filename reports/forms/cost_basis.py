"""Form of the basis of a region's costs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.forms import PageForm
from contracts.enums import RealisedBasis


class CostBasisForm(PageForm):
    """On which days a cost counts."""

    basis = forms.TypedChoiceField(
        label=_("A cost counts on"),
        choices=RealisedBasis.choices,
        coerce=RealisedBasis,
        widget=forms.RadioSelect,
        help_text=_(
            "Holds for every year and every report: the overrun, its explanation, the forecast, "
            "signals, texts and calls. Invoices, statements and the maximum of a contract go by "
            "the day a cost falls due."
        ),
    )
