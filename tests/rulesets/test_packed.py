"""Frozen records to bytes and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from random import Random

import msgspec
import pytest

from stce_rules.plan.hash import content_hash
from stce_rules.plan.model import Plan
from stce_rules.rulesets.find import shipped
from stce_rules.rulesets.load import load
from stce_rules.rulesets.packed import Packing, packing
from stce_rules.testing.agreement import plan_of
from stce_rules.testing.chance import ruleset_text


class Size(Enum):
    """Enumerations are written by their values."""

    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One of everything that a record may hold."""

    word: str
    count: int
    sure: bool
    share: Fraction
    day: date | None
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Root:
    """A record of records."""

    leaves: tuple[Leaf, ...]
    spans: tuple[tuple[int, int], ...]
    size: Size = Size.SMALL


LEAF = Leaf("wörd", -3, True, Fraction(1, 3), date(2022, 1, 1), frozenset({"AE", "MY"}))
ROOT = Root((LEAF, Leaf("", 1, False, Fraction(7), None, frozenset())), ((1, 2), (3, 4)))


def test_a_record_comes_back() -> None:
    """What is unpacked equals what was packed, to the type of every value."""
    made = packing(Root).unpack(packing(Root).pack(ROOT))
    assert made == ROOT
    assert repr(made) == repr(ROOT)  # True is not 1


def test_equal_parts_are_made_once() -> None:
    """A part that stands twice is one object afterwards."""
    made = packing(Root).unpack(packing(Root).pack(Root((LEAF, Leaf(*_values(LEAF))), ())))
    assert made.leaves[0] is made.leaves[1]


def _values(leaf: Leaf) -> tuple[str, int, bool, Fraction, date | None, frozenset[str]]:
    return leaf.word, leaf.count, leaf.sure, leaf.share, leaf.day, leaf.places


def test_every_shipped_plan_comes_back() -> None:
    """The plans of all shipped rulesets come back equal, with the hash that is made of them anew."""
    for name in shipped():
        plan = load([name]).plan
        made = packing(Plan).unpack(packing(Plan).pack(plan))
        assert made == plan
        assert content_hash(made) == plan.content_hash


@pytest.mark.parametrize("seed", range(40))
def test_plans_by_chance_come_back(seed: int) -> None:
    """Plans with every sentence of the language come back equal."""
    plan = plan_of(ruleset_text(Random(seed)))
    assert packing(Plan).unpack(packing(Plan).pack(plan)) == plan


def test_what_no_annotation_names_is_refused() -> None:
    """A record that the root does not name cannot be packed."""
    with pytest.raises(ValueError, match="holds"):
        packing(Leaf).pack(Leaf("", 1, True, Fraction(1), None, frozenset({Size.SMALL})))  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**400])
def test_numbers_of_every_length(number: int) -> None:
    """A number of more than 64 bits is kept like any other."""
    one = Leaf("", number, True, Fraction(number, 7), None, frozenset())
    assert packing(Leaf).unpack(packing(Leaf).pack(one)) == one


def test_the_form_tells_kinds_apart() -> None:
    """Records of another shape have another form, the same ones always the same."""
    assert packing(Leaf).form == Packing(Leaf).form != packing(Plan).form


@pytest.mark.parametrize(
    "tables",
    [
        (),
        ([], []),
        (["x"], []),
        ([1], [[0, 99]]),
        ([1], [[99, 0]]),
        ([1], [[]]),
        (["x"], [[2, 0]]),
        ([1, 0], [[3, 0, 1]]),
        ([{"x": 1}], [[0, 0]]),
    ],
)
def test_bytes_from_elsewhere_are_refused(tables: object) -> None:
    """Tables that no packing has made are an error, whatever is wrong with them."""
    with pytest.raises(ValueError, match="these bytes"):
        packing(Root).unpack(msgspec.msgpack.encode(tables))


def test_bytes_by_chance_are_refused() -> None:
    """A packed record with bytes changed gives a record or an error, and nothing else."""
    chance, raw = Random(1), packing(Root).pack(ROOT)
    refused = 0
    for _ in range(2_000):
        damaged = bytearray(raw)
        damaged[chance.randrange(len(raw))] = chance.randrange(256)
        try:
            made = packing(Root).unpack(bytes(damaged))
        except ValueError:
            refused += 1
        else:
            assert isinstance(made, Root)
    assert refused
