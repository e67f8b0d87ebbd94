"""Codes of rules of law."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RuleKey(TextChoices):
    """The rules about which a `LegalRule` gives a value.

    The ones that end in `.national` stand for tenders below the European threshold.
    """

    THRESHOLD_SOCIAL = "threshold.social", _("Threshold for social services")
    THRESHOLD_SERVICES = "threshold.services", _("Threshold for other services")
    TERM_REQUEST = "term.request", _("Term for requests to participate")
    TERM_REQUEST_NATIONAL = (
        "term.request.national",
        _("Term for requests to participate, below the threshold"),
    )
    TERM_TENDER = "term.tender", _("Term for bids")
    TERM_TENDER_NATIONAL = "term.tender.national", _("Term for bids, below the threshold")
    PRIOR_NOTICE = "term.tender.prior_notice", _("Term for bids after a prior notice")
    PRIOR_NOTICE_FLOOR = (
        "term.tender.prior_notice.floor",
        _("Shortest term for bids after a prior notice"),
    )
    E_SUBMISSION = "reduction.e_submission", _("Days less when bids come in electronically")
    TERM_CLARIFICATION = "term.clarification", _("Last clarification before the deadline")
    TERM_CLARIFICATION_NATIONAL = (
        "term.clarification.national",
        _("Last clarification before the deadline, below the threshold"),
    )
    TERM_SHIFT = (
        "term.shift_to_working_day",
        _("A term that ends on a day off moves to the next working day"),
    )
    STANDSTILL = "standstill", _("Standstill period")
    STANDSTILL_NATIONAL = "standstill.national", _("Standstill period, below the threshold")
    STANDSTILL_SHIFT = (
        "standstill.shift_to_working_day",
        _("A standstill that ends on a day off moves to the next working day"),
    )
    AWARD_REASONS = "award_decision.reasons", _("An award decision gives its relevant reasons")
    AWARD_NOTICE = "award_notice", _("Term for the award notice")
    AWARD_NOTICE_QUARTERLY = "award_notice.quarterly", _("Award notices bundled per quarter")
    ABNORMALLY_LOW = "abnormally_low", _("Explanation asked before rejecting a low price")
    RECORDS_KEEP_YEARS = "records.keep_years", _("Years to keep the file after the award")
    INVITED_MINIMUM = "invited.minimum", _("Fewest providers to invite")
    INVITED_MAXIMUM = "invited.maximum", _("Most providers to invite")
    FRAMEWORK_MAXIMUM_YEARS = "framework.maximum_years", _("Longest framework agreement in years")
    MODIFICATION_MINOR = "modification.minor_share", _("Largest share of minor modifications")
    MODIFICATION_EXTRA = (
        "modification.extra_share",
        _("Largest share of one extra or unforeseen modification"),
    )
    REGIME_SOCIAL = "regime.social", _("Light regime for social services")
    REGIME_NEGOTIATED = "regime.negotiated", _("Negotiation after a tender without bids")
    REGIME_OPEN_HOUSE = "regime.open_house", _("Admission without a choice by the buyer")


class RuleUnit(TextChoices):
    """What the value of a legal rule counts."""

    CALENDAR_DAYS = "calendar_days", _("calendar days")
    WORKING_DAYS = "working_days", _("working days")
    YEARS = "years", _("years")
    NUMBER = "number", _("number")
    EURO = "euro", _("euro")
    SHARE = "share", _("share")
    YES_NO = "yes_no", _("yes or no")

    @classmethod
    def days(cls) -> tuple["RuleUnit", ...]:
        """The units in which a term is counted."""
        return cls.CALENDAR_DAYS, cls.WORKING_DAYS
