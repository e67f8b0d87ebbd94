"""Sheets from which contracts that run already are recorded."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import Region, User
from config.shared.constraints import stamped
from contracts.models.contracts import Contract


class ContractSheetQuerySet(models.QuerySet["ContractSheet"]):
    def visible_to(self, user: User) -> "ContractSheetQuerySet":
        """The region's own; providers hand in no contracts."""
        return self.filter(region__in=regions_of(user))


class ContractSheet(models.Model):
    """A sheet of contracts that run already, kept as it came with its SHA-256."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="contract_sheets")
    file = models.FileField(_("file"), upload_to="contract-sheets/%Y/%m/")
    filename = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    received_at = models.DateTimeField(_("received"))
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    contracts = models.ManyToManyField(Contract, related_name="+")

    objects = ContractSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("sheet of running contracts")
        verbose_name_plural = _("sheets of running contracts")
        ordering = ("-received_at", "-pk")
        constraints = (stamped("contract_sheet", "confirmed"),)

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("contracts:contractsheet-detail", args=[self.pk])
