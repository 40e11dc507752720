"""What a message gives to a window, as rows of the tables; amounts as numbers that every database adds up exactly.

Enters: a contribution, when its message stands. Leaves: rows of `FACTS` and `VALUES`. Promise: the sum over the rows
that stand at a place and match a group (for a largest value their maximum) is what the definition gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product

from stce_rules.core.windows import Measure, Reach
from stce_rules.engines.contributions import DECIMALS, Contribution, Keys
from stce_rules.engines.facts import Facts, Pattern, facts_of
from stce_rules.history.schema import digest
from stce_rules.history.stays import NEVER, NOWHERE, Stay

__all__ = ["LIMBS", "Giving", "Row", "last_day", "limbs", "matching", "place", "whole"]

Row = dict[str, int | str | bytes | None]

_SCALE = 10**DECIMALS
_LIMB = 10**DECIMALS
LIMBS = ("2", "1", "0")
"""An amount is kept in three parts of 12 digits each. Databases add each up in 64 bits: the lowest is the fraction, so
it takes nine million rows of one group at one time to leave them."""

_LOWEST = -(10**15) * _LIMB * _LIMB
"""No amount is kept below it: minus 10 to the 27."""


def limbs(end: Fraction | None) -> tuple[int | None, int | None, int | None]:
    """The parts of an end, highest first; only the first can be negative."""
    if end is None:
        return None, None, None
    top, lowest = divmod(max(int(end * _SCALE), _LOWEST), _LIMB)
    return *divmod(top, _LIMB), lowest


def whole(parts: Sequence[int | None]) -> Fraction | None:
    """The end of parts, or of sums of parts; None where there is none."""
    if parts[0] is None:
        return None
    top, middle, lowest = (int(one or 0) for one in parts)
    return Fraction((top * _LIMB + middle) * _LIMB + lowest, _SCALE)


def place(meaning: bytes, keys: Pattern) -> bytes:
    """What stands for the rows of a window with these keys."""
    return digest(meaning.hex(), *keys)


def matching(keys: Keys) -> Iterator[Pattern]:
    """The keys of all rows that match a group."""
    return product(*((one, None) for one in keys))


def last_day(reach: Reach, day: int | None) -> int:
    """The last day on which a message of a day counts; one without a day always does."""
    return NEVER if day is None else reach.last_day(date.fromordinal(day)).toordinal()


@dataclass(frozen=True, slots=True)
class Giving:
    """A message that gives something to a window: the number of the window in the store, its meaning and reach.

    `dated`: the message states its date itself, so it has a day for ever.
    """

    window: int
    meaning: bytes
    reach: Reach
    number: int
    id: str
    stay: Stay
    dated: bool

    def rows(self, contribution: Contribution, measure: Measure) -> tuple[list[Row], list[Row]]:
        """The rows of facts, and of values."""
        facts: list[Row] = []
        values: list[Row] = []
        empty = None if measure is Measure.LARGEST else Fraction(0)
        for placed in (True,) if self.dated else (True, False):
            given = facts_of(contribution, measure, placed=placed)
            stands = self._stands(placed)
            facts += [one | stands | {"placed": int(placed)} for one in self._facts(given, empty)]
            values += [self._row(keys) | stands | {"text": digest(text)} for keys, text in given.values]
        return facts, values

    def _facts(self, given: Facts, empty: Fraction | None) -> Iterator[Row]:
        for keys, one in given.rows.items():
            row = self._row(keys) | {"opens": one.opens, "declarations": one.declarations}
            for name, end in (("low", one.low), ("high", one.high)):
                parts = limbs(empty if end is None else end)
                row |= {f"{name}_{limb}": part for limb, part in zip(LIMBS, parts, strict=True)}
            yield row

    def _row(self, keys: Pattern) -> Row:
        return {"place": place(self.meaning, keys), "number": self.number, "window": self.window, "id": self.id}

    def _stands(self, placed: bool) -> Row:
        stay = self.stay if placed is (self.stay.day is not None) else NOWHERE
        return {"first": stay.first, "until": stay.until, "last": last_day(self.reach, stay.day)}
