"""Sheets and bodies going out."""

from contracts.exports.deliveries import findings_of, write_error_sheet

__all__ = ["findings_of", "write_error_sheet"]
