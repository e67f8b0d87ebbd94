"""Keys of the bid vault; what they do stands in procurement.vault, and why in docs/vault.md."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import Region, User
from config.shared.constraints import one_of, stamped
from procurement.enums import EnvelopeKind
from procurement.models.publication import OfRegionQuerySet, UnderTenderQuerySet
from procurement.models.tenders import Tender


class VaultKeyQuerySet(models.QuerySet["VaultKey"]):
    def visible_to(self, user: User) -> "VaultKeyQuerySet":
        """One's own, as its page shows no more than that it exists."""
        return self.filter(user=user)

    def standing(self) -> "VaultKeyQuerySet":
        """Those in use: no newer one took their place."""
        return self.filter(replaced_at__isnull=True)


class VaultKey(models.Model):
    """The key pair of an officer; the private half is locked by the officer's passphrase.

    argon2id with `salt`, `opslimit` and `memlimit` makes the key that opens `locked_key`.
    A replaced one stays: shares of running tenders are sealed to it.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="vault_keys")
    public_key = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=16)
    opslimit = models.PositiveIntegerField()
    memlimit = models.PositiveBigIntegerField()
    locked_key = models.BinaryField()
    created_at = models.DateTimeField(_("made"))
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    objects = VaultKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("vault key")
        verbose_name_plural = _("vault keys")
        constraints = (
            models.UniqueConstraint(
                fields=("user",),
                condition=Q(replaced_at__isnull=True),
                name="vault_key_one_in_use",
                violation_error_message=_("You already have a vault key."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {localtime(self.created_at):%Y-%m-%d}"


class ArchivistKeyQuerySet(models.QuerySet["ArchivistKey"]):
    def visible_to(self, user: User) -> "ArchivistKeyQuerySet":
        return self.filter(region__in=regions_of(user))

    def standing(self) -> "ArchivistKeyQuerySet":
        """Those to which new tenders seal a share."""
        return self.filter(retired_at__isnull=True)


class ArchivistKey(models.Model):
    """The region's printed key: its private half exists on paper only, with `holder`."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="archivist_keys")
    holder = models.CharField(_("kept by"), max_length=160)
    public_key = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    retired_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ArchivistKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("printed key of the archivist")
        verbose_name_plural = _("printed keys of archivists")
        constraints = (
            stamped("archivist_key", "retired"),
            models.UniqueConstraint(
                fields=("region",),
                condition=Q(retired_at__isnull=True),
                name="archivist_key_one_in_use",
                violation_error_message=_("The region already has a printed key."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.holder} {localtime(self.made_at):%Y-%m-%d}"


class TenderOfficer(models.Model):
    """An officer who is named to open the bids of a tender; only who has a vault key can be."""

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="officers")
    user = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("procurement officer")
    )
    named_at = models.DateTimeField(_("named"))
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = OfRegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("officer who opens")
        verbose_name_plural = _("officers who open")
        ordering = ("tender", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("tender", "user"),
                name="tender_officer_once",
                violation_error_message=_("This officer is already named."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} - {self.tender.reference}"

    @property
    def region_id(self) -> int:
        return self.tender.region_id


class SecretQuerySet(models.QuerySet[models.Model]):
    """Rows that no page shows to anyone."""

    def visible_to(self, user: User) -> "SecretQuerySet":
        return self.none()


class TenderKey(models.Model):
    """The public half of a key pair of a tender; nobody has the private half, see KeyShare."""

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="keys")
    kind = models.CharField(_("opens"), max_length=10, choices=EnvelopeKind)
    public_key = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(_("made"))

    objects = UnderTenderQuerySet.as_manager()

    class Meta:
        verbose_name = _("key of a tender")
        verbose_name_plural = _("keys of a tender")
        constraints = (
            one_of("tender_key", "kind", EnvelopeKind.values),
            models.UniqueConstraint(
                fields=("tender", "kind"),
                name="tender_key_once_per_kind",
                violation_error_message=_("This tender already has its keys."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.tender} {self.get_kind_display()}"


class KeyShare(models.Model):
    """One of n shares of a tender's private key, of which two rebuild it.

    Sealed to the key of one named officer, or to the region's printed key.
    """

    key = models.ForeignKey(TenderKey, models.PROTECT, related_name="shares")
    index = models.PositiveSmallIntegerField(_("share"))
    vault_key = models.ForeignKey(
        VaultKey, models.PROTECT, null=True, blank=True, related_name="shares"
    )
    archivist_key = models.ForeignKey(
        ArchivistKey, models.PROTECT, null=True, blank=True, related_name="shares"
    )
    sealed = models.BinaryField()

    objects = SecretQuerySet.as_manager()

    class Meta:
        verbose_name = _("share of a key")
        verbose_name_plural = _("shares of a key")
        constraints = (
            models.UniqueConstraint(
                fields=("key", "index"),
                name="key_share_index_once",
                violation_error_message=_("This share already exists."),
            ),
            models.CheckConstraint(
                condition=Q(vault_key__isnull=False, archivist_key__isnull=True)
                | Q(vault_key__isnull=True, archivist_key__isnull=False),
                name="key_share_has_one_holder",
                violation_error_message=_("A share has one holder."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.index}"
