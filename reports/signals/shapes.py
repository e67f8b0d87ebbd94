"""What was found out about one budget or one maximum."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from reports.enums import CauseCode, SignalKind


class Subject(NamedTuple):
    """What one signal stands for; a maximum has neither year nor gemeente."""

    region_id: int
    year: int | None
    gemeente_id: int | None
    route: str
    cost_type: str
    contract_id: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A budget or maximum against its forecast; `kind` None where nothing has to be decided."""

    subject: Subject
    kind: SignalKind | None
    limit: Decimal
    forecast: Decimal
    passes_on: date | None
    cause: CauseCode

    @property
    def overrun(self) -> Decimal:
        """Above zero is a disadvantage."""
        return self.forecast - self.limit
