"""Putting a better sheet in the place of one that was applied."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.views import FormPage
from contracts.actions import deliveries as actions
from contracts.filters.placements import PlacementFilterSet
from contracts.forms.deliveries import CorrectionForm
from contracts.imports.correcting import left_out
from contracts.models import Delivery, Placement
from contracts.tables.placements import PlacementTable
from contracts.views.delivery_parts import DeliveryPartPage
from contracts.workflows.deliveries import corrected_stands


class DeliveryCorrectPage(FormPage):
    """Hands in a sheet that comes in the place of an applied one."""

    model = Delivery
    form_class = CorrectionForm
    template_name = "contracts/delivery_correct.html"
    permission = Permission.PLACEMENT_DELIVER
    title = _("Hand in a correction")
    submit_label = _("Hand in and check")
    success_message = _("%(object)s has been received. It is being checked now.")

    def scoped_queryset(self) -> "QuerySet[Delivery]":
        rows = super().scoped_queryset().filter(provider__in=providers_of(self.person))
        return rows.select_related("contract", "provider")

    def perform(self, form: CorrectionForm) -> Delivery:
        return actions.receive_correction(
            delivery=self.object, file=form.cleaned_data["file"], by=self.person, at=timezone.now()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        obstacle = corrected_stands(self.object)
        said = {
            "object": self.object,
            "missing": [obstacle] if obstacle else [],
            "consequences": _in_words(self.object),
        }
        return super().get_context_data(**said | kwargs)


def _in_words(corrected: Delivery) -> list[str]:
    """What a correction does and what it leaves."""
    sentences = (
        gettext(
            "Statuses are judged beside what stood before “%(file)s”, so that one that began by "
            "mistake can go back."
        ),
        gettext(
            "Rows and columns that you leave out stay as they are. What “%(file)s” made new and "
            "the correction leaves out is listed; you choose whether to cancel it."
        ),
        gettext("Costs follow from the correction; “%(file)s” stays as proof."),
    )
    return [sentence % {"file": corrected} for sentence in sentences]


class LeftOutListPage(DeliveryPartPage):
    """Placements that the corrected sheet made and that the correction does not name."""

    model = Placement
    table_class = PlacementTable
    filterset_class = PlacementFilterSet
    title = _("Left out of the correction")
    empty_text = _("The correction names every placement that the corrected sheet made.")

    def scoped_queryset(self) -> "QuerySet[Placement]":
        found = left_out(self.delivery).order_by().values("pk")
        return Placement.objects.visible_to(self.person).filter(pk__in=found)
