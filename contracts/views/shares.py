"""Pages on which an allocation key divides seats, and is counted anew from placements."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import VersionRequest, shares_by_weight
from accounts.enums import Permission
from accounts.forms import VersionForm
from accounts.models import AllocationKey, Gemeente
from accounts.views.allocation import COUNTED_ABOVE, KeptKeyPage
from config.shared.display import day, number, percentage
from config.shared.errors import Refused
from config.shared.periods import Period, year_of
from config.shared.views import FormPage
from contracts.actions.shares import apply_key, renew_key_by_placements, seats_by_key, weights_of
from contracts.forms.shares import KeyForm, PeriodForm
from contracts.models import CapacityLine
from contracts.views.capacity import LinePage


class CapacityLineKeyPage(LinePage, FormPage):
    """Divides the seats of a draft's line by a key of the region."""

    model = CapacityLine
    form_class = KeyForm
    permission = Permission.CONTRACT_DRAFT
    title = gettext_lazy("Divide by an allocation key")
    submit_label = gettext_lazy("Divide")
    success_message = gettext_lazy("The seats of %(object)s are divided by the key.")
    template_name = "contracts/capacityline_key.html"

    def keys(self) -> QuerySet[AllocationKey]:
        """The keys of the contract's region that the person may see."""
        keys = AllocationKey.objects.visible_to(self.person)
        return keys.filter(region=self.object.contract.region_id).order_by("name")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The keys to choose from."""
        return super().get_form_kwargs() | {"keys": self.keys()}

    def get_initial(self) -> dict[str, Any]:
        """The key that divided it before, as it holds when the line begins."""
        return {"key": self.object.key, "on": self.object.first_on}

    def perform(self, form: Any) -> CapacityLine:
        """Divide."""
        return apply_key(line=self.object, by=self.person, at=timezone.now(), **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Beside the form: what each key would give on the first day of the line."""
        line = self.object
        previews = [(key, _preview(line, key)) for key in self.keys()]
        return super().get_context_data(line=line, previews=previews, **kwargs)


def _preview(line: CapacityLine, key: AllocationKey) -> str:
    """Waterveen 12, Meerdorp 8; or why this key divides nothing here."""
    try:
        seats = seats_by_key(line, key, line.first_on)
    except Refused as refused:
        return str(refused)
    return ", ".join(f"{gemeente} {number(count)}" for gemeente, count in seats.items())


class AllocationKeyVersionCreatePage(KeptKeyPage):
    """Renews a key by the trajectories that began in a period; the period stands in the address."""

    form_class = VersionForm
    title = gettext_lazy("New version, counted from placements")
    submit_label = gettext_lazy("Make the version")
    success_message = gettext_lazy("%(object)s is made.")
    template_name = "contracts/allocationkeyversion_create.html"

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Keys that count placements."""
        return super().scoped_queryset().filter(basis__in=COUNTED_ABOVE)

    @cached_property
    def period_form(self) -> PeriodForm:
        """Over which period is counted: the last whole year unless another was asked."""
        asked = self.request.GET if "last_on" in self.request.GET else None
        return PeriodForm(asked, standard=year_of(timezone.localdate().year - 1))

    @property
    def counted(self) -> Period:
        return self.period_form.period

    def get_initial(self) -> dict[str, Any]:
        words = {"first": day(self.counted.first), "last": day(self.counted.last)}
        reason = _("Counted from placements that began from %(first)s to %(last)s.") % words
        return {"first_on": timezone.localdate(), "reason": reason}

    def perform(self, form: Any) -> AllocationKey:
        """Make the version; show the key with it."""
        request = VersionRequest(**form.cleaned_data)
        return renew_key_by_placements(
            key=self.object,
            counted=self.counted,
            request=request,
            by=self.person,
            at=timezone.now(),
        ).key

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was counted, and the shares that follow from it."""
        weights = weights_of(self.object.region, self.counted, timezone.localdate())
        sentence = ""
        shares: dict[Gemeente, Any] = {}
        try:
            shares = shares_by_weight(self.object, weights)
        except Refused as refused:
            sentence = str(refused)
        rows = [
            (gemeente, weight, percentage(shares[gemeente]) if shares else "")
            for gemeente, weight in weights.items()
        ]
        return super().get_context_data(
            object=self.object,
            period_form=self.period_form,
            rows=rows,
            sentence=sentence,
            **kwargs,
        )
