"""Rules within one row of a sheet of running contracts; each says for which rows it is broken."""

import pandas as pd

from contracts.enums import TariffUnit
from contracts.imports.days import later


def neither_or_both(frame: pd.DataFrame) -> pd.Series:
    """Rows with neither a price nor seats, and rows with both."""
    return frame["price"].notna() == frame["number"].notna()


def seats_without_place(frame: pd.DataFrame) -> pd.Series:
    """Seats of which nobody knows where."""
    return frame["number"].notna() & frame["place"].isna()


def fee_without_name(frame: pd.DataFrame) -> pd.Series:
    """Tariffs whose unit and name do not go together."""
    is_fee = frame["unit"].eq(TariffUnit.FEE.value)
    return frame["price"].notna() & (is_fee != frame["name"].notna())


def group_sizes_do_not_fit(frame: pd.DataFrame) -> pd.Series:
    """One size without the other, or the largest below the smallest."""
    least, most = pd.to_numeric(frame["group_minimum"]), pd.to_numeric(frame["group_maximum"])
    return (least.notna() != most.notna()) | (most < least)


def outside_contract(frame: pd.DataFrame) -> pd.Series:
    """Rows whose own days begin before the contract or end after it."""
    return later(frame["first_on"], frame["from_on"]) | later(frame["until_on"], frame["last_on"])
