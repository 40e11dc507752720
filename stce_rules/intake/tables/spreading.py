"""The boxes of a map as columns of a canonical table.

Enters: a map. Leaves: its units, each of them a part of the map that is read by itself and fills a few columns; none
where a part has no column, such as the reference of a document. Promise: reading the columns as a canonical table gives
the boxes again; where they would not, the cells of a row are None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from stce_rules.core.fields import PARTY_ROLES
from stce_rules.intake.tables.filling import Data
from stce_rules.intake.tables.model import Each, Every, First, Group, Groups, Kind, Leaf, Node, TableMap, leaves

__all__ = ["KEY", "Bundle", "Unit", "units"]

KEY = ("id", "version", "action")
"""Boxes by which rows are known to be of one declaration."""

_ROLES = {role.replace(" ", "_") for role in PARTY_ROLES}
_CLAIMS = {"other": "documents", "licence": "documents.licence", "exemption": "documents.exemption"}

Spread = Callable[[Mapping[str, Data]], "tuple[Data | None, ...] | None"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a map that is read by itself: the columns it fills and what they hold (None: several texts).

    `group` is the part; `spread` gives its boxes as cells of the columns.
    """

    columns: tuple[str, ...]
    kinds: tuple[Kind | None, ...]
    of_item: bool
    group: Group
    spread: Spread

    @property
    def read(self) -> tuple[str, ...]:
        """The columns of the table that it rests on."""
        return tuple(dict.fromkeys(column.name for leaf in leaves(self.group) for column in leaf.columns))

    @property
    def only(self) -> Leaf | None:
        """Its leaf, when it is one box with one value, of one column."""
        if len(self.group.parts) != 1:
            return None
        (node,) = self.group.parts.values()
        leaf = node.leaves[0] if isinstance(node, First) and len(node.leaves) == 1 else None
        return leaf if leaf is not None and len(leaf.columns) == 1 and leaf.unit is None else None


