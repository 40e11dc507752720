"""The map of a canonical table, whose columns are named as boxes.

Enters: the names of its columns. Leaves: the map that reads each of them into the box of its name.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import assert_never

from stce_rules.core.span import Source
from stce_rules.intake.tables import columns as named
from stce_rules.intake.tables.columns import columns_of
from stce_rules.intake.tables.forms import DAY, POINT
from stce_rules.intake.tables.model import Column, Each, Every, First, Group, Groups, How, Kind, Leaf, Node, TableMap
from stce_rules.intake.tables.model import leaves as leaves_of
from stce_rules.intake.tables.shape import DECLARATION, ITEM, Boxes, One, Several

__all__ = ["LISTED", "identity", "is_canonical"]

LISTED = "|"
"""Stands between the values of a box that holds several."""


def is_canonical(names: Sequence[str]) -> bool:
    """Whether some columns are named as boxes, so that the others are most likely misspelt ones."""
    return any(named.is_box(name.strip()) for name in names)


def identity(names: Sequence[str], place: str, *, listed: Collection[str] = (), typed: bool = False) -> TableMap:
    """The map. `listed` columns hold lists of texts; texts of a `typed` table are left as they are.

    Raises StceError (E662 to E664) with all that is wrong with the names.
    """
    found = columns_of(names, place)
    source = Source(place, "")
    sections = {False: _Section(DECLARATION, typed=typed), True: _Section(ITEM, typed=typed)}
    for column, written in zip(found, names, strict=True):
        sections[column.of_item].add(column, Column(written.strip(), source.span(0, 0)), is_list=written in listed)
    declaration, item = sections[False].group(), sections[True].group()
    used = {one.name: one for part in (declaration, item) for leaf in leaves_of(part) for one in leaf.columns}
    return TableMap("canonical", "canonical table", declaration, item, bare=True, used=tuple(used.values()))


class _Section:
    """The boxes of the declaration or of the goods item, as columns come."""

    def __init__(self, shape: Boxes, *, typed: bool) -> None:
        self._shape = shape
        self._typed = typed
        self._parts: dict[str, Node] = {}
        self._inner: dict[str, dict[str, Node]] = {}
        self._parties: dict[str, dict[str, Node]] = {}
        self._papers: list[Group | Each] = []

    def add(self, column: named.Column, at: Column, *, is_list: bool) -> None:
        """One column more."""
        several = Leaf(_how(One(Kind.TEXT), split=LISTED), (at,))
        match column.kind:
            case named.Kind.VALUE | named.Kind.YES_NO:
                self._add_value(column.path, at, is_list=is_list)
            case named.Kind.LIST:
                self._parts[column.path[0]] = Every((several,))
            case named.Kind.PARTY:
                role, part = column.path
                fixed = Leaf(_how(One(Kind.TEXT)), constant=role)
                party = self._parties.setdefault(role, {"role": First((fixed,))})
                party[part] = self._first(_inside(self._shape, "parties", part), at)
            case named.Kind.PAPERS:
                self._papers.append(Each(several, "type", {"claim": column.path[0]}))
            case named.Kind.ROUTE:
                self._parts["route"] = Groups((Each(several, "stop", {}),))
            case _:
                assert_never(column.kind)

    def _add_value(self, path: tuple[str, ...], at: Column, *, is_list: bool) -> None:
        if len(path) == 1:
            shape = self._shape.parts[path[0]]
            self._parts[path[0]] = self._first(shape if isinstance(shape, One) else One(Kind.TEXT), at)
            return
        outer, inner = path
        shape = One(Kind.TEXT) if outer == "extra" else _inside(self._shape, outer, inner)
        node = Every((Leaf(_how(shape), (at,)),)) if is_list and outer == "extra" else self._first(shape, at)
        self._inner.setdefault(outer, {})[inner] = node

    def _first(self, shape: One, at: Column) -> First:
        return First((Leaf(_how(shape, as_is=self._typed), (at,)),))

    def group(self) -> Group:
        """All of them."""
        parts = dict(self._parts)
        for name, inner in self._inner.items():
            shape = self._shape.parts[name]
            needs = (shape.key, shape.needed, shape.needed_said) if isinstance(shape, Boxes) else (None, None, "")
            parts[name] = Group(inner, *needs)
        if self._parties:
            parts["parties"] = Groups(tuple(Group(party) for party in self._parties.values()))
        if self._papers:
            parts["documents"] = Groups(tuple(self._papers))
        return Group(parts)


def _how(shape: One, *, split: str = "", as_is: bool = False) -> How:
    blank = frozenset({""})
    return How(shape.kind, POINT, DAY, blank, shape.words, split=(split,) if split else (), as_is=as_is)


def _inside(shape: Boxes, outer: str, inner: str) -> One:
    """The shape of a box within a group of boxes."""
    group = shape.parts[outer]
    boxes = group.of if isinstance(group, Several) else group
    found = boxes.parts[inner] if isinstance(boxes, Boxes) else None
    return found if isinstance(found, One) else One(Kind.TEXT)
