"""Boxes that a test cannot tell apart, so that one of them is judged for all."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.core.boxes import BLANK, Amount, Box, HsCode, PartyKey, Seen, Value
from stce_rules.core.predicates import (
    Bound,
    Dated,
    HsExactly,
    HsWithin,
    Intervals,
    Limit,
    Mentions,
    OneOf,
    Predicate,
    SameAs,
    Within,
)
from stce_rules.core.semantics import Day, judge
from stce_rules.core.text import phrase, read
from stce_rules.engines.columnar.alike import Alike, Asked
from stce_rules.plan.model import Test as Asking

_SOUGHT = ("pump", "heat exchanger", "centrif*", "x y")
_SIZES = st.fractions(min_value=-2, max_value=2, max_denominator=3)
_DIGITS = st.sampled_from(("29", "2930", "293069", "293070", "29307000", "293071", "2931", "8401"))
_EDITIONS = st.sampled_from(((2017,), (2022,), (2017, 2022)))
_VALUES: st.SearchStrategy[Value] = st.one_of(
    st.sampled_from(("FR", "DE", "US")),
    st.builds(Amount, _SIZES, st.sampled_from(("mass", "EUR"))),
    st.builds(lambda day: date(2026, 1, day), st.integers(1, 3)),
    st.lists(st.sampled_from(("pump", "heat", "exchanger", "centrifuge", "x", "y")), max_size=4)
    .map(" ".join)
    .map(read),
    st.builds(HsCode, _DIGITS, _EDITIONS),
    st.builds(PartyKey, st.sampled_from(("FR", None)), st.just("acme")),
)
_BOXES = st.one_of(
    st.just(BLANK),
    st.builds(
        lambda values, unreadable: Box(tuple([Seen(one, "", "") for one in values]), unreadable),
        st.lists(_VALUES, min_size=1, max_size=2),
        st.sampled_from(((), (), ("?",))),
    ),
)
_BOUNDS: st.SearchStrategy[Bound] = st.one_of(
    _SIZES,
    st.builds(Amount, _SIZES, st.sampled_from(("mass", "EUR"))),
    st.builds(lambda day: date(2026, 1, day), st.integers(1, 3)),
)
_LIMITS = st.builds(lambda bound, included: Limit(Dated(((None, bound),)), included), _BOUNDS, st.booleans())


def _intervals(ends: list[str], partly: list[bool]) -> Intervals:
    """From each second code up to the next; some of them correlate partly only."""
    padded = sorted(int(one.ljust(12, "0")) for one in ends)
    pairs = list(zip(padded[::2], padded[1::2], strict=False))
    marked = list(zip(pairs, partly, strict=False))
    return Intervals(tuple(one for one, part in marked if not part), tuple(one for one, part in marked if part))


_CODES = st.builds(_intervals, st.lists(_DIGITS, unique=True), st.lists(st.booleans(), min_size=4, max_size=4))
_BY_EDITION = st.builds(
    lambda one, other: tuple((edition, codes) for edition, codes in ((2017, one), (2022, other)) if codes is not None),
    st.none() | _CODES,
    st.none() | _CODES,
)
_PREDICATES: st.SearchStrategy[Predicate] = st.one_of(
    st.builds(OneOf, st.frozensets(st.sampled_from(("FR", "DE", "acme", "pump")))),
    st.builds(Within, _LIMITS, st.none() | _LIMITS),
    st.builds(Within, st.none(), _LIMITS),
    st.builds(Mentions, st.lists(st.sampled_from((*_SOUGHT, "?")), min_size=1, max_size=3).map(tuple), st.booleans()),
    st.just(SameAs("other")),
    st.builds(HsWithin, _BY_EDITION),
    st.builds(HsExactly, _BY_EDITION),
)


class _Pages:
    """Boxes by number, beside others."""

    def __init__(self, pages: list[Asked]) -> None:
        self._pages = pages
        self.shown = 0

    def __len__(self) -> int:
        return self.shown

    def page(self, code: int) -> Asked:
        return self._pages[code]


class _Beside:
    number: int | None = None

    def __init__(self, box: Box) -> None:
        self._box = box

    def box(self, words: str) -> Box:
        return self._box


@given(st.lists(st.tuples(_BOXES, _BOXES), max_size=12), st.lists(_PREDICATES, max_size=4), st.booleans())
def test_a_group_has_one_truth(boxes: list[tuple[Box, Box]], predicates: list[Predicate], closed: bool) -> None:
    """Boxes of one group have the truth, and the open boxes, of any of them; no box is in two; more may come later."""
    pages = _Pages([Asked(one, other, None) for one, other in boxes])
    alike = Alike(pages, [one for text in _SOUGHT if (one := phrase(text)) is not None])
    for shown in (len(boxes) // 2, len(boxes)):
        pages.shown = shown
        for predicate in predicates:
            asking = Asking("box", predicate, negated=False, closed=closed, of_item=True, sentence="")
            grouped: list[int] = []
            for group in alike.groups(predicate):
                found = [judge(asking, page.box, _Beside(page.other), _DAY) for page in map(pages.page, group.tolist())]
                assert len({(one.truth, one.open_here, one.open_there) for one in found}) <= 1
                grouped += group.tolist()
            assert len(set(grouped)) == len(grouped)
            assert np.all(np.asarray(grouped) < shown)


_DAY = Day(None, {}, lambda amount, measure, on: None)


def test_amounts_fall_into_few_groups() -> None:
    """All masses below, at and above a limit are judged by one each."""
    masses = [Amount(Fraction(size), "mass") for size in (5, 1, 3, 2, 4)]
    pages = _Pages([Asked(Box((Seen(one, "", ""),)), BLANK, None) for one in masses])
    pages.shown = len(masses)
    limit = Limit(Dated(((None, Amount(Fraction(3), "mass")),)), included=True)
    groups = [group.tolist() for group in Alike(pages, ()).groups(Within(limit, None))]
    assert groups == [[1, 3], [2], [4, 0]]


def test_commodity_codes_fall_into_few_groups() -> None:
    """Codes before, within and behind what is asked for are judged by one each, one that reaches over an end alone."""
    digits = ("84", "2930", "29307000", "293099", "8401")
    pages = _Pages([Asked(Box((Seen(HsCode(one, (2022,)), "", ""),)), BLANK, None) for one in digits])
    pages.shown = len(digits)
    asked = HsWithin(((2022, Intervals(((293070000000, 293099999999),))),))
    assert [group.tolist() for group in Alike(pages, ()).groups(asked)] == [[2, 3], [0, 4]]
