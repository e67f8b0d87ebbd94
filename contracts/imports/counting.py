"""The counters of a sheet, of rows that are known by what is true of them."""

import numpy as np

from contracts.enums import RowKind


def counters(
    *, exists: np.ndarray, touched: np.ndarray, refused: np.ndarray, warned: np.ndarray
) -> dict[str, int]:
    """Rows in all, by kind, and those with a warning that count, as a delivery names them."""
    accepted = ~refused
    by_kind = {
        RowKind.NEW: accepted & ~exists,
        RowKind.CHANGED: accepted & exists & touched,
        RowKind.UNCHANGED: accepted & exists & ~touched,
        RowKind.REFUSED: refused,
    }
    found = {f"rows_{kind.value}": int(rows.sum()) for kind, rows in by_kind.items()}
    return {"rows_total": len(refused), "rows_warned": int((warned & accepted).sum()), **found}
