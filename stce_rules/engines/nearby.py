"""Rules asked of a subject by as few sentences as can be, and those that one value of a box leaves possible.

Enters: rules made ready, a subject. Leaves: outcomes, and the rules that only a judging can tell of. Promise: an
outcome is that of `engines.judging`. What the value has settled, and what masks have settled, is not asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from stce_rules.core.boxes import Subject
from stce_rules.core.truth import FALSE, TRUE
from stce_rules.engines.asks import Asked
from stce_rules.engines.judging import Prepared
from stce_rules.engines.readying import Ready, Readying
from stce_rules.engines.screening import RuleScreen, of_mask
from stce_rules.plan.judgement import EXEMPT, HIT, NO_HIT, UNDETERMINED, Outcome, Verdict, as_truth


class Found(NamedTuple):
    """Verdicts found on the way, and each rule with a position that is left to be judged."""

    verdicts: list[Verdict]
    left: list[tuple[int, int]]


class ReadyRule:
    """A rule, made ready to be asked of subjects that its screen leaves it possible for."""

    __slots__ = ("_every", "_left", "_lifts", "_number")

    def __init__(self, number: int, ready: Ready) -> None:
        self._number = number
        self._every, self._left, self._lifts = ready

    def settle(self, asked: Asked, at: int, found: Found, unsure: int) -> None:
        """Add the outcome for the subject at a position, or the rule where only a judging can tell."""
        outcome = self._outcome(asked, unsure)
        if outcome is NO_HIT:
            return
        if outcome is None:
            found.left.append((self._number, at))
            asked.known[self._number] = None
        else:
            found.verdicts.append(Verdict(self._number, at, asked.subject.number, outcome))
            asked.known[self._number] = as_truth(outcome)

    def _outcome(self, asked: Asked, unsure: int) -> Outcome | None:
        outcome = HIT
        for ask in self._every if unsure else self._left:
            truth = ask.truth(asked)
            if truth is FALSE:
                return NO_HIT
            if truth is None:
                return None
            if truth is not TRUE:
                outcome = UNDETERMINED
        for ask in self._lifts:
            truth = ask.truth(asked)
            if truth is TRUE:
                return EXEMPT
            if truth is None:
                return None
        return outcome


class NearRules:
    """The rules that the value of a box leaves possible in a period, with masks as short as they are few."""

    __slots__ = ("_rules", "_screen", "bits")

    def __init__(
        self, bits: int, of: Sequence[int], field: str, prepared: Prepared, readying: Readying | None = None
    ) -> None:
        """`bits` are those of the rules, among all `of` a scope; they are made ready for items that are settled."""
        self.bits = bits
        screen = self._screen = RuleScreen(of_mask(bits, of), prepared, field)
        self._rules = [
            ReadyRule(rule, readying.rule(rule, screen.settled(bit)))
            for bit, rule in enumerate(screen.rules)
            if readying is not None
        ]

    def candidates(self, item: Subject) -> list[int]:
        """The rules that masks leave possible for an item with the value."""
        mask, _ = self._screen.alone(self._screen.all, item)
        return of_mask(mask, self._screen.rules)

    def settle(self, asked: Asked, at: int, found: Found) -> None:
        """Add what is found for the item at a position, and the rules that only a judging can tell of."""
        screen = self._screen
        mask, unsure = screen.alone(screen.all, asked.subject)
        while mask:
            bit = mask.bit_length() - 1
            mask ^= 1 << bit
            self._rules[bit].settle(asked, at, found, unsure >> bit & 1)
