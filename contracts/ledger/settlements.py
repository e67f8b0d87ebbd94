"""Settlements: what a course that did not run as planned costs in all, less what was due anyway."""

from contracts.ledger.facts import LINE

SETTLEMENTS = f"""
INSERT INTO ledger_target (placement_id, {LINE})
WITH event AS (
    SELECT course.*, rule.event, rule.basis, rule.percentage, rule.amount AS fixed_amount
      FROM ledger_course course
     CROSS JOIN LATERAL (
           SELECT status = %(dropped_out)s AND (actual_first_on IS NULL
                      OR (offered_hours > 0 AND attended_hours = 0)) AS never_came
           ) AS learner
     CROSS JOIN LATERAL (
           SELECT rule.*
             FROM contracts_settlementrule rule
            WHERE rule.contract_id = course.contract_id
              AND CASE rule.event
                  WHEN %(no_show)s THEN learner.never_came
                  WHEN %(dropout)s THEN course.status = %(dropped_out)s AND course.stands
                  WHEN %(route_switch)s THEN course.status = %(switched)s AND course.stands
                  WHEN %(absence)s THEN course.status = %(completed)s
                       AND course.attended_hours < course.offered_hours
                       AND (course.offered_hours - course.attended_hours) * 100
                           >= coalesce(rule.threshold_percentage, 0) * course.offered_hours
                  END
              AND (rule.within_weeks IS NULL OR rule.event = %(absence)s
                   OR course.actual_last_on < course.first_on + 7 * rule.within_weeks)
            ORDER BY rule.event = %(no_show)s DESC LIMIT 1
           ) AS rule
     WHERE course.pays AND course.unit IN (%(trajectory)s, %(month)s, %(hour)s)
       AND rule.basis IN (%(settled_by_percentage)s, %(settled_by_amount)s)
),
agreed AS (
    SELECT event.*,
           CASE event.unit
               WHEN %(trajectory)s THEN round(event.price, 2)
               WHEN %(month)s THEN round(event.price, 2) * (
                   12 * (extract(year FROM event.end_on) - extract(year FROM event.first_on))
                   + extract(month FROM event.end_on) - extract(month FROM event.first_on) + 1)
               ELSE event.price * course_group.hours_per_week
                   * (event.end_on - event.first_on + 1)
           END AS whole_price,
           CASE event.unit WHEN %(hour)s THEN 7 ELSE 1 END AS days_of_hours
      FROM event
      LEFT JOIN contracts_coursegroup course_group ON course_group.id = event.course_group_id
),
settled AS (
    SELECT agreed.*,
           CASE basis WHEN %(settled_by_amount)s THEN fixed_amount
                ELSE round(whole_price * percentage / (100 * days_of_hours), 2) END
           - coalesce((SELECT sum(target.amount) FROM ledger_target target
                        WHERE target.placement_id = agreed.placement_id
                          AND target.kind IN (%(kind_instalment)s, %(kind_hours)s,
                                              %(kind_month)s)), 0) AS difference
      FROM agreed
)
SELECT placement_id, region_id, contract_id, tariff_id, gemeente_id, route,
       %(kind_settlement)s, event, unit, 0, date_trunc('month', actual_last_on),
       least(first_on, actual_last_on), actual_last_on, actual_last_on, difference
  FROM settled
 WHERE difference <> 0
"""  # noqa: S608 - names of our own columns
"""Nothing where no rule fits, or where the price of the whole course cannot be said.

Hours are given a week: what is divided by seven days is divided last, so that it is exact."""
