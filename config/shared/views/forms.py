"""Form pages and confirm pages: each parses a form and makes one call of an action."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from config.shared.errors import Refused
from config.shared.forms import PageForm, ReasonForm, add_refusal
from config.shared.views.pages import SIGNED_IN, ModelPage, Text
from config.shared.workflow import Transition, Workflow


class FormPage(ModelPage, FormView):
    """A form. Declare form_class, permission, title and perform().

    With a pk in the address, `self.object` is that row of `model`: what the form changes, or
    under which it makes something new.
    """

    template_name = "generic/form.html"
    submit_label: Text = gettext_lazy("Save")
    success_message: Text = ""

    def perform(self, form: Any) -> Any:
        """Make one call of an action with `form.cleaned_data`; return the object to go to.

        A Refused that it raises becomes an error of the form.
        """
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        """Perform; then go on, or show why not with what was typed kept."""
        try:
            result = self.perform(form)
        except Refused as refused:
            add_refusal(form, refused)
            return self.form_invalid(form)
        message = self.get_success_message(result)
        if message:
            messages.success(self.request, message)
        return redirect(self.get_success_url(result))

    def get_success_message(self, result: Any) -> str:
        """One line on what was done; "%(object)s" in `success_message` is the result."""
        return str(self.success_message) % {"object": result}

    def get_success_url(self, result: Any = None) -> str:
        """The page of what was made or changed."""
        return str(self.success_url or result.get_absolute_url())

    def get_form_kwargs(self) -> dict[str, Any]:
        """A model form of the page's own model gets the object, so that it shows what stands."""
        kwargs = super().get_form_kwargs()
        is_model_form = issubclass(self.get_form_class(), forms.ModelForm)
        if is_model_form and "pk" in self.kwargs and self._edits_object():
            kwargs["instance"] = self.object
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The button's word and where "cancel" leads."""
        crumbs = self.breadcrumbs()
        cancel_url = crumbs[-1].url if crumbs else ""
        form_frame = {"submit_label": self.submit_label, "cancel_url": cancel_url}
        return super().get_context_data(**form_frame | kwargs)

    def _edits_object(self) -> bool:
        return self.get_form_class()._meta.model is self.model


class ConfirmPage(FormPage):
    """Confirms one act in words. Declare permission, title, submit_label and perform()."""

    form_class = PageForm
    template_name = "generic/transition.html"

    def consequences(self) -> Sequence[Text]:
        """Sentences on what will happen, to whom mail goes and what cannot be undone."""
        return []

    def missing(self) -> list[str]:
        """Sentences on what still stands in the way."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page says."""
        said = {
            "object": self.object,
            "consequences": self.consequences(),
            "missing": self.missing(),
        }
        return super().get_context_data(**said | kwargs)


class TransitionPage(ConfirmPage):
    """Confirms one transition of an object; the address has its pk and the transition's name.

    `actions_map` names the app's action for a transition; it is called with the object under its
    model's name, by=, at= and, where the transition asks one, reason=. Without an action the
    workflow itself makes the move. Each transition brings its own permission.
    """

    permission = SIGNED_IN
    workflow: Workflow
    actions_map: Mapping[str, Callable[..., Any]] = {}

    @cached_property
    def transition(self) -> Transition:
        """The transition of the address; 404 when no page offers it, 403 when the role does not."""
        found = self.workflow.by_name.get(self.kwargs["name"])
        if found is None or found.permission is None:
            raise Http404
        if not self.may(found.permission, self.object):
            raise PermissionDenied
        return found

    def get_title(self) -> Text:
        """What is about to be done."""
        return self.transition.label

    def get_form_class(self) -> type[forms.BaseForm]:
        """Asks for a reason where the transition does."""
        return ReasonForm if self.transition.reason_required else PageForm

    def consequences(self) -> Sequence[Text]:
        """What the transition itself says will happen."""
        return [self.transition.consequence] if self.transition.consequence else []

    def missing(self) -> list[str]:
        """Sentences on what still stands in the way."""
        move, row = self.transition, self.object
        if row.status not in move.sources:
            label = self.workflow.states(row.status).label
            return [
                _("This is no longer possible: the status is “%(status)s”.") % {"status": label}
            ]
        return self.workflow.missing(row, move.name, timezone.now())

    def perform(self, form: Any) -> Any:
        """Make the move, by the app's action or by the workflow."""
        moment: dict[str, Any] = {"by": self.person, "at": timezone.now()}
        reason = {key: form.cleaned_data[key] for key in ("reason",) if key in form.cleaned_data}
        action = self.actions_map.get(self.transition.name)
        if action is None:
            return self.workflow.apply(self.object, self.transition.name, **moment, **reason)
        return action(**{snake_case(self.model.__name__): self.object}, **moment, **reason)

    def get_success_message(self, result: Any) -> str:
        """The state the object is in now."""
        self.object.refresh_from_db()
        status = self.workflow.states(self.object.status).label
        return _("%(object)s: now “%(status)s”.") % {"object": self.object, "status": status}

    def get_success_url(self, result: Any = None) -> str:
        """Back to the object."""
        return str(self.success_url or self.object.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The button says what the transition is called."""
        return super().get_context_data(submit_label=self.transition.label, **kwargs)


def snake_case(name: str) -> str:
    """LotBid > lot_bid."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
