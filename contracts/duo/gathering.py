"""Which bodies there are for DUO: said in SQL, so that a gemeente of any size is one statement.

Shapes and conditions are those of DUO's descriptions Inburgeringsaanbod 1.2.0 and GevolgdeUren
1.0.0. DUO's end dates are exclusive and ours are the last day: hence + 1.
"""
# ruff: noqa: S608 - statements are composed of constants of this module; every value is a parameter

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.db import connection

from contracts.enums import (
    ANSWERED,
    BEGUN,
    CHARGED,
    HELD,
    Cohort,
    DeliveryStatus,
    PlacementStatus,
    TargetGroup,
)
from contracts.enums.duo import DuoKind, DuoReason, DuoState
from providers.enums import LearningRoute

MOST_HOURS = 9_999
"""`uren` has no more digits (GevolgdeUren 1.0.0)."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose learners: ids of a gemeente and of a region (None: of all regions), and the months.

    Months are named by their first day; the last is included.
    """

    gemeente: int
    region: int | None
    first_month: date
    last_month: date


@dataclass(frozen=True, slots=True)
class Found:
    """How many lines there are of a kind, with a body and without one."""

    kind: str
    ready: int
    missing: int


def _texts(values: Iterable[str]) -> str:
    """The codes of an enum as a list in SQL."""
    return ", ".join(f"'{value!s}'" for value in values)


def _reasons(conditions: dict[DuoReason, str]) -> str:
    """The codes of the conditions that hold, as an array."""
    cases = (f"CASE WHEN {when} THEN '{code.value}' END" for code, when in conditions.items())
    return f"ARRAY_REMOVE(ARRAY[{', '.join(cases)}]::text[], NULL)"


_EDUCATION = LearningRoute.EDUCATION.value
_RECOGNITION = " ".join(
    f"WHEN '{route.value}' THEN '{route.recognition.value}'" for route in LearningRoute
)

# Asylum status holders under the Wi2021, whom alone DUO registers. Who moved away before the
# first day followed nothing.
_LEARNERS = f"""
    SELECT placement.*, provider.id AS provider_id, provider.duo_number,
        COALESCE(actual_first_on, planned_first_on) AS first_on,
        COALESCE(actual_last_on, planned_last_on) AS final_on,
        placement.status IN ({_texts(CHARGED)}) AS is_planned
    FROM contracts_placement placement
    LEFT JOIN contracts_contract contract ON contract.id = placement.contract_id
    LEFT JOIN contracts_covenantparty party ON party.id = placement.covenant_party_id
    LEFT JOIN contracts_covenant covenant ON covenant.id = party.covenant_id
    JOIN providers_provider provider
        ON provider.id = COALESCE(contract.provider_id, party.provider_id)
    WHERE placement.gemeente_id = %(gemeente)s
        AND (%(region)s::bigint IS NULL
            OR COALESCE(contract.region_id, covenant.region_id) = %(region)s)
        AND target_group = '{TargetGroup.STATUS_HOLDER.value}'
        AND cohort = '{Cohort.WI2021.value}'
        AND placement.status NOT IN (
            '{PlacementStatus.REFUSED.value}', '{PlacementStatus.CANCELLED.value}')
        AND NOT (placement.status = '{PlacementStatus.MOVED.value}' AND actual_first_on IS NULL)
"""

# DUO keeps one offer per person and institution: the latest. Of the education route the offer is
# the day of enrolment, no earlier than the PIP; of the others it is the first day of lessons.
_LATEST = f"""
    SELECT DISTINCT ON (provider_id, reference) learner.*,
        CASE WHEN route = '{_EDUCATION}'
            THEN GREATEST(pip_on, LEAST(first_on, enrolled_on)) ELSE first_on END AS offered_on
    FROM learner
    LEFT JOIN LATERAL (
        SELECT MIN("on") AS enrolled_on FROM contracts_placementevent event
        WHERE event.placement_id = learner.id AND learner.route = '{_EDUCATION}'
            AND event.target IN ({_texts((*HELD, *CHARGED))})
    ) AS enrolment ON TRUE
    ORDER BY provider_id, reference, is_planned DESC, first_on DESC, id DESC
"""

