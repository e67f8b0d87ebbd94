"""Forms by which signals are handled, and by which a region sets its rule."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.forms import PageForm, PageModelForm
from reports.actions.signal_telling import handlers
from reports.actions.signals import Decided
from reports.enums import CauseCode
from reports.models import OverrunRule, OverrunSignal, SignalDecision
from reports.signals.rules import Threshold


class AssignForm(PageForm):
    """Who becomes responsible: somebody who handles overruns of `signal`."""

    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Responsible"), help_text=_("This person is told.")
    )

    def __init__(self, *args: Any, signal: OverrunSignal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.queryset = handlers(signal).order_by("name", "pk")
        field.initial = signal.owner_id


class CauseForm(PageForm):
    """Why it came."""

    cause = forms.ChoiceField(
        label=_("Cause"),
        choices=CauseCode.choices,
        help_text=_("From then on the cause is not worked out from the figures any more."),
    )


class DecisionForm(PageModelForm):
    """An entry of the log."""

    class Meta:
        model = SignalDecision
        fields = ("text", "effect_amount", "due_on")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "text": _("Stands in the report texts as what has still to be done."),
            "effect_amount": _("Below zero when it makes the overrun smaller, such as -4.000."),
            "due_on": _("Who is responsible is reminded of it."),
        }

    @property
    def decided(self) -> Decided:
        """After is_valid(): what was filled in."""
        return Decided(**self.cleaned_data)


class CarryOutForm(PageForm):
    """How a decision was carried out."""

    text = forms.CharField(label=_("What was done"), widget=forms.Textarea(attrs={"rows": 3}))


class OverrunRuleForm(PageModelForm):
    """From which overrun a region wants to decide; the page says what holds until it is set."""

    class Meta:
        model = OverrunRule
        fields = ("percentage", "amount", "worse_percentage")
        help_texts = {
            "percentage": _("0 leaves this out. Both limits have to be reached."),
            "amount": _("0 leaves this out. Money that is gone already is always signalled."),
            "worse_percentage": _(
                "Of the overrun at which somebody solved or accepted it. No law sets these limits."
            ),
        }

    @property
    def threshold(self) -> Threshold:
        """After is_valid(): what was asked."""
        return Threshold(**self.cleaned_data)
