"""Applying for admission, and judging an application requirement by requirement."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.forms import PageForm
from procurement.actions.applications import Filled, Judgement
from procurement.models import ApplicationAnswer, Requirement

JUDGED = {"": None, "yes": True, "no": False}


class ApplicationForm(PageForm):
    """A question per requirement; all may stay empty until submitting."""

    contact_name = forms.CharField(label=_("Contact"), max_length=120)
    contact_email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The decision is mailed to your organisation.")
    )
    motivation = forms.CharField(
        label=_("Explanation"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, requirements: Sequence[Requirement], **kwargs: Any) -> None:
        self.requirements = requirements
        super().__init__(*args, **kwargs)
        for one in requirements:
            self.fields[_name(one)] = forms.CharField(
                label=f"{one.number}. {one.text}",
                help_text=one.evidence,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def filled(self) -> Filled:
        """What was typed; only of a valid form."""
        values = self.cleaned_data
        return Filled(
            values["contact_name"],
            values["contact_email"],
            values["motivation"],
            {one.pk: values[_name(one)] for one in self.requirements},
        )


class JudgementForm(PageForm):
    """Per answer: met or not, and why not."""

    def __init__(self, *args: Any, answers: Iterable[ApplicationAnswer], **kwargs: Any) -> None:
        self.answers = list(answers)
        super().__init__(*args, **kwargs)
        for answer in self.answers:
            met, why = self.fields_of(answer)
            self.fields[met] = forms.ChoiceField(
                label=_("Requirement met"),
                choices=[("", _("not judged yet")), ("yes", _("Yes")), ("no", _("No"))],
                required=False,
                initial={True: "yes", False: "no"}.get(answer.is_met, ""),  # type: ignore[arg-type]
            )
            self.fields[why] = forms.CharField(
                label=_("What was found"),
                required=False,
                initial=answer.note,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @staticmethod
    def fields_of(answer: ApplicationAnswer) -> tuple[str, str]:
        """The names of the two fields of an answer."""
        return f"met_{answer.requirement_id}", f"note_{answer.requirement_id}"

    @property
    def parts(self) -> list[tuple[ApplicationAnswer, list[forms.BoundField]]]:
        """Each answer with its fields."""
        return [
            (answer, [self[name] for name in self.fields_of(answer)]) for answer in self.answers
        ]

    def clean(self) -> dict[str, Any]:
        """What is not met says why."""
        values = super().clean() or self.cleaned_data
        for answer in self.answers:
            met, why = self.fields_of(answer)
            if values.get(met) == "no" and not values.get(why):
                self.add_error(why, _("Say why this requirement is not met."))
        return values

    def judgements(self) -> dict[int, Judgement]:
        """By the id of the requirement."""
        found = {}
        for answer in self.answers:
            met, why = self.fields_of(answer)
            judged = JUDGED[self.cleaned_data[met]]
            found[answer.requirement_id] = Judgement(judged, self.cleaned_data[why])
        return found


def _name(requirement: Requirement) -> str:
    return f"requirement_{requirement.pk}"
