"""Sheets that providers deliver: the proof, what was found and what each row would do."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, providers_of, regions_of
from accounts.models import ApiToken, Job, User
from config.shared.constraints import one_of
from contracts.enums import DeliverySource, DeliveryStatus, FindingLevel, RowKind
from contracts.models.contracts import Contract
from providers.models import Provider


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: User) -> "DeliveryQuerySet":
        """The provider's own; the region and the gemeenten of the contract see them too."""
        return self.filter(
            Q(provider__in=providers_of(user))
            | Q(contract__region__in=regions_of(user))
            | Q(contract__gemeenten__in=gemeenten_of(user))
        ).distinct()


class Delivery(models.Model):
    """One sheet of placements for one contract, kept as it came with its SHA-256."""

    provider = models.ForeignKey(
        Provider,
        models.PROTECT,
        related_name="deliveries",
        db_index=False,  # delivery_of_provider has it first
    )
    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="deliveries", verbose_name=_("contract")
    )
    source = models.CharField(
        _("came in as"),
        max_length=6,
        choices=DeliverySource,
        default=DeliverySource.SHEET,
        db_default=DeliverySource.SHEET,
    )
    token = models.ForeignKey(
        ApiToken,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="deliveries",
        verbose_name=_("sent with the API token"),
    )
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("corrects"),
    )
    file = models.FileField(_("file"), upload_to="deliveries/%Y/%m/")
    filename = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    status = models.CharField(
        _("status"), max_length=12, choices=DeliveryStatus, default=DeliveryStatus.RECEIVED
    )
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_new = models.PositiveIntegerField(_("new"), default=0)
    rows_changed = models.PositiveIntegerField(_("changed"), default=0)
    rows_unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rows_refused = models.PositiveIntegerField(_("refused"), default=0)
    rows_warned = models.PositiveIntegerField(_("with warnings"), default=0, db_default=0)
    warnings_reason = models.CharField(
        _("why the warnings are right"), max_length=500, blank=True, db_default=""
    )
    understood = models.JSONField(_("how the header was understood"), default=list, db_default=[])
    """For each column of the file: {"header", "column" or None, "by": name / order / person}."""
    judged_digest = models.CharField(max_length=64, blank=True, db_default="")
    """SHA-256 over what the check rested on: while it stands, rows are applied as judged then."""
    seats_beyond = models.JSONField(default=dict, db_default={})
    """By id of a capacity line the authorised extra seats that the rows use up."""
    valid_rows_only = models.BooleanField(_("apply the valid rows only"), default=False)
    cancels_left_out = models.BooleanField(
        _("cancel what the correction leaves out"), default=False, db_default=False
    )
    message = models.TextField(_("message"), blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(_("received"))
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ("-received_at", "-pk")
        constraints = (
            one_of("delivery", "status", DeliveryStatus.values),
            one_of("delivery", "source", DeliverySource.values),
            models.CheckConstraint(
                condition=Q(status__in=("applied", "superseded"), applied_at__isnull=False)
                | (~Q(status__in=("applied", "superseded")) & Q(applied_at__isnull=True)),
                name="delivery_applied_has_moment",
                violation_error_message=_("An applied delivery has the moment it was applied."),
            ),
        )
        indexes = (
            models.Index(
                fields=("token",), condition=Q(token__isnull=False), name="delivery_of_token"
            ),
            models.Index(
                fields=(
                    "provider",
                    "-received_at",
                    "-id",
                ),
                name="delivery_of_provider",
            ),
        )

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("contracts:delivery-detail", args=[self.pk])


class DeliveryPartQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> "DeliveryPartQuerySet":
        """What was found in deliveries that `user` may see."""
        return self.filter(delivery__in=Delivery.objects.visible_to(user))


class DeliveryFinding(models.Model):
    """Something wrong, or worth a look, in one cell; with a sentence on how to mend it."""

    delivery = models.ForeignKey(
        Delivery,
        models.CASCADE,
        related_name="findings",
        db_index=False,  # finding_in_order has it first
    )
    row_number = models.PositiveIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=80, blank=True)
    level = models.CharField(_("level"), max_length=8, choices=FindingLevel)
    code = models.CharField(_("rule"), max_length=60)
    message = models.TextField(_("what is wrong"))
    remedy = models.TextField(_("how to mend it"), blank=True)
    value = models.TextField(_("value"), blank=True)

    objects = DeliveryPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("delivery", "row_number", "pk")
        constraints = (one_of("finding", "level", FindingLevel.values),)
        indexes = (models.Index(fields=("delivery", "row_number", "id"), name="finding_in_order"),)

    def __str__(self) -> str:
        return self.message


class DeliveryRow(models.Model):
    """What one row of the sheet would do.

    `changes` is {column of the sheet: [before, after]}, as codes and ISO days; None is empty.
    Its key is held by statement: docs/adr/0009.
    """

    delivery = models.ForeignKey(
        Delivery,
        models.CASCADE,
        db_constraint=False,
        related_name="rows",
        db_index=False,  # delivery_row_once has it first
    )
    row_number = models.PositiveIntegerField(_("row"))
    kind = models.CharField(_("effect"), max_length=10, choices=RowKind)
    reference = models.CharField(_("placement"), max_length=60, blank=True)
    changes = models.JSONField(_("changes"), default=dict, encoder=DjangoJSONEncoder)

    objects = DeliveryPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a delivery")
        verbose_name_plural = _("rows of a delivery")
        ordering = ("delivery", "row_number")
        constraints = (
            one_of("delivery_row", "kind", RowKind.values),
            models.UniqueConstraint(fields=("delivery", "row_number"), name="delivery_row_once"),
        )

    def __str__(self) -> str:
        return f"{self.row_number}: {self.kind}"
