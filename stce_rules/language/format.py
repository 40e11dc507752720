"""Syntax tree to the one canonical layout.

Enters the tree of a file with the source it was read from. Leaves its text: one clause a line, properties and clauses
in one order, lines of at most 100 characters. Promise: the text reads as the same tree, no comment is lost, and
formatting it again changes nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from stce_rules.core.diagnostics import StceError, has_errors
from stce_rules.core.fields import CATALOGUE
from stce_rules.core.span import Source
from stce_rules.language import syntax
from stce_rules.language.parse import parse, scanned
from stce_rules.language.reading.tokens import Token
from stce_rules.language.writing.atoms import Page
from stce_rules.language.writing.lines import lines
from stce_rules.language.writing.statements import statement

__all__ = ["format"]


def format(  # noqa: A001  # the verb that officers know from `stce fmt`
    file: syntax.File, source: Source | None = None, fields: Iterable[str] = CATALOGUE
) -> str:
    """The text of a file in canonical layout, with a line break at its end.

    `source` is the text that the tree was read from; without it (a tree made by a program) no comments are written.
    Raises StceError if the source has faults: what was not understood would be lost.
    """
    page = Page()
    if source is None:
        for one in file.statements:
            statement(page, one, {})
        return lines(page.atoms, ())
    fields = tuple(fields)
    faults = parse(source, fields).diagnostics
    if has_errors(faults):
        raise StceError(faults)
    tokens = scanned(source, fields).tokens
    begins = [token.start for token in tokens]
    for one in file.statements:
        first, after = (bisect_left(begins, place) for place in (one.span.start, one.span.end))
        statement(page, one, _starts(tokens[first:after]))
    return lines(page.atoms, file.comments)


_LAST = "BECAUSE"
"""Of this word the last is the statement's own; the others belong to `unless`."""


def _starts(tokens: Sequence[Token]) -> dict[str, int]:
    """Where each word of a statement stands first, since the tree keeps no place for the words of its clauses."""
    starts: dict[str, int] = {}
    for before, token in zip((None, *tokens), tokens, strict=False):
        if token.type == "SCORE" and before is not None and before.type in {"WHEN", "AND", "OR", "NOT", "LPAR"}:
            continue
        if token.type == _LAST or token.type not in starts:
            starts[token.type] = token.start
    return starts
