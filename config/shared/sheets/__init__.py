"""Sheets in and out: reading what people upload, writing what they download."""

from config.shared.sheets.finding import ERROR, WARNING, Finding
from config.shared.sheets.raw import Limits, Raw, Unusable
from config.shared.sheets.reading import read

__all__ = ["ERROR", "WARNING", "Finding", "Limits", "Raw", "Unusable", "read"]
