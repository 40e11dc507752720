"""Rule text to syntax tree.

Enters the text of a file and the fields that rules may speak of. Leaves the tree of every statement that was
understood, and all faults of shape in one run. Promise: no text makes it fail or hang; what it cannot read becomes a
diagnostic.

text → `scan` (tokens) → `split` (one run of tokens per statement) → the grammar's parser, with `mend` where it halts →
`build` (the tree of `syntax`). This module and `grammar` alone know that the parser is Lark's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Protocol, cast

from lark import Lark, UnexpectedToken

from stce_rules.core.diagnostics import Diagnostic, in_order
from stce_rules.core.fields import CATALOGUE
from stce_rules.core.span import Source
from stce_rules.language import grammar, syntax
from stce_rules.language.reading.mend import Reader
from stce_rules.language.reading.scan import Scanned, scan
from stce_rules.language.reading.statements import split
from stce_rules.language.reading.tokens import Node, Token
from stce_rules.language.reading.tree import build

__all__ = ["Parsed", "Unfinished", "Words", "parse", "scanned", "understood", "unfinished", "words"]

LARGEST = 4_000_000
"""Characters of a file; some four thousand rules."""

MOST_FAULTS = 500
"""Faults of a file that are told."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was understood of a file, and what is wrong with it."""

    file: syntax.File
    diagnostics: tuple[Diagnostic, ...]


def parse(source: Source, fields: Iterable[str] = CATALOGUE) -> Parsed:
    """The tree of a rule file. `fields` are the words of the boxes that rules may speak of."""
    if len(source.text) > LARGEST:
        message = f"the file has {len(source.text):,} characters; at most {LARGEST:,} are read"
        fault = Diagnostic("E314", message, source.span(0, 0), help="split it and join the parts with 'use rules from'")
        return Parsed(syntax.File(()), (fault,))
    fields = tuple(fields)
    found = scanned(source, fields)
    faults, statements = found.faults, list[syntax.Statement]()
    if not found.tokens and not faults:
        help_ = "write a statement, such as: use edition 2022"
        faults.append(Diagnostic("E315", "the file holds no statement", source.span(0, 0), help=help_))
    runs = split(found.tokens, source.text)
    for run, after in zip_longest(runs, runs[1:], fillvalue=()):
        if len(faults) > MOST_FAULTS:
            break
        statements += understood(source, run, after, fields, faults)
    ordered = in_order(faults)
    if len(ordered) > MOST_FAULTS:
        help_ = "mend these first, then check again"
        message = f"the file has more than {MOST_FAULTS} faults; the others are not shown"
        ordered = (Diagnostic("E317", message, source.span(0, 0), help=help_), *ordered[:MOST_FAULTS])
    return Parsed(syntax.File(tuple(statements), tuple(found.comments)), ordered)


def understood(
    source: Source, run: Sequence[Token], after: Sequence[Token], fields: Iterable[str], faults: list[Diagnostic]
) -> Iterator[syntax.Statement]:
    """The statements of one run of tokens, which most often are one; `after` are the tokens of the next."""
    for node in Reader(source, _machine(tuple(fields)), faults).read(run, after):
        statement = build(source, node, faults)
        if statement is not None:
            yield statement


def scanned(source: Source, fields: Iterable[str] = CATALOGUE) -> Scanned:
    """The tokens and comments of a file, for those who need places that the tree does not keep."""
    machine = _machine(tuple(fields))
    return scan(source, machine.pattern, machine.types)


@dataclass(frozen=True, slots=True)
class Words:
    """What a text is cut by: the pattern of each kind of word, in the order tried, and the keywords and marks."""

    patterns: Mapping[str, str]
    keywords: frozenset[str]


def words(fields: Iterable[str] = CATALOGUE) -> Words:
    """The words of the grammar, for those who describe it to others, such as editors."""
    machine = _machine(tuple(fields))
    return Words(machine.patterns, frozenset(machine.types))


def unfinished() -> Unfinished:
    """A statement of which nothing is read yet, for those who ask what may come next."""
    return Unfinished(_machine(()))


@lru_cache(maxsize=1)
def _lark() -> Lark:
    return grammar.parser()


@lru_cache(maxsize=8)
def _machine(fields: tuple[str, ...]) -> _Machine:
    """Made once for each catalogue: the pattern of its boxes takes some milliseconds."""
    return _Machine(_lark(), fields)


