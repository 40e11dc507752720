"""The rules of one scope that a subject leaves possible: those that no clause of theirs rules out.

Enters: the rules of a scope, a case. Leaves: the numbers of the candidates. The cost is that of a few bit masks, and
of the candidates; it hardly grows with the number of rules.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from stce_rules.core.boxes import Box, Case, Subject, Value
from stce_rules.core.predicates import Blank, HsExactly, HsWithin, InList, Mentions, MentionsListed, Written
from stce_rules.core.truth import FALSE
from stce_rules.engines.judging import Prepared, applicability
from stce_rules.engines.masks import HsScreen, KeyScreen, PhraseScreen, Screen, mask_of
from stce_rules.plan.access import Clause, access
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Scope, Test

_FOUND_IN_TEXT = frozenset({"cas"})
"""Boxes that are read from the description too, which costs more than to read a code."""

_FEW = 8
"""So many rules are sooner judged than all phrases of all rules are looked for in a text."""

_NEARBY = 256
"""The most rules that one value leaves possible and that are kept apart for it."""

_MOST_KEPT = 50_000
"""Values and their rules that are kept; then all are forgotten, so that memory stays bounded."""

Period = tuple[int | None, str | None]
"""A stretch of days between two turns, on which dates let the same rules apply, and a flow."""


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
        self.reads_text = any(_reads_text(test) for test in tests.values())

    def possible(self, boxes: Iterable[Box]) -> int:
        """The rules for which some test of the box is not plainly false for some of these subjects' boxes."""
        mask = 0
        for box in boxes:
            mask |= self.possible_in(box)
        return mask

    def possible_in(self, box: Box) -> int:
        """The same for the box of one subject."""
        if box.blank:
            return self._when_blank
        if box.unreadable:
            return self._when_open
        mask = self._when_stated
        for screen in self._screens:
            mask |= screen.possible(box)
        return mask


def _reads_text(test: Test) -> bool:
    """Whether the description must be read for a test."""
    return test.field in _FOUND_IN_TEXT or isinstance(test.predicate, _OF_TEXT)


_OF_TEXT = (Mentions, MentionsListed)


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

    @property
    def only(self) -> BoxScreen | None:
        """The one box that all of it is about, where it is soon read."""
        first, *others = self._boxes
        return None if others or first.reads_text else first


def _by_boxes(entry: tuple[frozenset[str], object]) -> list[str]:
    return sorted(entry[0])


def _pays(clauses: Mapping[int, Clause], prepared: Prepared) -> bool:
    return len(clauses) > _FEW or not any(
        _reads_text(prepared.plan.tests[test]) for clause in clauses.values() for test in clause
    )


class RuleScreen:
    """Some rules of one scope, numbered by bits."""

    def __init__(self, rules: Sequence[int], prepared: Prepared, settled: str | None = None) -> None:
        """Clauses over the box that is `settled`, and no other, are known not to be plainly false."""
        self.rules = tuple(rules)
        self.all = (1 << len(rules)) - 1
        clauses: dict[frozenset[str], dict[int, Clause]] = {}
        for bit, rule in enumerate(rules):
            for clause in access(prepared.plan, rule):
                boxes = frozenset(prepared.plan.tests[test].field for test in clause)
                if boxes != {settled}:
                    clauses.setdefault(boxes, {}).setdefault(bit, clause)
        ordered = [each for _, each in sorted(clauses.items(), key=_by_boxes) if _pays(each, prepared)]
        screens = [ClauseScreen(each, len(rules), prepared) for each in ordered]
        self.screens = tuple(sorted(screens, key=lambda screen: screen.cost))
        self._soon = [
            (screen.needing, ~screen.needing, screen.only.field, screen.only.possible_in)
            for screen in self.screens
            if screen.only is not None
        ]
        self._later = [screen for screen in self.screens if screen.only is None]

    def candidates(self, mask: int, header: Subject, items: Sequence[Subject]) -> list[int]:
        """Those rules of a mask that no clause of theirs rules out for an item alone, or the header with all items."""
        alone = len(items) == 1
        if alone:  # it has the header in view, and each screen over one box takes few steps
            for needing, others, field, possible in self._soon:
                if mask & needing:
                    mask &= others | possible(items[0].box(field))
        for screen in self._later if alone else self.screens:
            needing = mask & screen.needing
            if needing and not (screen.reads_text and needing.bit_count() <= _FEW):
                mask ^= needing ^ needing & screen.possible(header, items)
        return _of_mask(mask, self.rules) if mask else []


