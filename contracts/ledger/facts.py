"""What statements of the ledger share: values of code lists, and names of columns."""

from contracts.enums import (
    CHARGED,
    ENDED,
    ENDED_EARLY,
    CostKind,
    CostType,
    FeeMoment,
    GroupStatus,
    HoursBasis,
    InstalmentMoment,
    PlacementStatus,
    RealisedBasis,
    Rhythm,
    SettlementBasis,
    SettlementEvent,
    TargetGroup,
    TariffUnit,
)

CODES = {
    "charged": [str(status) for status in CHARGED],
    "ended": [str(status) for status in ENDED],
    "ended_early": [str(status) for status in ENDED_EARLY],
    "completed": PlacementStatus.COMPLETED.value,
    "dropped_out": PlacementStatus.DROPPED_OUT.value,
    "switched": PlacementStatus.SWITCHED.value,
    "status_holder": TargetGroup.STATUS_HOLDER.value,
    "trajectory": TariffUnit.TRAJECTORY.value,
    "hour": TariffUnit.HOUR.value,
    "month": TariffUnit.MONTH.value,
    "group": TariffUnit.GROUP.value,
    "group_hour": TariffUnit.GROUP_HOUR.value,
    "fee": TariffUnit.FEE.value,
    "kind_instalment": CostKind.INSTALMENT.value,
    "kind_hours": CostKind.HOURS.value,
    "kind_month": CostKind.MONTH.value,
    "kind_group_share": CostKind.GROUP_SHARE.value,
    "kind_fee": CostKind.FEE.value,
    "kind_settlement": CostKind.SETTLEMENT.value,
    "at_start": InstalmentMoment.START.value,
    "at_halfway": InstalmentMoment.HALFWAY.value,
    "at_completion": InstalmentMoment.COMPLETION.value,
    "fee_at_start": FeeMoment.START.value,
    "fee_at_completion": FeeMoment.COMPLETION.value,
    "fee_recorded": FeeMoment.RECORDED.value,
    "attended": HoursBasis.ATTENDED.value,
    "group_cancelled": GroupStatus.CANCELLED.value,
    "group_ran": [GroupStatus.STARTED.value, GroupStatus.ENDED.value],
    "absence": SettlementEvent.ABSENCE.value,
    "dropout": SettlementEvent.DROPOUT.value,
    "no_show": SettlementEvent.NO_SHOW.value,
    "route_switch": SettlementEvent.ROUTE_SWITCH.value,
    "settled_by_percentage": SettlementBasis.PERCENTAGE.value,
    "settled_by_amount": SettlementBasis.AMOUNT.value,
    "learning_routes": CostType.LEARNING_ROUTES.value,
    "by_service": RealisedBasis.SERVICE.value,
    "monthly": Rhythm.MONTHLY.value,
    "quarterly": Rhythm.QUARTERLY.value,
    "yearly": Rhythm.YEARLY.value,
}
"""Parameters of every statement: a code is named in Python once."""

ORIGIN = "placement_id, entry_id, group_id"
LINE = (
    "region_id, contract_id, tariff_id, gemeente_id, route, kind, part, unit, quantity, "
    "service_month, first_on, last_on, due_on, amount"
)
"""Columns that a target and a cost line have alike, beside the origin."""

WHOLE_COURSE = """
SELECT placement.id AS placement_id, placement.contract_id, contract.region_id,
       placement.gemeente_id, placement.route, placement.status, placement.course_group_id,
       placement.tariff_id, tariff.unit, tariff.price, placement.offered_hours,
       placement.attended_hours, placement.actual_first_on, placement.actual_last_on,
       begun.first_on, planned.end_on,
       CASE WHEN placement.status = ANY(%(ended)s) THEN placement.actual_last_on
            ELSE planned.end_on END AS last_on,
       placement.status = ANY(%(charged)s) AND (
           placement.actual_first_on IS NOT NULL OR placement.status <> ALL(%(ended)s)
       ) AS stands,
       tariff.charges_other_groups OR placement.target_group = %(status_holder)s AS pays,
       placement.target_group = %(status_holder)s AS is_status_holder
  FROM contracts_placement placement
  JOIN contracts_contract contract ON contract.id = placement.contract_id
  JOIN contracts_tariff tariff ON tariff.id = placement.tariff_id
 CROSS JOIN LATERAL (
       SELECT coalesce(placement.actual_first_on, placement.planned_first_on) AS first_on
       ) AS begun
 CROSS JOIN LATERAL (
       SELECT greatest(placement.planned_last_on, begun.first_on) AS end_on
       ) AS planned"""
"""Of each placement under a contract, what decides about its cost (`pricing.Course`).

`stands`: a seat was taken, and a course that ended had begun. `pays`: the gemeente does."""


def of(alias: str, columns: str) -> str:
    """The columns, each of the table `alias`."""
    return ", ".join(f"{alias}.{column}" for column in columns.split(", "))


def version_on(day: str, base: str) -> str:
    """SQL of the price that holds on `day`, for a join LATERAL: the newest version of the tariff
    `base` begun by then, or itself before the first (`pricing.version_on`).
    """
    return f"""(
    SELECT version.id, version.price, version.hours_basis
      FROM contracts_tariff version
     WHERE (version.contract_id, version.route, version.unit, version.name)
         = ({base}.contract_id, {base}.route, {base}.unit, {base}.name)
       AND (version.first_on <= {day} OR version.id = {base}.id)
     ORDER BY version.first_on <= {day} DESC, version.first_on DESC
     LIMIT 1)"""  # noqa: S608 - names of our own columns
