"""Suggestions as text: lines to read, and rule files with them in their places.

Enters: suggestions, the text of a file. Leaves: the text with each suggestion after the examples of its unit, in the
layout of `stce fmt`, under a comment that asks for confirmation. Promise: nothing else of the text changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from stce_rules.core.fields import Catalogue, FieldType
from stce_rules.core.span import Source as Text
from stce_rules.language.format import format as laid_out
from stce_rules.language.parse import parse
from stce_rules.language.program import Example, Fact, IndicatorFact
from stce_rules.testing.bench import Source, key_of
from stce_rules.testing.declared import items_of
from stce_rules.testing.suggesting.suggest import Suggestion

__all__ = ["TO_CONFIRM", "as_data", "lines_of", "text_of", "with_suggestions"]

TO_CONFIRM = "# to confirm"
"""What stands above an example that no officer has confirmed yet; what it shows follows."""

_QUOTED = frozenset((FieldType.TEXT, FieldType.CODE, FieldType.PARTY, FieldType.FLOW))
_WIDTH = 100
_BEFORE, _AFTER = 'indicator x "x"\n  for each item\n  when cas is missing\n', "end\n"


def text_of(one: Suggestion, catalogue: Catalogue) -> str:
    """An example as it stands in a rule file, its comment above it."""
    source = Text("suggestion", f"{_BEFORE}  {_example(one.example)}\n{_AFTER}")
    written = laid_out(parse(source, catalogue).file, source, catalogue)
    lines = written.splitlines()[_BEFORE.count("\n") : -1]
    shows = "; ".join(one.shows)
    comment = f"  {TO_CONFIRM}: {shows}"
    return "\n".join((comment if len(comment) <= _WIDTH else f"{comment[: _WIDTH - 1].rstrip()}…", *lines, ""))


def with_suggestions(text: str, suggestions: Iterable[Suggestion], catalogue: Catalogue) -> str:
    """The text of a file with its suggestions."""
    places: dict[int, list[str]] = {}
    for one in suggestions:
        places.setdefault(_place(text, one.source), []).append(text_of(one, catalogue))
    parts, before = list[str](), 0
    for place in sorted(places):
        parts += [text[before:place], *places[place]]
        before = place
    return "".join((*parts, text[before:]))


def _place(text: str, source: Source) -> int:
    """The beginning of the line after the last example of a unit, else of its last line."""
    header = source.header
    if header.examples:
        end = text.find("\n", max(one.span.end for one in header.examples))
        return end + 1
    return text.rfind("\n", 0, header.span.end) + 1


def _example(one: Example) -> str:
    items = [[_fact(fact) for fact in facts] for facts in items_of(one)]
    told = ", next item ".join(", ".join(_parts(facts)) for facts in items)
    channel = f" with {one.channel}" if one.channel else ""
    return f'example "{one.title}" {told} expect {one.expect.value}{channel}'


def _parts(facts: Sequence[Iterable[str]]) -> Iterator[str]:
    for one in facts:
        yield from one


def _fact(fact: Fact) -> Iterator[str]:
    if isinstance(fact, IndicatorFact):
        yield fact.indicator if fact.holds else f"{fact.indicator} no"
        return
    box = fact.field
    if not fact.values:
        yield f"{box.words} missing"
    for value, until in zip(fact.values, fact.until, strict=True):
        written = f'"{value}"' if box.type in _QUOTED else value
        yield f"{box.words} {written}" + (f" until {until}" if until else "")


def lines_of(suggestions: Iterable[Suggestion], catalogue: Catalogue) -> Iterator[str]:
    """Suggestions to read, under the names of their units."""
    for source, each in groupby(suggestions, key=lambda one: one.source):
        span, (kind, name) = source.header.span, key_of(source)
        yield f'{span.source.name}:{span.line} {kind.value} "{name}"'
        for one in each:
            yield from text_of(one, catalogue).splitlines()


def as_data(suggestions: Iterable[Suggestion], catalogue: Catalogue) -> list[dict[str, object]]:
    """Plain data for programs."""
    return [
        {
            "ruleset": one.ruleset,
            "kind": one.kind.value,
            "name": one.unit,
            "file": one.source.header.span.source.name,
            "example": one.example.title,
            "text": text_of(one, catalogue),
            "expected": one.example.expect.value,
            "expected_channel": one.example.channel,
            "shows": list(one.shows),
        }
        for one in suggestions
    ]
