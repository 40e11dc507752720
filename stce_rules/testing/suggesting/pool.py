"""Drafts of one unit, judged, with the goals that each reaches.

Enters: a unit on the bench, its goals. Leaves: drafts that reach some of them, and as few of these as reach all that
can be reached. Promise: a draft's outcome, and every goal that it is said to reach, is what the engine judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from stce_rules.core.span import Span
from stce_rules.core.truth import Truth
from stce_rules.language import program
from stce_rules.language.program import Example
from stce_rules.language.syntax import Expectation
from stce_rules.plan.judgement import Outcome
from stce_rules.testing.bench import Bench, CameOut, Ready, Source, came_out, edition_of, subject_of
from stce_rules.testing.coverage.leaves import Leaf, leaves_of, nodes_of
from stce_rules.testing.mutation.alive import Beside, Trial
from stce_rules.testing.mutation.mutants import Mutant
from stce_rules.testing.suggesting.deciding import decides
from stce_rules.testing.suggesting.drafts import Draft, name_of
from stce_rules.testing.suggesting.goals import Goal, Noticed, Seen, Tried, shown
from stce_rules.testing.suggesting.making import Making
from stce_rules.testing.taken import taken_of

__all__ = ["Pool", "Reaching", "fewest"]


_Items = tuple[tuple[program.Fact, ...], ...]


@dataclass(frozen=True, slots=True)
class Reaching:
    """A draft with what came out, the goals that it reaches, and those for which its leaf decides the outcome."""

    draft: Draft
    came: CameOut
    goals: frozenset[Goal]
    decisive: frozenset[Goal]

    def example(self, title: str, edition: int, span: Span) -> Example:
        """As an example that expects what came out, and the channel where that says more."""
        effective = self.came.outcome in (Outcome.HIT, Outcome.UNDETERMINED)
        channel = self.came.channel if effective and self.came.channel != "green" else None
        return self.draft.example(title, edition, span, Expectation(self.came.outcome.value), channel)


@dataclass(slots=True)
class Pool:
    """The drafts of one unit. `mutants` are those that no example notices."""

    bench: Bench
    source: Source
    making: Making
    mutants: Sequence[Mutant]
    _beside: dict[int, Beside] = field(default_factory=dict)

    def judged(self, goals: Sequence[Goal]) -> list[Reaching]:
        """Drafts that reach something, each once."""
        found: dict[_Items, Reaching | None] = {}
        for leaf, sought in dict.fromkeys(asked for goal in goals for asked in self._asked(goal)):
            self._try(self._drafts(leaf, sought), goals, found)
        reached = {goal for one in found.values() if one is not None for goal in one.goals}
        leaves = leaves_of(self.source)
        for goal in goals:
            if isinstance(goal, Seen) and goal not in reached:
                self._try(self.making.alone(leaves[goal.place], goal.truth), goals, found)
        return [one for one in found.values() if one is not None]

    def _try(self, drafts: Iterable[Draft], goals: Sequence[Goal], found: dict[_Items, Reaching | None]) -> None:
        for draft in drafts:
            if any(draft.items) and draft.items not in found:
                reaching = self._judge(draft, goals)
                found[draft.items] = reaching if reaching is not None and reaching.goals else None

    def _asked(self, goal: Goal) -> Iterator[tuple[Leaf, Truth | str]]:
        """What to look for: a truth of a leaf, or a value that it is tried on."""
        leaves = leaves_of(self.source)
        match goal:
            case Seen():
                yield leaves[goal.place], goal.truth
            case Tried():
                yield leaves[goal.place], goal.text
            case Noticed():
                for leaf in _about(leaves, self.mutants[goal.place]):
                    yield from ((leaf, truth) for truth in (Truth.TRUE, Truth.FALSE, Truth.UNKNOWN))

    def _drafts(self, leaf: Leaf, sought: Truth | str) -> Iterator[Draft]:
        match sought:
            case Truth():
                yield from self.making.reaching(leaf, sought)
            case str():
                yield from self.making.stating(leaf, sought)

    def _judge(self, draft: Draft, goals: Sequence[Goal]) -> Reaching | None:
        source, span = self.source, self.source.header.span
        edition = edition_of(source, self.bench.named.program)
        laid = self.bench.laid(source, draft.example("", edition, span, Expectation.HIT, None)).judgeable
        if laid is None:
            return None
        ready, number, case = laid
        judgement = ready.engine.judge(case)
        tree = judgement.explain(number, subject_of(ready.plan, number))
        if tree.not_applied is not None:
            return None
        nodes = nodes_of(source, tree)
        told = zip(leaves_of(source), nodes, strict=True)
        found = (goal for leaf, node in told for goal in shown(leaf, node, goals))
        reached = frozenset(goal for goal in found if self._is_told(goal, draft))
        truths = [node.truth for node in nodes]
        decisive = frozenset(goal for goal in reached if decides(source, truths, goal.place))
        one = Reaching(draft, came_out(ready.plan, judgement, number), reached, decisive)
        if not self.mutants:
            return one
        example = one.example("", edition, span)
        taken = frozenset(name for name, _, _ in taken_of(example))
        noticed = self._noticed(Trial(example, ready, number, case, taken))
        return Reaching(draft, one.came, reached | noticed, decisive | noticed)

    def _is_told(self, goal: Goal, draft: Draft) -> bool:
        """Whether the title tells it: a value that is tried is what the example is about, not there by the way."""
        if not isinstance(goal, Tried):
            return True
        one = leaves_of(self.source)[goal.place].condition
        return isinstance(one, program.Test) and one.field.words in map(name_of, draft.changed)

    def _noticed(self, trial: Trial) -> frozenset[Goal]:
        beside = self._beside_of(trial.ready)
        places = beside.noticed(trial, range(len(self.mutants)))
        return frozenset(Noticed(at, self.mutants[at].change) for at in places)

    def _beside_of(self, ready: Ready) -> Beside:
        key = id(ready)  # the bench keeps them all
        if key not in self._beside:
            self._beside[key] = Beside(self.bench.named.name, ready, self.source, self.mutants)
        return self._beside[key]


def _about(leaves: Sequence[Leaf], mutant: Mutant) -> list[Leaf]:
    """The leaves that a change touches; the first where it touches the effects."""
    touched = [one for one in leaves if mutant.span.start <= one.span.start and one.span.end <= mutant.span.end]
    return list(leaves[:1]) if mutant.span == mutant.source.header.span else touched


def fewest(pool: Sequence[Reaching], goals: set[Goal]) -> Iterator[Reaching]:
    """The drafts that reach most of what is left, one after the other; of equals the first."""
    while goals:
        best = max(pool, key=partial(_merit, goals=goals), default=None)
        if best is None or not best.goals & goals:
            return
        goals = goals - best.goals
        yield best


def _merit(one: Reaching, goals: set[Goal]) -> tuple[int, ...]:
    """Most goals whose leaf decides, then most goals; then what is plainest to read."""
    return len(one.decisive & goals), len(one.goals & goals), -len(one.draft.changed)
