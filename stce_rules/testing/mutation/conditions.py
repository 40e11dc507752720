"""A condition with one thing changed.

Enters: a condition. Leaves: its variants: a part dropped, `all` and `any` swapped, one more or fewer of `at least N
of`, a `not` dropped or put in, a limit moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from stce_rules.core.predicates import HsWithin, Mentions, MentionsListed, Predicate, States, Within
from stce_rules.core.span import Span
from stce_rules.language import program
from stce_rules.language.syntax import Quantifier
from stce_rules.testing.coverage.leaves import sentence_of
from stce_rules.testing.mutation.ends import moved, moved_codes

__all__ = ["Changed", "variants"]

_LONGEST = 70


@dataclass(frozen=True, slots=True)
class Changed:
    """A condition with one thing changed, the change in words, and its place."""

    condition: program.Condition
    change: str
    span: Span


def variants(condition: program.Condition, edition: int) -> Iterator[Changed]:
    """All variants of a condition."""
    match condition:
        case program.AllOf() | program.AnyOf() | program.AtLeastOf():
            yield from _joined(condition)
            for at, part in enumerate(condition.parts):
                for one in variants(part, edition):
                    parts = (*condition.parts[:at], one.condition, *condition.parts[at + 1 :])
                    yield replace(one, condition=replace(condition, parts=parts))
        case program.Not():
            yield Changed(condition.part, f"drops 'not' before {said(condition.part)}", condition.span)
            for one in variants(condition.part, edition):
                yield replace(one, condition=replace(condition, part=one.condition))
        case program.Test():
            negated = replace(condition, negated=not condition.negated)
            yield Changed(negated, f"the opposite of {said(condition)}", condition.span)
            for predicate, change in _predicates(condition, edition):
                yield Changed(replace(condition, predicate=predicate), f"{said(condition)}: {change}", condition.span)
        case program.WindowIs():
            negated_window = replace(condition, negated=not condition.negated)
            yield Changed(negated_window, f"the opposite of {said(condition)}", condition.span)
            for within, change in moved(condition.within, condition.sentence):
                yield Changed(replace(condition, within=within), f"{said(condition)}: {change}", condition.span)
        case program.ItemsShow():
            yield from _items(condition)
        case program.Shows() | program.Hits() | program.Calls():
            opposite = program.Not(condition, condition.span)
            yield Changed(opposite, f"the opposite of {said(condition)}", condition.span)
        case program.NotJudgedYet() | program.ScoreIs():
            pass


def said(condition: program.Condition) -> str:
    """A condition in the words of the rule, in single quotes; a long one is cut."""
    text = " ".join(sentence_of(condition).split())
    return f"'{text}'" if len(text) <= _LONGEST else f"'{text[: _LONGEST - 1].rstrip()}…'"


def _joined(condition: program.AllOf | program.AnyOf | program.AtLeastOf) -> Iterator[Changed]:
    span, parts = condition.span, condition.parts
    for at, part in enumerate(parts):
        rest = (*parts[:at], *parts[at + 1 :])
        if not rest or (isinstance(condition, program.AtLeastOf) and len(rest) < condition.needed):
            continue
        kept = rest[0] if len(rest) == 1 else replace(condition, parts=rest)
        yield Changed(kept, f"drops {said(part)}", part.span)
    if len(parts) == 1:
        return
    match condition:
        case program.AllOf():
            yield Changed(program.AnyOf(parts, span), f"any instead of all of {said(condition)}", span)
        case program.AnyOf():
            yield Changed(program.AllOf(parts, span), f"all instead of any of {said(condition)}", span)
        case program.AtLeastOf():
            for needed in (condition.needed - 1, condition.needed + 1):
                if 1 <= needed <= len(parts):
                    change = f"at least {needed} instead of {condition.needed} of {said(condition)}"
                    yield Changed(replace(condition, needed=needed), change, span)


def _items(condition: program.ItemsShow) -> Iterator[Changed]:
    opposite = program.Not(condition, condition.span)
    yield Changed(opposite, f"the opposite of {said(condition)}", condition.span)
    match condition.quantifier:
        case Quantifier.ANY:
            every = replace(condition, quantifier=Quantifier.EVERY)
            yield Changed(every, f"every instead of any item: {said(condition)}", condition.span)
        case Quantifier.EVERY:
            some = replace(condition, quantifier=Quantifier.ANY)
            yield Changed(some, f"any instead of every item: {said(condition)}", condition.span)
        case Quantifier.AT_LEAST:
            for needed in (condition.needed - 1, condition.needed + 1):
                if needed:
                    change = f"{needed} instead of {condition.needed}: {said(condition)}"
                    yield Changed(replace(condition, needed=needed), change, condition.span)
        case Quantifier.NO:
            pass


def _predicates(test: program.Test, edition: int) -> Iterator[tuple[Predicate, str]]:
    predicate = test.predicate
    match predicate:
        case Within():
            yield from moved(predicate, test.sentence)
        case States():
            for within, change in moved(predicate.within, test.sentence):
                yield replace(predicate, within=within), change
        case HsWithin():
            yield from moved_codes(predicate, edition)
        case Mentions() if len(predicate.phrases) > 1:
            yield replace(predicate, every=not predicate.every), _swapped(predicate.every)
        case MentionsListed():
            yield replace(predicate, every=not predicate.every), _swapped(predicate.every)
        case _:
            pass


def _swapped(every: bool) -> str:
    return "any instead of all" if every else "all instead of any"
