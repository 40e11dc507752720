"""A declaration as rules see it: the header and each goods item, with boxes settled when they are first asked for.

Enters: a declaration, and for every field how its box is read (`Tables`, made in `normalise`). Leaves: an
implementation of `core.boxes.Case`. Promises: a box is settled once; it is the same box whatever was asked before;
asking never fails for a field of the catalogue. Where the declaration carries a parse issue for the box it is
unreadable, not blank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from stce_rules.core.boxes import BLANK, Box
from stce_rules.core.declaration import Declaration, Item, ParseIssue
from stce_rules.intake.quoting import meant, quoted
from stce_rules.intake.reading import Fault, read_date, said

__all__ = ["NormalCase", "Reading", "Tables", "View", "role_of"]


class Reading(NamedTuple):
    """How one box is read.

    `read` gives None when the view has nothing of its own to say: an item then shows the header's box. `rests_on`
    are the canonical paths whose loss makes the box unreadable. `written_in` is the box of the struct without which
    there is nothing to report, `parties ROLE` for a party; empty when the box is made from others, or any text will do.
    """

    read: Callable[[View], Box | None]
    rests_on: Callable[[View], Iterable[str]]
    written_in: str


class Tables(NamedTuple):
    """The readings of all fields, for goods items and for the header, and the roles parties can have.

    `told_of_item` and `told_of_header` give the fields whose boxes are written in a box of the struct.
    """

    item: Mapping[str, Reading]
    header: Mapping[str, Reading]
    told_of_item: Mapping[str, tuple[str, ...]]
    told_of_header: Mapping[str, tuple[str, ...]]
    roles: frozenset[str]


class View:
    """A goods item with the header in view, or the header itself."""

    __slots__ = ("_boxes", "_readings", "case", "number", "prefix", "source")

    def __init__(self, case: NormalCase, source: Item | Declaration, prefix: str) -> None:
        self.case = case
        self.source = source
        self.prefix = prefix
        self.number: int | None = source.number if isinstance(source, Item) else None
        self._readings = case.tables.item if isinstance(source, Item) else case.tables.header
        self._boxes: dict[str, Box] = {}

    def box(self, words: str) -> Box:
        """The box of a field. Raises KeyError for a field that is not in the catalogue."""
        kept = self._boxes.get(words)
        if kept is not None:
            return kept
        reading, case = self._readings[words], self.case
        own = reading.read(self)
        if case.lost:
            own = case.with_lost(own, reading.rests_on(self))
        if own is None:
            own = BLANK if self.number is None else case.header.box(words)
        self._boxes[words] = own
        return own

    def written(self) -> Iterator[str]:
        """The fields that something is written for here; a blank box has nothing to report."""
        source = self.source
        told_of = self.case.tables.told_of_item if isinstance(source, Item) else self.case.tables.told_of_header
        for name in source.__struct_fields__:
            if name in told_of and getattr(source, name):
                yield from told_of[name]
        for role in dict.fromkeys(role_of(party.role) for party in source.parties):
            yield from told_of.get(f"parties {role}", ())

    def tell(self, fault: Fault, name: str) -> None:
        """Report a box of this view that could not be read."""
        self.case.tell(fault, self.prefix + name)


class NormalCase:
    """A declaration ready to be judged."""

    __slots__ = ("_told", "date", "declaration", "flow", "header", "id", "items", "lost", "tables")

    def __init__(self, declaration: Declaration, tables: Tables, *, told: list[ParseIssue] | None = None) -> None:
        self.declaration = declaration
        self.tables = tables
        self.id = declaration.id
        self.flow: str | None = declaration.flow
        self.date = _day(declaration.date)
        self.lost = _lost(declaration) if declaration.parse_issues else ()
        self._told = told
        self.header = View(self, declaration, "")
        self.items = tuple([View(self, item, f"items[{index}].") for index, item in enumerate(declaration.items)])

    @property
    def is_checked(self) -> bool:
        """Whether faults are wanted, also those that make no box unreadable."""
        return self._told is not None

    def tell(self, fault: Fault, place: str) -> None:
        """Report a fault, unless the declaration already carries one for the same place."""
        if self._told is not None and not any(_touch(place, lost) for lost, _ in self.lost):
            self._told.append(ParseIssue(fault.code, place, fault.message))

    def with_lost(self, own: Box | None, paths: Iterable[str]) -> Box | None:
        """The box with the messages of what was lost on the way here."""
        messages = {message for path in paths for place, message in self.lost if _touch(place, path)}
        if not messages:
            return own
        seen, unreadable = ((), ()) if own is None else (own.seen, own.unreadable)
        return Box(seen, (*unreadable, *sorted(messages)))

    @property
    def issues(self) -> tuple[ParseIssue, ...]:
        """Everything that could not be read: what the declaration carries, then box by box, each said once."""
        told: list[ParseIssue] = []
        fresh = NormalCase(self.declaration, self.tables, told=told)
        for view in (fresh.header, *fresh.items):
            written = set(view.written())
            for words in self.tables.header:
                if words in written:
                    view.box(words)
            _check_roles(view)
        _check_numbers(fresh)
        return tuple(dict.fromkeys((*self.declaration.parse_issues, *told)))


@lru_cache(maxsize=1024)
def role_of(written: str) -> str:
    """A party's role in the words of the catalogue: `notify party` for `notify_party`."""
    return written.strip().lower().replace("_", " ").replace("-", " ")


_NOTHING_LOST = frozenset({"W621", "W626"})
"""Issues after which every box of the form still holds what was written for it."""


def _lost(declaration: Declaration) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one.place, one.message) for one in declaration.parse_issues if one.code not in _NOTHING_LOST and one.place
    )


def _touch(one: str, other: str) -> bool:
    """Whether one path is the other, or lies inside it."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer.startswith(shorter) and longer[len(shorter) : len(shorter) + 1] in ("", ".", "[")


def _day(written: str | None) -> dt.date | None:
    stated = said(written)
    day = None if stated is None else read_date(stated)
    return None if isinstance(day, Fault) else day


# ---- what no box shows


def _check_roles(view: View) -> None:
    for index, party in enumerate(view.source.parties):
        role = role_of(party.role)
        if role not in view.case.tables.roles:
            close = meant(role, view.case.tables.roles)
            said_so = f"no party has the role {quoted(party.role)}{close}" if role else "a party needs a role"
            view.tell(Fault("W641" if role else "W625", said_so), f"parties[{index}].role")


def _check_numbers(case: NormalCase) -> None:
    first: dict[int | None, str] = {}
    for view in case.items:
        before = first.setdefault(view.number, view.prefix)
        if before != view.prefix:
            view.tell(Fault("W643", f"item number {view.number} is also that of {before[:-1]}"), "number")
