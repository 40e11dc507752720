"""What the sentence at the caret is about: its box, and what is said of it so far.

Enters: a place. Leaves: the subject, or None where the caret stands in no sentence and no fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from stce_rules.core.fields import Catalogue, Field, FieldType
from stce_rules.language.reading.tokens import LITERALS, Node, Token
from stce_rules.language.syntax import Literal, LiteralKind
from stce_rules.lsp.features.place import Place, words_of
from stce_rules.reference.units import Dimension, unit

__all__ = ["About", "Subject", "comparable", "dimension_of", "subject"]

_SAID = frozenset(LITERALS) | {
    "IS", "NOT", "EXACTLY", "FROM", "TO", "IN", "LPAR", "COMMA", "AT", "LEAST", "MOST", "MORE", "LESS", "THAN",
    "BETWEEN", "AND", "MENTIONS", "DOES", "MENTION", "ANY", "ALL", "OF", "STATES", "RESEMBLES", "A", "PARTY", "BY",
    "PASSES", "THROUGH", "AVOIDS", "DIFFERS", "THE", "SAME", "AS", "LIST", "DOTTED", "MISSING", "STATED", "VALID",
    "UNTIL",
}  # fmt: skip
"""Words and values that can follow the box of a sentence."""


_ENDING = frozenset(LITERALS) | {"DOTTED", "MISSING", "STATED", "VALID"}


class About(Enum):
    """What kind of thing a sentence speaks of."""

    BOX = "box"
    SCORE = "score"
    WINDOW = "window"
    FACT = "fact"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is spoken of; `said` are the words after it, `values` those already given in brackets.

    For a window `field` is the box computed with; for `states` the name of the measure is `measure`. `ended`: a value
    or name stands last, so that no more need be said.
    """

    about: About
    field: Field | None
    words: str
    said: tuple[str, ...]
    values: tuple[str, ...]
    measure: str = ""
    ended: bool = False


def subject(place: Place, catalogue: Catalogue) -> Subject | None:
    """What the words before the place speak of."""
    said: list[Token] = []
    for part in reversed(place.open):
        if not isinstance(part, Token) or part.type not in _SAID:
            return _subject(place, part, said, catalogue)
        said.insert(0, part)
    return None


def _subject(place: Place, part: Token | Node, said: list[Token], catalogue: Catalogue) -> Subject | None:
    words = " ".join(one.text for one in said if one.type not in LITERALS and one.type != "COMMA")
    values = tuple(one.text for one in said if one.type in LITERALS)
    kind = part.type if isinstance(part, Token) else str(part.rule)
    spoken = tuple(words.replace("(", "").split())
    ended = bool(said) and said[-1].type in _ENDING
    if kind in {"field", "FIELD"}:
        named = words_of(part)
        field = catalogue.get(named)
        kinds = {one.type for one in place.open if isinstance(one, Token)}
        about = About.FACT if "EXAMPLE" in kinds else About.BOX
        if said and said[0].type == "STATES":
            measure = said[1].text if len(said) > 1 else ""
            return Subject(About.MEASURE, field, named, spoken[1:], values[1:], measure, ended and len(said) > 2)
        return Subject(about, field, named, spoken, values, ended=ended)
    if kind in {"score", "SCORE"}:
        return Subject(About.SCORE, None, "score", spoken, values, ended=ended)
    if kind == "window_subject" and isinstance(part, Node):
        of = part.children[1] if len(part.children) > 1 else None
        summed = isinstance(part.children[0], Token) and part.children[0].type in {"TOTAL", "LARGEST"}
        field = catalogue.get(words_of(of)) if summed and of is not None else None
        return Subject(About.WINDOW, field, words_of(part), spoken, values, ended=ended)
    return None


def dimension_of(found: Subject, measures: dict[str, str]) -> Dimension | None:
    """What an amount beside the subject is measured in; `measures` are the units of the measures by name."""
    if found.about is About.MEASURE:
        named = unit(measures.get(found.measure, ""))
        return None if named is None else named.dimension
    return Dimension.MASS if found.field is not None and found.field.type is FieldType.MASS else None


def comparable(found: Subject, value: Literal, measures: dict[str, str]) -> bool:
    """Whether a value is of the kind that the subject is compared with."""
    symbol = value.text.lstrip("0123456789,. \t")
    of_value = unit(symbol)
    dimension = dimension_of(found, measures)
    if dimension is not None:
        return of_value is not None and of_value.dimension is dimension
    match None if found.field is None else found.field.type:
        case FieldType.PERCENT:
            return value.kind is LiteralKind.PERCENT
        case FieldType.DATE:
            return value.kind is LiteralKind.DATE
        case FieldType.MONEY:
            return value.kind is LiteralKind.QUANTITY and of_value is None
        case FieldType.QUANTITY:
            return of_value is not None
        case _:
            return value.kind is LiteralKind.INTEGER
