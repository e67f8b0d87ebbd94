"""Days of a sheet beside each other; ISO texts sort as days do."""

import pandas as pd


def later(day: pd.Series, than: pd.Series | str) -> pd.Series:
    """Where `day` is filled and lies after `than`, which is filled too."""
    than = than.fillna("") if isinstance(than, pd.Series) else than
    return day.notna() & (than != "") & (day.fillna("") > than)
