"""What the exact analysis of units beside each other shows.

Enters: a ruleset. Leaves: findings. Promise: what is told holds for every declaration, as in `of_unit`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import permutations
from typing import TypeVar

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.span import Span
from stce_rules.language import program, syntax
from stce_rules.language.checking.symbols import JudgedUnit, place_of
from stce_rules.language.syntax import Scope
from stce_rules.workbench.linting.exact.decisions import decision_lines
from stce_rules.workbench.linting.exact.diagrams import TooLarge
from stce_rules.workbench.linting.exact.kept import meaning_of
from stce_rules.workbench.linting.exact.meaning import Meaning
from stce_rules.workbench.linting.exact.pairs import Profile, Profiles, U
from stce_rules.workbench.linting.exact.reached import asked_in_vain, rules_asked, unreached
from stce_rules.workbench.linting.exact.states import TORN, UNREADABLE
from stce_rules.workbench.linting.exact.weights import HEAVIEST, weight
from stce_rules.workbench.linting.exact.worlds import HIT, UNDETERMINED, Worlds
from stce_rules.workbench.linting.project import Project, Unit

A = TypeVar("A", bound=JudgedUnit)
B = TypeVar("B", bound=JudgedUnit)

CODES = ("W453", "W454", "W456", "W457", "W458", "W459", "W463", "W465", "W469")


def _no_pause() -> None:
    """Nothing waits."""


def find(project: Project, pause: Callable[[], None] = _no_pause) -> Iterator[Diagnostic]:
    """All findings between units.

    `pause` is called every few milliseconds; what it raises ends the search.
    """
    if project.program is None:
        return
    meaning = meaning_of(project.around)
    beside = _Beside(project, project.program, meaning, pause)
    yield from beside.indicators()
    yield from beside.rules()
    yield from beside.exemptions()
    yield from unreached(project)
    pause()
    yield from asked_in_vain(project, meaning, pause)
    yield from decision_lines(project)


class _Beside:
    """Compares units."""

    def __init__(self, project: Project, whole: program.Program, meaning: Meaning, pause: Callable[[], None]) -> None:
        self._program = whole
        self._meaning = meaning
        self._pause = pause
        self._profiles = Profiles(meaning)
        self._units = {id(one.checked): one for one in project.units}
        self._lifting: dict[str, frozenset[str]] = {}
        for one in whole.exemptions:
            if one.header.status != "monitor":
                for rule in one.lifts:
                    self._lifting[rule] = self._lifting.get(rule, frozenset()) | {one.header.name}

    def _unit(self, checked: JudgedUnit) -> Unit:
        return self._units[id(checked)]

    def _profiled(self, units: Sequence[U]) -> list[Profile[U]]:
        found = []
        for one in units:
            self._pause()
            with suppress(TooLarge):
                found.append(self._profiles.of(one))
        return found

    def _outcomes(self, one: Profile[A], other: Profile[B], fault: int = TORN) -> frozenset[tuple[int, int]] | None:
        """The outcomes of both that may come together; `fault` is the worst that may be wrong with a box."""
        self._pause()
        try:
            worlds = Worlds(self._meaning, (*one.asks, *other.asks), fault)
            both = worlds.diagrams.join(_both, worlds.outcome(one.unit), worlds.outcome(other.unit))
        except TooLarge:
            return None
        return frozenset((value // 4, value % 4) for value in worlds.diagrams.values(both))

    def _same(self, profiles: Sequence[Profile[U]]) -> Iterator[tuple[U, U]]:
        """Units that have the same outcome for every subject, each with the first one like it."""
        for group in self._profiles.alike(profiles):
            self._pause()
            first: dict[tuple[Scope, int], U] = {}
            with suppress(TooLarge):
                worlds = Worlds(self._meaning, [asked for one in group for asked in one.asks])
                for one in group:
                    outcome = worlds.outcome(one.unit)
                    like = first.setdefault((one.unit.header.scope, outcome), one.unit)
                    if like is not one.unit and worlds.ever(outcome, HIT):
                        yield one.unit, like

    def _places(self, one: JudgedUnit, other: JudgedUnit) -> tuple[Span, str]:
        """Where a unit is named, and in words where the other one is."""
        here, there = self._unit(one).statement.name.span, self._unit(other).statement.name.span
        return here, place_of(there, here)

    # ---- indicators

    def indicators(self) -> Iterator[Diagnostic]:
        """Indicators that are the same."""
        for one, other in self._same(self._profiled(self._program.indicators)):
            here, there = self._places(one, other)
            message = f"indicator '{one.header.name}' is the same as '{other.header.name}', {there}"
            yield Diagnostic("W456", message, here, help="keep one of them, and ask it in both places")

    # ---- rules

    def rules(self) -> Iterator[Diagnostic]:
        """Rules that are the same, and rules that change nothing beside another."""
        counting = self._profiled([one for one in self._program.rules if one.header.status == "active"])
        told, gone = set[str](), set[str]()
        counted = rules_asked(self._program)
        for one, other in self._same(counting):
            if self._lifted_alike(one, other) and self._lifted_alike(other, one):
                told |= {one.header.name, other.header.name}
                here, there = self._places(one, other)
                message = (
                    f'rule "{one.header.name}" has the same outcome as rule "{other.header.name}", {there}, '
                    f"for every declaration"
                )
                yield Diagnostic("W458", message, here, help="join them, or change what one of them tests")

        def worth(one: program.Rule, other: program.Rule) -> bool:
            name = one.header.name
            known = name in told or name in gone or name in counted or other.header.name in gone
            return not known and covers(other.then, one.then) and self._lifted_alike(one, other)

        for inner, outer in self._profiles.within(counting, worth, self._pause):
            if self._adds_nothing(inner, outer):
                gone.add(inner.unit.header.name)
                yield self._contained(inner.unit, outer.unit)

    def _contained(self, one: program.Rule, other: program.Rule) -> Diagnostic:
        here, there = self._places(one, other)
        changes = "only the score" if one.then.points or one.if_unknown.points else "neither score nor channel"
        weighs = f"which is {other.then.channel} by itself" if other.then.channel else "which asks for all that it does"
        message = (
            f'rule "{one.header.name}" changes {changes}: every hit of it is a hit of rule "{other.header.name}", '
            f"{there}, {weighs}"
        )
        return Diagnostic("W457", message, here, help="retire it, or change what it tests")

    def _lifted_alike(self, one: JudgedUnit, other: JudgedUnit) -> bool:
        """Whether every exemption of the other rule lifts this one too."""
        nothing = frozenset[str]()
        return self._lifting.get(other.header.name, nothing) <= self._lifting.get(one.header.name, nothing)

    def _adds_nothing(self, one: Profile[program.Rule], other: Profile[program.Rule]) -> bool:
        a, b = one.unit, other.unit
        if a.header.scope is not b.header.scope:
            return False
        beside = {HIT: b.then, UNDETERMINED: b.if_unknown}
        found = self._outcomes(one, other)
        if found is None or {second for first, second in found if first == HIT} != {HIT}:
            return False
        return a.if_unknown == program.Effects() or all(
            second in beside and covers(beside[second], a.if_unknown)
            for first, second in found
            if first == UNDETERMINED
        )

    # ---- exemptions

    def exemptions(self) -> Iterator[Diagnostic]:
        """Exemptions beside the rules they name, and beside each other."""
        rules = {one.header.name: one for one in self._program.rules}
        running = [one for one in self._program.exemptions if one.header.status == "active"]
        for one in running:
            for name in one.lifts:
                if rules[name].header.status == "active":
                    yield from self._exemption(one, rules[name])
        profiles, gone = self._profiled(running), set[str]()
        for inner, outer in permutations(profiles, 2):
            a, b = inner.unit, outer.unit
            if gone.isdisjoint((a.header.name, b.header.name)) and self._lifts_no_more(inner, outer):
                gone.add(a.header.name)
                here, there = self._places(a, b)
                message = f'exemption "{a.header.name}" lifts nothing beside exemption "{b.header.name}", {there}'
                yield Diagnostic("W469", message, here, help="take it out, or correct one of the two")

    def _lifts_no_more(self, one: Profile[program.Exemption], other: Profile[program.Exemption]) -> bool:
        a, b = one.unit, other.unit
        if a.header.scope is not b.header.scope or not set(a.lifts) <= set(b.lifts) or other.needed & ~one.topics:
            return False
        found = self._outcomes(one, other)
        return found is not None and all(second == HIT for first, second in found if first == HIT)

    def _exemption(self, one: program.Exemption, rule: program.Rule) -> Iterator[Diagnostic]:
        """How an exemption stands to one rule; one of goods items to a rule of declarations needs all of them."""
        if one.header.scope is not rule.header.scope:
            return
        try:
            exempting, ruled = self._profiles.of(one), self._profiles.of(rule)
        except TooLarge:
            return
        if not exempting.topics & ruled.topics:
            return  # they are about different things
        found = self._outcomes(ruled, exempting)
        if (
            found is None
            or not any(first == HIT for first, _ in found)
            or not any(second == HIT for _, second in found)
        ):
            return
        statement = self._unit(one).statement
        lifts = statement.lifts if isinstance(statement, syntax.ExemptionStatement) else ()
        span = next(word.span for word in lifts if word.text == rule.header.name)
        called = f'rule "{rule.header.name}"'
        if all(second == HIT for first, second in found if first == HIT):
            message = f"this exemption lifts every hit of {called}"
            yield Diagnostic("W453", message, span, help="narrow it, take the rule out, or retire the rule")
            return
        once = self._outcomes(ruled, exempting, UNREADABLE) or found
        if (HIT, HIT) not in found and (UNDETERMINED, HIT) not in once:
            message = f"this exemption never applies where {called} hits"
            yield Diagnostic(
                "W454", message, span, help=f"take {called} out of 'lifts rules', or correct one of the two"
            )


def _both(one: int, other: int) -> int:
    return one * 4 + other


def covers(strong: program.Effects, weak: program.Effects) -> bool:
    """Whether some effects lead to all that others do: points add nothing to the heaviest channel."""
    return (
        weight(strong) >= weight(weak)
        and (not weak.points or weight(strong) == HEAVIEST)
        and set(weak.ask_for) <= set(strong.ask_for)
        and set(weak.refer_to) <= set(strong.refer_to)
        and set(weak.flags) <= set(strong.flags)
    )
