"""A declaration as rules see it: the header and each goods item, with boxes settled when they are first asked for.

Enters: a declaration, and for every field how its box is read (`Tables`, made in `normalise`). Leaves: an
implementation of `core.boxes.Case`. Promises: a box is settled once; it is the same box whatever was asked before;
asking never fails for a field of the catalogue. Where the declaration carries a parse issue for the box it is
unreadable, not blank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from stce_rules.core.boxes import BLANK, Box
from stce_rules.core.declaration import Declaration, Item, ParseIssue
from stce_rules.intake.quoting import meant, quoted
from stce_rules.intake.reading import Fault, read_date, said

__all__ = ["NormalCase", "Reading", "Tables", "Told", "View", "role_of"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How one box is read.

    `read` gives None when the view has nothing of its own to say: an item then shows the header's box. `rests_on`
    are the canonical paths whose loss makes the box unreadable. `written_in` is the box of the struct without which
    there is nothing to report, `parties ROLE` for a party; empty when the box is made from others, or any text will do.
    Where `settled_by` is filled there is nothing to report either.
    """

    read: Callable[[View], Box | None]
    rests_on: Callable[[View], Iterable[str]]
    written_in: str
    settled_by: str = ""


class Told:
    """Finds the fields that something is written for: a blank box has nothing to report.

    Declarations of a host fill the same boxes again and again, so the answer is kept by which are filled.
    """

    def __init__(self, form: type[Item | Declaration], readings: Mapping[str, Reading]) -> None:
        self._readings = readings
        written_in = {one.written_in for one in readings.values()}
        self._names = [name for name in form.__struct_fields__ if name in written_in]
        self._filled = attrgetter(*self._names)
        self._kept: dict[tuple[tuple[bool, ...], tuple[str, ...]], tuple[str, ...]] = {}

    def fields(self, source: Item | Declaration) -> tuple[str, ...]:
        """In the order of the catalogue."""
        roles = tuple([party.role for party in source.parties])
        key = tuple(map(bool, self._filled(source))), roles
        kept = self._kept.get(key)
        if kept is None:
            filled = {name for name, is_filled in zip(self._names, key[0], strict=True) if is_filled}
            filled |= {f"parties {role_of(role)}" for role in roles}
            kept = tuple(
                words
                for words, one in self._readings.items()
                if one.written_in in filled and one.settled_by not in filled
            )
            if len(self._kept) >= _REMEMBERED:
                self._kept.clear()
            self._kept[key] = kept
        return kept


_REMEMBERED = 1024


class Tables(NamedTuple):
    """The readings of all fields, for goods items and for the header, and the roles parties can have."""

    item: Mapping[str, Reading]
    header: Mapping[str, Reading]
    told_of_item: Told
    told_of_header: Told
    roles: frozenset[str]


class Shared:
    """What all views of a declaration have in common, and the faults told by the box that is being read.

    It knows none of the views, so that a declaration is freed when it has been judged, without a search for cycles.
    """

    __slots__ = ("date", "declaration", "lost", "tables", "told")

    def __init__(self, declaration: Declaration, tables: Tables) -> None:
        self.declaration = declaration
        self.tables = tables
        self.date = _day(declaration.date)
        self.lost = _lost(declaration) if declaration.parse_issues else ()
        self.told: list[ParseIssue] = []

    def with_lost(self, own: Box | None, paths: Iterable[str]) -> Box | None:
        """The box with the messages of what was lost on the way here."""
        messages = {message for path in paths for place, message in self.lost if _touch(place, path)}
        if not messages:
            return own
        seen, unreadable = ((), ()) if own is None else (own.seen, own.unreadable)
        return Box(seen, (*unreadable, *sorted(messages)))

    def taken(self, before: int = 0) -> list[ParseIssue]:
        """What was told since, which is then told no more."""
        taken = self.told[before:]
        del self.told[before:]
        return taken


