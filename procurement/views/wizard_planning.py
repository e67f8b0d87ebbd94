"""The step with the dates of a tender, each beside what the terms allow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.shared.display import weekday
from config.shared.errors import Refused
from config.shared.forms import PageForm
from config.shared.periods import add_working_days, amsterdam
from procurement import actions, terms
from procurement.enums import Procedure
from procurement.forms.moments import DutchMomentField
from procurement.forms.tenders import PlanningForm
from procurement.models import Tender
from procurement.models.schedules import FIELDS
from procurement.views.wizard import StepPage


class ProposalForm(PageForm):
    """From when the earliest legal dates are worked out."""

    publication = DutchMomentField(label=gettext_lazy("Publication"))


@dataclass(frozen=True, slots=True)
class DateLimit:
    """What the terms say about one date: the field it is about, and how it was counted."""

    field: str
    sentence: str
    limit: terms.Limit

    @property
    def label(self) -> str:
        """What the date is called."""
        field: Any = Tender._meta.get_field(self.field)
        return str(capfirst(field.verbose_name))

    @property
    def authority(self) -> str:
        """The article, or that the region set this term itself."""
        if self.limit.article:
            return _("article %(article)s") % {"article": self.limit.article}
        if self.limit.is_binding:
            return _("term that is set")
        return _("the region's own term")


class PlanningPage(StepPage):
    """Dates with their limits; `?publication=` proposes the earliest legal ones, saving nothing."""

    form_class = PlanningForm
    url_name = "tender-planning"
    template_name = "procurement/tender_planning.html"

    @cached_property
    def proposal_form(self) -> ProposalForm:
        asked = self.request.GET if "publication" in self.request.GET else None
        begin = self.tender.planned_publication_at or _next_morning(self.at)
        return ProposalForm(asked, initial={"publication": begin}, prefix=None)

    def get_initial(self) -> dict[str, Any]:
        """What stands, or what was asked to be proposed."""
        if not self.proposal_form.is_bound or not self.proposal_form.is_valid():
            return {}
        published_at: datetime = self.proposal_form.cleaned_data["publication"]
        try:
            schedule = terms.proposed_schedule(self._case(published_at), published_at)
        except Refused as refused:
            self.proposal_form.add_error("publication", refused.messages)
            return {}
        return {FIELDS.get(name, name): getattr(schedule, name) for name in _PROPOSED}

    @cached_property
    def limits(self) -> list[DateLimit]:
        """What the terms allow, counted from what stands; none where a rule has no value."""
        try:
            return list(self._limits())
        except terms.MissingRule:
            return []

    def get_form_kwargs(self) -> dict[str, Any]:
        sentences = {one.field: f"{one.sentence} ({one.authority})" for one in self.limits}
        return super().get_form_kwargs() | {"at": self.at, "limits": sentences}

    def perform(self, form: PlanningForm) -> Tender:
        return actions.change_tender(tender=self.tender, **form.cleaned_data, **self.moment())

    def form_valid(self, form: PlanningForm) -> HttpResponse:
        """Save; where people practise, say what a real tender would be refused for."""
        for sentence in form.warnings:
            messages.warning(self.request, _("Only in practice: %(why)s") % {"why": sentence})
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"limits": self.limits, "proposal_form": self.proposal_form}
        return super().get_context_data(**told | kwargs)

    def _case(self, published_at: datetime) -> terms.Case:
        return self.tender.case(amsterdam(published_at))

    def _limits(self) -> Iterator[DateLimit]:
        tender, sent_at = self.tender, self.tender.sent_at(self.at)
        case = self._case(sent_at)
        begins_at = sent_at
        if tender.procedure == Procedure.RESTRICTED:
            limit = terms.request_term(case, sent_at)
            begins_at = tender.requests_close_at or limit.first_at
            yield DateLimit("requests_close_at", _not_before(limit), limit)
        limit = terms.first_legal_closing(case, begins_at)
        yield DateLimit("closes_at", _not_before(limit), limit)
        yield from self._later_limits(case)

    def _later_limits(self, case: terms.Case) -> Iterator[DateLimit]:
        """Those that count from the deadline and from the award decision."""
        tender = self.tender
        limit = terms.standstill(case, tender.award_planned_on or amsterdam(self.at))
        words = _("At least %(days)s days") % {"days": limit.days}
        yield DateLimit("standstill_days", words, limit)
        if tender.closes_at:
            limit = terms.last_legal_clarification(case, tender.closes_at)
            words = _("No later than %(day)s") % {"day": weekday(limit.on)}
            yield DateLimit("clarification_planned_at", words, limit)
        if tender.award_planned_on:
            limit = terms.standstill(case, tender.award_planned_on)
            words = _("The standstill then lasts until the end of %(day)s")
            yield DateLimit("award_planned_on", words % {"day": weekday(limit.on)}, limit)


_PROPOSED = (
    "published_at",
    "request_closes_at",
    "questions_close_at",
    "clarification_at",
    "closes_at",
    "award_on",
)


def _not_before(limit: terms.Limit) -> str:
    return _("Not before %(day)s") % {"day": weekday(limit.on)}


def _next_morning(at: datetime) -> datetime:
    """Nine o'clock on the first working day after `at`."""
    return terms.local_instant(add_working_days(amsterdam(at), 1), time(9))
