"""Batches judged by one plan, and the engine that judges single cases in the same way.

Promise: findings are those of the oracle, whatever the batches. What was found out is kept from batch to batch, and
forgotten all at once when it is much.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from types import ModuleType

from stce_rules.core.boxes import Case
from stce_rules.core.truth import Truth
from stce_rules.engines.columnar import arrays
from stce_rules.engines.columnar.assumed import NOTHING, AssumedJudging
from stce_rules.engines.columnar.batch import Batch
from stce_rules.engines.columnar.cases import CaseBatch, CaseBooks
from stce_rules.engines.columnar.combinations import Combination, Told
from stce_rules.engines.columnar.known import Known
from stce_rules.engines.columnar.looking_back import PastOfCases, PastOfDeclarations
from stce_rules.engines.columnar.passing import Found, Pass
from stce_rules.engines.columnar.variants import DayAndFlow
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.engines.protocol import Surroundings
from stce_rules.engines.trees import judged_unit
from stce_rules.plan.judgement import HEADER, JudgedUnit, Verdict
from stce_rules.plan.model import Condition, Plan

__all__ = ["ColumnarEngine", "JudgedInColumns", "Judges"]


class Judges:
    """Judges batches by one plan. One thread at a time may use it."""

    def __init__(self, prepared: Prepared, told: Told, kernel: ModuleType = arrays) -> None:
        """`told` says what is to be kept of an undetermined rule's reasons; `kernel` is `arrays` or `compiled`."""
        self._prepared = prepared
        self._known = Known(prepared, told, kernel)

    @property
    def combinations(self) -> Sequence[Combination]:
        """All combinations met so far."""
        return self._known.combinations.every

    @property
    def is_full(self) -> bool:
        """Whether so much was found out that it is better to begin anew."""
        return self._known.is_full

    def number(self, batch: Batch) -> None:
        """Have the columns of a batch numbered that judging it asks for: any thread may, while another judges."""
        for field, scope, aspect in self._known.rules.leaves.columns():
            batch.column(field, scope, aspect)

    def judge(self, batch: Batch, past: PastOfDeclarations) -> Found:
        """Judge a batch, and what came before its declarations."""
        way = Pass(self._known, batch, past)
        way.run()
        return way.found()

    def truth_of(self, condition: Condition, score: int, case: Case | None, day: DayAndFlow) -> Truth:
        """A condition of the decision: of a whole case, or on a day, where nothing but the score is asked for."""
        judging = AssumedJudging(self._prepared, day, NOTHING, ()) if case is None else Judging(self._prepared, case)
        return judging.truth(condition, HEADER, score)


# ---- one case at a time, as any engine


def _nothing(_unit: JudgedUnit) -> tuple[str, ...]:
    """The reasons are read off the case itself."""
    return ()


class JudgedInColumns:
    """A case judged in columns: verdicts from there, reasons and the decision from the case itself."""

    def __init__(self, prepared: Prepared, case: Case, verdicts: tuple[Verdict, ...], alarms: tuple[str, ...]) -> None:
        self._prepared = prepared
        self._case = case
        self._judging: Judging | None = None
        self.verdicts = verdicts
        self.alarms = alarms

    def _whole(self) -> Judging:
        if self._judging is None:
            self._judging = Judging(self._prepared, self._case)
        return self._judging

    def explain(self, unit: int, at: int) -> JudgedUnit:
        """The tree of a unit."""
        return judged_unit(self._whole(), unit, at)

    def truth_of(self, condition: Condition, score: int) -> Truth:
        """A condition of the decision, asked of the declaration."""
        return self._whole().truth(condition, HEADER, score)


class ColumnarEngine:
    """The columnar engine behind the door of every engine. Threads that share it wait for each other."""

    name = "columnar"

    def __init__(self, plan: Plan, surroundings: Surroundings) -> None:
        self._prepared = Prepared(plan, surroundings)
        self._judges = Judges(self._prepared, _nothing)
        self._books: CaseBooks = {}
        self._turn = threading.Lock()

    def judge(self, case: Case) -> JudgedInColumns:
        """Judge a declaration."""
        return self.judge_all((case,))[0]

    def judge_all(self, cases: Sequence[Case]) -> list[JudgedInColumns]:
        """Judge declarations together."""
        with self._turn:
            if self._judges.is_full:
                self._judges, self._books = Judges(self._prepared, _nothing), {}
            found = self._judges.judge(CaseBatch(cases, self._books), PastOfCases(self._prepared, cases))
        verdicts: list[list[Verdict]] = [[] for _ in cases]
        rows = zip(found.declarations.tolist(), found.items.tolist(), found.combinations.tolist(), strict=True)
        for declaration, at, number in rows:
            one = self._judges.combinations[number]
            item = None if at == HEADER else cases[declaration].items[at].number
            verdicts[declaration].append(Verdict(one.unit, at, item, one.outcome))
        return [
            JudgedInColumns(self._prepared, case, tuple(verdicts[at]), found.alarms.get(at, ()))
            for at, case in enumerate(cases)
        ]

    def close(self) -> None:
        """Nothing is held."""
