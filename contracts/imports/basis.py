"""What a judgement of a sheet rests on, as one digest: while it stands, so does what was judged."""

import hashlib
from datetime import date

from django.db import connection

from contracts import judged
from contracts.imports import rules
from contracts.imports.agreement import Agreement
from contracts.imports.sheet import PLACEMENTS
from contracts.imports.standing import CHECKSUM
from contracts.models import Delivery

STANDING_NOW = f"""
    SELECT coalesce(sum({CHECKSUM.format(placement="placement")}), 0)
    FROM contracts_placement placement
    WHERE placement.contract_id = %(contract)s AND placement.reference = ANY (ARRAY(
        SELECT reference FROM contracts_deliveryrow WHERE delivery_id = %(delivery)s
    )) AND EXISTS (SELECT FROM contracts_placement WHERE contract_id = %(contract)s)
"""  # noqa: S608 - our own words
"""An array, since a delivery that just came is in no statistics: a join could compare all rows
with all placements. Of the first sheet of a contract none is looked for: there are none.
"""

JUDGED_NOW = f"SELECT count(*) FROM {judged.TABLE} WHERE delivery_id = %s"  # noqa: S608


def digest_of(agreement: Agreement, standing: int, *, on: date) -> str:
    """SHA-256 over the rules, the day, the agreement and the placements that the sheet names."""
    codes = [rule.code for rule in rules.ALL]
    facts = (PLACEMENTS.stamp, codes, on.isoformat(), agreement.facts, standing)
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def still_holds(delivery: Delivery, agreement: Agreement, *, on: date) -> bool:
    """Whether the rows would be judged now as they were, and what they would write was kept.

    To be asked while nobody else can give out seats of the contract.
    """
    facts = {"contract": delivery.contract_id, "delivery": delivery.pk}
    with connection.cursor() as cursor:
        cursor.execute(STANDING_NOW, facts)
        standing = int(cursor.fetchone()[0])
        cursor.execute(JUDGED_NOW, [delivery.pk])
        kept = cursor.fetchone()[0]
    if kept != delivery.rows_new + delivery.rows_changed:
        return False
    return delivery.judged_digest == digest_of(agreement, standing, on=on)
