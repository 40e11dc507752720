"""The mutants of a unit that no example notices.

Enters: a ruleset on the bench, a unit of it. Leaves: its mutants that are still alive when the examples of the unit,
and of all that rests on it, have been judged. Promises: a mutant is noticed exactly if an example that came out as
expected no longer does (outcome, and channel where one is expected), by the meaning that all engines share. An example
that takes an indicator for granted does not look into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from stce_rules.core.boxes import Case
from stce_rules.engines.judged import JudgedCase
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.language import program
from stce_rules.language.program import Example
from stce_rules.plan.model import Plan, UnitKind
from stce_rules.testing.bench import (
    Bench,
    Ready,
    Source,
    came_out,
    channel_alone,
    edition_of,
    key_of,
    sources_of,
    subject_of,
)
from stce_rules.testing.mutation.equal import same
from stce_rules.testing.mutation.extended import Extended, effects_of, extended, resting_on
from stce_rules.testing.mutation.mutants import Mutant, mutants_of
from stce_rules.testing.taken import taken_of

__all__ = ["Alive", "Beside", "Examined", "Trial"]


@dataclass(frozen=True, slots=True)
class Examined:
    """The mutants of a unit: how many examples notice, how many are the same unit in other words, and the rest."""

    noticed: int
    equal: int
    alive: tuple[Mutant, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """An example that came out as expected, with the plan and the case that judged it."""

    example: Example
    ready: Ready
    number: int
    case: Case
    taken: frozenset[str]


@dataclass(slots=True)
class Alive:
    """The mutants of one ruleset. Each example is laid out once."""

    bench: Bench
    _sources: dict[tuple[UnitKind, str], Source] = field(init=False)
    _laid: dict[tuple[UnitKind, str], tuple[Trial, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sources = {key_of(one): one for one in sources_of(self.bench.named.program)}

    def of(self, source: Source) -> Examined | None:
        """The mutants of one unit, judged; None for a unit that cannot be judged yet."""
        plan = self.bench.ready().plan
        number = self.bench.ready().numbers.get(key_of(source))
        if number is None:
            return None
        edition = edition_of(source, self.bench.named.program)
        mutants = tuple(mutants_of(source, edition, lambda effects: self.bench.worth(effects_of(effects))))
        alive: Sequence[Mutant] = mutants
        units = [plan.units[one] for one in (number, *resting_on(plan, number))]
        for trials in self._by_ready([(unit.kind, unit.name) for unit in units]):
            if alive:
                alive = self.unnoticed(source, alive, trials)
        distinct = self._distinct(plan, number, alive)
        return Examined(len(mutants) - len(alive), len(alive) - len(distinct), distinct)

    def _distinct(self, plan: Plan, number: int, mutants: Sequence[Mutant]) -> tuple[Mutant, ...]:
        """The mutants that are not proved to be the same unit in other words; those that are, nobody can notice."""
        whole = extended(self.bench.named.name, plan, number, [one.mutated for one in mutants])
        units = [whole.plan.units[standing[number]] for standing in whole.numbers]
        paired = zip(mutants, units, strict=True)
        return tuple(mutant for mutant, unit in paired if not same(whole.plan, plan.units[number], unit))

    def _by_ready(self, keys: Sequence[tuple[UnitKind, str]]) -> Iterator[list[Trial]]:
        """The examples of units, those together that share an engine."""
        groups: dict[int, list[Trial]] = {}
        for key in keys:
            for one in self._examples(key):
                groups.setdefault(id(one.ready), []).append(one)
        yield from groups.values()

    def _examples(self, key: tuple[UnitKind, str]) -> tuple[Trial, ...]:
        if key not in self._laid:
            source = self._sources[key]
            self._laid[key] = tuple(self._as_expected(source))
        return self._laid[key]

    def _as_expected(self, source: Source) -> Iterator[Trial]:
        for example in source.header.examples:
            laid = self.bench.laid(source, example).judgeable
            if laid is None:
                continue
            ready, number, case = laid
            if came_out(ready.plan, ready.engine.judge(case), number).as_expected(example):
                taken = frozenset(name for name, _, _ in taken_of(example))
                yield Trial(example, ready, number, case, taken)

    def unnoticed(self, source: Source, alive: Sequence[Mutant], trials: Sequence[Trial]) -> list[Mutant]:
        """The mutants that none of these examples notices; all of them share an engine."""
        beside = Beside(self.bench.named.name, trials[0].ready, source, alive)
        left = set(range(len(alive)))
        for one in trials:
            left -= beside.noticed(one, left)
        return [alive[at] for at in sorted(left)]


class Beside:
    """A plan with mutants of one unit beside it, ready to judge by."""

    def __init__(self, ruleset: str, ready: Ready, source: Source, mutants: Sequence[Mutant]) -> None:
        """`ready` holds the plan in which the mutants stand for the unit."""
        self._name = source.header.name if isinstance(source, program.Indicator) else None
        number = ready.numbers[key_of(source)]
        self._whole = extended(ruleset, ready.plan, number, [one.mutated for one in mutants])
        self._prepared = Prepared(self._whole.plan, ready.surroundings)

    def noticed(self, trial: Trial, among: Iterable[int]) -> set[int]:
        """Which of the mutants, by their places, an example notices."""
        if self._name in trial.taken:
            return set()
        judging = Judging(self._prepared, trial.case)
        return {at for at in among if _notices(trial, judging, self._whole, at)}


def _notices(one: Trial, judging: Judging, whole: Extended, at: int) -> bool:
    """Whether an example no longer comes out as expected where a mutant stands for its unit."""
    number = whole.numbers[at].get(one.number)
    if number is None:
        return False
    outcome = judging.outcome(number, subject_of(whole.plan, number))
    if outcome.value != one.example.expect.value:
        return True
    if one.example.channel is None:
        return False
    scope = whole.plan.units[number].scope
    judged = JudgedCase(judging, [(number, position) for position in judging.positions(scope)])
    return channel_alone(whole.plan, judged, number) != one.example.channel
