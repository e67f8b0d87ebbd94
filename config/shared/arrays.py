"""Many ids as one parameter of a statement."""

from collections.abc import Iterable


def as_array(ids: Iterable[int]) -> str:
    """The ids as PostgreSQL writes an array; the statement says of which type (`::bigint[]`).

    The driver would turn every number of a list into SQL by itself, which of a large sheet takes
    longer than the statement.
    """
    return f"{{{','.join(map(str, ids))}}}"
