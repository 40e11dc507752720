"""The words of one ruleset by what they mean: sentences as numbers, topics with their states, what units rest on.

Enters: the indicators and lists of a ruleset. Leaves: for a unit the sentences that it rests on, and those it needs for
a hit, through all indicators that it asks. Promise: each thing is found out once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from stce_rules.core.fields import Catalogue
from stce_rules.core.predicates import NamedList
from stce_rules.language import program
from stce_rules.language.checking.symbols import JudgedUnit
from stce_rules.language.syntax import Scope
from stce_rules.workbench.linting.exact.asked import Asked, Topic, applies, asked
from stce_rules.workbench.linting.exact.diagrams import TooLarge
from stce_rules.workbench.linting.exact.listed import Listed
from stce_rules.workbench.linting.exact.states import State, states_of

_DEEPEST = 100
"""Indicators that ask indicators, bullets within bullets: what lies deeper is not analysed."""


class Asks(NamedTuple):
    """The sentences of a unit by their numbers, in the order it asks them, and those that stand there more than once.

    `denies`: something is denied or lifted, so that more truth in one place may mean less in another.
    """

    once: tuple[int, ...]
    again: frozenset[int]
    denies: bool = False


class Meaning:
    """What the words of one ruleset mean: its sentences, each by a number, and the states of its topics."""

    __slots__ = (
        "_day",
        "_flow",
        "_indicators",
        "_kept",
        "_numbers",
        "_shown",
        "_states",
        "_units",
        "lists",
        "sentences",
    )

    def __init__(
        self, catalogue: Catalogue, lists: Mapping[str, NamedList], indicators: Mapping[str, program.Indicator]
    ) -> None:
        self.lists = Listed(lists)
        self.sentences: list[Asked] = []
        self._flow, self._day = catalogue["flow"], catalogue["date"]
        self._indicators = indicators
        self._numbers: dict[Asked, int] = {}
        self._kept: dict[tuple[int, Scope], tuple[program.Condition, int]] = {}
        self._units: dict[int, tuple[JudgedUnit, Asks]] = {}
        self._shown: dict[tuple[str, Scope], Asks] = {}
        self._states: dict[tuple[int, ...], tuple[State, ...] | None] = {}

    def number(self, node: program.Condition, at: Scope) -> int:
        """The number of a sentence where it is asked of a goods item, or of the declaration."""
        kept = self._kept.get((id(node), at))
        if kept is not None and kept[0] is node:
            return kept[1]
        number = self._numbered(asked(node, at))
        self._kept[id(node), at] = node, number
        return number

    def applies(self, unit: JudgedUnit) -> list[int]:
        """The sentences that a unit's flows and dates stand for."""
        return [self._numbered(one) for one in applies(unit, self._flow, self._day)]

    def indicator(self, name: str) -> program.Indicator:
        """The indicator of a name."""
        return self._indicators[name]

    def asks(self, unit: JudgedUnit) -> Asks:
        """All sentences that a unit rests on, those of its indicators among them. Raises TooLarge."""
        kept = self._units.get(id(unit))
        if kept is not None and kept[0] is unit:
            return kept[1]
        found = self._asks_of(unit, unit.header.scope, 0)
        self._units[id(unit)] = unit, found
        return found

    def asks_of_item(self, unit: JudgedUnit) -> tuple[int, ...]:
        """All sentences that a unit rests on where a goods item asks it. Raises TooLarge."""
        return self._asks_of(unit, scope_asked(unit, Scope.ITEM), 0).once

    def needs(self, unit: JudgedUnit) -> frozenset[int]:
        """Sentences that must be true for a hit: those joined by `and`, also in the indicators that are."""
        return frozenset(self._needs(unit, unit.header.scope, 0))

    def topic(self, sentence: int) -> Topic:
        """What a sentence is about."""
        return self.sentences[sentence].topic

    def states(self, sentences: Sequence[int]) -> tuple[State, ...] | None:
        """The states of the topic of these sentences."""
        key = tuple(sentences)
        if key not in self._states:
            asked = tuple([self.sentences[one] for one in key])
            self._states[key] = states_of(self.topic(key[0]), asked, self.lists)
        return self._states[key]

    def _numbered(self, one: Asked) -> int:
        number = self._numbers.setdefault(one, len(self.sentences))
        if number == len(self.sentences):
            self.sentences.append(one)
        return number

    def _asks_of(self, unit: JudgedUnit, at: Scope, depth: int) -> Asks:
        once, again = dict[int, None](), set[int]()
        parts = [Asks(tuple(self.applies(unit)), frozenset())]
        for condition in conditions_of(unit):
            parts += self._parts(condition, at, depth)
        for part in parts:
            again |= part.again | (once.keys() & part.once)
            once |= dict.fromkeys(part.once)
        lifted = not isinstance(unit, program.Exemption) and bool(unit.unless)
        return Asks(tuple(once), frozenset(again), lifted or any(part.denies for part in parts))

    def _needs(self, unit: JudgedUnit, at: Scope, depth: int) -> Iterator[int]:
        yield from self.applies(unit)
        waiting = [unit.header.when] if unit.header.where is None else [unit.header.where, unit.header.when]
        while waiting:
            node = waiting.pop()
            match node:
                case program.AllOf():
                    waiting += node.parts
                case program.Shows() if depth < _DEEPEST:
                    shown = self.indicator(node.indicator)
                    yield from self._needs(shown, scope_asked(shown, at), depth + 1)
                case program.AnyOf() | program.AtLeastOf() | program.Not() | program.Shows():
                    pass
                case _:
                    yield self.number(node, at)

    def _parts(self, node: program.Condition, at: Scope, depth: int) -> Iterator[Asks]:
        if depth > _DEEPEST:
            raise TooLarge
        match node:
            case program.AllOf() | program.AnyOf() | program.AtLeastOf():
                for part in node.parts:
                    yield from self._parts(part, at, depth + 1)
            case program.Not():
                yield from (one._replace(denies=True) for one in self._parts(node.part, at, depth + 1))
            case program.Shows():
                asked_at = scope_asked(self.indicator(node.indicator), at)
                key = node.indicator, asked_at
                if key not in self._shown:
                    self._shown[key] = self._asks_of(self.indicator(node.indicator), asked_at, depth + 1)
                yield self._shown[key]
            case _:
                number = self.number(node, at)
                yield Asks((number,), frozenset(), self.sentences[number].negated)


def conditions_of(unit: JudgedUnit) -> Iterator[program.Condition]:
    """All conditions of a unit: `where`, `when` and each `unless`."""
    if unit.header.where is not None:
        yield unit.header.where
    yield unit.header.when
    if not isinstance(unit, program.Exemption):
        yield from (one.condition for one in unit.unless)


def scope_asked(unit: JudgedUnit, at: Scope) -> Scope:
    """Where a unit is judged when a subject asks: a declaration's at the declaration."""
    return Scope.DECLARATION if unit.header.scope is Scope.DECLARATION else at
