"""The rules of one scope that a subject leaves possible: the intersection of what each of its boxes leaves possible.

Enters: the rules of a scope, a case. Leaves: the numbers of the candidates. The cost is that of a few bit masks, and
of the candidates; it hardly grows with the number of rules.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from stce_rules.core.boxes import Box, Case, Subject
from stce_rules.core.predicates import HsExactly, HsWithin, InList, Mentions, MentionsListed
from stce_rules.core.truth import Truth
from stce_rules.engines.judging import Prepared, applicability
from stce_rules.engines.masks import HsScreen, KeyScreen, PhraseScreen, Screen, mask_of
from stce_rules.plan.access import access
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Scope, Test, UnitKind


class BoxScreen:
    """All rules of a scope that need something of one box."""

    def __init__(self, field: str, needs: dict[int, frozenset[int]], size: int, prepared: Prepared) -> None:
        rules: dict[int, list[int]] = {}
        for bit, clause in needs.items():
            for test in clause:
                rules.setdefault(test, []).append(bit)
        tests = {number: prepared.plan.tests[number] for number in sorted(rules)}
        self.field = field
        self.closed = any(test.closed for test in tests.values())
        self.of_item = any(test.of_item for test in tests.values())
        self.needing = mask_of(needs, size)
        self.indifferent = ~self.needing
        by_kind: dict[type[HsScreen | KeyScreen | PhraseScreen], dict[int, Test]] = {}
        for number, one in tests.items():
            by_kind.setdefault(_kind(one, prepared), {})[number] = one
        self._screens: list[Screen] = [kind(each, rules, size, prepared.lists) for kind, each in by_kind.items()]

    def possible(self, boxes: Sequence[Box]) -> int:
        """Of the rules needing this box, those that none of the subject's values rules out."""
        mask = 0
        for box in boxes:
            if box.unreadable or (box.blank and not self.closed):
                return self.needing
            for screen in self._screens:
                mask |= screen.possible(box)
        return mask


def _kind(test: Test, prepared: Prepared) -> type[HsScreen | KeyScreen | PhraseScreen]:
    match test.predicate:
        case HsWithin() | HsExactly():
            return HsScreen
        case Mentions() | MentionsListed():
            return PhraseScreen
        case InList(list=name) if prepared.lists[name].named.kind == "hs":
            return HsScreen
        case _:
            return KeyScreen


class ScopeScreen:
    """The rules of one scope, numbered by bits."""

    def __init__(self, rules: Sequence[int], prepared: Prepared) -> None:
        self._rules = tuple(rules)
        self._all = (1 << len(rules)) - 1
        needs: dict[str, dict[int, frozenset[int]]] = {}
        for bit, rule in enumerate(rules):
            for field, clause in access(prepared.plan, rule).items():
                needs.setdefault(field, {})[bit] = clause
        screens = [BoxScreen(field, each, len(rules), prepared) for field, each in needs.items()]
        self._screens = sorted(screens, key=lambda screen: (-screen.needing.bit_count(), screen.field))
        self._units = [prepared.plan.units[rule] for rule in rules]
        self._turns = sorted(
            {one.start for one in self._units if one.start is not None}
            | {one.until + timedelta(days=1) for one in self._units if one.until is not None and one.until < date.max}
        )
        self._applying: dict[tuple[int | None, str | None], int] = {}

    def candidates(self, header: Subject, items: Sequence[Subject], on: date | None, flow: str | None) -> Iterator[int]:
        """Rules that are not plainly `no hit` for a subject: an item alone, or the header with all items."""
        mask = self._applicable(on, flow)
        for screen in self._screens:
            if not mask:
                return
            if not mask & screen.needing:
                continue
            if screen.of_item and not items:
                continue  # what no item can say is not known
            asked = items if screen.of_item else (header,)
            mask &= screen.possible([subject.box(screen.field) for subject in asked]) | screen.indifferent
        while mask:
            lowest = mask & -mask
            yield self._rules[lowest.bit_length() - 1]
            mask ^= lowest

    def _applicable(self, on: date | None, flow: str | None) -> int:
        """Rules that dates and flow let apply; days between two turns are alike."""
        turn = None if on is None else bisect_right(self._turns, on)
        mask = self._applying.get((turn, flow))
        if mask is None:
            applying = (bit for bit, unit in enumerate(self._units) if applicability(unit, on, flow) is not Truth.FALSE)
            mask = self._applying[turn, flow] = mask_of(applying, len(self._units))
        return mask


class PlanScreen:
    """All rules of a plan."""

    def __init__(self, prepared: Prepared) -> None:
        units = prepared.plan.units
        rules = [(number, unit) for number, unit in enumerate(units) if unit.kind is UnitKind.RULE]
        self._items = ScopeScreen([at for at, one in rules if one.scope is Scope.ITEM], prepared)
        self._header = ScopeScreen([at for at, one in rules if one.scope is Scope.DECLARATION], prepared)

    def candidates(self, case: Case) -> Iterator[tuple[int, int]]:
        """Each rule with each position at which it may be something else than `no hit`."""
        header, items, on, flow = case.header, case.items, case.date, case.flow
        for at, item in enumerate(items):
            for rule in self._items.candidates(item, (item,), on, flow):
                yield rule, at
        for rule in self._header.candidates(header, items, on, flow):
            yield rule, HEADER
