"""Situations in which those forms open that wait for a step before them."""

from tests.architecture.situations import agreements, bidding, evaluating, opening
from tests.architecture.situations.scenes import SITUATIONS, Scene, staged

__all__ = ["SITUATIONS", "Scene", "agreements", "bidding", "evaluating", "opening", "staged"]
