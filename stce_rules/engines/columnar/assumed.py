"""A rule judged for subjects of which nothing is known but the truths of its sentences.

Enters: truths by sentence for the declaration and its goods items, a date and flow under which units apply as they do.
Leaves: a judging that gives the outcomes, and trees without values. It is the same judging as anywhere; only the
findings are given instead of looked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from stce_rules.core.boxes import BLANK, Box, Subject
from stce_rules.core.semantics import Finding
from stce_rules.core.truth import Truth
from stce_rules.core.windows import WindowValue
from stce_rules.engines.columnar.looking_back import value_of
from stce_rules.engines.columnar.variants import DayAndFlow
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import WindowIs

__all__ = ["NOTHING", "Assumed", "AssumedJudging"]


class Assumed(NamedTuple):
    """What is known of a subject: findings by test, codes by sentence about a window (`looking_back`)."""

    findings: Mapping[int, Finding]
    windows: Mapping[WindowIs, int]


NOTHING = Assumed({}, {})


@dataclass(frozen=True, slots=True)
class _Nobody:
    """A subject that shows nothing."""

    number: int | None

    def box(self, words: str) -> Box:  # noqa: ARG002 (nothing is ever asked of it)
        return BLANK


@dataclass(frozen=True, slots=True)
class _AssumedCase:
    id: str
    date: date | None
    flow: str | None
    header: Subject
    items: tuple[Subject, ...]


class AssumedJudging(Judging):
    """Judges from what is given."""

    __slots__ = ("_of_header", "_of_items")

    def __init__(self, prepared: Prepared, day: DayAndFlow, header: Assumed, items: Sequence[Assumed]) -> None:
        on, flow = day
        nobodies = tuple([_Nobody(number) for number in range(1, len(items) + 1)])
        super().__init__(prepared, _AssumedCase("", on, flow, _Nobody(None), nobodies))
        self._of_header = header
        self._of_items = items

    def finding(self, test: int, at: int) -> Finding:
        """The finding given."""
        return self._of(at).findings[test]

    def window_is(self, condition: WindowIs, at: int) -> Truth:
        """The truth given."""
        return Truth(self._of(at).windows[condition] & 3)

    def window_value(self, window: int, at: int) -> WindowValue | None:
        """A value that leaves open what is given as open."""
        codes = [code for condition, code in self._of(at).windows.items() if condition.window == window]
        return value_of(max(codes, default=0), self.plan.windows[window])

    def _of(self, at: int) -> Assumed:
        return self._of_header if at == HEADER else self._of_items[at]
