"""Conditions: brackets, bullets, indicators and sentences, resolved and typed.

Enters: a condition as written and where it stands. Leaves: a condition of the program, or None with every
fault in it noted. Promise: an indicator is asked only of the kind of subject it judges.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import assert_never

from stce_rules.core.fields import FieldType
from stce_rules.core.predicates import Resembles
from stce_rules.core.resemblance import ALIKE
from stce_rules.core.span import Span
from stce_rules.language import program, syntax
from stce_rules.language.checking import amounts, operators, sentences
from stce_rules.language.checking.amounts import Wanted
from stce_rules.language.checking.symbols import Symbols
from stce_rules.language.checking.windows import window_is
from stce_rules.language.syntax import Quantifier, Scope


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a condition stands: what is judged, and whether it is the line of a decision."""

    scope: Scope
    decision: bool = False


def condition(node: syntax.Condition, setting: Setting, symbols: Symbols) -> program.Condition | None:
    """The condition, resolved."""
    match node:
        case syntax.AllOf() | syntax.AnyOf() | syntax.NoneOf() | syntax.AtLeastOf():
            return _joined(node, setting, symbols)
        case syntax.Not():
            part = condition(node.part, setting, symbols)
            return None if part is None else program.Not(part, node.span)
        case syntax.Sentence():
            return _sentence(node, setting, symbols)
        case syntax.IndicatorName() | syntax.ItemsShow() | syntax.RuleHits() if setting.decision:
            _only_score(node.span, symbols)
            return None
        case syntax.IndicatorName():
            return _indicator(node, setting, symbols)
        case syntax.ItemsShow():
            return _items_show(node, setting, symbols)
        case syntax.RuleHits():
            return program.Hits(node.rule.text, node.span) if symbols.rule(node.rule) else None
        case _:
            assert_never(node)


def _joined(
    node: syntax.AllOf | syntax.AnyOf | syntax.NoneOf | syntax.AtLeastOf, setting: Setting, symbols: Symbols
) -> program.Condition | None:
    """Parts joined; None when some are faulty, but every one is looked at."""
    found = [condition(part, setting, symbols) for part in node.parts]
    _said_twice(node.parts, symbols)
    parts = tuple(part for part in found if part is not None)
    if isinstance(node, syntax.AtLeastOf) and not _can_be_met(node, symbols):
        return None
    if len(parts) < len(found):
        return None
    match node:
        case syntax.AllOf():
            return program.AllOf(parts, node.span)
        case syntax.AnyOf():
            return program.AnyOf(parts, node.span)
        case syntax.NoneOf():
            return program.Not(program.AnyOf(parts, node.span), node.span)
        case syntax.AtLeastOf():
            return program.AtLeastOf(node.needed, parts, node.span)


def _said_twice(nodes: Iterable[syntax.Condition], symbols: Symbols) -> None:
    seen = set[syntax.Condition]()
    for node in nodes:
        if node in seen:
            symbols.findings.add("W403", node.span, "this is said twice here", "leave one of them out")
        seen.add(node)


def _can_be_met(node: syntax.AtLeastOf, symbols: Symbols) -> bool:
    count = len(node.parts)
    if 1 <= node.needed <= count:
        return True
    why = "is always true" if node.needed < 1 else f"can never be true: there are {count}"
    mend = "say 'all of' or 'any of'" if count == 1 else f"write a number from 1 to {count}"
    symbols.findings.add("E109", node.span, f"'at least {node.needed} of' {why}", mend)
    return False


def _sentence(node: syntax.Sentence, setting: Setting, symbols: Symbols) -> program.Condition | None:
    match node.subject:
        case syntax.Score():
            return _score(node, setting, symbols)
        case _ if setting.decision:
            _only_score(node.span, symbols)
            return None
        case syntax.WindowSubject():
            return window_is(node, node.subject, symbols)
        case syntax.FieldSubject() if isinstance(node.relation, syntax.Resembles):
            return _resembles(node, node.subject, node.relation, symbols)
        case syntax.FieldSubject():
            return sentences.test(node, node.subject, symbols)


def _only_score(span: Span, symbols: Symbols) -> None:
    message = "a decision speaks of the score only"
    symbols.findings.add("E243", span, message, "let a rule say it, with the effect 'at least red'")


