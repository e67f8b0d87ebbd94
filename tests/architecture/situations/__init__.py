"""Situations in which those forms open that wait for a step before them."""

from tests.architecture.situations import (
    admitting,
    agreements,
    bidding,
    evaluating,
    opening,
    signing,
)
from tests.architecture.situations.scenes import SITUATIONS, Scene, staged

SUBJECTS = (admitting, agreements, bidding, evaluating, opening, signing)
"""The modules whose situations are known because they are imported."""
__all__ = ["SITUATIONS", "SUBJECTS", "Scene", "staged"]
