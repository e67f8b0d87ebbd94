"""Forms of covenants: facts, parties, clauses, comments, signatures, targets and reviews."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import Gemeente, Region, User
from config.shared.forms import PageForm, PageModelForm
from contracts.covenant_questions import QUESTIONS, Question
from contracts.enums import CovenantMeasure, TargetDirection
from contracts.models import Covenant, CovenantClause
from procurement.enums import TenderKind
from procurement.forms.rows import rows_of
from procurement.models import Tender
from providers.models import Provider

FACTS = ("reference", "title", "kind", "tender", "purpose", "first_on", "last_on", "review_months")
HELP = {
    "last_on": _("Leave it empty for a covenant without a last day."),
    "tender": _("Only when schools are admitted by a tender for accession."),
}


class _Parties(forms.Form):
    """Which gemeenten and schools take part; `person` decides what is offered."""

    gemeenten = forms.ModelMultipleChoiceField(
        label=_("Gemeenten"),
        queryset=Gemeente.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    providers = forms.ModelMultipleChoiceField(
        label=_("Schools"),
        queryset=Provider.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    fields: dict[str, Any]

    def offer(self, person: User) -> None:
        """The gemeenten of the person's regions and the providers that they know."""
        self.fields["gemeenten"].queryset = Gemeente.objects.visible_to(person).order_by("name")
        providers = Provider.objects.visible_to(person).order_by("legal_name", "pk")
        self.fields["providers"].queryset = providers


class CovenantForm(_Parties, PageModelForm):
    """A new covenant with its parties."""

    class Meta:
        model = Covenant
        fields = ("region", *FACTS)
        help_texts = HELP

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.filter(pk__in=regions_of(person))
        self.fields["region"].queryset = regions
        self.fields["region"].initial = regions.first()
        self.fields["tender"].queryset = covenant_tenders(person)
        self.offer(person)


class CovenantFactsForm(PageModelForm):
    """A draft that exists already stays in its region."""

    class Meta:
        model = Covenant
        fields = FACTS
        help_texts = HELP

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["tender"].queryset = covenant_tenders(person)


def covenant_tenders(person: User) -> QuerySet[Tender]:
    """The tenders for accession of the person's regions."""
    rows = Tender.objects.filter(region__in=regions_of(person))
    return rows.filter(kind=TenderKind.COVENANT_ACCESSION).order_by("-pk")


class PartiesForm(_Parties, PageForm):
    """More parties; who is one already is left out."""

    def __init__(self, *args: Any, person: User, covenant: Covenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(person)
        standing = covenant.parties.filter(left_on__isnull=True)
        for name, column in (("gemeenten", "gemeente"), ("providers", "provider")):
            known = standing.filter(**{f"{column}__isnull": False}).values(column)
            self.fields[name].queryset = self.fields[name].queryset.exclude(pk__in=known)


class VersionChoiceField(forms.ModelMultipleChoiceField):
    """Clauses of the library by their title."""

    def label_from_instance(self, obj: Any) -> str:
        """Title and version number."""
        return f"{obj.clause.title} ({obj.number})"


class LibraryForm(PageForm):
    """Which clauses of the library come into the text."""

    versions = VersionChoiceField(
        label=_("Clauses of the library"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, versions: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["versions"].queryset = versions


PLACES_HELP = _(
    "Filled in by the covenant: {reference}, {title}, {region}, {first_on}, {last_on}, {purpose}, "
    "{parties} and {review_months}."
)


class OwnClauseForm(PageForm):
    """A clause written for one covenant."""

    title = forms.CharField(label=_("Title"), max_length=120)
    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 10}), help_text=PLACES_HELP
    )


class ClauseForm(PageModelForm):
    """A clause as it stands; a lower position comes earlier."""

    class Meta:
        model = CovenantClause
        fields = ("title", "text", "position")
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}
        help_texts = {"text": PLACES_HELP, "position": _("A lower number comes earlier.")}


class AgreeForm(PageForm):
    """The clauses on which all can agree."""

    clauses = forms.ModelMultipleChoiceField(
        label=_("Clauses"),
        queryset=CovenantClause.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, clauses: QuerySet[CovenantClause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["clauses"].queryset = clauses
        fields["clauses"].initial = [clause.pk for clause in clauses]


class CommentForm(PageForm):
    """What a party wants otherwise, with words of its own if it has them."""

    text = forms.CharField(label=_("Comment"), widget=forms.Textarea(attrs={"rows": 4}))
    proposed_text = forms.CharField(
        label=_("The clause as you would have it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class SettleForm(PageForm):
    """The answer to a comment."""

    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 3}))
    takes_over = forms.BooleanField(label=_("Take over the proposed text"), required=False)

    def __init__(self, *args: Any, has_proposal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_proposal:
            del self.fields["takes_over"]


class AcceptForm(PageForm):
    """Accepts the text that was shown, known by its digest."""

    digest = forms.CharField(widget=forms.HiddenInput)
    is_read = forms.BooleanField(label=_("We have read the text and accept it as it stands."))


class SignForm(PageForm):
    """Who signs, in what function and when."""

    signatory_name = forms.CharField(label=_("Name of who signs"), max_length=120)
    signatory_role = forms.CharField(label=_("Function"), max_length=120)
    signed_on = forms.DateField(label=_("Day of the signature"))


class LeaveForm(PageForm):
    """When and why a party leaves."""

    left_on = forms.DateField(label=_("Last day on which it binds"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class EndForm(PageForm):
    """When and why a covenant ends."""

    ended_on = forms.DateField(label=_("Last day on which it binds"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class AccessionForm(PageForm):
    """How a school meets the conditions."""

    motivation = forms.CharField(
        label=_("How do you meet the conditions?"), widget=forms.Textarea(attrs={"rows": 6})
    )


class TargetForm(forms.Form):
    """One target."""

    measure = forms.ChoiceField(label=_("Measure"), choices=CovenantMeasure)
    direction = forms.ChoiceField(label=_("Direction"), choices=TargetDirection)
    target = forms.DecimalField(
        label=_("Target"), max_digits=6, decimal_places=2, min_value=0, localize=True
    )


TargetRows = rows_of(TargetForm)


class ReviewForm(PageForm):
    """When the parties meet."""

    due_on = forms.DateField(label=_("Day of the review"))


class HeldReviewForm(PageForm):
    """What a review came to."""

    held_on = forms.DateField(label=_("Held on"))
    conclusions = forms.CharField(
        label=_("Conclusions"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What the parties found and agreed. No names of learners."),
    )


ANSWERS = (("no", _("No")), ("yes", _("Yes")))


class CheckForm(PageForm):
    """The questions whether a covenant buys, ranks or steers; each with room for a note."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.key] = forms.ChoiceField(
                label=str(question.text),
                choices=ANSWERS,
                widget=forms.RadioSelect,
                help_text=str(question.risk),
            )
            self.fields[f"{question.key}_note"] = forms.CharField(
                label=_("Note"), required=False, max_length=500
            )

    def answers(self) -> dict[str, bool]:
        """True where the answer is yes."""
        return {each.key: self.cleaned_data[each.key] == "yes" for each in QUESTIONS}

    def notes(self) -> dict[str, str]:
        """What was written beside each question."""
        return {each.key: self.cleaned_data[f"{each.key}_note"] for each in QUESTIONS}

    def questions(self) -> Iterator[tuple[Question, forms.BoundField, forms.BoundField]]:
        """Each question with its two fields."""
        return ((each, self[each.key], self[f"{each.key}_note"]) for each in QUESTIONS)
