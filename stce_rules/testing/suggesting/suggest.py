"""The fewest examples that show what no example shows yet.

Enters: rulesets as loaded. Leaves: for each unit examples with the outcome that the rule has today. Promises: every
outcome is what the reference engine judges; an example is there for something that no other one shows; its title is
new in its unit. What no draft reached is left to the officer: it is still told as not covered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from stce_rules.engines.reference import ReferenceEngine
from stce_rules.hooks import NONE, Contributions
from stce_rules.language.program import Example
from stce_rules.plan.model import UnitKind
from stce_rules.rulesets.load import Loaded
from stce_rules.testing.bench import Bench, Source, edition_of, key_of, sources_of
from stce_rules.testing.coverage.leaves import Leaf, leaves_of, nodes_of
from stce_rules.testing.coverage.measure import covered, trees_of
from stce_rules.testing.coverage.possible import Possible
from stce_rules.testing.days import day_of
from stce_rules.testing.mutation.alive import Alive
from stce_rules.testing.mutation.mutants import Mutant
from stce_rules.testing.suggesting.drafts import title_of
from stce_rules.testing.suggesting.goals import Goal, Noticed, Seen, goals_of, shown
from stce_rules.testing.suggesting.making import Making, Trials
from stce_rules.testing.suggesting.members import Members
from stce_rules.testing.suggesting.pool import Pool, fewest
from stce_rules.testing.suggesting.samples import Samples
from stce_rules.testing.suggesting.wanting import Ways

__all__ = ["Suggestion", "suggest"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An example to be confirmed, and what it shows, in words."""

    ruleset: str
    kind: UnitKind
    unit: str
    source: Source
    example: Example
    shows: tuple[str, ...]


Told = Callable[[str, int], None]
"""Told the name of each unit before it is looked at, and how many units there are."""


def suggest(
    loaded: Loaded,
    *,
    contributions: Contributions = NONE,
    names: Sequence[str] = (),
    limits: bool = True,
    mutants: bool = False,
    told: Told = lambda _name, _units: None,
) -> tuple[Suggestion, ...]:
    """Suggestions for all rulesets, or for the units named.

    `limits`: also values on either side of limits; `mutants`: also what notices mutants that no example notices.
    """
    found: list[Suggestion] = []
    count = sum(_wanted(one, names) for named in loaded.programs for one in sources_of(named.program))
    with ExitStack() as stack:
        for named in loaded.programs:
            bench = Bench(named, loaded.plan.decision, ReferenceEngine, contributions, stack)
            whole = _Whole(bench, Possible(named.program), Trials(bench), limits, Alive(bench) if mutants else None)
            units = [one for one in sources_of(named.program) if _wanted(one, names)]
            for source in sorted(units, key=lambda one: (one.header.span.source.name, one.header.span.start)):
                told(source.header.name, count)
                found += whole.of(source)
    return tuple(found)


def _wanted(source: Source, names: Sequence[str]) -> bool:
    return not names or source.header.name in names


@dataclass(frozen=True, slots=True)
class _Whole:
    """One ruleset."""

    bench: Bench
    possible: Possible
    trials: Trials
    limits: bool
    alive: Alive | None

    def of(self, source: Source) -> Iterator[Suggestion]:
        """The suggestions for one unit, in the order in which they are found."""
        if key_of(source) not in self.bench.ready().numbers:
            return
        examined = None if self.alive is None else self.alive.of(source)
        mutants = () if examined is None else examined.alive
        samples = self._samples(source)
        goals = self._waiting(source, samples, mutants)
        making = Making(source, self._ways(), samples, self.trials)
        pool = Pool(self.bench, source, making, mutants).judged(goals)
        titles = {one.title for one in source.header.examples}
        for reaching in fewest(pool, set(goals)):
            title = _unused(title_of(reaching.draft), titles)
            titles.add(title)
            example = reaching.example(title, samples.members.edition, source.header.span)
            shows = tuple(_words([goal for goal in goals if goal in reaching.goals], leaves_of(source)))
            yield Suggestion(self.bench.named.name, *key_of(source), source, example, shows)

    def _samples(self, source: Source) -> Samples:
        ready, one = self.bench.ready(), self.bench.named.program
        edition = edition_of(source, one)
        day = day_of(ready.plan, ready.numbers[key_of(source)], edition)
        members = Members({each.name: each for each in one.lists}, edition)
        return Samples(members, self.bench.contributions.catalogue, day, source.header.span)

    def _ways(self) -> tuple[Ways, ...]:
        one, catalogue = self.bench.named.program, self.bench.contributions.catalogue
        indicators = {each.header.name: each for each in one.indicators}
        rules = {each.header.name: each for each in one.rules}
        return (
            Ways(indicators, rules, catalogue),
            Ways(indicators, rules, catalogue, apart=True),
            Ways(indicators, rules, catalogue, granted=True),
        )

    def _waiting(self, source: Source, samples: Samples, mutants: Sequence[Mutant]) -> tuple[Goal, ...]:
        """The goals that no example reaches."""
        waiting: dict[Goal, None] = {}
        for one in covered(self.bench, source, self.possible).leaves:
            for goal in goals_of(one.leaf, one.missing, samples):
                if self.limits or isinstance(goal, Seen):
                    waiting[goal] = None
        for _, tree in trees_of(self.bench, source):
            for leaf, node in zip(leaves_of(source), nodes_of(source, tree), strict=True):
                for goal in tuple(shown(leaf, node, waiting)):
                    del waiting[goal]
        return (*waiting, *(Noticed(at, one.change) for at, one in enumerate(mutants)))


def _unused(title: str, titles: set[str]) -> str:
    """The title, with a number where it is taken."""
    if title not in titles:
        return title
    return next(one for number in range(2, len(titles) + 3) if (one := f"{title} ({number})") not in titles)


def _words(goals: Sequence[Goal], leaves: Sequence[Leaf]) -> Iterator[str]:
    """What an example shows: each sentence with its truths, and the values tried; else the changes that it notices."""
    shown: dict[str, list[str]] = {}
    for goal in goals:
        if not isinstance(goal, Noticed):
            said = goal.truth.word if isinstance(goal, Seen) else goal.text
            shown.setdefault(leaves[goal.place].sentence, []).append(said)
    yield from (f"{sentence}: {', '.join(dict.fromkeys(told))}" for sentence, told in shown.items())
    if not shown:
        yield from (f"notices: {goal.change}" for goal in goals if isinstance(goal, Noticed))
