"""Prices of groups, month by month, shared over the heads by the days that each sat in it.

A group without heads in a month is charged to the shares of its capacity line. All shares are in
whole cents by largest remainder; of equal remainders the first month, learner or gemeente (by id)
has the cent.
"""

from contracts.ledger.facts import LINE, WHOLE_COURSE, version_on

PRICE_MONTHS = f"""
INSERT INTO ledger_group_month
WITH charged AS (
    SELECT course_group.id AS group_id, course_group.line_id, line.contract_id, contract.region_id,
           line.route, course_group.first_on, course_group.last_on, course_group.hours_per_week,
           course_group.status = ANY(%(group_ran)s) AND ledger_group.is_touched AS may_be_empty,
           tariff.id AS tariff_id, tariff.unit, tariff.price
      FROM ledger_group
      JOIN contracts_coursegroup course_group ON course_group.id = ledger_group.group_id
      JOIN contracts_capacityline line ON line.id = course_group.line_id
      JOIN contracts_contract contract ON contract.id = line.contract_id
     CROSS JOIN LATERAL (
           SELECT * FROM contracts_tariff
            WHERE contract_id = line.contract_id AND route = line.route
              AND unit IN (%(group)s, %(group_hour)s)
              AND course_group.first_on BETWEEN first_on AND last_on
            ORDER BY unit = %(group_hour)s LIMIT 1
           ) AS tariff
     WHERE course_group.status <> %(group_cancelled)s
),
month AS (
    SELECT charged.*, calendar.month, service.begins_on, service.ends_on,
           service.ends_on - service.begins_on + 1 AS days,
           charged.last_on - charged.first_on + 1 AS course_days
      FROM charged
     CROSS JOIN LATERAL (
           SELECT generate_series(date_trunc('month', charged.first_on), charged.last_on,
                                  interval '1 month')::date AS month
           ) AS calendar
     CROSS JOIN LATERAL (
           SELECT greatest(charged.first_on, calendar.month) AS begins_on,
                  least(charged.last_on,
                        (calendar.month + interval '1 month - 1 day')::date) AS ends_on
           ) AS service
),
divided AS (
    SELECT month.*, round(price, 2) * 100 AS cents,
           div(round(price, 2) * 100 * days, course_days) AS whole,
           mod(round(price, 2) * 100 * days, course_days) AS rest
      FROM month
     WHERE unit = %(group)s
)
SELECT group_id, line_id, region_id, contract_id, route, unit, tariff_id, may_be_empty,
       month, begins_on, ends_on, days::numeric / course_days,
       whole + CASE WHEN row_number() OVER (PARTITION BY group_id ORDER BY rest DESC, month)
                         <= cents - sum(whole) OVER (PARTITION BY group_id)
                    THEN 1 ELSE 0 END
  FROM divided
 UNION ALL
SELECT month.group_id, month.line_id, month.region_id, month.contract_id, month.route, month.unit,
       version.id, month.may_be_empty, month.month, month.begins_on, month.ends_on,
       month.hours_per_week * month.days / 7,
       round(version.price * month.hours_per_week * month.days / 7, 2) * 100
  FROM month
  JOIN contracts_tariff tariff ON tariff.id = month.tariff_id
 CROSS JOIN LATERAL {version_on("month.begins_on", "tariff")} AS version
 WHERE month.unit = %(group_hour)s AND month.hours_per_week IS NOT NULL
"""  # noqa: S608 - names of our own columns

HEADS = f"""
INSERT INTO ledger_target (placement_id, group_id, {LINE})
WITH sitting AS (
    SELECT month.group_id, month.month, month.cents, month.units, month.tariff_id AS price_id,
           month.unit AS price_unit, month.ends_on, course.*,
           greatest(course.first_on, month.begins_on) AS sits_from,
           least(course.last_on, month.ends_on) AS sits_until,
           least(course.last_on, month.ends_on)
               - greatest(course.first_on, month.begins_on) + 1 AS days
      FROM ledger_group_month month
      JOIN ({WHOLE_COURSE}) AS course ON course.course_group_id = month.group_id
     WHERE course.stands AND course.unit IN (%(group)s, %(group_hour)s)
       AND course.first_on <= month.ends_on AND course.last_on >= month.begins_on
),
divided AS (
    SELECT *, sum(days) OVER together AS all_days,
           div(cents * days, sum(days) OVER together) AS whole,
           mod(cents * days, sum(days) OVER together) AS rest
      FROM sitting
    WINDOW together AS (PARTITION BY group_id, month)
),
shared AS (
    SELECT *, whole + CASE WHEN row_number() OVER (
                   PARTITION BY group_id, month ORDER BY rest DESC, placement_id)
                   <= cents - sum(whole) OVER (PARTITION BY group_id, month)
               THEN 1 ELSE 0 END AS share
      FROM divided
)
SELECT placement_id, group_id, region_id, contract_id, price_id, gemeente_id, route,
       %(kind_group_share)s, '', price_unit, units * days / all_days,
       month, sits_from, sits_until, ends_on, share / 100
  FROM shared
  JOIN ledger_placement USING (placement_id)
 WHERE pays
"""  # noqa: S608 - names of our own columns
"""Who pays the own course bears a share of the group too, which no gemeente is charged."""

EMPTY_GROUPS = f"""
INSERT INTO ledger_target (group_id, {LINE})
WITH divided AS (
    SELECT month.*, share.gemeente_id, share.number, sum(share.number) OVER together AS seats,
           div(cents * share.number, sum(share.number) OVER together) AS whole,
           mod(cents * share.number, sum(share.number) OVER together) AS rest
      FROM ledger_group_month month
      JOIN contracts_capacityshare share ON share.line_id = month.line_id AND share.number > 0
     WHERE month.may_be_empty AND NOT EXISTS (
           SELECT 1 FROM ({WHOLE_COURSE}) AS course
            WHERE course.course_group_id = month.group_id
              AND course.stands AND course.unit IN (%(group)s, %(group_hour)s)
              AND course.first_on <= month.ends_on AND course.last_on >= month.begins_on)
    WINDOW together AS (PARTITION BY month.group_id, month.month)
)
SELECT group_id, region_id, contract_id, tariff_id, gemeente_id, route,
       %(kind_group_share)s, '', unit, units * number / seats,
       month, begins_on, ends_on, ends_on,
       (whole + CASE WHEN row_number() OVER (
                    PARTITION BY group_id, month ORDER BY rest DESC, gemeente_id)
                    <= cents - sum(whole) OVER (PARTITION BY group_id, month)
                THEN 1 ELSE 0 END) / 100
  FROM divided
"""  # noqa: S608 - names of our own columns
