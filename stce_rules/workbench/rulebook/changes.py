"""Two books to what has changed: units added, removed and changed, lists with rows added and removed.

Enters: the book of then, the book of now. Leaves: changes, the weightiest first: what may let goods pass that did not
pass before, then what decides, then dates, then words. Promise: what is not named here is the same in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import msgspec

from stce_rules.workbench.rulebook.book import Book, Clause, Entry, ListTold, Part, RowTold

__all__ = ["Change", "Weight", "changes_of"]


class Weight(IntEnum):
    """How much a change may matter, the weightiest first."""

    REMOVED = 0
    STATUS = 1
    CONDITION = 2
    EFFECT = 3
    LIST = 4
    ADDED = 5
    DATES = 6
    WORDS = 7


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What changed of a unit, a list or a ruleset: `how` it did, and in what, `before` and `after`.

    `weight` counts from 0, the weightiest.
    """

    weight: int
    kind: str
    name: str
    title: str
    how: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Of:
    """What a change is of."""

    kind: str
    name: str
    title: str

    def change(self, weight: Weight, how: str, before: str = "", after: str = "") -> Change:
        """A change of it."""
        return Change(
            weight=weight, kind=self.kind, name=self.name, title=self.title, how=how, before=before, after=after
        )


def changes_of(then: Book, now: Book) -> list[Change]:
    """All changes, the weightiest first, then by kind and name."""
    found = [*_units(then, now), *_lists(then, now), *_parts(then, now)]
    return sorted(found, key=lambda one: (one.weight, one.kind, one.name))


def _units(then: Book, now: Book) -> Iterator[Change]:
    before, after = ({(one.kind, one.name): one for one in book.entries} for book in (then, now))
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old is None and new is not None:
            effects = "; ".join(f"{one.outcome}: {', '.join(one.does)}" for one in new.effects if one.does)
            yield _Of(new.kind, new.name, new.title).change(Weight.ADDED, f"added, {new.status}", "", effects)
        elif new is None and old is not None:
            yield _Of(old.kind, old.name, old.title).change(Weight.REMOVED, f"removed, was {old.status}")
        elif old is not None and new is not None and old != new:
            yield from _of_unit(_Of(new.kind, new.name, new.title), old, new)


def _of_unit(of: _Of, old: Entry, new: Entry) -> Iterator[Change]:
    if old.status != new.status:
        yield of.change(Weight.STATUS, "status", old.status, new.status)
    gone, come = _between(_sentences(old.reading), _sentences(new.reading))
    if gone or come:
        yield of.change(Weight.CONDITION, "condition", "\n".join(gone), "\n".join(come))
    elif _shape(old.reading) != _shape(new.reading):
        yield of.change(Weight.CONDITION, "how its sentences are joined", _joined(old.reading), _joined(new.reading))
    for outcome in dict.fromkeys(one.outcome for one in (*old.effects, *new.effects)):
        does = [", ".join(each) for each in (_effect(old, outcome), _effect(new, outcome))]
        if does[0] != does[1]:
            yield of.change(Weight.EFFECT, f"on {outcome}", *does)
    if sorted(old.lifts) != sorted(new.lifts):
        gone, come = _between(old.lifts, new.lifts)
        yield of.change(Weight.CONDITION, "lifts", ", ".join(gone), ", ".join(come))
    for name, weight in _PROPERTIES.items():
        before, after = (_property(one, name) for one in (old, new))
        if before != after:
            yield of.change(weight, _SAID.get(name, name), before, after)
    gone, come = _between(*([f"{one.title}: expect {one.expect}" for one in each.examples] for each in (old, new)))
    if gone or come:
        yield of.change(Weight.WORDS, "examples", "\n".join(gone), "\n".join(come))


_PROPERTIES: Mapping[str, Weight] = {
    "flows": Weight.CONDITION,
    "scope": Weight.CONDITION,
    "effective_from": Weight.DATES,
    "effective_until": Weight.DATES,
    "review_by": Weight.DATES,
    "version": Weight.WORDS,
    "owner": Weight.WORDS,
    "regime": Weight.WORDS,
    "title": Weight.WORDS,
    "because": Weight.WORDS,
}
_SAID = {
    "flows": "applies to",
    "scope": "for each",
    "effective_from": "effective from",
    "effective_until": "effective until",
    "review_by": "review by",
    "regime": "law",
}


