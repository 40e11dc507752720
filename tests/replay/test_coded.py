"""Columns of texts with each text once."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

pa: Any = pytest.importorskip("pyarrow")

from stce_rules.replay.coded import coded, coded_lists, renumbered  # noqa: E402 (needs Arrow)

if TYPE_CHECKING:
    from pyarrow import Array

ROWS = 3000


def texts(different: int) -> list[str | None]:
    """Texts in any order, some rows without one; a rare one stands far behind."""
    dice = random.Random(different)
    some = [dice.choice([f"t{dice.randrange(different)}", None]) for _ in range(ROWS)]
    return [*some, "rare", *some[:10]]


def numbered(column: list[str | None], kept: list[str | None]) -> Array:
    """A column numbered by texts of which some stand twice, one is null, and some are not said."""
    places = [kept.index(one) for one in column]
    return pa.DictionaryArray.from_arrays(pa.array(places, pa.int32()), pa.array(kept, pa.string()))


def pieces(array: Array, *cuts: int) -> list[Array]:
    """An array cut at some rows."""
    ends = [0, *cuts, len(array)]
    return [array.slice(begin, end - begin) for begin, end in pairwise(ends)]


@pytest.mark.parametrize("different", [1, 3, 2500])
def test_texts_are_numbered_in_the_order_of_rows(different: int) -> None:
    """However a column is cut and numbered, each text stands once, where it is first said, and no other one is kept."""
    column = texts(different)
    expected = pa.array(column, pa.string()).dictionary_encode()
    kept = ["never", *sorted({one for one in column if one}, reverse=True), "never", None, *column[:5]]
    ways = [
        [pa.array(column, pa.string())],
        [expected],
        [numbered(column, kept)],
        pieces(numbered(column, kept), 7, 7, 2000),
        [*pieces(numbered(column, kept), 1500)[:1], *pieces(pa.array(column, pa.string()), 1500)[1:]],
    ]
    for way in ways:
        found = coded(way)
        found.validate(full=True)
        assert (found.indices.to_pylist(), found.dictionary.to_pylist()) == (
            expected.indices.to_pylist(),
            expected.dictionary.to_pylist(),
        )


def test_lists_are_numbered_by_their_texts() -> None:
    """Lists keep their lengths and order, in pieces or whole, numbered or not."""
    lists = [["b", "a"], [], ["a", None], ["c"], []]
    plain = pa.array(lists, pa.list_(pa.string()))
    turned = pa.ListArray.from_arrays(
        plain.offsets, numbered(plain.values.to_pylist(), ["x", "c", "b", "a", None, "a"])
    )
    for way in ([plain], [turned], pieces(turned, 1, 3), [turned.slice(0, 2), plain.slice(2)]):
        found = coded_lists(way)
        found.validate(full=True)
        assert found.to_pylist() == lists
        assert found.values.dictionary.to_pylist() == ["b", "a", "c"]


def test_nothing_is_a_column_too() -> None:
    """A column of no rows, and one in which nothing is said, are numbered by no texts."""
    assert coded([pa.array([], pa.string())]).to_pylist() == []
    assert coded([numbered([], ["a"])]).dictionary.to_pylist() == []
    assert coded([pa.array([None, None], pa.string())]).to_pylist() == [None, None]
    assert coded([numbered([None, None], ["a", None])]).dictionary.to_pylist() == []
    none = pa.array([], pa.list_(pa.string()))
    empty = pa.array([[], []], pa.list_(pa.string()))
    assert coded_lists([none]).to_pylist() == []
    assert coded_lists([none, empty, none]).to_pylist() == [[], []]


@pytest.mark.parametrize("size", [1, 100, 30_000])
@pytest.mark.parametrize("kind", ["int16", "int32"])
def test_numbers_are_the_same_compiled_or_not(size: int, kind: str) -> None:
    """Whether Numba is installed or not, codes get the same new numbers; no rows are no exception."""
    compiled = pytest.importorskip("stce_rules.replay.renumbering").renumbered
    for rows in (0, 1, 5000):
        codes = np.random.default_rng(size).integers(0, size, rows).astype(kind)
        for found, expected in zip(compiled(codes, size), renumbered(codes, size), strict=True):
            assert found.tolist() == expected.tolist()
