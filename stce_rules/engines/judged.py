"""A judged declaration: the `Judgement` that every engine hands over, backed by its judging."""

from __future__ import annotations

from collections.abc import Iterable

from stce_rules.core.truth import Truth
from stce_rules.engines.judging import Judging
from stce_rules.engines.trees import judged_unit
from stce_rules.plan.judgement import HEADER, NO_HIT, JudgedUnit, Verdict
from stce_rules.plan.model import Condition


class JudgedCase:
    """Verdicts settled, reasons on demand."""

    __slots__ = ("_judging", "verdicts")

    def __init__(self, judging: Judging, asked: Iterable[tuple[int, int]]) -> None:
        """Judge each (unit, position) asked; what is plainly `no hit` is left out."""
        self._judging = judging
        verdicts = []
        for unit, at in sorted(asked):
            outcome = judging.outcome(unit, at)
            if outcome is not NO_HIT:
                verdicts.append(Verdict(unit, at, judging.number(at), outcome))
        self.verdicts = tuple(verdicts)

    @property
    def alarms(self) -> tuple[str, ...]:
        """Sorted; each said once."""
        return tuple(sorted(self._judging.alarms))

    def explain(self, unit: int, at: int) -> JudgedUnit:
        """The whole tree of a unit."""
        return judged_unit(self._judging, unit, at)

    def truth_of(self, condition: Condition, score: int) -> Truth:
        """A condition of the decision, asked of the declaration."""
        return self._judging.truth(condition, HEADER, score)
