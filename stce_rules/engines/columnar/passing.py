"""One batch on its way through: candidates, keys, outcomes, findings.

Enters: what is known of the plan so far, a batch. Leaves: findings as columns, by declaration, unit and goods item.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stce_rules.engines.columnar.batch import Batch
from stce_rules.engines.columnar.combinations import NONE
from stce_rules.engines.columnar.crossing import Key
from stce_rules.engines.columnar.known import Known
from stce_rules.engines.columnar.looking_back import PastOfDeclarations
from stce_rules.engines.columnar.rules import RestsOn
from stce_rules.engines.columnar.slots import words_for
from stce_rules.engines.judging import Judging
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Scope

__all__ = ["Found", "Pass"]

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Found:
    """Findings of a batch, a row for each: declaration, position of the goods item in it or `HEADER`, combination.

    `alarms` are by declaration.
    """

    declarations: Ints
    items: Ints
    combinations: Ints
    alarms: dict[int, tuple[str, ...]]


class Pass:
    """One batch on its way through."""

    def __init__(self, known: Known, batch: Batch, past: PastOfDeclarations) -> None:
        self._known = known
        self._batch = batch
        self._past = past
        self._rows: list[tuple[Ints, Ints, Ints]] = []
        self._items_of = np.diff(batch.offsets)
        of_plan = known.prepared.alarms
        self._alarms: dict[int, tuple[str, ...]] = dict.fromkeys(range(len(self._items_of)), of_plan) if of_plan else {}
        self._declaration_of = np.repeat(np.arange(len(self._items_of)), self._items_of)

    def run(self) -> None:
        """Judge all rules."""
        known, batch = self._known, self._batch
        classes = known.variants.classes(batch)
        known.rules.leaves.bind(batch, self._past)
        known.postings.take(batch)
        self._classes = {Scope.DECLARATION: classes, Scope.ITEM: classes[self._declaration_of]}
        beyond: list[tuple[Ints, Ints]] = []
        for scope, alone in ((Scope.ITEM, RestsOn.ITEM), (Scope.DECLARATION, RestsOn.HEADER)):
            subjects, rules, unset = self._candidates(scope)
            here = known.kind[rules] == list(RestsOn).index(alone)
            sure = here & ~unset
            others, theirs = self._sifted(scope, subjects[unset], rules[unset])  # only what is alone has needed tests
            self._judge_alone(scope, alone, np.append(subjects[sure], others), np.append(rules[sure], theirs))
            declarations = subjects[~here] if scope is Scope.DECLARATION else self._declaration_of[subjects[~here]]
            beyond.append((declarations, rules[~here]))
        self._judge_beyond(np.concatenate([one for one, _ in beyond]), np.concatenate([one for _, one in beyond]))
        self._judge_without_items()

    def _candidates(self, scope: Scope) -> tuple[Ints, Ints, Flags]:
        known = self._known
        leaves = known.rules.leaves
        posted, entries, starts, rules = known.postings.table(scope, self._batch)
        found: tuple[Ints, Ints, Flags] = known.kernel.candidates(
            leaves.codes[scope],
            posted,
            entries,
            starts,
            rules,
            known.postings.dense[scope],
            known.rules.needed[scope].based(leaves.bases),
            leaves.truths,
            known.variants.table,
            self._classes[scope],
        )
        return found

    def _sifted(self, scope: Scope, subjects: Ints, rules: Ints) -> tuple[Ints, Ints]:
        """The pairs whose needed tests, all settled in their order, leave something to judge."""
        known = self._known
        leaves, needed = known.rules.leaves, known.rules.needed[scope]
        while True:
            subjects, rules, unset = known.kernel.sifted(
                leaves.codes[scope], subjects, rules, needed.based(leaves.bases), leaves.truths
            )
            if not len(unset):
                return subjects, rules
            leaves.fill(np.unique(unset))

    def _keys(self, scope: Scope, subjects: Ints, rules: Ints) -> npt.NDArray[np.uint64]:
        """Keys with every truth settled."""
        known = self._known
        leaves, slots = known.rules.leaves, known.rules.slots[scope]
        words = words_for(int(np.diff(slots.starts).max(initial=0)))
        while True:
            found, unset = known.kernel.keys(
                leaves.codes[scope],
                subjects,
                rules,
                slots.based(leaves.bases),
                leaves.truths,
                known.variants.table,
                self._classes[scope],
                words,
            )
            if not len(unset):
                keys: npt.NDArray[np.uint64] = found
                return keys
            leaves.fill(np.unique(unset))

    def _judge_alone(self, scope: Scope, kind: RestsOn, subjects: Ints, rules: Ints) -> None:
        met = self._known.alone[kind].outcomes(rules, self._keys(scope, subjects, rules))
        hits = np.flatnonzero(met != NONE)
        subjects, met = subjects[hits], met[hits]
        if scope is Scope.DECLARATION:
            self._rows.append((subjects, np.full(len(subjects), HEADER), met))
        else:
            declarations = self._declaration_of[subjects]
            self._rows.append((declarations, subjects - self._batch.offsets[declarations], met))

    def _judge_beyond(self, declarations: Ints, rules: Ints) -> None:
        known = self._known
        pairs = np.unique(np.stack((declarations, rules)), axis=1)
        crossing = known.kind[pairs[1]] == list(RestsOn).index(RestsOn.CROSSING)
        self._judge_crossing(*pairs[:, crossing])
        for declaration, asked in _grouped(pairs[:, ~crossing]):
            if self._items_of[declaration]:
                self._judge_whole(declaration, asked)

    def _judge_crossing(self, declarations: Ints, rules: Ints) -> None:
        known = self._known
        some = self._items_of[declarations] > 0
        declarations, rules = declarations[some], rules[some]
        sizes = self._items_of[declarations]
        ends = np.cumsum(sizes)
        within = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - sizes, sizes)
        rows = np.repeat(self._batch.offsets[declarations], sizes) + within
        headers = _tuples(self._keys(Scope.DECLARATION, declarations, rules))
        items = _tuples(self._keys(Scope.ITEM, rows, np.repeat(rules, sizes)))
        found: list[tuple[int, int, int]] = []
        for at, (declaration, rule) in enumerate(zip(declarations.tolist(), rules.tolist(), strict=True)):
            end = int(ends[at])
            of_items = items[end - int(sizes[at]) : end]
            met = known.crossing.outcomes(rule, headers[at], of_items)
            found.extend((declaration, item, combination) for item, combination in met)
        self._add(found)

    def _judge_without_items(self) -> None:
        everything = np.arange(len(self._known.rules.units))
        for declaration in np.flatnonzero(self._items_of == 0).tolist():
            self._rows = [_without(rows, declaration) for rows in self._rows]
            self._judge_whole(declaration, everything)

    def _judge_whole(self, declaration: int, rules: Ints) -> None:
        """Judge rules on the declaration itself."""
        known = self._known
        self._past.turn_to(declaration)
        judging = Judging(known.prepared, self._batch.case(declaration))
        found: list[tuple[int, int, int]] = []
        for unit in (known.rules.units[rule] for rule in rules.tolist()):
            positions = judging.positions(known.prepared.plan.units[unit].scope)
            judged = ((declaration, at, known.combinations.of(judging, unit, at)) for at in positions)
            found.extend(one for one in judged if one[2] != NONE)
        if judging.alarms:
            self._alarms[declaration] = (*sorted(judging.alarms),)
        self._add(found)

    def _add(self, found: Sequence[tuple[int, int, int]]) -> None:
        if found:
            columns = np.asarray(found, dtype=np.int64).T
            self._rows.append((columns[0], columns[1], columns[2]))

    def found(self) -> Found:
        """All findings, each once, sorted."""
        declarations, items, combinations = (
            np.concatenate([rows[at] for rows in self._rows]).astype(np.int64) for at in range(3)
        )
        units = np.asarray([one.unit for one in self._known.combinations.every], dtype=np.int64)
        # position, unit and declaration in one number: sorting by it is several times faster than by three
        most = int(self._items_of.max(initial=0)) - HEADER
        places = (declarations * len(self._known.prepared.plan.units) + units[combinations]) * most + items - HEADER
        order = np.argsort(places, kind="stable")
        declarations, items, combinations = declarations[order], items[order], combinations[order]
        again = (
            (declarations[1:] == declarations[:-1])
            & (items[1:] == items[:-1])
            & (combinations[1:] == combinations[:-1])
        )
        once = np.concatenate(([True], ~again)) if len(items) else np.empty(0, dtype=bool)
        return Found(declarations[once], items[once], combinations[once], self._alarms)


def _without(rows: tuple[Ints, Ints, Ints], declaration: int) -> tuple[Ints, Ints, Ints]:
    kept = rows[0] != declaration
    return rows[0][kept], rows[1][kept], rows[2][kept]


def _grouped(pairs: Ints) -> Iterator[tuple[int, Ints]]:
    """The rules of each declaration, of pairs sorted by declaration."""
    declarations, rules = pairs
    met, first = np.unique(declarations, return_index=True)
    yield from zip(met.tolist(), np.split(rules, first[1:]), strict=True) if len(met) else ()


def _tuples(keys: npt.NDArray[np.uint64]) -> list[Key]:
    return [tuple(one) for one in keys.tolist()]
