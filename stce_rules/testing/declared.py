"""The facts of an example to a case that engines can judge.

Enters: the facts of a checked example, and the day and flow it is judged by where it states none. Leaves: a case.
Promises: a fact goes the way of a declared value wherever a declaration has a place for it, so an example is read
like the real thing; a box made from others (`transit country`, `route detour`, `unit value`) is set as stated; a box
named `missing` is blank; every other box is blank too.

Facts about goods fill the first goods item, and after `next item` another one. Facts about a box that the header
carries for all items (destination, parties, documents) fill the header, after `next item` that item's own box. A
`licence` is in force for ever unless `until` says its last day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec

from stce_rules.core.boxes import BLANK, Amount, Box, Case, Seen, Subject, Value
from stce_rules.core.declaration import Declaration, Document, Item, Money, Party, Stop
from stce_rules.core.fields import Catalogue, Field, FieldType, Level
from stce_rules.intake.normalise import normalise
from stce_rules.language.checking.words import FLOWS
from stce_rules.language.program import Example, FieldFact, IndicatorFact
from stce_rules.reference import places, units

EXAMPLE_ID = "example"
"""The id of an example's declaration."""

FOR_EVER = date.max
"""The last day of a licence without one."""

_DERIVED = frozenset(("transit country", "route detour", "unit value"))
_AMOUNTS = frozenset((FieldType.MASS, FieldType.QUANTITY, FieldType.MONEY, FieldType.PERCENT, FieldType.NUMBER))
_CLAIMS = {"document": "other", "licence": "licence", "exemption claim": "exemption"}
_PARTY = re.compile(r"parties\[role=(\w+)\](?:\.(\w+))?")
_NUMBER = re.compile(r"([\d,]+(?:\.\d+)?)\s*(.*)")


def items_of(example: Example) -> tuple[tuple[FieldFact | IndicatorFact, ...], ...]:
    """The facts of each goods item, the header's with the first."""
    return (example.facts, *example.next_items)


def case_of(example: Example, day: date, flow: str | None, catalogue: Catalogue) -> Case:
    """The case of an example; `day` and `flow` count where it states neither a value nor `missing`."""
    header = _Form()
    forms: list[_Form] = []
    for facts in items_of(example):
        own = _Form()
        for fact in facts:
            if isinstance(fact, FieldFact):
                shared = fact.field.level is Level.HEADER or (fact.field.level is not Level.ITEM and not forms)
                (header if shared else own).fill(fact, example.edition)
        forms.append(own)
    if "date" not in header.stated:
        header.values["date"] = day.isoformat()
    if "flow" not in header.stated:
        header.values["flow"] = flow
    items = [msgspec.convert({"number": at, **form.all()}, Item) for at, form in enumerate(forms, start=1)]
    declaration = msgspec.convert({"id": EXAMPLE_ID, **header.all(), "items": items}, Declaration)
    return _Overlaid.of(normalise(declaration, catalogue), header, forms)


# ---- one form: a goods item, or the header


