"""Sentences that can be said more plainly, with the same meaning.

Enters: a unit as written. Leaves: findings, each with an edit that keeps the meaning. Promise: in a unit `for each
declaration` nothing is said of a negation around a box of items: there `not` in front of a sentence is about all items,
and `not` within it about some.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stce_rules.core.diagnostics import Diagnostic, Replacement
from stce_rules.core.fields import Catalogue, Level
from stce_rules.core.span import Span
from stce_rules.language import syntax
from stce_rules.workbench.linting.parts import conditions_of, nodes, nodes_of
from stce_rules.workbench.linting.project import Surroundings, Unit


def double_negation(unit: Unit, around: Surroundings) -> Iterator[Diagnostic]:
    """W434: `is not missing`, `not … is stated`, `not not …`."""
    for node in nodes_of(unit.statement):
        match node:
            case syntax.Not(part=syntax.Not() as within):
                yield _plainer(node.span, _bracketed(within.part))
            case syntax.Not(part=syntax.Sentence() as within) if _same_for_all(within, unit, around.catalogue):
                said = _denied(within.relation)
                if said:
                    yield _plainer(node.span, f"{within.subject.span.text} {said}")
            case syntax.Sentence(relation=syntax.Is(predicate=syntax.Missing(), negated=True) as relation):
                yield _plainer(relation.span, "is stated")
            case syntax.Sentence(relation=syntax.Is(predicate=syntax.Stated(), negated=True) as relation):
                yield _plainer(relation.span, "is missing")
            case _:
                pass


def _plainer(span: Span, plain: str) -> Diagnostic:
    return Diagnostic("W434", "this says no twice", span, help=f"say '{_line(plain)}'", fixes=_edit(span, plain))


def _same_for_all(sentence: syntax.Sentence, unit: Unit, catalogue: Catalogue) -> bool:
    """Whether `not` before a sentence means the same as within it."""
    if unit.statement.for_each.scope is syntax.Scope.ITEM:
        return True
    subject = sentence.subject
    field = catalogue.get(subject.field.text) if isinstance(subject, syntax.FieldSubject) else None
    return field is not None and field.level is Level.HEADER


def _denied(relation: syntax.Relation) -> str:
    """The plain form of the opposite of a relation that holds a `not` of its own, or has an opposite word."""
    match relation:
        case syntax.Is(predicate=syntax.Missing(), negated=negated):
            return "is missing" if negated else "is stated"
        case syntax.Is(predicate=syntax.Stated(), negated=negated):
            return "is stated" if negated else "is missing"
        case syntax.Is(negated=True):
            return _WITHOUT_NOT.sub("is", relation.span.text, count=1)
        case syntax.Mentions(negated=True):
            return _NO_MENTION.sub("mentions", relation.span.text, count=1)
        case _:
            return ""


_WITHOUT_NOT = re.compile(r"^is\s+not\b")
_NO_MENTION = re.compile(r"^does\s+not\s+mention\b")


def lone_bullet(unit: Unit, around: Surroundings) -> Iterator[Diagnostic]:  # noqa: ARG001  # the form of a lint
    """W435: `any of:` or `all of:` with one bullet."""
    whole = {id(one) for one in conditions_of(unit.statement)}
    for node in nodes_of(unit.statement):
        if isinstance(node, syntax.AllOf | syntax.AnyOf) and node.bulleted and len(node.parts) == 1:
            part = node.parts[0]
            plain = part.span.text if id(node) in whole else _bracketed(part)
            word = "any" if isinstance(node, syntax.AnyOf) else "all"
            message = f"'{word} of:' has one bullet only"
            mend = "say it without, or add the bullet that is missing"
            yield Diagnostic("W435", message, node.span, help=mend, fixes=_edit(node.span, plain))


def lone_member(unit: Unit, around: Surroundings) -> Iterator[Diagnostic]:  # noqa: ARG001  # the form of a lint
    """W436: `is in (X)`, `mentions any of ("x")`: brackets with one value."""
    for condition in conditions_of(unit.statement):
        for node in nodes(condition):
            match node:
                case syntax.Sentence(relation=syntax.Is(predicate=syntax.InSet(values=(value,)) as only)):
                    yield _lone(only.span, value)
                case syntax.Sentence(relation=syntax.Mentions(words=syntax.Phrases(phrases=(value,)) as only)) if (
                    only.span != value.span
                ):
                    yield _lone(only.span, value)
                case _:
                    pass


def _lone(span: Span, value: syntax.Literal) -> Diagnostic:
    plain = value.span.text
    message = "one value needs no brackets"
    return Diagnostic("W436", message, span, help=f"say '{_line(plain)}'", fixes=_edit(span, plain))


def _bracketed(part: syntax.Condition) -> str:
    """A condition as it may stand among others."""
    chained = isinstance(part, syntax.AllOf | syntax.AnyOf) and not part.bulleted
    return f"({part.span.text})" if chained else part.span.text


def _edit(span: Span, plain: str) -> tuple[Replacement, ...]:
    """The edit, unless it would lose a comment."""
    lost = span.text.count("#") > plain.count("#")
    return () if lost else (Replacement(span, plain),)


def _line(text: str) -> str:
    return " ".join(text.split())
