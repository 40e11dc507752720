"""Past declarations in memory: what windows mean, by definition. Slow, and the measure of every other past.

Enters: a plan, the messages of a history in the order they came. Leaves: the value of each window for each subject.
Promise: nothing is remembered between questions but outcomes, and each question looks at the whole history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from stce_rules.core.boxes import Case
from stce_rules.core.declaration import Action
from stce_rules.core.truth import Truth, disjunction
from stce_rules.core.windows import Group, Measure, Window, WindowValue
from stce_rules.engines.contributions import Contribution, Contributions, Keys, Member
from stce_rules.engines.protocol import Engine, Outcomes, Past
from stce_rules.plan.judgement import Outcome
from stce_rules.plan.model import Plan

__all__ = ["InMemoryPast", "Message"]


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """A declaration as one message told it."""

    case: Case
    version: int = 1
    action: Action = "original"


_Place = tuple[date, str, int, int]
"""Date, id, version, and the number of the message."""


class InMemoryPast:
    """The past of every message of a history, and of a declaration that is not in it, which comes after all alike."""

    def __init__(self, plan: Plan, messages: Iterable[Message], engine: Callable[[Past], Engine] | None = None) -> None:
        """`engine` makes what judges past declarations, where windows count outcomes; it is given this past."""
        self._plan = plan
        self._messages = tuple(messages)
        self._contributions = Contributions(plan)
        self._days = _days(self._messages)
        self._engine = None if engine is None else engine(self)
        self._outcomes: dict[tuple[int, int, int], Outcome] = {}

    def value(self, window: int, case: Case, at: int, outcomes: Outcomes) -> WindowValue:
        """The value of a window for the subject at a position."""
        asked = self._contributions.asked(self._plan.windows[window], case, at)
        given = [] if case.date is None else [*self._given(self._plan.windows[window], case, case.date, outcomes)]
        measure = self._plan.windows[window].measure
        return WindowValue(tuple(_group(measure, given, keys) for keys in asked.groups), asked.open)

    def _given(self, window: Window, case: Case, on: date, outcomes: Outcomes) -> Iterator[tuple[Contribution, bool]]:
        """What each declaration of the window gives, and whether it surely lies in these days."""
        own = next((number for number, one in enumerate(self._messages) if one.case is case), None)
        version = len(self._messages) if own is None else self._messages[own].version
        place = (on, case.id, version, len(self._messages) if own is None else own)
        for number, dated in self._standing(place):
            message = self._messages[number]
            if message.case.id != case.id and (dated is None or window.reach.last_day(dated) >= on):
                yield self._contributions.of(window, message.case, self._outcomes_of(number)), dated is not None
        cancelled = own is not None and self._messages[own].action == "cancellation"
        if not window.earlier and not cancelled:
            yield self._contributions.of(window, case, outcomes), True

    def _standing(self, place: _Place) -> Iterator[tuple[int, date | None]]:
        """Each declaration as it stands at a place: its last message up to there, unless that cancels it."""
        standing: dict[str, int] = {}
        undated = [number for number, day in enumerate(self._days) if day is None]
        for number in sorted(undated, key=lambda one: (self._messages[one].version, one)):
            standing[self._messages[number].case.id] = number
        placed = [(self._place(number, day), number) for number, day in enumerate(self._days) if day is not None]
        for where, number in sorted(placed):
            if where <= place:
                standing[self._messages[number].case.id] = number
        for number in standing.values():
            if self._messages[number].action != "cancellation":
                yield number, self._days[number]

    def _place(self, number: int, day: date) -> _Place:
        one = self._messages[number]
        return day, one.case.id, one.version, number

    def _outcomes_of(self, number: int) -> Outcomes:
        def outcome(unit: int, at: int) -> Outcome:
            if self._engine is None:
                raise ValueError("a window counts outcomes, and nothing judges past declarations")
            key = (number, unit, at)
            if key not in self._outcomes:
                judgement = self._engine.judge(self._messages[number].case)
                self._outcomes[key] = judgement.explain(unit, at).outcome
            return self._outcomes[key]

        return outcome


def _days(messages: Sequence[Message]) -> list[date | None]:
    """The day of each message; an amendment or cancellation that states none has that of the version before."""
    days: list[date | None] = [None] * len(messages)
    before: dict[str, date | None] = {}
    for number in sorted(range(len(messages)), key=lambda one: (messages[one].version, one)):
        case = messages[number].case
        days[number] = before[case.id] = case.date or before.get(case.id)
    return days


# ---- one group


def _group(measure: Measure, given: Sequence[tuple[Contribution, bool]], keys: Keys) -> Group:
    surely: list[Member] = []
    perhaps: list[Member] = []
    declarations = 0
    for contribution, dated in given:
        held = Truth.TRUE if dated else Truth.UNKNOWN
        judged = [(min(held, one.belongs(keys)), one) for one in contribution.members]
        best = disjunction(truth for truth, _ in judged)
        declarations += best is Truth.TRUE
        if contribution.whole:
            judged = [(best, contribution.members[0])]
        surely += (one for truth, one in judged if truth is Truth.TRUE)
        perhaps += (one for truth, one in judged if truth is Truth.UNKNOWN)
    low, high = _interval(measure, surely, perhaps)
    return Group(keys, low, high, declarations)


def _interval(
    measure: Measure, surely: Sequence[Member], perhaps: Sequence[Member]
) -> tuple[Fraction | None, Fraction | None]:
    match measure:
        case Measure.LARGEST:
            lows = [one.low for one in surely if one.low is not None]
            highs = [one.high for one in (*surely, *perhaps)]
            ends = [one for one in highs if one is not None]
            return max(lows, default=None), None if len(ends) < len(highs) else max(ends, default=None)
        case Measure.DISTINCT:
            values = {text for one in surely for text in one.texts}
            others = [one.more for one in surely]
            others += [None if one.more is None else len(one.texts) + one.more for one in perhaps]
            return Fraction(len(values)), _sum([len(values), *others])
        case _:
            return _sum([one.low for one in surely]), _sum([one.high for one in (*surely, *perhaps)])


def _sum(ends: Iterable[Fraction | int | None]) -> Fraction | None:
    total = Fraction(0)
    for one in ends:
        if one is None:
            return None
        total += one
    return total
