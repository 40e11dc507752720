"""What is found out of a plan while batches are judged by it, kept from batch to batch."""

from __future__ import annotations

from types import ModuleType

import numpy as np

from stce_rules.engines.columnar.combinations import Alone, Combinations, Told
from stce_rules.engines.columnar.crossing import Crossing
from stce_rules.engines.columnar.postings import Postings
from stce_rules.engines.columnar.rules import RestsOn, Rules
from stce_rules.engines.columnar.variants import VariantTable
from stce_rules.engines.judging import Prepared

__all__ = ["Known"]

_MOST_KEPT = 500_000
"""Combinations and crossing declarations that are kept."""


class Known:
    """The rules by what they rest on, and all that was settled so far."""

    def __init__(self, prepared: Prepared, told: Told, kernel: ModuleType) -> None:
        self.prepared = prepared
        self.kernel = kernel
        self.rules = rules = Rules(prepared)
        asked = [(unit, tuple(one.units)) for unit, one in zip(rules.units, rules.closures, strict=True)]
        self.variants = VariantTable(prepared.plan, asked)
        self.postings = Postings(prepared, rules)
        self.combinations = Combinations(told)
        self.alone = {
            RestsOn.ITEM: Alone(rules.of_items, self),
            RestsOn.HEADER: Alone(rules.of_header, self),
        }
        self.crossing = Crossing(self)
        self.kind = np.asarray([list(RestsOn).index(one) for one in rules.rests_on], dtype=np.int64)

    @property
    def is_full(self) -> bool:
        """Whether so much was found out that it is better to begin anew."""
        return len(self.combinations.every) + len(self.crossing) > _MOST_KEPT
