"""Forms of the clause library."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import Region, User
from config.shared.forms import PageForm, PageModelForm
from contracts.clause_text import PLACES
from contracts.enums import ClauseUse
from contracts.models import Clause


def _text_field(use: str | None = None) -> forms.CharField:
    uses = [use] if use else list(ClauseUse)
    names = sorted({name for each in uses for name in PLACES[each]})
    known = ", ".join(f"{{{name}}}" for name in names)
    return forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=format_lazy(
            "{empty} {places}",
            empty=_("An empty line begins a new paragraph."),
            places=format_lazy(_("Filled in by the agreement: {places}."), places=known),
        ),
    )


class RegionForm(PageForm):
    """For which region."""

    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.filter(pk__in=regions_of(person))
        field: Any = self.fields["region"]
        field.queryset, field.initial = regions, regions.first()


class ClauseForm(PageModelForm):
    """A new clause."""

    text = _text_field()

    class Meta:
        model = Clause
        fields = ("region", "use", "code", "title", "position", "is_standard")
        help_texts = {
            "code": _("Short name within the library, such as klachten; it does not change."),
            "position": _("Clauses with a lower number come first."),
        }

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.filter(pk__in=regions_of(person))
        field: Any = self.fields["region"]
        field.queryset, field.initial = regions, regions.first()


class ClauseChangeForm(PageModelForm):
    """Another text becomes a new version."""

    reason = forms.CharField(
        label=_("Why the text changes"),
        max_length=300,
        required=False,
        help_text=_("Needed when the text changes; the history shows it."),
    )

    class Meta:
        model = Clause
        fields = ("title", "position", "is_standard")

    field_order = ("title", "text", "reason", "position", "is_standard")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = _text_field(self.instance.use)
        self.fields["text"].initial = self.instance.latest.text
        self.order_fields(self.field_order)
