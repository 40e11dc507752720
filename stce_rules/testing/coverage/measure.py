"""Which truths of each leaf condition the examples have seen.

Enters: rulesets as loaded. Leaves: for each unit and leaf the truths that can be, and the examples that saw each.
Promises: the truths are those of the trees that explain the outcomes, by the reference engine. A unit is covered by
its own examples only, so that whoever reads it finds them beside it; an indicator is not covered by the examples of
the rules that ask about it. An example counts if it comes out as expected and its unit applies to it by flow and day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from stce_rules.core.span import Span
from stce_rules.core.truth import Truth
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.hooks import NONE, Contributions
from stce_rules.plan.judgement import JudgedUnit
from stce_rules.plan.model import UnitKind
from stce_rules.rulesets.load import Loaded
from stce_rules.testing.bench import Bench, Source, came_out, key_of, sources_of, subject_of
from stce_rules.testing.coverage.leaves import Leaf, leaves_of, nodes_of
from stce_rules.testing.coverage.possible import Possible, Truths

__all__ = ["Coverage", "LeafCoverage", "UnitCoverage", "coverage", "covered", "trees_of"]


@dataclass(frozen=True, slots=True)
class LeafCoverage:
    """A leaf, the truths it can have, and the titles of the examples that saw each truth."""

    leaf: Leaf
    possible: Truths
    seen: Mapping[Truth, tuple[str, ...]]

    @property
    def wanted(self) -> tuple[Truth, ...]:
        """The truths that examples are asked for: true, false, unknown."""
        return tuple(sorted(self.possible, key=(Truth.TRUE, Truth.FALSE, Truth.UNKNOWN).index))

    @property
    def missing(self) -> tuple[Truth, ...]:
        """Those that no example has seen."""
        return tuple(truth for truth in self.wanted if not self.seen.get(truth))


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """A unit with its leaves; `judged` is False where a sentence has no judge yet, and then nothing is asked."""

    ruleset: str
    kind: UnitKind
    name: str
    title: str
    span: Span
    examples: int
    judged: bool
    leaves: tuple[LeafCoverage, ...]

    @property
    def wanted(self) -> int:
        """How many truths examples are asked for."""
        return sum(len(one.wanted) for one in self.leaves)

    @property
    def seen(self) -> int:
        """How many of them were seen."""
        return self.wanted - sum(len(one.missing) for one in self.leaves)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The units of all rulesets, in the order of the files."""

    units: tuple[UnitCoverage, ...]

    @property
    def wanted(self) -> int:
        """How many truths examples are asked for."""
        return sum(one.wanted for one in self.units)

    @property
    def seen(self) -> int:
        """How many of them were seen."""
        return sum(one.seen for one in self.units)

    @property
    def percent(self) -> float:
        """The share seen, in percent; all of nothing is all."""
        return 100 * self.seen / self.wanted if self.wanted else 100.0


def coverage(loaded: Loaded, *, contributions: Contributions = NONE, names: Sequence[str] = ()) -> Coverage:
    """The coverage of all rulesets, or of the units named."""
    found: list[UnitCoverage] = []
    with ExitStack() as stack:
        for named in loaded.programs:
            bench = Bench(named, loaded.plan.decision, ReferenceEngine, contributions, stack)
            possible = Possible(named.program)
            units = [
                covered(bench, source, possible)
                for source in sources_of(named.program)
                if not names or source.header.name in names
            ]
            found += sorted(units, key=lambda one: (one.span.source.name, one.span.start))
    return Coverage(tuple(found))


def covered(bench: Bench, source: Source, possible: Possible) -> UnitCoverage:
    """The coverage of one unit."""
    leaves, header = leaves_of(source), source.header
    seen: list[dict[Truth, tuple[str, ...]]] = [{} for _ in leaves]
    judged = key_of(source) in bench.ready().numbers
    for title, tree in trees_of(bench, source):
        for truths, node in zip(seen, nodes_of(source, tree), strict=True):
            truths[node.truth] = (*truths.get(node.truth, ()), title)
    return UnitCoverage(
        bench.named.name,
        *key_of(source),
        header.title,
        header.span,
        len(header.examples),
        judged,
        tuple(
            LeafCoverage(leaf, possible.of(leaf.condition, source) if judged else frozenset(), truths)
            for leaf, truths in zip(leaves, seen, strict=True)
        ),
    )


def trees_of(bench: Bench, source: Source) -> Iterator[tuple[str, JudgedUnit]]:
    """The examples of a unit that count, with the tree of each."""
    for example in source.header.examples:
        laid = bench.laid(source, example).judgeable
        if laid is None:
            continue
        ready, number, case = laid
        judgement = ready.engine.judge(case)
        outcome = came_out(ready.plan, judgement, number)
        tree = judgement.explain(number, subject_of(ready.plan, number))
        if tree.not_applied is None and outcome.as_expected(example):
            yield example.title, tree
