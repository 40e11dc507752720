"""Values to offer: HS codes, CAS numbers, countries, places, units, days, and what else a box can hold.

Enters: the type of a box and what was typed. Leaves: items. What there are thousands of is offered only once something
of it is typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from stce_rules.core.fields import FieldType
from stce_rules.core.text import fold
from stce_rules.language import syntax as s
from stce_rules.language.checking.words import FLOWS
from stce_rules.lsp.features.items import Item, ItemKind, quoted
from stce_rules.lsp.features.keywords import FLOW_HELP
from stce_rules.lsp.features.known import chemicals, digits_of, hs_name, hs_words, nations, ports
from stce_rules.lsp.features.markdown import plain
from stce_rules.lsp.features.surroundings import Surroundings
from stce_rules.reference import currencies, hs, units
from stce_rules.reference.units import Dimension

__all__ = ["MOST", "amount_units", "codes", "days", "durations", "every_unit", "members", "values"]

MOST = 200
_NUMBERED = re.compile(r"[0-9.]+")
_ENTRY_BOX = "control entry"
_ENTRY = re.compile(r"(?<!\w)(?:[0-9][A-E][0-9]{3}|ML[0-9]+)(?!\w)")
_CURRENCIES = ("EUR", "USD", "GBP", "CHF", "CNY", "JPY")


def values(around: Surroundings, type_: FieldType, typed: str, field: str = "") -> list[Item]:
    """Values of a box of this type, or of this very box, that what was typed can become."""
    match type_:
        case FieldType.HS:
            return list(_hs(around.edition(), typed))
        case FieldType.CAS:
            return list(_cas(around, typed))
        case FieldType.COUNTRY:
            return _named(nations().items(), typed)
        case FieldType.PLACE:
            return _named(ports().items(), typed) if typed else []
        case FieldType.ROUTE:
            return [*_named(nations().items(), typed), *(_named(ports().items(), typed) if typed else [])]
        case FieldType.FLOW:
            return [_value(flow, FLOW_HELP[many]) for many, flow in FLOWS.items()]
        case FieldType.BOOLEAN:
            return [_value("yes", ""), _value("no", "")]
        case FieldType.DATE:
            return days(around.on)
        case FieldType.CODE | FieldType.PARTY:
            return [_written(one) for one in codes(around, type_, field)]
        case _:
            return []


def _value(label: str, detail: str, *, filter_: str = "", sort: str = "10", help_: str = "") -> Item:
    return Item(label, ItemKind.VALUE, detail=detail, filter=f"{label} {filter_}".strip(), sort=sort, help=help_)


# ---- HS codes


def _hs(edition: int, typed: str) -> Iterator[Item]:
    """By digits, or by words of the name. Nothing for nothing: there are thousands."""
    if _NUMBERED.fullmatch(typed):
        yield from _by_digits(edition, digits_of(typed))
    elif match := re.fullmatch(r"(heading|chapter)\s+([0-9]*)", typed):
        yield from _groups(edition, match[1], match[2])
        return
    for what in ("heading", "chapter"):
        if what.startswith(typed):
            yield Item(f"{what} …", ItemKind.VALUE, f"{what} ", detail=f"all codes of a {what}", sort="13")
    if len(typed) > 1:
        sought = fold(typed).split()
        for digits, name in hs_words().items():
            words = fold(name).split()
            if all(any(word.startswith(one) for word in words) for one in sought) and hs_name(digits, edition):
                yield _code(digits, edition)


def _by_digits(edition: int, digits: str) -> Iterator[Item]:
    if len(digits) <= 2:
        yield from _groups(edition, "chapter", digits)
    if len(digits) <= 4:
        yield from _groups(edition, "heading", digits)
    yield from [_code(code, edition) for code in hs.codes(edition) if code.startswith(digits)][:MOST]


def _code(digits: str, edition: int) -> Item:
    name = hs_name(digits, edition)
    shown = hs.dotted(digits)
    sort = "15" if name else "16"
    return Item(shown, ItemKind.VALUE, detail=name or f"HS {edition}", filter=f"{digits} {shown} {name}", sort=sort)


def _groups(edition: int, what: str, digits: str) -> Iterator[Item]:
    """`chapter 29`, `heading 2931`."""
    length = 2 if what == "chapter" else 4
    inside: dict[str, int] = {}
    for code in hs.codes(edition):
        if code.startswith(digits):
            inside[code[:length]] = inside.get(code[:length], 0) + 1
    if len(inside) > MOST:
        return
    for code, count in inside.items():
        detail, label = f"{count} subheadings of HS {edition}", f"{what} {code}"
        sort = "14" if code == digits else "155"
        yield Item(label, ItemKind.VALUE, detail=detail, filter=f"{code} {label}", sort=sort)


# ---- chemicals, countries, places, codes


def _cas(around: Surroundings, typed: str) -> Iterator[Item]:
    """Chemicals of the control lists, and members of the ruleset's own lists, by number or by a word of the name."""
    listed: dict[str, list[str]] = {}
    names = dict(chemicals())
    for list_name, one in sorted(around.lists().items()):
        if one.kind == "cas":
            for row in one.rows:
                listed.setdefault(row.value, []).append(list_name)
                names.setdefault(row.value, row.name)
    for number, name in names.items():
        if _meant(typed, number, name):
            inside = ", ".join(listed.get(number, ()))
            help_ = f"in {plain(inside)}" if inside else ""
            yield _value(number, name, filter_=name, sort="15" if inside else "16", help_=help_)


