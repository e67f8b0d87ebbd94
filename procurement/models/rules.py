"""The terms and thresholds that a tender keeps to: settings, each with its source."""

from datetime import date
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Region, User
from config.shared.constraints import not_negative, one_of
from procurement.enums import Procedure, RuleKey, RuleUnit
from procurement.terms import Rules


class LegalRuleQuerySet(models.QuerySet["LegalRule"]):
    def visible_to(self, user: User) -> "LegalRuleQuerySet":
        """All of them for anyone who is signed in: law and house rules are no secret."""
        return self if user.is_active else self.none()

    def for_region(self, region: Region | None) -> "LegalRuleQuerySet":
        """The national rules, and those of `region` itself."""
        return self.filter(Q(region__isnull=True) | Q(region=region))

    def rules_for(self, region: Region | None) -> Rules:
        """What the terms of a tender of `region` are counted with; one query."""
        rows = self.for_region(region)
        return Rules.of(rows, region_id=region.pk if region else None)

    def in_force(self, on: date) -> "LegalRuleQuerySet":
        """Per region, key and procedure the one row that applies on the day."""
        return (
            self.filter(applies_from__lte=on)
            .order_by("region_id", "key", "procedure", "-applies_from")
            .distinct("region_id", "key", "procedure")
        )


class LegalRule(models.Model):
    """One value of one rule from a day on, national or a region's own.

    A region's own row counts only where the national one does not bind, and cites no article.
    """

    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="legal_rules",
        verbose_name=_("region"),
        help_text=_("Empty: for every region."),
    )
    key = models.CharField(pgettext_lazy("law", "rule"), max_length=40, choices=RuleKey)
    procedure = models.CharField(
        _("procedure"),
        max_length=30,
        choices=Procedure,
        blank=True,
        help_text=_("Empty: for every procedure without a rule of its own."),
    )
    applies_from = models.DateField(_("applies from"))
    value = models.DecimalField(
        _("value"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Yes is 1, no is 0."),
    )
    unit = models.CharField(_("unit"), max_length=20, choices=RuleUnit)
    article = models.CharField(
        _("article"),
        max_length=60,
        blank=True,
        help_text=_("Such as “2.127 Aw 2012”. Empty: no page and no letter cites an article."),
    )
    source = models.TextField(_("source"))
    is_binding = models.BooleanField(
        _("binding"), default=False, help_text=_("The law says so; no region may set it aside.")
    )
    is_certain = models.BooleanField(
        _("certain"),
        default=False,
        help_text=_("Checked against the text of the law; until then no article is cited."),
    )
    note = models.TextField(_("note"), blank=True)

    objects = LegalRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal rule")
        verbose_name_plural = _("legal rules")
        ordering = ("key", "procedure", "-applies_from", F("region").asc(nulls_first=True), "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "key", "procedure", "applies_from"),
                nulls_distinct=False,
                name="legal_rule_once",
                violation_error_message=_("There is already such a rule from this day on."),
            ),
            one_of("legal_rule", "key", RuleKey.values),
            one_of("legal_rule", "procedure", ["", *Procedure.values]),
            one_of("legal_rule", "unit", RuleUnit.values),
            not_negative("legal_rule", "value"),
            models.CheckConstraint(
                condition=~Q(unit__in=RuleUnit.days()) | Q(value=Round("value")),
                name="legal_rule_days_are_whole",
                violation_error_message=_("A term has a whole number of days."),
            ),
            models.CheckConstraint(
                condition=~Q(unit=RuleUnit.YES_NO) | Q(value__in=(0, 1)),
                name="legal_rule_yes_or_no",
                violation_error_message=_("Yes is 1, no is 0."),
            ),
            models.CheckConstraint(
                condition=~Q(unit=RuleUnit.SHARE) | Q(value__lte=1),
                name="legal_rule_share_at_most_one",
                violation_error_message=_("A share lies between 0 and 1."),
            ),
            models.CheckConstraint(
                condition=Q(region__isnull=True) | Q(is_binding=False, article=""),
                name="legal_rule_of_region_is_no_law",
                violation_error_message=_("A region's own rule is not law and cites no article."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="legal_rule_names_its_source",
                violation_error_message=_("A rule names its source."),
            ),
        )

    def __str__(self) -> str:
        name = self.get_key_display()
        return f"{name} ({self.get_procedure_display()})" if self.procedure else name
