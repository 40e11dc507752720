"""Blank boxes: where leaving one blank gets goods past a rule.

Enters: a rule. Leaves: findings, each with a witness that was tried. Promise: the witness is a hit, and with
that one box blank it is what is said; where none can be written or none behaves so, nothing is said. Boxes that are
taken as none when blank (documents, licences) are no hole, since that is what they say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.fields import Field
from stce_rules.language import program
from stce_rules.language.checking.findings import listed
from stce_rules.language.checking.symbols import JudgedUnit
from stce_rules.language.syntax import Quantifier, Scope
from stce_rules.plan.judgement import Outcome
from stce_rules.workbench.linting.exact.diagrams import TRUE
from stce_rules.workbench.linting.exact.meaning import Meaning, scope_asked
from stce_rules.workbench.linting.exact.weights import weight
from stce_rules.workbench.linting.exact.witnesses import Bench, Stated, can_be_tried, lifting, written
from stce_rules.workbench.linting.exact.worlds import HIT, NO_HIT, UNDETERMINED, Worlds, outcome_of
from stce_rules.workbench.linting.project import Surroundings, Unit

_MOST_TRIED = 4
"""Witnesses of one box that are tried."""

_MOST_WAYS = 64
"""Ways to a witness that are looked through for one that can be written."""


@dataclass(frozen=True, slots=True)
class _Hole:
    """A box, and what was stated when it was tried."""

    box: Field
    stated: Stated


def blank_boxes(unit: Unit, rule: program.Rule, meaning: Meaning, around: Surroundings) -> Iterator[Diagnostic]:
    """What leaving boxes blank does to hits of a rule."""
    then, unknown, span = rule.then, rule.if_unknown, unit.statement.name.span
    if not (then.points or weight(then)) or not can_be_tried(rule, around):
        return
    covered = unknown != program.Effects()
    lighter = weight(unknown) < weight(then) or unknown.points < then.points
    wanted = {"W460"} if not covered else {"W461"} & around.policy.also if lighter else set()
    wanted |= {"W462"} & around.policy.also
    if not wanted:
        return
    search = _Search(rule, meaning, around)
    if wanted & {"W460", "W461"} and (holes := search.holes(Outcome.UNDETERMINED)):
        shown = _shown(holes[0], rule)
        if covered:
            message = f"leaving {_boxes(holes)} blank makes a hit lighter: {shown} it only weighs {_weighs(unknown)}"
            yield Diagnostic("W461", message, span, help="let 'if unknown' weigh as much as 'then'")
        else:
            message = (
                f"leaving {_boxes(holes)} blank hides a hit: {shown} it is undetermined, of which the rule says nothing"
            )
            yield Diagnostic("W460", message, span, help="say under 'if unknown' what to ask for, or which channel")
    if "W462" in wanted and (holes := search.holes(Outcome.NO_HIT)):
        message = f"{_boxes(holes)} left blank is taken for innocent: {_shown(holes[0], rule)} it is no hit"
        yield Diagnostic("W462", message, span, help="take out 'is stated', or let another rule ask for the box")


def _boxes(holes: list[_Hole]) -> str:
    return listed([f"'{one.box.words}'" for one in holes], "or")


def _shown(hole: _Hole, rule: program.Rule) -> str:
    return f"{written(hole.stated)} is a hit ({_weighs(rule.then)}), and with {hole.box.words} missing"


def _weighs(effects: program.Effects) -> str:
    said = [f"{effects.points} points"] if effects.points else []
    return ", ".join(said + ([f"at least {effects.channel}"] if effects.channel else [])) or "nothing"


class _Search:
    """Looks for witnesses of one rule; what is needed to try them is made when there is one to try."""

    def __init__(self, rule: program.Rule, meaning: Meaning, around: Surroundings) -> None:
        self._rule = rule
        self._around = around
        of_one = _of_one_item(rule)
        units: tuple[JudgedUnit, ...] = (of_one, *lifting(rule, around))
        worlds = self._worlds = Worlds(meaning, [asked for one in units for asked in meaning.asks_of_item(one)])
        exempting = [worlds.holds(one, scope_asked(one, Scope.ITEM)) for one in units[1:]]
        lifted = worlds.any_of([worlds.lifted(of_one, Scope.ITEM), *exempting])
        self._outcome = worlds.diagrams.join(outcome_of, worlds.holds(of_one, Scope.ITEM), lifted)
        self._bench: Bench | None = None

    def holes(self, blank: Outcome) -> list[_Hole]:
        """The boxes that turn a hit into that outcome when left blank; the first with as little stated as shows it."""
        boxes = {topic.box: topic for topic in self._worlds.topics if topic.box is not None and not topic.box.closed}
        found: list[_Hole] = []
        for box in boxes:
            before = [found[-1].stated] if found and box in found[-1].stated else []  # most often it shows the next too
            tried = chain(before, islice(self._candidates(box, blank), _MOST_TRIED))
            shown = next((stated for stated in tried if self._shows(stated, box, blank)), None)
            if shown is not None:
                found.append(_Hole(box, shown))
        return [_Hole(one.box, self._fewest(one.stated, one.box, blank)) for one in found[:1]] + found[1:]

    def _fewest(self, stated: Stated, box: Field, blank: Outcome) -> Stated:
        """As few boxes as show the same."""
        for one in stated:
            fewer = {field: values for field, values in stated.items() if field is not one}
            if one is not box and self._shows(fewer, box, blank):
                stated = fewer
        return stated

    def _candidates(self, box: Field, blank: Outcome) -> Iterator[Stated]:
        """What may be stated so that it is a hit, and the other outcome with the box blank."""
        diagrams, without = self._worlds.diagrams, self._outcome
        change = _hit_to_undetermined if blank is Outcome.UNDETERMINED else _hit_to_none
        levels = [at for at, topic in enumerate(self._worlds.topics) if topic.box is box]
        for level in levels:
            empty = next((at for at, one in enumerate(self._worlds.states[level]) if one.says == ()), None)
            if empty is None:
                return
            without = diagrams.fixed(without, level, empty)
        for level in levels:
            for at, state in enumerate(self._worlds.states[level]):
                if state.says:
                    changes = diagrams.join(change, diagrams.fixed(self._outcome, level, at), without)
                    ways = islice(diagrams.ways(changes, TRUE), _MOST_WAYS)
                    found = (self._stated({level: at, **way}) for way in ways)
                    yield from islice((one for one in found if one is not None), 1)

    def _stated(self, way: dict[int, int]) -> Stated | None:
        """The words of a way, unless some box on it has none."""
        found: dict[Field, tuple[str, ...]] = {}
        for level in sorted(way):
            box, says = self._worlds.topics[level].box, self._worlds.states[level][way[level]].says
            if box is None or says is None or box in found:
                return None
            found[box] = says
        return found

    def _shows(self, stated: Stated, box: Field, blank: Outcome) -> bool:
        if self._bench is None:
            self._bench = Bench(self._rule, self._around)
        return self._bench.outcome(stated) is Outcome.HIT and self._bench.outcome({**stated, box: ()}) is blank


def _of_one_item(rule: program.Rule) -> program.Rule:
    """The rule as it judges a declaration with one goods item, which is where witnesses are looked for."""
    if rule.header.scope is Scope.ITEM:
        return rule
    where = None if rule.header.where is None else _asked_of_item(rule.header.where)
    header = replace(rule.header, scope=Scope.ITEM, where=where, when=_asked_of_item(rule.header.when))
    unless = tuple(replace(one, condition=_asked_of_item(one.condition)) for one in rule.unless)
    return replace(rule, header=header, unless=unless)


def _asked_of_item(node: program.Condition) -> program.Condition:
    match node:
        case program.AllOf() | program.AnyOf() | program.AtLeastOf():
            return replace(node, parts=tuple(_asked_of_item(part) for part in node.parts))
        case program.Not():
            return replace(node, part=_asked_of_item(node.part))
        case program.ItemsShow(needed=1):
            shows = program.Shows(node.indicator, node.span)
            return program.Not(shows, node.span) if node.quantifier is Quantifier.NO else shows
        case _:
            return node


def _hit_to_undetermined(stated: int, blank: int) -> int:
    return TRUE if stated == HIT and blank == UNDETERMINED else NO_HIT


def _hit_to_none(stated: int, blank: int) -> int:
    return TRUE if stated == HIT and blank == NO_HIT else NO_HIT
