"""Data-processing agreements: without one in force a provider hands in no data."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of, regions_of
from accounts.models import Region, User
from config.shared.constraints import check_order, in_order, stamped
from providers.models.organisations import Provider


class DataAgreementQuerySet(models.QuerySet["DataAgreement"]):
    def visible_to(self, user: User) -> "DataAgreementQuerySet":
        """Those of the own organisation, and of the regions one acts for."""
        return self.filter(Q(provider__in=providers_of(user)) | Q(region__in=regions_of(user)))

    def standing(self) -> "DataAgreementQuerySet":
        """Offered or signed, and not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def in_force(self, provider_id: int, region_id: int, day: date) -> "DataAgreementQuerySet":
        """The signed agreement of both on `day`, if there is one."""
        return self.standing().filter(
            Q(last_on__isnull=True) | Q(last_on__gte=day),
            provider=provider_id,
            region=region_id,
            signed_at__isnull=False,
            first_on__lte=day,
        )


class DataAgreement(models.Model):
    """What a region and a provider agree on personal data, from a day until a day.

    The region offers a text, which is frozen with its hash; an administrator of the provider
    signs it.
    """

    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="data_agreements", verbose_name=_("provider")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="data_agreements", verbose_name=_("region")
    )
    version = models.CharField(_("version"), max_length=20)
    text = models.TextField(_("text"))
    text_sha256 = models.CharField(_("SHA-256"), max_length=64)
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"), null=True, blank=True)
    offered_at = models.DateTimeField(_("offered"))
    offered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signatory_name = models.CharField(_("signatory"), max_length=120, blank=True)
    signatory_role = models.CharField(_("job title"), max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DataAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("data-processing agreement")
        verbose_name_plural = _("data-processing agreements")
        ordering = ("provider", "region", "-first_on", "-pk")
        constraints = (
            in_order("data_agreement", "first_on", "last_on"),
            stamped("data_agreement", "signed"),
            stamped("data_agreement", "withdrawn"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | ~Q(signatory_name=""),
                name="data_agreement_signed_by_name",
                violation_error_message=_("Say who signs."),
            ),
            ExclusionConstraint(
                name="data_agreement_no_overlap",
                expressions=[
                    ("provider", RangeOperators.EQUAL),
                    ("region", RangeOperators.EQUAL),
                    (
                        Func(F("first_on"), F("last_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message=_("There is already an agreement in that period."),
            ),
        )

    def __str__(self) -> str:
        return _("Data-processing agreement %(provider)s - %(region)s") % {
            "provider": self.provider,
            "region": self.region,
        }

    def get_absolute_url(self) -> str:
        return reverse("providers:dataagreement-detail", args=[self.pk])

    def clean(self) -> None:
        """The last day is not before the first."""
        check_order(self, "first_on", "last_on")
