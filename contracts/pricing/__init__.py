"""What courses cost and when it falls due: the rules, in plain arithmetic, one module a unit.

The package `ledger` says the same in SQL for many placements at once; tests hold the two equal to
the cent. Nothing falls due before a seat is taken. Family and other migrants pay themselves,
unless the tariff charges them to the gemeente.
"""

from contracts.pricing.courses import Course, Due, Version, version_on
from contracts.pricing.entries import Time, times_of
from contracts.pricing.fees import fee_day
from contracts.pricing.groups import GroupMonth, Sitting, group_months, group_shares, seat_shares
from contracts.pricing.instalments import Charge, Part, band_of, charges, due_day, parts_of_band
from contracts.pricing.months import hours_due, months_due
from contracts.pricing.settlements import Attendance, Rule, event_of, settlement, whole_price

__all__ = [
    "Attendance",
    "Charge",
    "Course",
    "Due",
    "GroupMonth",
    "Part",
    "Rule",
    "Sitting",
    "Time",
    "Version",
    "band_of",
    "charges",
    "due_day",
    "event_of",
    "fee_day",
    "group_months",
    "group_shares",
    "hours_due",
    "months_due",
    "parts_of_band",
    "seat_shares",
    "settlement",
    "times_of",
    "version_on",
    "whole_price",
]
