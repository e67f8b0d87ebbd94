"""Sample checks: placements drawn by chance, the evidence asked for them, and what it showed."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of, regions_of
from accounts.models import Region, User
from config.shared.constraints import in_order, not_negative, one_of, stamped
from config.shared.display import day
from config.shared.identifiers import validate_no_personal_number
from contracts.enums import SampleOutcome, SampleStatus, Sanction
from contracts.models.placements import Placement
from providers.models import Provider

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class SampleCheckQuerySet(models.QuerySet["SampleCheck"]):
    def visible_to(self, user: User) -> "SampleCheckQuerySet":
        """The region's, and those in which the provider has been asked for evidence."""
        asked = Q(provider__in=providers_of(user)) & ~Q(status=SampleStatus.DRAFT)
        return self.filter(Q(region__in=regions_of(user)) | asked)

    def with_counts(self) -> "SampleCheckQuerySet":
        """Annotate `drawn`, `evidenced`, `judged` and `wrong`: items by how far they are."""
        return self.annotate(
            drawn=Count("items"),
            evidenced=Count("items", filter=~Q(items__file="")),
            judged=Count("items", filter=Q(items__is_in_order__isnull=False)),
            wrong=Count("items", filter=Q(items__is_in_order=False)),
        )


class SampleCheck(models.Model):
    """A share of a provider's placements, drawn by chance from a seed that anyone can repeat.

    `population` are the placements that were taught in the period when the sample was drawn.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="sample_checks", verbose_name=_("region")
    )
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="sample_checks", verbose_name=_("provider")
    )
    first_on = models.DateField(_("first day of the period"))
    last_on = models.DateField(_("last day of the period"))
    percentage = models.DecimalField(_("share drawn (%)"), max_digits=5, decimal_places=2)
    seed = models.CharField(_("seed"), max_length=40)
    population = models.PositiveIntegerField(_("placements in the period"))
    evidence_asked = models.TextField(_("evidence asked"), validators=[validate_no_personal_number])
    reply_by_on = models.DateField(_("reply by"))
    status = models.CharField(
        _("status"), max_length=10, choices=SampleStatus, default=SampleStatus.DRAFT
    )
    heard_on = models.DateField(_("heard on"), null=True, blank=True)
    hearing = models.TextField(
        _("what the provider said"), blank=True, validators=[validate_no_personal_number]
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=SampleOutcome, blank=True)
    conclusion = models.TextField(
        _("conclusion"), blank=True, validators=[validate_no_personal_number]
    )
    sanction = models.CharField(_("sanction"), max_length=12, choices=Sanction, blank=True)
    recovered_amount = models.DecimalField(
        _("amount claimed back"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    drawn_at = models.DateTimeField(_("sample drawn"))
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField(_("concluded"), null=True, blank=True)
    concluded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SampleCheckQuerySet.as_manager()

    # Annotated by with_counts().
    drawn: int
    evidenced: int
    judged: int
    wrong: int

    if TYPE_CHECKING:
        items: RelatedManager["SampleItem"]

    class Meta:
        verbose_name = _("sample check")
        verbose_name_plural = _("sample checks")
        ordering = ("-drawn_at", "-pk")
        constraints = (
            in_order("sample_check", "first_on", "last_on"),
            one_of("sample_check", "status", SampleStatus.values),
            one_of("sample_check", "outcome", ["", *SampleOutcome.values]),
            one_of("sample_check", "sanction", ["", *Sanction.values]),
            not_negative("sample_check", "recovered_amount"),
            stamped("sample_check", "concluded"),
            models.CheckConstraint(
                condition=Q(percentage__gt=0, percentage__lte=100),
                name="sample_check_percentage_within_100",
                violation_error_message=_("A percentage lies between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(status="concluded", concluded_at__isnull=False)
                & ~Q(outcome="")
                & ~Q(sanction="")
                | ~Q(status="concluded") & Q(concluded_at__isnull=True, outcome="", sanction=""),
                name="sample_check_concluded_has_outcome",
                violation_error_message=_(
                    "A concluded check has an outcome and says what follows."
                ),
            ),
            models.CheckConstraint(
                condition=Q(sanction__in=("", "none")) | Q(outcome="shortcomings"),
                name="sample_check_sanction_for_shortcomings",
                violation_error_message=_("A sanction follows from shortcomings only."),
            ),
            models.CheckConstraint(
                condition=Q(recovered_amount__isnull=True) | Q(sanction="recovery"),
                name="sample_check_amount_with_recovery",
                violation_error_message=_("An amount goes with payments that are claimed back."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider}, {day(self.first_on)} - {day(self.last_on)}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:samplecheck-detail", args=[self.pk])


class SampleItemQuerySet(models.QuerySet["SampleItem"]):
    def visible_to(self, user: User) -> "SampleItemQuerySet":
        return self.filter(check_of__in=SampleCheck.objects.visible_to(user))


class SampleItem(models.Model):
    """One placement of the sample, its evidence and whether that shows what was delivered."""

    check_of = models.ForeignKey(
        SampleCheck, models.CASCADE, related_name="items", verbose_name=_("sample check")
    )
    placement = models.ForeignKey(
        Placement, models.PROTECT, related_name="+", verbose_name=_("placement")
    )
    file = models.FileField(_("evidence"), upload_to="samples/%Y/%m", max_length=255, blank=True)
    filename = models.CharField(_("file name"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    evidence_at = models.DateTimeField(_("evidence received"), null=True, blank=True)
    evidence_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    is_in_order = models.BooleanField(_("in order"), null=True, blank=True)
    remark = models.CharField(
        _("remark"), max_length=300, blank=True, validators=[validate_no_personal_number]
    )

    objects = SampleItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement in a sample")
        verbose_name_plural = _("placements in a sample")
        ordering = ("check_of", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("check_of", "placement"),
                name="sample_item_once_per_check",
                violation_error_message=_("This placement is already in the sample."),
            ),
            stamped("sample_item", "evidence"),
            models.CheckConstraint(
                condition=Q(file="", evidence_at__isnull=True)
                | (~Q(file="") & Q(evidence_at__isnull=False)),
                name="sample_item_evidence_has_moment",
                violation_error_message=_("Evidence has the moment it was received."),
            ),
        )

    def __str__(self) -> str:
        return str(self.placement)

    def get_absolute_url(self) -> str:
        return self.check_of.get_absolute_url()
