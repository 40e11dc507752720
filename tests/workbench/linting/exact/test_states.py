"""The states of one box: no combination of truths that a value can show is left out."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from stce_rules.core.boxes import Amount, Box, HsCode, Seen
from stce_rules.core.fields import CATALOGUE
from stce_rules.core.lookups import Lookup
from stce_rules.core.predicates import NamedList
from stce_rules.core.semantics import Day, judge
from stce_rules.core.span import Source
from stce_rules.language import program
from stce_rules.language.check import check, read_lists
from stce_rules.language.parse import parse
from stce_rules.language.syntax import Scope
from stce_rules.plan.lower import leaves
from stce_rules.reference import hs
from stce_rules.workbench.linting.exact.meaning import Meaning

_GOODS = """\
list,of,value,from,until
goods,hs,2931.41,,
goods,hs,heading 8401,2023-01-01,
goods,hs,chapter 30,,2024-12-31
goods,hs,2931.49,,
goods,hs,2931.51,,
goods,hs,7019.19,,
goods,hs,7019.13,,
"""
_LISTS: tuple[NamedList, ...] = read_lists(Source("l.csv", _GOODS), "l")[0]
_CODES = (
    "2931.41",
    "heading 2931",
    "chapter 29",
    "8401.20",
    "2931.41.10",
    "heading 8401",
    "9015.80",
    "2931.90",
    "7019.19",
    "(7019.13, 7019.19)",
)
_OF_HS = st.one_of(
    st.sampled_from(_CODES).map(lambda one: f"hs is {one}"),
    st.sampled_from(_CODES[:1] + _CODES[3:5]).map(lambda one: f"hs is exactly {one}"),
    st.sampled_from(("2929.00 to 2931.42", "2931.41 to 2931.49", "8401.10 to 8501.10")).map(
        lambda one: f"hs is from {one}"
    ),
    st.sampled_from(("hs is in list l.goods", "hs is in list l.goods as of 2024-06-01", "hs is missing")),
)
_OF_MASS = st.one_of(
    st.tuples(st.sampled_from(("at least", "at most", "more than", "less than")), st.integers(0, 4)).map(
        lambda one: f"net mass is {one[0]} {one[1] * 10} kg"
    ),
    st.sampled_from(
        ("net mass is more than few", "net mass is at most few", "net mass is 20 kg", "net mass is stated")
    ),
)
_PARAMETERS = "parameter few from 2020-01-01 is 10 kg from 2024-01-01 is 30 kg"


def _tests(sentences: list[str]) -> list[program.Test]:
    """The sentences, checked."""
    bullets = "\n".join(f"  - {one}" for one in dict.fromkeys(sentences))
    text = f'use edition 2022\nuse lists from "l.csv" as l\n{_PARAMETERS}\n'
    text += f"indicator i\n  for each item\n  when all of:\n{bullets}\n  end\nend\n"
    checked = check([parse(Source("r.stce", text))], {"l": _LISTS})
    assert checked.program is not None, checked.diagnostics
    return [one for one in leaves(checked.program.indicators[0].header.when) if isinstance(one, program.Test)]


def _shown(tests: list[program.Test], box: Box, on: date | None) -> None:
    """The truths that the box really shows are among the states."""
    meaning = Meaning(CATALOGUE, {one.name: one for one in _LISTS}, {})
    numbers = sorted({meaning.number(one, Scope.ITEM) for one in tests})
    states = meaning.states(numbers)
    assert states is not None
    day = Day(on, {one.name: Lookup(one) for one in _LISTS}, lambda _amount, _measure, _on: None)
    by_number = {meaning.number(one, Scope.ITEM): one for one in tests}
    subject = _Nothing()
    truths = tuple(int(judge(_Asked(by_number[one]), box, subject, day).truth) for one in numbers)
    assert truths in {one.truths for one in states}


class _Nothing:
    number = 1

    def box(self, words: str) -> Box:
        raise KeyError(words)


class _Asked:
    def __init__(self, test: program.Test) -> None:
        self.predicate, self.negated, self.closed = test.predicate, test.negated, test.field.closed


@settings(max_examples=60, deadline=None)
@given(st.lists(_OF_HS, min_size=1, max_size=5), st.data())
def test_every_code_shows_a_state(sentences: list[str], data: st.DataObject) -> None:
    """Codes of any length show one of the states, whatever the edition and also where it is not known."""
    tests = _tests(sentences)
    for _ in range(12):
        stem = data.draw(
            st.sampled_from(
                ("293141", "293149", "293131", "293190", "840120", "300490", "901580", "2931", "84", "701919", "701913")
            )
        )
        digits = (stem + data.draw(st.text("0149", max_size=6)))[: data.draw(st.integers(4, 12))]
        editions = tuple(sorted(data.draw(st.sets(st.sampled_from(hs.EDITIONS), min_size=1))))
        on = None if len(editions) > 1 else data.draw(st.sampled_from((None, date(2022, 6, 1), date(2025, 6, 1))))
        _shown(tests, Box((Seen(HsCode(digits, editions), digits, "hs"),)), on)


@settings(max_examples=60, deadline=None)
@given(st.lists(_OF_MASS, min_size=1, max_size=5), st.data())
def test_every_mass_shows_a_state(sentences: list[str], data: st.DataObject) -> None:
    """Masses at, between and beyond the limits show one of the states on any day, also where the day is not known."""
    tests = _tests(sentences)
    for _ in range(12):
        mass = Fraction(data.draw(st.integers(0, 100)), 2)
        day = data.draw(st.one_of(st.none(), st.integers(0, 3000).map(lambda days: date(2018, 1, 1) + timedelta(days))))
        _shown(tests, Box((Seen(Amount(mass, "mass"), str(mass), "net mass"),)), day)


@given(
    st.lists(st.one_of(_OF_HS, _OF_MASS), min_size=1, max_size=3), st.sampled_from((Box(blank=True), Box((), ("x",))))
)
@settings(max_examples=40, deadline=None)
def test_a_box_without_a_value_shows_a_state(sentences: list[str], box: Box) -> None:
    """A blank box and one that cannot be read show one of the states."""
    for about in ("hs", "net mass"):
        tests = [one for one in _tests(sentences) if one.field.words == about]
        if tests:
            _shown(tests, box, date(2024, 6, 1))
