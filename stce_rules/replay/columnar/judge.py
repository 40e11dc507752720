"""A batch of a table to its part of the results."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from queue import LifoQueue
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stce_rules.core.fields import CATALOGUE, Catalogue
from stce_rules.decide.assess import JudgedDeclaration, assess
from stce_rules.decide.many import channels, decided, heaviest_floors, is_dated, rests_on_score, scores
from stce_rules.decide.reasons import missing
from stce_rules.engines.columnar.books import met
from stce_rules.engines.columnar.engine import JudgedInColumns, Judges
from stce_rules.engines.columnar.kernel import best_kernel
from stce_rules.engines.columnar.passing import Found
from stce_rules.engines.judging import Prepared
from stce_rules.engines.protocol import NoPast, Surroundings
from stce_rules.intake.columnar import ArrowBatch, Reader
from stce_rules.plan.judgement import HEADER, JudgedUnit, Verdict
from stce_rules.replay.columnar.counted import tallied
from stce_rules.replay.columnar.declared import DeclaredColumns, Known, declarations_table
from stce_rules.replay.columnar.found import Findings, findings_table
from stce_rules.replay.columnar.looking_back import PastOfBatch
from stce_rules.replay.columnar.verdicts import Verdicts
from stce_rules.replay.judging import Judged, Setting
from stce_rules.replay.memory import give_back_memory
from stce_rules.replay.rows import FINDINGS, finding_rows
from stce_rules.replay.sources import Declared
from stce_rules.replay.windows.recorded import RecordedPast

if TYPE_CHECKING:
    from stce_rules.intake.tables.arrow import TableBatch

__all__ = ["ColumnarJudge"]

Ints = npt.NDArray[np.int64]

_MANY = 2_500_000
"""Findings of a batch, on the way to which so much memory is taken that it is worth while to give it back at once."""


class ColumnarJudge:
    """Judges batches of tables by one setting. Threads may share it: they follow each other at a bench."""

    engine = "columnar"

    def __init__(self, setting: Setting, kernel: ModuleType | None = None) -> None:
        """`kernel`: `arrays` or `compiled` of the columnar engine; else the compiled one where it is installed."""
        self._setting = setting
        self._catalogue = CATALOGUE.extended(setting.fields) if setting.fields else CATALOGUE
        self._prepared = _prepared(setting, None)
        self._kernel = best_kernel() if kernel is None else kernel
        self._benches = _benches()

    def prepare(self) -> None:
        """Make the first bench, as the first batch would have it made."""
        self._benches.get()
        self._benches.put(self._new_bench())

    def judge(self, batch: TableBatch) -> Judged:
        """Judge a batch of whole declarations."""
        bench = self._benches.get()
        try:
            if bench is None or bench.is_worn:
                bench = self._new_bench()
            numbered = bench.number(batch)
        except BaseException:
            bench = None  # it may know half of something
            raise
        finally:
            self._benches.put(bench)
        settled = bench.judge(numbered)
        judged = self._judged(settled)
        if len(settled.findings.declarations) >= _MANY:
            give_back_memory()
        return judged

    def _new_bench(self) -> _Bench:
        past = copy(self._setting.past)  # which benches do not share
        prepared = self._prepared if past is None else _prepared(self._setting, past)
        return _Bench(prepared, past, self._setting, self._catalogue, self._kernel)

    def _judged(self, one: _Settled) -> Judged:
        """What was settled as tables and counts, which needs no bench."""
        plan, setting, stated, decided = self._setting.plan, self._setting, one.stated, (one.scores, one.ranks)
        tally = tallied(plan, one.batch, stated, one.verdicts, one.findings, one.ranks, one.alarms, one.source)
        findings = declarations = None
        if setting.with_findings:
            places = (one.source, one.rows[one.batch.starts])
            findings = findings_table(plan, one.verdicts, one.findings, stated, places, decided, one.evidence)
        if setting.with_declarations:
            all_decided = (*decided, one.sampled)
            declarations = declarations_table(one.batch, stated, one.rows, one.source, all_decided, one.alarms)
        return Judged(tally, {} if findings is None else findings, {} if declarations is None else declarations)

    def close(self) -> None:
        """Give back what was kept."""
        self._benches = _benches()


def _benches() -> LifoQueue[_Bench | None]:
    """A place for every second processor: while one thread numbers a batch at a bench, another judges the one before.

    What is found out at a bench takes time and memory, and is found out again at the next. The bench used last is taken
    first, and made when it is first wanted.
    """
    found: LifoQueue[_Bench | None] = LifoQueue()
    for _ in range(max(1, (os.cpu_count() or 1) // 2)):
        found.put(None)
    return found


@dataclass(frozen=True, slots=True)
class _Settled:
    """All that was found out about a batch; `findings` in the order of results."""

    batch: ArrowBatch
    source: str
    rows: Ints
    stated: DeclaredColumns
    verdicts: Verdicts
    findings: Findings
    evidence: Sequence[str] | None
    scores: Ints
    ranks: Ints
    sampled: npt.NDArray[np.bool_]
    alarms: dict[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A batch whose boxes are numbered."""

    batch: ArrowBatch
    source: str
    rows: Ints
    stated: DeclaredColumns


