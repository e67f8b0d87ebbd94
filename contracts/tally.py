"""The tallies of seats and heads beside a recount of the placements, set-based in the database."""
# ruff: noqa: S608 - statements are composed of constants of this module

from typing import NamedTuple

from django.db import connection, transaction

_KEY = "line_id, gemeente_id, status, began_in_period, day"
_SEATS = f"{_KEY}, number"
_HEADS = "group_id, seated, accepted"
_SOME_HEADS = "seated <> 0 OR accepted <> 0"
"""A group that became empty keeps a tally of nought."""

_COUNT_DIFFERENCES = f"""
SELECT (SELECT count(*) FROM (
           (SELECT {_SEATS} FROM contracts_seattally
            EXCEPT ALL SELECT {_SEATS} FROM contracts_seats_recounted)
            UNION ALL
           (SELECT {_SEATS} FROM contracts_seats_recounted
            EXCEPT ALL SELECT {_SEATS} FROM contracts_seattally)) AS seats),
       (SELECT count(*) FROM (
           (SELECT {_HEADS} FROM contracts_headtally WHERE {_SOME_HEADS}
            EXCEPT ALL SELECT {_HEADS} FROM contracts_heads_recounted)
            UNION ALL
           (SELECT {_HEADS} FROM contracts_heads_recounted
            EXCEPT ALL SELECT {_HEADS} FROM contracts_headtally)) AS heads)"""

_RECOUNT = f"""
LOCK TABLE contracts_placement IN SHARE MODE;
DELETE FROM contracts_seattally;
DELETE FROM contracts_headtally;
INSERT INTO contracts_seattally ({_SEATS}) SELECT {_SEATS} FROM contracts_seats_recounted;
INSERT INTO contracts_headtally ({_HEADS}) SELECT {_HEADS} FROM contracts_heads_recounted"""


class Differences(NamedTuple):
    """How many rows of the tallies are not what the placements say."""

    seats: int
    heads: int


def check_tallies() -> Differences:
    """Compare the tallies with a recount, without changing anything. Counts every placement."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_DIFFERENCES)
        return Differences(*cursor.fetchone())


def recount() -> None:
    """Count every placement anew; nobody writes placements meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_RECOUNT)
