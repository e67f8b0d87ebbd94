"""Sheets of placements coming in: read, checked as a whole, confirmed, merged in one go."""

from contracts.imports.deliveries import apply_delivery, check_delivery
from contracts.imports.sheet import PLACEMENTS

__all__ = ["PLACEMENTS", "apply_delivery", "check_delivery"]
