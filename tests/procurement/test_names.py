"""What records are called, in lists and in the history."""

from datetime import UTC, datetime

import pytest

from accounts.models import User
from procurement.models import ArchivistKey, Draw, LateBid, Lot, Tender, VaultKey
from providers.models import Provider

NEW_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
"""Half past midnight on 1 January in the Netherlands."""


@pytest.mark.parametrize(
    "record",
    [
        Draw(lot=Lot(number=1, title="B1-route"), drawn_at=NEW_YEAR),
        LateBid(tender=Tender(), provider=Provider(), refused_at=NEW_YEAR),
        VaultKey(user=User(name="Ines Inkoper"), created_at=NEW_YEAR),
        ArchivistKey(holder="Gerda Griffier", made_at=NEW_YEAR),
    ],
    ids=lambda record: type(record).__name__,
)
def test_a_moment_in_a_name_is_that_of_the_netherlands(record):
    assert " 2027-01-01" in str(record)
