"""Whether numbers can lie within several limits."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from stce_rules.core.boxes import Amount
from stce_rules.core.predicates import Dated, Limit, Within
from stce_rules.language.checking.numbers import possible

_LIMITS = st.none() | st.builds(
    Limit, st.integers(0, 6).map(lambda value: Dated(((None, Fraction(value)),))), st.booleans()
)
_COMPARISONS = st.lists(st.tuples(st.builds(Within, _LIMITS, _LIMITS), st.booleans()), max_size=4)


def _holds(within: Within, number: Fraction) -> bool:
    for limit, sign in ((within.low, 1), (within.high, -1)):
        if limit is not None:
            bound = limit.bound.values[0][1]
            assert isinstance(bound, Fraction)
            distance = (number - bound) * sign
            if distance < 0 or (distance == 0 and not limit.included):
                return False
    return True


@given(_COMPARISONS)
def test_a_number_is_possible_when_one_can_be_found(said: list[tuple[Within, bool]]) -> None:
    """Possible means that some number, on or between the limits, makes every comparison as it was said."""
    candidates = [Fraction(quarter, 4) for quarter in range(-4, 32)]
    found = any(all(_holds(within, number) == holds for within, holds in said) for number in candidates)
    assert possible(said) == found


def test_a_value_that_changed_counts_as_all_it_was() -> None:
    """A bound that was lower once does not exclude what it would exclude today."""
    changed = Dated(
        ((date(1995, 1, 1), Amount(Fraction(20), "mass")), (date(2013, 1, 1), Amount(Fraction(10), "mass")))
    )
    below = Within(None, Limit(Dated(((None, Amount(Fraction(15), "mass")),)), included=True))
    assert possible([(Within(Limit(changed, included=True), None), True), (below, True)])
    assert possible(
        [(Within(Limit(changed, included=True), None), False), (Within(Limit(changed, included=True), None), True)]
    )


def test_two_currencies_exclude_nothing() -> None:
    """Rates change, so more than 100 EUR and less than 50 USD is taken as possible."""
    more = Within(Limit(Dated(((None, Amount(Fraction(100), "EUR")),)), included=False), None)
    less = Within(None, Limit(Dated(((None, Amount(Fraction(50), "USD")),)), included=False))
    assert possible([(more, True), (less, True)])
