"""Some rules that a subject leaves possible: those that no clause of theirs rules out.

Enters: rules of one scope, a subject. Leaves: the mask of the candidates. The cost is that of a few bit masks; it
hardly grows with the number of rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from stce_rules.core.boxes import Box, Subject
from stce_rules.core.predicates import Blank, HsExactly, HsWithin, InList, Mentions, MentionsListed, OneOf, Written
from stce_rules.engines.judging import Prepared
from stce_rules.engines.masks import HsScreen, KeyScreen, PhraseScreen, Screen, mask_of
from stce_rules.plan.access import Clause
from stce_rules.plan.model import Test

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
        self.reads_text = any(_reads_text(test) for test in tests.values())
        self.seeks_phrases = any(_seeks_phrases(test) for test in tests.values())
        alone = self._screens[0] if len(self._screens) == 1 and not self._when_stated else None
        self.words = alone.masks if isinstance(alone, KeyScreen) else None
        """The rules that a word leaves possible, where it alone in the box leaves no others possible."""

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
    return test.field in _FOUND_IN_TEXT or _seeks_phrases(test)


def _seeks_phrases(test: Test) -> bool:
    return isinstance(test.predicate, Mentions | MentionsListed)


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
        self._soon = [(one.field, one.words, one.possible_in) for one in self._boxes]
        self.clauses = clauses
        self._tests = prepared.plan.tests
        self.needing = mask_of(clauses, size)
        self.reads_text = any(box.reads_text for box in self._boxes)
        self.seeks_phrases = any(box.seeks_phrases for box in self._boxes)
        self.cost = (self.reads_text, len(self._boxes), -len(clauses))

    def possible(self, header: Subject, items: Sequence[Subject]) -> int:
        """The rules whose clause is not plainly false: some test of it is not, for some subject asked."""
        mask = 0
        for screen in self._boxes:
            asked = items if screen.of_item else (header,)
            mask |= screen.possible([subject.box(screen.field) for subject in asked])
        return mask

    def alone(self, item: Subject) -> int:
        """The same for an item alone; no further box is read when none of the rules can be ruled out any more."""
        mask, every = 0, self.needing
        for field, words, possible in self._soon:
            box = item.box(field)
            seen = box.seen
            if words is not None and len(seen) == 1 and not box.unreadable and isinstance(seen[0].value, str):
                mask |= words.get(seen[0].value, 0)
            else:
                mask |= possible(box)
            if mask == every:
                break
        return mask

    def settled(self, bit: int) -> frozenset[int]:
        """The test that a rule left possible is known to hold by, where its box is one of words that can be read."""
        clause = self.clauses.get(bit, frozenset())
        return clause if self.only is not None and len(clause) == 1 and all(map(self._is_word, clause)) else frozenset()

    def _is_word(self, test: int) -> bool:
        return isinstance(self._tests[test].predicate, OneOf)

    @property
    def only(self) -> BoxScreen | None:
        """The one box that all of it is about, where it is soon read."""
        first, *others = self._boxes
        return None if others or first.reads_text else first


def _by_boxes(entry: tuple[tuple[frozenset[str], bool], object]) -> tuple[list[str], bool]:
    boxes, filled = entry[0]
    return sorted(boxes), filled


def _pays(clauses: Mapping[int, Clause], prepared: Prepared) -> bool:
    return len(clauses) > _FEW or not any(
        _seeks_phrases(prepared.plan.tests[test]) for clause in clauses.values() for test in clause
    )


class _Soon(NamedTuple):
    """A clause over one box, asked of an item alone: with many rules most of the time goes by until memory has come.

    `others` are the rules without it; `words` gives what a word leaves possible, and `others` with it.
    """

    needing: int
    others: int
    field: str
    words: Mapping[str, int] | None
    possible: Callable[[Box], int]


class RuleScreen:
    """Some rules of one scope, numbered by bits."""

    __slots__ = ("_later", "_soon", "all", "rules", "screens")

    def __init__(
        self,
        rules: Sequence[int],
        prepared: Prepared,
        settled: str | None = None,
        ruled_out: Mapping[int, Clause] = MappingProxyType({}),
    ) -> None:
        """Clauses over the box that is `settled` are known not to be plainly false; tests `ruled_out` of a rule are."""
        self.rules = tuple(rules)
        self.all = (1 << len(rules)) - 1
        clauses: dict[tuple[frozenset[str], bool], dict[int, Clause]] = {}
        for bit, rule in enumerate(rules):
            for clause in prepared.access(rule):
                left = clause - ruled_out.get(rule, frozenset())
                boxes = frozenset(prepared.plan.tests[test].field for test in left)
                if settled not in boxes:
                    # a rule has one clause over the same boxes, and one more by which they must be filled
                    filled = any(isinstance(prepared.plan.tests[test].predicate, Written) for test in left)
                    clauses.setdefault((boxes, filled), {}).setdefault(bit, left)
        ordered = [each for _, each in sorted(clauses.items(), key=_by_boxes) if _pays(each, prepared)]
        screens = [ClauseScreen(each, len(rules), prepared) for each in ordered]
        self.screens = tuple(sorted(screens, key=lambda screen: screen.cost))
        self._soon = tuple(
            _soon(screen.needing, self.all, screen.only) for screen in self.screens if screen.only is not None
        )
        self._later = tuple(screen for screen in self.screens if screen.only is None)

    def possible(self, mask: int, header: Subject, items: Sequence[Subject]) -> int:
        """Those rules of a mask that no clause of theirs rules out for an item alone, or the header with all items."""
        if len(items) == 1:
            return self.alone(mask, items[0])[0]
        for screen in self.screens:
            asked = mask & screen.needing
            if asked and not (screen.seeks_phrases and asked.bit_count() <= _FEW):
                mask ^= asked ^ asked & screen.possible(header, items)
        return mask

    def alone(self, mask: int, item: Subject) -> tuple[int, int]:
        """The same for an item alone, which has the header in view, and those rules whose `settled` tests may not hold.

        They are the ones with a box that is blank, or holds what could not be read.
        """
        unsure = 0
        for needing, others, field, words, possible in self._soon:
            if mask & needing:
                box = item.box(field)
                seen = box.seen
                if len(seen) == 1 and words is not None and not box.unreadable and isinstance(seen[0].value, str):
                    mask &= words.get(seen[0].value, others)
                else:
                    mask &= others | possible(box)
                    if box.unreadable or not seen:
                        unsure |= needing
        for screen in self._later if mask else ():
            asked = mask & screen.needing
            if asked and not (screen.seeks_phrases and asked.bit_count() <= _FEW):
                mask ^= asked ^ asked & screen.alone(item)
        return mask, unsure

    def settled(self, bit: int) -> frozenset[int]:
        """The tests of a rule that hold for an item alone when the rule is left possible."""
        return frozenset().union(*(screen.settled(bit) for screen in self.screens))


def _soon(needing: int, every: int, screen: BoxScreen) -> _Soon:
    others = every ^ needing
    words = None if screen.words is None else {word: others | mask for word, mask in screen.words.items()}
    return _Soon(needing, others, screen.field, words, screen.possible_in)


def of_mask(mask: int, rules: Sequence[int]) -> list[int]:
    """The rules of a mask."""
    found = []
    while mask:
        highest = mask.bit_length() - 1
        found.append(rules[highest])
        mask ^= 1 << highest
    return found
