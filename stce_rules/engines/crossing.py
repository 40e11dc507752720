"""Units that cross subjects, lowered to clauses that a forward chainer can derive their outcomes with.

Enters: a plan. Leaves: clauses, and what the host must assert before each group of them runs. Promises: every sentence
has two atoms, "proven" (true) and "possible" (true or unknown), so clauses need no negation: what is not so is asserted
by the host when all that could have derived it has run. Sentences about one subject are left whole, for the matcher.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never

from stce_rules.core.truth import Truth
from stce_rules.engines.clauses import (
    Absent,
    Atom,
    Clause,
    Clauses,
    Composite,
    Counted,
    First,
    Given,
    Group,
    Guard,
    Join,
    NoItems,
    Over,
    Sentence,
    Source,
)
from stce_rules.plan.model import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Calls,
    Condition,
    Hits,
    Holds,
    ItemsShow,
    Not,
    Plan,
    Quantifier,
    Scope,
    ScoreIs,
    Shows,
    WindowIs,
)

MOST_JOINED = 4
"""`at least N items show` joins N facts up to this N; beyond it the host counts, for such a join grows with N."""

GROUP_SIZE = 16
"""Clauses that are loaded and run together. durable_rules fails where one fact meets 64 joins, and clears about 12 KB
for each joined fact of a group whenever it judges, so small groups are both safe and quick."""


def clauses_of(plan: Plan) -> Clauses:
    """The clauses of a plan; none when each of its units is about one subject."""
    lowering = _Lowering(plan)
    for number in range(len(plan.units)):
        lowering.add(number)
    placed = sorted(lowering.needed(), key=lambda one: one.level)  # stable: what is derived first stays first
    groups, groups_of = _grouped(placed, lowering.givens)
    return Clauses(lowering.composites, lowering.givens, groups, groups_of)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A clause with its stratum, for a unit."""

    level: int
    unit: int
    clause: Clause


@dataclass(frozen=True, slots=True)
class _Pair:
    """A sentence by its two atoms."""

    proven: Atom
    possible: Atom


