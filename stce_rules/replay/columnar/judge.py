"""A batch of a table to its part of the results."""

from __future__ import annotations

import threading
from datetime import date
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stce_rules.core.fields import CATALOGUE, Catalogue
from stce_rules.decide.assess import JudgedDeclaration, assess
from stce_rules.decide.many import channels, decided, heaviest_floors, is_dated, rests_on_score, scores
from stce_rules.decide.reasons import missing
from stce_rules.engines.columnar.engine import JudgedInColumns, Judges
from stce_rules.engines.columnar.kernel import best_kernel
from stce_rules.engines.columnar.passing import Found
from stce_rules.engines.judging import Prepared
from stce_rules.engines.protocol import Surroundings
from stce_rules.intake.columnar import ArrowBatch, Reader
from stce_rules.plan.judgement import HEADER, JudgedUnit, Verdict
from stce_rules.replay.columnar.counted import tallied
from stce_rules.replay.columnar.declared import DeclaredColumns, Known, declarations_table
from stce_rules.replay.columnar.found import Findings, findings_table
from stce_rules.replay.columnar.verdicts import Verdicts
from stce_rules.replay.judging import Judged, Setting
from stce_rules.replay.rows import FINDINGS, finding_rows
from stce_rules.replay.sources import Declared

if TYPE_CHECKING:
    from stce_rules.intake.tables.arrow import TableBatch

__all__ = ["ColumnarJudge"]

Ints = npt.NDArray[np.int64]


class ColumnarJudge:
    """Judges batches of tables by one setting. Threads may share it: each has books of its own."""

    engine = "columnar"

    def __init__(self, setting: Setting, kernel: ModuleType | None = None) -> None:
        """`kernel`: `arrays` or `compiled` of the columnar engine; else the compiled one where it is installed."""
        self._setting = setting
        self._catalogue = CATALOGUE.extended(setting.fields) if setting.fields else CATALOGUE
        self._prepared = Prepared(setting.plan, Surroundings(setting.predicates))
        self._kernel = best_kernel() if kernel is None else kernel
        self._threads = threading.local()

    def judge(self, batch: TableBatch) -> Judged:
        """Judge a batch of whole declarations."""
        bench: _Bench | None = getattr(self._threads, "bench", None)
        if bench is None or bench.is_full:
            bench = self._threads.bench = _Bench(self._prepared, self._setting, self._catalogue, self._kernel)
        return bench.judge(batch)

    def close(self) -> None:
        """Give back what was kept."""
        self._threads = threading.local()


class _Bench:
    """What one thread judges with."""

    def __init__(self, prepared: Prepared, setting: Setting, catalogue: Catalogue, kernel: ModuleType) -> None:
        self._prepared = prepared
        self._setting = setting
        plan = setting.plan
        self._reader = Reader(plan, catalogue, setting.as_of)
        self.judges = Judges(prepared, lambda unit: _told(prepared, unit), kernel)
        self._verdicts = Verdicts(plan)
        self._known = Known()
        self._of_score: dict[tuple[int, date | None], int] = {}

    @property
    def is_full(self) -> bool:
        """Whether it is better to begin anew, so that memory does not grow with the history."""
        return self.judges.is_full or self._reader.is_full

    def judge(self, table: TableBatch) -> Judged:
        plan, setting = self._setting.plan, self._setting
        batch = ArrowBatch(self._reader, table.batch)
        found = self.judges.judge(batch)
        self._verdicts.take(self.judges.combinations)
        stated = DeclaredColumns(batch, batch.hours(), self._known)
        counting = np.flatnonzero(~self._verdicts.shadow[found.combinations])
        which, of = found.declarations[counting], found.combinations[counting]
        verdicts = self._verdicts
        score = scores(stated.count, which, verdicts.units[of], verdicts.points[of], plan.decision.cap)
        floors = heaviest_floors(stated.count, which, verdicts.floors[of])
        own = self._decided(batch, score)
        ranks, sampled = channels(plan, own, floors, lambda some: [stated.ids[at].as_py() for at in some.tolist()])
        ordered = self._ordered(batch, found)
        tally = tallied(plan, batch, stated, verdicts, ordered, ranks, found.alarms, table.source)
        rows = np.asarray(table.rows, dtype=np.int64)
        findings = declarations = None
        if setting.with_findings:
            evidence = self._evidence(batch, found, ordered) if setting.with_evidence else None
            places = (table.source, rows[batch.starts])
            findings = findings_table(plan, verdicts, ordered, stated, places, (score, ranks), evidence)
        if setting.with_declarations:
            declarations = declarations_table(batch, stated, rows, table.source, (score, ranks, sampled), found.alarms)
        return Judged(tally, {} if findings is None else findings, {} if declarations is None else declarations)

    def _decided(self, batch: ArrowBatch, score: Ints) -> Ints:
        """The channels that the decision alone gives."""
        decision = self._setting.plan.decision
        found = np.empty(len(score), dtype=np.int64)
        if not rests_on_score(decision):
            for at, value in enumerate(score.tolist()):
                case = batch.case(at)
                found[at] = decided(decision, lambda one: self.judges.truth_of(one, value, case, (None, None)))  # noqa: B023
            return found
        days = batch.day_of if is_dated(decision) else np.zeros_like(batch.day_of)
        pairs, places = np.unique(score * len(batch.days) + days, return_inverse=True)
        known = [
            self._by_score(value, batch.days[day][0])
            for value, day in (divmod(one, len(batch.days)) for one in pairs.tolist())
        ]
        return np.asarray(known, dtype=np.int64)[places]

    def _by_score(self, score: int, day: date | None) -> int:
        known = self._of_score.get((score, day))
        if known is None:
            decision = self._setting.plan.decision
            known = decided(decision, lambda one: self.judges.truth_of(one, score, None, (day, None)))
            self._of_score[score, day] = known
        return known

    def _ordered(self, batch: ArrowBatch, found: Found) -> Findings:
        """Findings by declaration, name of the rule, number of the goods item."""
        rows = batch.offsets[found.declarations] + np.maximum(found.items, 0)
        numbers = np.where(found.items == HEADER, -1, batch.numbers[rows] if len(rows) else rows)
        order = np.lexsort((numbers, self._verdicts.ranks[found.combinations], found.declarations))
        return Findings(found.declarations[order], numbers[order], found.combinations[order])

    def _evidence(self, batch: ArrowBatch, found: Found, ordered: Findings) -> list[str]:
        """The evidence of each finding: of the declarations that have some, judged one by one for their reasons."""
        told: list[str] = []
        first = np.searchsorted(found.declarations, np.arange(len(batch.starts) + 1))
        for at in np.unique(ordered.declarations).tolist():
            rows = range(first[at], first[at + 1])
            case = batch.case(at)
            verdicts = []
            for row in rows:
                one = self.judges.combinations[int(found.combinations[row])]
                position = int(found.items[row])
                item = None if position == HEADER else int(batch.numbers[batch.offsets[at] + position])
                verdicts.append(Verdict(one.unit, position, item, one.outcome))
            judged = JudgedInColumns(self._prepared, case, tuple(verdicts), ())
            assessment = assess(self._setting.plan, JudgedDeclaration(case.id, 1, judged, "columnar"))
            whole = finding_rows(Declared("", 0, case.declaration), None, assessment, evidence=True)
            told += [str(row[FINDINGS.index("evidence")]) for row in whole]
        return told


def _told(prepared: Prepared, unit: JudgedUnit) -> tuple[str, ...]:
    return tuple(missing(prepared.plan, (unit.condition,)))
