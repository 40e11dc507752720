"""Tests that decide nothing.

Enters: a unit, and the worlds of its sentences. Leaves: the parts of its conditions without which its outcome is the
same for every declaration, with what makes them so where one sentence does. Promise: all that is told can be taken out
together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stce_rules.language import program
from stce_rules.language.checking.symbols import JudgedUnit
from stce_rules.language.syntax import Scope
from stce_rules.workbench.linting.exact.words import quoted
from stce_rules.workbench.linting.exact.worlds import Worlds

_MOST_PARTS = 60
"""Parts of one unit that are tried."""

_Joined = program.AllOf | program.AnyOf | program.AtLeastOf
_Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Idle:
    """A part that decides nothing, and in words why."""

    part: program.Condition
    why: str


class Search:
    """Takes out one part after the other, and leaves out those that are not missed: `unit` is then without them."""

    def __init__(self, unit: JudgedUnit, worlds: Worlds, written: JudgedUnit | None = None) -> None:
        """`written` is the unit as it stands in the text, where parts of it were taken out already."""
        self.unit = unit
        self._written = {id(one): one for root in _roots(written or unit) for one in _nodes(root)}
        self.worlds = worlds
        self.outcome = worlds.outcome(unit)
        self.tries = 0

    def all(self) -> Iterator[Idle]:
        """The parts without which nothing changes, in the order they are found."""
        header = self.unit.header
        if header.where is not None:
            without = replace(self.unit, header=replace(header, where=None))
            if self._same(without):
                yield Idle(header.where, self._because(header.where, (header.when,), all_of=True))
                self.unit = without
        for slot in _slots(self.unit):
            yield from self._within(slot, ())

    def _within(self, slot: int, path: _Path) -> Iterator[Idle]:
        """Parts of a condition, the last first, so that of two alike the second is told."""
        node = _at(_roots(self.unit)[slot], path)
        if isinstance(node, program.Not):
            yield from self._within(slot, (*path, 0))
            return
        if not isinstance(node, _Joined):
            return
        for at in reversed(range(len(node.parts))):
            here = _at(_roots(self.unit)[slot], path)
            if not isinstance(here, _Joined):
                return
            others = (*here.parts[:at], *here.parts[at + 1 :])
            without = _with_root(self.unit, slot, _put(_roots(self.unit)[slot], path, replace(here, parts=others)))
            if others and self._same(without):
                why = (
                    ""
                    if isinstance(here, program.AtLeastOf)
                    else self._because(here.parts[at], others, all_of=isinstance(here, program.AllOf))
                )
                yield Idle(here.parts[at], why)
                self.unit = without
            else:
                yield from self._within(slot, (*path, at))

    def _same(self, without: JudgedUnit) -> bool:
        self.tries += 1
        return self.tries <= _MOST_PARTS and self.worlds.outcome(without) == self.outcome

    def _because(self, part: program.Condition, others: Sequence[program.Condition], *, all_of: bool) -> str:
        """The one sentence beside it that settles it."""
        worlds, at = self.worlds, self.unit.header.scope
        flat = [one for other in others for one in _flat(other, all_of=all_of)]
        for other in flat:
            if id(other) not in self._written:
                continue  # in the text it says more than is left of it
            if all_of and self._contained(other, part, at):
                return f"it is met whenever {quoted(other)} is"
            if not all_of and self._contained(part, other, at):
                return f"whenever it is met, so is {quoted(other)}"
        kind = self.unit.header
        if all_of and any(worlds.contained(one, worlds.condition(part, at)) for one in worlds.applies(self.unit)):
            return f"what '{kind.name}' applies to settles it"
        return ""

    def _contained(self, one: program.Condition, other: program.Condition, at: Scope) -> bool:
        return self.worlds.contained(self.worlds.condition(one, at), self.worlds.condition(other, at))


def _flat(node: program.Condition, *, all_of: bool) -> Iterator[program.Condition]:
    if isinstance(node, program.AllOf if all_of else program.AnyOf):
        for part in node.parts:
            yield from _flat(part, all_of=all_of)
    else:
        yield node


# ---- the conditions of a unit, and places in them


def _slots(unit: JudgedUnit) -> range:
    return range(len(_roots(unit)))


def _roots(unit: JudgedUnit) -> tuple[program.Condition, ...]:
    """`when`, each `unless`, and `where` at the end."""
    unless = () if isinstance(unit, program.Exemption) else tuple(one.condition for one in unit.unless)
    where = () if unit.header.where is None else (unit.header.where,)
    return (unit.header.when, *unless, *where)


def _with_root(unit: JudgedUnit, slot: int, root: program.Condition) -> JudgedUnit:
    if slot == 0:
        return replace(unit, header=replace(unit.header, when=root))
    if isinstance(unit, program.Exemption) or slot > len(unit.unless):
        return replace(unit, header=replace(unit.header, where=root))
    unless = tuple(replace(one, condition=root) if at == slot - 1 else one for at, one in enumerate(unit.unless))
    return replace(unit, unless=unless)


def _nodes(node: program.Condition) -> Iterator[program.Condition]:
    """A condition and all its parts."""
    yield node
    parts = (node.part,) if isinstance(node, program.Not) else node.parts if isinstance(node, _Joined) else ()
    for part in parts:
        yield from _nodes(part)


def _at(node: program.Condition, path: _Path) -> program.Condition:
    for step in path:
        node = node.part if isinstance(node, program.Not) else node.parts[step] if isinstance(node, _Joined) else node
    return node


def _put(node: program.Condition, path: _Path, new: program.Condition) -> program.Condition:
    """The condition with another one at a place."""
    if not path:
        return new
    if isinstance(node, program.Not):
        return replace(node, part=_put(node.part, path[1:], new))
    if not isinstance(node, _Joined):
        return new
    step = path[0]
    return replace(node, parts=(*node.parts[:step], _put(node.parts[step], path[1:], new), *node.parts[step + 1 :]))
