"""Text to tokens.

Enters a source and the pattern of all words of the grammar. Leave the tokens, the comments, and faults of single
characters and quotation marks; each fault is mended in the tokens, so that the sentence around it can still be read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from stce_rules.core.diagnostics import Diagnostic, Replacement
from stce_rules.core.span import Source
from stce_rules.language.reading.characters import legible
from stce_rules.language.reading.tokens import Token
from stce_rules.language.syntax import Comment

_SYMBOLS = {
    ">": "is more than",
    "<": "is less than",
    ">=": "is at least",
    "<=": "is at most",
    "≥": "is at least",
    "≤": "is at most",
    "=": "is",
    "==": "is",
    "!=": "is not",
    "<>": "is not",
    "≠": "is not",
    "&": "and",
    "&&": "and",
    "|": "or",
    "||": "or",
    "!": "not",
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
    "*": "-",
}
"""Marks of programming languages, and the words for them."""

_SPACED = frozenset({"QUANTITY", "PERCENT", "DURATION", "HS", "FIELD"})


@dataclass(slots=True)
class Scanned:
    """All that was found in a text, each in its order."""

    tokens: list[Token] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)


def scan(source: Source, words: re.Pattern[str], types: Mapping[str, str]) -> Scanned:
    """The tokens of a text.

    `words` matches a word with the space behind it, and names its kind by an empty group at its end; `types` gives the
    kinds of the keywords.
    """
    text, faults = legible(source)
    found = Scanned(faults=faults)
    tokens = found.tokens
    stray = 0
    for match in words.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.start(), match.end(kind)
        written = text[start:end]
        if kind == "WS":
            continue
        if kind == "NAME":
            kind = types.get(written, kind)
        elif kind == "STRING":
            written = written[1:-1]
        elif kind in _SPACED:
            written = " ".join(written.split())
        elif kind == "COMMENT":
            found.comments.append(Comment(source.text[start:end].rstrip(), source.span(start, end)))
            continue
        elif kind in {"OPEN_STRING", "SINGLE_QUOTED"}:
            tokens.append(_misquoted(source, kind, written, start, found.faults))
            continue
        elif kind == "STRAY":
            if start >= stray:
                stray = _stray_end(words, text, start)
                _strays(source, text[start:stray], start, found, types)
            continue
        tokens.append(Token(kind, written, start, end))
    return found


def _misquoted(source: Source, kind: str, written: str, start: int, faults: list[Diagnostic]) -> Token:
    """A text without its second quotation mark, or in single ones, read as a text."""
    if kind == "SINGLE_QUOTED":
        span, inside = source.span(start, start + len(written)), written[1:-1]
        faults.append(
            Diagnostic(
                "E310",
                "texts stand in double quotation marks",
                span,
                help=f'write "{inside}"',
                fixes=(Replacement(span, f'"{inside}"'),),
            )
        )
    else:
        inside = written[1:].rstrip()
        span = source.span(start, start + 1 + len(inside))
        end = source.span(span.end, span.end)
        faults.append(
            Diagnostic(
                "E304",
                "this quotation mark is not closed before the end of the line",
                source.span(start, start + 1),
                help="close the text with a second quotation mark; a text stands on one line",
                fixes=(Replacement(end, '"'),),
            )
        )
    return Token("STRING", inside, span.start, span.end)


def _stray_end(words: re.Pattern[str], text: str, start: int) -> int:
    """Where a run of characters that belong to no word ends."""
    end = start + 1
    while (match := words.match(text, end)) and match.lastgroup == "STRAY":
        end += 1
    return end


def _strays(source: Source, written: str, start: int, found: Scanned, types: Mapping[str, str]) -> None:
    """Characters that are no part of the language: a fault, and the words for them if they are known signs."""
    span = source.span(start, start + len(written))
    meant = _SYMBOLS.get(written)
    if meant is None:
        shown = written if written.isprintable() else "this"
        message = f"'{shown[:20]}' has no meaning in a rule"
        found.faults.append(Diagnostic("E310", message, span, help="delete it, or put a text in quotation marks"))
        return
    if meant.startswith("is ") and found.tokens and found.tokens[-1].type == "IS":
        meant = meant[3:]
    message = f"'{written}' is not a word of the language"
    fix = _spaced(source, span.start, span.end, meant)
    found.faults.append(Diagnostic("E310", message, span, help=f"write '{meant}'", fixes=(Replacement(span, fix),)))
    found.tokens.extend(Token(types[word], word, span.start, span.end) for word in meant.split())


def _spaced(source: Source, start: int, end: int, words: str) -> str:
    """The words with the spaces they need between their neighbours."""
    if not words.isascii() or not words[0].isalpha():
        return words
    before = "" if source.text[max(0, start - 1) : start].isspace() else " "
    after = "" if source.text[end : end + 1].isspace() else " "
    return f"{before}{words}{after}"
