"""When each message of a declaration stands for it."""

from __future__ import annotations

from stce_rules.history.stays import BEGINNING, NEVER, NOWHERE, Stay, Told, stays


def test_an_amendment_replaces_from_its_own_day_on() -> None:
    """A message stands from its day until that of the next; of one day, the later version."""
    found = stays([Told(1, 1, 10), Told(2, 2, 20), Told(3, 3, 20)])
    assert found == {1: Stay(10, 10, 20), 2: Stay(20, 20, 20), 3: Stay(20, 20, NEVER)}


def test_one_that_states_no_day_has_that_of_the_version_before() -> None:
    """Whenever the version before came."""
    assert stays([Told(1, 2, None), Told(2, 1, 10)]) == {1: Stay(10, 10, NEVER), 2: Stay(10, 10, 10)}


def test_without_any_day_it_stands_from_the_beginning() -> None:
    """The last version, until a later version has a day."""
    assert stays([Told(1, 1, None), Told(2, 2, None)]) == {1: NOWHERE, 2: Stay(None, BEGINNING, NEVER)}
    assert stays([Told(1, 1, None), Told(2, 2, 10)]) == {1: Stay(None, BEGINNING, 10), 2: Stay(10, 10, NEVER)}


def test_a_late_version_stands_where_its_day_puts_it() -> None:
    """A version that is earlier in number and later in time is the one that stands at last."""
    assert stays([Told(1, 2, 10), Told(2, 1, 20)]) == {1: Stay(10, 10, 20), 2: Stay(20, 20, NEVER)}
