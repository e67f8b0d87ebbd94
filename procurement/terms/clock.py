"""A day and a time on the Dutch clock, made into an instant; the two nights of the clock change."""

from datetime import UTC, date, datetime, time

from django.utils.translation import gettext as _

from config.shared.display import weekday
from config.shared.errors import Refused
from config.shared.periods import AMSTERDAM


def local_instant(day: date, at: time, *, field: str | None = None) -> datetime:
    """The instant at which Dutch clocks show this time on this day.

    Raises Refused, at `field`, for a time that the spring night skips or the autumn night has
    twice; the sentence says which time to choose instead.
    """
    earlier = datetime.combine(day, at, AMSTERDAM).replace(fold=0)
    later = earlier.replace(fold=1)
    if earlier.utcoffset() == later.utcoffset():
        return earlier
    if _is_shown(earlier):
        raise Refused(_twice(earlier), field=field)
    raise Refused(_skipped(earlier), field=field)


def start_of(day: date) -> datetime:
    """Midnight with which the day begins; the clock never changes then."""
    return datetime.combine(day, time.min, AMSTERDAM)


def _is_shown(moment: datetime) -> bool:
    """Whether a clock ever shows it: a skipped time comes back from UTC as another."""
    there_and_back = moment.astimezone(UTC).astimezone(AMSTERDAM)
    return there_and_back.replace(tzinfo=None) == moment.replace(tzinfo=None)


def _skipped(moment: datetime) -> str:
    return _(
        "On %(day)s the clock goes from 02:00 to 03:00, so %(time)s does not exist. "
        "Choose a time before 02:00, or 03:00 or later."
    ) % {"day": weekday(moment.date()), "time": f"{moment:%H:%M}"}


def _twice(moment: datetime) -> str:
    return _(
        "On %(day)s the clock goes from 03:00 back to 02:00, so %(time)s comes twice: in summer "
        "time (UTC+2) and an hour later in winter time (UTC+1). "
        "Choose a time before 02:00, or 03:00 or later."
    ) % {"day": weekday(moment.date()), "time": f"{moment:%H:%M}"}
