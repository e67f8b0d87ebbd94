"""Cost lines beside their targets: what to add, change and take away, and what to correct."""

from contracts.ledger.facts import LINE, ORIGIN, of

_HOLDER = "placement, entry, home"
_KEY = f"{_HOLDER}, kind, part, service_month"
_SAME = f"{_KEY}, is_reversal, corrected"
_WRITTEN = f"{ORIGIN}, {LINE}, corrects_id, is_reversal"

_KEYED = """
coalesce({row}.placement_id, 0) AS placement, coalesce({row}.entry_id, 0) AS entry,
CASE WHEN {row}.placement_id IS NULL
     THEN ARRAY[coalesce({row}.group_id, 0), {row}.gemeente_id] ELSE '{{}}' END AS home"""
"""What makes two amounts be about the same thing, without NULLs, which are equal to nothing."""

_MONEY = "region_id, contract_id, tariff_id, gemeente_id, route, unit, quantity, amount"
"""What a line of a closed month is corrected for: days that move alone are no reason to."""

WANTED = f"""
WITH closed_until AS (
    SELECT contract_id, max(month) AS month, (max(month) + interval '1 month')::date AS next_on
      FROM contracts_monthclosing
     WHERE contract_id = ANY(%(contracts)s)
     GROUP BY contract_id
),
standing AS (
    SELECT line.*, {_KEYED.format(row="line")}, coalesce(line.corrects_id, 0) AS corrected,
           coalesce(line.due_on < closed_until.next_on, false) AS is_closed
      FROM (
        SELECT line.* FROM ledger_placement JOIN contracts_costline line USING (placement_id)
         UNION ALL
        SELECT line.* FROM ledger_entry JOIN contracts_costline line USING (entry_id)
         UNION ALL
        SELECT line.* FROM ledger_group JOIN contracts_costline line USING (group_id)
         WHERE ledger_group.is_touched AND line.placement_id IS NULL
      ) AS line
      LEFT JOIN closed_until USING (contract_id)
),
target AS (
    SELECT row.*, {_KEYED.format(row="row")} FROM ledger_target row
),
closed AS (
    SELECT *, id NOT IN (
               SELECT corrects_id FROM standing WHERE is_closed AND is_reversal) AS holds
      FROM standing
     WHERE is_closed AND NOT is_reversal
),
newest AS (
    SELECT {_KEY}, max(id) AS id FROM closed GROUP BY {_KEY}
),
kept AS (
    SELECT target.target_id, max(closed.id) AS id
      FROM target
      JOIN closed USING ({_KEY})
     WHERE closed.holds AND ({of("closed", _MONEY)}) IS NOT DISTINCT FROM ({of("target", _MONEY)})
     GROUP BY target.target_id
),
wanted AS (
    SELECT {of("target", _HOLDER)}, {of("target", ORIGIN)}, {of("target", LINE)},
           newest.id AS corrects_id, false AS is_reversal, coalesce(newest.id, 0) AS corrected
      FROM (
        SELECT target_id, {_HOLDER}, {ORIGIN}, {LINE.replace("due_on", "booked_on AS due_on")}
          FROM (
            SELECT target.*, greatest(target.due_on, coalesce(closed_until.next_on, target.due_on))
                   AS booked_on
              FROM target LEFT JOIN closed_until USING (contract_id)
          ) AS dated
      ) AS target
      LEFT JOIN newest USING ({_KEY})
     WHERE target.target_id NOT IN (SELECT target_id FROM kept)
     UNION ALL
    SELECT {of("closed", _HOLDER)}, {of("closed", ORIGIN)}, closed.region_id, closed.contract_id,
           closed.tariff_id, closed.gemeente_id, closed.route, closed.kind, closed.part,
           closed.unit, -closed.quantity, closed.service_month, closed.first_on, closed.last_on,
           closed_until.next_on, -closed.amount, closed.id, true, closed.id
      FROM closed
      JOIN closed_until USING (contract_id)
     WHERE closed.holds AND closed.id NOT IN (SELECT id FROM kept)
),
open AS (
    SELECT * FROM standing WHERE NOT is_closed
),
different AS (
    SELECT open.id AS standing_id, wanted.kind IS NOT NULL AS is_wanted, {of("wanted", _WRITTEN)}
      FROM open
      FULL JOIN wanted USING ({_SAME})
     WHERE ({of("open", _WRITTEN)}) IS DISTINCT FROM ({of("wanted", _WRITTEN)})
)"""  # noqa: S608 - names of our own columns
"""What open months are to hold, and which of their lines differ.

A target due in an open month is booked there. Where a line of a closed month already says it,
nothing is booked; else every line of closed months that still holds is taken back, and the target
is booked, in the first open month of their contracts.
"""

REPLACE_LINES = f"""
{WANTED},
removed AS (
    DELETE FROM contracts_costline
     WHERE id IN (SELECT standing_id FROM different WHERE NOT is_wanted)
),
changed AS (
    UPDATE contracts_costline line
       SET ({_WRITTEN}) = ROW({of("different", _WRITTEN)})
      FROM different
     WHERE different.is_wanted AND line.id = different.standing_id
)
INSERT INTO contracts_costline ({_WRITTEN})
SELECT {_WRITTEN}
  FROM different
 WHERE is_wanted AND standing_id IS NULL
 ORDER BY placement_id, entry_id, group_id, due_on, kind, part, is_reversal
"""  # noqa: S608 - names of our own columns

COUNT_LINES = f"{WANTED} SELECT count(*) FROM different"  # noqa: S608 - names of our own columns

COUNT_UNBALANCED = f"""
{WANTED},
row AS (
    SELECT {_KEY}, gemeente_id, contract_id, amount FROM standing
     UNION ALL
    SELECT {_KEY}, gemeente_id, contract_id, -amount FROM target
)
SELECT count(*) FROM (
    SELECT FROM row GROUP BY {_KEY}, gemeente_id, contract_id HAVING sum(amount) <> 0) AS unequal
"""  # noqa: S608 - names of our own columns
"""Where the lines of all months, closed ones too, do not add up to the target."""
