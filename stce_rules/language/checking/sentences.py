"""Sentences about a box: the predicate of each.

Enters: a sentence as written. Leaves: a test of the program, or None with the fault noted. Promise: what
passes here has a meaning in `core.semantics` for every value the box can hold.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from functools import cache
from typing import assert_never

from stce_rules.core.fields import Field, FieldType
from stce_rules.core.predicates import (
    Blank,
    HsWithin,
    InList,
    IsYes,
    Mentions,
    MentionsListed,
    NamedList,
    OneOf,
    PassesThrough,
    PassesThroughListed,
    Predicate,
    SameAs,
    States,
    TextIs,
    Unexpired,
    Written,
)
from stce_rules.core.span import Span
from stce_rules.core.text import read
from stce_rules.language import program, syntax
from stce_rules.language.checking import amounts, hs_literals, hs_sets, literals
from stce_rules.language.checking.amounts import COMPARED, Wanted
from stce_rules.language.checking.findings import with_article
from stce_rules.language.checking.operators import LISTABLE, fits, wrong_kind
from stce_rules.language.checking.symbols import Symbols
from stce_rules.reference import units
from stce_rules.reference.units import Dimension

_NAMED = frozenset((FieldType.CAS, FieldType.COUNTRY, FieldType.PLACE, FieldType.CODE, FieldType.FLOW, FieldType.PARTY))
_SPOKEN = re.compile(r'("[^"\n]*")|#[^\n]*')


def sentence_text(node: syntax.Sentence) -> str:
    """The words of a sentence, comments left out, white space made single spaces."""
    return " ".join(_SPOKEN.sub(lambda match: match[1] or " ", node.span.text).split())


def test(node: syntax.Sentence, subject: syntax.FieldSubject, symbols: Symbols) -> program.Test | None:
    """The test of a sentence whose subject is a box."""
    field, relation = symbols.field(subject.field), node.relation
    match relation:
        case syntax.Is():
            predicate, negated = _is(field, relation, symbols), relation.negated
        case syntax.Mentions():
            predicate, negated = _mentions(field, relation, symbols), relation.negated
        case syntax.States():
            predicate, negated = _states(field, relation, symbols), False
        case syntax.PassesThrough():
            predicate, negated = _passes(field, relation, symbols), relation.avoids
        case syntax.DiffersFrom():
            predicate, negated = _same(field, relation.field, relation.span, symbols), True
        case syntax.Resembles():
            return None
        case _:
            assert_never(relation)
    if field is None or predicate is None:
        return None
    if isinstance(predicate, IsYes) and isinstance(relation, syntax.Is) and _says_no(relation):
        negated = not negated
    return program.Test(field, predicate, negated, sentence_text(node), node.span)


def _says_no(relation: syntax.Is) -> bool:
    return isinstance(relation.predicate, syntax.Equals) and relation.predicate.value.text == "no"


def _is(field: Field | None, relation: syntax.Is, symbols: Symbols) -> Predicate | None:
    said = relation.predicate
    match said:
        case syntax.Missing():
            return Blank()
        case syntax.Stated():
            return Written()
        case syntax.Valid():
            return _valid(field, said, symbols)
        case syntax.SameAs():
            return _same(field, said.field, said.span, symbols)
        case syntax.InList():
            return _in_list(field, said, symbols)
        case syntax.Compare() | syntax.Between():
            if field is None or not fits(field, field.type in COMPARED, relation, symbols):
                return None
            return amounts.within(said, Wanted.of(field), symbols)
        case syntax.Equals() | syntax.Exactly() | syntax.InRange() | syntax.InSet():
            return None if field is None else _values(field, said, relation, symbols)
        case _:
            assert_never(said)


def _values(
    field: Field,
    said: syntax.Equals | syntax.Exactly | syntax.InRange | syntax.InSet,
    relation: syntax.Is,
    symbols: Symbols,
) -> Predicate | None:
    """`is A`, `is exactly A`, `is from A to B`, `is in (A, B)`."""
    if field.type is FieldType.HS:
        return _hs(field, said, symbols)
    if isinstance(said, syntax.InRange):
        if not fits(field, field.type in COMPARED, relation, symbols):
            return None
        return amounts.between(said.low, said.high, Wanted.of(field), symbols)
    single = said.value if isinstance(said, syntax.Equals | syntax.Exactly) else None
    written = said.values if isinstance(said, syntax.InSet) else (single,) if single else ()
    if field.type in _NAMED:
        found = [literals.value(one, field.type, field.words, symbols.findings) for one in written]
        return OneOf(_names(field, [one for one in found if one])) if all(found) else None
    if field.type is FieldType.TEXT:
        folded = [literals.whole_text(one, field.words, symbols.findings) for one in written]
        return TextIs(frozenset(one for one in folded if one)) if all(folded) else None
    if single is not None and field.type in COMPARED:
        return amounts.equal(single, Wanted.of(field), symbols)
    if single is not None and field.type is FieldType.BOOLEAN:
        return IsYes() if literals.fits(single, field.type, field.words, symbols.findings) else None
    fits(field, False, relation, symbols)
    return None


def _names(field: Field, found: list[str]) -> frozenset[str]:
    """What values are compared with; a party by its identifier as written or by its folded name."""
    if field.type is FieldType.PARTY:
        return frozenset(form for one in found for form in (one, read(one).folded) if form)
    return frozenset(found)


def _hs(
    field: Field, said: syntax.Equals | syntax.Exactly | syntax.InRange | syntax.InSet, symbols: Symbols
) -> Predicate | None:
    edition, findings = symbols.edition_of(said.span), symbols.findings
    match said:
        case syntax.Exactly():
            if not literals.fits(said.value, field.type, field.words, findings):
                return None
            digits = hs_literals.one_code(said.value, edition, findings)
            return None if digits is None else hs_sets.exactly(digits, edition)
        case syntax.InRange():
            fitting = [literals.fits(one, field.type, field.words, findings) for one in (said.low, said.high)]
            if not all(fitting):
                return None
            between = hs_literals.interval_between(said.low, said.high, edition, findings)
            return None if between is None else hs_sets.within((between,), edition)
        case syntax.Equals() | syntax.InSet():
            written = said.values if isinstance(said, syntax.InSet) else (said.value,)
            return _hs_set(field, written, edition, symbols)
        case _:
            assert_never(said)


def _hs_set(field: Field, written: tuple[syntax.Literal, ...], edition: int, symbols: Symbols) -> HsWithin | None:
    found = [
        hs_literals.code(one.text, one.span, edition, symbols.findings)
        if literals.fits(one, field.type, field.words, symbols.findings)
        else None
        for one in written
    ]
    digits = [one for one in found if one is not None]
    return hs_sets.within(map(hs_sets.interval, digits), edition) if len(digits) == len(found) else None


def _valid(field: Field | None, said: syntax.Valid, symbols: Symbols) -> Unexpired | None:
    if field is None or field.words == "licence":
        return Unexpired()
    message = f"{field.words} cannot be valid; only a licence can"
    symbols.findings.add("E224", said.span, message, f"say 'licence is valid' or '{field.words} is stated'")
    return None


def _same(field: Field | None, word: syntax.Word, span: Span, symbols: Symbols) -> SameAs | None:
    other = symbols.field(word)
    if field is None or other is None:
        return None
    if field.type is not other.type:
        one, two = with_article(field.type.value), with_article(other.type.value)
        message = f"{field.words} is {one}, {other.words} is {two}: they are never the same"
        alike = sorted(one.words for one in symbols.catalogue.values() if one.type is field.type and one != field)
        near = [one for one in alike if one.startswith(f"{other.words} ")]
        symbols.findings.add("E226", span, message, f"did you mean '{near[0]}'?" if near else "")
        return None
    return SameAs(other.words)


def _in_list(field: Field | None, said: syntax.InList, symbols: Symbols) -> InList | None:
    kinds = () if field is None else LISTABLE.get(field.type, ())
    found, as_of = list_of(said.list, symbols)
    if field is None or found is None:
        return None
    if found.kind not in kinds:
        wrong_kind(field, found, said.list.span, kinds, symbols)
        return None
    return InList(found.name, as_of)


def list_of(reference: syntax.Reference, symbols: Symbols) -> tuple[NamedList | None, date | None]:
    """The list of a name, and the day its rows are taken as of where one is written."""
    found = symbols.list(reference)
    if reference.as_of is None:
        return found, None
    as_of = literals.day(reference.as_of, "'as of'", symbols.findings)
    return (None if as_of is None else found), as_of


def _mentions(field: Field | None, relation: syntax.Mentions, symbols: Symbols) -> Predicate | None:
    words = relation.words
    mend = ""
    if field is not None and f"{field.words} name" in symbols.catalogue:
        mend = f"say '{field.words} name mentions …'"
    if field is not None and not fits(field, field.type is FieldType.TEXT, relation, symbols, mend):
        return None
    if isinstance(words, syntax.PhraseList):
        found, as_of = list_of(words.list, symbols)
        if found is None or field is None:
            return None
        if found.kind != "phrases":
            wrong_kind(field, found, words.list.span, ("phrases",), symbols)
            return None
        return MentionsListed(found.name, words.every, as_of)
    phrases = [
        literals.sought(one.text, one.span, symbols.findings)
        if literals.fits(one, FieldType.TEXT, "a phrase", symbols.findings)
        else None
        for one in words.phrases
    ]
    return Mentions(tuple(one for one in phrases if one), words.every) if all(phrases) else None


def _states(field: Field | None, relation: syntax.States, symbols: Symbols) -> States | None:
    measure = symbols.measure(relation.measure)
    if field is not None and not fits(field, field.type is FieldType.TEXT, relation, symbols):
        return None
    if measure is None:
        return None
    name, dimension = relation.measure.text, measure.unit.dimension
    within = amounts.within(relation.comparison, Wanted(name, FieldType.QUANTITY, dimension), symbols)
    return None if within is None else States(dimension.word, measure.written, _spoken(dimension), within)


@cache
def _spoken(dimension: Dimension) -> tuple[tuple[str, Fraction, Fraction], ...]:
    """All spellings of the units of a dimension, each with factor and offset to its base unit."""
    return tuple(
        (spelling, unit.factor, unit.offset)
        for spelling, unit in sorted(units.spoken_forms().items(), key=lambda pair: pair[0])
        if unit.dimension is dimension
    )


def _passes(field: Field | None, relation: syntax.PassesThrough, symbols: Symbols) -> Predicate | None:
    findings = symbols.findings
    if field is not None and not fits(field, field.type is FieldType.ROUTE, relation, symbols):
        return None
    if isinstance(relation.places, syntax.Reference):
        found, as_of = list_of(relation.places, symbols)
        if found is None or field is None:
            return None
        if found.kind not in ("countries", "places"):
            wrong_kind(field, found, relation.places.span, ("countries", "places"), symbols)
            return None
        return PassesThroughListed(found.name, as_of)
    countries, stops = set[str](), set[str]()
    faults = findings.errors
    for one in relation.places:
        value = stop(one, "route", symbols)
        if value is not None:
            (countries if len(value) == 2 else stops).add(value)
    return PassesThrough(frozenset(countries), frozenset(stops)) if findings.errors == faults else None


def stop(literal: syntax.Literal, about: str, symbols: Symbols) -> str | None:
    """A country or a place of a route."""
    if not literals.fits(literal, FieldType.ROUTE, about, symbols.findings):
        return None
    kind = FieldType.COUNTRY if len(literal.text) == 2 else FieldType.PLACE
    return literals.value(literal, kind, about, symbols.findings)