class _Bench:
    """What a batch is numbered with by one thread at a time, and judged with by one thread at a time."""

    def __init__(
        self,
        prepared: Prepared,
        past: RecordedPast | None,
        setting: Setting,
        catalogue: Catalogue,
        kernel: ModuleType,
    ) -> None:
        self._prepared = prepared
        self._past = past
        self._setting = setting
        plan = setting.plan
        self._reader = Reader(plan, catalogue, setting.as_of)
        self.judges = Judges(prepared, lambda unit: _told(prepared, unit), kernel)
        self._verdicts = Verdicts(plan)
        self._known = Known()
        self._of_score: dict[tuple[int, date | None], int] = {}
        names = [unit.name for unit in plan.units]
        self._by_name = names == sorted(set(names))
        self._judging = threading.Lock()
        self._is_broken = False

    @property
    def is_worn(self) -> bool:
        """Whether it is better to begin anew, also so that memory does not grow with the history."""
        return self._is_broken or self.judges.is_full or self._reader.is_full

    def number(self, table: TableBatch) -> _Numbered:
        """Number the boxes of a batch."""
        with self._reader.turn:
            batch = ArrowBatch(self._reader, table.batch)
            stated = DeclaredColumns(batch, batch.hours(), self._known)
            self.judges.number(batch)
        return _Numbered(batch, table.source, np.asarray(table.rows, dtype=np.int64), stated)

    def judge(self, numbered: _Numbered) -> _Settled:
        """Judge a batch numbered here."""
        with self._judging:
            try:
                return self._settled(numbered)
            except BaseException:
                self._is_broken = True  # it may know half of something
                raise

    def _settled(self, numbered: _Numbered) -> _Settled:
        plan, setting = self._setting.plan, self._setting
        batch, rows, stated = numbered.batch, numbered.rows, numbered.stated
        past = PastOfBatch(self._prepared, batch, self._past, numbered.source, rows[batch.starts])
        found = self.judges.judge(batch, past)
        self._verdicts.take(self.judges.combinations)
        verdicts, which, of = self._verdicts, found.declarations, found.combinations
        points, cap = verdicts.counted_points.take(of), plan.decision.cap
        score = scores(stated.count, which, verdicts.units.take(of), points, cap)
        floors = heaviest_floors(stated.count, which, verdicts.counted_floors.take(of))
        own = self._decided(batch, past, score)
        ranks, sampled = channels(plan, own, floors, lambda some: [stated.ids[at].as_py() for at in some.tolist()])
        ordered = self._ordered(batch, found)
        wanted = setting.with_findings and setting.with_evidence
        evidence = self._evidence(batch, past, found, ordered) if wanted else None
        return _Settled(
            batch=batch,
            source=numbered.source,
            rows=rows,
            stated=stated,
            verdicts=verdicts,
            findings=ordered,
            evidence=evidence,
            scores=score,
            ranks=ranks,
            sampled=sampled,
            alarms=found.alarms,
        )

    def _decided(self, batch: ArrowBatch, past: PastOfBatch, score: Ints) -> Ints:
        """The channels that the decision alone gives."""
        decision = self._setting.plan.decision
        found = np.empty(len(score), dtype=np.int64)
        if not rests_on_score(decision):
            for at, value in enumerate(score.tolist()):
                case = batch.case(at)
                past.turn_to(at)
                found[at] = decided(decision, lambda one: self.judges.truth_of(one, value, case, (None, None)))  # noqa: B023
            return found
        days = batch.day_of if is_dated(decision) else np.zeros_like(batch.day_of)
        pairs, places = met(score * len(batch.days) + days, (int(score.max(initial=0)) + 1) * len(batch.days))
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
        rows = batch.offsets.take(found.declarations)
        rows += found.items  # one too low at a header, which has no number
        numbers = batch.numbers.take(rows, mode="clip") if len(rows) else rows
        numbers[found.items == HEADER] = -1
        if self._by_name and batch.are_numbered_in_order:
            return Findings(found.declarations, numbers, found.combinations)
        order = np.lexsort((numbers, self._verdicts.ranks[found.combinations], found.declarations))
        return Findings(found.declarations[order], numbers[order], found.combinations[order])

    def _evidence(self, batch: ArrowBatch, past: PastOfBatch, found: Found, ordered: Findings) -> list[str]:
        """The evidence of each finding: of the declarations that have some, judged one by one for their reasons."""
        told: list[str] = []
        first = np.searchsorted(found.declarations, np.arange(len(batch.starts) + 1))
        for at in np.unique(ordered.declarations).tolist():
            rows = range(first[at], first[at + 1])
            case = batch.case(at)
            past.turn_to(at)
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


def _prepared(setting: Setting, past: RecordedPast | None) -> Prepared:
    return Prepared(setting.plan, Surroundings(setting.predicates, past or NoPast(), setting.matcher))


def _told(prepared: Prepared, unit: JudgedUnit) -> tuple[str, ...]:
    return tuple(missing(prepared.plan, (unit.condition,)))
