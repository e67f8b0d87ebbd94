"""What is put on paper to be signed: frozen facts, the files made of them, and the signatures."""

from typing import cast

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import User
from config.shared.constraints import one_of, stamped
from contracts.enums import PartySide
from contracts.models.amendments import Amendment
from contracts.models.contracts import Contract
from contracts.models.covenants import Covenant, CovenantParty

SIDES = len(PartySide)


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, user: User) -> "PaperQuerySet":
        """With the contract or covenant; others than the region see none that was taken back."""
        standing = Q(voided_at__isnull=True) & (
            Q(contract__in=Contract.objects.visible_to(user))
            | Q(covenant__in=Covenant.objects.visible_to(user))
        )
        regions = regions_of(user)
        own = Q(contract__region__in=regions) | Q(covenant__region__in=regions)
        return self.filter(standing | own)

    def standing(self) -> "PaperQuerySet":
        """Those that have not been taken back."""
        return self.filter(voided_at__isnull=True)

    def of_contract(self) -> "PaperQuerySet":
        """Papers of contracts themselves, not of their amendments."""
        return self.filter(contract__isnull=False, amendment__isnull=True)

    def signed_by_both(self) -> "PaperQuerySet":
        """Standing papers of a contract or amendment that both sides have signed."""
        counted = self.standing().alias(
            sides=Count("signatures__side", distinct=True, filter=Q(signatures__party=None))
        )
        return counted.filter(sides=SIDES)


class Paper(models.Model):
    """A contract, amendment or covenant as it is put before its parties to sign.

    `facts` hold all that the files say, so that they stay true when names, prices or clauses
    change later. `sha256` is that of the PDF. Nothing of it changes; it can be taken back.
    """

    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name=_("contract"),
    )
    covenant = models.ForeignKey(
        Covenant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name=_("covenant"),
    )
    amendment = models.ForeignKey(
        Amendment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name=_("amendment"),
    )
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=240)
    facts = models.JSONField(_("facts"))
    pdf = models.FileField(_("PDF"), upload_to="papers/%Y/%m/")
    docx = models.FileField(_("Word (docx)"), upload_to="papers/%Y/%m/", blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    signed_outside = models.BooleanField(_("signed outside"), default=False)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    voided_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    voided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    void_reason = models.TextField(_("why it was taken back"), blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ("-made_at", "-pk")
        constraints = (
            stamped("paper", "voided"),
            models.CheckConstraint(
                condition=Q(contract__isnull=False, covenant__isnull=True)
                | Q(contract__isnull=True, covenant__isnull=False, amendment__isnull=True),
                name="paper_of_contract_or_covenant",
                violation_error_message=_("A paper is that of one contract or covenant."),
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="paper_has_digest",
                violation_error_message=_("A paper has the digest of its PDF."),
            ),
            models.UniqueConstraint(
                fields=("contract", "covenant", "amendment", "number"),
                nulls_distinct=False,
                name="paper_number_once",
                violation_error_message=_("This version already exists."),
            ),
            models.UniqueConstraint(
                fields=("contract", "covenant", "amendment"),
                condition=Q(voided_at__isnull=True),
                nulls_distinct=False,
                name="paper_one_stands",
                violation_error_message=_("Take the standing paper back first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def get_absolute_url(self) -> str:
        return reverse("contracts:paper-detail", args=[self.pk])

    @property
    def agreement(self) -> Contract | Covenant:
        """What the paper is of; an amendment's is its contract."""
        return cast(Contract | Covenant, self.contract or self.covenant)

    @property
    def region_id(self) -> int:
        return self.agreement.region_id

    @property
    def provider_id(self) -> int | None:
        """The provider of a contract; None for a covenant, which may have many."""
        return self.contract.provider_id if self.contract else None


class PaperSignatureQuerySet(models.QuerySet["PaperSignature"]):
    def visible_to(self, user: User) -> "PaperSignatureQuerySet":
        return self.filter(paper__in=Paper.objects.visible_to(user))


class PaperSignature(models.Model):
    """That somebody signed a paper for a side: who, as what, on which day; with the scan if any.

    Never changed: who signed wrongly signs a new paper.
    """

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="signatures")
    side = models.CharField(_("side"), max_length=10, choices=PartySide)
    party = models.ForeignKey(
        CovenantParty,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("party"),
    )
    signatory_name = models.CharField(_("signed by (name)"), max_length=120)
    signatory_role = models.CharField(_("signed by (function)"), max_length=120)
    signed_on = models.DateField(_("day of the signature"))
    file = models.FileField(_("scan"), upload_to="papers/%Y/%m/", blank=True)
    filename = models.CharField(_("file name"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = PaperSignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ("paper", "recorded_at", "pk")
        constraints = (
            one_of("paper_signature", "side", PartySide.values),
            models.UniqueConstraint(
                fields=("paper", "side", "party"),
                nulls_distinct=False,
                name="paper_signed_once_for_a_side",
                violation_error_message=_("This side has already signed."),
            ),
            models.CheckConstraint(
                condition=Q(file="", sha256="")
                | (~Q(file="") & Q(sha256__regex=r"^[0-9a-f]{64}$")),
                name="paper_signature_scan_has_digest",
                violation_error_message=_("A scan has its digest."),
            ),
            models.CheckConstraint(
                condition=~Q(signatory_name="") & ~Q(signatory_role=""),
                name="paper_signature_says_who",
                violation_error_message=_("Say who signs, and as what."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.signatory_name}, {self.signatory_role}"
