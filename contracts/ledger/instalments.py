"""Prices per trajectory: instalments, by the band in which the trajectory was begun."""

from contracts.ledger.facts import LINE

COUNT_TRAJECTORIES = """
WITH counted AS (
    SELECT placement_id, tariff_id,
           row_number() OVER (PARTITION BY tariff_id ORDER BY first_on, placement_id) AS number
      FROM ledger_course
     WHERE stands AND pays AND unit = %(trajectory)s
       AND tariff_id IN (SELECT tariff_id FROM contracts_tariffband)
)
UPDATE ledger_course course
   SET from_number = band.from_number, price = band.price
  FROM counted
 CROSS JOIN LATERAL (
       SELECT from_number, price FROM contracts_tariffband
        WHERE tariff_id = counted.tariff_id AND from_number <= counted.number
        ORDER BY from_number DESC LIMIT 1
       ) AS band
 WHERE course.placement_id = counted.placement_id
"""
"""The n-th trajectory of a tariff, by first day, has the price of the band that n falls in."""

INSTALMENTS = f"""
INSERT INTO ledger_target (placement_id, {LINE})
WITH part AS (
    SELECT tariff_id, 1 AS from_number, moment, percentage, amount
      FROM contracts_tariffinstalment
     WHERE tariff_id IN (SELECT tariff_id FROM ledger_course)
     UNION ALL
    SELECT tariff_id, from_number, moment, percentage,
           (whole + CASE WHEN turn <= short THEN 1 ELSE 0 END) / 100
      FROM (
        SELECT *, row_number() OVER (
                   PARTITION BY tariff_id, from_number ORDER BY rest DESC, id) AS turn,
               cents - sum(whole) OVER (PARTITION BY tariff_id, from_number) AS short
          FROM (
            SELECT band.tariff_id, band.from_number, part.id, part.moment, part.percentage,
                   round(band.price, 2) * 100 AS cents,
                   div(round(band.price, 2) * 100 * part.percentage, 100) AS whole,
                   mod(round(band.price, 2) * 100 * part.percentage, 100) AS rest
              FROM contracts_tariffband band
              JOIN contracts_tariffinstalment part ON part.tariff_id = band.tariff_id
             WHERE band.tariff_id IN (SELECT tariff_id FROM ledger_course)
          ) AS divided
      ) AS shared
),
schedule AS (
    SELECT course.*, part.moment, part.percentage, part.amount,
           CASE part.moment
               WHEN %(at_start)s THEN course.first_on
               WHEN %(at_halfway)s
               THEN course.first_on + (course.end_on - course.first_on) / 2
               ELSE course.end_on
           END AS scheduled_on
      FROM ledger_course course
      JOIN part ON part.tariff_id = course.tariff_id AND part.from_number = course.from_number
     WHERE course.unit = %(trajectory)s AND course.stands AND course.pays
),
owed AS (
    SELECT *,
           CASE
               WHEN status <> %(completed)s THEN scheduled_on
               WHEN moment = %(at_completion)s THEN actual_last_on
               ELSE least(scheduled_on, actual_last_on)
           END AS due_on
      FROM schedule
     WHERE status <> ALL(%(ended_early)s) OR scheduled_on <= actual_last_on
)
SELECT placement_id, region_id, contract_id, tariff_id, gemeente_id, route,
       %(kind_instalment)s, moment, unit, percentage / 100,
       date_trunc('month', due_on), first_on, last_on, due_on, amount
  FROM owed
"""  # noqa: S608 - names of our own columns
