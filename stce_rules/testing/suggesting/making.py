"""Drafts of examples that may reach a goal.

Enters: a unit, a leaf of it, the truth that the leaf is to have. Leaves: drafts, made from the unit's own examples with
the facts about that leaf changed, then from nothing. Nothing is promised: the engine judges what is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from stce_rules.core.boxes import Case
from stce_rules.core.truth import Truth
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.language import program
from stce_rules.language.program import Fact, FieldFact, IndicatorFact
from stce_rules.language.syntax import Expectation, Quantifier
from stce_rules.plan.lower import Tests, lower
from stce_rules.plan.model import Holds
from stce_rules.testing.bench import Bench, Source
from stce_rules.testing.coverage.leaves import Clause, Leaf, leaves_of
from stce_rules.testing.declared import case_of
from stce_rules.testing.suggesting.drafts import Draft, draft_of, name_of
from stce_rules.testing.suggesting.samples import Facts, Samples, Wanted
from stce_rules.testing.suggesting.wanting import Want, Way, Ways

__all__ = ["Making", "Trials"]

_Asked = tuple[program.Test, Truth]
_Choice = tuple[tuple[_Asked, ...], frozenset[_Asked]]
"""What is wanted of sentences about one box, and what of it must be."""

_WAYS = 5
_OPTIONS = 4
_TRIED = 24
_MUST = 100


@dataclass(slots=True)
class Trials:
    """Sentences tried on a few facts alone, for one ruleset."""

    bench: Bench
    _prepared: Prepared = field(init=False)
    _tests: dict[program.Test, int] = field(default_factory=dict)
    _known: Tests = field(init=False)
    _tried: dict[Facts, Judging] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ready = self.bench.ready()
        self._prepared = Prepared(ready.plan, ready.surroundings)
        self._known = Tests({test: number for number, test in enumerate(ready.plan.tests)})

    def truth(self, test: program.Test, facts: Facts, samples: Samples) -> Truth | None:
        """The truth of a sentence where nothing but these facts is stated; None for one that the plan does not have."""
        if test not in self._tests:
            lowered = lower(self.bench.named.name, test, self._known, {})
            self._tests[test] = lowered.test if isinstance(lowered, Holds) else -1
        number = self._tests[test]
        if number >= len(self._prepared.plan.tests):
            return None
        if facts not in self._tried:
            self._tried[facts] = Judging(self._prepared, self._case(facts, samples))
        return self._tried[facts].truth(Holds(number), 0)

    def _case(self, facts: Facts, samples: Samples) -> Case:
        one = Draft().stating(facts).example("", samples.members.edition, samples.span, Expectation.HIT, None)
        return case_of(one, samples.on, None, samples.catalogue)


@dataclass(frozen=True, slots=True)
class Making:
    """Drafts for the leaves of one unit."""

    source: Source
    ways: tuple[Ways, ...]
    samples: Samples
    trials: Trials
    _chosen: dict[tuple[tuple[tuple[program.Test, Truth], ...], frozenset[tuple[program.Test, Truth]]], list[Facts]] = (
        field(default_factory=dict)
    )

    def stating(self, leaf: Leaf, text: str) -> Iterator[Draft]:
        """The examples of the unit with a value of a leaf's box instead, and drafts in which the leaf decides."""
        if not isinstance(leaf.condition, program.Test):
            return
        granted = tuple(IndicatorFact(one, True, self.samples.span) for one in self._indicators())
        for facts in self.samples.exactly(leaf.condition, text, self._beside(leaf.condition)):
            for seed in self._seeds():
                yield seed.stating(facts)
                if granted:
                    yield seed.stating((*granted, *facts))
            for truth in (Truth.TRUE, Truth.FALSE):
                for draft in self._from_nothing(leaf, truth):
                    yield draft.stating(facts)

    def _indicators(self) -> Iterator[str]:
        """The indicators that the unit asks about where it does not lift itself."""
        for leaf in leaves_of(self.source):
            if leaf.clause is not Clause.UNLESS and not isinstance(leaf.condition, program.Calls):
                yield from _asked(leaf.condition)

    def _beside(self, test: program.Test) -> Wanted:
        """The other sentences of the unit about the same box, as true."""
        others = (leaf.condition for leaf in leaves_of(self.source) if leaf.condition is not test)
        return [
            (one, Truth.TRUE)
            for one in others
            if isinstance(one, program.Test) and one.field is test.field and not one.negated
        ]

    def reaching(self, leaf: Leaf, truth: Truth) -> Iterator[Draft]:
        """Drafts in which the leaf may have a truth."""
        overlays = list(islice(self._overlays(leaf, truth), _TRIED))
        names = _asked(leaf.condition)
        for seed in self._seeds():
            for items, changed in overlays:
                draft = seed.without(names)
                for item, facts in enumerate(items):
                    draft = draft.stating(facts, item)
                yield Draft(draft.items, changed)
        if isinstance(leaf.condition, program.ItemsShow):
            for draft in (*self._seeds(), *self._from_nothing(leaf, Truth.TRUE)):
                yield draft.stating(self.samples.plain("hs"), len(draft.items))
        yield from self._from_nothing(leaf, truth)

    def alone(self, leaf: Leaf, truth: Truth) -> Iterator[Draft]:
        """Drafts that state nothing but what the leaf is about: the last resort, for they say little of the unit."""
        for items, _ in islice(self._overlays(leaf, truth), _TRIED):
            draft = Draft()
            for item, facts in enumerate(items):
                draft = draft.stating(facts, item)
            yield draft

    def _seeds(self) -> Iterator[Draft]:
        order = (Expectation.HIT, Expectation.UNDETERMINED, Expectation.NO_HIT, Expectation.EXEMPT)
        for example in sorted(self.source.header.examples, key=lambda one: order.index(one.expect)):
            seed = draft_of(example)
            yield seed
            if len(seed.items) > 1:
                yield seed.alone()

    def _overlays(self, leaf: Leaf, truth: Truth) -> Iterator[tuple[tuple[Facts, ...], Facts]]:
        """Facts for the leaf alone, by goods item, and all of them."""
        for ways in self.ways:
            for way in islice(ways.to(leaf.condition, truth), _WAYS):
                yield from self._facts(way)

    def _facts(self, way: Way, own: Way = ()) -> Iterator[tuple[tuple[Facts, ...], Facts]]:
        """The facts of a way, by goods item; the first for which the sentences come out as wanted, then others.

        Where not all can, those of `own` must.
        """
        groups: dict[tuple[int, str], list[tuple[program.Test, Truth]]] = {}
        for want in way:
            if isinstance(want.sentence, program.Test):
                groups.setdefault((want.item, want.sentence.field.words), []).append((want.sentence, want.truth))
        others = [want for want in way if not isinstance(want.sentence, program.Test)]
        musts = frozenset((want.sentence, want.truth) for want in own if isinstance(want.sentence, program.Test))
        options = [self._options(wanted, musts) for wanted in groups.values()]
        for choice in range(max((len(one) for one in options), default=1)):
            items: list[Facts] = [()] * (1 + max((item for item, _ in groups), default=0))
            for (item, _), one in zip(groups, options, strict=True):
                if one:
                    items[item] += one[min(choice, len(one) - 1)]
            for want in others:
                items[0] += self._of_other(want)
            yield tuple(items), tuple(fact for facts in items for fact in facts)

    def _options(self, wanted: Wanted, musts: frozenset[_Asked]) -> list[Facts]:
        """The facts for which most sentences about one box come out as wanted, first of all those that must."""
        key = (tuple(wanted), musts.intersection(wanted))
        if key not in self._chosen:
            tried = list(islice(dict.fromkeys(self.samples.of(wanted)), _TRIED))
            right = [sum(self._weight(one, facts, musts) for one in wanted) for facts in tried]
            most = max(right, default=0)
            self._chosen[key] = [one for one, score in zip(tried, right, strict=True) if score == most][:_OPTIONS]
        return self._chosen[key]

    def _weight(self, one: _Asked, facts: Facts, musts: frozenset[_Asked]) -> int:
        test, truth = one
        right = self.trials.truth(test, facts, self.samples) in (None, truth)
        return right * (_MUST if one in musts else 1)

    def _of_other(self, want: Want) -> Facts:
        """Facts for a window: what it counts by is stated, or not."""
        match want.sentence:
            case program.WindowIs() as window:
                if want.truth is Truth.UNKNOWN:
                    return (self.samples.fact("date"),)
                keys = tuple(fact for one in window.by for fact in self.samples.plain(one.words))
                return keys if window.of is None else (*keys, *self.samples.looking_back(window, window.of, want.truth))
            case program.Shows() | program.ItemsShow() | program.Calls():
                holds = want.truth is Truth.TRUE
                if isinstance(want.sentence, program.ItemsShow) and want.sentence.quantifier is Quantifier.NO:
                    holds = not holds
                return tuple(IndicatorFact(one, holds, self.samples.span) for one in _asked(want.sentence))
            case _:
                return ()

    def _from_nothing(self, leaf: Leaf, truth: Truth) -> Iterator[Draft]:
        for ways in self.ways:
            for way in islice(ways.deciding(self.source, leaf.condition, truth), _WAYS):
                own = next(islice(ways.to(leaf.condition, truth), 1), ())
                names = {want.sentence.field.words for want in own if isinstance(want.sentence, program.Test)}
                for items, facts in islice(self._facts(way, own), 2):
                    draft = Draft()
                    for item, each in enumerate(items):
                        draft = draft.stating(each, item)
                    special = tuple(one for one in facts if name_of(one) in names or _is_blank_date(one)) or facts
                    yield Draft(draft.items, special)


def _is_blank_date(fact: Fact) -> bool:
    return isinstance(fact, FieldFact) and fact.field.words == "date" and not fact.values


def _asked(condition: program.Condition) -> tuple[str, ...]:
    """The indicator or plugin predicate that a leaf asks about."""
    match condition:
        case program.Shows() | program.ItemsShow():
            return (condition.indicator,)
        case program.Calls():
            return (condition.function,)
        case _:
            return ()
