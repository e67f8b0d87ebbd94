"""The letters in which each bidder reads the award decision."""

from procurement.actions.letters.composing import Sending, compose
from procurement.actions.letters.writing import (
    change_remarks,
    document_of_letter,
    seal_letters,
    write_letters,
)

__all__ = [
    "Sending",
    "change_remarks",
    "compose",
    "document_of_letter",
    "seal_letters",
    "write_letters",
]
