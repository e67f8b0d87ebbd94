"""Forms of a region's own rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.forms import PageForm
from procurement.enums import Procedure, RuleKey


class OwnRuleForm(PageForm):
    """`keys` are the kinds of rule that the law leaves to the region."""

    key = forms.ChoiceField(label=_("Term or threshold"))
    procedure = forms.ChoiceField(
        label=_("Procedure"),
        choices=[("", _("Every procedure without a rule of its own")), *Procedure.choices],
        required=False,
    )
    applies_from = forms.DateField(
        label=_("Applies from"),
        help_text=_("Until that day it can still be changed; after it only by a later rule."),
    )
    value = forms.DecimalField(
        label=_("Value"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=_("Counts what the national rule counts. Yes is 1, no is 0."),
    )
    source = forms.CharField(
        label=_("Source"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The decision or policy of the region in which this stands."),
    )
    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def __init__(self, *args: Any, keys: list[RuleKey], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["key"]
        field.choices = [(key.value, key.label) for key in keys]


class OwnRuleChangeForm(PageForm):
    value = forms.DecimalField(label=_("Value"), min_value=0, max_digits=12, decimal_places=2)
    source = forms.CharField(label=_("Source"), widget=forms.Textarea(attrs={"rows": 2}))
    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
