"""The small change of parsing: tokens, the raw tree over them, and what the parser tells where it had to stop.

Plain data that every room of the parser shares, so that only `parse` needs to know which parser does the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from stce_rules.language.syntax import LiteralKind


class Token(NamedTuple):
    """A word, value or mark: the name the grammar gives it, its text, and where it stands (offsets)."""

    type: str
    text: str
    start: int
    end: int


class Node:
    """A form of the grammar with all that was read for it, keywords included."""

    __slots__ = ("children", "end", "rule", "start")

    def __init__(self, rule: str, children: list[Token | Node]) -> None:
        self.rule = rule
        self.children = children
        self.start: int = children[0].start if children else 0
        self.end: int = children[-1].end if children else 0


def leaf(part: Token | Node) -> Token:
    """A part that the grammar makes a token."""
    if isinstance(part, Node):
        raise TypeError(f"the grammar has a form '{part.rule}' where a word was meant")
    return part


def form(part: Token | Node) -> Node:
    """A part that the grammar makes a form."""
    if isinstance(part, Token):
        raise TypeError(f"the grammar has a word '{part.type}' where a form was meant")
    return part


LITERALS: dict[str, LiteralKind] = {
    "HS": LiteralKind.HS,
    "CAS": LiteralKind.CAS,
    "COUNTRY": LiteralKind.COUNTRY,
    "PLACE": LiteralKind.PLACE,
    "QUANTITY": LiteralKind.QUANTITY,
    "PERCENT": LiteralKind.PERCENT,
    "DURATION": LiteralKind.DURATION,
    "DATE": LiteralKind.DATE,
    "INTEGER": LiteralKind.INTEGER,
    "STRING": LiteralKind.TEXT,
    "CODE": LiteralKind.CODE,
    "ENTRY": LiteralKind.CODE,
    "NAME": LiteralKind.CODE,  # a bare word where a value stands: `flow is export`
    "YES": LiteralKind.BOOLEAN,
    "NO": LiteralKind.BOOLEAN,
}
"""Which kind of value a token is, where a value stands."""

STATEMENTS = ("use", "list", "parameter", "measure", "indicator", "rule", "exemption", "decision", "guarantee")
"""The words that statements begin with."""

END = "$END"
"""The type of the token after the last one."""


class Halt(Protocol):
    """Where no further token was understood, and what would have been."""

    index: int

    def accepts(self, back: int = 0) -> frozenset[str]:
        """Types of tokens that may stand `back` tokens before the halt; END if a statement is complete there."""

    def reach(self, back: int, tokens: Sequence[Token]) -> int:
        """How many of these tokens are understood when they stand there instead."""


class Machine(Protocol):
    """The parser of one catalogue."""

    words: dict[str, str]
    """Text of each keyword and mark, by the type of its token."""

    types: dict[str, str]
    """Type of the token, by text of keyword or mark."""

    def run(self, tokens: Sequence[Token]) -> Node | Halt:
        """The tree of one statement, or where and why not."""
