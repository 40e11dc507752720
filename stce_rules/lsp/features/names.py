"""What is named where: indicators, rules, parameters, measures, lists and boxes, with every place of theirs.

Enters: the statements of a ruleset. Leaves: occurrences with the exact characters of the name, without quotation marks.
A statement with a fault has no tree; `named_at` then goes by the words beside the caret.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from stce_rules.core.span import Span
from stce_rules.language import syntax as s
from stce_rules.language.reading.tokens import Token
from stce_rules.lsp.features.place import statement_start, tokens_in
from stce_rules.lsp.features.surroundings import Surroundings

__all__ = [
    "Definitions",
    "Kind",
    "Occurrence",
    "Word",
    "definitions",
    "named_at",
    "occurrences",
    "statement_at",
    "token_at",
]


class Kind(Enum):
    """What a name stands for, in an officer's word."""

    INDICATOR = "indicator"
    RULE = "rule"
    EXEMPTION = "exemption"
    PARAMETER = "parameter"
    MEASURE = "measure"
    LIST = "list"
    ALIAS = "file of lists"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A name at a place; `defines` where it is given."""

    kind: Kind
    name: str
    span: Span
    defines: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A token at the caret with its neighbours, nearest first."""

    token: Token
    before: tuple[Token, ...]
    after: tuple[Token, ...]

    def follows(self, *kinds: str) -> bool:
        """Whether tokens of these types stand right before it, in this order."""
        return tuple(one.type for one in reversed(self.before[: len(kinds)])) == kinds


_GIVEN: Mapping[type, tuple[str, Kind]] = {
    s.IndicatorStatement: ("name", Kind.INDICATOR),
    s.RuleStatement: ("name", Kind.RULE),
    s.ExemptionStatement: ("name", Kind.EXEMPTION),
    s.ParameterStatement: ("name", Kind.PARAMETER),
    s.MeasureStatement: ("name", Kind.MEASURE),
    s.ListStatement: ("name", Kind.LIST),
    s.UseLists: ("alias", Kind.ALIAS),
}
"""The word of each statement that gives a name."""

_USED: Mapping[tuple[type, str], Kind] = {
    (s.IndicatorName, "name"): Kind.INDICATOR,
    (s.ItemsShow, "name"): Kind.INDICATOR,
    (s.IndicatorFact, "name"): Kind.INDICATOR,
    (s.RuleHits, "rule"): Kind.RULE,
    (s.ExemptionStatement, "lifts"): Kind.RULE,
    (s.States, "measure"): Kind.MEASURE,
    (s.FieldSubject, "field"): Kind.FIELD,
    (s.Window, "by"): Kind.FIELD,
    (s.SameAs, "field"): Kind.FIELD,
    (s.DiffersFrom, "field"): Kind.FIELD,
    (s.FieldFact, "field"): Kind.FIELD,
    (s.BlankNeverLowers, "field"): Kind.FIELD,
    (s.InList, "list"): Kind.LIST,
    (s.PhraseList, "list"): Kind.LIST,
    (s.Resembles, "list"): Kind.LIST,
    (s.PassesThrough, "places"): Kind.LIST,
    (s.Compare, "amount"): Kind.PARAMETER,
    (s.Between, "low"): Kind.PARAMETER,
    (s.Between, "high"): Kind.PARAMETER,
}
"""What a word or reference means, by the form it stands in."""

_COUNTED: Mapping[s.Aggregate, Kind] = {
    s.Aggregate.TOTAL: Kind.FIELD,
    s.Aggregate.LARGEST: Kind.FIELD,
    s.Aggregate.DISTINCT: Kind.FIELD,
    s.Aggregate.ITEMS_SHOWING: Kind.INDICATOR,
    s.Aggregate.EARLIER_ITEMS_SHOWING: Kind.INDICATOR,
    s.Aggregate.EARLIER_HITS: Kind.RULE,
}


Definitions = Mapping[tuple[Kind, str], tuple[s.Statement, Span]]
"""The statement that gives each name, and the characters of the name in it."""


def definitions(around: Surroundings) -> Definitions:
    """What gives each name of the ruleset; the first, where two do."""
    found: dict[tuple[Kind, str], tuple[s.Statement, Span]] = {}
    for statement in around.statements():
        given = _given(statement)
        if given is not None:
            found.setdefault((given.kind, given.name), (statement, given.span))
    return found


def _given(statement: s.Statement) -> Occurrence | None:
    word, kind = _GIVEN.get(type(statement), ("", Kind.FIELD))
    name = getattr(statement, word) if word else None
    return Occurrence(kind, name.text, _bare(name.span), defines=True) if isinstance(name, s.Word) else None


def occurrences(statements: Iterable[s.Statement]) -> Iterator[Occurrence]:
    """Every name in these statements, in their order."""
    for statement in statements:
        given = _given(statement)
        if given is not None:
            yield given
        yield from _within(statement)


