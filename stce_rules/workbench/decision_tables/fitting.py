"""Which part of a rule stands in which cell of a table.

Enters: a rule as written. Leaves: its cells by their headings, or the reason why it does not fit a row. Whether a row
says all that the rule says is proved by whoever exports it, by importing it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stce_rules.core.fields import Catalogue, FieldType
from stce_rules.language import syntax as s
from stce_rules.language.writing.atoms import Page
from stce_rules.language.writing.sentences import CLAUSE, condition, literal
from stce_rules.language.writing.statements import statement
from stce_rules.workbench.decision_tables import conditions as c
from stce_rules.workbench.decision_tables.cells import Kind, one_line
from stce_rules.workbench.decision_tables.conditions import Alternative, Form, alternative, parts_of
from stce_rules.workbench.decision_tables.headings import EITHER, INDICATOR, Clause, column_of
from stce_rules.workbench.decision_tables.values import Unread


class Misfit(Exception):  # noqa: N818  # it becomes a report of the rule
    """The rule does not fit a row; the text says why."""


_LONGEST = 70
"""Characters of a condition that a report quotes."""

Filled = list[tuple[str, str]]
"""Headings and cells of a row; only those of conditions may come twice."""


def cells_of(rule: s.RuleStatement, catalogue: Catalogue) -> Filled:
    """The cells of a rule. Raises Misfit."""
    cells = [("id", rule.name.text), ("title", rule.title), *_properties(rule)]
    if rule.for_each.where is not None:
        cells += _tests(Clause.WHERE, rule.for_each.where, catalogue)
    cells += _tests(Clause.WHEN, rule.when, catalogue)
    if len(rule.unless) > 1:
        raise Misfit("it has more than one 'unless'")
    for one in rule.unless:
        cells += [*_tests(Clause.UNLESS, one.condition, catalogue), ("unless because", one.because)]
    cells += [*_effects("", rule.then), *_effects("if unknown ", rule.if_unknown)]
    if rule.because is not None:
        cells.append(("because", rule.because))
    if rule.examples:
        cells.append(("examples", "\n".join(_examples(rule))))
    return cells


def _properties(rule: s.RuleStatement) -> Iterator[tuple[str, str]]:
    own = rule.properties
    for name, word in (("status", own.status), ("effective from", own.effective_from),
                       ("effective until", own.effective_until), ("review by", own.review_by)):  # fmt: skip
        if word is not None:
            yield name, word.text
    if own.version is not None:
        yield "version", str(own.version)
    if own.owner is not None:
        yield "owner", own.owner
    if own.regime:
        yield "regime", _joined(own.regime)
    if own.applies_to:
        yield "applies to", "; ".join(one.text for one in own.applies_to)
    if rule.for_each.scope is s.Scope.DECLARATION:
        yield "for each", "declaration"


def _joined(texts: Sequence[str]) -> str:
    """Texts in one cell; one with a semicolon in quotes."""
    return "; ".join(one if parts_of(one) == (one,) else f'"{one}"' for one in texts)


def _effects(prefix: str, effects: Sequence[s.Effect]) -> Iterator[tuple[str, str]]:
    notes: dict[s.Note, list[str]] = {note: [] for note in s.Note}
    points = [one.points for one in effects if isinstance(one, s.AddPoints)]
    channels = [one.channel.text for one in effects if isinstance(one, s.AtLeastChannel)]
    for one in effects:
        if isinstance(one, s.NoteEffect):
            notes[one.note].append(one.text)
    if len(points) > 1 or len(channels) > 1:
        raise Misfit("it adds points, or raises the channel, twice")
    yield from ((f"{prefix}points", str(one)) for one in points)
    yield from ((f"{prefix}channel", one) for one in channels)
    yield from ((f"{prefix}{note.value}", _joined(texts)) for note, texts in notes.items() if texts)


def _examples(rule: s.RuleStatement) -> Iterator[str]:
    """The examples as they are written, each on one line, without the word `example`."""
    page = Page()
    statement(page, rule, {})
    texts = [one.text for one in page.atoms]
    begins = [at for at, text in enumerate(texts) if text.startswith('example "')]
    for begin, after in zip(begins, [*begins[1:], len(texts) - 1], strict=True):
        yield " ".join(texts[begin:after]).removeprefix("example ")


# ---- tests


def _tests(clause: Clause, node: s.Condition, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    prefix, either = "" if clause is Clause.WHEN else f"{clause.value} ", False
    for part in _conjuncts(node):
        try:
            cells, begin = [_test(part, catalogue)], prefix
        except Misfit:
            if not isinstance(part, s.AnyOf) or clause is not Clause.WHEN or either:
                raise
            cells, begin, either = list(_either(part, catalogue)), EITHER, True
        yield from ((begin + heading, cell) for heading, cell in cells)


def _either(node: s.AnyOf, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The cells of tests of which one must hold. Raises Misfit."""
    try:
        yield from (_test(part, catalogue) for part in node.parts)
    except Misfit:
        raise Misfit(_no_place(node)) from None


