"""The place where the parser halted, and what can be asked about it.

Built by `mend` for each halt; read by `mend` and `clauses`, which say what is wrong there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from stce_rules.core.diagnostics import Diagnostic, Replacement
from stce_rules.core.span import Source, Span
from stce_rules.language.reading.tokens import END, Halt, Machine, Token

_AHEAD = 8


@dataclass(frozen=True)
class Remedy:
    """What is wrong, and the tokens to go on with; None where the statement cannot be understood."""

    fault: Diagnostic
    tokens: list[Token] | None


@dataclass(frozen=True)
class Open:
    """A bracket or a group of bullets that is not closed: the token or tokens that opened it."""

    first: int
    label: str

    @property
    def bracket(self) -> bool:
        """Whether it is a bracket, not a group of bullets."""
        return self.label == "("


@dataclass(frozen=True)
class Spot:
    """A statement's tokens and the halt within them. `after` are the tokens of the next statement."""

    source: Source
    machine: Machine
    tokens: list[Token]
    halt: Halt
    after: Sequence[Token]

    @property
    def index(self) -> int:
        """Where the first token stands that was not understood."""
        return self.halt.index

    @cached_property
    def accepts(self) -> frozenset[str]:
        """Types of tokens that may stand here."""
        return self.halt.accepts()

    @property
    def token(self) -> Token | None:
        """The token that was not understood; None if the statement stops too early."""
        return self.tokens[self.index] if self.index < len(self.tokens) else None

    @property
    def before(self) -> Token:
        """The last token that was understood, or the first of all."""
        return self.tokens[max(0, self.index - 1)]

    @property
    def kind(self) -> str:
        """The statement's first word."""
        return self.tokens[0].text

    @cached_property
    def name(self) -> str:
        """`rule "A"`: how to speak of the statement."""
        return spoken(self.tokens)

    def line(self, index: int) -> int:
        """The line a token stands on."""
        return self.source.position(self.tokens[index].start)[0]

    def span(self, token: Token) -> Span:
        """A token's place in the source."""
        return self.source.span(token.start, token.end)

    def place(self) -> Span:
        """The token that was not understood, or the place right after the last one."""
        return self.span(self.token) if self.token else self.source.span(self.before.end, self.before.end)

    def what_stands(self) -> str:
        """`'thn'`, or what begins instead."""
        if self.token:
            return f"'{shown(self.source, self.token)}'"
        return spoken(self.after) + " begins" if self.after else "the file ends"

    def goes_on(self, put: Sequence[Token], back: int = 0, skip: int = 0, by: int = 2) -> bool:
        """Whether reading goes on past the halt, by some tokens, with `put` in the place `back` tokens before it.

        `skip` tokens from that place on are left out.
        """
        resume = self.index - back + skip
        rest = [*self.tokens[resume : resume + _AHEAD]]
        if resume + _AHEAD >= len(self.tokens):
            end = self.tokens[-1].end
            rest.append(Token(END, "", end, end))
        taken = self.halt.reach(back, [*put, *rest])
        return taken >= min(len(put) + max(0, self.index - resume) + by, len(put) + len(rest))

    def with_(self, put: Sequence[Token], back: int = 0, skip: int = 0) -> list[Token]:
        """The statement's tokens after the same change."""
        place = self.index - back
        return [*self.tokens[:place], *put, *self.tokens[place + skip :]]

    def word(self, text: str, at: Token | None = None) -> Token:
        """A keyword or mark, put where `at` stands, or right after the last token understood."""
        start, end = (at.start, at.end) if at else (self.before.end, self.before.end)
        return Token(self.machine.types[text], text, start, end)

    def insertion(self, text: str) -> tuple[Replacement, ...]:
        """A fix that puts a text right after the last token understood."""
        return (Replacement(self.source.span(self.before.end, self.before.end), text),)

    @cached_property
    def opened(self) -> list[Open]:
        """What is open at the halt, outermost first; the statement itself apart."""
        stack: list[Open] = []
        for i, token in enumerate(self.tokens[: self.index]):
            if token.type == "LPAR":
                stack.append(Open(i, "("))
            elif token.type == "COLON" and i >= 2:
                first = i - 2 if self.tokens[i - 2].type in {"ALL", "ANY", "NONE"} else max(0, i - 4)
                stack.append(Open(first, " ".join(one.text for one in self.tokens[first:i]) + ":"))
            elif stack and token.type == ("RPAR" if stack[-1].bracket else "END"):
                stack.pop()
        return stack


def spoken(tokens: Sequence[Token]) -> str:
    """`rule "A"`, `indicator hub_detour`, `decision`: a statement by its first tokens."""
    first, second = tokens[0], tokens[1] if len(tokens) > 1 else None
    if first.type == "USE" and second is not None:
        return f"'use {second.text}'"
    if second is None or second.type not in {"STRING", "NAME"}:
        return first.text
    return f'{first.text} "{second.text}"' if second.type == "STRING" else f"{first.text} {second.text}"


def shown(source: Source, token: Token) -> str:
    """A token as written, cut if it is long."""
    text = source.text[token.start : token.end]
    return text if len(text) <= 40 else text[:39] + "…"
