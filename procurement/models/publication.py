"""Around publication: review, mandates, notices, documents, invitations, questions, changes."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of, regions_of
from accounts.models import Gemeente, User
from config.shared.constraints import one_of, stamped
from procurement.enums import (
    DeclineReason,
    DocumentVisibility,
    LotStatus,
    NoticeKind,
    ReviewVerdict,
)
from procurement.models.tenders import Lot, Tender
from providers.models import Provider


class OfRegionQuerySet(models.QuerySet[models.Model]):
    """Rows under a tender that only the region's own people see."""

    def visible_to(self, user: User) -> "OfRegionQuerySet":
        return self.filter(tender__region__in=regions_of(user))


class UnderTenderQuerySet(models.QuerySet[models.Model]):
    """Rows under a tender that whoever sees the tender sees."""

    def visible_to(self, user: User) -> "UnderTenderQuerySet":
        return self.filter(tender__in=Tender.objects.visible_to(user))


class TenderReview(models.Model):
    """What a second person says about a draft (four eyes); the latest one counts."""

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="reviews")
    verdict = models.CharField(_("verdict"), max_length=10, choices=ReviewVerdict)
    comment = models.TextField(_("comment"), blank=True)
    reviewed_at = models.DateTimeField(_("reviewed"))
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("reviewer")
    )

    objects = OfRegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ("tender", "-reviewed_at", "-pk")
        constraints = (one_of("tender_review", "verdict", ReviewVerdict.values),)

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} - {self.reviewed_by}"


