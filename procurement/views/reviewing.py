"""The last steps before publication: who opens the bids, and the review by a colleague."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from accounts.models import User
from config.shared.forms import PageForm
from procurement import actions
from procurement.enums import TenderStatus
from procurement.forms.tenders import OfficerForm, ReviewForm
from procurement.models import ArchivistKey, Tender, TenderOfficer, TenderReview
from procurement.views.wizard import BEFORE_PUBLICATION, RemovePage, StepPage, states_beside

OFFICERS_ADVISED = 3
"""With three a lost passphrase does not keep the bids closed."""


class OfficersPage(StepPage):
    """Who opens the bids; each needs a vault key of their own."""

    form_class = OfficerForm
    url_name = "tender-officers"
    template_name = "procurement/tender_officers.html"
    submit_label = gettext_lazy("Name the officer")
    success_message = gettext_lazy("The officer is named.")
    goes_on = False
    changeable = BEFORE_PUBLICATION

    @cached_property
    def people(self) -> list[Any]:
        """Everybody who may open bids and is not named yet, with `has_vault_key`."""
        named = self.tender.officers.values("user")
        return list(actions.possible_officers(self.tender).exclude(pk__in=named))

    def get_form_kwargs(self) -> dict[str, Any]:
        able = [person.pk for person in self.people if person.has_vault_key]
        candidates = User.objects.filter(pk__in=able).order_by("name", "pk")
        return super().get_form_kwargs() | {"candidates": candidates}

    def perform(self, form: OfficerForm) -> TenderOfficer:
        return actions.name_officer(tender=self.tender, **form.cleaned_data, **self.moment())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        named = list(self.tender.officers.select_related("user").order_by("pk"))
        archivist = ArchivistKey.objects.standing().filter(region=self.tender.region_id).first()
        return super().get_context_data(
            named=named,
            advised=OFFICERS_ADVISED,
            archivist=archivist,
            cancel_url="",
            candidates=[person for person in self.people if person.has_vault_key],
            without_key=[person for person in self.people if not person.has_vault_key],
            **kwargs,
        )


class OfficerDeletePage(RemovePage):
    model = TenderOfficer
    title = gettext_lazy("Take the officer off")
    success_message = gettext_lazy("%(object)s: the officer is taken off.")
    url_name, step_label = "tender-officers", gettext_lazy("Officers who open")

    def consequences(self) -> list[Any]:
        return [_("The officer gets no share of the keys and cannot open the bids.")]

    def perform(self, form: PageForm) -> Tender:
        return actions.remove_officer(officer=self.object, **self.moment())


class ReviewPage(StepPage):
    """A second pair of eyes: what was said, and the verdict of a colleague who did not ask."""

    form_class = ReviewForm
    permission = Permission.TENDER_REVIEW
    url_name = "tender-review"
    template_name = "procurement/tender_review.html"
    submit_label = gettext_lazy("Give the review")
    success_message = gettext_lazy("The review is given.")
    goes_on = False
    changeable = (TenderStatus.IN_REVIEW,)

    @cached_property
    def is_changeable(self) -> bool:
        """Who asked for the review does not give it."""
        in_review = self.tender.status == TenderStatus.IN_REVIEW
        return in_review and self.tender.review_requested_by_id != self.person.pk

    def perform(self, form: ReviewForm) -> TenderReview:
        return actions.review_tender(tender=self.tender, **form.cleaned_data, **self.moment())

    def get_success_url(self, result: Any = None) -> str:
        return self.tender.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = [state for state in self.states if state.missing and state != self.state]
        reviews = TenderReview.objects.visible_to(self.person).filter(tender=self.tender)
        return super().get_context_data(
            cancel_url="",
            reviews=reviews.select_related("reviewed_by").order_by("-reviewed_at", "-pk"),
            open_steps=[*others, *states_beside(self.tender, self.at)],
            may_publish=self.may(Permission.TENDER_PUBLISH, self.tender),
            **kwargs,
        )