@dataclass(slots=True)
class _Form:
    """What facts say of a goods item or of the header: its canonical values, and the boxes that are set directly."""

    values: dict[str, object] = field(default_factory=dict)
    parties: dict[str, dict[str, str]] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    boxes: dict[str, Box] = field(default_factory=dict)
    stated: set[str] = field(default_factory=set)

    def all(self) -> dict[str, object]:
        """The members of the canonical struct."""
        parties = [Party(role=role, **parts) for role, parts in self.parties.items()]
        return {**self.values, "parties": parties, "documents": self.documents}

    def fill(self, fact: FieldFact, edition: int) -> None:
        """Take one fact."""
        one, name = fact.field, fact.field.path.removeprefix("items[].")
        self.stated.add(one.words)
        if not fact.values:
            self.boxes[one.words] = BLANK
        elif one.words in _CLAIMS:
            days = (*fact.until, *(None,) * len(fact.values))
            for code, until in zip(fact.values, days, strict=False):
                self.documents.append(_document(code, one.words, until))
        elif (party := _PARTY.fullmatch(name)) is not None:
            self.parties.setdefault(party[1], {})[party[2] or "id"] = fact.values[0]
        elif one.words in _DERIVED or (name not in _CANONICAL_AMOUNTS and one.type in _AMOUNTS):
            seen = tuple(Seen(_typed(one, text), text, EXAMPLE_ID) for text in fact.values)
            self.boxes[one.words] = Box(seen)
        elif name.startswith("extra."):
            extra = self.values.setdefault("extra", {})
            assert isinstance(extra, dict)
            extra[name.removeprefix("extra.")] = list(fact.values) if one.many else fact.values[0]
        elif one.words == "hs":
            self.values |= {"hs": fact.values[0].split()[-1], "hs_edition": edition}
        else:
            self._write(name, one, fact.values)

    def _write(self, name: str, one: Field, texts: Sequence[str]) -> None:
        match one.type:
            case FieldType.ROUTE:
                self.values[name] = [_stop(text) for text in texts]
            case FieldType.FLOW:
                self.values[name] = FLOWS.get(texts[0], texts[0])
            case kind if kind in _AMOUNTS:
                self.values[name] = _CANONICAL_AMOUNTS[name](_amount(texts[0]))
            case _ if one.many:
                before = self.values.setdefault(name, [])
                assert isinstance(before, list)
                before += texts
            case _:
                self.values[name] = texts[0]


def _document(code: str, words: str, until: date | None) -> Document:
    last_day = (until or FOR_EVER).isoformat() if words == "licence" else None
    return msgspec.convert({"type": code, "claim": _CLAIMS[words], "expires": last_day}, Document)


def _stop(text: str) -> Stop:
    return Stop(place=text) if places.is_place_code(text) else Stop(country=text)


# ---- amounts


def _amount(text: str) -> Amount:
    """An amount as rules write it, in the base unit of its dimension; the checker has seen that it is one."""
    found = _NUMBER.fullmatch(text)
    assert found is not None
    value, symbol = Fraction(found[1].replace(",", "")), found[2]
    unit = units.unit(symbol)
    if unit is not None and symbol != "%":
        return Amount(units.to_base(value, unit), unit.dimension.word)
    return Amount(value, {"%": "percentage", "": "number"}.get(symbol, symbol))


def _typed(one: Field, text: str) -> Value:
    return _amount(text) if one.type in _AMOUNTS else text


def _decimal(amount: Amount) -> Decimal:
    return Decimal(amount.value.numerator) / Decimal(amount.value.denominator)


def _money(amount: Amount) -> Money:
    return Money(amount=_decimal(amount), currency=amount.measure)


_CANONICAL_AMOUNTS = {
    "net_mass_kg": _decimal,
    "gross_mass_kg": _decimal,
    "concentration_percent": _decimal,
    "value": _money,
}
"""Amounts that a declaration has a box for. A quantity is set as stated: its unit need not have a code in trade."""


# ---- boxes set directly


class _Laid:
    """A subject with some of its boxes set by the example."""

    def __init__(self, subject: Subject, boxes: Mapping[str, Box]) -> None:
        self.number = subject.number
        self._subject = subject
        self._boxes = boxes

    def box(self, words: str) -> Box:
        """The box set by the example, else the declaration's."""
        found = self._boxes.get(words)
        return self._subject.box(words) if found is None else found


@dataclass(frozen=True, slots=True)
class _Overlaid:
    """A case whose subjects may have boxes set directly."""

    id: str
    date: date | None
    flow: str | None
    header: Subject
    items: tuple[Subject, ...]

    @classmethod
    def of(cls, case: Case, header: _Form, forms: Iterable[_Form]) -> _Overlaid:
        """Lay the boxes of the forms over a case; an item shows the header's unless it states its own."""
        items = []
        for subject, form in zip(case.items, forms, strict=True):
            shown = {words: box for words, box in header.boxes.items() if words not in form.stated}
            items.append(_Laid(subject, shown | form.boxes))
        return cls(case.id, case.date, case.flow, _Laid(case.header, header.boxes), tuple(items))
