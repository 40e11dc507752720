"""Small checked programs, put together without rule text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import pytest

from stce_rules.core.fields import CATALOGUE
from stce_rules.core.predicates import Dated, InList, Limit, ListRow, NamedList, OneOf, Predicate, Within
from stce_rules.core.span import Source, Span
from stce_rules.core.windows import Measure, Reach
from stce_rules.language import program
from stce_rules.language.syntax import Quantifier, Scope
from stce_rules.plan.build import NamedProgram

_TEXT = "rule"


@dataclass(frozen=True)
class _Writer:
    """Writes programs of one file; two writers have spans in two files."""

    file: str = "rules.stce"

    @property
    def span(self) -> Span:
        return Span(Source(self.file, _TEXT), 0, len(_TEXT))

    def test(self, words: str, predicate: Predicate, *, negated: bool = False) -> program.Test:
        return program.Test(CATALOGUE[words], predicate, negated, f"{words} is …", self.span)

    def country(self, *codes: str) -> program.Test:
        return self.test("destination", OneOf(frozenset(codes)))

    def listed(self, name: str) -> program.Test:
        return self.test("cas", InList(name))

    def shows(self, indicator: str) -> program.Shows:
        return program.Shows(indicator, self.span)

    def any_item(self, indicator: str) -> program.ItemsShow:
        return program.ItemsShow(Quantifier.ANY, 1, indicator, self.span)

    def hits(self, rule: str) -> program.Hits:
        return program.Hits(rule, self.span)

    def without_judge(self) -> program.NotJudgedYet:
        return program.NotJudgedYet("E752", "consignee resembles a party in list firms by at least 92%", self.span)

    def window(
        self, *by: str, days: int = 30, indicator: str | None = None, rule: str | None = None
    ) -> program.WindowIs:
        """At least 3 declarations, items showing an indicator, or hits of a rule, over some days."""
        counted = Measure.HITS if rule else Measure.ITEMS if indicator else Measure.DECLARATIONS
        return program.WindowIs(
            measure=counted,
            of=None,
            measured_in="number",
            indicator=indicator,
            rule=rule,
            by=tuple(CATALOGUE[one] for one in by),
            reach=Reach(days, 0),
            earlier=rule is not None,
            within=Within(Limit(Dated(((None, Fraction(3)),)), included=True), None),
            negated=False,
            sentence="number of … is at least 3",
            span=self.span,
        )

    def all_of(self, *parts: program.Condition) -> program.AllOf:
        return program.AllOf(parts, self.span)

    def header(self, name: str, when: program.Condition, status: str = "active") -> program.Header:
        return program.Header(
            name=name,
            title=f"title of {name}",
            scope=Scope.ITEM,
            status=status,
            version=1,
            owner="",
            regime=(),
            effective_from=None,
            effective_until=None,
            review_by=None,
            flows=(),
            where=None,
            when=when,
            because="",
            examples=(),
            span=self.span,
        )

    def indicator(self, name: str, when: program.Condition) -> program.Indicator:
        return program.Indicator(self.header(name, when), ())

    def rule(self, name: str, when: program.Condition, status: str = "active", points: int = 10) -> program.Rule:
        return program.Rule(self.header(name, when, status), (), program.Effects(points=points), program.Effects())

    def exemption(
        self, name: str, when: program.Condition, lifts: Sequence[str], status: str = "active"
    ) -> program.Exemption:
        return program.Exemption(self.header(name, when, status), tuple(lifts))

    def score(self, points: int) -> program.ScoreIs:
        within = Within(Limit(Dated(((None, Fraction(points)),)), included=True), None)
        return program.ScoreIs(within, f"score is at least {points}", self.span)

    def decision(self, red: int) -> program.Decision:
        return program.Decision(100, (program.ChannelWhen("red", self.score(red)),), "green", (), self.span)

    def named_list(self, name: str, *values: str) -> NamedList:
        return NamedList(name, "cas", tuple(ListRow(value, row=row) for row, value in enumerate(values, 1)))

    def program(self, *parts: object) -> program.Program:
        """A program of indicators, rules, exemptions, lists and at most one decision."""
        found = program.Program(2022, (), (), (), None, (), ())
        for part in parts:
            match part:
                case program.Indicator():
                    found = replace(found, indicators=(*found.indicators, part))
                case program.Rule():
                    found = replace(found, rules=(*found.rules, part))
                case program.Exemption():
                    found = replace(found, exemptions=(*found.exemptions, part))
                case program.Decision():
                    found = replace(found, decision=part)
                case NamedList():
                    found = replace(found, lists=(*found.lists, part))
                case _:
                    raise TypeError(part)
        return found

    def ruleset(self, name: str, *parts: object) -> NamedProgram:
        """A ruleset of one program."""
        return NamedProgram(name, "1.0", self.program(*parts))


@pytest.fixture
def w() -> _Writer:
    """Writes programs of one file."""
    return _Writer()


@pytest.fixture
def other() -> _Writer:
    """Writes programs of another file."""
    return _Writer("other.stce")
