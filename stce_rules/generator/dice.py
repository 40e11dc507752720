"""Chance that is the same everywhere.

Enters a seed, leaves choices. Promise: the same seed gives the same choices on every platform and every Python, because
all of them come from `random.Random.random()`, the one method whose sequence Python keeps, and from whole numbers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

__all__ = ["Dice", "Weighted"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Weighted(Generic[T_co]):
    """Things to choose from, each as often as its weight says; `totals` are the running sums of the weights."""

    things: tuple[T_co, ...]
    totals: tuple[int, ...]

    @staticmethod
    def of(choices: Sequence[tuple[T, int]]) -> Weighted[T]:
        """From pairs of a thing and its weight; weights are whole numbers, at least one above zero."""
        kept = [(thing, weight) for thing, weight in choices if weight]
        return Weighted(tuple(thing for thing, _ in kept), tuple(accumulate(weight for _, weight in kept)))


class Dice:
    """A stream of choices."""

    __slots__ = ("_random",)

    def __init__(self, seed: int | str) -> None:
        self._random = Random(seed).random

    def below(self, end: int) -> int:
        """A whole number from 0 to `end - 1`."""
        return int(self._random() * end)

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, each as likely."""
        return low + int(self._random() * (high - low + 1))

    def spread(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, where every doubling is as likely: many small ones, few large ones."""
        doublings = max(1, (high // max(low, 1)).bit_length())
        start = low << self.below(doublings)
        return self.between(start, min(high, 2 * start))

    def chance(self, thousandths: float) -> bool:
        """True in so many of a thousand."""
        return self._random() * 1000 < thousandths

    def pick(self, things: Sequence[T]) -> T:
        """One of the things, each as likely."""
        return things[int(self._random() * len(things))]

    def weighted(self, things: Weighted[T]) -> T:
        """One of the things, by weight."""
        return things.things[bisect_right(things.totals, int(self._random() * things.totals[-1]))]
