"""Sheets declared once: template, header recognition, checks and documentation come from one
declaration.
"""

from config.shared.columns.kinds import Boolean, Choice, Date, Decimal, Integer, Kind, Text, Wrong
from config.shared.columns.parsing import Parsed, parse, parse_chunks
from config.shared.columns.recognising import Understood, Unrecognised, key_of
from config.shared.columns.sheet import Column, Rule, Sheet, in_order
from config.shared.columns.template import write_template

__all__ = [
    "Boolean",
    "Choice",
    "Column",
    "Date",
    "Decimal",
    "Integer",
    "Kind",
    "Parsed",
    "Rule",
    "Sheet",
    "Text",
    "Understood",
    "Unrecognised",
    "Wrong",
    "in_order",
    "key_of",
    "parse",
    "parse_chunks",
    "write_template",
]
