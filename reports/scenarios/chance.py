"""What chance does to learners: who comes, who stops, which groups open; whole numbers throughout.

Arrays have a draw first and a month last. Floats appear in chances only, never near an amount.
"""

from typing import NamedTuple

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray

from reports.forecast.engine import Cents, Learners

Rate = NDArray[np.float64]
"""Learners on average; the last axis is the month."""
SMALL = 2**16
"""Weights whose product with another such fits in 32 bits."""


def generator(seed: int, part: int) -> Generator:
    """The chance of one part of the draws: the same on any worker, and apart from other parts."""
    return Generator(PCG64(SeedSequence(seed, spawn_key=(part,))))


def inflow(certain: Learners, rate: Rate, chance: Generator, draws: int) -> Learners:
    """[draws, months] who begins: `certain` in every draw, round `rate` by chance (Poisson)."""
    if not rate.any():
        return np.broadcast_to(certain, (draws, len(certain)))
    return certain + chance.poisson(rate, (draws, len(rate)))


def spend_of_stayers(starts: Learners, matrix: Cents, dropout: float, chance: Generator) -> Cents:
    """[draws, months] cents of who begins, with `dropout` the chance to stop before each next
    month. Where nobody stops, as the forecast: `starts @ matrix`.
    """
    if not dropout:
        return starts @ matrix
    draws, months = starts.shape
    due = [age for age in range(months) if matrix.diagonal(age).any()]
    cents = np.zeros((draws, months), dtype=np.int64)
    stayers = starts.copy()
    for age, stop in enumerate(_stops(starts, max(due, default=0) + 1, dropout, chance)):
        stayers -= stop
        if age in due:
            cents[:, age:] += stayers[:, : months - age] * matrix.diagonal(age)
    return cents


def _stops(starts: Learners, ages: int, dropout: float, chance: Generator) -> Learners:
    """[ages, draws, months] who stops after so many months; who stays longer is in none."""
    cohort = np.repeat(np.arange(starts.size), starts.ravel())
    age = chance.geometric(dropout, len(cohort))
    known = age < ages
    place = age[known] * starts.size + cohort[known]
    return np.bincount(place, minlength=ages * starts.size).reshape(ages, *starts.shape)


def spend_of_running(
    cents: Cents, learners: int, dropout: float, chance: Generator, draws: int
) -> Cents:
    """[draws, months] what is committed for `learners` who are there in the first month, of whom
    in each next month some may stop; whole cents, rounded half up.
    """
    if not dropout or not learners:
        return np.broadcast_to(cents, (draws, len(cents)))
    found = np.empty((draws, len(cents)), dtype=np.int64)
    left = np.full(draws, learners, dtype=np.int64)
    for month, amount in enumerate(cents):
        found[:, month] = (2 * amount * left + learners) // (2 * learners)
        left = chance.binomial(left, 1 - dropout)
    return found


class Groups(NamedTuple):
    """Groups that open: [draws, months] their number, and [gemeenten, draws, months] who begins."""

    number: Learners
    begins: Learners


def open_groups(coming: Learners, least: int, most: int) -> Groups:
    """Open as few groups as hold who came, none below `least` learners; who is left waits a month.

    `coming` is [gemeenten, draws, months]. Of a month that leaves some waiting, gemeenten get
    seats in proportion.
    """
    waiting = np.zeros(coming.shape[:2], dtype=np.int64)
    number = np.zeros(coming.shape[1:], dtype=np.int64)
    begins = np.zeros_like(coming)
    for month in range(coming.shape[2]):
        waiting = waiting + coming[:, :, month]
        heads = waiting.sum(axis=0)
        opened = np.minimum(-(-heads // most), heads // least)
        number[:, month] = opened
        begins[:, :, month] = divide(np.minimum(heads, opened * most), waiting)
        waiting = waiting - begins[:, :, month]
    return Groups(number, begins)


def divide(whole: Cents, weights: Learners) -> Cents:
    """Divide [...] whole cents or learners over [parts, ...] weights; together exactly the whole.

    Each part goes from where the part before it ended, rounded down; nothing where nothing weighs.
    """
    upto = np.cumsum(weights, axis=0)
    every = np.maximum(upto[-1:], 1)
    rest = whole % every * upto
    if every.max() < SMALL:  # a division of 32 bits takes a third of the time
        ends = whole // every * upto + rest.astype(np.uint32) // every.astype(np.uint32)
    else:
        ends = whole // every * upto + rest // every
    ends[1:] -= ends[:-1].copy()
    return ends
