"""The statement at the caret, in spite of its faults.

Enters: a text and an offset. Leaves: the tokens of the statement before the offset, and what may stand there. Promises:
only that statement is read; a word that cannot be understood is passed over, and a gap is bridged, so that what stands
last decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import product

from stce_rules.core.span import Source
from stce_rules.language.parse import Unfinished, scanned, unfinished
from stce_rules.language.reading.statements import STARTS, split
from stce_rules.language.reading.tokens import STATEMENTS, Node, Token

__all__ = ["Place", "kinds_of", "place", "statement_start", "tokens_in", "words_of"]

_BEGINS = re.compile(rf"^[ \t]*({'|'.join(STATEMENTS)})(?!\w)(?:[ \t]+(\S+))?(?:[ \t]+(\S+))?", re.MULTILINE)
_BEFORE_A_LIST = re.compile(r"(?<!\w)(?:in|of|through|avoids)\s*\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """What may stand at an offset, and what stands before it.

    `accepts` are types of tokens; `open` what the statement holds so far that is not complete, flattened; `tokens` all
    its words before the offset. Nothing is open before the first word of a statement.
    """

    accepts: frozenset[str]
    open: tuple[Token | Node, ...]
    tokens: tuple[Token, ...]

    def tail(self, size: int) -> tuple[str, ...]:
        """The kinds of the last words and forms that are open."""
        return kinds_of(self.open[-size:])


def place(source: Source, offset: int, fields: Iterable[str]) -> Place:
    """What may stand at an offset. The text after it is not looked at."""
    fields = tuple(fields)
    start = statement_start(source.text, offset)
    found = tokens_in(source, start, offset, fields)
    runs = split(found, source.text)
    tokens = tuple(runs[-1]) if runs else ()
    reader = unfinished()
    if tokens and tokens[0].type in STARTS:
        _read(reader, tokens)
    return Place(reader.accepts(), tuple(_flat(reader.open())), tokens)


def statement_start(text: str, offset: int) -> int:
    """Where the statement around an offset begins: a line that begins with the word of a statement; else 0."""
    line = offset
    while line >= 0:
        line = text.rfind("\n", 0, line)
        match = _BEGINS.match(text, line + 1, min(offset, len(text)))
        if match is not None and _is_head(text, match):
            return match.start(1)
    return 0


def _is_head(text: str, match: re.Match[str]) -> bool:
    """Whether the line begins a statement, and does not go on with `list x`, `rule "X" hits` or `exemption claim`."""
    word, second, third = match.groups()
    if word == "exemption":
        return second is None or second.startswith('"')
    if word == "rule":
        return third is None or not third.startswith("hits")
    return word != "list" or third == "of" or not _before_a_list(text, match.start())


def _before_a_list(text: str, end: int) -> bool:
    return _BEFORE_A_LIST.search(text, max(0, end - 60), end) is not None


def tokens_in(source: Source, start: int, end: int, fields: Iterable[str]) -> list[Token]:
    """The tokens between two offsets, at their places in the whole text."""
    part = Source(source.name, source.text[start:end])
    return [Token(one.type, one.text, one.start + start, one.end + start) for one in scanned(part, fields).tokens]


def kinds_of(parts: Iterable[Token | Node]) -> tuple[str, ...]:
    """Types of tokens, names of forms."""
    return tuple(str(one.rule) if isinstance(one, Node) else one.type for one in parts)


def words_of(part: Token | Node) -> str:
    """The words of a field or name."""
    return part.text if isinstance(part, Token) else " ".join(words_of(one) for one in part.children)


def _flat(parts: Iterable[Token | Node]) -> Iterable[Token | Node]:
    """Without the forms that the parser makes of repetitions."""
    for one in parts:
        if isinstance(one, Node) and one.rule.startswith("_"):
            yield from _flat(one.children)
        else:
            yield one


# ---- reading on past faults

_GAPS: tuple[tuple[str, ...], ...] = (
    (),
    ("NAME",),
    ("STRING",),
    ("INTEGER",),
    ("AND",),
    ("COMMA",),
    ("IS", "NAME"),
    ("THAN", "NAME"),
    ("LEAST", "NAME"),
    ("WHEN", "NAME"),
    ("BECAUSE", "STRING"),
    ("EXPECT", "HIT"),
    ("FOR", "EACH", "ITEM"),
    ("THEN", "FLAG", "STRING"),
    ("STRING", "FOR", "EACH", "ITEM"),
)
_CLOSINGS: tuple[tuple[str, ...], ...] = (
    (),
    ("RPAR",),
    ("END",),
    ("END", "END"),
    ("RPAR", "END"),
    ("END", "END", "END"),
)
_BRIDGES = tuple(
    sorted(
        {both for gap, closing in product(_GAPS, _CLOSINGS) for both in ((*gap, *closing), (*closing, *gap)) if both},
        key=lambda kinds: (len(kinds), kinds),
    )
)
"""What is taken as written where a statement does not go on: the least that a sentence lacks, the shortest first."""
_MOST_BRIDGES = 12
_NOT_AFTER_A_GAP = frozenset({"NAME", "WORD", "STRING", "INTEGER", "END"})
"""Before these nothing is thought to be left out: a stray word is passed over instead."""
_ALIKE = 0.7


def _read(reader: Unfinished, tokens: Sequence[Token]) -> None:
    at, bridges = reader.read(tokens), 0
    while at < len(tokens):
        token = tokens[at]
        if bridges < _MOST_BRIDGES:
            bridges += 1
            accepts = reader.accepts()
            if not _misspelt(reader, token, accepts) and token.type not in _NOT_AFTER_A_GAP:
                _bridge(reader, token, accepts)
        at += 1
        at += reader.read(tokens[at:])


def _misspelt(reader: Unfinished, token: Token, accepts: frozenset[str]) -> bool:
    """Take a word for the one it is most like, if there is such a one."""
    meant = {reader.words[kind]: kind for kind in sorted(accepts) if reader.words.get(kind, "").isalpha()}
    near = get_close_matches(token.text, meant, n=1, cutoff=_ALIKE) if token.text.isalpha() else []
    return bool(near) and reader.take(Token(meant[near[0]], near[0], token.start, token.end))


def _bridge(reader: Unfinished, token: Token, accepts: frozenset[str]) -> None:
    """Take a token with the least that can stand before it, if there is such a thing."""
    at = token.start
    for kinds in _BRIDGES:
        if kinds[0] in accepts:
            gap = [Token(kind, reader.words.get(kind, ""), at, at) for kind in kinds]
            if reader.take(*gap, token):
                return
