"""Whether two rules say the same in other words.

Enters: two rules as written. Promise: rules that are called the same differ at most in layout, in the order of tests
and alternatives, in the order of effects, and in whether alternatives stand as bullets, in brackets or with `or`.
"""

from __future__ import annotations

from dataclasses import replace

from stce_rules.language import syntax as s


def same(one: s.RuleStatement, other: s.RuleStatement) -> bool:
    """Whether two rules say the same."""
    return _plain(one) == _plain(other)


def _plain(rule: s.RuleStatement) -> s.RuleStatement:
    where = rule.for_each.where
    return replace(
        rule,
        for_each=replace(rule.for_each, where=None if where is None else _condition(where)),
        when=_condition(rule.when),
        unless=tuple(replace(one, condition=_condition(one.condition)) for one in rule.unless),
        then=tuple(sorted(rule.then, key=_kind)),
        if_unknown=tuple(sorted(rule.if_unknown, key=_kind)),
    )


def _kind(effect: s.Effect) -> str:
    """What effects of one kind have in common; their own order stays."""
    return effect.note.value if isinstance(effect, s.NoteEffect) else type(effect).__name__


def _condition(node: s.Condition) -> s.Condition:
    """A condition with every set of values as single sentences, chains flat, `not` as `none of`."""
    match node:
        case s.AllOf():
            return s.AllOf(_flat(node, s.AllOf), bulleted=False, span=node.span)
        case s.AnyOf():
            return s.AnyOf(_flat(node, s.AnyOf), bulleted=False, span=node.span)
        case s.NoneOf():
            return s.NoneOf(_flat(node, s.AnyOf), span=node.span)
        case s.AtLeastOf():
            return replace(node, parts=tuple(map(_condition, node.parts)))
        case s.Not():
            return _condition(s.NoneOf((node.part,), node.span))
        case s.Sentence():
            return _sentence(node)
        case _:
            return node


def _flat(node: s.AllOf | s.AnyOf | s.NoneOf, inner: type[s.AllOf | s.AnyOf]) -> tuple[s.Condition, ...]:
    """The parts in an order of their own, those of chains within the chain among them."""
    found: list[s.Condition] = []
    for part in map(_condition, node.parts):
        found += part.parts if isinstance(part, s.AllOf | s.AnyOf) and isinstance(part, inner) else (part,)
    return tuple(sorted(found, key=repr))


def _sentence(node: s.Sentence) -> s.Condition:
    negated, relations = _single(node.relation)
    parts = tuple(sorted((replace(node, relation=one) for one in relations), key=repr))
    if negated:
        return s.NoneOf(parts, node.span)
    return parts[0] if len(parts) == 1 else s.AnyOf(parts, bulleted=False, span=node.span)


def _single(node: s.Relation) -> tuple[bool, tuple[s.Relation, ...]]:
    """Whether a relation is denied, and what it says of single values."""
    match node:
        case s.Is(predicate=s.InSet(values=values)):
            found = tuple(s.Is(s.Equals(one, one.span), negated=False, span=node.span) for one in values)
            return node.negated, found
        case s.Is():
            return node.negated, (replace(node, negated=False),)
        case s.Mentions(words=s.Phrases(every=False, phrases=phrases) as words):
            each = tuple(replace(words, phrases=(one,)) for one in phrases)
            return node.negated, tuple(s.Mentions(one, negated=False, span=node.span) for one in each)
        case s.Mentions():
            return node.negated, (replace(node, negated=False),)
        case s.PassesThrough(places=tuple() as places):
            return node.avoids, tuple(replace(node, places=(one,), avoids=False) for one in places)
        case s.PassesThrough():
            return node.avoids, (replace(node, avoids=False),)
        case _:
            return False, (node,)
