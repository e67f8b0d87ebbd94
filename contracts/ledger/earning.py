"""Cost lines by the days of service that they pay for, for regions that reckon so (accrual).

A line's amount runs up evenly over its days of service; what has run up by the end of a month, in
whole cents, less what had by its beginning, is earned in that month, and is shared in whole cents
over its days, the first ones first. What is booked later than its month of service, because that
was closed, makes up for the days before on the day that it is booked: closed months stand.
"""

CELL = "region_id, contract_id, gemeente_id, route, kind, cost_type, unit"
"""With the month what makes a sum, as in CostMonth."""

_EARNED_BY = """contracts_earned_by(
    course.{what}, {digits}, course.first_on, course.last_on, course.late_on, course.late_month,
    {day})"""


def _between(what: str, digits: int) -> str:
    """SQL of what a line earns in a piece of its days."""
    until = _EARNED_BY.format(what=what, digits=digits, day="piece.last_on")
    before = _EARNED_BY.format(what=what, digits=digits, day="piece.first_on - 1")
    return f"({until} - {before})"


def _served_by(day: int) -> str:
    """SQL of what a group of pieces has earned by a day of its month, in cents."""
    passed = f"least(greatest({day} - from_day + 1, 0), days)"
    return f"each * {passed} + number * sign(rest) * least({passed}, abs(rest))"


def _served(concerned: str) -> str:
    """The lines of regions that reckon by days of service, with the day of a late booking."""
    return f"""
served AS (
    SELECT line.*, coalesce(entry.cost_type, %(learning_routes)s) AS cost_type,
           booked.late_on,
           CASE WHEN booked.late_on IS NOT NULL THEN line.service_month END AS late_month,
           greatest(line.first_on, booked.late_on) AS opens_on,
           greatest(line.last_on, booked.late_on) AS closes_on
      FROM contracts_costbasis basis
      JOIN contracts_costline line USING (region_id)
      LEFT JOIN contracts_costentry entry ON entry.id = line.entry_id
     CROSS JOIN LATERAL (
           SELECT CASE WHEN date_trunc('month', line.due_on) > line.service_month
                       THEN line.due_on END AS late_on
           ) AS booked
     WHERE basis.basis = %(by_service)s AND {concerned}
),"""  # noqa: S608 - names of our own columns


_COURSE = f"""
course AS (
    SELECT {CELL}, first_on, last_on, opens_on, closes_on, late_on, late_month, amount, quantity,
           count(*) AS lines
      FROM served
     GROUP BY {CELL}, first_on, last_on, opens_on, closes_on, late_on, late_month, amount,
              quantity
),"""  # noqa: S608 - names of our own columns
"""Lines that run alike are reckoned once."""

_PIECE = f"""
piece AS (
    SELECT {CELL}, date_trunc('month', piece.first_on)::date AS month,
           extract(day FROM piece.first_on)::int AS from_day,
           piece.last_on - piece.first_on + 1 AS days, lines,
           {_between("amount", 2)} * 100 AS cents, {_between("quantity", 6)} AS quantity
      FROM course
     CROSS JOIN LATERAL (
           SELECT opens_on AS first_on, opens_on AS last_on
            WHERE opens_on > course.first_on
            UNION ALL
           SELECT greatest(month::date, from_on),
                  least((month + interval '1 month - 1 day')::date, closes_on)
             FROM (SELECT opens_on + (opens_on > course.first_on)::int AS from_on) AS rest,
                  generate_series(date_trunc('month', from_on), closes_on, interval '1 month')
                      AS month
            WHERE from_on <= closes_on
           ) AS piece
),"""  # noqa: S608 - names of our own columns
"""The days of a course in each month; the day of a late booking is a piece of its own."""

_TAUGHT = f"""
taught AS (
    SELECT DISTINCT ON (contract_id, placement_id, year) {CELL},
           date_trunc('month', greatest(opens_on, year::date))::date AS month
      FROM served
     CROSS JOIN LATERAL generate_series(
           date_trunc('year', opens_on), closes_on, interval '1 year') AS year
     WHERE placement_id IS NOT NULL AND corrects_id IS NULL
     ORDER BY contract_id, placement_id, year, greatest(opens_on, year::date), kind, id
),"""  # noqa: S608 - names of our own columns
"""Each learner once a year, in the month of the first day of service."""

_ALIKE = f"""
alike AS (
    SELECT {CELL}, month, from_day, days, mod(cents, days) AS rest,
           sum(lines * div(cents, days)) AS each, sum(lines) AS number,
           sum(lines * cents) AS cents, sum(lines * quantity) AS quantity, 0 AS heads
      FROM piece
     GROUP BY {CELL}, month, from_day, days, mod(cents, days)
     UNION ALL
    SELECT {CELL}, month, 1, 1, 0, 0, 0, 0, 0, count(*)
      FROM taught
     GROUP BY {CELL}, month
),"""  # noqa: S608 - names of our own columns
"""Pieces of the same days with as many cents left over, whose days get as much; and the heads."""


def _earned(days: int) -> str:
    """The sums of a month, and of its days up to each of so many."""
    by_day = ", ".join(f"sum({_served_by(day)}) / 100" for day in range(1, days + 1))
    return f"""
earned AS (
    SELECT {CELL}, month, sum(cents) / 100 AS amount, ARRAY[{by_day}] AS by_day,
           sum(quantity) AS quantity, sum(heads)::int AS heads
      FROM alike
     GROUP BY {CELL}, month
)"""  # noqa: S608 - names of our own columns


def earned_ctes(concerned: str, days: int) -> str:
    """SQL of a WITH list that ends in `earned`: per CELL and month the sums that were earned.

    `concerned` says of `line` whether it takes part; an array has a total for each of `days`.
    """
    return "".join((_served(concerned), _COURSE, _PIECE, _TAUGHT, _ALIKE, _earned(days)))