def _within(form: object) -> Iterator[Occurrence]:
    for name in getattr(form, "__slots__", ()):
        value: object = getattr(form, name)
        kind = _USED.get((type(form), name))
        if isinstance(form, s.WindowSubject) and name == "of":
            kind = _COUNTED.get(form.aggregate)
        for part in value if isinstance(value, tuple) else (value,):
            match part:
                case s.Word() if kind is not None:
                    yield Occurrence(kind, part.text, _bare(part.span))
                case s.Reference() if kind is not None:
                    yield from _reference(kind, part)
                case s.Word() | s.Reference() | s.Literal() | Span():
                    pass
                case _:
                    yield from _within(part)


def _reference(kind: Kind, part: s.Reference) -> Iterator[Occurrence]:
    """`list cwc.schedule_2 as of 2020-01-01`: the name alone, and the alias in it."""
    text = part.span.text
    after = len(text) - len(text.removeprefix("list").lstrip()) if text.startswith("list") else 0
    start = part.span.start + (after if kind is Kind.LIST else 0)
    span = Span(part.span.source, start, start + len(part.name))
    yield Occurrence(kind, part.name, span)
    alias, dot, _ = part.name.partition(".")
    if dot and kind is Kind.LIST:
        yield Occurrence(Kind.ALIAS, alias, Span(span.source, start, start + len(alias)))


def _bare(span: Span) -> Span:
    """Without quotation marks."""
    quoted = span.end - span.start >= 2 and span.source.text[span.start] == '"'
    return Span(span.source, span.start + 1, span.end - 1) if quoted else span


# ---- at the caret

_PUNCTUATION = frozenset({"COMMA", "LPAR", "RPAR", "COLON", "MINUS"})


def statement_at(around: Surroundings, offset: int) -> s.Statement | None:
    """The statement that the caret stands in, if it was understood and nothing has changed since."""
    for one in around.own_statements():
        if one.span.start <= offset <= one.span.end:
            return one if one.span.source.text == around.source.text else None
    return None


def token_at(around: Surroundings, offset: int) -> Word | None:
    """The word or value that the caret stands in or right after; in it comes first."""
    text = around.source.text
    line_end = text.find("\n", offset)
    end = len(text) if line_end < 0 else line_end
    following = text.find("\n", end + 1)
    tokens = tokens_in(around.source, statement_start(text, offset + 1), len(text) if following < 0 else following,
                       around.catalogue)  # fmt: skip
    touched = [at for at, one in enumerate(tokens) if one.start <= offset <= one.end and one.type not in _PUNCTUATION]
    if not touched:
        return None
    at = touched[-1]
    return Word(tokens[at], tuple(reversed(tokens[max(0, at - 6) : at])), tuple(tokens[at + 1 : at + 7]))


def named_at(around: Surroundings, offset: int) -> tuple[Occurrence, ...]:
    """The names that the caret stands in, the longest first: a list before the alias in its name."""
    statement = statement_at(around, offset)
    if statement is not None:
        found = [one for one in occurrences((statement,)) if one.span.start <= offset <= one.span.end]
        return tuple(sorted(found, key=lambda one: one.span.start - one.span.end))
    word = token_at(around, offset)
    guessed = None if word is None else _guessed(around, word)
    return () if guessed is None else (guessed,)


_BEFORE: Mapping[tuple[str, ...], tuple[Kind, bool]] = {
    ("INDICATOR",): (Kind.INDICATOR, True),
    ("PARAMETER",): (Kind.PARAMETER, True),
    ("MEASURE",): (Kind.MEASURE, True),
    ("STATES",): (Kind.MEASURE, False),
    ("SHOWS",): (Kind.INDICATOR, False),
    ("SHOW",): (Kind.INDICATOR, False),
    ("SHOWING",): (Kind.INDICATOR, False),
    ("STRING", "AS"): (Kind.ALIAS, True),
    ("RULES",): (Kind.RULE, False),
    ("HITS", "OF", "RULE"): (Kind.RULE, False),
    ("EXEMPTION",): (Kind.EXEMPTION, True),
}
"""What a word names, by the words before it."""


def _guessed(around: Surroundings, word: Word) -> Occurrence | None:
    token = word.token
    if token.type == "FIELD":
        return Occurrence(Kind.FIELD, token.text, around.source.span(token.start, token.end))
    if token.type not in {"NAME", "DOTTED", "STRING"}:
        return None
    span = _bare(around.source.span(token.start, token.end))
    if word.follows("LIST"):
        given = bool(word.after) and word.after[0].type == "OF"
        return Occurrence(Kind.LIST, token.text, span, defines=given)
    if word.follows("RULE"):
        return Occurrence(Kind.RULE, token.text, span, defines=not (word.after and word.after[0].type == "HITS"))
    for before, (kind, given) in _BEFORE.items():
        if word.follows(*before):
            return Occurrence(kind, token.text, span, defines=given)
    named = definitions(around)
    kinds = (Kind.RULE,) if token.type == "STRING" else (Kind.INDICATOR, Kind.PARAMETER, Kind.MEASURE)
    kind_known = next((kind for kind in kinds if (kind, token.text) in named), None)
    return None if kind_known is None else Occurrence(kind_known, token.text, span)
