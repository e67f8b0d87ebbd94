"""Names of gemeenten and contracts of many figures at once."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from accounts.models import Gemeente
from contracts.models import Contract


@dataclass(frozen=True, slots=True)
class Names:
    """Gemeenten and references of contracts by id."""

    gemeenten: dict[int, Gemeente]
    contracts: dict[int, str]

    @classmethod
    def of(cls, gemeenten: Collection[int], contracts: Collection[int] = ()) -> Self:
        """Two queries at most."""
        found = Contract.objects.filter(pk__in=contracts) if contracts else Contract.objects.none()
        return cls(Gemeente.objects.in_bulk(gemeenten), dict(found.values_list("pk", "reference")))

    def gemeente(self, pk: int) -> str:
        """Its name."""
        return self.gemeenten[pk].name

    def contract(self, pk: int | None) -> str:
        """Its reference; empty for none."""
        return self.contracts.get(pk, "") if pk else ""
