"""Forms of groups."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from config.shared.forms import PageModelForm, use_native_widgets
from contracts.enums import Level
from contracts.models import CourseGroup
from providers.enums import LearningRoute
from providers.models import Provider


class CourseGroupForm(PageModelForm):
    class Meta:
        model = CourseGroup
        fields = (
            "reference",
            "first_on",
            "last_on",
            "minimum",
            "maximum",
            "level",
            "mode",
            "schedule",
            "hours_per_week",
            "cost_amount",
            "decide_on",
        )
        help_texts = {
            "reference": _("No names and no BSN."),
            "schedule": _("For example: Monday and Thursday, 9.00 to 12.00."),
            "hours_per_week": _("Lessons for each learner."),
            "cost_amount": _("What the whole course of this group costs the provider."),
            "decide_on": _("The day on which it must be clear whether the group starts."),
        }


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


class BoardForm(forms.Form):
    """Which part of the planning board to show; all of it when nothing is chosen."""

    route = forms.ChoiceField(
        label=_("Route"), choices=[("", _("All")), *LearningRoute.choices], required=False
    )
    provider = forms.ModelChoiceField(
        label=_("Provider"), queryset=Provider.objects.none(), empty_label=_("All"), required=False
    )
    level = forms.ChoiceField(
        label=_("Level"), choices=[("", _("All")), *Level.choices], required=False
    )
    since = forms.DateField(label=_("From"), required=False)

    def __init__(self, *args: Any, providers: QuerySet[Provider], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["provider"].queryset = providers
        use_native_widgets(self.fields.values())
