"""A generator of synthetic declarations, for the demonstration and the benchmarks.

Enters how many, a seed and a share of planted cases; leaves declarations of the years 2017 to 2026: ordinary trade of
seven Member States, and among it cases modelled on published diversion cases and red flags (`KINDS`), some inspected.
Codes are of the HS edition in force on the date. Names of firms, office numbers and identifiers are invented.

Promise: the same seed gives the same declarations, on every platform; more of them only adds to the end. Which are
planted stands in `Case.kind` and in the side file, nowhere in a declaration.

    python -m stce_rules.generator --count 30000 --seed 7 --out history.ndjson
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from stce_rules.core.declaration import Declaration
from stce_rules.generator.dice import Dice
from stce_rules.generator.kinds import KINDS, Kind
from stce_rules.generator.planting import plant
from stce_rules.generator.trade import ordinary

__all__ = ["KINDS", "Case", "Kind", "cases", "generate"]


@dataclass(frozen=True, slots=True)
class Case:
    """A declaration, and the kind of case that was planted; None for ordinary trade."""

    declaration: Declaration
    kind: Kind | None


def generate(count: int, seed: int, planted: float = 0.01) -> Iterator[Declaration]:
    """`count` declarations; `planted` is the share of planted cases, from 0 to 1."""
    return (case.declaration for case in cases(count, seed, planted))


def cases(count: int, seed: int, planted: float = 0.01) -> Iterator[Case]:
    """The same declarations as `generate`, each with its kind.

    All kinds come in turn, so that each occurs as soon as there are as many planted cases as kinds. About one
    declaration in a hundred is an amendment or a cancellation of the ordinary one before it.
    """
    dice = Dice(seed)
    turn = 0
    before: Declaration | None = None
    for number in range(1, count + 1):
        if dice.chance(planted * 1000):
            kind = KINDS[turn % len(KINDS)]
            turn += 1
            yield Case(plant(dice, number, kind), kind)
        elif before is not None and dice.chance(10):
            yield Case(_changed(dice, before), None)
            before = None
        else:
            before = ordinary(dice, number)
            yield Case(before, None)


def _changed(dice: Dice, declaration: Declaration) -> Declaration:
    """The second version of a declaration: cancelled, or with another mass of its first item."""
    if dice.chance(200):
        return msgspec.structs.replace(declaration, version=2, action="cancellation")
    first, *others = declaration.items
    mass = None if first.net_mass_kg is None else first.net_mass_kg * dice.between(80, 99) / 100
    items = [msgspec.structs.replace(first, net_mass_kg=mass), *others]
    return msgspec.structs.replace(declaration, version=2, action="amendment", items=items)
