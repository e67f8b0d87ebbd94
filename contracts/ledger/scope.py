"""Which placements, groups and bookings a rebuild is about, kept in tables of the connection."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from config.shared.arrays import as_array
from contracts.ledger.facts import CODES, WHOLE_COURSE


@dataclass(frozen=True)
class Asked:
    """Ids of what changed; None asks for everything there is."""

    placements: list[int] | None
    groups: list[int]
    entries: list[int]

    @classmethod
    def of(
        cls,
        placements: Iterable[int] | None,
        groups: Iterable[int] = (),
        entries: Iterable[int] = (),
    ) -> "Asked":
        """Each id once, in order."""
        chosen = None if placements is None else sorted(set(placements))
        return cls(chosen, sorted(set(groups)), sorted(set(entries)))

    @property
    def facts(self) -> dict[str, Any]:
        """Parameters of every statement."""
        return {
            **CODES,
            "all": self.placements is None,
            "ids": as_array(self.placements or ()),
            "groups": as_array(self.groups),
            "entries": as_array(self.entries),
        }


TABLES = """
SET LOCAL jit = off;
CREATE TEMP TABLE IF NOT EXISTS ledger_placement (
    placement_id bigint PRIMARY KEY
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS ledger_entry (entry_id bigint PRIMARY KEY) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS ledger_group (
    group_id bigint PRIMARY KEY, is_touched boolean NOT NULL
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS ledger_course (
    placement_id bigint PRIMARY KEY, contract_id bigint, region_id bigint, gemeente_id bigint,
    route varchar, status varchar, course_group_id bigint, tariff_id bigint, unit varchar,
    price numeric, offered_hours numeric, attended_hours numeric, actual_first_on date,
    actual_last_on date, first_on date, end_on date, last_on date, stands boolean, pays boolean,
    is_status_holder boolean, from_number integer NOT NULL DEFAULT 1
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS ledger_group_month (
    group_id bigint, line_id bigint, region_id bigint, contract_id bigint, route varchar,
    unit varchar, tariff_id bigint, may_be_empty boolean, month date, begins_on date,
    ends_on date, units numeric, cents numeric
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS ledger_target (
    target_id bigint GENERATED ALWAYS AS IDENTITY, placement_id bigint, entry_id bigint,
    group_id bigint, region_id bigint, contract_id bigint, tariff_id bigint, gemeente_id bigint,
    route varchar, kind varchar, part varchar, unit varchar, quantity numeric(14, 6),
    service_month date, first_on date, last_on date, due_on date, amount numeric(12, 2)
) ON COMMIT DELETE ROWS;
TRUNCATE ledger_placement, ledger_entry, ledger_group, ledger_group_month, ledger_course,
         ledger_target
"""

CONCERNED = """
SELECT ARRAY(
    SELECT id FROM contracts_contract WHERE %(all)s
     UNION
    SELECT contract_id FROM contracts_placement
     WHERE id = ANY(%(ids)s::bigint[]) AND contract_id IS NOT NULL
     UNION
    SELECT contract_id FROM contracts_costline
     WHERE placement_id = ANY(%(ids)s::bigint[]) AND contract_id IS NOT NULL
     UNION
    SELECT line.contract_id
      FROM contracts_coursegroup course_group
      JOIN contracts_capacityline line ON line.id = course_group.line_id
     WHERE course_group.id = ANY(%(groups)s::bigint[])
     UNION
    SELECT contract_id FROM contracts_costentry
     WHERE id = ANY(%(entries)s::bigint[]) AND contract_id IS NOT NULL
), ARRAY(
    SELECT DISTINCT region_id FROM contracts_costentry
     WHERE contract_id IS NULL AND (%(all)s OR id = ANY(%(entries)s::bigint[]))
)"""
"""The contracts, and the regions with costs that no contract is about."""

OF_CONTRACT = """
SELECT ARRAY(SELECT id FROM contracts_placement WHERE contract_id = %(contract)s
              UNION
             SELECT placement_id FROM contracts_costline
              WHERE contract_id = %(contract)s AND placement_id IS NOT NULL),
       ARRAY(SELECT course_group.id
               FROM contracts_coursegroup course_group
               JOIN contracts_capacityline line ON line.id = course_group.line_id
              WHERE line.contract_id = %(contract)s),
       ARRAY(SELECT id FROM contracts_costentry WHERE contract_id = %(contract)s)
"""

_BY_GROUP = """
contracts_tariff WHERE unit IN (%(group)s, %(group_hour)s)"""

FILL_GROUPS = f"""
INSERT INTO ledger_group (group_id, is_touched)
SELECT course_group.id, true
  FROM contracts_coursegroup course_group
  JOIN contracts_capacityline line ON line.id = course_group.line_id
 WHERE line.contract_id IN (SELECT contract_id FROM {_BY_GROUP})
   AND (%(all)s OR course_group.id = ANY(%(groups)s::bigint[])
        OR course_group.id IN (
            SELECT course_group_id FROM contracts_placement WHERE id = ANY(%(ids)s::bigint[])
             UNION
            SELECT course_group_id FROM contracts_placementversion
             WHERE pgh_obj_id = ANY(%(ids)s::bigint[])
             UNION
            SELECT group_id FROM contracts_costline WHERE placement_id = ANY(%(ids)s::bigint[])))
"""  # noqa: S608 - constants of this module; every value is a parameter

FILL_PLACEMENTS = """
INSERT INTO ledger_placement (placement_id)
WITH asked AS (
    SELECT id FROM contracts_placement WHERE %(all)s OR id = ANY(%(ids)s::bigint[])
     UNION
    SELECT placement.id
      FROM contracts_placement placement
      JOIN ledger_group ON ledger_group.group_id = placement.course_group_id
     UNION
    SELECT line.placement_id
      FROM contracts_costline line
      JOIN ledger_group ON ledger_group.group_id = line.group_id
     WHERE line.placement_id IS NOT NULL
)
SELECT id FROM asked
 UNION
SELECT placement.id
  FROM contracts_placement placement
  JOIN contracts_tariffband band ON band.tariff_id = placement.tariff_id
 WHERE NOT %(all)s AND placement.tariff_id IN (
       SELECT tariff_id FROM contracts_placement JOIN asked USING (id)
        UNION
       SELECT tariff_id FROM contracts_placementversion
        WHERE pgh_obj_id = ANY(%(ids)s::bigint[]))
"""
"""Those that were asked, all that share a group with one of them or did, and all that are or were
counted in the same price bands as any of these.
"""

FILL_MORE_GROUPS = f"""
INSERT INTO ledger_group (group_id, is_touched)
SELECT DISTINCT placement.course_group_id, false
  FROM ledger_placement
  JOIN contracts_placement placement ON placement.id = ledger_placement.placement_id
 WHERE placement.course_group_id IS NOT NULL
   AND placement.contract_id IN (SELECT contract_id FROM {_BY_GROUP})
ON CONFLICT DO NOTHING
"""  # noqa: S608 - constants of this module; every value is a parameter
"""Where those learners sit now: nothing changes for its other heads."""

FILL_ENTRIES = """
INSERT INTO ledger_entry (entry_id)
SELECT id FROM contracts_costentry WHERE %(all)s OR id = ANY(%(entries)s::bigint[])
"""

FILL_COURSES = f"""
INSERT INTO ledger_course
SELECT course.*
  FROM ({WHOLE_COURSE}) AS course
  JOIN ledger_placement USING (placement_id)
"""  # noqa: S608 - constants of this module; every value is a parameter

FILLING = (
    FILL_GROUPS,
    FILL_PLACEMENTS,
    FILL_MORE_GROUPS,
    FILL_ENTRIES,
    FILL_COURSES,
)
