"""The columns of a canonical table: boxes of the canonical declaration by name.

Enters: the names in a header. Leaves: for each column where its cells belong, or one report of all that is wrong with
the header. A row is one goods item, with the declaration's own boxes repeated:

- `id`, `date`, `destination`, `outcome.finding` …: boxes of the declaration; `item.hs`, `item.value.amount` …: of the
  goods item (`items[].hs` means the same);
- `consignee.name`, `item.end_user.country` …: a party in a role, by its id, name, address or country;
- `documents`, `documents.licence`, `documents.exemption`: type codes, by what they claim to be;
- `route`: countries and UN/LOCODEs in the order travelled; `extra.NAME`, `item.extra.NAME`: boxes of plugins.

Where a box holds several values, they stand in one cell with `|` between them, or in a list.
The names are read off the structs of `core.declaration`, so there is no second list of boxes here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import NoneType
from typing import get_args, get_origin, get_type_hints

from stce_rules.core.declaration import Declaration, Document, Item, Party, Stop, Struct
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.fields import PARTY_ROLES
from stce_rules.intake.quoting import meant, quoted

__all__ = ["Column", "Kind", "columns_of", "is_box"]


class Kind(Enum):
    """How the cells of a column become boxes."""

    VALUE = "one value"
    YES_NO = "yes or no"
    LIST = "texts"
    PARTY = "a part of a party"
    PAPERS = "type codes of documents"
    ROUTE = "stops"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: whether it is the goods item's, and the names of its box, outermost first.

    A party's are role and part; documents have their claim.
    """

    name: str
    kind: Kind
    of_item: bool
    path: tuple[str, ...]

    @property
    def box(self) -> str:
        """The box as parse issues name it, without the goods item."""
        match self.kind:
            case Kind.PARTY:
                return "parties"
            case Kind.PAPERS:
                return "documents"
            case _:
                return ".".join(self.path)


def columns_of(header: Sequence[str], place: str) -> tuple[Column, ...]:
    """The columns of a table. Raises StceError (E662, E663, E664) with all that is wrong with the header."""
    faults: list[Diagnostic] = []
    found: list[Column] = []
    seen: set[tuple[bool, Kind, tuple[str, ...]]] = set()
    for written in header:
        one = _column(written.strip())
        if one is None:
            close = meant(written.strip().replace("items[].", "item."), _known())
            message = f"there is no column {quoted(written)}{close}"
            mend = "name columns as boxes of the declaration; for another layout 'stce map init FILE' proposes a map"
            faults.append(Diagnostic("E662", message, where=place, help=mend))
        elif (one.of_item, one.kind, one.path) in seen:
            faults.append(Diagnostic("E664", f"column {quoted(written)} is there twice", where=place))
        else:
            seen.add((one.of_item, one.kind, one.path))
            found.append(one)
    if not any(one.name == "id" for one in found):
        faults.append(Diagnostic("E663", "the table has no column 'id'", where=place))
    if faults:
        raise StceError(faults)
    return tuple(found)


def is_box(name: str) -> bool:
    """Whether a column of this name is one of a canonical table."""
    return _column(name) is not None


def _column(written: str) -> Column | None:
    name = written.replace("items[].", "item.", 1) if written.startswith("items[].") else written
    if name in _known():
        return _known()[name]
    own = name.removeprefix("item.")
    if own.startswith("extra.") and own != "extra.":
        return Column(name, Kind.VALUE, own != name, ("extra", own.removeprefix("extra.")))
    return None


@cache
def _known() -> dict[str, Column]:
    """All columns but those of plugins."""
    every = (*_columns(Declaration, "", of_item=False), *_columns(Item, "item.", of_item=True))
    return {one.name: one for one in every}


_NO_COLUMN = {"items", "extra", "parse_issues", "sources"}
_PARTS = ("id", "name", "address", "country")


def _columns(form: type[Struct], prefix: str, *, of_item: bool) -> Iterator[Column]:
    for name, hint in get_type_hints(form).items():
        if name not in form.__struct_fields__ or name in _NO_COLUMN:
            continue
        (held, *_) = [one for one in get_args(hint) if one is not NoneType] or [hint]
        if held is Party:
            roles = [role.replace(" ", "_") for role in PARTY_ROLES]
            parts = [(role, part) for role in roles for part in _PARTS]
            yield from (Column(f"{prefix}{'.'.join(one)}", Kind.PARTY, of_item, one) for one in parts)
        elif held is Document:
            for words, claim in (("", "other"), (".licence", "licence"), (".exemption", "exemption")):
                yield Column(f"{prefix}{name}{words}", Kind.PAPERS, of_item, (claim,))
        elif held is Stop:
            yield Column(f"{prefix}{name}", Kind.ROUTE, of_item, (name,))
        elif isinstance(held, type) and issubclass(held, Struct):
            for part, inner in get_type_hints(held).items():
                if part in held.__struct_fields__:
                    kind = Kind.YES_NO if inner is bool else Kind.VALUE
                    yield Column(f"{prefix}{name}.{part}", kind, of_item, (name, part))
        else:
            kind = Kind.LIST if get_origin(hint) is list else Kind.VALUE
            yield Column(f"{prefix}{name}", kind, of_item, (name,))
