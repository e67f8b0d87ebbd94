"""Forms of visits and complaints."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from accounts.models import Region, User
from accounts.notices import people_with
from config.shared.forms import PageForm, PageModelForm
from config.shared.identifiers import validate_no_personal_number
from providers.actions.supervision import Promise, Report, Seen
from providers.enums import ComplaintOutcome, VisitTopic
from providers.models import AgreedAction, DeliveryLocation, Provider, ProviderComplaint

PROMISES = 3
"""So many agreed actions fit on the form; more are added on the visit's page."""
JUDGED = {"": None, "yes": True, "no": False}
JUDGEMENTS = (("", _("could not be judged")), ("yes", _("Yes")), ("no", _("No")))


def regions_field(person: User) -> forms.ModelChoiceField:
    """One of the person's regions; a hidden choice where there is only one."""
    regions = Region.objects.visible_to(person)
    return forms.ModelChoiceField(label=_("Region"), queryset=regions, initial=regions.first())


class VisitForm(PageForm):
    """What was seen per topic, and what was agreed."""

    visited_on = forms.DateField(label=_("Visited on"))
    location = forms.ModelChoiceField(
        label=_("Location"), queryset=DeliveryLocation.objects.none(), required=False
    )
    is_announced = forms.BooleanField(label=_("Announced beforehand"), required=False, initial=True)

    def __init__(self, *args: Any, provider: Provider, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"] = regions_field(person)
        locations = provider.locations.all()
        self.fields["location"].queryset = locations  # type: ignore[attr-defined]
        for topic in VisitTopic:
            self._add_topic(topic)
        self.fields["conclusion"] = _long_text(_("Conclusion"))
        for number in range(1, PROMISES + 1):
            self._add_promise(number)
        self.order_fields(["region", "visited_on", "location", "is_announced"])

    def clean(self) -> dict[str, Any]:
        """An agreed action has a text and a day, or neither."""
        values = super().clean() or self.cleaned_data
        for number in range(1, PROMISES + 1):
            text, due_on = values.get(f"promise_{number}"), values.get(f"due_{number}")
            if text and not due_on:
                self.add_error(f"due_{number}", _("Say by when this is done."))
            if due_on and not text:
                self.add_error(f"promise_{number}", _("Say what was agreed."))
        return values

    def report(self) -> Report:
        """What was filled in; only of a valid form."""
        values = self.cleaned_data
        return Report(
            visited_on=values["visited_on"],
            conclusion=values["conclusion"],
            findings=dict(self._findings()),
            promises=list(self._promises()),
            location=values["location"],
            is_announced=values["is_announced"],
        )

    def _findings(self) -> Iterator[tuple[str, Seen]]:
        for topic in VisitTopic:
            text = self.cleaned_data[f"seen_{topic}"]
            if text:
                yield topic, Seen(text, JUDGED[self.cleaned_data[f"in_order_{topic}"]])

    def _promises(self) -> Iterator[Promise]:
        for number in range(1, PROMISES + 1):
            text = self.cleaned_data[f"promise_{number}"]
            if text:
                yield Promise(text, self.cleaned_data[f"due_{number}"])

    def _add_topic(self, topic: VisitTopic) -> None:
        self.fields[f"seen_{topic}"] = _long_text(topic.label, required=False, rows=2)
        self.fields[f"in_order_{topic}"] = forms.ChoiceField(
            label=_("In order: %(topic)s") % {"topic": topic.label},
            choices=JUDGEMENTS,
            required=False,
        )

    def _add_promise(self, number: int) -> None:
        label = _("Agreed action %(number)s") % {"number": number}
        self.fields[f"promise_{number}"] = forms.CharField(
            label=label, max_length=400, required=False, validators=[validate_no_personal_number]
        )
        self.fields[f"due_{number}"] = forms.DateField(
            label=_("Before or on"),
            required=False,
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        )


class AgreedActionForm(PageModelForm):
    class Meta:
        model = AgreedAction
        fields = ("text", "due_on")


class ActionDoneForm(PageForm):
    done_on = forms.DateField(label=_("Done on"))


class ComplaintForm(PageModelForm):
    class Meta:
        model = ProviderComplaint
        fields = ("region", "received_on", "subject", "text", "handler")
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.visible_to(person)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        self.fields["region"].initial = regions.first()
        handlers = User.objects.none()
        for region in regions:
            handlers = handlers | people_with(Permission.SUPERVISION_MANAGE, region=region)
        self.fields["handler"].queryset = handlers.distinct()  # type: ignore[attr-defined]
        self.fields["handler"].initial = person.pk


class HearingForm(PageModelForm):
    class Meta:
        model = ProviderComplaint
        fields = (
            "complainant_heard_on",
            "complainant_view",
            "provider_heard_on",
            "provider_view",
        )
        widgets = {
            "complainant_view": forms.Textarea(attrs={"rows": 4}),
            "provider_view": forms.Textarea(attrs={"rows": 4}),
        }


class ComplaintCloseForm(PageForm):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=ComplaintOutcome.choices)
    outcome_text = forms.CharField(
        label=_("Explanation"),
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[validate_no_personal_number],
    )


def _long_text(label: Any, *, required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        validators=[validate_no_personal_number],
    )
