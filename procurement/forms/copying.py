"""The form with which an earlier tender becomes a new one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.forms import PageForm
from procurement.forms.moments import DutchMomentField
from procurement.models.tenders import REFERENCE


class CopyForm(PageForm):
    reference = forms.CharField(
        label=_("Reference"),
        max_length=30,
        validators=[REFERENCE],
        help_text=_("Your own number of this tender, such as ON-2026-01."),
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    planned_publication_at = DutchMomentField(
        label=_("Planned publication"),
        help_text=_("The other dates keep their distance to it. Check them in the step Planning."),
    )
    first_on = forms.DateField(
        label=_("First day of the contract"),
        help_text=_("Of the lot that begins first. Contracts run as long as they did."),
    )
    follows = forms.BooleanField(
        label=_("The new tender takes the place of the earlier one"),
        required=False,
        help_text=_("For instance because nobody bid. Then you can see what differs."),
    )
