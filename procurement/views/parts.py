"""Award criteria of a draft, and the seats in the panel."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.forms import PageForm
from config.shared.views import Action, Crumb, FormPage, Panel
from procurement import actions
from procurement.forms import CriterionForm, SeatForm
from procurement.models import AwardCriterion, PanelSeat, Tender
from procurement.views.common import Confirms, UnderTender, tender_trail


class PartPage(UnderTender, FormPage):
    """A form about a part that has no page of its own: it leads back to the tender's `tab`."""

    tab: Any = ""

    def breadcrumbs(self) -> list[Crumb]:
        return tender_trail(self.tender)

    def get_success_url(self, result: Any = None) -> str:
        return f"{self.tender.get_absolute_url()}?tab={Panel(self.tab).slug}#parts"


class UnderOwnTender(PartPage):
    """Something new: the address has the tender's pk."""

    model = Tender

    @property
    def tender(self) -> Tender:
        tender: Tender = self.object
        return tender


class CriterionCreatePage(UnderOwnTender):
    form_class = CriterionForm
    permission = Permission.TENDER_DRAFT
    title = gettext_lazy("New award criterion")
    submit_label = gettext_lazy("Add the criterion")
    success_message = gettext_lazy("%(object)s is added.")

    tab = gettext_lazy("Award criteria")

    def perform(self, form: CriterionForm) -> AwardCriterion:
        return actions.add_criterion(tender=self.object, **form.cleaned_data, **self.moment())


class CriterionUpdatePage(PartPage):
    model = AwardCriterion
    form_class = CriterionForm
    permission = Permission.TENDER_DRAFT
    title = gettext_lazy("Change the award criterion")
    success_message = gettext_lazy("%(object)s is changed.")

    tab = gettext_lazy("Award criteria")

    def page_actions(self) -> list[Action]:
        url = reverse("procurement:awardcriterion-delete", args=[self.object.pk])
        return [Action(_("Remove"), url, "trash")]

    def perform(self, form: CriterionForm) -> AwardCriterion:
        changes = form.cleaned_data
        return actions.change_criterion(criterion=self.object, **changes, **self.moment())


class ConfirmPart(Confirms, PartPage):
    """Asks before a part disappears."""

    form_class = PageForm
    permission = Permission.TENDER_DRAFT
    consequence: Any = ""

    def consequences(self) -> list[Any]:
        return [self.consequence]


class CriterionDeletePage(ConfirmPart):
    model = AwardCriterion
    title = gettext_lazy("Remove the award criterion")
    submit_label = gettext_lazy("Remove")
    success_message = gettext_lazy("The award criterion is removed from %(object)s.")
    consequence = gettext_lazy("The criterion disappears from the draft; its weight is free again.")

    tab = gettext_lazy("Award criteria")

    def perform(self, form: PageForm) -> Tender:
        return actions.remove_criterion(criterion=self.object, **self.moment())


class SeatCreatePage(UnderOwnTender):
    form_class = SeatForm
    permission = Permission.TENDER_DRAFT
    title = gettext_lazy("Give a seat in the panel")
    submit_label = gettext_lazy("Give the seat")
    success_message = gettext_lazy("%(object)s: the seat is given.")

    tab = gettext_lazy("Panel")

    def perform(self, form: SeatForm) -> PanelSeat:
        return actions.add_panel_seat(tender=self.object, **form.cleaned_data, **self.moment())


class SeatDeletePage(ConfirmPart):
    model = PanelSeat
    title = gettext_lazy("Take the seat away")
    submit_label = gettext_lazy("Take away")
    success_message = gettext_lazy("%(object)s: the seat is taken away.")
    consequence = gettext_lazy("The person no longer sees the tender and cannot score any more.")

    tab = gettext_lazy("Panel")

    def perform(self, form: PageForm) -> Tender:
        return actions.remove_panel_seat(seat=self.object, **self.moment())
