"""Decision diagrams."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.workbench.linting.exact.diagrams import FALSE, TRUE, Diagrams, Operation, TooLarge, least, most

_STATES = (2, 3, 4)


@dataclass(frozen=True)
class _Leaf:
    level: int
    values: tuple[int, ...]


@dataclass(frozen=True)
class _Join:
    operation: Operation
    one: _Tree
    other: _Tree


_Tree = _Leaf | _Join


def _leaf(level: int) -> st.SearchStrategy[_Leaf]:
    return st.tuples(*[st.integers(0, 2)] * _STATES[level]).map(lambda values: _Leaf(level, values))


def _join(parts: st.SearchStrategy[_Tree]) -> st.SearchStrategy[_Tree]:
    return st.builds(_Join, st.sampled_from((least, most)), parts, parts)


_LEAVES: st.SearchStrategy[_Tree] = st.integers(0, 2).flatmap(_leaf)
_TREES: st.SearchStrategy[_Tree] = st.recursive(_LEAVES, _join, max_leaves=8)


def _built(diagrams: Diagrams, tree: _Tree) -> int:
    match tree:
        case _Leaf(level, values):
            return diagrams.leaf(level, values)
        case _Join(operation, one, other):
            return diagrams.join(operation, _built(diagrams, one), _built(diagrams, other))


def _value(tree: _Tree, states: tuple[int, ...]) -> int:
    match tree:
        case _Leaf(level, values):
            return values[states[level]]
        case _Join(operation, one, other):
            return operation(_value(one, states), _value(other, states))


def _table(tree: _Tree) -> list[int]:
    return [_value(tree, states) for states in product(*map(range, _STATES))]


@given(_TREES, _TREES)
def test_functions_are_one_number_exactly_when_they_are_equal(one: _Tree, other: _Tree) -> None:
    """Two functions have one number when they have the same value everywhere, and only then."""
    diagrams = Diagrams()
    assert (_built(diagrams, one) == _built(diagrams, other)) == (_table(one) == _table(other))


@given(_TREES)
def test_a_function_has_the_values_of_what_it_was_made_of(tree: _Tree) -> None:
    """With every variable held in a state, what is left is the value there; no other value is told."""
    diagrams = Diagrams()
    function = _built(diagrams, tree)
    for states in product(*map(range, _STATES)):
        held = function
        for level, state in enumerate(states):
            held = diagrams.fixed(held, level, state)
        assert held == _value(tree, states)
    assert diagrams.values(function) == set(_table(tree))


@given(_TREES)
def test_each_way_to_a_value_leads_to_it(tree: _Tree) -> None:
    """Every way that is told leads to the value, and there is one exactly when the value is taken."""
    diagrams = Diagrams()
    function = _built(diagrams, tree)
    ways = list(diagrams.ways(function, TRUE))
    assert bool(ways) == (TRUE in _table(tree))
    for way in ways:
        held = function
        for level, state in way.items():
            held = diagrams.fixed(held, level, state)
        assert held == TRUE


def test_a_function_with_too_many_nodes_is_given_up() -> None:
    """What would need more nodes than are looked at raises, rather than taking for ever."""
    with pytest.raises(TooLarge):
        _far_apart(Diagrams())


def _far_apart(diagrams: Diagrams) -> int:
    """Pairs of variables of which each is asked long after the other: what is known of all must be kept in between."""
    function = FALSE
    for level in range(13):
        first, second = diagrams.leaf(level, (FALSE, TRUE)), diagrams.leaf(25 - level, (FALSE, TRUE))
        function = diagrams.join(most, function, diagrams.join(least, first, second))
    return function
