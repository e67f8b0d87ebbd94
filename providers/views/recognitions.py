"""Recognitions: handed in, looked at, checked, ended."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.forms import ReasonForm
from config.shared.views import Action, DetailPage, FormPage, ModelPage, download
from providers import actions
from providers.forms.standing import RecognitionCheckForm, RecognitionEndForm, RecognitionForm
from providers.models import Provider, Recognition
from providers.tables import standing_badge
from providers.views.common import UnderProvider


class OwnOrRegion(UnderProvider):
    """A page that the provider's own people open, and those who keep the register."""

    permission: Any = Permission.PROVIDER_VIEW

    @property
    def is_own(self) -> bool:
        """Whether the person acts for this very provider."""
        return self.provider.pk in providers_of(self.person)

    def check_permission(self, obj: Model | None = None) -> None:
        """Each side by its own permission, once it is known whose provider this is."""
        super().check_permission(obj)
        wanted = (Permission.PROVIDER_EDIT, Permission.PROVIDER_MANAGE)
        if obj is not None and not any(self.may(permission, obj) for permission in wanted):
            raise PermissionDenied


class RecognitionDetailPage(UnderProvider, DetailPage):
    model = Recognition
    permission = Permission.PROVIDER_VIEW

    def facts(self) -> Iterator[tuple[str, Any]]:
        """What it says, what it is worth today, and its evidence."""
        row = self.object
        yield _("Kind"), row.get_kind_display()
        yield _("Number"), row.number
        yield _("From"), row.first_on
        yield _("Until"), row.last_on or _("runs on")
        yield _("On this day"), standing_badge(row, timezone.localdate())
        yield _("Source"), row.get_source_display()
        yield _("Evidence"), row.evidence_name or _("none")
        if row.evidence:
            yield _("SHA-256"), row.evidence_sha256
        if row.verified_at:
            yield _("Checked"), row.verified_at

    def page_actions(self) -> list[Action]:
        """See the evidence; check it, or set its last day."""
        row, manages = self.object, Permission.PROVIDER_MANAGE
        offered = []
        if row.evidence:
            offered.append(self._action(_("Evidence"), "evidence", "download", ""))
        if row.verified_at:
            offered.append(self._action(_("Set the last day"), "end", "calendar-x", manages))
        elif not row.rejected_at:
            offered.append(self._action(_("Check"), "verify", "patch-check", manages, main=True))
            offered.append(self._action(_("Do not accept"), "reject", "x-octagon", manages))
        return offered

    def _action(
        self, word: str, name: str, icon: str, permission: str, *, main: bool = False
    ) -> Action:
        url = reverse(f"providers:recognition-{name}", args=[self.object.pk])
        return Action(word, url, icon, primary=main, permission=permission or None)


class RecognitionCreatePage(OwnOrRegion, FormPage):
    model = Provider
    form_class = RecognitionForm
    title = gettext_lazy("Add a recognition")

    def get_form_kwargs(self) -> dict[str, Any]:
        """A provider adds its evidence."""
        return super().get_form_kwargs() | {"needs_evidence": self.is_own}

    def perform(self, form: Any) -> Recognition:
        """Write it down."""
        return actions.add_recognition(provider=self.object, **form.cleaned_data, **self.moment())

    def get_success_message(self, result: Recognition) -> str:
        """Whether it counts at once."""
        if result.verified_at:
            return _("%(object)s is added.") % {"object": result}
        return _("%(object)s is handed in. It counts when a region has checked it.") % {
            "object": result
        }


class RecognitionVerifyPage(UnderProvider, FormPage):
    model = Recognition
    form_class = RecognitionCheckForm
    permission = Permission.PROVIDER_MANAGE
    title = gettext_lazy("Check the recognition")
    submit_label = gettext_lazy("It holds")
    success_message = gettext_lazy("%(object)s counts from now.")

    def page_actions(self) -> list[Action]:
        """The evidence beside the form."""
        if not self.object.evidence:
            return []
        url = reverse("providers:recognition-evidence", args=[self.object.pk])
        return [Action(_("Evidence"), url, "download")]

    def perform(self, form: Any) -> Recognition:
        """Say that it holds."""
        return actions.verify_recognition(
            recognition=self.object, **form.cleaned_data, **self.moment()
        )


class RecognitionRejectPage(UnderProvider, FormPage):
    model = Recognition
    form_class = ReasonForm
    permission = Permission.PROVIDER_MANAGE
    title = gettext_lazy("Do not accept the recognition")
    submit_label = gettext_lazy("Do not accept")
    success_message = gettext_lazy("%(object)s is not accepted; the provider is told why.")

    def perform(self, form: Any) -> Recognition:
        """Say that it does not hold."""
        return actions.reject_recognition(
            recognition=self.object, **form.cleaned_data, **self.moment()
        )


class RecognitionEndPage(UnderProvider, FormPage):
    model = Recognition
    form_class = RecognitionEndForm
    permission = Permission.PROVIDER_MANAGE
    title = gettext_lazy("Set the last day of a recognition")
    success_message = gettext_lazy("%(object)s: the last day is set.")

    def get_initial(self) -> dict[str, Any]:
        """What stands now."""
        return {"last_on": self.object.last_on}

    def perform(self, form: Any) -> Recognition:
        """Set the day."""
        return actions.end_recognition(
            recognition=self.object, **form.cleaned_data, **self.moment()
        )


class RecognitionEvidencePage(ModelPage):
    """The file, always as an attachment, whatever it says it is."""

    model = Recognition
    permission = Permission.PROVIDER_VIEW

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Streams it; 404 where there is none."""
        return download(self.object.evidence, self.object.evidence_name)
