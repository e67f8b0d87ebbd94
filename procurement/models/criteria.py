"""On what a tender is awarded, and what every bidder has to meet."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.constraints import not_negative, one_of
from procurement.enums import CriterionKind, PriceFormula, RequirementKind
from procurement.models.tenders import Lot, Tender


class AwardCriterionQuerySet(models.QuerySet["AwardCriterion"]):
    def visible_to(self, user: User) -> "AwardCriterionQuerySet":
        return self.filter(tender__in=Tender.objects.visible_to(user))

    def quality(self) -> "AwardCriterionQuerySet":
        """The criteria that the panel scores."""
        return self.filter(kind=CriterionKind.QUALITY)


class AwardCriterion(models.Model):
    """What counts for the award and how much; the weights of a tender add up to 100.

    `maximum_value` (euro) is what the highest score is worth in the value-based formula, where
    weights do not count. A bid that scores below `minimum_score` is not ranked.
    """

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="criteria")
    kind = models.CharField(_("kind"), max_length=10, choices=CriterionKind)
    name = models.CharField(_("name"), max_length=120)
    question = models.TextField(_("question to the bidders"), blank=True)
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=2, default=0)
    maximum_value = models.DecimalField(
        _("highest value in euro"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    minimum_score = models.DecimalField(
        _("lowest score that still counts"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    word_limit = models.PositiveIntegerField(_("words at most"), null=True, blank=True)
    formula = models.CharField(_("price formula"), max_length=10, choices=PriceFormula, blank=True)
    scale_best_price = models.DecimalField(
        _("price that earns all points"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    scale_zero_price = models.DecimalField(
        _("price that earns no points"), max_digits=12, decimal_places=4, null=True, blank=True
    )

    objects = AwardCriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("award criterion")
        verbose_name_plural = _("award criteria")
        ordering = ("tender", "-kind", "pk")
        constraints = (
            one_of("criterion", "kind", CriterionKind.values),
            models.CheckConstraint(
                condition=Q(weight__gte=0, weight__lte=100),
                name="criterion_weight_within_100",
                violation_error_message=_("A weight lies between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0)
                | Q(kind="price", formula__in=("value", "fixed"))
                | Q(kind="quality", maximum_value__isnull=False, maximum_value__gt=0),
                name="criterion_counts_for_something",
                violation_error_message=_(
                    "Give a weight, or for the value-based formula a highest value in euro."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind="quality", formula="")
                | Q(kind="price", formula__in=("relative", "value", "fixed"))
                | Q(
                    kind="price",
                    formula="absolute",
                    scale_best_price__isnull=False,
                    scale_zero_price__isnull=False,
                    scale_zero_price__gt=F("scale_best_price"),
                    scale_best_price__gte=0,
                ),
                name="criterion_formula_complete",
                violation_error_message=_(
                    "A price criterion needs a formula; the absolute formula needs a scale "
                    "whose zero lies above its best price."
                ),
            ),
            models.CheckConstraint(
                condition=Q(minimum_score__isnull=True)
                | Q(kind="quality", minimum_score__gte=0, minimum_score__lte=10),
                name="criterion_minimum_score_0_to_10",
                violation_error_message=_("A score lies between 0 and 10."),
            ),
            not_negative("criterion", "maximum_value"),
            models.UniqueConstraint(
                fields=("tender",),
                condition=Q(kind="price"),
                name="criterion_one_price_per_tender",
                violation_error_message=_("A tender has one price criterion."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def region_id(self) -> int:
        return self.tender.region_id


class RequirementQuerySet(models.QuerySet["Requirement"]):
    def visible_to(self, user: User) -> "RequirementQuerySet":
        return self.filter(tender__in=Tender.objects.visible_to(user))


class Requirement(models.Model):
    """What every bidder has to meet (knock-out); of one lot, or of all when `lot` is empty.

    `evidence` says what proves it, which is asked of the intended winner only (art. 2.102).
    """

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="requirements")
    lot = models.ForeignKey(
        Lot,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="requirements",
        verbose_name=_("lot"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=RequirementKind)
    text = models.TextField(_("requirement"))
    evidence = models.TextField(_("evidence"), blank=True)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ("tender", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("tender", "number"),
                name="requirement_number_once",
                violation_error_message=_("This number is already used."),
            ),
            one_of("requirement", "kind", RequirementKind.values),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}"

    @property
    def region_id(self) -> int:
        return self.tender.region_id
