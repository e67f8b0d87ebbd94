"""A provider's people."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of
from accounts.enums import Role
from accounts.models import User
from accounts.roles import PROVIDER_ROLES
from config.shared.constraints import one_of, stamped
from providers.models.organisations import Provider


class ProviderMembershipQuerySet(models.QuerySet["ProviderMembership"]):
    def active(self) -> "ProviderMembershipQuerySet":
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user: User) -> "ProviderMembershipQuerySet":
        return self.filter(provider__in=providers_of(user))


class ProviderMembership(models.Model):
    """A person's role within a provider; ended ones stay for the record."""

    user = models.ForeignKey(User, models.PROTECT, related_name="provider_memberships")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="memberships")
    role = models.CharField(
        _("role"), max_length=30, choices=[(role.value, role.label) for role in PROVIDER_ROLES]
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ProviderMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("provider membership")
        verbose_name_plural = _("provider memberships")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "provider", "role"),
                condition=models.Q(ended_at__isnull=True),
                name="provider_membership_once_while_active",
                violation_error_message=_("This person already has this role here."),
            ),
            one_of("provider_membership", "role", [role.value for role in PROVIDER_ROLES]),
            stamped("provider_membership", "ended"),
        )

    def __str__(self) -> str:
        return f"{self.user} - {Role(self.role).label}"

    def get_absolute_url(self) -> str:
        return reverse("providers:providermembership-detail", args=[self.pk])

    @property
    def organisation(self) -> Provider:
        return self.provider