def _conjuncts(node: s.Condition) -> Iterator[s.Condition]:
    if isinstance(node, s.AllOf):
        for part in node.parts:
            yield from _conjuncts(part)
    else:
        yield node


def _test(node: s.Condition, catalogue: Catalogue) -> tuple[str, str]:
    """Heading and cell of one test. Raises Misfit."""
    match node:
        case s.IndicatorName():
            return INDICATOR, node.name.text
        case s.Not(part=s.IndicatorName(name=name)):
            return INDICATOR, f"not {name.text}"
        case s.ItemsShow() | s.RuleHits():
            return _words(node), "yes"
        case s.Not(part=s.Sentence() | s.ItemsShow() | s.RuleHits()):
            return _words(node.part), "no"
        case s.Sentence():
            found = _said((node,), catalogue, negated=False)
            return found or (_words(node), "yes")
        case s.AnyOf() | s.NoneOf() if names := [
            one.name.text for one in node.parts if isinstance(one, s.IndicatorName)
        ]:
            if len(names) < len(node.parts):
                raise Misfit(_no_place(node))
            return INDICATOR, ("not " if isinstance(node, s.NoneOf) else "") + "; ".join(names)
        case s.AnyOf() | s.NoneOf():
            parts = tuple(one for one in node.parts if isinstance(one, s.Sentence))
            found = (
                _said(parts, catalogue, negated=isinstance(node, s.NoneOf)) if len(parts) == len(node.parts) else None
            )
            if found is None:
                raise Misfit(_no_place(node))
            return found
        case _:
            raise Misfit(_no_place(node))


def _no_place(node: s.Condition) -> str:
    words = _words(node)
    return f"a row has no place for '{words if len(words) <= _LONGEST else words[:_LONGEST].rstrip() + '…'}'"


