"""What a rule sees of a declaration: boxes holding typed values, each with where it came from.

Made by `intake.normalise`, read by `core.semantics` and the engines; named tuples where many are made for each
declaration, which costs half of what a frozen dataclass does. A box says apart: values that could be read, that
nothing was written (blank), and that something was written which could not be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple, Protocol

from stce_rules.core.text import FoldedText


@dataclass(frozen=True, slots=True)
class HsCode:
    """A commodity code: digits only, and the HS editions it may be of (one, unless the date is not known)."""

    digits: str
    editions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity in the base unit of a dimension: kilogram for mass, `EUR` for money in euro, and so on.

    `measure` is the dimension's word, or for money the ISO 4217 code.
    """

    value: Fraction
    measure: str


@dataclass(frozen=True, slots=True)
class PartyKey:
    """A party as far as it can be told from another: identifier and folded name, at least one of them."""

    id: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A stop: ISO country and UN/LOCODE, at least one of them."""

    country: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Presented:
    """A document type presented as a licence, and the day it expires."""

    type: str
    expires: date | None


Value = HsCode | Amount | PartyKey | Place | Presented | FoldedText | date | str | bool


class Seen(NamedTuple):
    """A value in a box: typed, as it was written, where, and which characters of a text it was found in."""

    value: Value
    shown: str
    place: str
    span: tuple[int, int] | None = None


class Box(NamedTuple):
    """A field of one subject. `unreadable` holds what was written but could not be read."""

    seen: tuple[Seen, ...] = ()
    unreadable: tuple[str, ...] = ()
    blank: bool = False


BLANK = Box(blank=True)


class Subject(Protocol):
    """What is judged: a goods item with the header in view, or the header."""

    @property
    def number(self) -> int | None:
        """Number of the goods item; None for the declaration."""

    def box(self, words: str) -> Box:
        """The box a field names."""


class Case(Protocol):
    """A declaration ready to be judged."""

    @property
    def id(self) -> str:
        """The declaration's id."""

    @property
    def date(self) -> date | None:
        """Acceptance date."""

    @property
    def flow(self) -> str | None:
        """Import, export, transit, transhipment, re-export."""

    @property
    def header(self) -> Subject:
        """The declaration itself."""

    @property
    def items(self) -> tuple[Subject, ...]:
        """Its goods items, in the order declared."""
