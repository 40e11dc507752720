"""The content hash: the same for the same plan everywhere, another for any change."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from stce_rules.core.predicates import (
    Dated,
    HsExactly,
    HsWithin,
    Intervals,
    Limit,
    ListedParty,
    ListRow,
    NamedList,
    OneOf,
    Resembles,
    Within,
)
from stce_rules.plan import model
from stce_rules.plan.build import DEFAULT_DECISION
from stce_rules.plan.hash import content_hash, list_hashes
from stce_rules.plan.model import AllOf, AnyOf, Effects, Holds, Plan, Rate, Scope, Unit, UnitKind

PROGRAM = """
from stce_rules.core.predicates import OneOf
from stce_rules.plan.build import DEFAULT_DECISION
from stce_rules.plan.hash import content_hash
from stce_rules.plan.model import Plan, Test
countries = frozenset({"AE", "MY", "HK", "SG", "TR", "ZA", "TH", "LB", "AZ", "EG", "KP", "SS", "IL"})
test = Test("destination", OneOf(countries), False, False, True, "destination is in hubs")
print(content_hash(Plan("a", "1", (), (test,), DEFAULT_DECISION)))
"""


def _a_plan() -> Plan:
    within = Within(Limit(Dated(((date(1995, 1, 1), Fraction(2050)),)), included=True), None)
    hs = HsWithin(((2022, Intervals(((2931, 2932),))),))
    tests = (
        model.Test("destination", OneOf(frozenset({"SS", "KP"})), False, False, True, "destination is in (SS, KP)"),
        model.Test("net mass", within, False, False, True, "net mass is at least 2050 kg"),
        model.Test("hs", hs, False, False, True, "hs is 2931"),
    )
    unit = Unit(UnitKind.RULE, "A", "t", "a", Scope.ITEM, None, AllOf((Holds(0), Holds(1))), then=Effects(10))
    rows = (ListRow("756-79-6", date(2022, 1, 1), row=1), ListRow("111-48-8", row=2))
    rate = Rate(date(2026, 1, 1), "EUR", "USD", Fraction(11, 10))
    return Plan("a", "1", (unit,), tests, DEFAULT_DECISION, (NamedList("a/l", "cas", rows),), (rate,))


def _parties() -> list[ListedParty]:
    return [ListedParty(), ListedParty(("B",)), ListedParty((), ("B",)), ListedParty((), (), ("AE",))]


def _resemblances() -> list[Resembles]:
    one = Resembles("a/l", 920, "words 1")
    return [one, replace(one, least=921), replace(one, matcher="words 2"), replace(one, as_of=date(2026, 1, 1))]


def _changes() -> list[Plan]:
    plan = _a_plan()
    (unit,), (named,), (rate,) = plan.units, plan.lists, plan.rates
    first, second, third = plan.tests
    later = Within(Limit(Dated(((date(1995, 1, 2), Fraction(2050)),)), included=True), None)
    wider = Within(Limit(Dated(((date(1995, 1, 1), Fraction(2050)),)), included=False), None)
    code = HsExactly(((2022, Intervals(((2931, 2932),))),))
    return [
        replace(plan, name="b"),
        replace(plan, version="2"),
        replace(plan, units=(replace(unit, when=AnyOf((Holds(0), Holds(1)))),)),
        replace(plan, units=(replace(unit, when=AllOf((Holds(1), Holds(0)))),)),
        replace(plan, units=(replace(unit, then=Effects(11)),)),
        replace(plan, units=(replace(unit, if_unknown=Effects(10), then=Effects()),)),
        replace(plan, units=(replace(unit, start=date(2022, 1, 1)),)),
        replace(plan, units=(replace(unit, until=date(2022, 1, 1)),)),
        replace(plan, units=(replace(unit, flows=frozenset({"export"})),)),
        replace(plan, units=(replace(unit, title="T"),)),
        replace(plan, units=(replace(unit, title="t1", name=""),)),
        replace(plan, tests=(replace(first, negated=True), second, third)),
        replace(plan, tests=(replace(first, predicate=OneOf(frozenset({"SS"}))), second, third)),
        replace(plan, tests=(first, replace(second, predicate=later), third)),
        replace(plan, tests=(first, replace(second, predicate=wider), third)),
        replace(plan, tests=(first, second, replace(third, predicate=code))),
        replace(plan, lists=(replace(named, rows=named.rows[:1]),)),
        replace(plan, lists=(replace(named, rows=(named.rows[0], replace(named.rows[1], note="x"))),)),
        replace(plan, lists=(replace(named, as_of=date(2026, 1, 1)),)),
        *(replace(plan, lists=(replace(named, rows=(replace(named.rows[0], party=one),)),)) for one in _parties()),
        *(replace(plan, tests=(first, second, replace(third, predicate=one))) for one in _resemblances()),
        replace(plan, rates=(replace(rate, rate=Fraction(12, 10)),)),
        replace(plan, rates=()),
        replace(plan, decision=replace(plan.decision, cap=100)),
    ]


def test_any_change_of_content_changes_the_hash() -> None:
    """No row, threshold, date, word, order of parts or kind of predicate can change without the hash."""
    hashes = [content_hash(one) for one in (_a_plan(), *_changes())]
    assert len(set(hashes)) == len(hashes)


def test_equal_plans_have_equal_hashes() -> None:
    """A plan built twice has one hash, and the hash it carries does not count."""
    assert content_hash(_a_plan()) == content_hash(replace(_a_plan(), content_hash="0" * 64))


def test_the_hash_is_the_same_in_every_process() -> None:
    """The order of Python's sets, which differs from process to process, does not reach the hash."""
    found = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(found) == 1
    assert len(found.pop().strip()) == 64


def test_the_hash_is_known() -> None:
    """The writing that is hashed is for ever: a stored assessment names what judged it by this hash."""
    assert content_hash(Plan("a", "1", (), (), DEFAULT_DECISION)) == (
        "7de11e5814b9008ac48ec260ef029075d915e8b2d680460fcc19dc005ab383ca"
    )


def test_what_a_plan_cannot_hold_is_refused() -> None:
    """A number that is not exact has no place in a plan."""
    with pytest.raises(TypeError, match="a plan holds no float"):
        content_hash(replace(_a_plan(), name=1.5))  # type: ignore[arg-type]  # what it refuses


def test_lists_have_hashes_of_their_own() -> None:
    """The hash of a list changes with any of its rows, and with nothing else of the plan."""
    plan = _a_plan()
    hashes = list_hashes(plan)
    assert [*hashes] == [one.name for one in plan.lists]
    assert list_hashes(replace(plan, name="other", units=())) == hashes
    first, *rest = plan.lists
    changed = list_hashes(replace(plan, lists=(replace(first, rows=first.rows[:-1]), *rest)))
    assert changed.keys() == hashes.keys()
    assert changed[first.name] != hashes[first.name]