class _Lowering:
    """Units one by one, in the order of the plan, so that whom a unit asks is known before it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.composites: dict[int, Composite] = {}
        self.givens: dict[Atom, Given] = {}
        self._placed: list[_Placed] = []
        self._levels: list[int] = []
        self._unit = 0
        self._scope = Scope.ITEM
        self._guard = _Pair(0, 0)
        self._asks: dict[tuple[int, Over], None] = {}

    # ---- units

    def add(self, number: int) -> None:
        """Lower a unit, unless all it says is about one subject."""
        unit = self.plan.units[number]
        self._unit, self._scope, self._asks = number, unit.scope, {}
        conjuncts = [part for one in (unit.where, unit.when) if one is not None for part in _conjuncts(one)]
        crossing = [part for part in conjuncts if not self._is_local(part)]
        excuse = AnyOf(tuple(one.condition for one in unit.unless))
        if not crossing and not unit.lifted_by and self._is_local(excuse):
            return
        self._guard = _Pair(*(self._given(Guard(least), Over.OWN) for least in (Truth.TRUE, Truth.UNKNOWN)))
        holds = self._all_of([self._guard, *map(self._lowered, crossing)])
        lifts = [self._lowered(excuse).proven] if unit.unless else []
        lifts += [self._lift(exemption).proven for exemption in unit.lifted_by]
        hit, still_open, exempt = holds.proven, holds.possible, None
        if lifts:
            lifted = self._some(lifts)
            unlifted = self._given(Absent(lifted), Over.OWN)
            hit, still_open = self._every([hit, unlifted]), self._every([still_open, unlifted])
            exempt = self._every([holds.possible, lifted])
        guard = AllOf(tuple(part for part in conjuncts if self._is_local(part)))
        self.composites[number] = Composite(guard, tuple(self._asks), hit, still_open, exempt)

    def needed(self) -> list[_Placed]:
        """The clauses that some outcome follows from, in the order made."""
        wanted = {atom for one in self.composites.values() for atom in (one.hit, one.open, one.exempt)}
        kept = []
        for placed in reversed(self._placed):
            if placed.clause.conclusion in wanted:
                kept.append(placed)
                for premise in placed.clause.premises:
                    wanted.update((premise, *_behind(premise, self.givens)))
        return kept[::-1]

    def _lift(self, exemption: int) -> _Pair:
        """An exemption of this unit; a declaration's rule needs an item's exemption for every item."""
        if self._scope is Scope.DECLARATION and self.plan.units[exemption].scope is Scope.ITEM:
            return self._every_item(self._asked(exemption, Over.ITEMS))
        return self._same_or_header(exemption)

    # ---- sentences

    def _is_local(self, condition: Condition) -> bool:
        """Whether the matcher can judge a condition of this unit from one subject."""
        match condition:
            case AllOf() | AnyOf() | AtLeastOf():
                return all(self._is_local(part) for part in condition.parts)
            case Not():
                return self._is_local(condition.part)
            case Holds() | WindowIs() | Calls() | ScoreIs():
                return True
            case Hits():
                return False
            case ItemsShow():  # of a declaration's indicator: in no checked program, so left to the matcher
                return self.plan.units[condition.unit].scope is Scope.DECLARATION
            case Shows():
                asked = self.plan.units[condition.unit].scope
                if asked is Scope.ITEM and self._scope is Scope.DECLARATION:
                    return True  # in no checked program either: the header judged as if it were an item
                return asked is self._scope and condition.unit not in self.composites
            case _:
                assert_never(condition)

    def _lowered(self, condition: Condition) -> _Pair:
        """The atoms of a condition about the unit's own subjects."""
        if self._is_local(condition):
            return self._sentence(condition, Over.OWN)
        match condition:
            case AllOf():
                return self._all_of(self._parts(condition))
            case AnyOf():
                parts = self._parts(condition)
                return _Pair(self._some([one.proven for one in parts]), self._some([one.possible for one in parts]))
            case AtLeastOf():
                return self._at_least(condition.needed, [self._lowered(part) for part in condition.parts])
            case Not():
                return self._negated(self._lowered(condition.part), Over.OWN)
            case Shows():
                return self._same_or_header(condition.unit)
            case Hits():
                if self._scope is Scope.DECLARATION and self.plan.units[condition.unit].scope is Scope.ITEM:
                    return self._any_item(self._asked(condition.unit, Over.ITEMS))
                return self._same_or_header(condition.unit)
            case ItemsShow():
                return self._here(self._items_show(condition))
            case Holds() | WindowIs() | Calls() | ScoreIs():
                raise ValueError(f"{type(condition).__name__} is about one subject")
            case _:
                assert_never(condition)

    def _parts(self, condition: AllOf | AnyOf) -> list[_Pair]:
        """The parts lowered, all that are about one subject as one sentence."""
        local = tuple(part for part in condition.parts if self._is_local(part))
        whole = [self._sentence(type(condition)(local), Over.OWN)] if local else []
        return whole + [self._lowered(part) for part in condition.parts if not self._is_local(part)]

    def _at_least(self, needed: int, parts: Sequence[_Pair]) -> _Pair:
        if needed <= 0 or needed > len(parts):
            return self._sentence(AllOf(()) if needed <= 0 else AnyOf(()), Over.OWN)
        return _Pair(
            self._enough(needed, [one.proven for one in parts]), self._enough(needed, [one.possible for one in parts])
        )

    def _enough(self, needed: int, atoms: Sequence[Atom]) -> Atom:
        """At least `needed` of the atoms: `reached[n]` says that n of those seen so far hold."""
        reached: dict[int, Atom] = {}
        for atom in atoms:
            longer = {count + 1: self._every([before, atom]) for count, before in reached.items() if count < needed}
            longer[1] = atom
            reached |= {
                count: self._some([reached[count], one]) if count in reached else one for count, one in longer.items()
            }
        return reached[needed]

    def _items_show(self, condition: ItemsShow) -> _Pair:
        """About the declaration."""
        shown = self._asked(condition.unit, Over.ITEMS)
        match condition.quantifier:
            case Quantifier.ANY:
                return self._any_item(shown)
            case Quantifier.NO:
                return self._negated(self._any_item(shown), Over.HEADER)
            case Quantifier.EVERY:
                return self._every_item(shown)
            case Quantifier.AT_LEAST:
                return self._any_item(shown, condition.needed)
            case _:
                assert_never(condition.quantifier)

    def _any_item(self, pair: _Pair, needed: int = 1) -> _Pair:
        """Holds for so many items; without items that is possible, and not proven."""
        without = self._given(NoItems(), Over.HEADER)
        return _Pair(
            self._collected(pair.proven, needed), self._some([self._collected(pair.possible, needed), without])
        )

    def _every_item(self, pair: _Pair) -> _Pair:
        return self._negated(self._any_item(self._negated(pair, Over.ITEMS)), Over.HEADER)

    def _collected(self, atom: Atom, needed: int) -> Atom:
        if not 1 <= needed <= MOST_JOINED:
            return self._given(Counted(atom, needed), Over.HEADER)
        return self._derived(Join.COLLECT, (self._given(First(atom, needed), Over.ITEMS),) * needed)

    def _same_or_header(self, unit: int) -> _Pair:
        """Another unit's outcome for the same subject, or for the declaration that the item is of."""
        if self.plan.units[unit].scope is self._scope:
            return self._asked(unit, Over.OWN)
        return self._here(self._asked(unit, Over.HEADER))

    def _here(self, pair: _Pair) -> _Pair:
        """What holds for the declaration, as each of the unit's subjects sees it."""
        if self._scope is Scope.DECLARATION:
            return pair
        seen_from = self._guard.possible
        return _Pair(*(self._derived(Join.SPREAD, (seen_from, atom)) for atom in (pair.proven, pair.possible)))

    def _asked(self, unit: int, over: Over) -> _Pair:
        composite = self.composites.get(unit)
        if composite is None:
            return self._sentence(Shows(unit), over)
        self._asks[unit, over] = None
        return _Pair(composite.hit, composite.open)

    # ---- atoms

    def _sentence(self, condition: Condition, over: Over) -> _Pair:
        return _Pair(*(self._given(Sentence(condition, least), over) for least in (Truth.TRUE, Truth.UNKNOWN)))

    def _negated(self, pair: _Pair, over: Over) -> _Pair:
        return _Pair(self._given(Absent(pair.possible), over), self._given(Absent(pair.proven), over))

    def _all_of(self, pairs: Sequence[_Pair]) -> _Pair:
        return _Pair(self._every([one.proven for one in pairs]), self._every([one.possible for one in pairs]))

    def _every(self, atoms: Sequence[Atom]) -> Atom:
        first, *rest = dict.fromkeys(atoms)  # durable_rules joins no fact with itself
        for at in range(0, len(rest), 2):
            first = self._derived(Join.SAME, (first, *rest[at : at + 2]))
        return first

    def _some(self, atoms: Sequence[Atom]) -> Atom:
        if len(atoms) == 1:
            return atoms[0]
        either = self._new(max(self._levels[atom] for atom in atoms))
        for atom in atoms:
            self._place(Clause(Join.SAME, (atom,), either))
        return either

    def _derived(self, join: Join, premises: tuple[Atom, ...]) -> Atom:
        conclusion = self._new(max(self._levels[atom] for atom in premises))
        self._place(Clause(join, premises, conclusion))
        return conclusion

    def _place(self, clause: Clause) -> None:
        self._placed.append(_Placed(self._levels[clause.conclusion], self._unit, clause))

    def _given(self, source: Source, over: Over) -> Atom:
        level = 0
        if isinstance(source, Absent | First | Counted):
            level = self._levels[source.atom] + (source.atom not in self.givens)
        atom = self._new(level)
        self.givens[atom] = Given(self._unit, over, source)
        return atom

    def _new(self, level: int) -> Atom:
        self._levels.append(level)
        return len(self._levels) - 1


