"""Cost lines summed by month: what pages read."""

from contracts.ledger.earning import earned_ctes
from contracts.ledger.facts import of

DAYS = 31
"""Of the longest month; a shorter one repeats its total."""

_MONTH = "contract_id, gemeente_id, route, kind, cost_type, unit, month, region_id"
_EARNED = "earned_amount, earned_by_day, earned_quantity, earned_heads"
_SUMS = f"amount, due_by_day, quantity, lines, heads, {_EARNED}"
_CELL = "home, gemeente_id, route, kind, cost_type, unit, month, region_id"
"""_MONTH without NULLs, which are equal to nothing."""

_CONCERNED = """
({row}.contract_id = ANY(%(contracts)s)
 OR ({row}.contract_id IS NULL AND {row}.region_id = ANY(%(regions)s)))"""

_DUE_BY_DAY = "ARRAY[{}]".format(
    ", ".join(
        f"coalesce(sum(amount) FILTER (WHERE extract(day FROM due_on) <= {day}), 0)"
        for day in range(1, DAYS + 1)
    )
)
"""Running totals, so that a reader takes one of them and adds nothing."""

_NOTHING = f"array_fill(0::numeric, ARRAY[{DAYS}])"

_SUMMED = f"""
line AS (
    SELECT line.*, date_trunc('month', line.due_on)::date AS month,
           coalesce(entry.cost_type, %(learning_routes)s) AS cost_type,
           line.placement_id IS NOT NULL AND line.corrects_id IS NULL AND row_number() OVER (
               PARTITION BY line.contract_id, line.placement_id, line.corrects_id IS NULL,
                            date_trunc('year', line.due_on)
               ORDER BY line.due_on, line.kind, line.id
           ) = 1 AS is_first_of_year
      FROM contracts_costline line
      LEFT JOIN contracts_costentry entry ON entry.id = line.entry_id
     WHERE {_CONCERNED.format(row="line")}
),
day AS (
    SELECT {_MONTH}, due_on, sum(amount) AS amount, sum(quantity) AS quantity, count(*) AS lines,
           count(*) FILTER (WHERE is_first_of_year) AS heads
      FROM line
     GROUP BY {_MONTH}, due_on
),
due AS (
    SELECT {_MONTH}, coalesce(contract_id, 0) AS home, sum(amount) AS amount,
           {_DUE_BY_DAY} AS by_day, sum(quantity) AS quantity, sum(lines)::int AS lines,
           sum(heads)::int AS heads
      FROM day
     GROUP BY {_MONTH}
),
{earned_ctes(_CONCERNED.format(row="line"), DAYS)},
summed AS (
    SELECT nullif(home, 0) AS {_MONTH}, coalesce(due.amount, 0) AS amount,
           coalesce(due.by_day, {_NOTHING}) AS due_by_day, coalesce(due.quantity, 0) AS quantity,
           coalesce(due.lines, 0) AS lines, coalesce(due.heads, 0) AS heads,
           CASE WHEN by_service THEN coalesce(earned.amount, 0) END AS earned_amount,
           CASE WHEN by_service THEN coalesce(earned.by_day, {_NOTHING}) END AS earned_by_day,
           CASE WHEN by_service THEN coalesce(earned.quantity, 0) END AS earned_quantity,
           CASE WHEN by_service THEN coalesce(earned.heads, 0) END AS earned_heads
      FROM due
      FULL JOIN (SELECT *, coalesce(contract_id, 0) AS home FROM earned) AS earned USING ({_CELL})
      LEFT JOIN (SELECT region_id, true AS by_service FROM contracts_costbasis
                  WHERE basis = %(by_service)s) AS basis USING (region_id)
),
standing AS (
    SELECT * FROM contracts_costmonth month WHERE {_CONCERNED.format(row="month")}
),
different AS (
    SELECT standing.id AS standing_id, summed.lines IS NOT NULL AS is_wanted,
           {of("summed", _MONTH)}, {of("summed", _SUMS)}
      FROM standing
      FULL JOIN summed
        ON ({of("summed", _MONTH.replace("contract_id, ", ""))})
         = ({of("standing", _MONTH.replace("contract_id, ", ""))})
       AND coalesce(summed.contract_id, 0) = coalesce(standing.contract_id, 0)
     WHERE ({of("standing", _SUMS)}) IS DISTINCT FROM ({of("summed", _SUMS)})
)"""  # noqa: S608 - names of our own columns
"""A learner is a head of the month of the first line of a year; corrections make no heads."""

REPLACE_MONTHS = f"""
WITH {_SUMMED},
removed AS (
    DELETE FROM contracts_costmonth
     WHERE id IN (SELECT standing_id FROM different WHERE NOT is_wanted)
),
changed AS (
    UPDATE contracts_costmonth month
       SET ({_SUMS}) = ROW({of("different", _SUMS)})
      FROM different
     WHERE different.is_wanted AND month.id = different.standing_id
)
INSERT INTO contracts_costmonth ({_MONTH}, {_SUMS})
SELECT {_MONTH}, {_SUMS}
  FROM different
 WHERE is_wanted AND standing_id IS NULL
 ORDER BY {_MONTH}
"""  # noqa: S608 - names of our own columns

COUNT_MONTHS = f"WITH {_SUMMED} SELECT count(*) FROM different"  # noqa: S608 - names of our own
