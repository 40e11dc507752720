"""One declaration between the matcher and a forward chainer: what is asserted to it, what it concluded, what follows.

Enters: a judging, the clauses of its plan, the rules asked for. Leaves: facts for each group of clauses, then the
outcome of every composite unit asked. Promise: a unit that nothing was concluded about is `no hit`; nothing is asserted
for a unit that dates, flow or its own sentences keep out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import assert_never

from stce_rules.core.truth import Truth, conjunction
from stce_rules.engines.clauses import (
    Absent,
    Atom,
    Clauses,
    Composite,
    Counted,
    First,
    Given,
    Group,
    Guard,
    NoItems,
    Over,
    Sentence,
)
from stce_rules.engines.judging import Judging, applicability
from stce_rules.plan.judgement import HEADER, Outcome

Fact = tuple[Atom, int]
"""An atom that holds for the subject at a position."""


class Deriving:
    """The composite units of one declaration, from the rules asked for down to whom they ask."""

    def __init__(self, clauses: Clauses, judging: Judging, asked: Iterable[tuple[int, int]]) -> None:
        self._clauses = clauses
        self._judging = judging
        self._concluded: dict[Atom, set[int]] = {}
        self._guards: dict[int, dict[int, Truth]] = {}
        pending = [(unit, at) for unit, at in asked if unit in clauses.composites]
        while pending:
            unit, at = pending.pop()
            if at not in (guards := self._guards.setdefault(unit, {})):
                guards[at] = self._guard(unit, at)
                if guards[at] is not Truth.FALSE:
                    pending += self._asks(clauses.composites[unit], at)

    def _guard(self, unit: int, at: int) -> Truth:
        """What dates, flow and the sentences about this one subject say."""
        judging = self._judging
        applies = applicability(judging.plan.units[unit], judging.case.date, judging.case.flow)
        if applies is Truth.FALSE:
            return applies
        return conjunction((applies, judging.truth(self._clauses.composites[unit].guard, at)))

    def _asks(self, composite: Composite, at: int) -> Iterator[tuple[int, int]]:
        for asked, over in composite.asks:
            match over:
                case Over.OWN:
                    yield asked, at
                case Over.ITEMS:
                    yield from ((asked, one) for one in self._judging.items())
                case Over.HEADER:
                    yield asked, HEADER
                case _:
                    assert_never(over)

    # ---- facts in

    def groups(self) -> list[int]:
        """Numbers of the groups that serve the units asked, in order; none when all of them are kept out."""
        units = (unit for unit in self._guards if self._subjects_of(unit))
        return sorted({group for unit in units for group in self._clauses.groups_of.get(unit, ())})

    def facts(self, group: Group) -> list[Fact]:
        """What to assert before a group runs: what the matcher found and what earlier groups concluded."""
        return [(atom, at) for atom in group.inputs for at in self._holding(atom)]

    def _holding(self, atom: Atom) -> Iterable[int]:
        given = self._clauses.givens.get(atom)
        if given is None:
            return sorted(self._concluded.get(atom, ()))
        if given.unit not in self._guards:
            return ()
        subjects = self._subjects(given)
        if isinstance(given.source, First):
            behind = given.source.atom
            return islice((at for at in subjects if self._holds(behind, at)), given.source.count)
        return (at for at in subjects if self._holds(atom, at))

    def _holds(self, atom: Atom, at: int) -> bool:
        given = self._clauses.givens.get(atom)
        if given is None:
            return at in self._concluded.get(atom, ())
        match given.source:
            case Sentence():
                return self._judging.truth(given.source.condition, at) >= given.source.least
            case Guard():
                return self._guards[given.unit][at] >= given.source.least
            case Absent():
                return not self._holds(given.source.atom, at)
            case Counted():
                holding = sum(self._holds(given.source.atom, one) for one in self._judging.items())
                return bool(self._judging.case.items) and holding >= given.source.needed
            case NoItems():
                return not self._judging.case.items
            case First():
                raise ValueError("an atom about the first items is asserted, never looked at")
            case _:
                assert_never(given.source)

    def _subjects(self, given: Given) -> Iterable[int]:
        match given.over:
            case Over.OWN:
                return self._subjects_of(given.unit)
            case Over.ITEMS:
                return self._judging.items()
            case Over.HEADER:
                return (HEADER,)
            case _:
                assert_never(given.over)

    def _subjects_of(self, unit: int) -> list[int]:
        return sorted(at for at, guard in self._guards[unit].items() if guard is not Truth.FALSE)

    # ---- conclusions out

    def conclude(self, facts: Iterable[Fact]) -> None:
        """Take what a group concluded."""
        for atom, at in facts:
            self._concluded.setdefault(atom, set()).add(at)

    def settle(self) -> None:
        """Hand every outcome to the judging, when all groups have run."""
        for unit, guards in self._guards.items():
            for at in guards:
                self._judging.settle(unit, at, self._outcome(self._clauses.composites[unit], at))

    def _outcome(self, composite: Composite, at: int) -> Outcome:
        if composite.exempt is not None and self._holds(composite.exempt, at):
            return Outcome.EXEMPT
        if self._holds(composite.hit, at):
            return Outcome.HIT
        return Outcome.UNDETERMINED if self._holds(composite.open, at) else Outcome.NO_HIT
