"""Forms as every page shows them: native pickers, decimal commas, optional fields named so."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from config.shared.errors import Refused
from config.shared.legible import legible


class _PageFormMixin:
    """Native pickers for days and moments, a comma in decimals, "optional" in words; what is typed
    can be read.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_native_widgets(self.fields.values())
        for field in self.fields.values():
            _name_optional(field)
            if isinstance(field, forms.CharField):
                field.validators.append(_can_be_read)


def _can_be_read(text: str) -> None:
    """Raise ValidationError for a text in which nobody sees anything."""
    if not legible(text).strip():
        raise ValidationError(_("These characters cannot be seen. Type a text that can be read."))


class PageForm(_PageFormMixin, forms.Form):
    """A form of a FormPage."""


class PageModelForm(_PageFormMixin, forms.ModelForm):
    """A form of a FormPage whose fields are a model's; the page's action saves, not the form."""


class ReasonForm(PageForm):
    """Asks why, on a confirm page."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


def add_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Put what the domain said at its field, or at the top where the form lacks that field."""
    field = refused.field if refused.field in form.fields else None
    for message in refused.messages:
        form.add_error(field, message)


def use_native_widgets(fields: Iterable[forms.Field]) -> None:
    """Let the browser's own pickers take days and moments, and let decimals have a comma."""
    for field in fields:
        if isinstance(field, forms.MultiValueField):
            _use_native_range(field)
        else:
            _use_native_widget(field)


def _use_native_range(field: forms.MultiValueField) -> None:
    """Both ends of a range get a picker, and a name for who cannot see that they stand together."""
    for number, end in enumerate((_("from"), _("up to"))):
        part = field.fields[number]
        part.widget = field.widget.widgets[number]
        _use_native_widget(part)
        part.widget.attrs["aria-label"] = format_lazy("{field}: {end}", field=field.label, end=end)
        field.widget.widgets[number] = part.widget


def _use_native_widget(field: forms.Field) -> None:
    attrs = field.widget.attrs
    if not isinstance(field.widget, forms.TextInput | forms.NumberInput):
        return
    if isinstance(field, forms.DateTimeField):
        picker = {**attrs, "type": "datetime-local"}
        field.widget = forms.DateTimeInput(picker, format="%Y-%m-%dT%H:%M")
    elif isinstance(field, forms.DateField):
        field.widget = forms.DateInput({**attrs, "type": "date"}, format="%Y-%m-%d")
    elif isinstance(field, forms.DecimalField):
        field.localize = True
        kept = {name: attrs[name] for name in attrs if name not in ("step", "min", "max")}
        field.widget = forms.TextInput({**kept, "inputmode": "decimal"})
        field.widget.is_localized = True
    field.widget.is_required = field.required


def _name_optional(field: forms.Field) -> None:
    if not field.required and field.label and not isinstance(field, forms.BooleanField):
        field.label = format_lazy("{label} ({optional})", label=field.label, optional=_("optional"))
