"""Seats: locking lines, counting what is over, and reserving so that none is given out twice."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import Gemeente, User
from config.shared.display import day
from config.shared.errors import Refused, refuse_if
from config.shared.periods import add_calendar_days, amsterdam
from config.shared.validity import valid
from contracts.actions.authorisations import over_target, use_up
from contracts.actions.records import record_event, tariff_on
from contracts.capacity import paired
from contracts.enums import CapacityCounts, Literacy, PlacementStatus
from contracts.ledger import rebuild_costs
from contracts.models import CapacityLine, Contract, Placement
from contracts.workflows.placements import PLACEMENT, SEATED
from providers.enums import DeliveryMode


def lock_seats(lines: QuerySet[CapacityLine]) -> list[CapacityLine]:
    """Lock capacity lines until the end of the transaction; whoever gives out their seats waits.

    Always in order of id, so that two transactions never wait for each other; and not their keys,
    which a placement that is written elsewhere refers to.
    """
    in_order = lines.order_by("pk").select_related("contract")
    return list(in_order.select_for_update(of=("self",), no_key=True))


def lock_lines(line_ids: Iterable[int]) -> list[CapacityLine]:
    """`lock_seats` of the capacity lines with these ids."""
    return lock_seats(CapacityLine.objects.filter(pk__in=set(line_ids)))


def lock_contract(contract_id: int) -> Contract:
    """Lock a contract, as it stands now, and its seats until the end of the transaction.

    Contract first, then its lines by id, so that two deliveries never wait for each other.
    """
    contracts = Contract.objects.select_for_update(of=("self",), no_key=True)
    contract = contracts.select_related("region").get(pk=contract_id)
    lock_seats(contract.capacity_lines.all())
    return contract


def lines_of(placement: Placement) -> list[int]:
    """The ids of the capacity lines that the placement counts on; none under a covenant."""
    ids = (placement.capacity_line_id, placement.intake_line_id)
    return [pk for pk in ids if pk is not None]


def pair_of(line: CapacityLine, first_on: date) -> tuple[CapacityLine, CapacityLine | None]:
    """The main line and that of the intake of who begins on `first_on` on `line`."""
    lines = CapacityLine.objects.filter(contract=line.contract_id, route=line.route)
    return paired(line, lines.filter(place=line.place).order_by("first_on", "pk"), first_on)


def pair_anew(contract: Contract) -> None:
    """Let the placements of `contract` count in the intake that it counts now.

    For after its lines were changed, inside a transaction that has locked them.
    """
    begins_on = Coalesce("actual_first_on", "planned_first_on")
    intake = CapacityLine.objects.filter(
        contract=contract,
        counts=CapacityCounts.INTAKE,
        route=OuterRef("capacity_line__route"),
        place=OuterRef("capacity_line__place"),
        first_on__lte=OuterRef("begins_on"),
        last_on__gte=OuterRef("begins_on"),
    )
    rows = Placement.objects.filter(contract=contract, capacity_line__counts=CapacityCounts.PLACES)
    paired_rows = rows.annotate(begins_on=begins_on).annotate(
        wanted=Subquery(intake.order_by("first_on", "pk").values("pk")[:1])
    )
    wanted: dict[int | None, list[int]] = defaultdict(list)
    for pk, now, line in paired_rows.order_by("pk").values_list("pk", "intake_line", "wanted"):
        if now != line:
            wanted[line].append(pk)
    for line, ids in wanted.items():
        Placement.objects.filter(pk__in=ids).update(intake_line=line)


def over_capacity(line_ids: Iterable[int], on: date) -> list[CapacityLine]:
    """Lines with more seats given out than contracted, with `contracted`, `used`, `held`, `free`.

    For after a merge within one transaction that has locked the lines first: one statement.
    """
    lines = CapacityLine.objects.filter(pk__in=set(line_ids)).with_use(on=on).over()
    return list(lines.select_related("contract").order_by("pk"))


@dataclass(frozen=True, slots=True)
class SeatRequest:
    """Who needs a seat, known by the provider's own reference; never a name or a BSN."""

    reference: str
    gemeente: Gemeente
    target_group: str
    level: str
    planned_first_on: date
    planned_last_on: date
    reserved_until_on: date | None = None
    """The last day on which the seat is kept; RESERVATION_DAYS from now when not given."""
    mode: str = DeliveryMode.DAY
    literacy: str = Literacy.NOT_APPLICABLE
    pip_on: date | None = None


@transaction.atomic
def reserve_seat(*, line: CapacityLine, request: SeatRequest, by: User, at: datetime) -> Placement:
    """Accept a learner and keep a seat of `line`: of two who ask for the last one, one gets it.

    Where the contract warns instead of refusing, the placement is made and the warning recorded;
    where it asks leave, a seat beyond the number uses up one that was authorised.
    """
    pair = [each.pk for each in pair_of(line, request.planned_first_on) if each]
    locked = {each.pk: each for each in lock_lines([line.pk, *pair])}
    placement = _requested(locked[line.pk], request, at=at)
    refuse_if(condition(placement, at) for condition in SEATED)
    warning, over = over_target(placement, at), placement.full_lines(amsterdam(at))
    valid(placement).save(force_insert=True)
    use_up(over, at)
    PLACEMENT.record_created(placement, by=by, at=at, reason=warning)
    record_event(placement, "", by=by, at=at, reason=warning)
    rebuild_costs([placement.pk])
    return placement


def _requested(line: CapacityLine, request: SeatRequest, *, at: datetime) -> Placement:
    """The placement that `request` asks for, not yet saved; Refused where it does not fit."""
    _check_fit(line, request, at=at)
    main, intake = pair_of(line, request.planned_first_on)
    return Placement(
        contract=line.contract,
        capacity_line=main,
        intake_line=intake,
        tariff=tariff_on(line.contract, line.route, request.planned_first_on),
        gemeente=request.gemeente,
        reference=request.reference,
        route=line.route,
        target_group=request.target_group,
        literacy=request.literacy,
        level=request.level,
        mode=request.mode,
        pip_on=request.pip_on,
        planned_first_on=request.planned_first_on,
        planned_last_on=request.planned_last_on,
        reserved_until_on=request.reserved_until_on or reserved_until(at),
        status=PlacementStatus.ACCEPTED,
        status_on=amsterdam(at),
    )


def reserved_until(at: datetime) -> date:
    """The last day on which a seat is kept that is reserved now without another day given."""
    return add_calendar_days(amsterdam(at), settings.RESERVATION_DAYS)


def _check_fit(line: CapacityLine, request: SeatRequest, *, at: datetime) -> None:
    if not line.contract.gemeenten.filter(pk=request.gemeente.pk).exists():
        raise Refused(
            _("%(gemeente)s does not take part in this contract.") % {"gemeente": request.gemeente},
            field="gemeente",
        )
    check_begins_within(line, request.planned_first_on, field="planned_first_on")
    if request.reserved_until_on and request.reserved_until_on < amsterdam(at):
        raise Refused(_("This day has passed."), field="reserved_until_on")


def check_begins_within(line: CapacityLine, first_on: date, *, field: str) -> None:
    """Refused, at `field`, when the first day lies outside the period of the line."""
    if line.covers(first_on):
        return
    raise Refused(
        _("The first day has to lie within the capacity line, from %(first)s to %(last)s.")
        % {"first": day(line.first_on), "last": day(line.last_on)},
        field=field,
    )
