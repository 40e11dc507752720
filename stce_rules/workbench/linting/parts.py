"""Parts of a statement that lints look at: its conditions, its texts in quotes, the names it speaks of.

Enters: a statement as written, or its text. Leaves: the parts, with their places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from stce_rules.core.diagnostics import Replacement
from stce_rules.core.span import Span
from stce_rules.language import syntax
from stce_rules.language.checking.symbols import JudgedStatement

_QUOTED = re.compile(r'"([^"\r\n]*)"|#[^\r\n]*')
_REST_OF_LINE = re.compile(r"[ \t]*(?:\r?\n|$)")
_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")


def conditions_of(statement: JudgedStatement) -> Iterator[syntax.Condition]:
    """Its `where`, `when` and the conditions of its `unless`."""
    if statement.for_each.where is not None:
        yield statement.for_each.where
    yield statement.when
    if not isinstance(statement, syntax.ExemptionStatement):
        yield from (one.condition for one in statement.unless)


def nodes(condition: syntax.Condition) -> Iterator[syntax.Condition]:
    """A condition and all within it."""
    yield condition
    match condition:
        case syntax.AllOf() | syntax.AnyOf() | syntax.NoneOf() | syntax.AtLeastOf():
            for part in condition.parts:
                yield from nodes(part)
        case syntax.Not():
            yield from nodes(condition.part)
        case _:
            pass


def nodes_of(statement: JudgedStatement) -> Iterator[syntax.Condition]:
    """All conditions of a statement, those within others too."""
    for one in conditions_of(statement):
        yield from nodes(one)


def texts_in(span: Span) -> Iterator[Span]:
    """The texts in quotes that stand in a part of a file, without their quotes; not those in comments."""
    for found in _QUOTED.finditer(span.source.text, span.start, span.end):
        if found[1] is not None:
            yield Span(span.source, found.start(1), found.end(1))


@lru_cache(maxsize=8192)
def names_in(text: str) -> frozenset[str]:
    """The words of a statement that may be names, dotted ones whole; nothing of what stands in quotes or comments."""
    return frozenset(_NAME.findall(_QUOTED.sub(" ", text)))


def without(span: Span) -> Replacement:
    """The edit that takes a part of a file out, with its lines where nothing else stands on them."""
    text = span.source.text
    start, end = len(text[: span.start].rstrip(" \t")), span.end
    rest = _REST_OF_LINE.match(text, end)
    if rest is not None and (start == 0 or text[start - 1] == "\n"):
        end = rest.end()
    return Replacement(Span(span.source, start, end), "")
