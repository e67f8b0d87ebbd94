"""Rules within one row that need nothing but the row; each says for which rows it is broken."""

import pandas as pd

from contracts.enums import ENDED, PlacementStatus
from providers.enums import LearningRoute

BEGAN = (
    PlacementStatus.STARTED,
    PlacementStatus.INTERRUPTED,
    PlacementStatus.COMPLETED,
    PlacementStatus.DROPPED_OUT,
    PlacementStatus.SWITCHED,
)
"""Statuses that nobody has without a first lesson; somebody may move away before it."""

IMPOSSIBLE = ((LearningRoute.EDUCATION, "A2"), (LearningRoute.SELF_RELIANCE, "B1"))
"""Route and level that DUO does not take together."""


def level_does_not_fit(frame: pd.DataFrame) -> pd.Series:
    """Rows with a route and level that do not go together."""
    broken = pd.Series(False, index=frame.index)
    for route, level in IMPOSSIBLE:
        broken |= (frame["route"] == route) & (frame["level"] == level)
    return broken


def lacks_first_day(frame: pd.DataFrame) -> pd.Series:
    """Rows that have begun, without the day on which."""
    return frame["status"].isin(BEGAN) & frame["actual_first_on"].isna()


def lacks_last_day(frame: pd.DataFrame) -> pd.Series:
    """Rows that have ended, without the day on which."""
    return frame["status"].isin(ENDED) & frame["actual_last_on"].isna()


def attended_exceeds_offered(frame: pd.DataFrame) -> pd.Series:
    """Rows with more hours attended than offered; no hours at all counts as none."""
    attended = pd.to_numeric(frame["attended_hours"]).fillna(0)
    return attended > pd.to_numeric(frame["offered_hours"]).fillna(0)


def pip_after_start(frame: pd.DataFrame) -> pd.Series:
    """Rows whose PIP is dated after the planned first day."""
    return later(frame["pip_on"], frame["planned_first_on"])


def later(day: pd.Series, than: pd.Series | str) -> pd.Series:
    """Where `day` is filled and lies after `than`, which is filled too; ISO texts sort as days."""
    than = than.fillna("") if isinstance(than, pd.Series) else than
    return day.notna() & (than != "") & (day.fillna("") > than)
