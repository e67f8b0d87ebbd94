"""Where money comes from, how sure it is, and by which rules a count decides about it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StreamKind(TextChoices):
    """By which road money comes in (domain.md 6)."""

    SPUK_WI2021 = "spuk_wi2021", _("SPUK civic integration facilities (Wi2021)")
    SPUK_EDUCATION = "spuk_education", _("SPUK education route 2022-2025")
    SUPPLEMENT_EDUCATION = "supplement_education", _("Supplement education route 2026-2029")
    GEMEENTEFONDS = "gemeentefonds", _("Gemeentefonds (general grant)")
    MEICIRCULAIRE = "meicirculaire", _("May circular")
    DECEMBERCIRCULAIRE = "decembercirculaire", _("December circular")
    OWN = "own", _("Own means")
    OTHER = "other", pgettext_lazy("funding", "Other")


class FundingStage(TextChoices):
    """How sure the amount of a year is."""

    FORECAST = "forecast", _("Forecast")
    PROVISIONAL = "provisional", _("Provisional")
    DEFINITIVE = "definitive", _("Definitive")


class FundingTarget(TextChoices):
    """To whom the one who pays transfers the money."""

    GEMEENTE = "gemeente", _("each gemeente")
    REGION = "region", _("the region, for all gemeenten")


class PaymentDirection(TextChoices):
    """Which way money goes between a gemeente and its region."""

    TO_REGION = "to_region", _("paid to the region")
    FROM_REGION = "from_region", _("paid by the region")


class CountEffect(TextChoices):
    """What a count from a sheet does to what stands."""

    NEW = "new", pgettext_lazy("count", "New")
    CHANGED = "changed", pgettext_lazy("count", "Changed")
    SAME = "same", pgettext_lazy("count", "Unchanged")

    @property
    def tone(self) -> str:
        return {"new": "good", "changed": "attention"}.get(self.value, "neutral")


class FundingRuleKey(TextChoices):
    """The rules of the count and of the settlement of the SPUK, each a setting with a source."""

    ADVANCE_MONTHS = "advance_months", _("Advances a year")
    SETTLEMENT_MONTH = "settlement_month", _("Month of the settlement in the next year")
    ASYLUM_YEARS = "asylum_years", _("Years that an asylum status holder counts once housed")
    FAMILY_YEARS = "family_years", _("Years that a family migrant counts")
    OTHER_YEARS = "other_years", _("Years that another migrant counts")
    COUNTS_AZC = "counts_azc", _("People in an asylum centre count (1 is yes, 0 is no)")
    AMOUNT_PER_PERSON = "amount_per_person", _("Euro for each person counted")
    SUPPLEMENT_AMOUNT = "supplement_amount", _("Supplement for each learner of the education route")
    SUPPLEMENT_FIRST_YEAR = "supplement_first_year", _("First year of the supplement")
    SUPPLEMENT_LAST_YEAR = "supplement_last_year", _("Last year of the supplement")
    COURSE_COST = "course_cost", _("Cost of a course of the education route")
    FIRST_YEAR_PERCENTAGE = (
        "first_year_percentage",
        _("Part of the cost of a course in the year of housing (%)"),
    )
