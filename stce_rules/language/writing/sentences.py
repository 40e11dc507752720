"""Conditions and sentences as they are written.

Enters a condition and where its lines are indented, leaves atoms on the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from stce_rules.language import syntax as s
from stce_rules.language.syntax import LiteralKind
from stce_rules.language.writing.atoms import Page


@dataclass(frozen=True, slots=True)
class Margins:
    """Indents of the lines of a condition: those that begin with `and`, with `or`, with a value; `-`; `end`."""

    joint_and: int
    joint_or: int
    inner: int
    bullet: int
    end: int

    def inside_brackets(self) -> Margins:
        """The margins of a condition in brackets."""
        return Margins(self.inner, self.inner, self.inner, self.bullet, self.end)

    def inside_bullet(self) -> Margins:
        """The margins of a condition after a `-`."""
        text = self.bullet + 2
        return Margins(text, text, text + 2, text + 2, text)


CLAUSE = Margins(joint_and=3, joint_or=4, inner=6, bullet=6, end=4)
"""Of a condition that stands in a clause: `and` ends in the column in which `when` does."""


def condition(page: Page, node: s.Condition, margins: Margins, level: int = 1) -> None:
    """A condition of any kind."""
    match node:
        case s.AllOf(bulleted=False) | s.AnyOf(bulleted=False):
            _chain(page, node, margins, level)
        case s.AllOf() | s.AnyOf() | s.NoneOf() | s.AtLeastOf():
            _bullets(page, node, margins)
        case s.Not():
            page.put("not")
            _operand(page, node.part, margins, level)
        case s.Sentence():
            page.put(_subject(node.subject))
            _relation(page, node.relation, margins.inner)
        case s.IndicatorName():
            page.put(node.name.text)
        case s.ItemsShow():
            words = node.quantifier.value
            page.put(f"{words.replace('N', str(node.needed)) if node.needed is not None else words} {node.name.text}")
        case s.RuleHits():
            page.put(f'rule "{node.rule.text}" hits')
        case _:
            assert_never(node)


def _chain(page: Page, node: s.AllOf | s.AnyOf, margins: Margins, level: int) -> None:
    word, indent = ("and", margins.joint_and) if isinstance(node, s.AllOf) else ("or", margins.joint_or)
    after_bullets = False
    for i, part in enumerate(node.parts):
        if i:
            bullets = after_bullets or _bulleted(part)
            page.soft(word, indent, 0 if bullets else level, part.span.start)
        _operand(page, part, margins, level)
        after_bullets = _bulleted(part)


def _bulleted(node: s.Condition) -> bool:
    """Whether it is written as bullets, so that nothing follows on its line."""
    match node:
        case s.AllOf() | s.AnyOf():
            return node.bulleted
        case s.Not():
            return _bulleted(node.part)
        case _:
            return isinstance(node, s.NoneOf | s.AtLeastOf)


def _operand(page: Page, node: s.Condition, margins: Margins, level: int) -> None:
    """A part of a chain, or what `not` stands before: another chain needs brackets."""
    if isinstance(node, s.AllOf | s.AnyOf) and not node.bulleted:
        page.open("(")
        condition(page, node, margins.inside_brackets(), level + 1)
        page.stick(")")
    else:
        condition(page, node, margins, level)


def _bullets(page: Page, node: s.AllOf | s.AnyOf | s.NoneOf | s.AtLeastOf, margins: Margins) -> None:
    match node:
        case s.AllOf():
            words = "all of:"
        case s.AnyOf():
            words = "any of:"
        case s.NoneOf():
            words = "none of:"
        case s.AtLeastOf():
            words = f"at least {node.needed} of:"
        case _:
            assert_never(node)
    page.put(words)
    for part in node.parts:
        page.line("-", margins.bullet, part.span.start)
        condition(page, part, margins.inside_bullet())
    page.line("end", margins.end, node.span.end - len("end"))


def _subject(node: s.Subject) -> str:
    match node:
        case s.FieldSubject():
            return node.field.text
        case s.Score():
            return "score"
        case s.WindowSubject():
            quote = '"' if node.aggregate is s.Aggregate.EARLIER_HITS else ""
            of = f" {quote}{node.of.text}{quote}" if node.of else ""
            by = " and ".join(one.text for one in node.window.by)
            return f"{node.aggregate.value}{of} by {by} over {literal(node.window.over)}"
        case _:
            assert_never(node)


def _relation(page: Page, node: s.Relation, indent: int) -> None:
    match node:
        case s.Is():
            page.put("is not" if node.negated else "is")
            _predicate(page, node.predicate, indent)
        case s.Mentions():
            page.put("does not mention" if node.negated else "mentions")
            _phrases(page, node.words, indent)
        case s.States():
            page.put(f"states {node.measure.text} {_comparison(node.comparison)}")
        case s.Resembles():
            page.put(f"resembles a party in {_list(node.list)} by at least {literal(node.by)}")
        case s.PassesThrough():
            page.put("avoids" if node.avoids else "passes through")
            if isinstance(node.places, s.Reference):
                page.put(_list(node.places))
            elif len(node.places) == 1:
                page.put(literal(node.places[0]))
            else:
                page.put("any of")
                _bracketed(page, node.places, indent)
        case s.DiffersFrom():
            page.put(f"differs from {node.field.text}")
        case _:
            assert_never(node)


def _predicate(page: Page, node: s.Predicate, indent: int) -> None:
    match node:
        case s.Equals():
            page.put(literal(node.value))
        case s.Exactly():
            page.put(f"exactly {literal(node.value)}")
        case s.InRange():
            page.put(f"from {literal(node.low)} to {literal(node.high)}")
        case s.InSet():
            page.put("in")
            _bracketed(page, node.values, indent)
        case s.InList():
            page.put(f"in {_list(node.list)}")
        case s.Missing():
            page.put("missing")
        case s.Stated():
            page.put("stated")
        case s.Valid():
            page.put("valid")
        case s.SameAs():
            page.put(f"the same as {node.field.text}")
        case s.Compare() | s.Between():
            page.put(_comparison(node))
        case _:
            assert_never(node)


def _phrases(page: Page, node: s.Phrases | s.PhraseList, indent: int) -> None:
    how = "all of" if node.every else "any of"
    if isinstance(node, s.PhraseList):
        page.put(f"{how} {_list(node.list)}")
    elif len(node.phrases) == 1 and not node.every:
        page.put(literal(node.phrases[0]))
    else:
        page.put(how)
        _bracketed(page, node.phrases, indent)


def _comparison(node: s.Comparison) -> str:
    if isinstance(node, s.Between):
        return f"between {_amount(node.low)} and {_amount(node.high)}"
    return f"{node.order.value} {_amount(node.amount)}"


def _amount(node: s.Amount) -> str:
    return node.name if isinstance(node, s.Reference) else literal(node)


def _list(node: s.Reference) -> str:
    return f"list {node.name}" + (f" as of {literal(node.as_of)}" if node.as_of else "")


def _bracketed(page: Page, values: tuple[s.Literal, ...], indent: int) -> None:
    page.open("(")
    page.commas([(literal(one), one.span.start) for one in values], indent)
    page.stick(")")


def literal(node: s.Literal) -> str:
    """A value as written."""
    return f'"{node.text}"' if node.kind is LiteralKind.TEXT else node.text
