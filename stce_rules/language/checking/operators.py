"""Which operators say something of which boxes.

Enters: a box and what is said of it. Leaves: whether it can be said; if not, the fault with what can be.
"""

from __future__ import annotations

from typing import assert_never

from stce_rules.core.fields import Field, FieldType
from stce_rules.core.predicates import NamedList
from stce_rules.core.span import Span
from stce_rules.language import syntax
from stce_rules.language.checking.findings import listed, with_article
from stce_rules.language.checking.symbols import Symbols

LISTABLE: dict[FieldType, tuple[str, ...]] = {
    FieldType.HS: ("hs",),
    FieldType.CAS: ("cas",),
    FieldType.COUNTRY: ("countries",),
    FieldType.PLACE: ("places",),
    FieldType.CODE: ("codes",),
    FieldType.PARTY: ("parties",),
}
"""Kinds of lists whose members a box of each type can be."""


def fits(field: Field, fitting: bool, relation: syntax.Relation, symbols: Symbols, mend: str = "") -> bool:
    """Whether an operator says something of this type of box; noted if not."""
    if not fitting:
        message = f"{field.words} is {with_article(field.type.value)}; '{_operator(relation)}' cannot be said of it"
        symbols.findings.add("E224", relation.span, message, mend or _SAYS[field.type].format(field=field.words))
    return fitting


def _operator(relation: syntax.Relation) -> str:
    """The words of an operator without its operand."""
    match relation:
        case syntax.Is(predicate=syntax.Compare(order=order)):
            return f"is {order.value}"
        case syntax.Is(predicate=syntax.Between()):
            return "is between"
        case syntax.Is(predicate=syntax.InRange()):
            return "is from … to"
        case syntax.Is(predicate=syntax.InSet()):
            return "is in"
        case syntax.Is(predicate=syntax.InList()):
            return "is in list"
        case syntax.Is(predicate=syntax.Exactly()):
            return "is exactly"
        case syntax.Is(predicate=syntax.Valid()):
            return "is valid"
        case syntax.Is():
            return "is"
        case syntax.Mentions():
            return "mentions"
        case syntax.States():
            return "states"
        case syntax.Resembles():
            return "resembles"
        case syntax.PassesThrough():
            return "avoids" if relation.avoids else "passes through"
        case syntax.DiffersFrom():
            return "differs from"
        case _:
            assert_never(relation)


_COMPARE = "say '{field} is at least …' or '{field} is between … and …'"
_SAYS: dict[FieldType, str] = {
    FieldType.HS: "say '{field} is 2931.41', '{field} is from … to …' or '{field} is in (…)'",
    FieldType.CAS: "say '{field} is 756-79-6' or '{field} is in list …'",
    FieldType.COUNTRY: "say '{field} is AE' or '{field} is in list …'",
    FieldType.PLACE: "say '{field} is AEJEA' or '{field} is in list …'",
    FieldType.ROUTE: "say '{field} passes through …' or '{field} avoids …'",
    FieldType.TEXT: "say '{field} mentions \"…\"'",
    FieldType.CODE: "say '{field} is \"…\"' or '{field} is in list …'",
    FieldType.MASS: _COMPARE,
    FieldType.QUANTITY: _COMPARE,
    FieldType.MONEY: _COMPARE,
    FieldType.PERCENT: _COMPARE,
    FieldType.DATE: _COMPARE,
    FieldType.NUMBER: _COMPARE,
    FieldType.PARTY: "say '{field} is \"…\"' or '{field} name mentions \"…\"'",
    FieldType.FLOW: "say '{field} is export'",
    FieldType.BOOLEAN: "say '{field} is yes' or '{field} is no'",
}


def wrong_kind(field: Field, found: NamedList, span: Span, kinds: tuple[str, ...], symbols: Symbols) -> None:
    """Note a list whose members the box cannot be."""
    message = f"list {found.name} holds {found.kind}, {field.words} is {with_article(field.type.value)}"
    if kinds:
        mend = f"{field.words} needs a list of {listed(kinds, 'or')}"
    else:
        mend = _SAYS[field.type].format(field=field.words)
        if field.type is FieldType.TEXT and found.kind == "phrases":
            mend = f"say '{field.words} mentions any of list {found.name}'"
        if field.type is FieldType.ROUTE:
            mend = f"say '{field.words} passes through list {found.name}'"
    symbols.findings.add("E225", span, message, mend)
