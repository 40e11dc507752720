"""Horn clauses over statements about goods items and the declaration, as plain data.

Made by `crossing`, run by a forward chainer, fed by `deriving`. A statement holds or is not said to hold; there is no
negation in a clause. What is not so is a statement of its own, which the host asserts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from stce_rules.core.truth import Truth
from stce_rules.plan.model import Condition

Atom = int
"""A statement that may hold for some subjects, by its number."""


class Join(Enum):
    """Which subjects the premises of a clause are about."""

    SAME = "all about one subject, and so is the conclusion"
    SPREAD = "the first about an item, the second about the declaration; the conclusion is about the item"
    COLLECT = "about different items; the conclusion is about the declaration"


@dataclass(frozen=True, slots=True)
class Clause:
    """If the premises hold, so does the conclusion."""

    join: Join
    premises: tuple[Atom, ...]
    conclusion: Atom


class Over(Enum):
    """The subjects that an atom is about."""

    OWN = "those its unit is judged for"
    ITEMS = "every item"
    HEADER = "the declaration"


@dataclass(frozen=True, slots=True)
class Sentence:
    """The matcher gives the condition at least this truth."""

    condition: Condition
    least: Truth


@dataclass(frozen=True, slots=True)
class Guard:
    """Dates, flow and the unit's sentences about one subject have at least this truth."""

    least: Truth


@dataclass(frozen=True, slots=True)
class Absent:
    """Another atom does not hold; asked when all that could derive it has run."""

    atom: Atom


@dataclass(frozen=True, slots=True)
class First:
    """Another atom holds, asserted for no more than `count` items: more prove nothing more."""

    atom: Atom
    count: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Another atom holds for at least `needed` of the items, of which there are some."""

    atom: Atom
    needed: int


@dataclass(frozen=True, slots=True)
class NoItems:
    """The declaration has no goods items."""


Source = Sentence | Guard | Absent | First | Counted | NoItems


@dataclass(frozen=True, slots=True)
class Given:
    """An atom that the host asserts, for a unit, about some subjects."""

    unit: int
    over: Over
    source: Source


@dataclass(frozen=True, slots=True)
class Composite:
    """A unit whose outcome is derived: what keeps it out, whom it asks, and the atoms that settle its outcome."""

    guard: Condition
    asks: tuple[tuple[int, Over], ...]
    hit: Atom
    open: Atom
    exempt: Atom | None


@dataclass(frozen=True, slots=True)
class Group:
    """Clauses that run together, after all groups before; `inputs` are asserted, `chained` derived and used within."""

    clauses: tuple[Clause, ...]
    inputs: tuple[Atom, ...]
    chained: frozenset[Atom]


@dataclass(frozen=True, slots=True)
class Clauses:
    """A plan's composite units. `groups_of` says which groups serve a unit."""

    composites: dict[int, Composite]
    givens: dict[Atom, Given]
    groups: tuple[Group, ...]
    groups_of: dict[int, tuple[int, ...]]
