"""Rule text that has changed to syntax tree: only the statements around the change are read again.

Enters: a text, and what was read of the file before. Leaves: exactly what `parse` would give, with what is needed to
do so again. Promise: whatever changed, the answer is that of `parse`; the cost is that of the statements that changed,
of those with faults (their reports speak of other lines), and of moving the others.

A file is cut into blocks: lines that begin with a statement, up to the next such line. No word crosses a line, and
whether a word begins a statement depends on two words to either side; so a block that stands as before, between blocks
that stand as before, holds what it held.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, zip_longest

from stce_rules.core.diagnostics import Diagnostic, in_order
from stce_rules.core.fields import CATALOGUE
from stce_rules.core.span import Source
from stce_rules.language import syntax
from stce_rules.language.parse import LARGEST, MOST_FAULTS, Parsed, parse, scanned, understood
from stce_rules.language.reading.moving import moved
from stce_rules.language.reading.statements import split
from stce_rules.language.reading.tokens import Token

__all__ = ["Reread", "reparse"]

_MARGIN = 3
"""Blocks to either side of a change that are cut anew: each holds a word or more, and two words decide."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that begin with a statement, and what was read of them, its places counted in the whole text."""

    text: str
    start: int
    statements: tuple[syntax.Statement, ...]
    comments: tuple[syntax.Comment, ...]
    faults: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Reread:
    """A file as read, and its blocks; without blocks it is read as a whole the next time."""

    source: Source
    parsed: Parsed
    blocks: tuple[_Block, ...] = ()


def reparse(source: Source, before: Reread | None, fields: Iterable[str] = CATALOGUE) -> Reread:
    """The tree of a rule file of which an earlier text was read, with the same `fields`, or none."""
    if before is not None and before.source == source:
        return before
    if len(source.text) > LARGEST:
        return Reread(source, parse(source, fields))
    fields = tuple(fields)
    kept = () if before is None else before.blocks
    cut = _cut(source, kept, fields)
    starts = accumulate((len(text) for text, _ in cut), initial=0)
    blocks, faults = list[_Block](), 0
    for (text, block), (after, _), start in zip(cut, (*cut[1:], ("", None)), starts, strict=False):
        if block is not None and not block.faults:
            blocks.append(_moved(block, source, start))
        else:
            blocks.append(_read(source, start, text, after, fields))
            faults += len(blocks[-1].faults)
        if faults > MOST_FAULTS:
            break
    statements = tuple(one for block in blocks for one in block.statements)
    comments = tuple(one for block in blocks for one in block.comments)
    if faults > MOST_FAULTS or not (statements or faults):
        return Reread(source, parse(source, fields))
    found = in_order(one for block in blocks for one in block.faults)
    return Reread(source, Parsed(syntax.File(statements, comments), found), tuple(blocks))


def _cut(source: Source, kept: Sequence[_Block], fields: tuple[str, ...]) -> list[tuple[str, _Block | None]]:
    """The texts of the blocks, each with the block that was read of this text, if there is one."""
    text, start, end, first, last = source.text, 0, len(source.text), 0, len(kept)
    while first < last and text.startswith(kept[first].text, start):
        start += len(kept[first].text)
        first += 1
    while first < last and text.endswith(kept[last - 1].text, start, end):
        last -= 1
        end -= len(kept[last].text)
    back, ahead = kept[max(0, first - _MARGIN) : first], kept[last : last + _MARGIN]
    start -= sum(len(one.text) for one in back)
    end += sum(len(one.text) for one in ahead)
    around = {one.text: one for one in (*back, *ahead) if len(one.statements) == 1}
    changed = [(one, around.get(one)) for one in _blocks_of(text[start:end], fields)]
    before, behind = kept[: first - len(back)], kept[last + len(ahead) :]
    return [*((one.text, one) for one in before), *changed, *((one.text, one) for one in behind)]


def _blocks_of(text: str, fields: tuple[str, ...]) -> Iterator[str]:
    """A text cut where a statement begins a line."""
    tokens = scanned(Source("", text), fields).tokens
    lines = [(text.rfind("\n", 0, run[0].start) + 1, run[0].start) for run in split(tokens, text)[1:]]
    cuts = [0, *(line for line, start in lines if not text[line:start].strip()), len(text)]
    return (text[here:after] for here, after in pairwise(cuts) if here < after)


def _moved(block: _Block, source: Source, start: int) -> _Block:
    by = start - block.start
    statements = tuple([moved(one, source, by) for one in block.statements])
    return _Block(block.text, start, statements, tuple([moved(one, source, by) for one in block.comments]), ())


def _read(source: Source, start: int, text: str, after: str, fields: tuple[str, ...]) -> _Block:
    """A block read from its text; `after` is the text of the next one, which reports may name."""
    found = scanned(Source(source.name, text), fields)
    faults = [moved(one, source, start) for one in found.faults]
    runs = _runs(found.tokens, text, start)
    next_runs = _runs(scanned(Source("", after), fields).tokens, after, start + len(text)) if after else []
    statements = [
        one
        for run, next_run in zip_longest(runs, [*runs[1:], *next_runs[:1]], fillvalue=())
        if run
        for one in understood(source, run, next_run, fields, faults)
    ]
    comments = tuple([moved(one, source, start) for one in found.comments])
    return _Block(text, start, tuple(statements), comments, tuple(faults))


def _runs(tokens: Sequence[Token], text: str, start: int) -> list[list[Token]]:
    return [
        [Token(one.type, one.text, one.start + start, one.end + start) for one in run] for run in split(tokens, text)
    ]
