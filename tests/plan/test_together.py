"""What several rulesets must share to be one plan."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from stce_rules.core.diagnostics import StceError
from stce_rules.plan.build import NamedProgram, build
from stce_rules.plan.model import Rate

Writer = Any
"""The `_Writer` of conftest.py, which test modules cannot import."""


def _codes(error: pytest.ExceptionInfo[StceError]) -> list[str]:
    return [one.code for one in error.value.diagnostics]


def test_two_rulesets_of_one_name_are_refused(w: Writer, other: Writer) -> None:
    """Loading one ruleset twice is told once, without repeating every rule."""
    with pytest.raises(StceError, match="two rulesets are named 'a'") as error:
        build([w.ruleset("a", w.rule("A", w.country("SS"))), other.ruleset("a", other.rule("A", other.country("SS")))])
    assert _codes(error) == ["E530"]


def test_rules_of_two_rulesets_may_not_share_a_name(w: Writer, other: Writer) -> None:
    """The second rule of a name is pointed at, and the first is named with its place."""
    with pytest.raises(StceError, match=r"'A' is already .* in ruleset 'a' \(rules.stce:1\)") as error:
        build([w.ruleset("a", w.rule("A", w.country("SS"))), other.ruleset("b", other.rule("A", other.country("KP")))])
    assert _codes(error) == ["E531"]
    assert error.value.diagnostics[0].place == "other.stce:1:1"


def test_a_rule_and_an_exemption_may_not_share_a_name(w: Writer, other: Writer) -> None:
    """Rules and exemptions have one name space, for an officer names both alike."""
    with pytest.raises(StceError) as error:
        build(
            [
                w.ruleset("a", w.rule("A", w.country("SS"))),
                other.ruleset("b", other.exemption("A", other.country("NO"), [])),
            ]
        )
    assert _codes(error) == ["E531"]


def test_one_decision_holds_for_all(w: Writer, other: Writer) -> None:
    """A decision of one ruleset decides for all; two that are equal are one."""
    first = w.ruleset("a", w.decision(50))
    assert build([first, other.ruleset("b")]).decision.cap == 100
    assert build([first, other.ruleset("b", other.decision(50))]).decision == build([first]).decision


def test_two_decisions_are_refused(w: Writer, other: Writer) -> None:
    """Two different decisions are told at the second one."""
    with pytest.raises(StceError, match="rulesets 'a' and 'b' decide differently") as error:
        build([w.ruleset("a", w.decision(50)), other.ruleset("b", other.decision(60))])
    assert _codes(error) == ["E532"]
    assert error.value.diagnostics[0].place == "other.stce:1:1"


def test_two_rates_for_one_day_are_refused(w: Writer, other: Writer) -> None:
    """One day has one rate, whatever the order of rulesets."""

    def rates(rate: Fraction) -> tuple[Rate, ...]:
        return (Rate(date(2026, 1, 1), "EUR", "USD", rate),)

    one = NamedProgram("a", "1", w.program(), rates(Fraction(11, 10)))
    two = NamedProgram("b", "1", other.program(), rates(Fraction(12, 10)))
    with pytest.raises(StceError, match="different rates from EUR to USD on 2026-01-01") as error:
        build([two, one])
    assert _codes(error) == ["E533"]