class View(dict[str, Box]):
    """A goods item with the header in view, or the header itself: the boxes asked for so far, by the field's words."""

    __slots__ = ("_faults", "_header", "_readings", "number", "prefix", "shared", "source")

    def __init__(self, shared: Shared, source: Item | Declaration, prefix: str, header: View | None) -> None:
        """`header` is the header's view; None for the header itself."""
        self.shared = shared
        self.source = source
        self.prefix = prefix
        self.number: int | None = source.number if isinstance(source, Item) else None
        self._header = header
        self._readings = shared.tables.header if header is None else shared.tables.item
        self._faults: dict[str, list[ParseIssue]] | None = None

    @property
    def header(self) -> View:
        """The header's view."""
        return self if self._header is None else self._header

    def __hash__(self) -> int:  # type: ignore[override]  # a dictionary has none
        """A subject is itself, whatever its boxes hold."""
        return id(self)

    def __eq__(self, other: object) -> bool:
        """As it is hashed."""
        return self is other

    if TYPE_CHECKING:

        def box(self, words: str) -> Box:
            """The box of a field. Raises KeyError for a field that is not in the catalogue."""
    else:
        box = dict.__getitem__  # without a step in Python where the box was asked for before

    def __missing__(self, words: str) -> Box:
        """A box that is asked for the first time."""
        reading, shared = self._readings[words], self.shared
        told = shared.told
        before = len(told)
        own = reading.read(self)
        if told and len(told) > before:  # what another box on the way could not read is that box's, and taken already
            self._faults = self._faults or {}
            self._faults[words] = shared.taken(before)
        if shared.lost:
            own = shared.with_lost(own, reading.rests_on(self))
        if own is None:
            own = BLANK if self._header is None else self._header[words]
        self[words] = own
        return own

    def faults(self) -> list[ParseIssue]:
        """What could not be read of all that is written here, in the order of the catalogue."""
        tables = self.shared.tables
        told_of = tables.told_of_header if self._header is None else tables.told_of_item
        for words in told_of.fields(self.source):
            self.box(words)
        faults = self._faults
        return [one for words in self._readings if words in faults for one in faults[words]] if faults else []

    def tell(self, fault: Fault, name: str) -> None:
        """Report a box of this view that could not be read, unless the declaration already carries a fault for it."""
        place = self.prefix + name
        if not any(_touch(place, lost) for lost, _ in self.shared.lost):
            self.shared.told.append(ParseIssue(fault.code, place, fault.message))


class NormalCase:
    """A declaration ready to be judged."""

    __slots__ = ("_shared", "date", "declaration", "flow", "header", "id", "items")

    def __init__(self, declaration: Declaration, tables: Tables) -> None:
        shared = self._shared = Shared(declaration, tables)
        self.declaration = declaration
        self.id = declaration.id
        self.flow: str | None = declaration.flow
        self.date = shared.date
        header = self.header = View(shared, declaration, "", None)
        items: list[View] = []
        for item in declaration.items:
            items.append(View(shared, item, _prefix(len(items)), header))
        self.items = tuple(items)

    @property
    def issues(self) -> tuple[ParseIssue, ...]:
        """Everything that could not be read: what the declaration carries, then box by box, each said once."""
        told = list(self.declaration.parse_issues)
        for view in (self.header, *self.items):
            told += view.faults()
            _check_roles(view)
            told += self._shared.taken()
        _check_numbers(self)
        told += self._shared.taken()
        return tuple(dict.fromkeys(told))


@lru_cache(maxsize=1024)
def _prefix(index: int) -> str:
    """What the paths of a goods item's boxes begin with; one text for all declarations is soon found in tables."""
    return f"items[{index}]."


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


@lru_cache(maxsize=4096)
def _day(written: str | None) -> dt.date | None:
    stated = said(written)
    day = None if stated is None else read_date(stated)
    return None if isinstance(day, Fault) else day


# ---- what no box shows


def _check_roles(view: View) -> None:
    for index, party in enumerate(view.source.parties):
        role = role_of(party.role)
        if role not in view.shared.tables.roles:
            close = meant(role, view.shared.tables.roles)
            said_so = f"no party has the role {quoted(party.role)}{close}" if role else "a party needs a role"
            view.tell(Fault("W641" if role else "W625", said_so), f"parties[{index}].role")


def _check_numbers(case: NormalCase) -> None:
    first: dict[int | None, str] = {}
    for view in case.items:
        before = first.setdefault(view.number, view.prefix)
        if before != view.prefix:
            view.tell(Fault("W643", f"item number {view.number} is also that of {before[:-1]}"), "number")
