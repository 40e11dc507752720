"""A message being read: values by canonical path, each with the place in the message it came from.

Enters: what an adapter finds, in the order of the message. Leaves: a declaration, or why the message is none.
Promises: a blank value is no value; the first value of a box stays, and another one makes the box unreadable; types
are checked by the reader of canonical JSON, so that a box means the same whatever format it came in; every value and
every issue keeps its source.
"""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import StceError
from stce_rules.core.sources import source_of
from stce_rules.intake.lenient import is_said, read_declaration
from stce_rules.intake.quoting import quoted
from stce_rules.intake.refusal import Refused

__all__ = ["Draft", "Part"]

_STEPS = re.compile(r"[^.\[\]]+")


class Part:
    """A part of a message: the declaration, one of its goods items, a party of an item."""

    def __init__(self, draft: Draft, prefix: str) -> None:
        self.draft = draft
        self.prefix = prefix
        """The canonical path of its boxes, such as `items[0].`."""

    def put(self, box: str, value: str | bool | None, source: str) -> None:
        """The value of a box, named from here: `hs`, `quantity.unit`. Blanks around it are no part of it."""
        said = value.strip() if isinstance(value, str) else value
        if said is None or (isinstance(said, str) and not is_said(said)):
            return
        self.draft.fill(self.prefix + box, said, source)

    def add(self, boxes: str, value: str | None, source: str) -> None:
        """One more value of a list, such as `cas`; one that is there already adds nothing."""
        said = "" if value is None else value.strip()
        if is_said(said):
            self.draft.append(self.prefix + boxes, said, source)

    def next(self, parts: str, source: str) -> Part:
        """One more part of a list, such as `items` or `parties`."""
        return Part(self.draft, f"{self.prefix}{parts}[{self.draft.append(self.prefix + parts, {}, source)}].")

    def unreadable(self, box: str, message: str, source: str, code: str = "W644") -> None:
        """A box that says something which cannot be read: it is no blank box."""
        self.draft.tell(code, self.prefix + box, message, source)

    def has(self, box: str) -> bool:
        """Whether a box holds something, or was told to be unreadable."""
        return self.draft.holds(self.prefix + box)


class Draft(Part):
    """A declaration being read from a message."""

    def __init__(self, place: str) -> None:
        """`place` is where the message stands: the file, and which of its messages."""
        super().__init__(self, "")
        self.place = place
        self._boxes: dict[str, object] = {}
        self._sources: dict[str, str] = {}
        self._issues: list[dict[str, str]] = []
        self._texts: dict[str, dict[str, int]] = {}
        """The members of each list of texts, by text: a list may be long."""

    def fill(self, path: str, value: str | bool, source: str) -> None:
        """The value of a canonical path; what differs from the value before makes the box unreadable."""
        where, last = self._parent(path)
        kept = where.setdefault(last, value)
        if kept == value:
            self._sources.setdefault(path, source)
        else:
            other = f"{quoted(str(value))} stands here, and {quoted(str(kept))} at {self._sources.get(path, '')}"
            self.tell("W645", path, other, source)

    def append(self, path: str, value: str | dict[str, object], source: str) -> int:
        """One more member of a list; gives its number. A text is there once."""
        where, last = self._parent(path)
        members = where.setdefault(last, [])
        if not isinstance(members, list):
            raise TypeError(f"'{path}' is no list")
        if isinstance(value, str):
            there = self._texts.setdefault(path, {})
            if value in there:
                return there[value]
            there[value] = len(members)
        members.append(value)
        self._sources[f"{path}[{len(members) - 1}]"] = source
        return len(members) - 1

    def tell(self, code: str, path: str, message: str, source: str) -> None:
        """An issue of a box, or of the whole message where the path is empty."""
        self._issues.append({"code": code, "place": path, "message": message, "source": source})

    def holds(self, path: str) -> bool:
        """Whether a path has a value or an issue."""
        return any(one in self._sources for one in (path, f"{path}[0]")) or any(
            one["place"] == path for one in self._issues
        )

    def finished(self) -> Declaration | Refused:
        """The declaration; a refusal where the message names none."""
        data = {**self._boxes, "parse_issues": self._issues, "sources": self._sources}
        try:
            read = read_declaration(data)
        except StceError as refused:
            return Refused(self.place, tuple(replace(one, where=self.place) for one in refused.diagnostics))
        issues = [
            one if one.source else msgspec.structs.replace(one, source=source_of(one.place, read.sources))
            for one in read.parse_issues
        ]
        return msgspec.structs.replace(read, parse_issues=issues) if issues else read

    def _parent(self, path: str) -> tuple[dict[str, object], str]:
        """The group that a path's last box stands in. Lists on the way must be there."""
        *steps, last = _STEPS.findall(path)
        where: object = self._boxes
        for step in steps:
            if isinstance(where, list):
                where = where[int(step)]
            elif isinstance(where, dict):
                where = where.setdefault(step, {})
        if not isinstance(where, dict):
            raise TypeError(f"'{path}' is no box")
        return where, last
