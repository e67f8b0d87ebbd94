"""Taalconvenanten and their parties."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, providers_of, regions_of
from accounts.models import Gemeente, Region, User
from config.shared.constraints import in_order, one_of, stamped
from contracts.clause_text import filled
from contracts.covenant_text import AgreedText, Provision
from contracts.enums import CovenantKind, CovenantStatus, PartySide
from procurement.models import Application, Tender
from providers.models import Provider


class CovenantQuerySet(models.QuerySet["Covenant"]):
    def visible_to(self, user: User) -> "CovenantQuerySet":
        """The region's, and those to which the gemeente or the provider is or was asked a party."""
        parties = CovenantParty.objects.filter(
            Q(provider__in=providers_of(user)) | Q(gemeente__in=gemeenten_of(user))
        )
        is_shown = ~Q(status=CovenantStatus.DRAFT)
        party = is_shown & Q(pk__in=parties.values("covenant"))
        return self.filter(Q(region__in=regions_of(user)) | party)

    def drafted_by(self, user: User) -> "CovenantQuerySet":
        """Those of the person's own regions."""
        return self.filter(region__in=regions_of(user))

    def with_parties(self) -> "CovenantQuerySet":
        """Annotate `party_count` and, of those, `signed_count`; who has left is not counted."""
        standing = Q(parties__left_on__isnull=True, parties__isnull=False)
        signed = standing & Q(parties__signed_at__isnull=False)
        return self.annotate(
            party_count=models.Count("parties", filter=standing),
            signed_count=models.Count("parties", filter=signed),
        )

    def public(self) -> "CovenantQuerySet":
        """What anyone may read: published, in force, and not for practice."""
        return self.filter(
            status=CovenantStatus.ACTIVE, published_at__isnull=False, region__is_training=False
        )