def _conjuncts(condition: Condition) -> Iterable[Condition]:
    return condition.parts if isinstance(condition, AllOf) else (condition,)


def _behind(atom: Atom, givens: dict[Atom, Given]) -> Iterable[Atom]:
    """The atoms that the host looks at before it asserts one."""
    while (given := givens.get(atom)) is not None and isinstance(given.source, Absent | First | Counted):
        atom = given.source.atom
        yield atom


def _grouped(
    placed: Sequence[_Placed], givens: dict[Atom, Given]
) -> tuple[tuple[Group, ...], dict[int, tuple[int, ...]]]:
    """Cut where a stratum ends or a group is full; what an earlier group derived is asserted again."""
    cuts: list[list[_Placed]] = []
    for one in placed:
        if not cuts or cuts[-1][-1].level != one.level or len(cuts[-1]) == GROUP_SIZE:
            cuts.append([])
        cuts[-1].append(one)
    groups, known, groups_of = [], set(givens), dict[int, dict[int, None]]()
    for number, cut in enumerate(cuts):
        premises = {atom for one in cut for atom in one.clause.premises}
        conclusions = {one.clause.conclusion for one in cut}
        inputs = tuple(sorted(premises & known))
        groups.append(Group(tuple(one.clause for one in cut), inputs, frozenset(premises & conclusions)))
        known |= conclusions
        for one in cut:
            groups_of.setdefault(one.unit, {})[number] = None
    return tuple(groups), {unit: tuple(numbers) for unit, numbers in groups_of.items()}
