"""The table that keeps what rows of deliveries would write, from the check until they are applied.

It is not logged, so that it costs little: when the server went down it is empty, and sheets are
judged again.
"""

from django.db import connection

TABLE = "contracts_judgedplacement"


def forget_judged(delivery_id: int) -> None:
    """Let go of what was judged of a delivery."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE delivery_id = %s", [delivery_id])  # noqa: S608