def _of_mask(mask: int, rules: Sequence[int]) -> list[int]:
    """The rules of a mask."""
    found = []
    while mask:
        highest = mask.bit_length() - 1
        found.append(rules[highest])
        mask ^= 1 << highest
    return found


class ScopeScreen:
    """The rules of one scope.

    Most of them have a clause over one box, in trade the commodity code, and the rules that a value of it leaves
    possible are few. They get a screen of their own, with masks as short, kept for when the value is met again.
    """

    def __init__(self, rules: Sequence[int], prepared: Prepared) -> None:
        self._prepared = prepared
        self._whole = RuleScreen(rules, prepared)
        self._units = [prepared.plan.units[rule] for rule in rules]
        self._turns = sorted(
            {one.start for one in self._units if one.start is not None}
            | {one.until + timedelta(days=1) for one in self._units if one.until is not None and one.until < date.max}
        )
        self._applying: dict[Period, int] = {}
        first = self._whole.screens[0] if self._whole.screens else None
        self._entry = None if first is None or first.only is None or not first.only.of_item else first.only
        self._entered = 0 if first is None or self._entry is None else first.needing
        self._others = self._whole.all ^ self._entered
        self._near: dict[tuple[Value, Period], RuleScreen | None] = {}
        self._kept = 0

    def candidates(self, header: Subject, items: Sequence[Subject], on: date | None, flow: str | None) -> list[int]:
        """Rules that are not plainly `no hit` for a subject: an item alone, or the header with all items.

        Without items, what they show is not known, and no rule is ruled out.
        """
        if not self._units:
            return []
        period = None if on is None else bisect_right(self._turns, on), flow
        if self._entry is not None and len(items) == 1:
            box = items[0].box(self._entry.field)
            if len(box.seen) == 1 and not box.unreadable:
                key = box.seen[0].value, period
                try:
                    near = self._near[key]
                except KeyError:
                    near = self._nearby(self._entry.possible_in(box), key, on)
                if near is not None:
                    found = near.candidates(near.all, header, items)
                    if self._others:
                        found += self._whole.candidates(self._applicable(period, on) & self._others, header, items)
                    return found
        mask = self._applicable(period, on)
        return self._whole.candidates(mask, header, items) if items else _of_mask(mask, self._whole.rules)

    def _nearby(self, possible: int, key: tuple[Value, Period], on: date | None) -> RuleScreen | None:
        """The screen of the rules that a value leaves possible; None where they are too many to be kept apart."""
        mask = possible & self._entered & self._applicable(key[1], on)
        near = None
        if mask.bit_count() <= _NEARBY and self._entry is not None:
            near = RuleScreen(_of_mask(mask, self._whole.rules), self._prepared, self._entry.field)
            self._kept += mask.bit_count()
        self._kept += 1
        if self._kept > _MOST_KEPT:
            self._near.clear()
            self._kept = 0
        self._near[key] = near
        return near

    def _applicable(self, period: Period, on: date | None) -> int:
        """Rules that dates and flow let apply."""
        mask = self._applying.get(period)
        if mask is None:
            units, flow = enumerate(self._units), period[1]
            mask = mask_of((bit for bit, unit in units if applicability(unit, on, flow) is not FALSE), len(self._units))
            self._applying[period] = mask
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
