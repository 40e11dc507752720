"""What a window means, apart from the plan it stands in.

Enters: a plan. Leaves: for each of its windows a hash of all that its values rest on, the windows among that, and the
stage at which it can be computed. Promise: windows of two plans that have one hash have the same values; names, titles,
points and rules that a window does not count make no difference.

So a store goes on when rules are edited, and several plans can share one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import assert_never

from stce_rules.core.predicates import NamedList
from stce_rules.core.windows import Window
from stce_rules.plan.hash import content_hash
from stce_rules.plan.model import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Calls,
    Condition,
    Decision,
    Hits,
    Holds,
    ItemsShow,
    Not,
    Plan,
    ScoreIs,
    Shows,
    Test,
    Unit,
    Unless,
    WindowIs,
)
from stce_rules.reference import currencies

__all__ = ["Meaning", "meanings"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """`key`: 32 bytes. `rests_on`: numbers of other windows of the plan, which all have an earlier `stage`."""

    key: bytes
    rests_on: frozenset[int]
    stage: int


def meanings(plan: Plan) -> tuple[Meaning, ...]:
    """The meaning of each window of the plan."""
    reduced = [_reduced(plan, number) for number in range(len(plan.windows))]
    found: dict[int, Meaning] = {}

    def settled(number: int) -> Meaning:
        if number not in found:
            key, rests_on = reduced[number]
            stage = 1 + max((settled(one).stage for one in rests_on), default=-1)
            found[number] = Meaning(key, rests_on, stage)
        return found[number]

    return tuple(settled(number) for number in range(len(plan.windows)))


def _reduced(plan: Plan, window: int) -> tuple[bytes, frozenset[int]]:
    reducing = _Reducing(plan)
    reducing.window(window)
    return bytes.fromhex(content_hash(reducing.plan())), frozenset(reducing.numbers) - {window}


@dataclass(slots=True)
class _Reducing:
    """A plan of nothing but what one window rests on, numbered in the order of meeting it."""

    whole: Plan
    numbers: dict[int, int] = field(default_factory=dict)
    windows: list[Window] = field(default_factory=list)
    units: dict[int, int] = field(default_factory=dict)
    kept_units: list[Unit] = field(default_factory=list)
    tests: dict[Test, int] = field(default_factory=dict)
    lists: dict[str, NamedList] = field(default_factory=dict)

    def plan(self) -> Plan:
        """Exchange rates are part of it where money is added up, or anything is judged."""
        converts = any(currencies.is_code(one.measured_in) for one in self.windows)
        return Plan(
            "",
            "",
            tuple(self.kept_units),
            tuple(self.tests),
            Decision(None, (), ""),
            tuple(self.lists[name] for name in sorted(self.lists)),
            self.whole.rates if converts or self.units else (),
            tuple(self.windows),
        )

    def window(self, number: int) -> int:
        if number not in self.numbers:
            one = self.whole.windows[number]
            unit = None if one.unit is None else self.unit(one.unit)
            self.numbers[number] = len(self.windows)
            self.windows.append(replace(one, unit=unit))
        return self.numbers[number]

    def unit(self, number: int) -> int:
        if number not in self.units:
            one = self.whole.units[number]
            kept = Unit(
                one.kind,
                "",
                "",
                "",
                one.scope,
                None if one.where is None else self.condition(one.where),
                self.condition(one.when),
                tuple(Unless(self.condition(each.condition), "") for each in one.unless),
                "retired" if one.status == "retired" else "active",
                start=one.start,
                until=one.until,
                flows=one.flows,
                lifted_by=tuple(self.unit(each) for each in one.lifted_by),
            )
            self.units[number] = len(self.kept_units)
            self.kept_units.append(kept)
        return self.units[number]

    def condition(self, one: Condition) -> Condition:
        match one:
            case AllOf() | AnyOf() | AtLeastOf():
                return replace(one, parts=tuple(self.condition(part) for part in one.parts))
            case Not():
                return Not(self.condition(one.part))
            case Holds():
                return Holds(self.test(self.whole.tests[one.test]))
            case WindowIs():
                return replace(one, window=self.window(one.window), sentence="")
            case Shows() | ItemsShow() | Hits():
                return replace(one, unit=self.unit(one.unit))
            case Calls() | ScoreIs():
                return one
            case _:
                assert_never(one)

    def test(self, one: Test) -> int:
        name = getattr(one.predicate, "list", None)  # every predicate that looks into a list calls it so
        for listed in self.whole.lists:
            if listed.name == name:
                rows = tuple(replace(row, source="", note="", row=0) for row in listed.rows)
                self.lists[listed.name] = NamedList(listed.name, listed.kind, rows)
        return self.tests.setdefault(replace(one, sentence=""), len(self.tests))
