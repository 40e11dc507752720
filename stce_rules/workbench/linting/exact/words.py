"""Conditions in the words that findings quote."""

from __future__ import annotations

from stce_rules.core.span import Span
from stce_rules.language import program

_LONGEST = 70


def quoted(node: program.Condition) -> str:
    """A condition as it stands in the text, on one line, cut where it is long."""
    return f"'{cut(node.span)}'"


def cut(span: Span) -> str:
    """The characters of a span on one line, cut where they are many."""
    words = " ".join(line.split("#", 1)[0] for line in span.text.splitlines()) if "\n" in span.text else span.text
    text = " ".join(words.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 2].rstrip() + " …"
