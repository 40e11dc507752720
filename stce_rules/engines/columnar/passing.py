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
from stce_rules.engines.columnar.postings import Posted
from stce_rules.engines.columnar.rules import RestsOn
from stce_rules.engines.columnar.slots import Keys, words_for
from stce_rules.engines.judging import Judging
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Scope

__all__ = ["Found", "Pass", "in_order"]

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_FIRST = 4096
"""Subjects judged at first, twice as many next."""

_MOST_PAIRS = 1 << 20
"""Pairs of a subject and a rule judged at a time, about."""

_MUCH = 4
"""When of so many pairs more than one waits for a sentence to be judged, much is not known."""

_NOTHING: Ints = np.empty(0, dtype=np.int64)


_Rows = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32]]
"""Declarations, items and combinations of findings."""


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
        self._rows: list[_Rows] = []
        self._keep(_NOTHING, _NOTHING, _NOTHING)
        self._beyond: list[tuple[Ints, Ints]] = [(_NOTHING, _NOTHING)]
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
        for scope in (Scope.ITEM, Scope.DECLARATION):
            self._judge_scope(scope, known.postings.table(scope, batch))
        declarations, rules = (np.concatenate([one[at] for one in self._beyond]) for at in range(2))
        self._judge_beyond(declarations, rules)
        self._judge_without_items()

    def _judge_scope(self, scope: Scope, posted: Posted) -> None:
        """Judge what is found by the subjects of a scope: few of them at first, to learn what rules out most others."""
        known, size, first = self._known, _FIRST, 0
        alone = RestsOn.ITEM if scope is Scope.ITEM else RestsOn.HEADER
        while first < posted.codes.shape[1]:
            known.postings.learn(known.variants.table)
            subjects, rules = self._candidates(scope, posted, first, size)
            here = known.kind[rules] == list(RestsOn).index(alone)
            if not here.all():
                others = subjects[~here]
                declarations = others if scope is Scope.DECLARATION else self._declaration_of[others]
                self._beyond.append((declarations, rules[~here]))
                subjects, rules = subjects[here], rules[here]
            first += size
            most = max(_FIRST, _MOST_PAIRS * size // (len(subjects) + 1))
            size = min(2 * size if self._judge_alone(scope, alone, subjects, rules) else posted.codes.shape[1], most)

    def _candidates(self, scope: Scope, posted: Posted, first: int, size: int) -> tuple[Ints, Ints]:
        known = self._known
        ruled_out = known.postings.ruled_out[scope]
        codes, some = known.rules.leaves.codes[scope], slice(first, first + size)
        marks = ruled_out.marks(codes, self._classes[scope], some)
        subjects, bits = known.kernel.candidates(posted, marks, ruled_out.table, first)
        return subjects, known.postings.rules[scope][bits]

    def _sifted(self, scope: Scope, subjects: Ints, rules: Ints) -> Ints:
        """The places of the pairs whose needed tests, all settled in their order, leave something to judge."""
        known = self._known
        leaves, needed = known.rules.leaves, known.rules.needed[scope]
        places: Ints = np.arange(len(subjects))
        kept: Flags
        while True:
            kept, unset = known.kernel.sifted(
                leaves.codes[scope], subjects[places], rules[places], needed.based(leaves.bases), leaves.truths
            )
            places = places[kept]
            if not len(unset):
                return places
            leaves.fill(np.unique(unset))

    def _settled_keys(self, scope: Scope, subjects: Ints, rules: Ints) -> Keys:
        """Keys with every truth settled."""
        while True:
            found, _, unset = self._keys(scope, subjects, rules)
            if not len(unset):
                return found
            self._known.rules.leaves.fill(np.unique(unset))

    def _keys(self, scope: Scope, subjects: Ints, rules: Ints, *most_asked: int) -> tuple[Keys, Flags, Ints]:
        """Keys by the truths known so far, for which of them something is unset, and what."""
        known = self._known
        leaves, slots = known.rules.leaves, known.rules.slots[scope]
        found: tuple[Keys, Flags, Ints] = known.kernel.keys(
            leaves.codes[scope],
            subjects,
            rules,
            slots.based(leaves.bases),
            leaves.truths,
            known.variants.table,
            self._classes[scope],
            words_for(int(np.diff(slots.starts).max(initial=0))),
            *most_asked,
        )
        return found

    def _judge_alone(self, scope: Scope, kind: RestsOn, subjects: Ints, rules: Ints) -> bool:
        """Judge pairs; whether much was not known of them."""
        keys, waiting, _ = self._keys(scope, subjects, rules, 0)
        unknown = np.flatnonzero(waiting)
        much = len(unknown) * _MUCH > len(waiting)
        if len(unknown):
            left = unknown[self._sifted(scope, subjects[unknown], rules[unknown])]
            keys[left] = self._settled_keys(scope, subjects[left], rules[left])
            keep = ~waiting
            keep[left] = True
            subjects, rules, keys = subjects[keep], rules[keep], keys[keep]
        met = self._known.alone[kind].outcomes(rules, keys)
        hits = np.flatnonzero(met != NONE)
        subjects, met = subjects[hits], met[hits]
        if scope is Scope.DECLARATION:
            self._keep(subjects, np.full(len(subjects), HEADER), met)
        else:
            declarations = self._declaration_of[subjects]
            self._keep(declarations, subjects - self._batch.offsets[declarations], met)
        return much

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
        headers = _tuples(self._settled_keys(Scope.DECLARATION, declarations, rules))
        items = _tuples(self._settled_keys(Scope.ITEM, rows, np.repeat(rules, sizes)))
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
            declarations, items, combinations = np.asarray(found, dtype=np.int64).T
            self._keep(declarations, items, combinations)

    def _keep(self, declarations: Ints, items: Ints, combinations: Ints) -> None:
        """Keep findings in as few bytes as hold them: a batch may have many millions."""
        self._rows.append((declarations.astype(np.int32), items.astype(np.int32), combinations.astype(np.int32)))

    def found(self) -> Found:
        """All findings, each once, sorted."""
        declarations, items, combinations = (np.concatenate([rows[at] for rows in self._rows]) for at in range(3))
        units = self._known.combinations.units.take(combinations)
        return Found(*in_order(declarations, units, items, combinations), self._alarms)


_BITS = 63
"""Bits of a number that is not negative."""


def in_order(
    declarations: npt.NDArray[np.integer],
    units: npt.NDArray[np.integer],
    items: npt.NDArray[np.integer],
    combinations: npt.NDArray[np.integer],
) -> tuple[Ints, Ints, Ints]:
    """Declarations, items and combinations, each finding once, by declaration, unit and item; `HEADER` is first."""
    columns = (declarations, units, items - HEADER, combinations)
    widths = [int(one.max(initial=0)).bit_length() for one in columns]
    if sum(widths) > _BITS:
        each = np.unique(np.stack(columns).astype(np.int64), axis=1)
        return each[0], each[2] + HEADER, each[3]
    # all in one number: to sort such is many times faster than to find the order of several
    packed = declarations.astype(np.int64)
    for one, width in zip(columns[1:], widths[1:], strict=True):
        packed <<= width
        packed |= one
    packed.sort()
    packed = packed[np.flatnonzero(np.diff(packed, prepend=-1))]
    _, of_units, of_items, of_combinations = widths
    places = (packed >> of_combinations) & ((1 << of_items) - 1)
    above = of_units + of_items + of_combinations
    return packed >> above, places + HEADER, packed & ((1 << of_combinations) - 1)


def _without(rows: _Rows, declaration: int) -> _Rows:
    kept = rows[0] != declaration
    return rows[0][kept], rows[1][kept], rows[2][kept]


def _grouped(pairs: Ints) -> Iterator[tuple[int, Ints]]:
    """The rules of each declaration, of pairs sorted by declaration."""
    declarations, rules = pairs
    met, first = np.unique(declarations, return_index=True)
    yield from zip(met.tolist(), np.split(rules, first[1:]), strict=True) if len(met) else ()


def _tuples(keys: npt.NDArray[np.uint64]) -> list[Key]:
    return [tuple(one) for one in keys.tolist()]
