"""Two shapes of trade: one with blanks in every box, one with the shares of real declarations.

`GENERATED` spreads goods over the nomenclature and leaves every box blank now and then, which asks most of an engine:
a rule that may hold for a blank box must be told.

`TRADED` follows a published set of import declarations, made from those of the Korean customs service so that shares
stay true (Seondong/Customs-Declaration-Datasets, MIT licence, at commit a33cfc36546d; its first 1,800 rows, of January
2020, were read on 2026-11-22): commodity code, countries, mass and price are never blank there, since a customs system
takes no declaration without them; of 773 codes met, the ten most frequent make 14.5% of the rows, fifty 33%, a hundred
46%, two hundred 62%; of 59 countries of departure the first makes 45%, three 65%, ten 87%; the median mass is 99 kg and
the tenth percentiles at both ends are 1.6 and 16,814 kg; of prices 10,368, 60 and 3,995,229 won. Not in that set, and
so only supposed: hardly any CAS numbers, a consignee mostly in the country of destination, the documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stce_rules.reference import countries, tables

_PARTNERS = ("CN", "JP", "US", "DE", "VN", "HK")
"""The six most frequent countries of departure in the published set, in their order."""

_TIMES = 2_000
"""How often countries stand in a list from which they are drawn evenly."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """Amounts whose logarithm is spread normally: the logarithm of the median, and the standard deviation."""

    median: float
    spread: float


@dataclass(frozen=True, slots=True)
class Shape:
    """`blank` are shares by column, none where not named. `at_home` is the share of consignees in the destination."""

    name: str
    blank: Mapping[str, float]
    at_home: float
    mass: Amounts
    value: Amounts

    def places(self) -> list[str]:
        """Countries, those with more trade more often."""
        codes = [row[0] for row in tables.rows("countries.csv") if countries.is_code(row[0])]
        if self is GENERATED:
            return [one for place, one in enumerate(codes) for _ in range(1 + 40 // (1 + place * 7 % 40))]
        ranked = [*_PARTNERS, *(one for one in codes if one not in _PARTNERS)]
        shares = _falling(len(ranked), 0, 1.6)
        return [one for one, share in zip(ranked, shares, strict=True) for _ in range(round(share * _TIMES) or 1)]

    def ranks(self, chance: npt.NDArray[np.float64], codes: int) -> npt.NDArray[np.int64]:
        """The ranks, by frequency, of the codes that goods have; `chance` are even from 0 to 1."""
        if self is GENERATED:
            return (chance**2 * codes).astype(np.int64)
        reached = np.cumsum(_falling(codes, 10, 1.1))
        return np.searchsorted(reached[:-1], chance).astype(np.int64)


def _falling(count: int, flat: int, steep: float) -> npt.NDArray[np.float64]:
    """Shares that fall with a power of the rank, the first ones less."""
    weights: npt.NDArray[np.float64] = np.power(np.arange(count) + 1.0 + flat, -steep)
    return weights / float(weights.sum())


GENERATED = Shape(
    "generated",
    {
        "destination": 0.01,
        "consignee.name": 0.02,
        "consignee.country": 0.02,
        "documents": 0.4,
        "item.hs": 0.01,
        "item.description": 0.02,
        "item.cas": 0.9,
        "item.origin": 0.15,
        "item.net_mass_kg": 0.12,
        "item.value.amount": 0.03,
    },
    at_home=0.0,
    mass=Amounts(5.0, 2.0),
    value=Amounts(8.0, 2.0),
)
TRADED = Shape(
    "traded",
    {"documents": 0.4, "item.cas": 0.98},
    at_home=0.95,
    mass=Amounts(4.6, 3.6),
    value=Amounts(2.0, 4.3),
)
SHAPES: Mapping[str, Shape] = {one.name: one for one in (GENERATED, TRADED)}
