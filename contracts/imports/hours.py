"""Hours by month of learners whose provider is paid by the hour, from the totals of a delivery."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Max, Q

from config.shared.arrays import as_array
from config.shared.periods import add_months, amsterdam, month_start
from contracts.enums import TariffUnit
from contracts.models import DataTask, Delivery, Tariff

_TOTALS = """
SELECT placement.id AS placement_id, placement.offered_hours, placement.attended_hours
  FROM contracts_placement placement
  JOIN contracts_tariff tariff ON tariff.id = placement.tariff_id
 WHERE placement.id = ANY(%(ids)s::bigint[]) AND tariff.unit = %(hour)s"""

TRIM = f"""
WITH total AS ({_TOTALS}),
running AS (
    SELECT hours.id, total.offered_hours, total.attended_hours,
           sum(hours.offered) OVER until_here - hours.offered AS offered_before,
           sum(hours.attended) OVER until_here - hours.attended AS attended_before
      FROM contracts_placementhours hours
      JOIN total USING (placement_id)
     WHERE hours.month <> %(month)s
    WINDOW until_here AS (PARTITION BY hours.placement_id ORDER BY hours.month)
)
UPDATE contracts_placementhours hours
   SET offered = greatest(least(hours.offered, offered_hours - offered_before), 0),
       attended = greatest(least(hours.attended, attended_hours - attended_before), 0)
  FROM running
 WHERE hours.id = running.id
   AND (hours.offered > greatest(offered_hours - offered_before, 0)
        OR hours.attended > greatest(attended_hours - attended_before, 0))
"""  # noqa: S608 - a constant of this module; every value is a parameter
"""A total that came out lower takes hours off the latest months."""

BOOK = f"""
INSERT INTO contracts_placementhours AS standing
    (placement_id, month, offered, attended, delivery_id, recorded_at, recorded_by_id)
SELECT total.placement_id, %(month)s, total.offered_hours - known.offered,
       total.attended_hours - known.attended, %(delivery)s, %(at)s, %(by)s
  FROM ({_TOTALS}) AS total
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(offered), 0) AS offered, coalesce(sum(attended), 0) AS attended
         FROM contracts_placementhours
        WHERE placement_id = total.placement_id AND month <> %(month)s
       ) AS known
 ORDER BY total.placement_id
ON CONFLICT (placement_id, month) DO UPDATE
   SET offered = excluded.offered, attended = excluded.attended,
       delivery_id = excluded.delivery_id, recorded_at = excluded.recorded_at,
       recorded_by_id = excluded.recorded_by_id
 WHERE (standing.offered, standing.attended) <> (excluded.offered, excluded.attended)
"""  # noqa: S608 - a constant of this module; every value is a parameter


def book_hours(delivery: Delivery, placement_ids: Sequence[int], *, at: datetime) -> None:
    """Book what the totals of hours have grown by on the month that the delivery is about."""
    if not Tariff.objects.filter(contract=delivery.contract_id, unit=TariffUnit.HOUR).exists():
        return
    facts: dict[str, Any] = {
        "ids": as_array(placement_ids),
        "hour": TariffUnit.HOUR.value,
        "month": month_of_delivery(delivery),
        "delivery": delivery.pk,
        "at": at,
        "by": delivery.confirmed_by_id or delivery.received_by_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(f"{TRIM}; {BOOK}", facts)


def month_of_delivery(delivery: Delivery) -> date:
    """The month of the return that it answers; else the one before it came in."""
    answers = Q(delivery=delivery) | Q(delivery=delivery.corrects_id, delivery__isnull=False)
    tasks = DataTask.objects.filter(answers, contract=delivery.contract_id)
    newest: date | None = tasks.aggregate(newest=Max("month"))["newest"]
    return newest or add_months(month_start(amsterdam(delivery.received_at)), -1)
