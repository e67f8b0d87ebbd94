"""Booked costs: one line a time and gemeente that bears a share (`pricing.times_of`)."""

from contracts.ledger.facts import LINE

ENTRIES = f"""
INSERT INTO ledger_target (entry_id, {LINE})
SELECT entry.id, entry.region_id, entry.contract_id, NULL, share.gemeente_id, entry.route,
       entry.kind, '', '', 0, date_trunc('month', time.due_on), time.first_on, time.last_on,
       time.due_on, share.amount
  FROM ledger_entry
  JOIN contracts_costentry entry ON entry.id = ledger_entry.entry_id
  JOIN contracts_costentryshare share ON share.entry_id = entry.id
 CROSS JOIN LATERAL (
       SELECT coalesce(entry.ended_on, entry.repeats_until, entry.due_on) AS on,
              CASE entry.rhythm WHEN %(monthly)s THEN 1 WHEN %(quarterly)s THEN 3
                   WHEN %(yearly)s THEN 12 END AS months
       ) AS until
 CROSS JOIN LATERAL (
       SELECT (entry.due_on + shift)::date AS due_on,
              (entry.first_on + shift)::date AS first_on,
              greatest((entry.first_on + shift)::date,
                       (entry.last_on + 1 + shift)::date - 1) AS last_on
         FROM (
           SELECT number * interval '1 month' AS shift
             FROM generate_series(
                 0, 12 * (extract(year FROM until.on) - extract(year FROM entry.due_on))::int
                    + (extract(month FROM until.on) - extract(month FROM entry.due_on))::int,
                 coalesce(until.months, 1)) AS number
         ) AS moved
       ) AS time
 WHERE entry.withdrawn_at IS NULL AND share.amount <> 0 AND time.due_on <= until.on
"""  # noqa: S608 - names of our own columns
