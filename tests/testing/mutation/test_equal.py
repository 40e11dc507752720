"""Mutants that are proved to be the same rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stce_rules.rulesets.load import Loaded
from stce_rules.testing.mutation.equal import same

_PAIR = (
    'rule "A" "A"\n  for each {scope}\n  when {one}\n  then add 1 points\nend\n'
    'rule "B" "B"\n  for each {scope}\n  when {other}\n  then add {points} points\nend\n'
)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("origin is AE and cas is missing", "cas is missing and origin is AE", True),
        ("not (origin is AE or cas is missing)", "not origin is AE and not cas is missing", True),
        ("origin is AE", "origin is AE or (origin is AE and cas is missing)", True),
        ("cas is stated", "not cas is missing", True),
        ("cas is stated and cas is 756-79-6", "cas is 756-79-6", False),  # false or unknown for a blank box
        ("origin is AE or not origin is AE", "cas is missing or not cas is missing", False),  # unknown or true
        ("document is X002 or not document is X002", "cas is missing or not cas is missing", True),  # never unknown
        ("origin is AE", "origin is DE", False),
    ],
)
def test_what_is_the_same_whatever_is_declared_is_found(
    rules: Callable[[str], Loaded], one: str, other: str, equal: bool
) -> None:
    """Order, brackets and doubled sentences make no difference; a blank box does."""
    plan = rules(_PAIR.format(one=one, other=other, scope="item", points=1)).plan
    assert same(plan, *plan.units) is equal


def test_of_a_declaration_a_blank_box_of_one_item_says_nothing_of_the_others(rules: Callable[[str], Loaded]) -> None:
    """`cas is missing` of some item and `cas is stated` of some item go together."""
    text = _PAIR.format(one="cas is stated", other="not cas is missing", scope="declaration", points=1)
    plan = rules(text).plan
    assert not same(plan, *plan.units)


def test_other_effects_make_another_rule(rules: Callable[[str], Loaded]) -> None:
    """The same condition with other points is another rule."""
    plan = rules(_PAIR.format(one="cas is stated", other="cas is stated", scope="item", points=2)).plan
    assert not same(plan, *plan.units)
