"""Tests of the rulesets that ship: each rule says whose it is and why, and shows by examples what it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest

from stce_rules.core.span import Source
from stce_rules.language import program
from stce_rules.language.format import format as formatted
from stce_rules.language.parse import parse
from stce_rules.language.syntax import Expectation
from stce_rules.rulesets.find import shipped
from stce_rules.rulesets.load import Loaded, check_paths, load
from stce_rules.testing.examples import Source as Judged
from stce_rules.testing.examples import Standing, run_examples, sources_of

NAMES = ("battlefield", "chemicals", "diversion", "nuclear-missile")
each_ruleset = pytest.mark.parametrize("name", NAMES)


@cache
def _all() -> Loaded:
    return load(NAMES)


def _program(name: str) -> program.Program:
    return next(one.program for one in _all().programs if one.name == name)


def _shown(source: Judged) -> set[Expectation]:
    return {one.expect for one in source.header.examples}


def test_all_of_them_load_together_without_a_finding() -> None:
    """Nothing is found in the shipped rulesets when they are checked together."""
    assert tuple(shipped()) == NAMES
    assert check_paths(NAMES) == ()


@each_ruleset
def test_each_stands_alone(name: str) -> None:
    """Nothing is found in a shipped ruleset when it is checked alone."""
    assert check_paths([name]) == ()


def test_every_example_comes_out_as_expected() -> None:
    """No example fails; only those of drafts may be left out."""
    results = run_examples(_all())
    assert [(one.place, one.reason) for one in results if one.standing is Standing.FAILED] == []
    drafts = {one.header.name for name in NAMES for one in _program(name).rules if one.header.status == "draft"}
    assert {one.unit for one in results if one.standing is Standing.SKIPPED} <= drafts


def test_no_two_have_one_name() -> None:
    """A rule or exemption is known by one name over all shipped rulesets."""
    made = (one for name in NAMES for one in sources_of(_program(name)))
    names = Counter(one.header.name for one in made if not isinstance(one, program.Indicator))
    assert [name for name, count in names.items() if count > 1] == []


@each_ruleset
def test_a_rule_says_whose_it_is_and_why(name: str) -> None:
    """Owner, reason, source, first day and day of review stand in every rule."""
    headers = [one.header for one in _program(name).rules]
    bare = [
        one.name
        for one in headers
        if not (one.owner and one.because and one.regime and one.effective_from and one.review_by)
    ]
    assert headers
    assert bare == []


@each_ruleset
def test_examples_show_what_holds_and_what_does_not(name: str) -> None:
    """Each rule, indicator and exemption has an example of a hit and of no hit; with an `unless`, one of that too."""
    lacking = []
    for source in sources_of(_program(name)):
        wanted = {Expectation.HIT, Expectation.NO_HIT}
        if not isinstance(source, program.Exemption) and source.unless:
            wanted.add(Expectation.EXEMPT)
        lacking += [(source.header.name, one.value) for one in wanted - _shown(source)]
    assert lacking == []


def _with_blanks(example: program.Example) -> Iterator[program.Example]:
    """The example with some of its boxes left blank, in every way."""
    stated = [fact for fact in example.facts if isinstance(fact, program.FieldFact) and fact.values]
    for size in range(1, len(stated) + 1):
        for blank in combinations(stated, size):
            facts = tuple(
                replace(fact, values=(), until=()) if isinstance(fact, program.FieldFact) and fact in blank else fact
                for fact in example.facts
            )
            yield replace(example, facts=facts, expect=Expectation.UNDETERMINED, channel=None)


def _with_blanked_hits(one: program.Rule) -> program.Rule:
    hits = [each for each in one.header.examples if each.expect is Expectation.HIT]
    return replace(one, header=replace(one.header, examples=tuple(each for hit in hits for each in _with_blanks(hit))))


@each_ruleset
def test_a_rule_that_blank_boxes_leave_open_shows_it(name: str) -> None:
    """Where leaving boxes of a hit blank makes a rule undetermined, an example says so."""
    silent = {one.header.name: one for one in _program(name).rules if Expectation.UNDETERMINED not in _shown(one)}
    programs = tuple(
        replace(one, program=replace(one.program, rules=tuple(map(_with_blanked_hits, one.program.rules))))
        for one in _all().programs
        if one.name == name
    )
    results = run_examples(replace(_all(), programs=programs), names=tuple(silent))
    assert {one.unit for one in results if one.passed and one.unit in silent} == set()


@each_ruleset
def test_it_is_laid_out_in_the_canonical_way(name: str) -> None:
    """`stce fmt` has nothing to change in a shipped ruleset."""
    for path in sorted(shipped()[name].glob("*.stce")):
        source = Source(path.name, path.read_text(encoding="utf-8"))
        assert formatted(parse(source).file, source) == source.text
