"""A map of a table, as data: which column fills which box of a declaration, and how its cells are read.

A map has the shape of the canonical declaration. Each of its leaves is a `Leaf`: where a value comes from (columns or
a constant) and how it is read (`How`). Nodes above the leaves say what is made of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Literal, NamedTuple

from stce_rules.core.span import Span

Cell = str | Decimal | date | tuple[str, ...] | None
"""A cell: a text; of a typed column also an exact number, a day or several texts. None is an empty one."""

Value = str | int | bool | Decimal
"""What a cell is read as."""


class Kind(Enum):
    """What a box holds; the value is how reports call it."""

    TEXT = "a text"
    HS = "a commodity code"
    COUNTRY = "a country"
    WORD = "one of a few words"
    DATE = "a day"
    NUMBER = "a number"
    WHOLE = "a whole number"
    MASS = "a mass"
    YES_NO = "yes or no"


class Fault(NamedTuple):
    """Why a cell could not be read: a code of `stce explain-code`, and one sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class DateForm:
    """A way to write a day, such as `DD.MM.YYYY`."""

    written: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class NumberForm:
    """A way to write numbers: the decimal sign, and what parts thousands."""

    decimal: str
    thousands: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class How:
    """How the cells of a leaf are read.

    `blanks` are folded; `words` are those that a `Kind.WORD` box may hold; of `values`, None means blank. `as_is`
    leaves texts as a typed column holds them, blanks around them included.
    """

    kind: Kind
    numbers: NumberForm
    dates: tuple[DateForm, ...]
    blanks: frozenset[str]
    words: tuple[str, ...] = ()
    values: Mapping[str, Value | None] | None = None
    others: Literal["fault", "keep", "blank"] = "fault"
    alpha3: bool = False
    digits: int | None = None
    split: tuple[str, ...] = ()
    as_is: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name, and where the map names it."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Leaf:
    """Where a value comes from: a constant, or columns (several are joined). `unit` is that of a mass."""

    how: How
    columns: tuple[Column, ...] = ()
    join: str = ""
    constant: Value | None = None
    unit: Leaf | None = None


@dataclass(frozen=True, slots=True)
class First:
    """A box with one value: that of the first leaf that says something."""

    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """A box with several texts: those of all leaves."""

    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of boxes, such as a party. Without the box `key` it says nothing, without `needed` too little."""

    parts: Mapping[str, Node]
    key: str | None = None
    needed: str | None = None
    needed_said: str = ""

    def rests_on_columns(self, found: Iterable[str]) -> bool:
        """Whether it has columns, and none of the boxes found is of one."""
        fixed = {name for name, one in self.parts.items() if not any(leaf.columns for leaf in leaves(one))}
        return len(fixed) < len(self.parts) and fixed.issuperset(found)


@dataclass(frozen=True, slots=True)
class Each:
    """A group for each part of a cell, beside the boxes that are `fixed`.

    The part fills `box`; of a `stop` it is the country when it has two letters, else the place.
    """

    leaf: Leaf
    box: Literal["type", "country", "place", "stop"]
    fixed: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Groups:
    """A list of groups, such as the parties."""

    groups: tuple[Group | Each, ...]


Node = First | Every | Group | Groups


@dataclass(frozen=True, slots=True)
class TableMap:
    """A map of a table.

    `header` is the row that names the columns, from 1; 0 when none does and `columns` name them. `delimiter` is blank
    when the header tells. `together` says that rows with one id, one after the other, are goods items of one
    declaration; `bare`, that a row which says nothing of a goods item is none.
    """

    name: str
    title: str
    declaration: Group
    item: Group
    encoding: str = "utf-8"
    delimiter: str = ""
    quote: str | None = '"'
    header: int = 1
    columns: tuple[str, ...] = ()
    together: bool = True
    bare: bool = False
    used: tuple[Column, ...] = field(default=())


def leaves(node: Node | Each) -> Iterator[Leaf]:
    """All leaves of a node, units of masses included."""
    match node:
        case First(found) | Every(found):
            for leaf in found:
                yield leaf
                if leaf.unit is not None:
                    yield leaf.unit
        case Group():
            for part in node.parts.values():
                yield from leaves(part)
        case Each(leaf):
            yield leaf
        case Groups(groups):
            for group in groups:
                yield from leaves(group)
