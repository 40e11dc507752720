"""Declarations to measure with: generated trade, one goods item each, codes of the whole nomenclature."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from msgspec.structs import replace

from stce_rules.core.declaration import Declaration
from stce_rules.generator import generate
from stce_rules.reference import hs


def single_items(count: int, seed: int) -> Iterator[Declaration]:
    """`count` declarations; the codes are spread evenly, so that dense and sparse chapters are met alike."""
    chance = Random(seed)
    for one in generate(count, seed):
        edition = hs.edition_on(date.fromisoformat(one.date or "2022-01-01"))
        yield replace(one, items=[replace(one.items[0], number=1, hs=chance.choice(hs.codes(edition)))])
