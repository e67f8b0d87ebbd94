"""What was done, by whom; append-only, sealed in a chain of hashes.

The database refuses UPDATE, DELETE and TRUNCATE on these tables (migration
`protect_audit_rows`), so that no code path can rewrite the story.
"""

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.models.people import User
from accounts.models.places import RegionGemeente


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def visible_to(self, user: User) -> "AuditEventQuerySet":
        """What was done for the regions and gemeenten that `user` acts for."""
        return self.filter(organisation__in=audited_organisations(user))


def audited_organisations(user: User) -> list[str]:
    """The regions, their gemeenten and the single gemeenten of `user`, as audit rows name them."""
    regions = regions_of(user)
    gemeenten = gemeenten_of(user) | set(
        RegionGemeente.objects.filter(region__in=regions).values_list("gemeente_id", flat=True)
    )
    return [f"region:{pk}" for pk in regions] + [f"gemeente:{pk}" for pk in gemeenten]


class AuditEvent(models.Model):
    """One row for one action: user ids and never names, values before and after."""

    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    organisation = models.CharField(_("for organisation"), max_length=40, blank=True)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    action = models.CharField(_("what"), max_length=60)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("reason"), blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=(
                    "content_type",
                    "object_id",
                    "-id",
                ),
                name="audit_of_object",
            ),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.content_type_id}:{self.object_id}"


class AuditSeal(models.Model):
    """A hash over a run of audit rows and over the seal before it."""

    sealed_at = models.DateTimeField(_("sealed"))
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField(_("rows"))
    digest = models.CharField(max_length=64)
    previous_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("audit seal")
        verbose_name_plural = _("audit seals")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("previous_digest",), name="audit_seal_chain_unforked"),
        )

    def __str__(self) -> str:
        return self.digest


class SealedEvent(models.Model):
    """Which seal covers an audit row; rows committed late go into a later seal."""

    event = models.OneToOneField(AuditEvent, models.PROTECT, primary_key=True, related_name="seal")
    seal = models.ForeignKey(AuditSeal, models.PROTECT, related_name="events")

    def __str__(self) -> str:
        return f"{self.seal_id}:{self.event_id}"


class StatusPair(models.Model):
    """The transitions of every workflow, copied here for the trigger that guards statuses."""

    workflow = models.CharField(max_length=40)
    source = models.CharField(max_length=40, blank=True)
    target = models.CharField(max_length=40)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("workflow", "source", "target"), name="status_pair_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.workflow}: {self.source} > {self.target}"
