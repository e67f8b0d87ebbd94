"""People, what they are where, and invitations."""

import hashlib
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import Grant, all_grants, may, providers_of, regions_of
from accounts.enums import InvitationState, Role
from accounts.models.places import Gemeente, Region
from accounts.ties import provider_tie
from config.shared.constraints import one_of, stamped

UNREAD_LIMIT = 100
"""Counting unread notifications stops here: past it the number says no more."""


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a person who signs in with `email`, kept in lower case."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make the technical administrator of the installation."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractUser):
    """A person who signs in with an e-mail address."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()  # type: ignore[assignment,misc]

    acting: Grant | None = None

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("There is already an account with this e-mail address."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def all_grants(self) -> tuple[Grant, ...]:
        """Everything this person is anywhere."""
        return all_grants(self)

    @property
    def grants(self) -> tuple[Grant, ...]:
        """What counts now: the role in which the person acts, or all where none was chosen."""
        return (self.acting,) if self.acting else self.all_grants

    @cached_property
    def unread_count(self) -> int:
        """Unread notifications of all this person's organisations; counts to UNREAD_LIMIT."""
        return self.notifications.in_inbox().unread().order_by()[:UNREAD_LIMIT].count()

    def may(self, permission: str, obj: models.Model | None = None) -> bool:
        """Whether this person may do `permission`, to `obj` if given."""
        return may(self.grants, permission, obj)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user: User) -> "MembershipQuerySet":
        """Those of the regions `user` acts for, and of their gemeenten."""
        regions = regions_of(user)
        return self.filter(
            Q(region__in=regions) | Q(gemeente__regions__region__in=regions)
        ).distinct()


def _exactly_one(*fields: str) -> Q:
    condition = Q()
    for chosen in fields:
        condition |= Q(**{f"{field}__isnull": field != chosen for field in fields})
    return condition


class Membership(models.Model):
    """A person's role in a region or in one gemeente; ended ones stay for the record."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=30, choices=Role)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="ended_memberships"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.CheckConstraint(
                condition=_exactly_one("region", "gemeente"),
                name="membership_one_organisation",
                violation_error_message=_("Choose a region or a gemeente, not both."),
            ),
            models.UniqueConstraint(
                fields=("user", "region", "gemeente", "role"),
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="membership_once_while_active",
                violation_error_message=_("This person already has this role here."),
            ),
            one_of("membership", "role", Role.values),
            stamped("membership", "ended"),
        )

    def __str__(self) -> str:
        return f"{self.user} - {self.get_role_display()}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:membership-detail", args=[self.pk])

    @property
    def organisation(self) -> Region | Gemeente | None:
        """The region, or the one gemeente."""
        return self.region or self.gemeente


def hashed(token: str) -> str:
    """What is kept of the link in an invitation's mail: SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open_at(self, at: datetime) -> "InvitationQuerySet":
        """Those that can still be accepted."""
        return self.filter(accepted_at__isnull=True, expires_at__gt=at)

    def with_token(self, token: str) -> "InvitationQuerySet":
        """The one whose mail has this token, if any."""
        return self.filter(token_hash=hashed(token))

    def visible_to(self, user: User) -> "InvitationQuerySet":
        """Those for the organisations that `user` acts for."""
        return self.filter(
            Q(region__in=regions_of(user))
            | Q(gemeente__regions__region__in=regions_of(user))
            | Q(provider_id__in=providers_of(user))
        ).distinct()


class Invitation(models.Model):
    """Asks one e-mail address to take a role; the link is mailed, only its hash is kept.

    `provider_id` is a plain number: providers stand a floor higher and own the tie.
    """

    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=30, choices=Role)
    region = models.ForeignKey(Region, models.CASCADE, null=True, blank=True)
    gemeente = models.ForeignKey(Gemeente, models.CASCADE, null=True, blank=True)
    provider_id = models.BigIntegerField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("sent"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="invitations_sent")
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="invitations_accepted"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(
                condition=_exactly_one("region", "gemeente", "provider_id"),
                name="invitation_one_organisation",
                violation_error_message=_("An invitation is for exactly one organisation."),
            ),
            stamped("invitation", "accepted"),
        )

    def __str__(self) -> str:
        return self.email

    def get_absolute_url(self) -> str:
        return reverse("accounts:invitation-detail", args=[self.pk])

    @property
    def organisation(self) -> str:
        """The name of the region, gemeente or provider that invites."""
        if self.provider_id is not None:
            return provider_tie().name(self.provider_id)
        return str(self.region or self.gemeente)

    def state_at(self, at: datetime) -> InvitationState:
        """Accepted, expired (or withdrawn), or still open."""
        if self.accepted_at:
            return InvitationState.ACCEPTED
        return InvitationState.OPEN if self.expires_at > at else InvitationState.EXPIRED