_OFFER_REASONS = _reasons(
    {
        DuoReason.NOT_PLANNED: "NOT is_planned",
        DuoReason.NO_PIP: "is_planned AND pip_on IS NULL",
        DuoReason.BEFORE_PIP: "is_planned AND first_on < pip_on",
        DuoReason.BEFORE_TERM: f"is_planned AND route = '{_EDUCATION}' AND first_on = pip_on",
        DuoReason.AFTER_TERM: "is_planned AND final_on > term_ends_on",
        DuoReason.ENDS_FIRST: "is_planned AND final_on < first_on",
        DuoReason.NO_INSTITUTION: "is_planned AND duo_number = ''",
        DuoReason.NOT_RECOGNISED: f"""is_planned AND NOT EXISTS (
            SELECT 1 FROM providers_recognition recognition
            WHERE recognition.provider_id = latest.provider_id
                AND recognition.kind = CASE route {_RECOGNITION} END
                AND recognition.verified_at IS NOT NULL
                AND recognition.first_on <= latest.first_on
                AND COALESCE(recognition.last_on, 'infinity') >= latest.first_on)""",
    }
)

_OFFERS = f"""
    SELECT '{DuoKind.OFFER.value}' AS kind, id AS placement_id, provider_id, duo_number, reference,
        NULL::date AS month,
        jsonb_build_object(
            'datumInburgeringsaanbod', offered_on,
            'verwachteStartdatumOpleiding', first_on,
            'verwachteEinddatumOpleiding', final_on + 1,
            'indicatorAlfabetiseringsonderwijs', literacy) AS body,
        {_OFFER_REASONS} AS reasons
    FROM latest WHERE final_on >= %(first_month)s
"""

# What comes in during a month tells of the month before; a return says of which month it tells.
_MONTHS = """
    SELECT month::date AS month, (month + interval '1 month')::date AS next_month,
        (month + interval '1 month') AT TIME ZONE 'Europe/Amsterdam' AS told_from,
        (month + interval '2 months') AT TIME ZONE 'Europe/Amsterdam' AS told_until
    FROM generate_series(
        %(first_month)s::timestamp, %(last_month)s::timestamp, interval '1 month') AS month
"""

_RETURNED = f"""
    SELECT DISTINCT contract_id, month FROM contracts_delivery delivery
    JOIN spoken_of ON applied_at >= told_from AND applied_at < told_until
    WHERE delivery.status IN (
            '{DeliveryStatus.APPLIED.value}', '{DeliveryStatus.SUPERSEDED.value}')
        AND contract_id IN (SELECT contract_id FROM learner)
    UNION
    SELECT contract_id, spoken_of.month FROM contracts_datatask task
    JOIN spoken_of ON spoken_of.month = task.month AND answered_at < told_until
    WHERE task.status IN ({_texts(ANSWERED)}) AND contract_id IN (SELECT contract_id FROM learner)
"""

# Contracts keep running totals with their former versions; covenants keep hours by month.
_TOTALS = f"""
    SELECT learner.id, provider_id, reference, duo_number, first_on, spoken_of.month, next_month,
        COALESCE(former.attended_hours, own.attended, learner.attended_hours) AS attended,
        learner.final_on >= spoken_of.month AS is_running,
        COALESCE(own.is_told, EXISTS (
            SELECT 1 FROM returned WHERE returned.contract_id = learner.contract_id
                AND returned.month = spoken_of.month)) AS is_told
    FROM learner
    JOIN spoken_of ON actual_first_on < next_month
    LEFT JOIN LATERAL (
        SELECT version.attended_hours FROM contracts_placementversion version
        WHERE version.pgh_obj_id = learner.id AND version.pgh_created_at >= told_until
            AND learner.contract_id IS NOT NULL
        ORDER BY version.pgh_created_at, version.pgh_id LIMIT 1
    ) AS former ON TRUE
    LEFT JOIN LATERAL (
        SELECT COALESCE(SUM(hours.attended), 0) AS attended,
            COALESCE(BOOL_OR(hours.month = spoken_of.month), FALSE) AS is_told
        FROM contracts_placementhours hours
        WHERE hours.placement_id = learner.id AND hours.month <= spoken_of.month
        HAVING learner.contract_id IS NULL
    ) AS own ON TRUE
    WHERE learner.status IN ({_texts(BEGUN)})
        AND NOT EXISTS (
            SELECT 1 FROM contracts_placementevent event
            WHERE event.placement_id = learner.id AND event.source = ''
                AND event.recorded_at >= told_until)
"""

_SUMS = """
    SELECT provider_id, reference, duo_number, month, next_month,
        (ARRAY_AGG(id ORDER BY first_on DESC, id DESC))[1] AS placement_id,
        FLOOR(SUM(attended))::integer AS hours,
        BOOL_AND(is_told) FILTER (WHERE is_running) AS is_told
    FROM total GROUP BY provider_id, reference, duo_number, month, next_month
    HAVING BOOL_OR(is_running)
"""

