"""Exemptions in shadow, as the plan has them."""

from __future__ import annotations

import pytest

from stce_rules.plan.model import AllOf, AnyOf, Hits, Plan, UnitKind
from stce_rules.plan.shadow import in_shadow, would_lift
from stce_rules.testing.agreement import plan_of

RULES = """\
rule "R" "r" for each item when destination is SS then add 10 points end
rule "D" "d" status draft for each item when destination is SS then add 10 points end
exemption "X" "x" {status} for each item lifts rules {rules} when procedure is "3151" because "y" end
"""


def _plan(status: str, rules: str = '"R"') -> Plan:
    return plan_of(RULES.format(status=status, rules=rules))


def test_it_is_judged_with_the_rules_it_names() -> None:
    """In shadow an exemption comes after its rules, holds only where one of them hits, and lifts none of them."""
    plan = _plan("status monitor", '"R", "D"')
    assert [one.name for one in plan.units] == ["R", "X"]
    rule, exemption = plan.units
    assert rule.lifted_by == ()
    assert would_lift(exemption) == (0,)
    assert isinstance(exemption.when, AllOf)
    assert exemption.when.parts[0] == AnyOf((Hits(0),))
    assert (rule.is_recorded, exemption.is_recorded) == (True, True)


def test_without_a_rule_that_runs_it_never_holds() -> None:
    """Where all rules it names are drafts, it would lift nothing."""
    (exemption,) = [one for one in _plan("status monitor", '"D"').units if one.kind is UnitKind.EXEMPTION]
    assert would_lift(exemption) == ()
    assert isinstance(exemption.when, AllOf)
    assert exemption.when.parts[0] == AnyOf(())


@pytest.mark.parametrize("status", ["", "status active"])
def test_an_active_one_is_as_it_was(status: str) -> None:
    """An active exemption is judged by its own condition, and is told of in what it lifts."""
    plan = _plan(status)
    exemption, rule = plan.units
    assert (exemption.name, rule.lifted_by) == ("X", (0,))
    assert would_lift(exemption) == ()
    assert would_lift(rule) == ()
    assert exemption.is_recorded is False


def test_no_other_condition_is_taken_for_one() -> None:
    """A unit that only looks like it is none."""
    rule = _plan("status monitor").units[0]
    assert would_lift(rule) == ()
    assert in_shadow((), rule.when) == AllOf((AnyOf(()), rule.when))