class Covenant(models.Model):
    """A voluntary agreement of gemeenten and schools; it buys nothing and ranks nobody."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="covenants")
    reference = models.CharField(_("reference"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=CovenantKind)
    tender = models.ForeignKey(
        Tender,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="covenants",
        verbose_name=_("tender"),
    )
    purpose = models.TextField(_("purpose"))
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"), null=True, blank=True)
    review_months = models.PositiveSmallIntegerField(_("months between reviews"), default=12)
    status = models.CharField(
        _("status"), max_length=10, choices=CovenantStatus, default=CovenantStatus.DRAFT
    )
    created_at = models.DateTimeField(_("drafted"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(_("last day in force"), null=True, blank=True)
    end_reason = models.TextField(_("reason of the end"), blank=True)

    objects = CovenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("covenant")
        verbose_name_plural = _("covenants")
        ordering = ("-first_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "reference"),
                name="covenant_reference_once_per_region",
                violation_error_message=_("This reference is already used in the region."),
            ),
            one_of("covenant", "kind", CovenantKind.values),
            one_of("covenant", "status", CovenantStatus.values),
            in_order("covenant", "first_on", "last_on"),
            stamped("covenant", "published"),
            stamped("covenant", "ended"),
            models.CheckConstraint(
                condition=Q(review_months__gte=1),
                name="covenant_is_reviewed",
                violation_error_message=_("Give at least one month between reviews."),
            ),
            models.CheckConstraint(
                condition=Q(status="ended", ended_at__isnull=False)
                | (~Q(status="ended") & Q(ended_at__isnull=True)),
                name="covenant_ended_has_moment",
                violation_error_message=_("A covenant that has ended has the moment it ended."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_on__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False, ended_on__isnull=False) & ~Q(end_reason="")),
                name="covenant_ended_has_day_and_reason",
                violation_error_message=_("A covenant that has ended has a day and a reason."),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(status__in=("active", "ended")),
                name="covenant_published_is_in_force",
                violation_error_message=_("Only a covenant that is in force is published."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:covenant-detail", args=[self.pk])

    def get_public_url(self) -> str:
        """Where anyone reads it, once it is published."""
        return reverse("contracts:public-covenant-detail", args=[self.pk])

    def text(self) -> AgreedText:
        """The whole text as it reads now, with the places of its clauses filled in.

        Costs a query for the clauses unless they were prefetched.
        """
        values = self._values()
        clauses = sorted(self.clauses.all(), key=lambda clause: (clause.position, clause.pk))
        return AgreedText(
            reference=self.reference,
            title=self.title,
            kind=self.kind,
            purpose=self.purpose,
            first_on=self.first_on,
            last_on=self.last_on,
            review_months=self.review_months,
            provisions=[Provision(clause.title, filled(clause.text, values)) for clause in clauses],
        )

    def _values(self) -> dict[str, str]:
        """What the places in a clause become: Dutch, whoever reads, because it is signed."""
        with translation.override(settings.LANGUAGE_CODE):
            return {
                "reference": self.reference,
                "title": self.title,
                "region": str(self.region),
                "first_on": full_day(self.first_on),
                "last_on": full_day(self.last_on) if self.last_on else _open_ended(),
                "purpose": self.purpose,
                "parties": gettext("the parties named in the annex"),
                "review_months": str(self.review_months),
            }


def full_day(day: date) -> str:
    """1 september 2026 - as a text that is signed says it."""
    return date_format(day, "j F Y").lower()


def _open_ended() -> str:
    return gettext("a day still to be chosen")


class CovenantPartyQuerySet(models.QuerySet["CovenantParty"]):
    def visible_to(self, user: User) -> "CovenantPartyQuerySet":
        return self.filter(covenant__in=Covenant.objects.visible_to(user))

    def of_region_or_provider(self, user: User) -> "CovenantPartyQuerySet":
        """Parties to the region's covenants, and the provider's own parties."""
        return self.filter(
            Q(covenant__region__in=regions_of(user)) | Q(provider__in=providers_of(user))
        )

    def acted_for_by(self, user: User) -> "CovenantPartyQuerySet":
        """Those for which the person accepts and signs: own provider, or a gemeente of the region.

        Nobody signs for the other side.
        """
        return self.filter(
            Q(provider__in=providers_of(user))
            | Q(side=PartySide.BUYER, covenant__region__in=regions_of(user))
        )

    def in_force(self) -> "CovenantPartyQuerySet":
        """Those that signed an active covenant and have not left it."""
        return self.filter(
            covenant__status=CovenantStatus.ACTIVE,
            signed_at__isnull=False,
            left_on__isnull=True,
        )

    def in_force_on(self, day: date) -> "CovenantPartyQuerySet":
        """Those bound on `day`: the covenant has begun and they have not left before it."""
        return self.filter(
            Q(left_on__isnull=True) | Q(left_on__gte=day),
            Q(covenant__last_on__isnull=True) | Q(covenant__last_on__gte=day),
            covenant__status=CovenantStatus.ACTIVE,
            covenant__first_on__lte=day,
            signed_at__isnull=False,
        )


class CovenantParty(models.Model):
    """A gemeente or a provider that takes part, on its side of the covenant.

    It accepts and signs one exact text, known by the digest of it; later ones accede on a day.
    """

    covenant = models.ForeignKey(Covenant, models.PROTECT, related_name="parties")
    side = models.CharField(_("side"), max_length=10, choices=PartySide)
    gemeente = models.ForeignKey(
        Gemeente,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("gemeente"),
    )
    provider = models.ForeignKey(
        Provider,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="covenant_parties",
        verbose_name=_("provider"),
    )
    application = models.OneToOneField(
        Application,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="covenant_party",
        verbose_name=_("application"),
    )
    acceded_on = models.DateField(_("acceded"), null=True, blank=True)
    accepted_digest = models.CharField(_("text accepted"), max_length=64, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signatory_name = models.CharField(_("signed by (name)"), max_length=120, blank=True)
    signatory_role = models.CharField(_("signed by (function)"), max_length=120, blank=True)
    signed_digest = models.CharField(_("text signed"), max_length=64, blank=True)
    signed_on = models.DateField(_("day of the signature"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signature recorded"), null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    left_on = models.DateField(_("left"), null=True, blank=True)
    leave_reason = models.TextField(_("reason for leaving"), blank=True)

    objects = CovenantPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party to a covenant")
        verbose_name_plural = _("parties to a covenant")
        ordering = ("covenant", "side", "pk")
        constraints = (
            one_of("covenant_party", "side", PartySide.values),
            models.CheckConstraint(
                condition=Q(side="buyer", gemeente__isnull=False, provider__isnull=True)
                | Q(side="provider", gemeente__isnull=True, provider__isnull=False),
                name="covenant_party_gemeente_or_provider",
                violation_error_message=_("A party is a gemeente or a provider, on its own side."),
            ),
            models.UniqueConstraint(
                fields=("covenant", "gemeente"),
                condition=Q(left_on__isnull=True),
                name="covenant_gemeente_once",
                violation_error_message=_("This gemeente is already a party."),
            ),
            models.UniqueConstraint(
                fields=("covenant", "provider"),
                condition=Q(left_on__isnull=True),
                name="covenant_provider_once",
                violation_error_message=_("This provider is already a party."),
            ),
            stamped("covenant_party", "accepted"),
            stamped("covenant_party", "signed"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_digest="")
                | (Q(accepted_at__isnull=False) & ~Q(accepted_digest="")),
                name="covenant_party_accepts_a_text",
                violation_error_message=_("Who accepts, accepts one exact text."),
            ),
            models.CheckConstraint(
                condition=Q(
                    signed_at__isnull=True,
                    signed_on__isnull=True,
                    signed_digest="",
                    signatory_name="",
                )
                | (
                    Q(signed_at__isnull=False, signed_on__isnull=False)
                    & ~Q(signed_digest="")
                    & ~Q(signatory_name="")
                ),
                name="covenant_party_signature_complete",
                violation_error_message=_("A signature has a day, a name and one exact text."),
            ),
            models.CheckConstraint(
                condition=Q(signed_digest="") | Q(signed_digest=F("accepted_digest")),
                name="covenant_party_signs_what_it_accepted",
                violation_error_message=_("A party signs the text that it accepted."),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(signed_at__isnull=False),
                name="covenant_party_signed_before_it_left",
                violation_error_message=_("Only a party that signed can leave."),
            ),
        )

    def __str__(self) -> str:
        return str(self.gemeente or self.provider)

    def get_absolute_url(self) -> str:
        return self.covenant.get_absolute_url()

    @property
    def region_id(self) -> int:
        return self.covenant.region_id
