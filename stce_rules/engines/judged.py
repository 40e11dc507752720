"""A judged declaration: the `Judgement` that every engine hands over, backed by its judging."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from stce_rules.core.truth import Truth
from stce_rules.engines.judging import Judging
from stce_rules.engines.trees import judged_unit
from stce_rules.plan.judgement import HEADER, NO_HIT, JudgedUnit, Verdict
from stce_rules.plan.model import Condition


class JudgedCase:
    """Verdicts settled, reasons on demand."""

    __slots__ = ("_judging", "verdicts")

    def __init__(self, judging: Judging, asked: Iterable[tuple[int, int]], found: Iterable[Verdict] = ()) -> None:
        """Judge each (unit, position) asked; what is plainly `no hit` is left out. Others were `found` already."""
        self._judging = judging
        verdicts = list(found)
        for unit, at in asked:
            outcome = judging.outcome(unit, at)
            if outcome is not NO_HIT:
                verdicts.append(Verdict(unit, at, judging.number(at), outcome))
        self.verdicts = tuple(sorted(verdicts, key=_by_place))

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


class FoundCase:
    """The same where all verdicts were found without a judging: it begins when somebody asks for more."""

    __slots__ = ("_begin", "_judged", "verdicts")

    def __init__(self, found: Sequence[Verdict], begin: Callable[[], Judging]) -> None:
        self.verdicts = tuple(sorted(found, key=_by_place)) if len(found) > 1 else tuple(found)
        self._begin = begin
        self._judged: JudgedCase | None = None

    def _whole(self) -> JudgedCase:
        if self._judged is None:
            self._judged = JudgedCase(self._begin(), ())
        return self._judged

    @property
    def alarms(self) -> tuple[str, ...]:
        """Sorted; each said once."""
        return self._whole().alarms

    def explain(self, unit: int, at: int) -> JudgedUnit:
        """The whole tree of a unit."""
        return self._whole().explain(unit, at)

    def truth_of(self, condition: Condition, score: int) -> Truth:
        """A condition of the decision, asked of the declaration."""
        return self._whole().truth_of(condition, score)


def _by_place(verdict: Verdict) -> tuple[int, int]:
    return verdict.unit, verdict.at
