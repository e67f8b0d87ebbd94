"""Prices per month and per hour: by the version of the tariff that holds in the month."""

from contracts.ledger.facts import LINE, version_on

MONTHS = f"""
INSERT INTO ledger_target (placement_id, {LINE})
SELECT course.placement_id, course.region_id, course.contract_id, version.id, course.gemeente_id,
       course.route, %(kind_month)s, '', course.unit, 1,
       calendar.month, service.first_on, service.last_on, service.last_on, round(version.price, 2)
  FROM ledger_course course
  JOIN contracts_tariff tariff ON tariff.id = course.tariff_id
 CROSS JOIN LATERAL (
       SELECT generate_series(
           date_trunc('month', course.first_on), course.last_on, interval '1 month')::date AS month
       ) AS calendar
 CROSS JOIN LATERAL (
       SELECT greatest(course.first_on, calendar.month) AS first_on,
              least(course.last_on, (calendar.month + interval '1 month - 1 day')::date) AS last_on
       ) AS service
 CROSS JOIN LATERAL {version_on("service.first_on", "tariff")} AS version
 WHERE course.unit = %(month)s AND course.stands AND course.pays
"""  # noqa: S608 - names of our own columns

HOURS = f"""
INSERT INTO ledger_target (placement_id, {LINE})
SELECT course.placement_id, course.region_id, course.contract_id, version.id, course.gemeente_id,
       course.route, %(kind_hours)s, '', course.unit, paid.hours,
       given.month, service.first_on, service.last_on, service.last_on,
       round(paid.hours * version.price, 2)
  FROM ledger_course course
  JOIN contracts_tariff tariff ON tariff.id = course.tariff_id
  JOIN contracts_placementhours given ON given.placement_id = course.placement_id
 CROSS JOIN LATERAL (
       SELECT (given.month + interval '1 month - 1 day')::date AS ends_on
       ) AS calendar
 CROSS JOIN LATERAL (
       SELECT CASE WHEN taught THEN greatest(course.first_on, given.month) ELSE given.month END
                  AS first_on,
              CASE WHEN taught THEN least(course.last_on, calendar.ends_on)
                   ELSE calendar.ends_on END AS last_on
         FROM (SELECT course.first_on <= calendar.ends_on AND course.last_on >= given.month
                      AS taught) AS whether
       ) AS service
 CROSS JOIN LATERAL {version_on("service.first_on", "tariff")} AS version
 CROSS JOIN LATERAL (
       SELECT CASE version.hours_basis WHEN %(attended)s THEN given.attended ELSE given.offered END
              AS hours
       ) AS paid
 WHERE course.unit = %(hour)s AND course.stands AND course.pays AND paid.hours <> 0
"""  # noqa: S608 - names of our own columns
"""Hours that came in for a month outside the course are of that whole month."""
