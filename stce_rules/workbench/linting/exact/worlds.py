"""Conditions as functions of what declarations may show.

Enters: what the words of a ruleset mean, then sentences to look at together. Leaves: diagrams of conditions and
outcomes, over all combinations of the states of their topics. Promise: every declaration shows one of these
combinations, so what holds in all of them holds for all declarations; a combination may be one that none shows, so what
holds in some has to be tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import sub
from typing import assert_never

from stce_rules.language import program
from stce_rules.language.checking.symbols import JudgedUnit
from stce_rules.language.syntax import Scope
from stce_rules.workbench.linting.exact.asked import Topic
from stce_rules.workbench.linting.exact.diagrams import FALSE, TRUE, UNKNOWN, Diagrams, TooLarge, least, most
from stce_rules.workbench.linting.exact.meaning import Meaning, scope_asked
from stce_rules.workbench.linting.exact.states import TORN, State, anything

NO_HIT, UNDETERMINED, HIT, EXEMPT = range(4)


class Worlds:
    """Some sentences, with all that can be shown of them together.

    By level: the topic, its sentences, and its states.
    """

    __slots__ = ("_fault", "_leaves", "_made", "diagrams", "meaning", "sentences", "states", "topics")

    def __init__(self, meaning: Meaning, sentences: Iterable[int], fault: int = TORN) -> None:
        """`fault` is the worst that may be wrong with a box."""
        self.meaning = meaning
        self._fault = fault
        self.diagrams = Diagrams()
        self.states: list[tuple[State, ...]] = []
        self.topics: list[Topic] = []
        self.sentences: list[tuple[int, ...]] = []
        self._leaves: dict[int, int] = {}
        self._made: dict[tuple[int, Scope], tuple[program.Condition, int]] = {}
        by_topic: dict[Topic, list[int]] = {}
        for one in dict.fromkeys(sentences):
            by_topic.setdefault(meaning.topic(one), []).append(one)
        for topic, some in by_topic.items():
            self._lay_out(topic, some)

    def _lay_out(self, topic: Topic, sentences: Sequence[int]) -> None:
        states = self._states(sentences)
        if states is not None:
            for at, one in enumerate(sentences):
                truths = [state.truths[at] for state in states]
                self._leaves[one] = self.diagrams.leaf(len(self.states), truths)
            self.states.append(states)
            self.topics.append(topic)
            self.sentences.append(tuple(sentences))
            return
        for one in sentences:  # each by itself, which leaves more possible
            alone = self._states((one,)) or anything()
            truths = [state.truths[0] for state in alone]
            self._leaves[one] = self.diagrams.leaf(len(self.states), truths)
            self.states.append(alone)
            self.topics.append(topic)
            self.sentences.append((one,))

    def _states(self, sentences: Sequence[int]) -> tuple[State, ...] | None:
        states = self.meaning.states(sentences)
        if states is None or self._fault == TORN:
            return states
        return tuple([one for one in states if one.fault <= self._fault])

    # ---- units

    def outcome(self, unit: JudgedUnit, at: Scope | None = None) -> int:
        """What a unit gives, exemptions by name left aside."""
        asked_at = at or unit.header.scope
        return self.diagrams.join(outcome_of, self.holds(unit, asked_at), self.lifted(unit, asked_at))

    def holds(self, unit: JudgedUnit, at: Scope) -> int:
        """Whether a unit applies and its `where` and `when` are true."""
        header = unit.header
        parts = [*self.applies(unit), self.condition(header.when, at)]
        return self.all_of([*parts, self.condition(header.where, at)] if header.where is not None else parts)

    def applies(self, unit: JudgedUnit) -> list[int]:
        """What flows and dates ask."""
        return [self._leaves[one] for one in self.meaning.applies(unit)]

    def lifted(self, unit: JudgedUnit, at: Scope) -> int:
        """Whether some `unless` is true."""
        if isinstance(unit, program.Exemption):
            return FALSE
        return self.any_of([self.condition(one.condition, at) for one in unit.unless])

    # ---- conditions

    def condition(self, node: program.Condition, at: Scope) -> int:
        """The truth of a condition asked of a goods item, or of the declaration."""
        made = self._made.get((id(node), at))
        if made is not None and made[0] is node:
            return made[1]
        diagram = self._condition(node, at)
        self._made[id(node), at] = node, diagram
        return diagram

    def _condition(self, node: program.Condition, at: Scope) -> int:
        join = self.diagrams.join
        match node:
            case program.AllOf():
                return self.all_of([self.condition(part, at) for part in node.parts])
            case program.AnyOf():
                return self.any_of([self.condition(part, at) for part in node.parts])
            case program.AtLeastOf():
                count = 0
                if len(node.parts) >= _SURELY:
                    raise TooLarge
                for part in node.parts:
                    count = join(_count, count, self.condition(part, at))
                return join(_enough, count, node.needed)
            case program.Not():
                return join(sub, TRUE, self.condition(node.part, at))
            case program.Shows():
                unit = self.meaning.indicator(node.indicator)
                asked_at = scope_asked(unit, at)
                return join(_unless, self.holds(unit, asked_at), self.lifted(unit, asked_at))
            case (
                program.Test()
                | program.WindowIs()
                | program.ItemsShow()
                | program.Hits()
                | program.Calls()
                | program.NotJudgedYet()
                | program.ScoreIs()
            ):
                return self._leaves[self.meaning.number(node, at)]
            case _:
                assert_never(node)

    def all_of(self, parts: Iterable[int]) -> int:
        """The least truth of all."""
        found = TRUE
        for one in parts:
            found = self.diagrams.join(least, found, one)
        return found

    def any_of(self, parts: Iterable[int]) -> int:
        """The greatest truth of all."""
        found = FALSE
        for one in parts:
            found = self.diagrams.join(most, found, one)
        return found

    def contained(self, one: int, other: int) -> bool:
        """Whether the other is always at least as true."""
        return self.diagrams.join(least, one, other) == one

    def ever(self, function: int, value: int) -> bool:
        """Whether a function ever takes a value."""
        return value in self.diagrams.values(function)


# ---- operations, each known by its identity


def outcome_of(holds: int, lifted: int) -> int:
    """The outcome table."""
    if holds == FALSE:
        return NO_HIT
    return EXEMPT if lifted == TRUE else holds


def _unless(holds: int, lifted: int) -> int:
    """An indicator read as truth: what is proven to be lifted does not hold."""
    return FALSE if lifted == TRUE else holds


_PERHAPS = 1
_SURELY = 1 << 6


def _count(count: int, truth: int) -> int:
    """So many are true (in steps of 64), so many may be."""
    return count + (_SURELY + _PERHAPS if truth == TRUE else _PERHAPS if truth == UNKNOWN else 0)


def _enough(count: int, needed: int) -> int:
    surely, perhaps = divmod(count, _SURELY)
    return TRUE if surely >= needed else UNKNOWN if perhaps >= needed else FALSE
