"""What may be written at a place: statements, clauses, conditions, what is said of a box, values, names, words.

Enters: a place and what was typed there. Leaves: all items that fit; `completion` keeps those that are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import PurePosixPath

from stce_rules.core.fields import FieldType
from stce_rules.language import syntax as s
from stce_rules.language.checking.amounts import COMPARED
from stce_rules.language.checking.words import LIST_KINDS, STATUSES
from stce_rules.language.reading.tokens import END, Token
from stce_rules.lsp.features import offered_names, offered_values, snippets
from stce_rules.lsp.features.items import Item, ItemKind, quoted
from stce_rules.lsp.features.keywords import CHANNEL_HELP, FLOW_HELP, KEYWORDS, LIST_KIND_HELP, STATUS_HELP
from stce_rules.lsp.features.offered_sentences import boxes, conditions, dated, phrases, sayings
from stce_rules.lsp.features.place import Place, kinds_of
from stce_rules.lsp.features.subject import About, Subject, dimension_of, subject
from stce_rules.lsp.features.surroundings import Surroundings
from stce_rules.reference import hs

__all__ = ["offers", "texts_at"]

_CONDITION = frozenset({"NOT", "LPAR", "FIELD"})
_CHANNELS = frozenset({"RED", "YELLOW"})


def offers(around: Surroundings, place: Place, typed: str, line: str) -> list[Item]:
    """Everything that may stand at a place. `line` is what stands before it on its line."""
    accepts = place.accepts
    found: list[Item] = []
    if not line or (not line.strip() and (not place.open or END in accepts)):
        found += _statements(around.on)
    about = subject(place, around.catalogue)
    if accepts >= _CONDITION:
        found += conditions(around, place)
    elif about is not None and not about.ended and (about.said or accepts & {"IS", "MISSING", "BETWEEN"}):
        found += sayings(around, about)
    if "FIELD" in accepts and not accepts & {"NOT", "IS"} and _is_free(place):
        found += boxes(around, place)
    measured = _units(around, place, about)
    if "HS" in accepts:
        found += _value(around, place, about, typed)
    found += measured
    found += _names(around, place, about)
    found += _clauses(accepts - {"FOR"} if place.tail(1) == ("ASK",) else accepts, around.on)
    if "STRING" in accepts:
        found += [quoted(one) for one in texts_at(around, place)]
    return _once([*found, *([] if measured else _keywords(place, about, found))])


def _is_free(place: Place) -> bool:
    """Whether a box may begin here: not a further word of one, and not the kind of a list."""
    return place.tail(1) not in (("FIELD",), ("NAME",)) and place.tokens[0].type != "LIST"


def _once(items: Iterable[Item]) -> list[Item]:
    """Each label once for what it is."""
    return list({(one.label, one.kind is ItemKind.SNIPPET): one for one in reversed(list(items))}.values())[::-1]


def _statements(on: date) -> list[Item]:
    return [
        Item(label, ItemKind.SNIPPET, dated(text, on), snippet=True, detail=detail, sort="8")
        for label, (detail, text) in snippets.STATEMENTS.items()
    ]


# ---- values


def _value(around: Surroundings, place: Place, about: Subject | None, typed: str) -> list[Item]:
    kinds = kinds_of(place.open)
    if kinds[:1] == ("LIST",):
        kind = place.open[3] if len(place.open) > 3 else None
        return offered_values.members(around, kind.text, typed) if isinstance(kind, Token) else []
    if kinds[-1:] in (("OVER",), ("UNTIL",)) or kinds[-2:] == ("REVIEW", "BY") or "EFFECTIVE" in kinds[-2:]:
        return [] if kinds[-1] == "OVER" else offered_values.days(around.on)
    if kinds[:1] == ("PARAMETER",):
        return offered_values.days(around.on) if kinds[-1] == "FROM" else []
    if about is None:
        return []
    if about.said[-2:] == ("as", "of"):
        return offered_values.days(around.on)
    found = _of_box(around, about, typed)
    return [one for one in found if one.label not in about.values]


def _of_box(around: Surroundings, about: Subject, typed: str) -> list[Item]:
    ordered = about.about in (About.MEASURE, About.SCORE, About.WINDOW)
    if ordered or (about.field is not None and about.field.type in COMPARED):
        dated = about.field is not None and about.field.type is FieldType.DATE
        stated = about.about is About.FACT or not about.said
        named = [] if stated else offered_names.parameters(around, about, offered_names.measure_units(around))
        return [*named, *(offered_values.days(around.on) if dated else [])]
    if about.field is None or (about.said and about.said[0] in ("mentions", "does", "resembles", "states")):
        return []
    return offered_values.values(around, about.field.type, typed, about.field.words)


def _units(around: Surroundings, place: Place, about: Subject | None) -> list[Item]:
    """After a number: the units that fit."""
    last = place.open[-1] if place.open else None
    if not isinstance(last, Token) or last.type not in {"INTEGER", "QUANTITY"} or not last.text[-1].isdigit():
        return []
    kinds = kinds_of(place.open)
    if kinds[-2:-1] == ("OVER",):
        return offered_values.durations()
    if kinds[:1] == ("PARAMETER",) or about is None:
        return []
    dimension = dimension_of(about, offered_names.measure_units(around))
    if about.about is About.MEASURE:
        return offered_values.amount_units(FieldType.QUANTITY, dimension) if dimension else []
    return [] if about.field is None else offered_values.amount_units(about.field.type, dimension)


# ---- names


def _names(around: Surroundings, place: Place, about: Subject | None) -> list[Item]:
    """Names of the ruleset, and the closed sets of words."""
    accepts, tail = place.accepts, place.tail(4)
    if "DOTTED" in accepts and "HS" not in accepts:
        return offered_names.lists(around, _wanted_lists(about))
    match tail:
        case (*_, "STATUS"):
            return [_word(one, STATUS_HELP[one]) for one in STATUSES]
        case (*_, "LIST", _, "OF"):
            return [_word(one, LIST_KIND_HELP[one]) for one in LIST_KINDS]
        case (*_, "USE", "EDITION"):
            return [_word(str(one), f"in force from 1 January {one}") for one in reversed(hs.EDITIONS)]
        case ("LISTS", "FROM", "STRING", "AS"):
            return [_word(one, "the name of the file") for one in _alias(place.tokens[-2].text)]
        case (*_, "STATES"):
            return offered_names.measures(around)
        case (*_, "SHOWS") | (*_, "SHOW"):
            return offered_names.indicators(around, s.Scope.ITEM)
        case (*_, "SHOWING"):
            return offered_names.indicators(around, None)
        case (*_, "MEASURE", "NAME", "IN"):
            return [_word(symbol, word) for symbol, word in offered_values.every_unit()]
        case _ if "NAME" in accepts and "APPLIES" in kinds_of(place.open):
            stated = {one.text for one in place.tokens if one.type == "NAME"}
            return [_word(one, help_) for one, help_ in FLOW_HELP.items() if one not in stated]
        case _:
            return [_word(one, CHANNEL_HELP[one]) for one in CHANNEL_HELP] if _channel(accepts) else []


def _alias(path: str) -> list[str]:
    """The name of a file as an alias, where it can be one."""
    name = re.sub(r"[^a-z0-9]+", "_", PurePosixPath(path.removeprefix("plugin:")).stem.lower()).strip("_")
    return [name] if name[:1].isalpha() and name not in KEYWORDS else []


def _channel(accepts: frozenset[str]) -> bool:
    return accepts >= _CHANNELS and "SAMPLE" not in accepts


def _word(label: str, detail: str) -> Item:
    return Item(label, ItemKind.VALUE, detail=detail, sort="1")


def _wanted_lists(about: Subject | None) -> Iterable[str] | None:
    if about is None or about.field is None:
        return None
    if about.said[:1] == ("resembles",):
        return ("parties",)
    return offered_names.kinds_of_lists(about.field)


def texts_at(around: Surroundings, place: Place) -> list[Item]:
    """Texts to offer between quotation marks."""
    kinds = list(kinds_of(place.open))
    while len(kinds) > 1 and kinds[-1] == "COMMA" and kinds[-2] == "STRING":
        kinds = kinds[:-2]
    match kinds:
        case [*_, "LIFTS", "RULES"]:
            return offered_names.rules(around)
        case [*_, _, "RULE"]:
            return offered_names.rules(around, own=place.tokens[1].text if place.tokens[0].type == "RULE" else "")
        case [*_, "OWNER"]:
            return offered_names.texts(around, "owner")
        case [*_, "REGIME"]:
            return offered_names.texts(around, "regime")
        case [*_, "ASK", "FOR"]:
            return offered_names.texts(around, "ask for")
        case [*_, "REFER", "TO"]:
            return offered_names.texts(around, "refer to")
        case [*_, "FLAG"]:
            return offered_names.texts(around, "flag")
        case ["USE", "LISTS", "FROM"]:
            return offered_names.files(around, ".csv", ".yaml", ".yml")
        case ["USE", "RULES", "FROM"]:
            return offered_names.files(around, ".stce")
        case _:
            about = subject(place, around.catalogue)
            field = None if about is None else about.field
            coded = field is not None and field.type in (FieldType.CODE, FieldType.PARTY)
            return offered_values.codes(around, field.type, field.words) if field is not None and coded else []


# ---- clauses and single words


def _clauses(accepts: frozenset[str], on: date) -> list[Item]:
    found = phrases(snippets.CLAUSES, accepts, on, "6")
    if "SAMPLE" in accepts:
        found += phrases(snippets.DECISIONS, accepts, on, "4")
    return found


def _keywords(place: Place, about: Subject | None, found: Iterable[Item]) -> list[Item]:
    """The single words that may stand here, where no phrase begins with them."""
    begun = {one.label.split()[0] for one in found if one.kind in _COVERING}
    words = (word for word in KEYWORDS if word.upper() in place.accepts and word not in begun)
    return [
        Item(word, ItemKind.KEYWORD, detail=KEYWORDS[word], sort="7") for word in words if _sayable(word, place, about)
    ]


_COVERING = frozenset({ItemKind.SNIPPET, ItemKind.PHRASE, ItemKind.VALUE})
_SAID_OF: Mapping[str, frozenset[FieldType]] = {
    "valid": frozenset({FieldType.CODE}),
    "exactly": frozenset({FieldType.HS}),
    "yes": frozenset({FieldType.BOOLEAN}),
    "no": frozenset({FieldType.BOOLEAN}),
    "from": frozenset({FieldType.HS}) | COMPARED,
    "mentions": frozenset({FieldType.TEXT}),
    "states": frozenset({FieldType.TEXT}),
    "does": frozenset({FieldType.TEXT}),
    "passes": frozenset({FieldType.ROUTE}),
    "avoids": frozenset({FieldType.ROUTE}),
    "resembles": frozenset(),  # offered as a phrase, where something compares names
    **dict.fromkeys(("at", "more", "less", "between"), COMPARED),
}  # fmt: skip
"""Words that can be said of boxes of some types only."""

_RELATING = frozenset(_SAID_OF) | {"is", "differs", "of"}
"""Words that follow a box; after the name of an indicator they are possible only for a box that is misspelt."""


def _sayable(word: str, place: Place, about: Subject | None) -> bool:
    last = place.open[-1] if place.open else None
    named = isinstance(last, Token) and last.type == "NAME"
    if word in ("yes", "no") and "HS" in place.accepts and (about is None or about.field is None):
        return named  # of an indicator in an example
    if word in _SAID_OF and about is not None:
        return about.field is not None and about.field.type in _SAID_OF[word]
    return word not in _RELATING or about is not None or not named or "AND" not in place.accepts
