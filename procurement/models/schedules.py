"""What the legal terms of a tender are counted with, and what they have against its dates."""

from datetime import date, datetime
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _

from config.shared.periods import amsterdam
from procurement import terms
from procurement.enums import NoticeKind, Procedure, RuleKey, TenderKind, TenderStatus
from procurement.models.rules import LegalRule

LOST_LOTS = ("no_bids", "not_awarded")
"""After which an earlier tender counts as one without (suitable) bids."""

FIELDS = {
    "published_at": "planned_publication_at",
    "request_closes_at": "requests_close_at",
    "clarification_at": "clarification_planned_at",
    "award_on": "award_planned_on",
}
"""The field of a tender that holds a date of its schedule, where the two names differ."""


class Scheduled:
    """The part of a tender that has to do with value, terms and thresholds; one query a rule set.

    Amounts are those of the tender: euro excl. VAT, options included.
    """

    @property
    def is_social_service(self: Any) -> bool:
        """Education is a social service; other services have the lower threshold."""
        return self.kind != TenderKind.OTHER

    @property
    def follows_failure(self: Any) -> bool:
        """Whether the tender that this one follows ended a lot without (suitable) bids."""
        if self.follows_id is None:
            return False
        return self.follows.lots.filter(status__in=LOST_LOTS).exists()

    def legal_rules(self: Any) -> terms.Rules:
        """The national rules and those of the region; one query."""
        return LegalRule.objects.rules_for(self.region)

    def purchase(
        self: Any, on: date, *, places_clients: bool, rules: terms.Rules | None = None
    ) -> terms.Purchase:
        """What the advice on the procedure is asked about."""
        return terms.Purchase(
            estimated_amount=self.estimated_amount,
            on=on,
            rules=rules or self.legal_rules(),
            is_social_service=self.is_social_service,
            places_clients=places_clients,
            admits_all=not self.is_competitive,
            no_bids_before=self.follows_failure,
        )

    def case(self: Any, on: date, rules: terms.Rules | None = None) -> terms.Case:
        """What the terms depend on, on the day; MissingRule when no threshold is set for it."""
        rules = rules or self.legal_rules()
        return terms.Case(
            procedure=Procedure(self.procedure),
            rules=rules,
            e_submission=self.has_electronic_submission,
            prior_notice=self.prior_notice_on is not None,
            above_threshold=self.purchase(on, places_clients=True, rules=rules).is_above_threshold,
        )

    def sent_at(self: Any, at: datetime) -> datetime:
        """From when terms run: the notice on TenderNed, else the publication, else the planned one.

        A draft that is planned for an earlier moment than `at` counts from `at`.
        """
        notices = self.notices.filter(kind=NoticeKind.CONTRACT)
        noticed = notices.aggregate(first=Min("published_at"))["first"]
        if noticed or self.published_at:
            return noticed or self.published_at
        if self.status == TenderStatus.DRAFT and self.planned_publication_at:
            return max(self.planned_publication_at, at)
        return at

    def schedule(self: Any, at: datetime) -> terms.Schedule:
        """The dates of the tender, as the terms name them."""
        return terms.Schedule(
            published_at=self.sent_at(at),
            request_closes_at=self.requests_close_at,
            questions_close_at=self.questions_close_at,
            clarification_at=self.clarification_planned_at,
            closes_at=self.closes_at,
            award_on=self.award_planned_on,
            first_on=self.lots.aggregate(first=Min("first_on"))["first"],
        )

    def objections(self: Any, at: datetime) -> list[terms.Objection]:
        """What the terms have against the dates; warnings only in a region for practice.

        MissingRule when a term has no value.
        """
        schedule = self.schedule(at)
        case = self.case(amsterdam(schedule.published_at))
        return terms.objections(schedule, case, training=self.region.is_training)

    def standstill_objection(self: Any, at: datetime) -> terms.Objection | None:
        """Against a standstill that is shorter than the rule of its procedure asks.

        MissingRule when that has no value.
        """
        on = amsterdam(self.sent_at(at))
        rule = self.case(on).rule(RuleKey.STANDSTILL, on)
        if not self.is_competitive or self.standstill_days >= rule.days:
            return None
        words = _("%(authority)s, the standstill lasts at least %(days)s days.")
        sentence = words % {"authority": rule.authority, "days": rule.days}
        is_warning = self.region.is_training
        return terms.Objection("standstill_days", sentence, rule.citation, is_warning=is_warning)
