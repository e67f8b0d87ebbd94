"""Who may see and do what: grants, and the scopes that every queryset builds on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.enums import Permission, Role
from accounts.roles import PERMISSIONS
from config.shared.errors import Refused

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Grant:
    """One role within one organisation; exactly one of the four ids is set.

    `is_training`: the organisation is a region where people practise, or belongs to one.
    """

    role: Role
    organisation: str
    region_id: int | None = None
    gemeente_id: int | None = None
    provider_id: int | None = None
    tender_id: int | None = None
    is_training: bool = False

    @property
    def key(self) -> str:
        """A stable name for the session, such as "coordinator:region:3"."""
        scopes = (
            ("tender", self.tender_id),
            ("region", self.region_id),
            ("gemeente", self.gemeente_id),
            ("provider", self.provider_id),
        )
        kind, pk = next((kind, pk) for kind, pk in scopes if pk is not None)
        return f"{self.role}:{kind}:{pk}"

    @property
    def for_organisation(self) -> str:
        """The organisation as audit rows name it, such as "region:3"."""
        return self.key.split(":", 1)[1]

    def covers(self, obj: Model) -> bool:
        """Whether `obj` is not visibly another organisation's."""
        return all(
            mine is None or theirs is None or mine == theirs
            for mine, theirs in (
                (self.region_id, _owner(obj, "region")),
                (self.gemeente_id, _owner(obj, "gemeente")),
                (self.provider_id, _owner(obj, "provider")),
            )
        )

    def allows(self, permission: str) -> bool:
        return permission in PERMISSIONS[self.role]


def _owner(obj: Model, kind: str) -> int | None:
    """The id of the region, gemeente or provider that `obj` belongs to, or is."""
    if obj._meta.model_name == kind:
        return obj.pk
    return getattr(obj, f"{kind}_id", None)


GrantSource = Callable[["User"], Iterable[Grant]]
_sources: list[GrantSource] = []


def register_grants(source: GrantSource) -> None:
    """Let an app add the grants that rest on its own ties, such as a provider's people."""
    _sources.append(source)


def all_grants(user: "User") -> tuple[Grant, ...]:
    """Every grant of `user`, in a stable order; empty for someone who may not sign in."""
    if not user.is_active:
        return ()
    return tuple(grant for source in _sources for grant in source(user))


def may(grants: Iterable[Grant], permission: Permission | str, obj: Model | None) -> bool:
    """Whether one of `grants` holds `permission` and covers `obj`."""
    return any(grant.allows(permission) and (obj is None or grant.covers(obj)) for grant in grants)


def require(user: "User", permission: Permission, obj: Model | None = None) -> None:
    """Raise Refused unless `user` may do this, to `obj` if given."""
    if not user.may(permission, obj):
        raise Refused(_("Your role does not allow this step."))


def regions_of(user: "User") -> set[int]:
    """Ids of the regions for which `user` acts; a seat in one tender does not count."""
    return {g.region_id for g in user.grants if g.region_id is not None and g.tender_id is None}


def gemeenten_of(user: "User") -> set[int]:
    """Ids of the single gemeenten for which `user` acts."""
    return {grant.gemeente_id for grant in user.grants if grant.gemeente_id is not None}


def providers_of(user: "User") -> set[int]:
    """Ids of the providers for which `user` acts."""
    return {grant.provider_id for grant in user.grants if grant.provider_id is not None}


def tenders_of(user: "User") -> set[int]:
    """Ids of the tenders in which `user` has a seat in the panel."""
    return {grant.tender_id for grant in user.grants if grant.tender_id is not None}
