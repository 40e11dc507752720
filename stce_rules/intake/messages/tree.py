"""A message as a tree of named parts, whatever it was written in.

Enters: the parts of a message in their order, added by a reader of XML or JSON. Leaves: parts by path, each of which
can tell its place in words that lead back to it. Promise: names are local, without a prefix or namespace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

__all__ = ["Node"]

_NO_PARTS: Mapping[str, list[Node]] = MappingProxyType({})
"""Of values, which are most of the nodes."""


class Node:
    """An element of XML or an object of JSON; a value is a node without parts, an attribute one named `@name`."""

    __slots__ = ("index", "name", "parent", "parts", "text")

    def __init__(self, name: str, parent: Node | None = None, text: str = "", index: int = 1) -> None:
        self.name = name
        self.parent = parent
        self.text = text
        self.index = index
        """Which of its parent's parts of this name, from 1."""
        self.parts: Mapping[str, list[Node]] = _NO_PARTS

    def add(self, name: str, text: str = "") -> Node:
        """One more part."""
        parts = self.parts
        if not isinstance(parts, dict):
            parts = self.parts = {}
        alike = parts.get(name)
        if alike is None:
            alike = parts[name] = []
        made = Node(name, self, text, len(alike) + 1)
        alike.append(made)
        return made

    def all(self, path: str) -> Sequence[Node]:
        """The parts at a path such as `Commodity/Classification/ID` or `Amount/@currencyID`, in order.

        `..` leads to what a part is in.
        """
        found: Sequence[Node] = (self,)
        for step in _steps(path):
            if step == "..":
                found = [one.parent for one in found if one.parent is not None]
            elif len(found) == 1:
                found = found[0].parts.get(step, ())
            else:
                found = [part for one in found for part in one.parts.get(step, ())]
            if not found:
                break
        return found

    def first(self, path: str) -> Node | None:
        """The first part at a path that says anything."""
        return next((one for one in self.all(path) if not one.is_blank), None)

    def said(self, path: str) -> str:
        """The text of the first part at a path that says anything; empty where none does."""
        found = self.first(path)
        return "" if found is None else found.text

    @property
    def root(self) -> Node:
        """The message it is a part of."""
        return self if self.parent is None else self.parent.root

    @property
    def children(self) -> Iterator[Node]:
        """Its parts that are no attributes, name by name."""
        return (one for name, alike in self.parts.items() if not name.startswith("@") for one in alike)

    @property
    def is_blank(self) -> bool:
        """Whether neither it nor what it holds says anything; attributes alone say nothing."""
        if self.text:
            return False
        for name, alike in self.parts.items():
            if not name.startswith("@"):
                for one in alike:
                    if not one.is_blank:
                        return False
        return True

    @property
    def place(self) -> str:
        """The path to it, such as `/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[2]/Destination`.

        A number stands where there are several of the name.
        """
        steps: list[str] = []
        one: Node | None = self
        while one is not None:
            several = one.parent is not None and len(one.parent.parts[one.name]) > 1
            steps.append(f"{one.name}[{one.index}]" if several else one.name)
            one = one.parent
        return "/" + "/".join(reversed(steps))


@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(step for step in path.split("/") if step not in ("", "."))
