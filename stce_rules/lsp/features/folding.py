"""What can be folded away: statements, bullets, runs of comments.

Enters: the document as last read. Leaves: first and last line of each, from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stce_rules.language import syntax as s
from stce_rules.lsp.features.surroundings import Surroundings

__all__ = ["Fold", "folds"]


@dataclass(frozen=True, slots=True, order=True)
class Fold:
    """Lines that fold into their first."""

    start_line: int
    end_line: int
    comment: bool = False


def folds(around: Surroundings) -> tuple[Fold, ...]:
    """The folds of the document, by their first line."""
    file = next((file for source, file in around.files() if source.name == around.source.name), s.File(()))
    found = {*_comments(file)}
    for statement in file.statements:
        for span in (statement.span, *(one.span for one in _bulleted(statement))):
            found.add(Fold(span.line, span.source.position(span.end)[0]))
    return tuple(sorted(one for one in found if one.end_line > one.start_line))


def _bulleted(form: object) -> Iterator[s.AllOf | s.AnyOf | s.NoneOf | s.AtLeastOf]:
    match form:
        case s.AllOf(bulleted=True) | s.AnyOf(bulleted=True) | s.NoneOf() | s.AtLeastOf():
            yield form
        case _:
            pass
    match form:
        case s.AllOf() | s.AnyOf() | s.NoneOf() | s.AtLeastOf():
            for part in form.parts:
                yield from _bulleted(part)
        case s.Not():
            yield from _bulleted(form.part)
        case s.RuleStatement() | s.IndicatorStatement():
            for condition in (form.for_each.where, form.when, *(one.condition for one in form.unless)):
                yield from _bulleted(condition)
        case s.ExemptionStatement():
            yield from _bulleted(form.for_each.where)
            yield from _bulleted(form.when)
        case _:
            pass


def _comments(file: s.File) -> Iterator[Fold]:
    """Comments on lines of their own, one after the other."""
    first = last = 0
    for one in file.comments:
        line = one.span.line
        alone = not one.span.source.line(line)[: one.span.column - 1].strip()
        if not alone:
            continue
        if first and line == last + 1:
            last = line
            continue
        if last > first:
            yield Fold(first, last, comment=True)
        first = last = line
    if last > first:
        yield Fold(first, last, comment=True)
