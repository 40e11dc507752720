"""What is traded and with whom: the vocabulary of ordinary trade.

Enters `data/goods.csv` and `data/partners.csv`, leaves goods, partner countries and wordings. Codes are of HS 2022 and
are carried to the edition of a declaration's date by `code_on`.

A wording is text with slots: `{red|blue}` is one of the words, `{#10-90}` a whole number, `{%}` the concentration.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import assert_never

from stce_rules.generator.dice import Dice, Weighted
from stce_rules.reference import hs

__all__ = ["Goods", "Partner", "Wording", "code_on", "ordinary_goods", "partner", "partners", "wordings"]

_FOLDER = Path(__file__).resolve().parent / "data"
_SLOT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """A description with slots: fixed text, a choice of words, a range of numbers, or None for the concentration."""

    parts: tuple[str | tuple[str, ...] | range | None, ...]

    def said(self, dice: Dice, percent: int | None) -> str:
        """The text, each slot filled."""
        words = []
        for part in self.parts:
            match part:
                case str():
                    words.append(part)
                case None:
                    words.append(str(percent))
                case tuple():
                    words.append(dice.pick(part))
                case range():
                    words.append(str(dice.pick(part)))
                case _:
                    assert_never(part)
        return "".join(words)


@dataclass(frozen=True, slots=True)
class Goods:
    """A kind of goods: HS 2022 subheading, EUR per kg, kg per item, kg per piece, and how they are described.

    `percent` is the range of concentrations put into the box; `cas` are numbers that a careful declarant puts there.
    """

    group: str
    hs: str
    price: tuple[int, int]
    mass: tuple[int, int]
    wordings: tuple[Wording, ...]
    piece: int | None = None
    suppliers: tuple[str, ...] = ()
    percent: tuple[int, int] | None = None
    cas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Partner:
    """A country traded with: its region, its ports as UN/LOCODEs, the legal forms of its firms."""

    country: str
    region: str
    ports: tuple[str, ...]
    forms: tuple[str, ...]


def wordings(text: str) -> tuple[Wording, ...]:
    """Wordings apart by `||`."""
    return tuple(_wording(one) for one in text.split("||"))


def _wording(text: str) -> Wording:
    parts: list[str | tuple[str, ...] | range | None] = []
    for index, piece in enumerate(_SLOT.split(text)):
        if index % 2 == 0:
            parts.append(piece)
        elif piece == "%":
            parts.append(None)
        elif piece.startswith("#"):
            low, high = piece[1:].split("-")
            parts.append(range(int(low), int(high) + 1))
        else:
            parts.append(tuple(piece.split("|")))
    return Wording(tuple(parts))


@cache
def ordinary_goods() -> Weighted[Goods]:
    """Goods of ordinary trade, by how often they are declared."""
    return Weighted.of([(_goods(row), int(row["weight"])) for row in _rows("goods.csv")])


def _goods(row: dict[str, str]) -> Goods:
    return Goods(
        group=row["group"],
        hs=row["hs"],
        price=_range(row["price_eur_per_kg"]),
        mass=_range(row["mass_kg"]),
        wordings=wordings(row["descriptions"]),
        piece=int(row["pieces_kg"]) if row["pieces_kg"] else None,
        suppliers=tuple(row["suppliers"].split()),
    )


def _range(text: str) -> tuple[int, int]:
    low, high = text.split("-")
    return int(low), int(high)


@cache
def partners() -> tuple[Weighted[Partner], Weighted[Partner]]:
    """Countries exported to and imported from, by how often."""
    rows = [(_partner(row), row) for row in _rows("partners.csv")]
    return (
        Weighted.of([(one, int(row["exports"])) for one, row in rows]),
        Weighted.of([(one, int(row["imports"])) for one, row in rows]),
    )


@cache
def partner(country: str) -> Partner:
    """The partner of a country; countries of weight 0 receive planted cases only, and others are not known."""
    return next(_partner(row) for row in _rows("partners.csv") if row["country"] == country)


def _partner(row: dict[str, str]) -> Partner:
    return Partner(row["country"], row["region"], tuple(row["ports"].split()), tuple(row["forms"].split("|")))


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=4096)
def code_on(hs6: str, edition: int, digits: int) -> str:
    """An HS 2022 subheading as it is declared under an edition, in 6, 8 or 10 digits.

    The national digits are invented, and always the same for the same goods.
    """
    current = hs.edition_on(date(2022, 1, 1))
    carried = hs6 if hs.exists(hs6, edition) else min(hs.correlated(hs6, current, edition))
    national = ("00", "10", "90")[int(hs6) % 3]
    return (carried + national + "00")[:digits]