def _boxes(fields: Iterable[str]) -> str:
    """The pattern of the words of any box, the longest first: some begin as others do."""
    ordered = sorted(fields, key=lambda words: (-len(words), words))
    boxes = ["[ \t]+".join(map(re.escape, words.split())) for words in ordered]
    return f"(?:{'|'.join(boxes) or '(?!)'})"


class _State(Protocol):
    """What is used of the state of Lark's parser."""

    @property
    def value_stack(self) -> list[Token | Node]: ...


class _Parser(Protocol):
    """What is used of Lark's interactive parser, with the types that Lark leaves out."""

    def feed_token(self, token: object) -> object: ...

    def feed_eof(self) -> Node: ...

    def accepts(self) -> set[str]: ...

    def copy(self, *, deepcopy_values: bool) -> _Parser: ...

    @property
    def parser_state(self) -> _State: ...


class _Machine:
    """Lark's parser, behind the forms of `tokens`, with the words of the fields filled in."""

    def __init__(self, lark: Lark, fields: Iterable[str]) -> None:
        self._lark = lark
        boxes = _boxes(fields)
        self.words = {one.name: one.pattern.value for one in lark.terminals if one.pattern.type == "str"}
        self.types = {text: name for name, text in self.words.items()}
        self.patterns = {name: one.replace(grammar.FIELDS, boxes) for name, one in grammar.patterns(lark).items()}
        # Groups that begin a branch would keep `re` from passing over it by its first character.
        kinds = "|".join(f"(?:{pattern})(?P<{name}>)" for name, pattern in self.patterns.items())
        self.pattern = re.compile(f"(?:{kinds})(?:{self.patterns['WS']})?")

    def start(self) -> _Parser:
        """A parser before its first token."""
        return cast("_Parser", self._lark.parse_interactive())

    def run(self, tokens: Sequence[Token]) -> Node | _Halt:
        """The tree of one statement, or where and why not."""
        parser = self.start()
        reached = _feed(parser, tokens)
        if reached == len(tokens):
            try:
                return parser.feed_eof()
            except UnexpectedToken:
                pass
        return _Halt(self, tokens, reached)


class _Halt:
    """The parser before each of the last tokens that it understood."""

    def __init__(self, machine: _Machine, tokens: Sequence[Token], index: int) -> None:
        self.index = index
        parser = machine.start()
        first = max(0, index - _LOOK_BACK)
        _feed(parser, tokens[:first])
        self._parsers = [parser]
        for token in tokens[first:index]:
            parser = parser.copy(deepcopy_values=False)
            _feed(parser, (token,))
            self._parsers.append(parser)

    def accepts(self, back: int = 0) -> frozenset[str]:
        """Types of tokens that may stand `back` tokens before the halt."""
        return frozenset(self._parsers[-1 - back].accepts()) if back < len(self._parsers) else frozenset()

    def reach(self, back: int, tokens: Sequence[Token]) -> int:
        """How many of these tokens are understood when they stand there instead."""
        if back >= len(self._parsers):
            return 0
        return _feed(self._parsers[-1 - back].copy(deepcopy_values=False), tokens)


_LOOK_BACK = 6


class Unfinished:
    """The beginning of a statement, token by token, and what may come next."""

    def __init__(self, machine: _Machine) -> None:
        self._parser = machine.start()
        self.words: Mapping[str, str] = machine.words

    def read(self, tokens: Sequence[Token]) -> int:
        """Read on as far as it can be understood; how many of the tokens that are."""
        before = self._parser.copy(deepcopy_values=False)
        taken = _feed(self._parser, tokens)
        if taken < len(tokens):  # the token that was refused may have changed what is open
            self._parser = before
            _feed(self._parser, tokens[:taken])
        return taken

    def take(self, *tokens: Token) -> bool:
        """Read on, if all of these tokens can be understood here; else nothing is read."""
        ahead = self._parser.copy(deepcopy_values=False)
        taken = _feed(ahead, tokens) == len(tokens)
        if taken:
            self._parser = ahead
        return taken

    def accepts(self) -> frozenset[str]:
        """Types of tokens that may stand next; END if the statement is complete."""
        return frozenset(self._parser.accepts())

    def open(self) -> tuple[Token | Node, ...]:
        """The forms and words that belong to nothing yet, from the first word of the statement on."""
        return tuple(self._parser.parser_state.value_stack)


def _feed(parser: _Parser, tokens: Sequence[Token]) -> int:
    """Give a parser tokens until it refuses one; how many it took."""
    for taken, token in enumerate(tokens):
        try:
            parser.feed_token(token)
        except UnexpectedToken:
            return taken
    return len(tokens)
