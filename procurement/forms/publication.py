"""Forms around publication: notices, documents, invitations, questions, rectifications."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.forms import PageForm
from procurement.actions.documents import KINDS
from procurement.enums import DeclineReason, DocumentVisibility, NoticeKind
from procurement.forms.moments import DutchMomentField
from procurement.models import Lot, Tender
from providers.models import Provider

ACCEPTED = ",".join(f".{kind.value}" for kind in KINDS)
LONGEST = 20_000
"""Characters of a text that somebody types."""


def _text(label: Any, rows: int = 5, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=LONGEST, **kwargs)


def _file(label: Any) -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=_("PDF, Word, Excel, OpenDocument, an image or a zip."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
    )


class NoticeForm(PageForm):
    """The number and the moment of a notice on TenderNed; `kinds` may be recorded now."""

    kind = forms.ChoiceField(label=_("Notice"))
    number = forms.CharField(
        label=_("Notice number"),
        max_length=40,
        help_text=_("As it stands with the notice on TenderNed."),
    )
    published_at = DutchMomentField(
        label=_("Published on TenderNed"), help_text=_("Day and time, Dutch time.")
    )

    def __init__(self, *args: Any, kinds: list[NoticeKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [(kind.value, kind.label) for kind in kinds]


class DocumentForm(PageForm):
    """A new document and who may read it."""

    title = forms.CharField(label=_("Title"), max_length=160)
    visibility = forms.ChoiceField(
        label=_("Who may read it"),
        choices=DocumentVisibility,
        widget=forms.RadioSelect,
        initial=DocumentVisibility.PUBLIC,
    )
    file = _file(_("File"))


class DocumentChangeForm(PageForm):
    title = forms.CharField(label=_("Title"), max_length=160)
    visibility = forms.ChoiceField(
        label=_("Who may read it"), choices=DocumentVisibility, widget=forms.RadioSelect
    )


class DocumentVersionForm(PageForm):
    file = _file(_("New version"))


class InviteForm(PageForm):
    """Chooses among `providers`: those of the region that were not invited yet."""

    providers = forms.ModelMultipleChoiceField(
        Provider.objects.none(), label=_("Providers"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, providers: "QuerySet[Provider]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["providers"]
        field.queryset = providers


class RequestForm(PageForm):
    text = _text(
        _("Why your organisation fits"),
        rows=8,
        help_text=_("What the region asks for to select on, such as references."),
    )


class DeclineForm(PageForm):
    """Two clicks: a reason and the button."""

    reason = forms.ChoiceField(
        label=_("Why does your organisation not bid?"),
        choices=DeclineReason,
        widget=forms.RadioSelect,
    )
    explanation = _text(_("Explanation"), rows=3, required=False)


class QuestionForm(PageForm):
    """A question about a published tender."""

    lot = forms.ModelChoiceField(
        Lot.objects.none(), label=_("Lot"), required=False, empty_label=_("The whole tender")
    )
    subject = forms.CharField(
        label=_("About (document, page, paragraph)"), max_length=160, required=False
    )
    text = _text(
        _("Question"),
        help_text=_("Your name is not published. Write nothing that gives you away."),
    )

    def __init__(self, *args: Any, tender: Tender, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["lot"]
        field.queryset = tender.lots.order_by("number")


class AnswerForm(PageForm):
    """The wording of the question that will be published, and the answer."""

    text = _text(
        _("Question, as it will be published"),
        help_text=_("Take out what gives away who asked; what was asked is kept."),
    )
    answer = _text(_("Answer"), rows=8)


class AssignForm(PageForm):
    """`people` may draft the answer."""

    colleague = forms.ModelChoiceField(
        User.objects.none(), label=_("Colleague"), required=False, empty_label=_("The desk itself")
    )

    def __init__(self, *args: Any, people: "QuerySet[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["colleague"]
        field.queryset = people


class RoundForm(PageForm):
    introduction = _text(_("Introduction"), rows=4, required=False)


class RectificationForm(PageForm):
    """What changes, the dates from now on, and the change notice where TenderNed needs one."""

    text = _text(_("What changes and why"))
    closes_at = DutchMomentField(
        label=_("Deadline for bids"), help_text=_("No earlier than it is now.")
    )
    questions_close_at = DutchMomentField(label=_("Deadline for questions"), required=False)
    clarification_planned_at = DutchMomentField(
        label=_("Answers published no later than"), required=False
    )
    award_planned_on = forms.DateField(label=_("Planned award decision"), required=False)
    notice_number = forms.CharField(
        label=_("Number of the change notice"), max_length=40, required=False
    )
    notice_published_at = DutchMomentField(
        label=_("Change notice published on TenderNed"), required=False
    )

    def __init__(self, *args: Any, needs_notice: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_notice = needs_notice
        if not needs_notice:
            del self.fields["notice_number"], self.fields["notice_published_at"]

    def clean(self) -> dict[str, Any]:
        """A notice has both a number and a moment."""
        values = super().clean() or self.cleaned_data
        for name in ("notice_number", "notice_published_at") if self.needs_notice else ():
            if not values.get(name) and name not in self.errors:
                self.add_error(
                    name, _("Above the threshold the change is published on TenderNed first.")
                )
        return values
