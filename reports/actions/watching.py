"""Looking at every budget and maximum: what is new is signalled, what stands is kept up to date."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import connection, transaction

from config.shared.periods import amsterdam
from config.shared.workflow import Entry, recorder
from reports.actions.signal_telling import SIGNALLED, WORSENED, responsible, tell
from reports.enums import CauseCode, SignalStatus
from reports.models import OverrunSignal
from reports.models.signals import OverrunSignalQuerySet, Thresholds, subject_of, thresholds
from reports.signals.found import findings_on
from reports.signals.prediction import NIL
from reports.signals.shapes import Finding, Subject
from reports.signals.words import sentence
from reports.workflows import OVERRUN_SIGNAL

LOCK = 0x54525356
"""Advisory lock: one run at a time, so that nothing is signalled twice."""
FIGURES = ("kind", "limit_amount", "forecast_amount", "overrun_amount", "passes_on", "cause")
Standing = Mapping[Subject, OverrunSignal]


@transaction.atomic
def watch_overruns(*, at: datetime) -> int:
    """Signal what is new, keep figures up to date, settle what is gone; return how many are new.

    Opens again what was settled and has become worse. May run twice; a few queries for each year
    however many placements there are, and one notification for what is new or worse.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    on, standing = amsterdam(at), _standing()
    findings = _vanished(standing, on) | {found.subject: found for found in findings_on(on)}
    fresh = [one for one in findings.values() if one.kind and one.subject not in standing]
    made = _made(fresh, at)
    known = {subject: found for subject, found in findings.items() if subject in standing}
    _keep_up(known, standing, at)
    _clear(known, standing, at)
    worse = _worse(known, standing)
    OVERRUN_SIGNAL.apply_many(_of(worse), "worsen", by=None, at=at)
    _tell(made, SIGNALLED, at)
    _tell(worse, WORSENED, at)
    return len(made)


def _standing() -> Standing:
    rows = OverrunSignal.objects.named().select_for_update(of=("self",)).order_by("pk")
    return {Subject(*subject_of(signal)): signal for signal in rows}


def _vanished(standing: Standing, on: date) -> dict[Subject, Finding]:
    """As if without money: of those that are found after all, what is found takes the place.

    A year that is over is left as it was.
    """
    return {
        subject: Finding(subject, None, NIL, NIL, None, CauseCode.UNKNOWN)
        for subject in standing
        if subject.year is None or subject.year >= on.year
    }


def _made(findings: Iterable[Finding], at: datetime) -> list[OverrunSignal]:
    rows = [
        OverrunSignal(**found.subject._asdict(), **_figures(found, at), raised_at=at)
        for found in findings
    ]
    made = OverrunSignal.objects.bulk_create(rows)
    after = {"status": SignalStatus.OPEN.value}
    recorder().record([Entry(signal, "created", None, at, {}, after) for signal in made])
    return list(OverrunSignal.objects.named().filter(pk__in=[one.pk for one in made]))


def _figures(found: Finding, at: datetime) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "limit_amount": found.limit,
        "forecast_amount": found.forecast,
        "overrun_amount": found.overrun,
        "passes_on": found.passes_on,
        "cause": found.cause,
        "figures_at": at,
    }


def _keep_up(findings: Mapping[Subject, Finding], standing: Standing, at: datetime) -> None:
    """Write the figures of today on what is signalled already; what it is about stays as it was."""
    rows = []
    for subject, found in findings.items():
        signal, figures = standing[subject], _figures(found, at)
        if found.kind is None:
            del figures["kind"]
        if signal.cause_is_chosen or found.kind is None:
            del figures["cause"]
        for name, value in figures.items():
            setattr(signal, name, value)
        rows.append(signal)
    OverrunSignal.objects.bulk_update(rows, [*FIGURES, "figures_at"])


def _clear(findings: Mapping[Subject, Finding], standing: Standing, at: datetime) -> None:
    """What does not overrun any more needs nobody; should it come back, it opens again."""
    gone = [standing[subject] for subject, found in findings.items() if found.kind is None]
    OVERRUN_SIGNAL.apply_many(_of(gone), "clear", by=None, at=at)
    _of(gone).update(settled_amount=None)


def _worse(findings: Mapping[Subject, Finding], standing: Standing) -> list[OverrunSignal]:
    """What was settled, and has grown since by what the region's rule says."""
    rules = thresholds()
    return [
        standing[subject]
        for subject, found in findings.items()
        if found.kind and _asks_again(standing[subject], found, rules)
    ]


def _asks_again(signal: OverrunSignal, found: Finding, rules: Thresholds) -> bool:
    if signal.is_unsettled:
        return False
    settled = signal.settled_amount
    return settled is None or rules[signal.region_id].is_worse(found.overrun, settled)


def _of(signals: Iterable[OverrunSignal]) -> OverrunSignalQuerySet:
    return OverrunSignal.objects.filter(pk__in=[signal.pk for signal in signals])


def _tell(signals: Iterable[OverrunSignal], kind: str, at: datetime) -> None:
    for signal in signals:
        tell(signal, kind, responsible(signal), partial(sentence, signal), at=at)
