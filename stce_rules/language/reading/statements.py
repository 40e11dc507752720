"""Where statements begin.

Enters the tokens of a file, leaves one run of tokens per statement. A run reaches from the first word of a statement to
the first word of the next, so that a fault in one, a missing `end` included, never hides the next.
"""

from __future__ import annotations

from collections.abc import Sequence

from stce_rules.language.reading.tokens import STATEMENTS, Token

STARTS = frozenset(word.upper() for word in STATEMENTS)

# What follows the first word of a statement. It decides where a statement does not begin its line.
_SECOND = {
    "USE": {"EDITION", "LISTS", "RULES"},
    "PARAMETER": {"NAME"},
    "MEASURE": {"NAME"},
    "INDICATOR": {"NAME"},
    "EXEMPTION": {"STRING"},
    "DECISION": {"SCORE", "RED", "YELLOW", "BLUE", "GREEN", "SAMPLE"},
    "GUARANTEE": {"STRING"},
}
_BEFORE_A_LIST = {"IN", "OF", "THROUGH", "AVOIDS"}


def split(tokens: Sequence[Token], text: str) -> list[Sequence[Token]]:
    """The tokens of each statement. The first run may be words that stand before any statement."""
    starts = [i for i, token in enumerate(tokens) if token.type in STARTS and begins(tokens, i, text)]
    if not tokens:
        return []
    if not starts or starts[0] != 0:
        starts.insert(0, 0)
    return [tokens[here:after] for here, after in zip(starts, [*starts[1:], len(tokens)], strict=True)]


def begins(tokens: Sequence[Token], i: int, text: str) -> bool:
    """Whether the statement word at `i` begins a statement, and is not `in list x` or `rule "X" hits`."""
    token = tokens[i]
    before = tokens[i - 1].type if i else ""
    second, third = (tokens[j].type if j < len(tokens) else "" for j in (i + 1, i + 2))
    fresh = not i or before == "END" or "\n" in text[tokens[i - 1].end : token.start]
    match token.type:
        case "RULE":
            if third == "HITS" or (before == "OF" and tokens[i - 2].type == "HITS"):
                return False
            return fresh or (second, third) == ("STRING", "STRING")
        case "LIST":
            return (second, third) == ("NAME", "OF") or (fresh and before not in _BEFORE_A_LIST)
        case kind:
            return fresh or second in _SECOND[kind]
