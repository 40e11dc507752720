"""Conditions that nothing can meet, held against the meaning of every sentence."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stce_rules.core.boxes import BLANK, Amount, Box, HsCode, Seen, Subject, Value
from stce_rules.core.fields import CATALOGUE, Field, FieldType, Level
from stce_rules.core.lookups import Lookup
from stce_rules.core.semantics import Day, judge
from stce_rules.core.span import Source
from stce_rules.core.truth import Truth, at_least, conjunction, disjunction, negation
from stce_rules.language import program
from stce_rules.language.check import check
from stce_rules.language.parse import parse

LISTS = "list gulf of countries is AE, OM end list codes of hs is 2801.10, heading 2802 end\n"
SENTENCES = (
    "origin is AE", "origin is in (AE, IR)", "origin is not IR", "origin is in list gulf", "origin is missing",
    "cas is 756-79-6", "cas is not 756-79-6", "cas is in (756-79-6, 107-44-8)", "cas is stated",
    "net mass is more than 5 kg", "net mass is at most 5 kg", "net mass is 5 kg", "net mass is not 5 kg",
    "hs is heading 2802", "hs is in list codes", "hs is 2801.10", "hs is not in (2801.10, heading 2802)",
    'document is "X002"', "document is missing", 'document is not "X002"',
)  # fmt: skip
BOXES: dict[str, list[tuple[Value, ...]]] = {
    "origin": [(), ("AE",), ("OM",), ("IR",), ("DE",)],
    "cas": [(), ("756-79-6",), ("107-44-8",), ("756-79-6", "107-44-8"), ("75-44-5",)],
    "net mass": [(), *((Amount(Fraction(value), "mass"),) for value in (4, 5, 6))],
    "hs": [(), *((HsCode(digits, (2022,)),) for digits in ("280110", "280200", "840110"))],
    "document": [(), ("X002",), ("N941",), ("N941", "X002")],
}
CONDITIONS = st.recursive(
    st.sampled_from(SENTENCES),
    lambda part: st.one_of(
        st.lists(part, min_size=2, max_size=3).map(lambda parts: f"({' and '.join(parts)})"),
        st.lists(part, min_size=2, max_size=3).map(lambda parts: f"({' or '.join(parts)})"),
        part.map(lambda one: f"not {one}"),
    ),
    max_leaves=5,
)


class _Item:
    number = 1

    def __init__(self, boxes: dict[str, Box]) -> None:
        self._boxes = boxes

    def box(self, words: str) -> Box:
        return self._boxes[words]


def _truth(node: program.Condition, item: Subject, day: Day) -> Truth:
    match node:
        case program.AllOf():
            return conjunction(_truth(part, item, day) for part in node.parts)
        case program.AnyOf():
            return disjunction(_truth(part, item, day) for part in node.parts)
        case program.AtLeastOf():
            return at_least(node.needed, (_truth(part, item, day) for part in node.parts))
        case program.Not():
            return negation(_truth(node.part, item, day))
        case program.Test():
            asked = _Asked(node)
            return judge(asked, item.box(node.field.words), item, day).truth
        case _:
            raise AssertionError(node)


class _Asked:
    def __init__(self, test: program.Test) -> None:
        self.predicate, self.negated, self.closed = test.predicate, test.negated, test.field.closed


def _fields(node: program.Condition) -> set[str]:
    match node:
        case program.AllOf() | program.AnyOf() | program.AtLeastOf():
            return {words for part in node.parts for words in _fields(part)}
        case program.Not():
            return _fields(node.part)
        case _:
            return {cast("program.Test", node).field.words}


@given(CONDITIONS)
@settings(max_examples=400)
def test_never_hit_is_said_exactly_when_nothing_makes_it_true(condition: str) -> None:
    """W401 is given for the conditions that no item makes true by the meaning of their sentences, and for no other."""
    text = f'{LISTS}indicator tried "Tried" for each item when {condition} end'
    parsed = parse(Source("rules.stce", text))
    assert parsed.diagnostics == ()
    checked = check([parsed], {})
    assert checked.program is not None
    when = checked.program.indicators[0].header.when
    day = Day(None, {one.name: Lookup(one) for one in checked.program.lists}, lambda *_: None)
    names = sorted(_fields(when))
    possible = any(
        _truth(when, _Item({name: _box(values) for name, values in zip(names, chosen, strict=True)}), day) is Truth.TRUE
        for chosen in product(*(BOXES[name] for name in names))
    )
    assert possible == ("W401" not in {one.code for one in checked.diagnostics})


def _box(values: tuple[Value, ...]) -> Box:
    return Box(tuple(Seen(value, str(value), "box") for value in values)) if values else BLANK


def test_what_an_indicator_says_counts_where_it_is_asked() -> None:
    """A rule that excludes what its indicator asks for is told, at the rule's own sentence."""
    text = """indicator from_iran "Iran" for each item when origin is IR end
rule "R-1" "A rule" for each item when from_iran and origin is SY then add 1 points end"""
    (one,) = check([parse(Source("rules.stce", text))], {}).diagnostics
    assert one.code == "W401"
    assert one.span is not None
    assert (one.span.line, one.span.text) == (2, "origin is SY")


def test_items_of_a_declaration_are_apart() -> None:
    """One item may come from Iran and another from Syria, so a declaration rule may ask for both."""
    text = 'rule "R-1" "A rule" for each declaration when origin is IR and origin is SY then add 1 points end'
    assert check([parse(Source("rules.stce", text))], {}).diagnostics == ()
    of_header = "payment country is IR and payment country is SY"
    header = f'rule "R-1" "A rule" for each declaration when {of_header} then add 1 points end'
    assert [one.code for one in check([parse(Source("rules.stce", header))], {}).diagnostics] == ["W401"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("consignee country is AE", "consignee country is IR"),
        ("consignee country is AE", "consignee country is not in (AE, OM)"),
        ('consignee name is "Acme"', 'consignee name is "Umbrella"'),
        ("purity is at least 90%", "purity is less than 50%"),
        ("maker country is AE", "maker country is IR"),
    ],
)
def test_boxes_that_may_hold_several_values_meet_several_sentences(one: str, other: str) -> None:
    """Two parties may have one role, and a plugin's box may hold a list, so only what is denied of all excludes."""
    where = "under 'extra'"
    catalogue = CATALOGUE.extended(
        (
            Field("purity", FieldType.PERCENT, Level.ITEM, "items[].extra.purity", where),
            Field("maker country", FieldType.COUNTRY, Level.ITEM, "items[].extra.maker_country", where),
        )
    )
    text = f'rule "R-1" "A rule" for each item when {one} and {other} then add 1 points end'
    told = [found.code for found in check([parse(Source("rules.stce", text))], {}, catalogue=catalogue).diagnostics]
    assert told == (["W401"] if "not in" in other else [])
