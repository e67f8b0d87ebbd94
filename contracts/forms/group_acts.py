"""Forms of acts on groups: what each asks before its effect can be shown."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from config.shared.display import day
from config.shared.forms import PageForm
from contracts.forms.placements import GroupChoiceField
from contracts.models import CourseGroup, Placement
from providers.enums import DeliveryMode

REASON_LENGTH = 500


def _reason(*, required: bool) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(
        label=_("Reason"), max_length=REASON_LENGTH, required=required, widget=widget
    )


class LearnersField(forms.ModelMultipleChoiceField):
    """Learners to tick, by their references; never a name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Placement.objects.none(),
            label=_("Learners"),
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )

    def label_from_instance(self, obj: Placement) -> str:
        """TV-7, Waterveen: on the waiting list since 3 Feb 2026."""
        text = _("%(reference)s, %(gemeente)s: %(status)s since %(day)s")
        return str(text) % {
            "reference": obj.reference,
            "gemeente": obj.gemeente,
            "status": obj.get_status_display().lower(),
            "day": day(obj.status_on),
        }


class GroupActForm(PageForm):
    """Asks why, if the person wants to say so."""

    reason = _reason(required=False)


class ReasonedActForm(PageForm):
    """Asks why, and wants to know."""

    reason = _reason(required=True)


class WaitForm(ReasonedActForm):
    """Until when the decision waits."""

    decide_on = forms.DateField(label=_("Decide on"))
    field_order = ("decide_on", "reason")


class PostponeForm(GroupActForm):
    """The new days of a group."""

    first_on = forms.DateField(label=_("First day"))
    last_on = forms.DateField(label=_("Last day"))
    decide_on = forms.DateField(label=_("Decide on"), required=False)
    field_order = ("first_on", "last_on", "decide_on", "reason")


class _IntoForm(GroupActForm):
    """Which group learners go to."""

    into = GroupChoiceField(label=_("Group"), queryset=CourseGroup.objects.none())
    field_order: tuple[str, ...] = ("into", "reason")

    def __init__(self, *args: Any, groups: QuerySet[CourseGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["into"].queryset = groups


class MergeForm(_IntoForm):
    """Which group takes everyone over."""


class LearnersForm(GroupActForm):
    """Who is concerned."""

    learners = LearnersField()
    field_order: tuple[str, ...] = ("learners", "reason")

    def __init__(self, *args: Any, learners: QuerySet[Placement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["learners"].queryset = learners


class FillForm(LearnersForm):
    """Who comes from the waiting list."""


class MoveForm(LearnersForm, _IntoForm):
    """Who goes, and to which group."""

    field_order = ("learners", "into", "reason")


class SplitForm(LearnersForm):
    """Who goes, and what the new group looks like."""

    reference = forms.CharField(
        label=_("Name of the new group"), max_length=40, help_text=_("No names and no BSN.")
    )
    first_on = forms.DateField(label=_("First day"))
    last_on = forms.DateField(label=_("Last day"))
    minimum = forms.IntegerField(label=_("Minimum"), min_value=0)
    maximum = forms.IntegerField(label=_("Maximum"), min_value=0)
    mode = forms.ChoiceField(label=_("Delivery mode"), choices=DeliveryMode.choices)
    field_order = (
        "learners",
        "reference",
        "first_on",
        "last_on",
        "minimum",
        "maximum",
        "mode",
        "reason",
    )
