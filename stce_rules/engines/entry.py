"""The box that most rules are found by, in trade the commodity code, and what rules are possible that it rules out.

Enters: the rules of a scope with their screens. Leaves: for a value of the box the rules that it leaves possible; for
an item those of the others that have something else to be possible by, such as a CAS number beside some codes.
"""

from __future__ import annotations

from stce_rules.core.boxes import Box, Subject
from stce_rules.engines.judging import Prepared
from stce_rules.engines.screening import BoxScreen, ClauseScreen, RuleScreen, of_mask

__all__ = ["Entry", "entry_of"]


def entry_of(whole: RuleScreen, prepared: Prepared) -> Entry | None:
    """The entry of some rules; None where no box of goods items alone is worth it."""
    first = whole.screens[0] if whole.screens else None
    box = None if first is None else first.only
    return None if first is None or box is None or not box.of_item else Entry(box.field, first, whole, prepared)


class Entry:
    """The rules of a scope, as a value of the box `field` tells them apart."""

    def __init__(self, field: str, first: ClauseScreen, whole: RuleScreen, prepared: Prepared) -> None:
        """`first` are the rules that have a clause over the box alone."""
        self.field = field
        either = _either(field, first, whole, prepared)
        by_test: dict[int, list[int]] = {}
        for bit, tests in sorted({**either, **first.clauses}.items()):
            for test in sorted(tests):
                by_test.setdefault(test, []).append(bit)
        size = len(whole.rules)
        self._screen = BoxScreen(field, by_test, size, prepared)
        self.others = tuple([bit for bit in range(size) if bit not in first.clauses])
        """The bits of the rules without a clause over the box alone."""
        self.ruled_out = {whole.rules[bit]: tests for bit, tests in either.items()}
        """Of rules that may be met beside the box, the tests that a value rules out which does not lead to the rule."""
        self._beside = RuleScreen([whole.rules[bit] for bit in self.others], prepared, ruled_out=self.ruled_out)

    def possible_in(self, box: Box) -> int:
        """The bits of the rules that a value leaves possible."""
        return self._screen.possible_in(box)

    def beside(self, item: Subject) -> list[int]:
        """The bits of the rules that an item may meet though its value in the box does not lead to them."""
        return of_mask(self._beside.alone(self._beside.all, item)[0], self.others)


def _either(field: str, first: ClauseScreen, whole: RuleScreen, prepared: Prepared) -> dict[int, frozenset[int]]:
    """The tests of the box in clauses about other boxes too, by the bits of rules without a clause about it alone."""
    tests = prepared.plan.tests
    found = {}
    for bit, rule in enumerate(whole.rules):
        clauses = [] if bit in first.clauses else prepared.access(rule)
        of_box = [frozenset(test for test in clause if tests[test].field == field) for clause in clauses]
        if any(of_box) and all(some != clause for some, clause in zip(of_box, clauses, strict=True)):
            found[bit] = frozenset().union(*of_box)
    return found