_HOUR_REASONS = _reasons(
    {DuoReason.NO_RETURN: "NOT is_told", DuoReason.TOO_MANY_HOURS: f"hours > {MOST_HOURS}"}
)

_HOURS = f"""
    SELECT '{DuoKind.HOURS.value}', placement_id, provider_id, duo_number, reference, month,
        jsonb_build_object(
            'gemeentecode', (SELECT code FROM accounts_gemeente WHERE id = %(gemeente)s),
            'bekendTot', next_month,
            'ParticipatieAlsTaalles', jsonb_build_object('uren', hours)),
        {_HOUR_REASONS}
    FROM hours_of
"""

_FOUND = f"""
    WITH learner AS ({_LEARNERS}),
        latest AS ({_LATEST}),
        spoken_of AS ({_MONTHS}),
        returned AS ({_RETURNED}),
        total AS ({_TOTALS}),
        hours_of AS ({_SUMS})
    {_OFFERS} UNION ALL {_HOURS}
"""

_COUNT = f"""
    SELECT kind, COUNT(*) FILTER (WHERE reasons = '{{}}'), COUNT(*) FILTER (WHERE reasons <> '{{}}')
    FROM ({_FOUND}) AS found GROUP BY kind ORDER BY kind DESC
"""

_ADD = f"""
    INSERT INTO contracts_duoline
        (export_id, kind, placement_id, provider_id, institution, reference, month, state, body,
         reasons)
    SELECT %(export)s, kind, placement_id, provider_id, duo_number, reference, month,
        CASE WHEN reasons = '{{}}' THEN '{DuoState.NEW.value}'
            ELSE '{DuoState.MISSING.value}' END,
        CASE WHEN reasons = '{{}}' THEN body END, reasons
    FROM ({_FOUND}) AS found
    ORDER BY kind DESC, provider_id, reference, month
"""

# The last that was told of each learner in exports of the same scope before this one.
_TOLD = f"""
    SELECT DISTINCT ON (kind, provider_id, reference, month) line.*
    FROM contracts_duoline line JOIN contracts_duoexport export ON export.id = line.export_id
    WHERE export.gemeente_id = %(gemeente)s
        AND export.region_id IS NOT DISTINCT FROM %(region)s::bigint
        AND export.id < %(export)s AND line.state <> '{DuoState.MISSING.value}'
    ORDER BY kind, provider_id, reference, month, line.export_id DESC
"""

_COMPARE = f"""
    UPDATE contracts_duoline line
    SET state = CASE WHEN told.body = line.body AND told.institution = line.institution
        THEN '{DuoState.UNCHANGED.value}' ELSE '{DuoState.CHANGED.value}' END
    FROM ({_TOLD}) AS told
    WHERE line.export_id = %(export)s AND line.body IS NOT NULL AND told.body IS NOT NULL
        AND told.kind = line.kind AND told.provider_id = line.provider_id
        AND told.reference = line.reference AND told.month IS NOT DISTINCT FROM line.month
"""

# An offer that was told and stands no more; who went to another gemeente is that one's to tell.
_WITHDRAW = f"""
    WITH learner AS ({_LEARNERS}), told AS ({_TOLD})
    INSERT INTO contracts_duoline AS line
        (export_id, kind, placement_id, provider_id, institution, reference, state, reasons)
    SELECT %(export)s, told.kind, told.placement_id, told.provider_id, told.institution,
        told.reference, '{DuoState.WITHDRAWN.value}', '{{}}'
    FROM told JOIN contracts_placement placement ON placement.id = told.placement_id
    WHERE told.kind = '{DuoKind.OFFER.value}' AND told.body IS NOT NULL
        AND placement.gemeente_id = %(gemeente)s
        AND NOT EXISTS (
            SELECT 1 FROM learner WHERE is_planned AND learner.provider_id = told.provider_id
                AND learner.reference = told.reference)
    ORDER BY told.provider_id, told.reference
    ON CONFLICT (export_id, kind, provider_id, reference, month)
        DO UPDATE SET state = EXCLUDED.state, institution = EXCLUDED.institution
"""


def count_found(scope: Scope) -> list[Found]:
    """What an export of `scope` would hold now, offers first; nothing is written."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, asdict(scope))
        return [Found(*row) for row in cursor.fetchall()]


def gather(scope: Scope, export_id: int) -> None:
    """Write the lines of an export that was just made, each compared with what was told before."""
    facts = asdict(scope) | {"export": export_id}
    with connection.cursor() as cursor:
        for statement in (_ADD, _COMPARE, _WITHDRAW):
            cursor.execute(statement, facts)
