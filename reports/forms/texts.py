"""Forms by which report texts are made and changed."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import regions_of
from accounts.models import Region, User
from config.shared.forms import PageForm, PageModelForm
from reports.enums import Recurrence, TextKind
from reports.forms.overruns import own_gemeenten
from reports.models import BudgetLine, PlanningSection
from reports.models.texts import PARTS
from reports.texts.figures import thawed
from reports.texts.gathering import Scope
from reports.texts.numbers import strange_amounts

FIRST_YEAR, LAST_YEAR = 2022, 2100


class PlanningTextForm(PageForm):
    """Which paper of which year, and about what; `person` decides what it offers."""

    kind = forms.ChoiceField(label=gettext_lazy("Paper"), choices=TextKind.choices)
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    region = forms.ModelChoiceField(Region.objects.none(), label=gettext_lazy("Region"))
    gemeente = forms.ModelChoiceField(
        Region.objects.none(), label=gettext_lazy("Gemeente"), required=False
    )
    line = forms.ModelChoiceField(
        BudgetLine.objects.none(),
        label=gettext_lazy("Only one budget line"),
        required=False,
        empty_label=gettext_lazy("everything"),
    )

    def __init__(
        self,
        *args: Any,
        person: User,
        today: date,
        line: BudgetLine | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.visible_to(person)
        fields: dict[str, Any] = self.fields
        fields["kind"].initial = TextKind.INTERIM
        fields["year"].initial = line.year if line else today.year
        fields["region"].queryset = regions
        fields["region"].initial = line.region if line else regions.first()
        if len(regions) == 1:
            fields["region"].widget = fields["region"].hidden_widget()
        self._offer_gemeenten(person, line)
        self._offer_lines(person, line)

    def _offer_gemeenten(self, person: User, line: BudgetLine | None) -> None:
        """The whole region only for who acts for one."""
        gemeenten = own_gemeenten(person)
        field: Any = self.fields["gemeente"]
        field.queryset = gemeenten
        field.initial = line.gemeente if line else None
        if regions_of(person):
            field.empty_label = _("the whole region")
        else:
            field.required, field.empty_label = True, None
            field.label = _("Gemeente")
            field.initial = field.initial or gemeenten.first()

    def _offer_lines(self, person: User, line: BudgetLine | None) -> None:
        """Only the one from whose page one came: a list of all would be long."""
        field: Any = self.fields["line"]
        if line is None:
            del self.fields["line"]
            return
        field.queryset = BudgetLine.objects.visible_to(person).filter(pk=line.pk)
        field.initial = line

    @property
    def scope(self) -> Scope:
        """After is_valid(): what was asked."""
        asked = self.cleaned_data
        return Scope(
            region=asked["region"],
            gemeente=asked["gemeente"],
            line=asked.get("line"),
            kind=TextKind(asked["kind"]),
            year=asked["year"],
        )


class PlanningSectionForm(PageModelForm):
    """The words of a section. Amounts that the figures do not give have to be confirmed."""

    keep_amounts = forms.BooleanField(
        label=gettext_lazy("Keep the amounts that are not in the figures"), required=False
    )

    class Meta:
        model = PlanningSection
        fields = ("recurrence", *PARTS)
        widgets = {name: forms.Textarea(attrs={"rows": 5}) for name in PARTS}
        help_texts = {
            "recurrence": gettext_lazy("Structural when the difference comes back next year."),
            "cause": gettext_lazy("A line that begins with a dash becomes an item of a list."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["keep_amounts"]

    def clean(self) -> dict[str, Any]:
        """Say which amounts stand in none of the figures, unless they are kept knowingly."""
        asked = super().clean() or self.cleaned_data
        strange = self._strange()
        if strange and not asked.get("keep_amounts"):
            for name, amounts in strange.items():
                said = _("Not in the figures of this section: %(amounts)s.")
                self.add_error(name, said % {"amounts": ", ".join(amounts)})
        if not strange:
            self.fields.pop("keep_amounts", None)
        return asked

    def _strange(self) -> dict[str, list[str]]:
        figures = thawed(self.instance.figures)
        found = {
            name: strange_amounts(self.cleaned_data.get(name) or "", figures) for name in PARTS
        }
        return {name: amounts for name, amounts in found.items() if amounts}

    @property
    def changes(self) -> dict[str, Any]:
        """After is_valid(): the words, and whether it comes back."""
        return {
            "words": {name: self.cleaned_data[name] for name in PARTS},
            "recurrence": Recurrence(self.cleaned_data["recurrence"]),
        }
