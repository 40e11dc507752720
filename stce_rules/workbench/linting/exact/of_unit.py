"""What the exact analysis of one indicator, rule or exemption shows.

Enters: a unit and its surroundings. Leaves: findings. Promise: what is told holds for every declaration; texts, parties
and windows are taken as anything, and conditions with too many cases are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.predicates import InList, MentionsListed, NamedList, PassesThroughListed, Resembles
from stce_rules.language import program, syntax
from stce_rules.language.checking.contradictions import Contradictions
from stce_rules.language.checking.symbols import JudgedUnit
from stce_rules.workbench.linting.exact.blanks import blank_boxes
from stce_rules.workbench.linting.exact.diagrams import FALSE, TRUE, UNKNOWN, Operation, TooLarge
from stce_rules.workbench.linting.exact.idle import Idle, Search
from stce_rules.workbench.linting.exact.kept import meaning_of
from stce_rules.workbench.linting.exact.meaning import Asks, Meaning, conditions_of
from stce_rules.workbench.linting.exact.never import why_never
from stce_rules.workbench.linting.exact.states import PLAIN, UNREADABLE
from stce_rules.workbench.linting.exact.weights import weight
from stce_rules.workbench.linting.exact.words import quoted
from stce_rules.workbench.linting.exact.worlds import HIT, UNDETERMINED, Worlds
from stce_rules.workbench.linting.project import Surroundings, Unit

CODES = ("W450", "W451", "W452", "W455", "W460", "W461", "W462", "W464", "W466", "W467", "W468")


def find(unit: Unit, around: Surroundings) -> Iterator[Diagnostic]:
    """All findings in one unit."""
    if unit.checked is None:
        return
    yield from _weights(unit, unit.checked)
    yield from _lists_in_force(unit.checked, around)
    meaning = meaning_of(around)
    with suppress(TooLarge):
        asks = meaning.asks(unit.checked)
        if is_plain(meaning, asks):
            yield from _plain(unit, meaning, asks)
        else:
            yield from _outcomes(unit, unit.checked, around, asks)
    if isinstance(unit.checked, program.Rule):
        with suppress(TooLarge):
            yield from blank_boxes(unit, unit.checked, meaning, around)


def ever_undetermined(checked: JudgedUnit, around: Surroundings) -> bool:
    """Whether boxes that are blank or can be read may leave a unit undetermined; yes where that is too much to tell."""
    meaning = meaning_of(around)
    try:
        worlds = Worlds(meaning, meaning.asks(checked).once, PLAIN)
        return worlds.ever(worlds.outcome(checked), UNDETERMINED)
    except TooLarge:
        return True


def is_plain(meaning: Meaning, asks: Asks) -> bool:
    """Whether every sentence can be true and false whatever the others are; then each of them decides something."""
    if asks.again or len({meaning.topic(one) for one in asks.once}) < len(asks.once):
        return False
    return all({FALSE, TRUE} <= truths_of(meaning, one) for one in asks.once)


def truths_of(meaning: Meaning, sentence: int) -> set[int]:
    """The truths that a sentence can have by itself."""
    states = meaning.states((sentence,))
    return {FALSE, UNKNOWN, TRUE} if states is None else {one.truths[0] for one in states}


def _plain(unit: Unit, meaning: Meaning, asks: Asks) -> Iterator[Diagnostic]:
    """Of sentences that do not depend on each other: they are never unknown together where none ever is."""
    if not any(UNKNOWN in truths_of(meaning, one) for one in asks.once):
        yield from _never_unknown(unit)


def _outcomes(unit: Unit, checked: JudgedUnit, around: Surroundings, asks: Asks) -> Iterator[Diagnostic]:
    """Of sentences about the same things: what the unit gives at all."""
    worlds = Worlds(meaning_of(around), asks.once)
    at, name = checked.header.scope, unit.statement.name.span
    holds = worlds.holds(checked, at)
    outcomes = worlds.diagrams.values(worlds.outcome(checked))
    if not worlds.ever(holds, TRUE):
        if Contradictions(around.indicators.values(), around.lists.values()).clash(checked) is None:
            span, why = why_never(checked, worlds)
            message = f"{unit.called} can never {_verb(checked)}: {why}"
            yield Diagnostic("W455", message, span or name, help="say one of these otherwise")
        return
    if HIT not in outcomes and not isinstance(checked, program.Exemption):
        yield _every_hit_lifted(unit, checked, worlds)
        return
    if worlds.diagrams.values(holds) == {TRUE}:
        of = "goods item" if checked.header.scope is syntax.Scope.ITEM else "declaration"
        message = f"{unit.called} holds for every {of}"
        yield Diagnostic("W467", message, name, help="say what it is to tell apart")
        return
    if UNDETERMINED not in outcomes:
        yield from _never_unknown(unit)
    yield from _parts(unit, checked, worlds, asks)


def _parts(unit: Unit, checked: JudgedUnit, worlds: Worlds, asks: Asks) -> Iterator[Diagnostic]:
    """Parts of a unit that decide nothing, in all declarations or in those that state every box once.

    Where nothing is denied or lifted, a box that is stated twice makes no difference.
    """
    once = Worlds(worlds.meaning, asks.once, UNREADABLE) if asks.denies else None
    if not isinstance(checked, program.Exemption) and once is not None:
        idle = _unless(checked, worlds, once)
        for place, message in idle.items():
            span = checked.unless[place].condition.span
            yield Diagnostic("W451", message, span, help="take it out, or correct it")
        kept = tuple(one for place, one in enumerate(checked.unless) if place not in idle)
        checked = replace(checked, unless=kept)
    search = Search(checked, worlds)
    yield from (_decides_nothing(unit, one, "") for one in search.all())
    if once is not None:
        search = Search(search.unit, once, checked)
        yield from (_decides_nothing(unit, one, ", wherever a box is stated only once") for one in search.all())


def _decides_nothing(unit: Unit, idle: Idle, where: str) -> Diagnostic:
    why = idle.why or f"without it {unit.called} gives the same for every declaration"
    message = f"{quoted(idle.part)} decides nothing{where}: {why}"
    return Diagnostic("W450", message, idle.part.span, help="take it out, or correct what stands beside it")


def _verb(checked: JudgedUnit) -> str:
    match checked:
        case program.Rule():
            return "hit"
        case program.Exemption():
            return "apply"
        case program.Indicator():
            return "hold"


def _never_unknown(unit: Unit) -> Iterator[Diagnostic]:
    if isinstance(unit.statement, syntax.RuleStatement) and unit.statement.if_unknown:
        span = unit.statement.if_unknown[0].span.to(unit.statement.if_unknown[-1].span)
        message = f"'if unknown' never comes up: no declaration leaves {unit.called} undetermined"
        yield Diagnostic("W466", message, span, help="take it out, or test what is meant")


def _every_hit_lifted(unit: Unit, checked: program.Indicator | program.Rule, worlds: Worlds) -> Diagnostic:
    at = checked.header.scope
    holds = worlds.holds(checked, at)
    alone = [one for one in checked.unless if not _hits_beside(worlds, holds, worlds.condition(one.condition, at))]
    if alone:
        said, span = quoted(alone[0].condition), alone[0].condition.span
        message = f"{unit.called} can never hit: whatever meets it meets {said} too, which lifts it"
    else:
        span = checked.unless[-1].condition.span
        message = f"{unit.called} can never hit: whatever meets it meets one of its 'unless' too"
    return Diagnostic("W452", message, span, help="narrow this 'unless', or the condition")


def _hits_beside(worlds: Worlds, holds: int, lifting: int) -> bool:
    return worlds.ever(worlds.diagrams.join(_hit, holds, lifting), TRUE)


def _hit(holds: int, lifting: int) -> int:
    return TRUE if holds == TRUE and lifting != TRUE else FALSE


def _lifts(holds: int, lifting: int) -> int:
    return TRUE if holds != FALSE and lifting == TRUE else FALSE


def _lifting(checked: program.Indicator | program.Rule, worlds: Worlds, operation: Operation) -> list[int]:
    """What each `unless` lifts."""
    at = checked.header.scope
    holds = worlds.holds(checked, at)
    return [worlds.diagrams.join(operation, holds, worlds.condition(one.condition, at)) for one in checked.unless]


def _lifts_hit(holds: int, lifting: int) -> int:
    return TRUE if holds == TRUE and lifting == TRUE else FALSE


def _unless(checked: program.Indicator | program.Rule, worlds: Worlds, once: Worlds) -> dict[int, str]:
    """Each `unless` that lifts nothing, by its place, and why."""
    gone: dict[int, str] = {}
    hits = _lifting(checked, worlds, _lifts_hit)
    lifting, lifting_once = (_lifting(checked, each, _lifts) for each in (worlds, once))
    for place in reversed(range(len(lifting))):
        others = [one for other, one in enumerate(lifting) if other != place and other not in gone]
        condition = quoted(checked.unless[place].condition)
        if not worlds.ever(hits[place], TRUE) and not once.ever(lifting_once[place], TRUE):
            why = f"nothing that meets '{checked.header.name}' meets {condition} too"
            gone[place] = f"this 'unless' never lifts a hit: {why}"
        elif others and worlds.contained(lifting[place], worlds.any_of(others)):
            gone[place] = "this 'unless' lifts nothing by itself: another one lifts all that it lifts"
    return gone


# ---- without diagrams


def _weights(unit: Unit, checked: JudgedUnit) -> Iterator[Diagnostic]:
    """What weighs more unknown than hit."""
    if not isinstance(checked, program.Rule) or not isinstance(unit.statement, syntax.RuleStatement):
        return
    then, unknown = checked.then, checked.if_unknown
    heavier = []
    if weight(unknown) > weight(then):
        heavier.append(f"'at least {unknown.channel}' against {then.channel or 'no channel'}")
    if unknown.points > then.points:
        heavier.append(f"{unknown.points} points against {then.points}")
    if heavier and not (weight(unknown) < weight(then)):
        span = unit.statement.if_unknown[0].span.to(unit.statement.if_unknown[-1].span)
        message = f"{unit.called} is harder on a blank box than on a hit: {' and '.join(heavier)}"
        yield Diagnostic("W468", message, span, help="let 'then' weigh at least as much as 'if unknown'")


def _lists_in_force(checked: JudgedUnit, around: Surroundings) -> Iterator[Diagnostic]:
    start, until = checked.header.effective_from, checked.header.effective_until
    if start is None and until is None:
        return
    for condition in conditions_of(checked):
        for test in _tests(condition):
            match test.predicate:
                case InList() | MentionsListed() | PassesThroughListed() | Resembles() as asked if asked.as_of is None:
                    named = around.lists.get(asked.list)
                case _:
                    continue
            if named is not None and named.rows and not _some_row_between(named, checked.header):
                period = (
                    f"from {start}"
                    if until is None
                    else f"until {until}"
                    if start is None
                    else f"from {start} until {until}"
                )
                message = f"list {named.name} has no row in force while '{checked.header.name}' is, {period}"
                yield Diagnostic("W464", message, test.span, help="correct the dates of the rows, or say 'as of' a day")


def _some_row_between(named: NamedList, header: program.Header) -> bool:
    start, until = header.effective_from, header.effective_until
    return any(
        (row.until is None or start is None or start <= row.until)
        and (row.start is None or until is None or row.start <= until)
        for row in named.rows
    )


def _tests(node: program.Condition) -> Iterator[program.Test]:
    match node:
        case program.Test():
            yield node
        case program.Not():
            yield from _tests(node.part)
        case program.AllOf() | program.AnyOf() | program.AtLeastOf():
            for part in node.parts:
                yield from _tests(part)
        case _:
            return
