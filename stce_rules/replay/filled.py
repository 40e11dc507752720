"""Which boxes declarations state: counts for each source, by the names that columns of a canonical table have.

Enters: declarations. Leaves: for each box how many declarations, or goods items, say something in it. Promises: counts
of portions add up; a box that came from the header counts there only, not again for each of the goods items that it
stands for; number, id, version and action, which nothing can be without, are not counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter

from msgspec.structs import astuple

from stce_rules.core.declaration import Declaration, Item
from stce_rules.core.fields import PARTY_ROLES
from stce_rules.intake.views import role_of

__all__ = ["MOST_BOXES", "Filled", "Filling"]

MOST_BOXES = 500
"""Different boxes that are told apart in a source; messages may bring boxes of their own in any number."""

_APART = {"id", "version", "action", "number", "items", "parties", "documents", "outcome", "quantity", "value", "extra"}
_APART |= {"parse_issues", "sources"}
_ROLES = {role: role.replace(" ", "_") for role in PARTY_ROLES}
_PAPERS = {"other": "documents", "licence": "documents.licence", "exemption": "documents.exemption"}
_NOTHING: frozenset[str] = frozenset()
_PARTS = ("id", "name", "address", "country")


def _plain(form: type[Declaration | Item]) -> tuple[str, ...]:
    return tuple(name for name in form.__struct_fields__ if name not in _APART)


_OF_HEADER, _OF_ITEM = _plain(Declaration), _plain(Item)
_header_cells, _item_cells = attrgetter(*_OF_HEADER), attrgetter(*_OF_ITEM)
_ITEM_BOXES = tuple(f"item.{name}" for name in _OF_ITEM)


@dataclass(slots=True)
class Filled:
    """Of how many declarations and goods items, and in how many of them each box says something."""

    declarations: int = 0
    items: int = 0
    boxes: Counter[str] = field(default_factory=Counter)

    def merge(self, other: Filled) -> None:
        """Add the counts of another portion."""
        self.declarations += other.declarations
        self.items += other.items
        for box, count in other.boxes.items():
            self.count(box, count)

    def count(self, box: str, count: int) -> None:
        """Count so many that state a box."""
        if box in self.boxes or len(self.boxes) < MOST_BOXES:
            self.boxes[box] += count


class Filling:
    """Declarations of a batch being counted. Boxes that are stated together are counted together: few ways occur."""

    def __init__(self) -> None:
        self._together: Counter[tuple[str, Iterable[str]]] = Counter()
        self._of: dict[str, Filled] = {}

    def add(self, source: str, declaration: Declaration) -> None:
        """Count one declaration."""
        of = self._of.setdefault(source, Filled())
        of.declarations += 1
        of.items += len(declaration.items)
        together = self._together
        together[source, tuple(_stated(_OF_HEADER, _header_cells(declaration)))] += 1
        together[source, _of_groups(declaration, "")] += 1
        if (told := declaration.outcome) is not None:
            names = _stated(told.__struct_fields__, astuple(told))
            together[source, tuple([f"outcome.{name}" for name in names])] += 1
        for item in declaration.items:
            together[source, tuple(_stated(_ITEM_BOXES, _item_cells(item)))] += 1
            together[source, _of_groups(item, "item.")] += 1
            if item.quantity is not None:
                together[source, ("item.quantity.value", "item.quantity.unit")] += 1
            if item.value is not None:
                together[source, ("item.value.amount", "item.value.currency")] += 1

    def counts(self) -> dict[str, Filled]:
        """The counts by source."""
        for (source, names), count in self._together.items():
            for name in sorted(names):
                self._of[source].count(name, count)
        self._together.clear()
        return self._of


def _stated(names: Sequence[str], cells: Sequence[object]) -> list[str]:
    """Names of the cells that are neither None nor empty; a zero is a number, and a no an answer."""
    return [name for name, cell in zip(names, cells, strict=True) if cell or cell == 0]


def _of_groups(source: Declaration | Item, prefix: str) -> frozenset[str]:
    """The boxes of parties, documents and plugins, each once however many of them there are."""
    if not (source.parties or source.documents or source.extra):
        return _NOTHING
    found: set[str] = set()
    for one in source.parties:
        found.update(_of_party(prefix, one.role, bool(one.id), bool(one.name), bool(one.address), bool(one.country)))
    for document in source.documents:
        found.add(prefix + _PAPERS[document.claim])
    for name, cell in source.extra.items():
        if cell or cell == 0:
            found.add(f"{prefix}extra.{name}")
    return frozenset(found)


@lru_cache(maxsize=1024)
def _of_party(prefix: str, role: str, *has: bool) -> tuple[str, ...]:
    known = _ROLES.get(role_of(role))
    parts = (part for part, is_there in zip(_PARTS, has, strict=True) if is_there)
    return () if known is None else tuple(f"{prefix}{known}.{part}" for part in parts)
