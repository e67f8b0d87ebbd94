"""Long proofs run for a tenth by default and in full under TAALREGIE_PROOF=full."""

import os
import random
from collections.abc import Sequence
from typing import TypeVar

FULL = os.environ.get("TAALREGIE_PROOF") == "full"
SEED = int(os.environ.get("TAALREGIE_SEED") or random.SystemRandom().randrange(1_000_000))
"""Decides which tenth; a failing proof names it, and TAALREGIE_SEED repeats it."""

Item = TypeVar("Item")


def share(items: Sequence[Item]) -> list[Item]:
    """All of `items`, or a tenth of them (one at least), chosen by the seed."""
    print(f"TAALREGIE_SEED={SEED}")  # shown by pytest beside a failure
    if FULL:
        return list(items)
    chance = random.Random(SEED)
    return chance.sample(list(items), max(1, len(items) // 10))
