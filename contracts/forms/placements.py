"""Forms with which coordinators place people; never a name or a BSN."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from config.shared.display import day
from config.shared.forms import PageForm, PageModelForm
from contracts.models import CapacityLine, CourseGroup, Placement


class SeatForm(PageModelForm):
    """Asks a seat of one capacity line."""

    class Meta:
        model = Placement
        fields = (
            "reference",
            "gemeente",
            "target_group",
            "level",
            "mode",
            "literacy",
            "pip_on",
            "planned_first_on",
            "planned_last_on",
            "reserved_until_on",
        )
        help_texts = {
            "reference": _(
                "The provider's own reference, with a letter in it. Never a name or a BSN."
            ),
            "reserved_until_on": _("The last day on which the seat is kept."),
        }

    def __init__(self, *args: Any, line: CapacityLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.route = line.route
        fields: dict[str, Any] = self.fields
        fields["gemeente"].queryset = line.contract.gemeenten.order_by("name")


class AcceptForm(PageForm):
    """Until when a seat is kept."""

    reserved_until_on = forms.DateField(label=_("Reserved until"))


class GroupChoiceField(forms.ModelChoiceField):
    """Groups with their days and seats."""

    def label_from_instance(self, obj: CourseGroup) -> str:
        """T-07, from 2 Feb 2026, 4 seats free."""
        text = _("%(group)s, from %(day)s, %(seats)s seats free")
        return str(text) % {"group": obj, "day": day(obj.first_on), "seats": obj.free_seats}


class GroupForm(PageForm):
    """Which group a learner joins."""

    group = GroupChoiceField(label=_("Group"), queryset=CourseGroup.objects.none())

    def __init__(self, *args: Any, groups: QuerySet[CourseGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["group"].queryset = groups
