"""What may stand at a place, in an officer's words.

Enter the types of tokens that the parser would take; leaves a phrase such as `a condition, such as hs is 2931.41`.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from stce_rules.language.reading.tokens import END, LITERALS, STATEMENTS

_PHRASES: tuple[tuple[frozenset[str], frozenset[str], str], ...] = (
    # all of these are accepted: said by this phrase, and these are then said with it
    (
        frozenset({"FIELD", "NOT", "LPAR"}),
        frozenset({"FIELD", "NAME", "NOT", "LPAR", "SCORE", "TOTAL", "LARGEST", "NUMBER", "ANY", "ALL", "NONE"})
        | {"EVERY", "NO", "AT", "RULE"},
        "a condition, such as 'hs is 2931.41'",
    ),
    (
        frozenset({"IS", "MENTIONS"}),
        frozenset({"IS", "MENTIONS", "STATES", "RESEMBLES", "PASSES", "AVOIDS", "DIFFERS", "DOES", "MORE", "LESS"})
        | {"AT", "BETWEEN", "FIELD", "NAME", "OF"},
        "what is said of it, such as 'is', 'is at least' or 'mentions'",
    ),
    (
        frozenset({"HS", "CAS", "MISSING", "EXACTLY"}),
        frozenset(LITERALS)
        | {"MISSING", "STATED", "VALID", "EXACTLY", "FROM", "IN", "THE", "MORE", "LESS", "AT", "BETWEEN", "NOT"},
        "a value such as 2931.41, 25 kg, SS or \"X002\", or 'in', 'from', 'at least', 'missing'",
    ),
    (
        frozenset({"HS", "CAS", "DOTTED"}),
        frozenset(LITERALS) | {"DOTTED"},
        "a value such as 25 kg, 40% or 2027-01-01, or the name of a parameter",
    ),
    (frozenset({"HS", "CAS"}), frozenset(LITERALS), 'a value, such as 2931.41, 25 kg, SS or "X002"'),
    (
        frozenset({"VERSION", "STATUS", "OWNER"}),
        frozenset({"VERSION", "STATUS", "OWNER", "REGIME", "EFFECTIVE", "REVIEW", "APPLIES"}),
        "a property, such as 'owner \"Chemical desk\"'",
    ),
    (
        frozenset({"OVER", "FIELD"}),
        frozenset({"OVER", "FIELD", "NAME", "AND", "OF"}),
        "'and' with another field, or a time such as 'over 30 days',",
    ),
    (
        frozenset({"RED", "SAMPLE"}),
        frozenset({"RED", "YELLOW", "BLUE", "GREEN", "SAMPLE", "SCORE"}),
        "a line such as 'red when score is at least 70'",
    ),
    (frozenset({"ADD", "ASK"}), frozenset({"ADD", "AT", "ASK", "REFER", "FLAG"}), "an effect, such as 'add 60 points'"),
    (frozenset({"FIELD"}), frozenset({"FIELD", "NAME"}), "a field, such as 'destination'"),
    (frozenset({"DOTTED"}), frozenset({"DOTTED", "NAME"}), "the name of a list, such as 'cwc.schedule_2'"),
    (frozenset({"RED", "NAME"}), frozenset({"RED", "YELLOW", "BLUE", "GREEN", "NAME"}), "a channel, such as 'red'"),
    (frozenset({"UNIT"}), frozenset({"UNIT", "WORD", "NAME", "COUNTRY", "CODE", "PLACE"}), "a unit, such as MPa"),
    (frozenset({"STRING"}), frozenset({"STRING"}), 'a text in quotation marks, such as "UTS"'),
    (frozenset({"INTEGER"}), frozenset({"INTEGER"}), "a whole number"),
    (frozenset({"NAME"}), frozenset({"NAME"}), "a name, such as 'hub_detour'"),
    (frozenset({END}), frozenset({END}), "the next statement"),
)


def expected(accepts: AbstractSet[str], words: Mapping[str, str]) -> str:
    """The phrase for what is accepted. `words` are the texts of keywords and marks by the type of their token."""
    left = set(accepts)
    phrases = []
    for all_of, said, phrase in _PHRASES:
        if all_of <= left:
            phrases.append(phrase)
            left -= said
    phrases += [f"'{words[one]}'" for one in sorted(left, key=_rank) if one in words]
    return listed(phrases)


def listed(phrases: list[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return " or ".join((", ".join(phrases[:-1]), phrases[-1])) if len(phrases) > 1 else "".join(phrases)


_ORDER = ("AND", "OR", "RPAR", "FOR", "LIFTS", "WHEN", "UNLESS", "THEN", "IF", "BECAUSE", "EXAMPLE", "END")


def _rank(kind: str) -> tuple[int, str]:
    """Marks and small words first, then clauses in their order."""
    return (_ORDER.index(kind) + 1, "") if kind in _ORDER else (0, kind)


def article(word: str) -> str:
    """`a rule`, `an indicator`."""
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


STATEMENT_WORDS = listed([f"'{word}'" for word in STATEMENTS])
