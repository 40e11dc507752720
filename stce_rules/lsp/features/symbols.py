"""The statements of a file as an outline.

Enters: the document as last read. Leaves: one symbol for each statement, with its examples as children.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from stce_rules.core.span import Span
from stce_rules.core.text import fold
from stce_rules.language import syntax as s
from stce_rules.lsp.features.surroundings import Surroundings

__all__ = ["Symbol", "SymbolKind", "find", "outline"]

_MOST_FOUND = 200


class SymbolKind(Enum):
    """What a symbol is, in an officer's word."""

    USE = "use"
    LIST = "list"
    PARAMETER = "parameter"
    MEASURE = "measure"
    INDICATOR = "indicator"
    RULE = "rule"
    EXEMPTION = "exemption"
    DECISION = "decision"
    GUARANTEE = "guarantee"
    EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A statement or example: its name, what is said beside it, all of it, and the characters of its name."""

    name: str
    detail: str
    kind: SymbolKind
    span: Span
    selection: Span
    children: tuple[Symbol, ...] = ()


def outline(around: Surroundings) -> tuple[Symbol, ...]:
    """The statements of the document in their order."""
    return tuple(_symbol(one) for one in around.own_statements())


def find(around: Surroundings, words: str) -> tuple[Symbol, ...]:
    """The named statements of the ruleset in whose name or title the words stand; all for no words."""
    sought = fold(words).split()
    found = (_symbol(one) for one in around.statements() if not isinstance(one, _UNNAMED))
    return tuple(one for one in found if _has(one, sought))[:_MOST_FOUND]


_UNNAMED = (s.UseEdition, s.UseLists, s.UseRules, s.DecisionStatement)


def _has(one: Symbol, sought: Iterable[str]) -> bool:
    said = fold(f"{one.name} {one.detail}")
    return all(word in said for word in sought)


def _symbol(node: s.Statement) -> Symbol:
    match node:
        case s.UseEdition():
            return Symbol(f"HS edition {node.edition}", "", SymbolKind.USE, node.span, node.span)
        case s.UseLists():
            return Symbol(node.alias.text, node.path.text, SymbolKind.USE, node.span, node.alias.span)
        case s.UseRules():
            return Symbol(node.path.text, "rules", SymbolKind.USE, node.span, node.path.span)
        case s.ListStatement():
            detail = f"{len(node.members):,} {node.kind.text}"
            return Symbol(node.name.text, detail, SymbolKind.LIST, node.span, node.name.span)
        case s.ParameterStatement():
            return Symbol(node.name.text, node.values[-1].value.text, SymbolKind.PARAMETER, node.span, node.name.span)
        case s.MeasureStatement():
            return Symbol(node.name.text, f"in {node.unit.text}", SymbolKind.MEASURE, node.span, node.name.span)
        case s.IndicatorStatement() | s.RuleStatement() | s.ExemptionStatement():
            return _unit(node)
        case s.DecisionStatement():
            return Symbol("decision", "", SymbolKind.DECISION, node.span, _first_word(node.span, "decision"))
        case s.GuaranteeStatement():
            first = _first_word(node.span, "guarantee")
            return Symbol(node.title or "guarantee", "", SymbolKind.GUARANTEE, node.span, first)
        case _:
            assert_never(node)


def _unit(node: s.IndicatorStatement | s.RuleStatement | s.ExemptionStatement) -> Symbol:
    kinds = {
        s.IndicatorStatement: SymbolKind.INDICATOR,
        s.RuleStatement: SymbolKind.RULE,
        s.ExemptionStatement: SymbolKind.EXEMPTION,
    }
    status = node.properties.status
    detail = node.title if status is None or status.text == "active" else f"{node.title} ({status.text})"
    examples = tuple(
        Symbol(one.title or "example", _expected(one), SymbolKind.EXAMPLE, one.span, _first_word(one.span, "example"))
        for one in node.examples
    )
    return Symbol(node.name.text or node.title, detail, kinds[type(node)], node.span, node.name.span, examples)


def _expected(one: s.Example) -> str:
    return one.expect.value + (f" with {one.channel.text}" if one.channel else "")


def _first_word(span: Span, word: str) -> Span:
    return Span(span.source, span.start, min(span.end, span.start + len(word)))
