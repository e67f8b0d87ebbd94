"""Forms of groups."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.forms import PageModelForm, use_native_widgets
from contracts.models import CourseGroup


class CourseGroupForm(PageModelForm):
    class Meta:
        model = CourseGroup
        fields = ("reference", "first_on", "last_on", "minimum", "maximum", "level", "mode")
        help_texts = {"reference": _("No names and no BSN.")}


class GroupCostForm(forms.Form):
    """What a group costs its provider, to see at how many heads it pays for itself."""

    cost = forms.DecimalField(
        label=_("Cost of the group (euro)"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_native_widgets(self.fields.values())
