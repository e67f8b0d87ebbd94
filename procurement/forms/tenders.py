"""Forms of the steps in which a tender is prepared."""

from collections.abc import Collection, Iterator, Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente, User
from config.shared.forms import PageForm, PageModelForm
from procurement.enums import Procedure, ReviewVerdict
from procurement.forms.moments import DutchMomentField
from procurement.models import Tender
from procurement.models.schedules import FIELDS
from procurement.terms import MissingRule

SUBJECT = (
    "reference",
    "title",
    "description",
    "kind",
    "follows",
    "cpv_code",
    "estimated_amount",
)


class SubjectForm(PageModelForm):
    """What is asked for and what it is worth. `earlier` are the tenders it may follow."""

    class Meta:
        model = Tender
        fields: tuple[str, ...] = SUBJECT
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "reference": _("Your own number of this tender, such as ON-2026-01."),
            "kind": _("An accession to a covenant has no prices and no ranking."),
            "follows": _(
                "An earlier tender that this one takes the place of, such as one without bids."
            ),
            "cpv_code": _("80580000-3 stands for language courses."),
            "estimated_amount": _(
                "Of all lots together over the whole period, excl. VAT and incl. all options: "
                "this decides about the procedure."
            ),
        }

    def __init__(self, *args: Any, earlier: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["follows"].queryset = earlier  # type: ignore[attr-defined]


class NewTenderForm(SubjectForm):
    """The first step of a new tender. `gemeenten` are those of the region."""

    class Meta(SubjectForm.Meta):
        fields = (*SUBJECT, "lead_gemeente")
        help_texts = {
            **SubjectForm.Meta.help_texts,
            "lead_gemeente": _("Tenders for the others; which take part comes in a later step."),
        }

    def __init__(self, *args: Any, gemeenten: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_gemeente"].queryset = gemeenten  # type: ignore[attr-defined]


class ProcedureForm(PageModelForm):
    """Which procedure. `advised` is what the rules lead to, `possible` what they leave open.

    Both are empty when no advice could be given.
    """

    class Meta:
        model = Tender
        fields = ("procedure", "legal_basis", "has_electronic_submission", "prior_notice_on")
        widgets = {
            "procedure": forms.RadioSelect,
            "legal_basis": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "legal_basis": _("Goes into the file. Needed when you depart from the advice."),
            "has_electronic_submission": _("Bids come in through the vault here."),
            "prior_notice_on": _("When a prior information notice was sent, if one was."),
        }

    def __init__(
        self, *args: Any, advised: str, possible: Collection[str], is_training: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.advised, self.possible, self.is_training = advised, possible, is_training

    def clean(self) -> dict[str, Any]:
        """Only what the rules leave open, and a departure from the advice with its reason."""
        values = super().clean() or self.cleaned_data
        chosen = values.get("procedure")
        if self.possible and chosen not in self.possible and not self.is_training:
            self.add_error("procedure", _("The value and the subject do not leave this one open."))
        elif self.advised and chosen != self.advised and not values.get("legal_basis"):
            self.add_error("legal_basis", _("Say why you depart from the advice."))
        return values


class GemeentenForm(PageModelForm):
    """`gemeenten` is what may be chosen from: those of the region."""

    class Meta:
        model = Tender
        fields = ("lead_gemeente", "gemeenten")
        widgets = {"gemeenten": forms.CheckboxSelectMultiple}
        help_texts = {"lead_gemeente": _("Tenders for the others, by their mandate.")}

    def __init__(self, *args: Any, gemeenten: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:
            self.fields[name].queryset = gemeenten  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The lead gemeente takes part itself."""
        values = super().clean() or self.cleaned_data
        lead, taking_part = values.get("lead_gemeente"), values.get("gemeenten")
        if isinstance(lead, Gemeente) and taking_part is not None and lead not in taking_part:
            self.add_error("gemeenten", _("The lead gemeente takes part as well: tick it too."))
        return values


class MandateForm(PageForm):
    """One decision by which gemeenten authorise the lead. `lacking` are those without one."""

    gemeenten = forms.ModelMultipleChoiceField(
        Gemeente.objects.none(), label=_("Gemeenten"), widget=forms.CheckboxSelectMultiple
    )
    given_on = forms.DateField(label=_("Given on"))
    signatory = forms.CharField(
        label=_("Given by"), max_length=160, help_text=_("Name and office of who signed.")
    )
    evidence = forms.CharField(
        label=_("Decision or document"),
        max_length=200,
        help_text=_("Its number, or where it is kept."),
    )

    def __init__(self, *args: Any, lacking: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeenten"].queryset = lacking  # type: ignore[attr-defined]


class PlanningForm(PageModelForm):
    """The dates of the tender, by the Dutch clock, held against the terms as they stand at `at`.

    `limits` has a sentence per field on what the terms allow. In a region for practice nothing
    is refused: `warnings` then has what the terms have against the dates.
    """

    class Meta:
        model = Tender
        fields = (
            "planned_publication_at",
            "requests_close_at",
            "questions_close_at",
            "clarification_planned_at",
            "closes_at",
            "award_planned_on",
            "standstill_days",
        )
        field_classes = dict.fromkeys(
            (
                "planned_publication_at",
                "requests_close_at",
                "questions_close_at",
                "clarification_planned_at",
                "closes_at",
            ),
            DutchMomentField,
        )

    def __init__(self, *args: Any, at: datetime, limits: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at, self.warnings = at, list[str]()
        for name in self._without_meaning():
            del self.fields[name]
        for name, sentence in limits.items():
            if name in self.fields:
                self.fields[name].help_text = sentence

    def clean(self) -> dict[str, Any]:
        """Each objection of the terms stands at the date it is about."""
        values = super().clean() or self.cleaned_data
        planned = copy(self.instance)
        for name, value in values.items():
            setattr(planned, name, value)
        try:
            self._object(planned)
        except MissingRule as missing:
            self.add_error(None, missing.messages)
        self._validate_constraints = not self.errors
        return values

    def _object(self, planned: Tender) -> None:
        objections = planned.objections(self.at)
        if objection := planned.standstill_objection(self.at):
            objections.append(objection)
        for one in objections:
            name = FIELDS.get(one.field, one.field)
            if one.is_warning:
                self.warnings.append(one.sentence)
            else:
                self.add_error(name if name in self.fields else None, one.sentence)

    def _without_meaning(self) -> Iterator[str]:
        """Requests exist in the restricted procedure, an award where bids compete."""
        if self.instance.procedure != Procedure.RESTRICTED:
            yield "requests_close_at"
        if not self.instance.is_competitive:
            yield from ("clarification_planned_at", "award_planned_on", "standstill_days")


class OfficerForm(PageForm):
    """Who opens the bids. `candidates` may open bids and have a vault key."""

    user = forms.ModelChoiceField(
        User.objects.none(), label=_("Officer"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = candidates  # type: ignore[attr-defined]


class ReviewForm(PageForm):
    verdict = forms.ChoiceField(
        label=_("Verdict"), choices=ReviewVerdict.choices, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed when you ask for changes."),
    )
