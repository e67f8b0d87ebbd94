"""The record of an opening, and the share that waits a few minutes for the second officer."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import User
from config.shared.constraints import one_of, stamped
from procurement.enums import EnvelopeKind, OpenedWith
from procurement.models.tenders import Lot, Tender
from procurement.models.vault import ArchivistKey, SecretQuerySet, VaultKey


class OpeningRecordQuerySet(models.QuerySet["OpeningRecord"]):
    def visible_to(self, user: User) -> "OpeningRecordQuerySet":
        """The region's. Not the panel's: a record names the bidders."""
        return self.filter(tender__region__in=regions_of(user))

    def done(self) -> "OpeningRecordQuerySet":
        """Those that two people completed."""
        return self.filter(second_at__isnull=False)

    def waiting(self, kind: str) -> "OpeningRecordQuerySet":
        """Those of `kind` in which the first officer acted and nobody else yet."""
        return self.filter(kind=kind, second_at__isnull=True)


class OpeningRecord(models.Model):
    """Proces-verbaal van opening: who opened which envelopes, when, and what they found.

    `record` is the signed record that an outsider can check (manage.py verify_opening). A lot's
    prices are opened once; `lots` says of which lots this opening read the prices.
    """

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="openings")
    kind = models.CharField(_("opened"), max_length=10, choices=EnvelopeKind)
    lots = models.ManyToManyField(Lot, blank=True, related_name="openings")
    first_at = models.DateTimeField(_("first officer"))
    first_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    first_session = models.CharField(max_length=64)
    """SHA-256 of the session in which the first officer acted; the second needs another one."""
    second_at = models.DateTimeField(_("second officer"), null=True, blank=True)
    second_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    opened_with = models.CharField(
        _("with"), max_length=10, choices=OpenedWith, default=OpenedWith.PASSPHRASE
    )
    bids_opened = models.PositiveIntegerField(_("bids opened"), default=0)
    bids_withdrawn = models.PositiveIntegerField(_("bids withdrawn"), default=0)
    bids_late = models.PositiveIntegerField(_("bids too late"), default=0)
    record = models.JSONField(_("record"), default=dict, blank=True)

    objects = OpeningRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening record")
        verbose_name_plural = _("opening records")
        ordering = ("tender", "first_at", "pk")
        constraints = (
            one_of("opening", "kind", EnvelopeKind.values),
            one_of("opening", "opened_with", OpenedWith.values),
            stamped("opening", "second"),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("first_by")),
                name="opening_by_two_people",
                violation_error_message=_("Two different officers open the bids."),
            ),
            models.UniqueConstraint(
                fields=("tender",),
                condition=Q(kind="quality"),
                name="opening_of_quality_once",
                violation_error_message=_("The bids are already open."),
            ),
            models.UniqueConstraint(
                fields=("tender", "kind"),
                condition=Q(second_at__isnull=True),
                name="opening_one_at_a_time",
                violation_error_message=_("An opening is already under way."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.tender} - {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:openingrecord-detail", args=[self.pk])

    @property
    def region_id(self) -> int:
        return self.tender.region_id


class ResealedShare(models.Model):
    """The first officer's share, sealed to whoever may act second; gone once used or expired."""

    opening = models.ForeignKey(OpeningRecord, models.CASCADE, related_name="resealed_shares")
    vault_key = models.ForeignKey(VaultKey, models.PROTECT, null=True, blank=True, related_name="+")
    archivist_key = models.ForeignKey(
        ArchivistKey, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sealed = models.BinaryField()
    expires_at = models.DateTimeField()

    objects = SecretQuerySet.as_manager()

    class Meta:
        verbose_name = _("share that waits for a second officer")
        verbose_name_plural = _("shares that wait for a second officer")
        constraints = (
            models.CheckConstraint(
                condition=Q(vault_key__isnull=False, archivist_key__isnull=True)
                | Q(vault_key__isnull=True, archivist_key__isnull=False),
                name="resealed_share_has_one_holder",
                violation_error_message=_("A share has one holder."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.opening}"
