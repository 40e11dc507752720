"""Examples for a new rule: one that it hits, then what its sentences have not been seen to be.

Enters: the checked rule among its ruleset. Leaves: lines `example …`, as rules write them. Promise: each says what the
reference engine gives today; whether that is what was meant is for the officer to see.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice

from stce_rules.core.truth import Truth
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.hooks import Contributions
from stce_rules.language import program
from stce_rules.language.syntax import Expectation
from stce_rules.plan.build import build
from stce_rules.plan.model import UnitKind
from stce_rules.plan.together import NamedProgram
from stce_rules.rulesets.load import Loaded
from stce_rules.testing.bench import Bench, Source, came_out
from stce_rules.testing.days import day_of
from stce_rules.testing.suggesting import Suggestion, suggest, text_of
from stce_rules.testing.suggesting.drafts import Draft
from stce_rules.testing.suggesting.making import Trials
from stce_rules.testing.suggesting.members import Members
from stce_rules.testing.suggesting.samples import Facts, Samples
from stce_rules.testing.suggesting.wanting import Way, Ways

_WAYS, _CHOICES, _TRIED = 8, 4, 24
_RULESET = "new"


def hit_of(whole: program.Program, name: str, contributions: Contributions) -> str | None:
    """An example that a rule hits, as text; None where none was found."""
    rule = _rule(whole, name)
    named = NamedProgram(_RULESET, "1", whole)
    with ExitStack() as stack:
        bench = Bench(named, build([named], keep_drafts=True).decision, ReferenceEngine, contributions, stack)
        for draft in _drafts(rule, bench):
            example = draft.example("as described", whole.edition, rule.header.span, Expectation.HIT, None)
            laid = bench.laid(rule, example).judgeable
            if laid is None:
                continue
            ready, number, case = laid
            came = came_out(ready.plan, ready.engine.judge(case), number)
            if came.outcome.value == Expectation.HIT.value:
                channel = None if came.channel == "green" else came.channel
                told = draft.example("as described", whole.edition, rule.header.span, Expectation.HIT, channel)
                return _lines(Suggestion(_RULESET, UnitKind.RULE, name, rule, told, ()), contributions)
    return None


def others_of(whole: program.Program, name: str, contributions: Contributions) -> tuple[str, ...]:
    """The examples that show what those of a rule do not show yet, as text."""
    named = NamedProgram(_RULESET, "1", whole)
    loaded = Loaded(build([named], keep_drafts=True), (named,), (), (), ())
    found = suggest(loaded, contributions=contributions, names=(name,), limits=False)
    return tuple(_lines(one, contributions) for one in found)


def _rule(whole: program.Program, name: str) -> program.Rule:
    return next(one for one in whole.rules if one.header.name == name)


def _lines(one: Suggestion, contributions: Contributions) -> str:
    """An example as it is written, without the comment above it."""
    text = text_of(one, contributions.catalogue)
    return text[text.index("example ") :].rstrip()


def _drafts(rule: Source, bench: Bench) -> Iterator[Draft]:
    """Declarations that the rule may hit."""
    ready, whole = bench.ready(), bench.named.program
    number = next((at for at, unit in enumerate(ready.plan.units) if unit.name == rule.header.name), None)
    if number is None:
        return
    day = day_of(ready.plan, number, whole.edition)
    members = Members({one.name: one for one in whole.lists}, whole.edition)
    samples = Samples(members, bench.contributions.catalogue, day, rule.header.span)
    indicators = {one.header.name: one for one in whole.indicators}
    rules = {one.header.name: one for one in whole.rules}
    ways = Ways(indicators, rules, bench.contributions.catalogue, apart=False)
    for way in islice(ways.outcome(rule, Truth.TRUE), _WAYS):
        yield from _of_way(way, samples, Trials(bench))


def _of_way(way: Way, samples: Samples, trials: Trials) -> Iterator[Draft]:
    groups: dict[tuple[int, str], list[tuple[program.Test, Truth]]] = {}
    for want in way:
        if isinstance(want.sentence, program.Test) and want.sentence.sentence:  # without words: the flow of the rule
            groups.setdefault((want.item, want.sentence.field.words), []).append((want.sentence, want.truth))

    def wrong(facts: Facts, wanted: list[tuple[program.Test, Truth]]) -> int:
        return sum(trials.truth(test, facts, samples) not in (None, truth) for test, truth in wanted)

    options: list[tuple[int, list[Facts]]] = []
    for (item, _), wanted in groups.items():
        found = list(islice(samples.of(wanted), _TRIED))
        least = min((wrong(one, wanted) for one in found), default=0)
        options.append((item, [one for one in found if wrong(one, wanted) == least]))
    for choice in range(_CHOICES):
        draft = Draft()
        for item, facts in options:
            if facts:
                draft = draft.stating(facts[min(choice, len(facts) - 1)], item)
        yield draft
