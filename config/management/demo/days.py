"""Days counted from today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from config.shared.periods import AMSTERDAM, month_start


@dataclass(frozen=True, slots=True)
class Days:
    """Today, and the days and moments around it; a negative number lies in the past."""

    today: date

    def on(self, days: int) -> date:
        """The day that lies `days` from today."""
        return self.today + timedelta(days=days)

    def at(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """A moment on that day, in Amsterdam."""
        return datetime.combine(self.on(days), time(hour, minute), AMSTERDAM)

    def month(self, days: int) -> date:
        """The first day of the month in which that day lies."""
        return month_start(self.on(days))