def _property(entry: Entry, name: str) -> str:
    value = getattr(entry, name)
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def _sentences(reading: Sequence[Clause]) -> list[str]:
    """The sentences, each with the word of its clause; what joins them is told apart."""
    return [f"{clause.word} {line.text}" for clause in reading for line in clause.lines if not line.text.endswith(":")]


def _shape(reading: Sequence[Clause]) -> list[tuple[str, int, str, str]]:
    return [(clause.word, line.depth, line.text, clause.because) for clause in reading for line in clause.lines]


def _joined(reading: Sequence[Clause]) -> str:
    return "\n".join(
        f"{clause.word if at == 0 else ''} {'  ' * line.depth}{line.text}"
        for clause in reading
        for at, line in enumerate(clause.lines)
    )


def _effect(entry: Entry, outcome: str) -> list[str]:
    return next((one.does for one in entry.effects if one.outcome == outcome), [])


def _between(old: Sequence[str], new: Sequence[str]) -> tuple[list[str], list[str]]:
    """What is gone and what has come, in the order written; a sentence that stands twice counts twice."""
    left = list(new)
    gone: list[str] = []
    for one in old:
        if one in left:
            left.remove(one)
        else:
            gone.append(one)
    return gone, left


# ---- lists and rulesets


def _lists(then: Book, now: Book) -> Iterator[Change]:
    before, after = ({one.name: one for one in book.lists} for book in (then, now))
    for name in before.keys() | after.keys():
        old, new = before.get(name), after.get(name)
        if old is None and new is not None:
            yield _Of("list", name, new.source).change(Weight.ADDED, f"added, {len(new.rows):,} rows")
        elif new is None and old is not None:
            yield _Of("list", name, old.source).change(Weight.REMOVED, f"removed, had {len(old.rows):,} rows")
        elif old is not None and new is not None:
            yield from _of_list(_Of("list", name, new.source), old, new)


_ROWS = 20
"""Rows of a list that are named as gone or come."""


def _of_list(of: _Of, old: ListTold, new: ListTold) -> Iterator[Change]:
    before, after = ({_row(one): None for one in each.rows} for each in (old, new))
    gone, come = [one for one in before if one not in after], [one for one in after if one not in before]
    if gone or come:
        how = f"rows: {len(gone):,} gone, {len(come):,} come"
        yield of.change(Weight.LIST, how, _some(gone), _some(come))
    for name in ("as_of", "source", "review_every"):
        values = [getattr(one, name) or "" for one in (old, new)]
        if values[0] != values[1]:
            yield of.change(Weight.DATES, name.replace("_", " "), *values)


def _row(one: RowTold) -> str:
    dates = "".join((f" from {one.start}" if one.start else "", f" until {one.until}" if one.until else ""))
    return f"{one.value} {one.name}".rstrip() + dates


def _some(rows: Sequence[str]) -> str:
    more = f"\n… and {len(rows) - _ROWS:,} more" if len(rows) > _ROWS else ""
    return "\n".join(rows[:_ROWS]) + more


def _parts(then: Book, now: Book) -> Iterator[Change]:
    """What rulesets say of themselves, and the text that their units share."""
    before, after = ({one.name: one for one in book.parts} for book in (then, now))
    if len(before) == len(after) == 1:  # one ruleset, perhaps under another name
        before = dict.fromkeys(after, next(iter(before.values())))
    for name in before.keys() & after.keys():
        yield from _of_part(_Of("ruleset", name, after[name].title), before[name], after[name])


def _of_part(of: _Of, old: Part, new: Part) -> Iterator[Change]:
    shared = (
        ("decision", old.decision, new.decision, Weight.EFFECT),
        ("parameters and measures", old.groundwork, new.groundwork, Weight.CONDITION),
        ("HS edition", str(old.edition), str(new.edition), Weight.CONDITION),
        ("version", old.version, new.version, Weight.WORDS),
        ("legal basis", "; ".join(old.legal_basis), "; ".join(new.legal_basis), Weight.WORDS),
        ("owner", old.owner, new.owner, Weight.WORDS),
    )
    for how, before, after, weight in shared:
        if before != after:
            gone, come = _between(before.splitlines(), after.splitlines())
            yield of.change(weight, how, "\n".join(gone), "\n".join(come))
