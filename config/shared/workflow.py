"""Status moves as data: which states exist, who may move between them, and what must hold first.

Nothing else assigns a status. The same table of transitions is copied into the database,
where a statement trigger refuses every move that is not in it (see `guard_operations`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Protocol, TypeVar

from django.db import migrations, transaction
from django.db.models import Model, QuerySet, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from config.shared.errors import Refused, refuse_if

Text = str | Promise
Row = TypeVar("Row", bound=Model)
Condition = Callable[[Any, datetime], Text | None]
"""Given the locked object and the moment: None, or a sentence that says what is still missing."""


class Actor(Protocol):
    """Whoever may act: a signed-in person."""

    pk: Any

    def may(self, permission: str, obj: Model | None = None) -> bool: ...


class Recorder(Protocol):
    """What keeps the story of an object; accounts hands one over at start-up."""

    def record(self, entries: Sequence["Entry"]) -> None: ...

    def history(self, obj: Model) -> Iterable[Any]: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done to one object."""

    obj: Model
    action: str
    by: Any
    at: datetime
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed move.

    `permission` None means that no page offers it: an action or task makes the move.
    `stamp` "published" fills published_at and published_by. `consequence` is what the
    confirm page says will happen.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    label: Text
    permission: str | None = None
    conditions: tuple[Condition, ...] = ()
    stamp: str = ""
    reason_required: bool = False
    consequence: Text = ""


WORKFLOWS: dict[str, "Workflow"] = {}
_recorder: Recorder | None = None


def set_recorder(recorder: Recorder) -> None:
    """Name who keeps the history; called once, by accounts."""
    global _recorder  # noqa: PLW0603 - the floor imports nothing, so it is handed over
    _recorder = recorder


def recorder() -> Recorder:
    """The recorder that was handed over; RuntimeError when none was."""
    if _recorder is None:
        raise RuntimeError("accounts has not handed over a recorder")
    return _recorder


@dataclass(frozen=True, slots=True)
class Workflow:
    """The states and transitions of one model, whose status stands in `status`."""

    name: str
    states: type[TextChoices]
    initial: tuple[str, ...]
    transitions: tuple[Transition, ...]
    acts: Mapping[str, Text] = field(default_factory=dict)
    """Words for what else is done to the object and stands in its history."""
    by_name: dict[str, Transition] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {move.name: move for move in self.transitions})
        WORKFLOWS[self.name] = self

    def pairs(self) -> set[tuple[str, str]]:
        """Every (source, target), with ("", initial) for a new row."""
        moves = {(source, move.target) for move in self.transitions for source in move.sources}
        return moves | {("", state) for state in self.initial}

    def available(self, obj: Any, user: Actor) -> list[Transition]:
        """The moves that fit the object's state and that `user` may make, complete or not."""
        return [
            move
            for move in self.transitions
            if obj.status in move.sources and move.permission and user.may(move.permission, obj)
        ]

    def missing(self, obj: Any, name: str, at: datetime) -> list[str]:
        """Sentences that say what stands in the way of the move `name`; empty when nothing does."""
        return self.missing_for(obj, [self.by_name[name]], at)[name]

    def missing_for(
        self, obj: Any, moves: Iterable[Transition], at: datetime
    ) -> dict[str, list[str]]:
        """`missing` of each of `moves`, by name; a condition that several share is asked once."""
        asked = cache(lambda condition: condition(obj, at))
        return {
            move.name: [str(said) for said in map(asked, move.conditions) if said] for move in moves
        }

    def apply(
        self, obj: Row, name: str, *, by: Any, at: datetime, reason: str = "", **changes: Any
    ) -> Row:
        """Move `obj` and return it as it stands in the database.

        Locks the row first, so that of two people one finds the state changed. `by` None is
        the system itself. Raises Refused when state, permission, a condition or a missing
        reason stands in the way; nothing is changed then.
        """
        move = self.by_name[name]
        with transaction.atomic():
            row = type(obj)._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)
            self._check(row, move, by=by, at=at, reason=reason)
            before = _assign(row, {"status": move.target, **_stamps(move, by, at), **changes})
            row.save(update_fields=list(before))
            _record([(row, before)], move.name, by=by, at=at, reason=reason)
        return row

    def apply_many(
        self, rows: QuerySet[Any], name: str, *, by: Any, at: datetime, reason: str = ""
    ) -> int:
        """Move every row of `rows` whose state fits, in one statement; return how many moved.

        For moves without conditions of their own, made by an action that has checked its
        permission. Rows in another state are left alone.
        """
        move = self.by_name[name]
        with transaction.atomic():
            found = list(
                rows.filter(status__in=move.sources).select_for_update(of=("self",)).order_by("pk")
            )
            values = {"status": move.target, **_stamps(move, by, at)}
            befores = [(row, _assign(row, values)) for row in found]
            rows.model._base_manager.filter(pk__in=[row.pk for row in found]).update(**values)
            _record(befores, move.name, by=by, at=at, reason=reason)
        return len(found)

    def record_created(self, obj: Model, *, by: Any, at: datetime, reason: str = "") -> None:
        """Write the first line of the object's history."""
        after = {"status": getattr(obj, "status", "")}
        recorder().record([Entry(obj, "created", by, at, {}, after, reason)])

    def _check(self, row: Any, move: Transition, *, by: Any, at: datetime, reason: str) -> None:
        if row.status not in move.sources:
            label = self.states(row.status).label
            raise Refused(
                _("This is no longer possible: the status is now “%(status)s”. Reload the page.")
                % {"status": label}
            )
        if by is not None and move.permission and not by.may(move.permission, row):
            raise Refused(_("Your role does not allow this step."))
        if move.reason_required and not reason.strip():
            raise Refused(_("Give the reason for this step."), field="reason")
        refuse_if(self.missing(row, move.name, at))


def _stamps(move: Transition, by: Any, at: datetime) -> dict[str, Any]:
    return {f"{move.stamp}_at": at, f"{move.stamp}_by": by} if move.stamp else {}


def _assign(row: Model, values: dict[str, Any]) -> dict[str, Any]:
    """Set `values` on `row` and return what stood there before."""
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    return before


def _record(
    changed: Iterable[tuple[Any, dict[str, Any]]],
    action: str,
    *,
    by: Any,
    at: datetime,
    reason: str,
) -> None:
    entries = [
        Entry(row, action, by, at, before, {name: getattr(row, name) for name in before}, reason)
        for row, before in changed
    ]
    recorder().record(entries)


def guard_operations(table: str, workflow: str) -> list[migrations.RunSQL]:
    """Migration operations that make PostgreSQL refuse a status move `workflow` does not know.

    Needs the function `refuse_unknown_status_move`, which the first migration of accounts makes.
    Statement triggers, so that a load of many rows pays once.
    """
    create = [
        f"CREATE TRIGGER {table}_status_{event.lower()} AFTER {event} ON {table} "
        f"REFERENCING {tables} FOR EACH STATEMENT "
        f"EXECUTE FUNCTION refuse_unknown_status_move('{workflow}')"
        for event, tables in (
            ("INSERT", "NEW TABLE AS new_rows"),
            ("UPDATE", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
        )
    ]
    drop = [f"DROP TRIGGER {table}_status_{event} ON {table}" for event in ("insert", "update")]
    return [migrations.RunSQL(*pair) for pair in zip(create, drop, strict=True)]
