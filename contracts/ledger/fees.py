"""Fees: at the start, at completion, or each time that one was recorded."""

from contracts.ledger.facts import LINE

FEES = f"""
INSERT INTO ledger_target (placement_id, {LINE})
WITH charging AS (
    SELECT * FROM ledger_course
     WHERE contract_id IN (SELECT contract_id FROM contracts_tariff WHERE unit = %(fee)s)
),
occasion AS (
    SELECT placement_id, %(fee_at_start)s AS moment, '' AS name, '' AS part, first_on AS on
      FROM charging
     WHERE stands
     UNION ALL
    SELECT placement_id, %(fee_at_completion)s, '', '',
           CASE WHEN status = %(completed)s THEN actual_last_on ELSE end_on END
      FROM charging
     WHERE stands AND status <> ALL(%(ended_early)s)
     UNION ALL
    SELECT placement_id, %(fee_recorded)s, recorded.name,
           recorded.name || to_char(recorded.on, ' YYYY-MM-DD'), recorded.on
      FROM contracts_feeoccasion recorded
      JOIN charging USING (placement_id)
)
SELECT course.placement_id, course.region_id, course.contract_id, fee.id, course.gemeente_id,
       course.route, %(kind_fee)s, coalesce(nullif(occasion.part, ''), fee.name), fee.unit, 1,
       date_trunc('month', occasion.on), occasion.on, occasion.on, occasion.on,
       round(fee.price, 2)
  FROM charging course
  JOIN occasion USING (placement_id)
  JOIN contracts_tariff fee
    ON fee.contract_id = course.contract_id AND fee.route = course.route
   AND fee.unit = %(fee)s AND fee.charged_at = occasion.moment
   AND (occasion.name = '' OR occasion.name = fee.name)
   AND occasion.on BETWEEN fee.first_on AND fee.last_on
 WHERE fee.charges_other_groups OR course.is_status_holder
"""  # noqa: S608 - names of our own columns
"""By the tariff of that name on the day. While a course runs, its completion is the planned one."""
