"""The rules of one scope that a subject leaves possible: those that no clause of theirs rules out.

Enters: the rules of a scope, a case. Leaves: the numbers of the candidates. The cost is that of a few bit masks, and
of the candidates; it hardly grows with the number of rules.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from stce_rules.core.boxes import Box, Case, Subject
from stce_rules.core.predicates import Blank, HsExactly, HsWithin, InList, Mentions, MentionsListed, Written
from stce_rules.core.truth import Truth
from stce_rules.engines.judging import Prepared, applicability
from stce_rules.engines.masks import HsScreen, KeyScreen, PhraseScreen, Screen, mask_of
from stce_rules.plan.access import Clause, access
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Scope, Test

_FOUND_IN_TEXT = frozenset({"cas"})
"""Boxes that are read from the description too, which costs more than to read a code."""

_FEW = 8
"""So many rules are sooner judged than all phrases of all rules are looked for in a text."""


class BoxScreen:
    """The tests of one box in the clauses of some rules."""

    def __init__(self, field: str, rules: Mapping[int, list[int]], size: int, prepared: Prepared) -> None:
        """`rules` are, by test of this box, the bits of the rules whose clause it stands in."""
        tests = {number: prepared.plan.tests[number] for number in sorted(rules)}
        self.field = field
        self.of_item = any(test.of_item for test in tests.values())
        self._when_open = _rules_of(rules, (number for number, test in tests.items() if not _is(test, Blank)), size)
        self._when_blank = _rules_of(rules, (number for number, test in tests.items() if _holds_blank(test)), size)
        self._when_stated = _rules_of(rules, (number for number, test in tests.items() if _is(test, Written)), size)
        by_kind: dict[type[HsScreen | KeyScreen | PhraseScreen], dict[int, Test]] = {}
        for number, test in tests.items():
            if not _is(test, Blank) and not _is(test, Written):
                by_kind.setdefault(_kind(test, prepared), {})[number] = test
        self._screens: list[Screen] = [kind(each, rules, size, prepared.lists) for kind, each in by_kind.items()]
        self.reads_text = PhraseScreen in by_kind or field in _FOUND_IN_TEXT

    def possible(self, boxes: Iterable[Box]) -> int:
        """The rules for which some test of the box is not plainly false for some of these subjects' boxes."""
        mask = 0
        for box in boxes:
            if box.blank:
                mask |= self._when_blank
            elif box.unreadable:
                mask |= self._when_open
            else:
                mask |= self._when_stated
                for screen in self._screens:
                    mask |= screen.possible(box)
        return mask


def _rules_of(rules: Mapping[int, list[int]], tests: Iterable[int], size: int) -> int:
    return mask_of((bit for test in tests for bit in rules[test]), size)


def _is(test: Test, predicate: type[Blank | Written]) -> bool:
    return isinstance(test.predicate, predicate)


def _holds_blank(test: Test) -> bool:
    """Whether a test is not plainly false when its box is blank."""
    return _is(test, Blank) or not (test.closed or _is(test, Written))


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


class ClauseScreen:
    """The rules of a scope that have a clause over the same boxes."""

    def __init__(self, clauses: Mapping[int, Clause], size: int, prepared: Prepared) -> None:
        """`clauses` are by the bit of their rule."""
        by_field: dict[str, dict[int, list[int]]] = {}
        for bit, clause in clauses.items():
            for test in clause:
                by_field.setdefault(prepared.plan.tests[test].field, {}).setdefault(test, []).append(bit)
        self._boxes = [BoxScreen(field, rules, size, prepared) for field, rules in sorted(by_field.items())]
        self.needing = mask_of(clauses, size)
        self.reads_text = any(box.reads_text for box in self._boxes)
        self.cost = (self.reads_text, len(self._boxes), -len(clauses))

    def possible(self, header: Subject, items: Sequence[Subject]) -> int:
        """The rules whose clause is not plainly false: some test of it is not, for some subject asked."""
        mask = 0
        for screen in self._boxes:
            asked = items if screen.of_item else (header,)
            mask |= screen.possible([subject.box(screen.field) for subject in asked])
        return mask


def _by_boxes(entry: tuple[frozenset[str], object]) -> list[str]:
    return sorted(entry[0])


class ScopeScreen:
    """The rules of one scope, numbered by bits."""

    def __init__(self, rules: Sequence[int], prepared: Prepared) -> None:
        self._rules = tuple(rules)
        self._all = (1 << len(rules)) - 1
        clauses: dict[frozenset[str], dict[int, Clause]] = {}
        for bit, rule in enumerate(rules):
            for clause in access(prepared.plan, rule):
                boxes = frozenset(prepared.plan.tests[test].field for test in clause)
                clauses.setdefault(boxes, {}).setdefault(bit, clause)
        screens = [ClauseScreen(each, len(rules), prepared) for _, each in sorted(clauses.items(), key=_by_boxes)]
        self._screens = sorted(screens, key=lambda screen: screen.cost)
        self._units = [prepared.plan.units[rule] for rule in rules]
        self._turns = sorted(
            {one.start for one in self._units if one.start is not None}
            | {one.until + timedelta(days=1) for one in self._units if one.until is not None and one.until < date.max}
        )
        self._applying: dict[tuple[int | None, str | None], int] = {}

    def candidates(self, header: Subject, items: Sequence[Subject], on: date | None, flow: str | None) -> list[int]:
        """Rules that are not plainly `no hit` for a subject: an item alone, or the header with all items.

        Without items, what they show is not known, and no rule is ruled out.
        """
        if not self._rules:
            return []
        mask = self._applicable(on, flow)
        for screen in self._screens if items else ():
            needing = mask & screen.needing
            if needing and not (screen.reads_text and needing.bit_count() <= _FEW):
                mask ^= needing ^ needing & screen.possible(header, items)
        found = []
        while mask:
            highest = mask.bit_length() - 1
            found.append(self._rules[highest])
            mask ^= 1 << highest
        return found

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
        rules = [(number, unit) for number, unit in enumerate(units) if unit.is_recorded]
        self._items = ScopeScreen([at for at, one in rules if one.scope is Scope.ITEM], prepared)
        self._header = ScopeScreen([at for at, one in rules if one.scope is Scope.DECLARATION], prepared)

    def candidates(self, case: Case) -> list[tuple[int, int]]:
        """Each rule with each position at which it may be something else than `no hit`."""
        header, items, on, flow = case.header, case.items, case.date, case.flow
        found = [(rule, HEADER) for rule in self._header.candidates(header, items, on, flow)]
        for at, item in enumerate(items):
            found += [(rule, at) for rule in self._items.candidates(item, (item,), on, flow)]
        return found
