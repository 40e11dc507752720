"""Carrying HS codes from edition to edition."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stce_rules.core.predicates import HsExactly, HsWithin, Intervals
from stce_rules.language.checking import hs_sets
from stce_rules.reference import hs


def _in(edition: int, carried: HsWithin | HsExactly) -> Intervals:
    return dict(carried.by_edition)[edition]


def _lies(digits: str, intervals: tuple[tuple[int, int], ...]) -> bool:
    low, high = hs_sets.interval(digits)
    return any(a <= low and high <= b for a, b in intervals)


def test_a_renumbered_code_is_whole_under_its_older_number() -> None:
    """2931.41 of 2022 is 2931.31 of 2017, wholly, and a part of 2931.90 of 2012."""
    carried = hs_sets.within((hs_sets.interval("293141"),), 2022)
    assert _lies("293131", _in(2017, carried).whole)
    assert not _in(2012, carried).whole
    assert _lies("293190", _in(2012, carried).part)


def test_codes_that_together_became_one_make_it_whole() -> None:
    """A code of another edition is whole when all it correlates with is in the set, though no single code is enough."""
    sources = [code for code in hs.codes(2022) if hs.correlated(code, 2022, 2017) == {"293139"}]
    assert len(sources) > 1
    alone = hs_sets.within((hs_sets.interval(sources[0]),), 2022)
    assert _lies("293139", _in(2017, alone).part)
    every = hs_sets.within(map(hs_sets.interval, hs.correlated("293139", 2017, 2022)), 2022)
    assert _lies("293139", _in(2017, every).whole)


def test_national_digits_are_carried_where_the_code_is_the_same() -> None:
    """8401.10.00 keeps its national digits; a renumbered code with national digits is only part."""
    same = hs_sets.within((hs_sets.interval("84011000"),), 2022)
    assert _in(2012, same).whole == ((840110000000, 840110009999),)
    moved = hs_sets.within((hs_sets.interval("29314100"),), 2022)
    assert not _in(2017, moved).whole
    assert _lies("293131", _in(2017, moved).part)


def test_all_subheadings_make_the_heading_whole() -> None:
    """A declared heading is inside when each of its subheadings was named."""
    codes = [code for code in hs.codes(2022) if code.startswith("8401")]
    named = hs_sets.within(map(hs_sets.interval, codes), 2022)
    assert _lies("8401", _in(2022, named).whole)
    assert not _lies("8401", _in(2022, hs_sets.within(map(hs_sets.interval, codes[:-1]), 2022)).whole)


def test_exactly_is_one_code() -> None:
    """`exactly` is the padded code, also under its older number, and part of what only correlates."""
    carried = hs_sets.exactly("293141", 2022)
    assert _in(2022, carried) == Intervals(((293141000000, 293141000000),))
    assert _in(2017, carried) == Intervals(((293131000000, 293131000000),))
    assert _lies("293190", _in(2012, carried).part)
    assert _lies("293131", _in(2017, hs_sets.exactly("29314190", 2022)).part)


def test_chapters_of_national_use_are_the_same_everywhere() -> None:
    """Chapters 98 and 99 belong to no edition and are carried as they are."""
    carried = hs_sets.within((hs_sets.interval("9880"),), 2022)
    assert {one.whole for _, one in carried.by_edition} == {((988000000000, 988099999999),)}
    assert _in(2002, hs_sets.exactly("98800010", 2022)).whole == ((988000100000, 988000100000),)


_CODES = st.lists(st.sampled_from(hs.codes(2017)), min_size=1, max_size=6)


@given(_CODES, st.sampled_from(hs.EDITIONS), st.sampled_from(range(len(hs.codes(2002)) - 1)))
def test_whole_and_part_are_what_the_correlation_says(codes: list[str], edition: int, at: int) -> None:
    """For every subheading: whole when all its sources are named, part when some are, else neither."""
    carried = _in(edition, hs_sets.within(map(hs_sets.interval, codes), 2017))
    near = {one for code in codes for one in hs.correlated(code, 2017, edition)}
    for code in (*sorted(near), hs.codes(edition)[at % len(hs.codes(edition))]):
        sources = hs.correlated(code, edition, 2017)
        named = sources & set(codes)
        assert _lies(code, carried.whole) == (bool(sources) and named == sources), code
        if named and named != sources:
            assert _lies(code, carried.part), code
        if not named:
            assert not _lies(code, carried.part), code


_INTERVALS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: (min(pair), max(pair))), max_size=5
)


@given(_INTERVALS, _INTERVALS)
def test_sets_of_intervals_are_sets(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    """What intervals have in common, and what is left of them, are those of the numbers they hold."""

    def numbers(intervals: object) -> set[int]:
        assert isinstance(intervals, tuple | list)
        return {number for low, high in intervals for number in range(low, high + 1)}

    assert numbers(hs_sets.merged(one)) == numbers(one)
    assert numbers(hs_sets.common(one, other)) == numbers(one) & numbers(other)
    assert numbers(hs_sets.without(one, other)) == numbers(one) - numbers(other)
