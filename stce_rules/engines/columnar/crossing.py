"""Rules that look beyond one subject: judged once for each distinct declaration, as far as their sentences tell.

Enters: rules and declarations they may be met by. Leaves: their outcomes for the declaration or its goods items. Two
declarations are alike for a rule when their headers have one key and their items the same keys, in any order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stce_rules.engines.columnar.assumed import AssumedJudging
from stce_rules.engines.columnar.combinations import NONE, assumed_of
from stce_rules.engines.columnar.slots import values_of
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Scope

if TYPE_CHECKING:
    from stce_rules.engines.columnar.known import Known

__all__ = ["Crossing", "Key"]

Key = tuple[int, ...]
"""The words of a key."""


@dataclass(frozen=True, slots=True)
class _Alike:
    """Combinations of the declaration, or by the key of a goods item."""

    header: int
    items: dict[Key, int]


class Crossing:
    """The rules that cross subjects, known by their places."""

    def __init__(self, known: Known) -> None:
        self._all = known
        self._met: dict[tuple[int, Key, tuple[Key, ...]], _Alike] = {}

    def __len__(self) -> int:
        return len(self._met)

    def outcomes(self, rule: int, header: Key, items: Sequence[Key]) -> Iterator[tuple[int, int]]:
        """Position and combination of each subject of a declaration that the rule is met by."""
        ordered = tuple(sorted(items))
        known = self._met.get((rule, header, ordered))
        if known is None:
            known = self._met[rule, header, ordered] = self._judged(rule, header, ordered)
        if known.header != NONE:
            yield HEADER, known.header
        for at, item in enumerate(items):
            if (met := known.items.get(item, NONE)) != NONE:
                yield at, met

    def _judged(self, rule: int, header: Key, items: tuple[Key, ...]) -> _Alike:
        known, rules = self._all, self._all.rules
        of_header, of_items, unit = rules.of_header[rule], rules.of_items[rule], rules.units[rule]
        judging = AssumedJudging(
            known.prepared,
            known.variants.example(rule, header[0] & 0xFFFF),
            assumed_of(of_header, values_of(header, len(of_header))),
            [assumed_of(of_items, values_of(one, len(of_items))) for one in items],
        )
        if known.prepared.plan.units[unit].scope is Scope.DECLARATION:
            return _Alike(known.combinations.of(judging, unit, HEADER), {})
        first = {one: at for at, one in reversed(list(enumerate(items)))}
        return _Alike(NONE, {one: known.combinations.of(judging, unit, at) for one, at in first.items()})