class Mandate(models.Model):
    """A participating gemeente authorises the lead gemeente to tender for it (volmacht)."""

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="mandates")
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="+", verbose_name=_("gemeente")
    )
    given_on = models.DateField(_("given on"))
    signatory = models.CharField(_("given by"), max_length=160)
    evidence = models.CharField(_("decision or document"), max_length=200)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = OfRegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ("tender", "gemeente__name")
        constraints = (
            models.UniqueConstraint(
                fields=("tender", "gemeente"),
                name="mandate_once_per_gemeente",
                violation_error_message=_("The mandate of this gemeente is already recorded."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.gemeente} - {self.signatory}"

    @property
    def region_id(self) -> int:
        return self.tender.region_id


class Notice(models.Model):
    """A notice on TenderNed, the statutory place of publication: its number and its moment."""

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="notices")
    kind = models.CharField(_("notice"), max_length=10, choices=NoticeKind)
    number = models.CharField(_("notice number"), max_length=40)
    published_at = models.DateTimeField(_("published on TenderNed"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = UnderTenderQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("tender", "published_at", "pk")
        constraints = (
            one_of("notice", "kind", NoticeKind.values),
            models.UniqueConstraint(
                fields=("tender", "number"),
                name="notice_number_once",
                violation_error_message=_("This notice is already recorded."),
            ),
            models.CheckConstraint(
                condition=Q(published_at__lte=F("recorded_at")),
                name="notice_published_before_recorded",
                violation_error_message=_("The notice cannot be published in the future."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def region_id(self) -> int:
        return self.tender.region_id


class TenderDocumentQuerySet(models.QuerySet["TenderDocument"]):
    def visible_to(self, user: User) -> "TenderDocumentQuerySet":
        """The region's people all; others what its visibility says, on tenders that they see."""
        tenders = Tender.objects.visible_to(user).filter(published_at__isnull=False)
        others = self.current_for_public(tenders) | Q(
            tender__in=tenders,
            visibility=DocumentVisibility.INVITED,
            tender__invitations__provider__in=providers_of(user),
        )
        return self.filter(Q(tender__region__in=regions_of(user)) | others).distinct()

    @staticmethod
    def current_for_public(tenders: "models.QuerySet[Tender]") -> Q:
        """The condition under which anyone who sees one of `tenders` may read the document."""
        awarded = Lot.objects.filter(status=LotStatus.AWARDED).values("tender")
        return Q(tender__in=tenders, visibility=DocumentVisibility.PUBLIC) | Q(
            tender__in=tenders.filter(pk__in=awarded), visibility=DocumentVisibility.AFTER_AWARD
        )

    def standing(self) -> "TenderDocumentQuerySet":
        """Those that no later version replaced."""
        return self.filter(replaced_by__isnull=True)


class TenderDocument(models.Model):
    """A file of the tender with who may read it; a new version leaves the old one standing."""

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="documents")
    title = models.CharField(_("title"), max_length=160)
    visibility = models.CharField(
        _("who may read it"),
        max_length=12,
        choices=DocumentVisibility,
        default=DocumentVisibility.PUBLIC,
    )
    file = models.FileField(_("file"), upload_to="tenders/%Y/%m", max_length=255)
    filename = models.CharField(_("file name"), max_length=200)
    kind = models.CharField(_("type"), max_length=10)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = TenderDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("tender", "title", "-pk")
        constraints = (one_of("tender_document", "visibility", DocumentVisibility.values),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("procurement:tenderdocument-download", args=[self.pk])

    @property
    def region_id(self) -> int:
        return self.tender.region_id


class TenderInvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User) -> "TenderInvitationQuerySet":
        """The region's, and one's own; who else was invited is nobody's business."""
        own = Q(provider__in=providers_of(user), tender__published_at__isnull=False)
        return self.filter(Q(tender__region__in=regions_of(user)) | own)


class Invitation(models.Model):
    """A provider is asked to bid, or asked to take part itself (restricted procedure).

    `requested_at` comes first in the restricted procedure; without `invited_at` the request
    was not selected (yet). A provider that does not bid may say why, in two clicks.
    """

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="invitations")
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="+", verbose_name=_("provider")
    )
    requested_at = models.DateTimeField(_("asked to take part"), null=True, blank=True)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    request_text = models.TextField(_("request to participate"), blank=True)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    rejected_at = models.DateTimeField(_("not selected"), null=True, blank=True)
    rejected_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    rejection_reason = models.TextField(_("reason"), blank=True)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True)
    declined_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decline_reason = models.CharField(
        _("why not"), max_length=10, choices=DeclineReason, blank=True
    )
    decline_note = models.TextField(_("explanation"), blank=True)

    objects = TenderInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("tender", "provider__legal_name")
        constraints = (
            models.UniqueConstraint(
                fields=("tender", "provider"),
                name="invitation_once_per_provider",
                violation_error_message=_("This provider is already invited."),
            ),
            stamped("invitation", "requested"),
            stamped("invitation", "invited"),
            stamped("invitation", "rejected"),
            stamped("invitation", "declined"),
            models.CheckConstraint(
                condition=Q(invited_at__isnull=False) | Q(requested_at__isnull=False),
                name="invitation_asked_by_someone",
                violation_error_message=_("An invitation is sent, or taking part was asked for."),
            ),
            models.CheckConstraint(
                condition=Q(invited_at__isnull=True) | Q(rejected_at__isnull=True),
                name="invitation_not_both_ways",
                violation_error_message=_("Who was not selected is not invited."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider} - {self.tender.reference}"

    @property
    def region_id(self) -> int:
        return self.tender.region_id


class Rectification(models.Model):
    """A change of a published tender, told to all at the same moment; may move the deadline."""

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="rectifications")
    text = models.TextField(_("what changes and why"))
    closed_at_before = models.DateTimeField(_("deadline before"))
    closes_at_after = models.DateTimeField(_("deadline after"))
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = UnderTenderQuerySet.as_manager()

    class Meta:
        verbose_name = _("rectification")
        verbose_name_plural = _("rectifications")
        ordering = ("tender", "published_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(closes_at_after__gte=F("closed_at_before")),
                name="rectification_never_shortens",
                violation_error_message=_("A rectification may extend the term, not shorten it."),
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def region_id(self) -> int:
        return self.tender.region_id
