"""Lines of a decision that no score of the ruleset's own rules leads to, or that never decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import product
from math import ceil, floor

from stce_rules.core.assessment import CHANNELS
from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.predicates import Bound
from stce_rules.core.semantics import Day, number_within
from stce_rules.core.truth import Truth, at_least, conjunction, disjunction, negation
from stce_rules.language import program
from stce_rules.plan.lower import leaves
from stce_rules.workbench.linting.project import Project


def decision_lines(project: Project) -> Iterator[Diagnostic]:
    """Lines that are never reached, and lines that are reached only with a heavier one."""
    whole = project.program
    if whole is None or whole.decision is None or not whole.rules:
        return
    decision = whole.decision
    counting = [one for one in whole.rules if one.header.status in ("active", "retired")]
    points = sum(max(one.then.points, one.if_unknown.points) for one in counting)
    most = points if decision.cap is None else min(points, decision.cap)
    states = [*product(_scores(decision, most), _days(decision))]
    for line in decision.channels:
        reaching = [one for one in states if _truth(line.condition, *one) is Truth.TRUE]
        heavier = [one for one in decision.channels if CHANNELS.index(one.channel) > CHANNELS.index(line.channel)]
        if not reaching:
            capped = decision.cap is not None and decision.cap <= points
            why = f"the score is at most {most}" if capped else f"all rules of this ruleset add up to {most} points"
            yield _finding(
                line, f"'{line.channel}' is never reached: {why}", "correct the score, or the points of rules"
            )
        elif all(any(_truth(one.condition, *state) is Truth.TRUE for one in heavier) for state in reaching):
            message = f"'{line.channel}' never decides: every score that leads to it leads to a heavier channel too"
            yield _finding(line, message, "correct one of the scores")


def _finding(line: program.ChannelWhen, message: str, mend: str) -> Diagnostic:
    span = next((leaf.span for leaf in leaves(line.condition) if isinstance(leaf, program.ScoreIs)), None)
    return Diagnostic("W463", message, span, help=mend)


def _scores(decision: program.Decision, most: int) -> list[int]:
    """The scores around every bound: no line changes between them."""
    found = {0, most}
    for _, bound in _bounds(decision):
        if isinstance(bound, Fraction):
            found |= {floor(bound) - 1, floor(bound), ceil(bound), ceil(bound) + 1}
    return sorted(one for one in found if 0 <= one <= most)


def _days(decision: program.Decision) -> list[date | None]:
    """Days on which bounds differ: where some changed, a day of each value, a day before the first, and none at all."""
    starts = {start for start, _ in _bounds(decision) if start is not None}
    return [None, *sorted(starts | {date.min})] if starts else [None]


def _bounds(decision: program.Decision) -> Iterator[tuple[date | None, Bound]]:
    """All limits of the lines, each with the day it holds from."""
    for line in decision.channels:
        for leaf in leaves(line.condition):
            if isinstance(leaf, program.ScoreIs):
                for limit in (leaf.within.low, leaf.within.high):
                    yield from () if limit is None else limit.bound.values


def _truth(node: program.Condition, score: int, on: date | None) -> Truth:
    match node:
        case program.ScoreIs(within=within):
            return number_within(within, score, Day(on, {}, lambda *_: None))
        case program.AllOf():
            return conjunction(_truth(part, score, on) for part in node.parts)
        case program.AnyOf():
            return disjunction(_truth(part, score, on) for part in node.parts)
        case program.AtLeastOf():
            return at_least(node.needed, [_truth(part, score, on) for part in node.parts])
        case program.Not():
            return negation(_truth(node.part, score, on))
        case _:
            return Truth.UNKNOWN
