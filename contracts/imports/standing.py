"""The placements that rows are about, as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from django.db.models import DecimalField, F, Func, TextField
from django.db.models.functions import Cast

from contracts.imports.agreement import CONVERSATION, FIELDS, HAS, RESERVATION, all_of
from contracts.models import Placement

CELLS = ("id", *FIELDS, RESERVATION)
COLUMNS = (*CELLS, *HAS.values())

CHECKSUM = "hashtextextended({placement}::text, 0)"
"""Another number once anything of a placement has changed."""


@dataclass(frozen=True)
class Standing:
    """Some placements of one contract: `frame` has COLUMNS, ids and days as text, by reference.

    `checksum` adds up those of the placements, so that chunks can be added up too.
    """

    frame: pd.DataFrame
    checksum: int = 0

    def of(self, references: pd.Series) -> pd.DataFrame:
        """What stands of each of `references`, under its index; None all over for what is new."""
        places = self.frame.index.get_indexer(pd.Index(references.to_numpy(), dtype=object))
        nothing = np.full(1, None, dtype=object)
        columns = {
            name: np.append(self.frame[name].to_numpy(dtype=object), nothing)[places]
            for name in self.frame
        }
        columns |= {name: np.full(len(places), None, dtype=object) for name in CONVERSATION}
        return pd.DataFrame(columns, index=references.index, dtype=object, copy=False)


def read_standing(contract_id: int, references: Sequence[str], *, on: date) -> Standing:
    """What the named placements are now, and of which of its lines each takes a seat on `on`."""
    texts = {f"{name}_text": Cast(name, TextField()) for name in CELLS}
    checksum = Func(F("pk"), template=CHECKSUM.format(placement="contracts_placement"))
    rows = (
        Placement.objects.filter(contract=contract_id, reference__in=all_of(references))
        .with_seats(on)
        .annotate(**texts, checksum=Cast(checksum, DecimalField(max_digits=20, decimal_places=0)))
        .order_by()
        .values_list("reference", "checksum", *texts, *HAS.values())
    )
    return _gathered(list(rows))


def _gathered(rows: list[tuple]) -> Standing:
    references, checksums, *cells = zip(*rows, strict=True) if rows else [()] * (len(COLUMNS) + 2)
    columns = {
        name: np.array(values, dtype=object) for name, values in zip(COLUMNS, cells, strict=True)
    }
    index = pd.Index(references, dtype=object)
    frame = pd.DataFrame(columns, index=index, dtype=object, copy=False)
    return Standing(frame, sum(map(int, checksums)))


NOTHING_STANDS = _gathered([])
"""Of the first sheet of a contract."""