def _named(rows: Iterable[tuple[str, str]], typed: str) -> list[Item]:
    """Codes with names, by either."""
    return [_value(code, name, filter_=name, sort="15") for code, name in rows if _meant(typed, code, name)]


def _meant(typed: str, code: str, name: str) -> bool:
    sought = typed.strip()
    if not sought or code.startswith(sought.upper()):
        return True
    words = fold(name).split()
    return all(any(word.startswith(one) for word in words) for one in fold(sought).split() or [sought])


def codes(around: Surroundings, type_: FieldType, field: str) -> list[Item]:
    """What a box of codes or parties can hold, without quotation marks: members of lists, and what rules say of it."""
    found: dict[str, Item] = {}
    kind = "parties" if type_ is FieldType.PARTY else "codes"
    for one in around.lists().values():
        for row in one.rows if one.kind == kind else ():
            found.setdefault(row.value, _value(row.value, row.name or one.name, filter_=row.name, sort="15"))
    for text in _said_of(around, field):
        found.setdefault(text, _value(text, f"{field}, as other rules say it", sort="14"))
    return list(found.values())[:MOST]


def _said_of(around: Surroundings, field: str) -> Iterator[str]:
    """The values that the ruleset's conditions and examples give to a box."""
    for one in around.statements():
        if not isinstance(one, s.IndicatorStatement | s.RuleStatement | s.ExemptionStatement):
            continue
        if field == _ENTRY_BOX:
            yield from (entry for regime in one.properties.regime for entry in _ENTRY.findall(regime))
        for example in one.examples:
            for fact in (*example.facts, *(each for item in example.next_items for each in item)):
                if isinstance(fact, s.FieldFact) and fact.field.text == field and fact.value is not None:
                    yield fact.value.text
        yield from _in_condition(one.when, field)


def _in_condition(condition: s.Condition, field: str) -> Iterator[str]:
    match condition:
        case s.AllOf() | s.AnyOf() | s.NoneOf() | s.AtLeastOf():
            for part in condition.parts:
                yield from _in_condition(part, field)
        case s.Not():
            yield from _in_condition(condition.part, field)
        case s.Sentence(subject=s.FieldSubject(field=named), relation=s.Is(predicate=said)) if named.text == field:
            values = said.values if isinstance(said, s.InSet) else (said.value,) if isinstance(said, s.Equals) else ()
            yield from (value.text for value in values)
        case _:
            pass


def _written(one: Item) -> Item:
    """In quotation marks, where a code needs them."""
    return one if re.fullmatch(r"[A-Z0-9]*[A-Z][A-Z0-9]*", one.label) else quoted(one)


def members(around: Surroundings, kind: str, typed: str) -> list[Item]:
    """Members of a list of this kind."""
    types = {
        "cas": FieldType.CAS,
        "countries": FieldType.COUNTRY,
        "places": FieldType.PLACE,
        "hs": FieldType.HS,
        "codes": FieldType.CODE,
    }
    return values(around, types[kind], typed) if kind in types else []


# ---- amounts


def amount_units(type_: FieldType, dimension: Dimension | None) -> list[Item]:
    """Units that fit after a number."""
    if type_ is FieldType.MONEY:
        return [_unit(code, currencies.name(code) or "", n) for n, code in enumerate(_CURRENCIES)]
    if type_ is FieldType.PERCENT:
        return [_unit("%", "percent", 0)]
    if dimension is None and type_ is not FieldType.QUANTITY:
        return []
    found = (dimension,) if dimension is not None else (Dimension.COUNT, Dimension.MASS, Dimension.VOLUME)
    every = [(symbol, one.word) for one in found for symbol in units.units_of(one)]
    usual = {"kg": 0, "t": 1, "g": 2}
    return [_unit(symbol, word, usual.get(symbol, 3 + n)) for n, (symbol, word) in enumerate(every)]


def _unit(symbol: str, detail: str, order: int) -> Item:
    return Item(symbol, ItemKind.UNIT, detail=detail, sort=f"1{order:03}")


def every_unit() -> list[tuple[str, str]]:
    """All units with what they measure."""
    return [(symbol, one.word) for one in Dimension for symbol in units.units_of(one)]


def durations() -> list[Item]:
    """Lengths of time after a number."""
    return [_unit(word, "of the calendar", n) for n, word in enumerate(("days", "weeks", "months", "years"))]


def days(on: date) -> list[Item]:
    """Days that are often meant."""
    first = date(on.year, 1, 1)
    return [
        _value(on.isoformat(), "today", sort="11"),
        _value(first.isoformat(), "first day of this year", sort="12"),
        _value(date(on.year + 1, 1, 1).isoformat(), "first day of next year", sort="13"),
    ]
