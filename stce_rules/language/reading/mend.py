"""Reads a statement in spite of its faults.

Enters the tokens of one statement. Leaves its raw tree where it can be understood; every fault met is reported with a
place, a sentence and a way to mend it. Where the mending is plain (a misspelt word, a missing `end`), reading goes on
with it, so that one run tells all faults; where it is not, the statement is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.span import Source
from stce_rules.language.reading import clauses, slips
from stce_rules.language.reading.expected import STATEMENT_WORDS, expected
from stce_rules.language.reading.spot import Remedy, Spot, shown, spoken
from stce_rules.language.reading.statements import STARTS
from stce_rules.language.reading.tokens import END, STATEMENTS, Machine, Node, Token

_TRIES: tuple[Callable[[Spot], Remedy | None], ...] = (
    slips.misspelt,
    slips.reserved,
    clauses.unclosed,
    slips.one_too_many,
    clauses.clause,
    slips.quoting,
    slips.left_out,
    slips.misspelt_before_a_fault,
)
_MOST_REPAIRS = 30
_TOKENS_READ_AGAIN = 1_000_000
"""A limit on work: a statement of a million words is not read thirty times."""


class Reader:
    """Reads the statements of one source, one after the other; faults go to `faults`."""

    def __init__(self, source: Source, machine: Machine, faults: list[Diagnostic]) -> None:
        self._source = source
        self._machine = machine
        self._faults = faults

    def read(self, tokens: Sequence[Token], after: Sequence[Token]) -> Iterator[Node]:
        """The statement these tokens make; more than one if the first word of the second is misspelt."""
        rest = list(tokens)
        while rest:
            if rest[0].type not in STARTS:
                rest = self._outside(rest, None)
                continue
            node, done = self._statement(rest, after)
            if node is not None:
                yield node
            statement, rest = rest[:done], rest[done:]
            if rest:
                rest = self._outside(rest, spoken(statement))

    def _statement(self, tokens: list[Token], after: Sequence[Token]) -> tuple[Node | None, int]:
        """The tree of a statement if it can be understood, and how many of its tokens belong to it."""
        added = 0
        for _ in range(max(1, min(_MOST_REPAIRS, _TOKENS_READ_AGAIN // len(tokens)))):
            got = self._machine.run(tokens)
            if isinstance(got, Node):
                remedy = slips.taken_for_a_name(self._source, self._machine, tokens)
                if remedy is None:
                    return got, len(tokens) - added
            else:
                spot = Spot(self._source, self._machine, tokens, got, after)
                if END in spot.accepts:
                    node = self._machine.run(tokens[: got.index])
                    return (node if isinstance(node, Node) else None), got.index - added
                remedy = next(filter(None, (attempt(spot) for attempt in _TRIES)), None) or _unexpected(spot)
            self._faults.append(remedy.fault)
            if remedy.tokens is None:
                break
            added += len(remedy.tokens) - len(tokens)
            tokens = remedy.tokens
        return None, len(tokens) - added

    def _outside(self, tokens: list[Token], statement: str | None) -> list[Token]:
        """Words that stand in no statement: one fault, and what may still be read as a statement."""
        first = tokens[0]
        span = self._source.span(first.start, first.end)
        meant = slips.nearest(first.text, STATEMENTS) if first.type in slips.WORDLIKE else None
        if meant is not None:
            fault = slips.misspelling(self._source, self._machine, first, meant)
            put = Token(self._machine.types[meant], meant, first.start, first.end)
            read = self._machine.run([put, *tokens[1:]])
            if isinstance(read, Node) or read.index > 1:
                self._faults.append(fault)
                return [put, *tokens[1:]]
        if first.type == "END" and statement is not None:
            message = f"this 'end' is one too many; {statement} has ended already"
            self._faults.append(Diagnostic("E318", message, span, help="delete it", fixes=slips.deletion(span)))
            return tokens[1:] if len(tokens) > 1 and tokens[1].type in STARTS else []
        what = f"'{shown(self._source, first)}'"
        where = f"after the end of {statement}" if statement else "before any statement"
        help_ = f"a statement begins with {STATEMENT_WORDS}"
        self._faults.append(Diagnostic("E309", f"{what} stands {where}", span, help=help_))
        return []


def _unexpected(spot: Spot) -> Remedy:
    """E303: what was expected instead, in general words."""
    message = f"here {expected(spot.accepts, spot.machine.words)} is expected, but {spot.what_stands()}"
    if spot.token is not None:
        message += " stands here"
    goes_on = spot.token is not None and spot.token.type not in clauses.CLAUSES and spot.goes_on([], 0, 1)
    return Remedy(Diagnostic("E303", message, spot.place()), spot.with_([], 0, 1) if goes_on else None)
