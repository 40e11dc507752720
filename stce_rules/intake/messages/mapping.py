"""A table that says which part of a message fills which box, and the one way to follow it.

Enters: rows, a message as a tree, a draft. Leaves: the draft, filled; and the table as a page, so that the mapping
document of an adapter is the mapping itself. Promises: every value and every fault keeps its place; the first of
several sources that says anything is taken; two values for one box are told, not chosen from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.messages.draft import Draft, Part
from stce_rules.intake.messages.tree import Node
from stce_rules.intake.messages.values import Read, claim_of, currency, number
from stce_rules.intake.quoting import quoted
from stce_rules.intake.reading import Fault

__all__ = [
    "Box",
    "Fill",
    "Parts",
    "Row",
    "actor",
    "amount",
    "check_count",
    "counted",
    "document",
    "each",
    "fill",
    "joined",
    "money",
    "page",
    "part_of_whole",
    "quantity",
    "read_as",
    "text",
]

Fill = Callable[[Part, str, Node], None]
"""Puts what a part of the message says into a box. Its docstring stands in the mapping document."""


def text(part: Part, box: str, node: Node) -> None:
    """As it stands."""
    part.put(box, node.text, node.place)


def each(part: Part, box: str, node: Node) -> None:
    """Each as it stands."""
    part.add(box, node.text, node.place)


def read_as(read: Read, *, many: bool = False) -> Fill:
    """A box filled with what a reader of `values` makes of the text; `many` for a list."""

    def put(part: Part, box: str, node: Node) -> None:
        value = read(node)
        if isinstance(value, Fault):
            part.unreadable(box, value.message, node.place, value.code)
        elif many:
            part.add(box, value, node.place)
        else:
            part.put(box, value, node.place)

    put.__doc__ = read.__doc__
    return put


def money(part: Part, box: str, node: Node) -> None:
    """Amount, with the currency in `currencyID`."""
    amount(part, box, node, node.first("@currencyID"))


def amount(part: Part, box: str, node: Node, unit: Node | None) -> None:
    """An amount of money with its currency, which may stand elsewhere; without a readable one it is unreadable."""
    value = number(node)
    code = Fault("W644", f"{quoted(node.text)} has no currency") if unit is None else currency(unit)
    if isinstance(value, Fault):
        part.unreadable(box, value.message, node.place)
    elif isinstance(code, Fault):
        part.unreadable(box, code.message, (unit or node).place)
    else:
        part.put(f"{box}.amount", value, node.place)
        part.put(f"{box}.currency", code, (unit or node).place)


def quantity(part: Part, box: str, node: Node) -> None:
    """Number, with the unit in `unitCode`; without one the tariff gives the unit, and the box stays blank."""
    unit = node.first("@unitCode")
    if unit is not None:
        counted(part, box, node, unit)


def counted(part: Part, box: str, node: Node, unit: Node) -> None:
    """A number with its unit, which may stand elsewhere; a qualifier after `#` is no part of the unit."""
    value = number(node)
    if isinstance(value, Fault):
        part.unreadable(box, value.message, node.place)
    else:
        part.put(f"{box}.value", value, node.place)
        part.put(f"{box}.unit", unit.text.partition("#")[0], unit.place)


def joined(*paths: str) -> Fill:
    """A box filled with the texts of several parts, in this order, with commas between them."""

    def put(part: Part, box: str, node: Node) -> None:
        lines = [one.text for path in paths for one in node.all(path) if one.text]
        part.put(box, ", ".join(lines), node.place)

    put.__doc__ = "Joined: " + ", ".join(f"`{path}`" for path in paths)
    return put


def document(kind: str, reference: str) -> tuple[Row, ...]:
    """The boxes of a document: its type, what that claims to be, its reference."""
    return (Box("type", kind), Box("claim", kind, _claim), Box("reference", reference))


def _claim(part: Part, box: str, node: Node) -> None:
    """By the type, see [document_claims.csv](../../stce_rules/intake/messages/data/document_claims.csv)."""
    part.put(box, claim_of(node.text), node.place)


_ROLES = {"FW": "freight_forwarder", "MF": "manufacturer"}
"""Roles of further actors in the supply chain (EU customs data model); consolidators have none."""


def actor(role: str, name: str) -> Fill:
    """A further actor in the supply chain, by the parts that hold its role and its identifier."""

    def put(part: Part, box: str, node: Node) -> None:
        """`FW` freight_forwarder, `MF` manufacturer, with the id; others in `extra.supply_chain_actors`."""
        code = node.said(role)
        if code in _ROLES:
            one = part.next(box, node.place)
            one.put("role", _ROLES[code], node.place)
            one.put("id", node.said(name), node.place)
        else:
            part.add("extra.supply_chain_actors", f"{code} {node.said(name)}", node.place)

    return put


# ---- rows


@dataclass(frozen=True, slots=True)
class Box:
    """What fills a box: the first of the sources (`A/B | C/@d`) that says anything; `.` is the part itself."""

    box: str
    source: str
    fill: Fill = text


@dataclass(frozen=True, slots=True)
class Parts:
    """What becomes one part of a list each: goods items, parties, documents.

    `role` is that of parties. `order` names the part that holds the number they are ordered by, where all have one.
    `beside` names other parts without which these are none: what is declared for all goods is repeated with a goods
    item that has something of its own, which would hide it. A part that says nothing is none, but for goods items.
    """

    box: str
    source: str
    rows: tuple[Row, ...]
    role: str = ""
    order: str = ""
    beside: str = ""


Row = Box | Parts


MOST_PARTS, MOST_REPEATED = 100_000, 20_000
"""Goods items, parties, documents and stops of one declaration; and how many of them stand once, but count for several
goods items, so that a short message becomes a long declaration."""


def fill(rows: tuple[Row, ...], draft: Draft, node: Node) -> None:
    """Follow the rows from the root of a message. Raises StceError (E616) when it has more parts than any has."""
    _fill(rows, draft, node, _Made())


class _Made:
    """How many parts there are already."""

    def __init__(self) -> None:
        self.parts = self.repeated = 0

    def one_more(self, row: Parts) -> None:
        self.parts += 1
        self.repeated += bool(row.beside)
        if self.parts > MOST_PARTS:
            raise StceError(Diagnostic("E616", f"the declaration has more than {MOST_PARTS:,} parts"))
        if self.repeated > MOST_REPEATED:
            told = f"what counts for several goods items makes more than {MOST_REPEATED:,} parts"
            raise StceError(Diagnostic("E616", told))


def _fill(rows: tuple[Row, ...], part: Part, node: Node, made: _Made) -> None:
    for row in rows:
        beginnings = _beginnings(row.source)
        if beginnings and beginnings.isdisjoint(node.parts):
            continue
        match row:
            case Box():
                for one in _first_said(row.source, node):
                    row.fill(part, row.box, one)
            case Parts():
                for one in _ordered(row, node):
                    made.one_more(row)
                    inner = part.next(row.box, one.place)
                    inner.put("role", row.role, one.place)
                    _fill(row.rows, inner, one, made)


def _first_said(source: str, node: Node) -> Sequence[Node]:
    for path in _paths(source):
        found = node.all(path)
        if found and (said := [one for one in found if not one.is_blank]):
            return said
    return ()


@lru_cache(maxsize=1024)
def _paths(source: str) -> tuple[str, ...]:
    return tuple(source.split(" | "))


@lru_cache(maxsize=1024)
def _beginnings(source: str) -> frozenset[str]:
    """The first names of the sources, without any of which there is nothing; empty where one leads elsewhere."""
    names = frozenset(path.partition("/")[0] for path in _paths(source))
    return frozenset() if names & {".", ".."} else names


def _ordered(row: Parts, node: Node) -> Sequence[Node]:
    if row.beside and not _first_said(row.beside, node):
        return ()
    every = next(filter(None, (node.all(path) for path in _paths(row.source))), ())
    if not every:
        return ()
    found = [one for one in every if row.box == "items" or _says_something(row, one)]
    numbers = [one.said(row.order) for one in found] if row.order else []
    if numbers and all(one.isascii() and one.isdigit() and len(one) < 10 for one in numbers):
        return [one for _, one in sorted(zip(numbers, found, strict=True), key=lambda pair: int(pair[0]))]
    return found


def _says_something(row: Parts, node: Node) -> bool:
    """Of a party something must be kept besides its role."""
    if not row.role:
        return not node.is_blank
    return any(inner.source != "." and _first_said(inner.source, node) for inner in row.rows)


# ---- what a message says of itself


def check_count(draft: Draft, node: Node, announced: str, found: int) -> None:
    """Tell where a message announces another number of goods items than stand in it (W646)."""
    stated = node.first(announced)
    if stated is not None and stated.text.isascii() and stated.text.isdigit() and stated.text.lstrip("0") != str(found):
        words = "none stands" if found == 0 else "1 stands" if found == 1 else f"{found} stand"
        draft.tell("W646", "", f"{quoted(stated.text)} goods items are announced, and {words} in it", stated.place)


def part_of_whole(draft: Draft, node: Node) -> None:
    """Tell that the message holds only what changes (W647): what it does not show may be there all the same."""
    for box in ("items", "documents", "containers", "route"):
        draft.tell("W647", box, "the message holds only what changes, so there may be more than it shows", node.place)


# ---- the table as a page


def page(rows: tuple[Row, ...], heading: str = "###") -> str:
    """The rows as tables of Markdown, one for the message and one for each kind of part in it."""
    titles: dict[tuple[Row, ...], str] = {}
    _entitle(rows, titles)
    lines = _table(rows, titles)
    for section, title in titles.items():
        lines += ["", f"{heading} {title}", "", *_table(section, titles)]
    return "\n".join(lines) + "\n"


def _entitle(rows: tuple[Row, ...], titles: dict[tuple[Row, ...], str]) -> None:
    """Give each kind of part a title of its own, in the order of the table."""
    for row in rows:
        if isinstance(row, Parts) and row.rows not in titles:
            title = f"`{row.box}`"
            titles[row.rows] = title if title not in titles.values() else f"`{row.box}` from `{row.source}`"
            _entitle(row.rows, titles)


def _table(rows: tuple[Row, ...], titles: dict[tuple[Row, ...], str]) -> list[str]:
    lines = ["| box | from | how |", "| --- | --- | --- |"]
    for row in rows:
        paths = ", else ".join("this part" if path == "." else f"`{path}`" for path in row.source.split(" | "))
        match row:
            case Box():
                lines.append(f"| `{row.box}` | {paths} | {(row.fill.__doc__ or '').rstrip('.')} |")
            case Parts():
                kept = f"{row.box}[role={row.role}]" if row.role else f"{row.box}[]"
                order = f"in the order of `{row.order}`, " if row.order else ""
                beside = f", where there is `{row.beside.replace(' | ', '` or `')}`" if row.beside else ""
                lines.append(f"| `{kept}` | {paths} | {order}see {titles[row.rows]} below{beside} |")
    return lines
