"""Phrases that are sought in descriptions: the same twice, one within another, and ordinary words.

Enters: a unit, or the lists of a ruleset. Leaves: findings. Two phrases are the same when every text that has one has
the other; a longer one adds nothing beside a shorter one that stands in it, but in texts that write it as one word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from stce_rules.core.diagnostics import Diagnostic, Replacement
from stce_rules.core.predicates import ListRow
from stce_rules.core.span import Span
from stce_rules.core.text import Phrase, found_by_words, phrase
from stce_rules.language import syntax
from stce_rules.language.checking.findings import listed
from stce_rules.workbench.linting.parts import nodes_of
from stce_rules.workbench.linting.project import Project, Surroundings, Unit
from stce_rules.workbench.linting.sources import of_list

_Key = tuple[str, str | tuple[str, ...]]


def in_unit(unit: Unit, around: Surroundings) -> Iterator[Diagnostic]:  # noqa: ARG001  # the form of a lint
    """W437, W438: among the values in the brackets of one sentence."""
    for node in nodes_of(unit.statement):
        match node:
            case syntax.Sentence(relation=syntax.Mentions(words=syntax.Phrases(phrases=phrases, every=every))):
                yield from _repeated(phrases)
                yield from _within(phrases, every=every)
            case syntax.Sentence(relation=syntax.Is(predicate=syntax.InSet(values=values))):
                yield from _repeated(values)
            case _:
                pass


def in_lists(project: Project) -> Iterator[Diagnostic]:
    """W437, W438: among the phrases of lists."""
    for statement in project.statements:
        if isinstance(statement, syntax.ListStatement) and statement.kind.text == "phrases":
            yield from _repeated(statement.members)
            yield from _within(statement.members, every=False)
    for one in project.around.lists.values():
        if one.kind != "phrases" or "." not in one.name:
            continue
        for code, row, message, mend in _of_rows(one.rows):
            yield of_list(project, one, code, message, row=row, mend=mend)


@lru_cache(maxsize=256)
def _of_rows(every: tuple[ListRow, ...]) -> tuple[tuple[str, int, str, str], ...]:
    """Code, row, message and mend."""
    found: list[tuple[str, int, str, str]] = []
    for rows in _of_same_days(every):
        seen: dict[_Key, ListRow] = {}
        for row in rows:
            key = _key_of(row.value)
            first = seen.setdefault(key, row)
            if first is not row and first.value != row.value:  # the same letters twice are W430
                message = f"'{row.value}' is found wherever '{first.value}' is; they are read the same"
                found.append(("W437", row.row, message, "take one of them out"))
        for longer, shorter in _longer_ones([row.value for row in rows]):
            message = f"'{longer}' adds nothing beside '{shorter}'"
            row_of = next(row.row for row in rows if row.value == longer)
            found.append(("W438", row_of, message, f"take it out, or take '{shorter}' out if that finds too much"))
    return tuple(found)


def _of_same_days(rows: Iterable[ListRow]) -> Iterator[tuple[ListRow, ...]]:
    """The rows that hold on the same days."""

    def days(row: ListRow) -> tuple[str, str]:
        return str(row.start or ""), str(row.until or "")

    for _, same in groupby(sorted(rows, key=days), key=days):
        yield tuple(same)


def _key(sought: Phrase) -> _Key:
    """Equal for phrases that are found in the same texts."""
    if sought.prefix:
        return "begins", sought.words
    return ("words", sought.words) if found_by_words(sought) else ("joined", sought.joined)


def _key_of(written: str) -> _Key:
    sought = phrase(written)
    return ("as written", written) if sought is None else _key(sought)


def _repeated(values: Sequence[syntax.Literal]) -> Iterator[Diagnostic]:
    seen: dict[_Key, syntax.Literal] = {}
    for before, value in pairwise((None, *values)):
        if value is None:
            continue
        first = seen.setdefault(_value_key(value), value)
        if first is not value and before is not None:
            text, other = value.span.text, first.span.text
            message = f"{text} stands twice here" if text == other else f"{text} is read the same as {other}"
            yield Diagnostic("W437", message, value.span, help="leave one out", fixes=_cut(before.span, value.span))


def _value_key(value: syntax.Literal) -> _Key:
    if value.kind is not syntax.LiteralKind.TEXT:
        return "value", value.text
    return _key_of(value.text)


def _cut(before: Span, value: Span) -> tuple[Replacement, ...]:
    """The edit that takes a value out with the comma before it, unless a comment stands there."""
    cut = Span(value.source, before.end, value.end)
    return () if "#" in cut.source.text[before.end : value.start] else (Replacement(cut, ""),)


def _within(values: Sequence[syntax.Literal], *, every: bool) -> Iterator[Diagnostic]:
    by_text = {one.text: one for one in values if one.kind is syntax.LiteralKind.TEXT}
    for longer, shorter in _longer_ones(tuple(by_text)):
        idle, other = (shorter, longer) if every else (longer, shorter)
        message = f'"{idle}" adds nothing beside "{other}"'
        mend = f'take it out, or take "{other}" out if that finds too {"little" if every else "much"}'
        yield Diagnostic("W438", message, by_text[idle].span, help=mend)


def _longer_ones(written: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Phrases in which another stands, and the first that does."""
    first = {_key(found): (one, found) for one in reversed(written) if (found := phrase(one)) is not None}
    whole = {key: one for key, (one, found) in first.items() if not found.prefix}
    begun = [(one, found) for one, found in first.values() if found.prefix]
    for one, found in reversed(first.values()):
        if found.prefix:
            continue
        shorter = _standing_in(found, whole) or next((text for text, each in begun if _begins(each, found)), None)
        if shorter is not None:
            yield one, shorter


def _standing_in(longer: Phrase, whole: dict[_Key, str]) -> str | None:
    words = longer.words
    for size in range(1, len(words)):
        for first in range(len(words) - size + 1):
            part = phrase(" ".join(words[first : first + size]))
            if part is not None and _key(part) in whole:
                return whole[_key(part)]
    return None


def _begins(prefix: Phrase, longer: Phrase) -> bool:
    """Whether a phrase such as `centrifug*` is found wherever the other stands."""
    *leading, last = prefix.words
    size = len(prefix.words)
    windows = (longer.words[first : first + size] for first in range(len(longer.words) - size + 1))
    return any(list(one[:-1]) == leading and one[-1].startswith(last) for one in windows)


def told(words: Sequence[str], most: int = 3) -> str:
    """Some words in quotes, and how many more."""
    shown = [f'"{one}"' for one in words[:most]]
    return listed([*shown, f"{len(words) - most} more"] if len(words) > most else shown, "and")
