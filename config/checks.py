"""System checks that concern the installation as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections

from config.shared.scanning import scanner

ROLE = "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"


@dataclass(frozen=True)
class DatabaseRole:
    """Who the database says we are."""

    name: str
    superuser: bool
    bypasses_rls: bool

    @property
    def fault(self) -> str:
        """Why this role may not be used, in one sentence; empty when it may."""
        if self.superuser:
            return f"The database role '{self.name}' is a superuser; use a plain owner instead."
        if self.bypasses_rls:
            return f"The database role '{self.name}' has BYPASSRLS; use a role without it."
        return ""


def database_role(alias: str = "default") -> DatabaseRole:
    """The role in use; raises OperationalError when the server does not answer."""
    with connections[alias].cursor() as cursor:
        cursor.execute(ROLE)
        return DatabaseRole(*cursor.fetchone())


def check_database_role(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Refuse a role on which row-level security has no hold."""
    faults: list[checks.CheckMessage] = []
    for alias in databases or ():
        try:
            fault = database_role(alias).fault
        except OperationalError as error:
            fault = f"The database server does not answer: {error}"
        if fault:
            faults.append(checks.Error(fault, obj=alias, id="taalregie.E001"))
    return faults


def check_scanner_address(**kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse an address at which no scanner can be; whether one answers shows at each upload."""
    try:
        scanner()
    except ImproperlyConfigured as error:
        return [checks.Error(str(error), id="taalregie.E002")]
    return []


def register_checks() -> None:
    checks.register(check_database_role, checks.Tags.database)
    checks.register(check_scanner_address, checks.Tags.security)
