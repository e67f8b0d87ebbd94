"""The form of a report."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente, User
from providers.enums import LearningRoute


class ReportForm(forms.Form):
    """What is asked of a report: a year, and one route or gemeente; `parameters` are those of them
    that the report has.
    """

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    route = forms.ChoiceField(
        label=_("Route"), choices=[("", _("All")), *LearningRoute.choices], required=False
    )
    gemeente = forms.ModelChoiceField(
        Gemeente.objects.none(), label=_("Gemeente"), required=False, empty_label=_("All")
    )

    def __init__(
        self,
        *args: Any,
        parameters: Collection[str],
        years: Iterable[int],
        person: User,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["year"].choices = [(year, str(year)) for year in sorted(years, reverse=True)]
        fields["gemeente"].queryset = own_gemeenten(person)
        for name in set(fields) - set(parameters):
            del fields[name]


def own_gemeenten(person: User) -> Any:
    """Gemeenten of the person's region, or the person's own."""
    return Gemeente.objects.visible_to(person).order_by("name")