def _score(node: syntax.Sentence, setting: Setting, symbols: Symbols) -> program.Condition | None:
    if not setting.decision:
        mend = "the score is known after all rules; speak of it in a 'decision'"
        symbols.findings.add("E242", node.subject.span, "'score' is not known inside a rule", mend)
        return None
    said, wanted = node.relation, Wanted("score", FieldType.NUMBER)
    match said:
        case syntax.Is(predicate=syntax.Compare() | syntax.Between() as comparison, negated=False):
            within = amounts.within(comparison, wanted, symbols)
        case syntax.Is(predicate=syntax.InRange(low=low, high=high), negated=False):
            within = amounts.between(low, high, wanted, symbols)
        case syntax.Is(predicate=syntax.Equals(value=value), negated=False):
            within = amounts.equal(value, wanted, symbols)
        case _:
            message = "the score is a number; this cannot be said of it"
            symbols.findings.add("E224", said.span, message, "say 'score is at least 70'")
            return None
    return None if within is None else program.ScoreIs(within, sentences.sentence_text(node), node.span)


def _resembles(
    node: syntax.Sentence, subject: syntax.FieldSubject, relation: syntax.Resembles, symbols: Symbols
) -> program.Condition | None:
    field = symbols.field(subject.field)
    found, as_of = sentences.list_of(relation.list, symbols)
    share = amounts.share(relation.by, "a resemblance", symbols.findings)
    fitting = field is None or operators.fits(field, field.type is FieldType.PARTY, relation, symbols)
    if field is None or found is None or share is None or not fitting:
        return None
    if found.kind != "parties":
        operators.wrong_kind(field, found, relation.list.span, ("parties",), symbols)
        return None
    sentence = sentences.sentence_text(node)
    if not symbols.matcher:
        return program.NotJudgedYet("E752", sentence, node.span)
    predicate = Resembles(found.name, math.ceil(share * ALIKE), symbols.matcher, as_of)
    return program.Test(field, predicate, negated=False, sentence=sentence, span=node.span)


# ---- indicators


def _indicator(node: syntax.IndicatorName, setting: Setting, symbols: Symbols) -> program.Condition | None:
    name = node.name.text
    scope = _scope_of(node.name, symbols)
    if scope is None:
        return None
    if scope is Scope.ITEM and setting.scope is Scope.DECLARATION:
        message = f"'{name}' judges goods items, and this is about the declaration"
        symbols.findings.add("E240", node.name.span, message, f"say 'any item shows {name}'", f"any item shows {name}")
        return None
    make: Callable[[str, Span], program.Condition] = program.Calls if name in symbols.functions else program.Shows
    return make(name, node.span)


def _scope_of(name: syntax.Word, symbols: Symbols) -> Scope | None:
    """What an indicator or plugin predicate judges; None, noted, when there is none of that name."""
    if name.text in symbols.functions:
        return symbols.functions[name.text]
    if name.text in symbols.indicators:
        return symbols.indicators[name.text].for_each.scope
    symbols.findings.unknown_name("E202", name.span, "indicator", name.text, {*symbols.indicators, *symbols.functions})
    return None


def _items_show(node: syntax.ItemsShow, setting: Setting, symbols: Symbols) -> program.Condition | None:
    name = node.name.text
    if setting.scope is Scope.ITEM:
        message = f"'{node.quantifier.value}' asks all items, and this is about one item"
        mend = f"say '{name}', or ask it in an indicator 'for each declaration' and name that here"
        symbols.findings.add("E244", node.span, message, mend)
        return None
    if name in symbols.functions:
        message = f"'{name}' is a predicate of a plugin; items show indicators only"
        symbols.findings.add("E241", node.name.span, message, f"make an indicator 'for each item when {name}'")
        return None
    scope = _scope_of(node.name, symbols)
    if scope is None:
        return None
    if scope is Scope.DECLARATION:
        message = f"'{name}' judges the declaration, not its items"
        symbols.findings.add("E241", node.name.span, message, f"say '{name}'")
        return None
    needed = 1 if node.needed is None else node.needed
    if node.quantifier is Quantifier.AT_LEAST and needed < 1:
        symbols.findings.add("E109", node.span, "'at least 0 items' is always true", "say 'at least 1 items'")
        return None
    return program.ItemsShow(node.quantifier, needed, name, node.span)
