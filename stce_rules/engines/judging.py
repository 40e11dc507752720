"""The meaning of a plan's conditions over one declaration; every engine's answers are these.

Enters: a plan with its lists indexed, a case. Leaves: truths, outcomes and trees, each computed once and remembered
while the declaration is judged. Subjects are known by position: `HEADER`, or the index of a goods item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import assert_never

from stce_rules.core.boxes import Case, Subject
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.lookups import Lookup
from stce_rules.core.predicates import Resembles
from stce_rules.core.resemblance import Screen
from stce_rules.core.semantics import Day, Finding, judge, number_within
from stce_rules.core.truth import FALSE, TRUE, UNKNOWN, Truth, at_least, conjunction, disjunction, known, negation
from stce_rules.core.windows import WindowValue, window_truth
from stce_rules.engines.needs import Needs, needs_of
from stce_rules.engines.protocol import NoPast, Surroundings
from stce_rules.plan.access import Access, Clause
from stce_rules.plan.judgement import HEADER, NO_HIT, Outcome, as_truth, outcome_of
from stce_rules.plan.model import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Calls,
    Condition,
    Hits,
    Holds,
    ItemsShow,
    Not,
    Plan,
    Quantifier,
    Scope,
    ScoreIs,
    Shows,
    Unit,
    UnitKind,
    WindowIs,
)
from stce_rules.plan.rates import Rates
from stce_rules.reference.places import sea_distances

NO_PAST = "nothing is known of past declarations, so what the rules ask about them is unknown"
"""The alarm of a plan with windows where no past is kept."""

NO_SEA = "sea distances are not installed, so detours of maritime routes are measured by great circles"
"""The alarm of a plan that asks for detours where they are not: elsewhere the same plan may answer otherwise."""


class Prepared:
    """A plan made ready for judging: what is computed once when it is loaded."""

    __slots__ = ("_access", "_needs", "_of_scores", "alarms", "lists", "plan", "rates", "surroundings")

    def __init__(self, plan: Plan, surroundings: Surroundings) -> None:
        self.plan = plan
        self.surroundings = surroundings
        screens = _screens(plan, surroundings)
        self.lists = {named.name: Lookup(named, screens.get(named.name)) for named in plan.lists}
        self.rates = Rates(plan.rates)
        self.alarms = tuple(_alarms(plan, surroundings))
        self._access = Access(plan)
        self._needs: tuple[dict[int, Needs], dict[int, Needs]] = ({}, {})
        self._of_scores: dict[tuple[int, int, date | None], tuple[Truth, ScoreIs]] = {}

    def access(self, unit: int) -> tuple[Clause, ...]:
        """The clauses of a unit, found when it is first asked about."""
        return self._access.of(unit)

    def needs(self, unit: int, of_header: bool) -> Needs:
        """What a unit needs of a goods item or of the header, found when it is first asked about."""
        kept = self._needs[of_header].get(unit)
        if kept is None:
            kept = self._needs[of_header][unit] = needs_of(self.plan, self.plan.units[unit], of_header)
        return kept

    def score_is(self, condition: ScoreIs, score: int | None, day: Day) -> Truth:
        """A comparison of the score; unknown where there is no score yet. Scores come again and again."""
        if score is None:
            return UNKNOWN
        key = (id(condition), score, day.date)  # the condition is kept too, so that no other one gets its id
        kept = self._of_scores.get(key)
        if kept is None:
            if len(self._of_scores) >= _SCORES_REMEMBERED:
                self._of_scores.clear()
            kept = self._of_scores[key] = number_within(condition.within, score, day), condition
        return kept[0]


_SCORES_REMEMBERED = 8192


def _alarms(plan: Plan, surroundings: Surroundings) -> Iterator[str]:
    """What every assessment by this plan must say here."""
    if plan.windows and isinstance(surroundings.past, NoPast):
        yield NO_PAST
    if any(test.field == "route detour" for test in plan.tests) and not sea_distances():
        yield NO_SEA


def _screens(plan: Plan, surroundings: Surroundings) -> dict[str, Screen]:
    """The lists that parties are compared with, made ready. Raises StceError (E750) for another matcher or none."""
    asked = [test.predicate for test in plan.tests if isinstance(test.predicate, Resembles)]
    matcher = surroundings.matcher
    for one in asked:
        if matcher is None or matcher.label != one.matcher:
            here = "there is none here" if matcher is None else f"here it is {matcher.label}"
            message = f"the plan compares names by {one.matcher}; {here}"
            mend = "load the rulesets again where they are to judge, with the same plugins installed"
            raise StceError(Diagnostic("E750", message, where=plan.name, help=mend))
    wanted = {one.list for one in asked}
    if matcher is None or not wanted:
        return {}
    return {named.name: matcher.screen(named.rows) for named in plan.lists if named.name in wanted}


class Judging:
    """One declaration being judged."""

    __slots__ = (
        "_findings", "_functions", "_outcomes", "_values", "alarms", "case", "day", "plan", "prepared"
    )  # fmt: skip

    def __init__(self, prepared: Prepared, case: Case) -> None:
        self.prepared = prepared
        self.plan = prepared.plan
        self.case = case
        self.day = Day(case.date, prepared.lists, prepared.rates.convert)
        self.alarms = dict.fromkeys(prepared.alarms) if prepared.alarms else {}
        if not case.items:
            self.alarms["the declaration has no goods items"] = None
        self._findings: dict[tuple[int, int], Finding] = {}
        self._outcomes: dict[tuple[int, int], Outcome] = {}
        self._functions: dict[tuple[str, int], Truth] = {}
        self._values: dict[tuple[int, int], WindowValue | None] = {}

    # ---- subjects

    def subject(self, at: int) -> Subject:
        """The subject at a position."""
        return self.case.header if at == HEADER else self.case.items[at]

    def number(self, at: int) -> int | None:
        """The number of the goods item at a position; None for the declaration."""
        return None if at == HEADER else self.case.items[at].number

    def positions(self, scope: Scope) -> Iterable[int]:
        """Every subject of a scope."""
        return (HEADER,) if scope is Scope.DECLARATION else range(len(self.case.items))

    # ---- truths

    def finding(self, test: int, at: int) -> Finding:
        """The finding of a test for exactly this subject."""
        key = (test, at)
        found = self._findings.get(key)
        if found is None:
            one = self.plan.tests[test]
            subject = self.subject(at)
            found = judge(one, subject.box(one.field), subject, self.day)
            self._findings[key] = found
        return found

    def holds(self, test: int, at: int) -> Truth:
        """The truth of a test for exactly this subject."""
        return self.finding(test, at).truth

    def all_hold(self, tests: Iterable[int], at: int) -> Truth:
        """The truth of several tests together."""
        return conjunction(self.holds(test, at) for test in tests)

    def spread(self, of_item: bool, at: int) -> Iterable[int]:
        """The subjects a sentence is asked of: a declaration's sentence about goods is asked of every item."""
        return range(len(self.case.items)) if of_item and at == HEADER and self.case.items else (at,)

    def window_value(self, window: int, at: int) -> WindowValue | None:
        """The value of a window for exactly this subject."""
        key = (window, at)
        if key not in self._values:
            self._values[key] = self.prepared.surroundings.past.value(window, self.case, at, self.outcome)
        return self._values[key]

    def window_is(self, condition: WindowIs, at: int) -> Truth:
        """The truth of a sentence about a window for exactly this subject."""
        value, measured_in = self.window_value(condition.window, at), self.plan.windows[condition.window].measured_in
        found = window_truth(value, measured_in, condition.within, self.day)
        return negation(found) if condition.negated else found

    def truth(self, condition: Condition, at: int, score: int | None = None) -> Truth:
        """The truth of a condition for a subject."""
        match condition:
            case Holds() if at != HEADER:
                return self.holds(condition.test, at)
            case Holds():
                spread = self.spread(self.plan.tests[condition.test].of_item, at)
                return disjunction(self.holds(condition.test, one) for one in spread)
            case ScoreIs():  # a decision asks for nothing else
                return self.prepared.score_is(condition, score, self.day)
            case WindowIs():
                spread = self.spread(self.plan.windows[condition.window].of_item, at)
                return disjunction(self.window_is(condition, one) for one in spread)
            case AllOf():
                return conjunction(self.truth(part, at, score) for part in condition.parts)
            case AnyOf():
                return disjunction(self.truth(part, at, score) for part in condition.parts)
            case AtLeastOf():
                return at_least(condition.needed, (self.truth(part, at, score) for part in condition.parts))
            case Not():
                return negation(self.truth(condition.part, at, score))
            case Shows():
                return as_truth(self.outcome(condition.unit, self.asked_at(condition.unit, at)))
            case Hits():
                return self.hits(condition.unit, at)
            case ItemsShow():
                return self.items_show(condition)
            case Calls():
                return self.call(condition.function, at)
            case _:
                assert_never(condition)

    def asked_at(self, unit: int, at: int) -> int:
        """Where a unit is judged when a subject asks: a declaration's unit at the header."""
        return HEADER if self.plan.units[unit].scope is Scope.DECLARATION else at

    def hits(self, unit: int, at: int) -> Truth:
        """`rule "X" hits`: an item's rule asked by the declaration holds when it hits for some item."""
        asked = self.asked_at(unit, at)
        if asked == HEADER and self.plan.units[unit].scope is Scope.ITEM:
            return self._over_items(disjunction(as_truth(self.outcome(unit, one)) for one in self.items()))
        return as_truth(self.outcome(unit, asked))

    def items(self) -> range:
        """Positions of the goods items."""
        return range(len(self.case.items))

    def items_show(self, condition: ItemsShow) -> Truth:
        """Any, no, every or at least N items show an indicator; with no items at all that is not known."""
        truths = [as_truth(self.outcome(condition.unit, one)) for one in self.items()]
        match condition.quantifier:
            case Quantifier.ANY:
                return self._over_items(disjunction(truths))
            case Quantifier.NO:
                return self._over_items(negation(disjunction(truths)))
            case Quantifier.EVERY:
                return self._over_items(conjunction(truths))
            case Quantifier.AT_LEAST:
                return self._over_items(at_least(condition.needed, truths))
            case _:
                assert_never(condition.quantifier)

    def _over_items(self, truth: Truth) -> Truth:
        return truth if self.case.items else UNKNOWN

    def call(self, function: str, at: int) -> Truth:
        """A plugin's predicate; one that fails gives unknown and an alarm."""
        key = (function, at)
        if key not in self._functions:
            try:
                answer = Truth(self.prepared.surroundings.predicates[function](self.subject(at)))
            except Exception as fault:  # noqa: BLE001  # a plugin may raise anything; none of it may lose a declaration
                self.alarms[f"predicate '{function}' failed and counts as unknown: {_said(fault)}"] = None
                answer = UNKNOWN
            self._functions[key] = answer
        return self._functions[key]

    # ---- outcomes

    def outcome(self, unit: int, at: int) -> Outcome:
        """The outcome of a unit for a subject, by the outcome table."""
        key = (unit, at)
        known_outcome = self._outcomes.get(key)
        if known_outcome is None:
            known_outcome = self._outcomes[key] = self._judge_unit(unit, at)
        return known_outcome

    def settle(self, unit: int, at: int, outcome: Outcome) -> None:
        """Take an outcome that an engine derived by itself; what asks for it, and the trees, then rest on it."""
        self._outcomes[unit, at] = outcome

    def _judge_unit(self, number: int, at: int) -> Outcome:
        unit, needs = self.plan.units[number], self.prepared.needs(number, at == HEADER)
        holds = TRUE if needs.always else applicability(unit, self.case.date, self.case.flow)
        if holds is FALSE:
            return NO_HIT
        together = self.all_hold(needs.tests, at)
        if together is FALSE:
            return NO_HIT
        holds = min(holds, together)
        for condition in needs.conditions:
            truth = self.truth(condition, at)
            if truth is FALSE:
                return NO_HIT
            if truth is UNKNOWN:
                holds = truth
        lifted = disjunction(self.truth(one.condition, at) for one in unit.unless) if unit.unless else FALSE
        if unit.lifted_by and lifted is not TRUE:
            lifted = max(lifted, disjunction(self.lifted_by(one, at) for one in unit.lifted_by))
        return outcome_of(holds, lifted)

    def lifted_by(self, exemption: int, at: int) -> Truth:
        """Whether an exemption is proven for a subject; a declaration's rule needs it for every item."""
        asked = self.asked_at(exemption, at)
        if asked == HEADER and self.plan.units[exemption].scope is Scope.ITEM:
            return self._over_items(conjunction(as_truth(self.outcome(exemption, one)) for one in self.items()))
        return as_truth(self.outcome(exemption, asked))


def applicability(unit: Unit, on: date | None, flow: str | None) -> Truth:
    """Whether dates and flow let a unit apply; what is not known keeps no rule from applying, proves no exemption."""
    doubt = UNKNOWN if unit.kind is UnitKind.EXEMPTION else TRUE
    if on is not None:
        dates = known((unit.start is None or unit.start <= on) and (unit.until is None or on <= unit.until))
    elif unit.status == "retired":
        dates = FALSE  # a retired rule is judged on its own dates only
    else:
        dates = TRUE if unit.start is None and unit.until is None else doubt
    if not unit.flows:
        return dates
    return conjunction((dates, doubt if flow is None else known(flow in unit.flows)))


def _said(fault: Exception) -> str:
    """A plugin's own words, or what is known when it says nothing."""
    return str(fault) or "no reason was given"
