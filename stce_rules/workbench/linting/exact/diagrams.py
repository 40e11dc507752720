"""Decision diagrams: functions of what boxes say, in the one form that equal functions share.

Enters: variables that each take one of several states, and for a leaf the value in every state. Leaves: numbers that
stand for functions; two functions are equal exactly when their numbers are. Promise: nothing is approximated; a
function with too many nodes raises `TooLarge` instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

_FIRST_NODE = 1 << 14
"""Numbers below are values, those from here on are nodes."""

_MOST_NODES = 6_000
"""Nodes of one set of diagrams; a condition that needs more is not analysed."""

_MOST_JOINS = 100_000
"""Pairs of functions that are joined."""

Operation = Callable[[int, int], int]
"""What two values make; values are small whole numbers."""


FALSE, UNKNOWN, TRUE = range(3)
"""Truths as values."""


def least(one: int, other: int) -> int:
    """`and` of two truths."""
    return min(one, other)


def most(one: int, other: int) -> int:
    """`or` of two truths."""
    return max(one, other)


_SHORT: dict[Operation, tuple[int, int]] = {least: (FALSE, TRUE), most: (TRUE, FALSE)}
"""Of truths joined: the one that settles it, and the one that changes nothing."""


def _shortly(operation: Operation, one: int, other: int) -> int | None:
    """What is plain without looking at the states; None where nothing is."""
    settles, changes_nothing = _SHORT[operation]
    if one in (other, settles) or other == changes_nothing:
        return one
    return other if other == settles or one == changes_nothing else None


class TooLarge(Exception):  # noqa: N818  # a limit that is reached, not an error of anybody
    """A function has more nodes than are looked at."""


class Diagrams:
    """Functions over the same variables, which are known by their level: 0 is asked first."""

    __slots__ = ("_held", "_joined", "_nodes", "_numbers")

    def __init__(self) -> None:
        self._nodes: list[tuple[int, tuple[int, ...]]] = []
        self._numbers: dict[tuple[int, tuple[int, ...]], int] = {}
        self._held: dict[tuple[int, int, int], int] = {}
        self._joined: dict[tuple[Operation, int, int], int] = {}

    def leaf(self, level: int, values: Sequence[int]) -> int:
        """The function that has these values in the states of one variable."""
        return self._node(level, tuple(values))

    def join(self, operation: Operation, one: int, other: int) -> int:
        """The function whose value is what the operation makes of the values of both.

        The operation is known by its identity, so it is a function of a module, never made on the way.
        """
        if one < _FIRST_NODE and other < _FIRST_NODE:
            return operation(one, other)
        if operation in _SHORT and (found := _shortly(operation, one, other)) is not None:
            return found
        key = (operation, one, other)
        found = self._joined.get(key)
        if found is None:
            if len(self._joined) >= _MOST_JOINS:
                raise TooLarge
            level = min(self._level(one), self._level(other))
            pairs = zip(self._below(one, level, other), self._below(other, level, one), strict=True)
            found = self._joined[key] = self._node(level, tuple([self.join(operation, a, b) for a, b in pairs]))
        return found

    def fixed(self, function: int, level: int, state: int) -> int:
        """The function with one variable held in one state."""
        if self._level(function) > level:
            return function
        key = (function, level, state)
        found = self._held.get(key)
        if found is None:
            at, below = self._nodes[function - _FIRST_NODE]
            if at == level:
                return below[state]
            found = self._held[key] = self._node(at, tuple([self.fixed(one, level, state) for one in below]))
        return found

    def values(self, function: int) -> frozenset[int]:
        """The values that it takes."""
        return frozenset(one for one in self._reached(function) if one < _FIRST_NODE)

    def levels(self, function: int) -> frozenset[int]:
        """The variables that it depends on."""
        return frozenset(self._level(one) for one in self._reached(function) if one >= _FIRST_NODE)

    def ways(self, function: int, value: int) -> Iterator[dict[int, int]]:
        """Ways to a value: the state of each variable that matters on it, by level; in the order of states."""
        if function < _FIRST_NODE:
            if function == value:
                yield {}
            return
        level, below = self._nodes[function - _FIRST_NODE]
        for state, one in enumerate(below):
            for way in self.ways(one, value):
                yield {level: state, **way}

    def _reached(self, function: int) -> set[int]:
        found, waiting = {function}, [function]
        while waiting:
            one = waiting.pop()
            if one >= _FIRST_NODE:
                new = set(self._nodes[one - _FIRST_NODE][1]) - found
                found |= new
                waiting += new
        return found

    def _level(self, function: int) -> int:
        return _FIRST_NODE if function < _FIRST_NODE else self._nodes[function - _FIRST_NODE][0]

    def _below(self, function: int, level: int, other: int) -> tuple[int, ...]:
        """What the function is in each state of a variable that it or the other one asks first."""
        if self._level(function) == level:
            return self._nodes[function - _FIRST_NODE][1]
        return (function,) * len(self._nodes[other - _FIRST_NODE][1])

    def _node(self, level: int, below: tuple[int, ...]) -> int:
        if below.count(below[0]) == len(below):
            return below[0]
        key = (level, below)
        found = self._numbers.get(key)
        if found is None:
            if len(self._nodes) == _MOST_NODES:
                raise TooLarge
            found = self._numbers[key] = _FIRST_NODE + len(self._nodes)
            self._nodes.append(key)
        return found