def _words(node: s.Condition) -> str:
    """A condition on one line."""
    page = Page()
    page.line("when", 2)
    condition(page, node, CLAUSE)
    return " ".join(one.text for one in page.atoms).removeprefix("when ")


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence taken apart: the heading it can stand under, its `not`, its alternatives as rules write them."""

    heading: str
    negated: bool
    alternatives: tuple[Alternative, ...]


def _said(sentences: Sequence[s.Sentence], catalogue: Catalogue, *, negated: bool) -> tuple[str, str] | None:
    """Heading and cell of sentences of which any holds, or with `negated` none. None where no column fits."""
    alone = len(sentences) == 1 and not negated
    told = [_told(one, catalogue, alone=alone) for one in sentences]
    first = told[0]
    if first is None:
        return None
    alternatives: list[Alternative] = []
    for one in told:
        if one is None or one.heading != first.heading or (one.negated and not alone):
            return None
        alternatives += one.alternatives
    column = column_of(first.heading, catalogue)
    if column is None:
        return None
    texts = [_typed(column, one) for one in alternatives]
    denies = negated or first.negated
    return first.heading, ("not " if denies != column.negated else "") + "; ".join(texts)


def _typed(column: c.Column, meant: Alternative) -> str:
    """An alternative as it is typed into a cell. Raises Misfit."""
    bare = meant.text[1:-1] if meant.text.startswith('"') else meant.text
    choices = (f"list {meant.text}",) if meant.form is Form.LIST else (bare, meant.text)
    for one in choices:
        try:
            same = parts_of(one) == (one,) and one_line(one) == one and alternative(column, one, Kind.TEXT) == meant
        except Unread:
            same = False
        if same and not one.lower().startswith("not "):
            return one
    raise Misfit(f"a cell cannot hold {meant.text}")


def _told(node: s.Sentence, catalogue: Catalogue, *, alone: bool) -> _Told | None:
    if isinstance(node.subject, s.WindowSubject):
        match node.relation:
            case s.Is(predicate=s.Compare() as found, negated=False):
                subject = _words(replace(node, relation=s.Is(s.Missing(node.span), negated=False, span=node.span)))
                amount = _value(_amount(found.amount))
                return _Told(
                    f"{subject.removesuffix(' is missing')} {found.order.value}", negated=False, alternatives=(amount,)
                )
            case _:
                return None
    if not isinstance(node.subject, s.FieldSubject) or node.subject.field.text not in catalogue:
        return None
    field = node.subject.field.text
    match node.relation:
        case s.Is(predicate=s.Compare() as found, negated=False) if alone:
            return _Told(f"{field} {found.order.value}", negated=False, alternatives=(_value(_amount(found.amount)),))
        case s.Is():
            return _is(field, node.relation, text=catalogue[field].type is FieldType.TEXT)
        case s.Mentions(words=words, negated=no):
            heading = f"{field} {c.MENTIONS_ALL}" if words.every else field
            if isinstance(words, s.PhraseList):
                return _Told(heading, no, (_list(words.list),))
            return _Told(heading, no, tuple(_value(literal(one)) for one in words.phrases))
        case s.PassesThrough(places=places, avoids=no):
            if isinstance(places, s.Reference):
                return _Told(field, no, (_list(places),))
            return _Told(field, no, tuple(_value(literal(one)) for one in places))
        case s.States(measure=measure, comparison=s.Compare() as found):
            heading = f"{field} states {measure.text} {found.order.value}"
            return _Told(heading, negated=False, alternatives=(_value(_amount(found.amount)),))
        case s.DiffersFrom(field=other):
            return _Told(f"{field} {c.DIFFERS_FROM}", negated=False, alternatives=(_value(other.text),))
        case _:
            return None


def _is(field: str, node: s.Is, *, text: bool) -> _Told:
    no, plain = node.negated, f"{field} is" if text else field
    found = ""
    match node.predicate:
        case s.Equals(value=one):
            return _Told(plain, no, (_value(literal(one)),))
        case s.InSet(values=values):
            return _Told(plain, no, tuple(_value(literal(one)) for one in values))
        case s.InList(list=named):
            return _Told(plain, no, (_list(named),))
        case s.SameAs(field=other):
            return _Told(f"{field} {c.SAME_AS}", no, (_value(other.text),))
        case s.Exactly(value=one):
            found = f"exactly {literal(one)}"
        case s.InRange(low=low, high=high):
            found = f"from {literal(low)} to {literal(high)}"
        case s.Compare(order=order, amount=amount):
            found = f"{order.value} {_amount(amount)}"
        case s.Between(low=low, high=high):
            found = f"between {_amount(low)} and {_amount(high)}"
        case s.Missing():
            found = "missing"
        case s.Stated():
            found = "stated"
        case s.Valid():
            found = "valid"
    return _Told(field, no, (Alternative(Form.PREDICATE, found),))


def _value(text: str) -> Alternative:
    return Alternative(Form.VALUE, text)


def _list(named: s.Reference) -> Alternative:
    return Alternative(Form.LIST, named.name + (f" as of {literal(named.as_of)}" if named.as_of else ""))


def _amount(amount: s.Amount) -> str:
    return amount.name if isinstance(amount, s.Reference) else literal(amount)