@dataclass(frozen=True, slots=True)
class Bundle:
    """A group of boxes, each a unit. Without `key` it says nothing, without `needed` too little.

    A party says nothing where only its constants are left. What cannot be read of a group that is `told` costs columns
    nothing: it is told beside them.
    """

    units: tuple[Unit, ...]
    of_item: bool
    key: str | None
    needed: str | None
    is_party: bool
    told: Group | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it fills."""
        return tuple(column for unit in self.units for column in unit.columns)

    @property
    def read(self) -> tuple[str, ...]:
        """The columns of the table that it rests on."""
        return tuple(dict.fromkeys(name for unit in self.units for name in unit.read))


def units(table: TableMap) -> tuple[Unit | Bundle, ...] | None:
    """All units of a map; None when some part has no column."""
    found: list[Unit | Bundle] = []
    for of_item, section in ((False, table.declaration), (True, table.item)):
        for name, node in section.parts.items():
            parts = _units(name, node, of_item=of_item)
            if parts is None:
                return None
            found += parts
    return tuple(found)


# ---- one part of the map


def _units(name: str, node: Node, *, of_item: bool) -> Sequence[Unit | Bundle] | None:
    prefix = "item." if of_item else ""
    match node:
        case First() | Every():
            return [Unit((f"{prefix}{name}",), (_kind(node),), of_item, Group({name: node}), _box(name))]
        case Group() if name == "extra":
            return [
                Unit(
                    (f"{prefix}{name}.{inner}",),
                    (_kind(part),),
                    of_item,
                    Group({name: Group({inner: part})}),
                    _inside(name, (inner,)),
                )
                for inner, part in node.parts.items()
            ]
        case Group():
            bundle = _bundle(node, f"{prefix}{name}", of_item=of_item, is_party=False)
            return [replace(bundle, told=Group({name: node})) if name == "outcome" else bundle]  # which no rule sees
        case Groups(groups) if name == "parties":
            return _parties(groups, prefix, of_item=of_item)
        case Groups() if name == "documents":
            return _documents(node, prefix, of_item=of_item)
        case Groups():
            return [Unit(("route",), (None,), of_item, Group({name: node}), _stops)]
        case _:
            assert_never(node)


def _kind(node: Node) -> Kind | None:
    """What a box holds; None for several texts."""
    return next((leaf.how.kind for leaf in leaves(node)), Kind.TEXT) if isinstance(node, First) else None


def _box(name: str) -> Spread:
    return lambda boxes: (boxes.get(name),)


def _inside(name: str, inner: tuple[str, ...]) -> Spread:
    def spread(boxes: Mapping[str, Data]) -> tuple[Data | None, ...]:
        group = boxes.get(name)
        return tuple(group.get(one) if isinstance(group, dict) else None for one in inner)

    return spread


def _role(group: Group | Each) -> str | None:
    """The role of a party, where it is a constant."""
    if isinstance(group, Each):
        return None
    role = group.parts.get("role")
    found = list(leaves(role)) if role is not None else []
    return str(found[0].constant) if len(found) == 1 and found[0].constant is not None else None


def _bundle(group: Group, prefix: str, *, of_item: bool, is_party: bool) -> Bundle:
    inner = tuple(
        Unit((f"{prefix}.{name}",), (_kind(node),), of_item, Group({name: node}), _box(name))
        for name, node in group.parts.items()
        if not (is_party and name == "role")
    )
    named = None if group.needed is None or is_party else f"{prefix}.{group.needed}"
    return Bundle(inner, of_item, None if group.key is None else f"{prefix}.{group.key}", named, is_party)


def _parties(groups: tuple[Group | Each, ...], prefix: str, *, of_item: bool) -> list[Bundle] | None:
    roles = [_role(one) for one in groups]
    if not _ROLES.issuperset(roles) or len(set(roles)) < len(roles):
        return None
    found: list[Bundle] = []
    for role, group in zip(roles, groups, strict=True):
        if isinstance(group, Each):
            return None
        found.append(_bundle(group, f"{prefix}{role}", of_item=of_item, is_party=True))
    return found


def _documents(node: Groups, prefix: str, *, of_item: bool) -> list[Unit] | None:
    for one in node.groups:
        if isinstance(one, Group) and not one.parts.keys() <= {"type", "claim"}:
            return None
        if isinstance(one, Each) and not one.fixed.keys() <= {"claim"}:
            return None
    claims = list(dict.fromkeys([*map(_claim, node.groups), *_CLAIMS]))
    columns = tuple(f"{prefix}{_CLAIMS[one]}" for one in claims)

    def spread(boxes: Mapping[str, Data]) -> tuple[Data | None, ...] | None:
        written = list(_typed_claims(boxes.get("documents")))
        cells: tuple[list[Data], ...] = tuple([paper for paper, claim in written if claim == one] for one in claims)
        in_order = [paper for papers in cells for paper in papers] == [paper for paper, _ in written]
        return tuple(papers or None for papers in cells) if in_order else None

    return [Unit(columns, (None,) * len(columns), of_item, Group({"documents": node}), spread)]


def _claim(group: Group | Each) -> str:
    if isinstance(group, Each):
        return str(group.fixed.get("claim", "other"))
    claim = group.parts.get("claim")
    found = list(leaves(claim)) if claim is not None else []
    return str(found[0].constant) if found and found[0].constant is not None else "other"


def _typed_claims(documents: Data | None) -> Iterator[tuple[Data, str]]:
    for one in documents if isinstance(documents, list) else ():
        if isinstance(one, dict):
            yield one["type"], str(one.get("claim", "other"))


def _stops(boxes: Mapping[str, Data]) -> tuple[Data | None, ...] | None:
    """A stop as a text: its country has two letters, its place has more."""
    route = boxes.get("route")
    stops: list[Data] = []
    for one in route if isinstance(route, list) else ():
        if not isinstance(one, dict) or len(one) != 1:
            return None
        ((box, value),) = one.items()
        if (box == "country") != (len(str(value)) == 2):
            return None
        stops.append(value)
    return (stops or None,)
