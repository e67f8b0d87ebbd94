"""Forms by which monthly returns are answered, and a region's rule is set."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.shared.display import day, number
from config.shared.forms import PageForm, PageModelForm
from contracts.forms.deliveries import ACCEPTED
from contracts.models import DataTask, ReturnRule
from contracts.returns import MonthFigures, ReturnTerms

CHANGED = _("The figures have changed since you opened this page. Look at them again.")


def figures_in_words(figures: MonthFigures) -> str:
    """12 running at the end, 2 started, 1 ended."""
    return gettext("%(running)s running at the end, %(started)s started, %(ended)s ended") % {
        "running": number(figures.running),
        "started": number(figures.started),
        "ended": number(figures.ended),
    }


def _token(task: DataTask, figures: MonthFigures) -> str:
    """What is posted for a return: also which figures were seen."""
    return f"{task.pk}:{figures.running}-{figures.started}-{figures.ended}"


class NoChangesForm(PageForm):
    """Confirms the figures of one or more returns; others than were shown are not confirmed."""

    returns = forms.MultipleChoiceField(
        label=_("Nothing has changed beyond these figures"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": CHANGED,
            "required": _("Choose the months that you confirm."),
        },
    )

    def __init__(self, *args: Any, figures: Mapping[DataTask, MonthFigures], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figures = {_token(task, known): (task, known) for task, known in figures.items()}
        field: Any = self.fields["returns"]
        field.choices = [(token, _label(*pair)) for token, pair in self.figures.items()]
        field.initial = list(self.figures)

    @property
    def confirmed(self) -> dict[DataTask, MonthFigures]:
        """After is_valid(): the returns that were chosen, with what was shown of them."""
        return dict(self.figures[token] for token in self.cleaned_data["returns"])


def _label(task: DataTask, figures: MonthFigures) -> str:
    return gettext("%(month)s, %(agreement)s: %(figures)s. Due %(day)s.") % {
        "month": capfirst(task.month_name),
        "agreement": task.agreement,
        "figures": figures_in_words(figures),
        "day": day(task.due_on),
    }


class HandInForm(PageForm):
    """The sheet that answers one return."""

    file = forms.FileField(
        label=_("Sheet with placements"),
        help_text=_("xlsx, xls, ods or csv. No names and no BSN: only your own references."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
    )


class ReturnRuleForm(PageModelForm):
    """What a region asks; the page says what holds until it is set."""

    class Meta:
        model = ReturnRule
        fields = ("working_day", "grace_days", "reminder_days", "escalate_days", "holds_payment")
        help_texts = {
            "working_day": _(
                "Of the next month; weekends and general holidays do not count. "
                "Returns that are already asked keep their day."
            ),
            "grace_days": _("Calendar days after the due day that are not yet late."),
            "reminder_days": _("Separated by commas, such as 7,2."),
            "escalate_days": _("Then coordinators and contract managers are told."),
            "holds_payment": _("No statement of a month is made while its return is missing."),
        }

    @property
    def terms(self) -> ReturnTerms:
        """After is_valid(): what was asked."""
        reminders = tuple(self.cleaned_data["reminder_days"])
        return ReturnTerms(**self.cleaned_data | {"reminder_days": reminders})
