"""Who takes part: gemeenten that buy, providers that bid and win."""

from collections.abc import Iterable
from typing import Any

from accounts.models import Gemeente
from procurement.models import Tender
from procurement.ocds.shapes import filled
from providers.models import Provider

KVK = "NL-KVK"
"""The scheme of org-id.guide for the Dutch trade register."""


def gemeente_id(gemeente: Gemeente) -> str:
    return f"gemeente-{gemeente.code}"


def provider_id(provider: Provider) -> str:
    return f"{KVK}-{provider.kvk_number}"


def reference(provider: Provider) -> dict[str, Any]:
    """A provider where it is only referred to."""
    return {"id": provider_id(provider), "name": provider.legal_name}


class Parties:
    """Collects the organisations of a release with the roles they turn out to have."""

    def __init__(self, tender: Tender) -> None:
        self._roles: dict[str, list[str]] = {}
        self._rows: dict[str, dict[str, Any]] = {}
        for gemeente in tender.gemeenten.order_by("name"):
            self._add(gemeente_id(gemeente), {"name": gemeente.name}, ["buyer"])
        lead = tender.lead_gemeente
        roles = ["buyer", "procuringEntity", "leadBuyer"]
        self._add(gemeente_id(lead), {"name": lead.name}, roles)
        self.lead = {"id": gemeente_id(lead), "name": lead.name}

    def provider(self, provider: Provider, role: str) -> dict[str, Any]:
        """Give a provider `role` and return the reference to it."""
        identifier = {
            "scheme": KVK,
            "id": provider.kvk_number,
            "legalName": provider.legal_name,
        }
        row = {"name": provider.legal_name, "identifier": identifier}
        self._add(provider_id(provider), row, [role])
        return reference(provider)

    def rows(self) -> list[dict[str, Any]]:
        """The parties by id, each with its roles."""
        return [
            filled(id=key, roles=self._roles[key], **self._rows[key]) for key in sorted(self._rows)
        ]

    def _add(self, key: str, row: dict[str, Any], roles: Iterable[str]) -> None:
        self._rows.setdefault(key, row)
        held = self._roles.setdefault(key, [])
        held += [role for role in roles if role not in held]
