"""A rule judged for subjects of which nothing is known but the truths of its sentences.

Enters: truths by test for the declaration and its goods items, a date and flow under which units apply as they do.
Leaves: a judging that gives the outcomes, and trees without values. It is the same judging as anywhere; only the
findings are given instead of looked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from stce_rules.core.boxes import BLANK, Box, Subject
from stce_rules.core.semantics import Finding
from stce_rules.engines.columnar.variants import DayAndFlow
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.plan.judgement import HEADER

__all__ = ["AssumedJudging"]

Findings = Mapping[int, Finding]


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
    """Judges from given findings."""

    __slots__ = ("_of_header", "_of_items")

    def __init__(self, prepared: Prepared, day: DayAndFlow, header: Findings, items: Sequence[Findings]) -> None:
        on, flow = day
        nobodies = tuple([_Nobody(number) for number in range(1, len(items) + 1)])
        super().__init__(prepared, _AssumedCase("", on, flow, _Nobody(None), nobodies))
        self._of_header = header
        self._of_items = items

    def finding(self, test: int, at: int) -> Finding:
        """The finding given."""
        return (self._of_header if at == HEADER else self._of_items[at])[test]
