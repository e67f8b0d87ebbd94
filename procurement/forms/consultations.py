"""Forms of market consultations."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.forms import PageForm, PageModelForm
from procurement.forms.moments import DutchMomentField
from procurement.forms.rows import rows_of
from procurement.models import ConsultationContact, ConsultationQuestion, MarketConsultation, Tender


class ConsultationForm(PageModelForm):
    """What the market is asked about. `tenders` are those of the region."""

    closes_at = DutchMomentField(
        label=_("Answers until"), help_text=_("Until then answers can be given and changed.")
    )

    class Meta:
        model = MarketConsultation
        fields = ("title", "introduction", "closes_at", "tender")
        widgets = {"introduction": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "introduction": _("What you plan and what you want to know. All providers read it."),
            "tender": _("For whose file this is; it can be chosen later too."),
        }

    def __init__(self, *args: Any, tenders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tender"].queryset = tenders  # type: ignore[attr-defined]


class ConsultationQuestionForm(PageForm):
    text = forms.CharField(label=_("Question"), widget=forms.Textarea(attrs={"rows": 2}))


ConsultationQuestionRows = rows_of(ConsultationQuestionForm)


class ConsultationAnswerForm(PageForm):
    """A field for each question; `kept` is what stands, by the id of the question."""

    def __init__(self, *args: Any, questions: Any, kept: Mapping[int, str], **kwargs: Any) -> None:
        self.questions = list(questions)
        super().__init__(*args, **kwargs)
        for question in self.questions:
            self.fields[_name(question)] = forms.CharField(
                label=f"{question.number}. {question.text}",
                required=False,
                initial=kept.get(question.pk, ""),
                widget=forms.Textarea(attrs={"rows": 5}),
            )

    def answers(self) -> dict[int, str]:
        """What was typed, by the id of the question."""
        return {each.pk: self.cleaned_data[_name(each)] for each in self.questions}


def _name(question: ConsultationQuestion) -> str:
    return f"question_{question.pk}"


class ContactForm(PageModelForm):
    """A contact with one provider. `providers` are those who were consulted."""

    class Meta:
        model = ConsultationContact
        fields = ("provider", "kind", "happened_on", "summary", "gave_information")
        widgets = {"summary": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "summary": _("Stays with the region. It goes into the equal-treatment record."),
            "gave_information": _("Then all have to know it: share it with all."),
        }

    def __init__(self, *args: Any, providers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = providers  # type: ignore[attr-defined]


class ShareForm(PageForm):
    """What all providers will read."""

    text = forms.CharField(
        label=_("Information for all"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Name no provider and nothing that is another's secret."),
    )


class LinkForm(PageForm):
    """`tenders` are those of the region."""

    tender = forms.ModelChoiceField(
        Tender.objects.none(), label=_("Tender"), required=False, empty_label=_("No tender yet")
    )

    def __init__(self, *args: Any, tenders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tender"].queryset = tenders  # type: ignore[attr-defined]
