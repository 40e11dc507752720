"""What a unit says of itself: properties, reasons, examples, and the days it is meant for.

Enters: a unit and the policy. Leaves: findings. Units in draft or retired are left alone; nobody is judged by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.text import fold
from stce_rules.language import program, syntax
from stce_rules.language.checking.findings import listed
from stce_rules.language.checking.freshness import older_than
from stce_rules.workbench.linting.exact.of_unit import ever_undetermined
from stce_rules.workbench.linting.parts import conditions_of, texts_in
from stce_rules.workbench.linting.project import Surroundings, Unit
from stce_rules.workbench.linting.undetermined import can_be_undetermined

_RUNS = frozenset(("active", "monitor"))
_KINDS = {
    syntax.IndicatorStatement: "indicator",
    syntax.RuleStatement: "rule",
    syntax.ExemptionStatement: "exemption",
}


def unstated(unit: Unit, around: Surroundings) -> Iterator[Diagnostic]:
    """W408: what the policy wants stated and the unit does not state."""
    if unit.status not in _RUNS:
        return
    properties = unit.statement.properties
    said = {
        "version": properties.version is not None,
        "owner": bool(properties.owner or around.owner),
        "regime": bool(properties.regime),
        "effective from": properties.effective_from is not None,
        "review by": properties.review_by is not None,
        "because": not isinstance(unit.statement, syntax.IndicatorStatement) and bool(unit.statement.because),
    }
    missing = [one for one in around.policy.needs[_KINDS[type(unit.statement)]] if not said[one]]
    if missing:
        message = f"{unit.called} does not say {listed(missing, 'or')}"
        yield Diagnostic("W408", message, unit.statement.name.span, help=f"add {_shown(missing[0])}")


def _shown(what: str) -> str:
    return {
        "version": "'version 1'",
        "owner": "'owner \"…\"', the desk that answers for it",
        "regime": "'regime \"…\"', the law or list it rests on",
        "effective from": "'effective from' its first day",
        "review by": "'review by' the day it is to be looked at again",
        "because": "'because \"…\"', the reason that stands in every result",
    }[what]


def unshown(unit: Unit, around: Surroundings) -> Iterator[Diagnostic]:
    """W409 to W412: outcomes of an active rule that none of its examples shows."""
    statement = unit.statement
    if not isinstance(statement, syntax.RuleStatement) or unit.status != "active":
        return
    place = statement.name.span
    if not statement.examples:
        mend = "write examples of a hit, of no hit, and of an undetermined case"
        yield Diagnostic("W409", f"{unit.called} is active and has no example", place, help=mend)
        return
    shown = {one.expect for one in statement.examples}
    for code, outcome in _OUTCOMES.items():
        if outcome not in shown and _possible(outcome, unit, around):
            mend = f"write one that ends in 'expect {outcome.value}'"
            yield Diagnostic(code, f"no example of {unit.called} expects {outcome.value}", place, help=mend)


_OUTCOMES = {
    "W409": syntax.Expectation.HIT,
    "W410": syntax.Expectation.NO_HIT,
    "W411": syntax.Expectation.UNDETERMINED,
    "W412": syntax.Expectation.EXEMPT,
}


def _possible(outcome: syntax.Expectation, unit: Unit, around: Surroundings) -> bool:
    match outcome:
        case syntax.Expectation.EXEMPT:
            return isinstance(unit.statement, syntax.RuleStatement) and bool(unit.statement.unless)
        case syntax.Expectation.UNDETERMINED:
            checked = unit.checked
            if checked is None or not can_be_undetermined(checked.header, around.indicators):
                return False
            return ever_undetermined(checked, around)  # a blank box may lift the rule as well
        case _:
            return True


def empty_texts(unit: Unit, around: Surroundings) -> Iterator[Diagnostic]:  # noqa: ARG001  # the form of a lint
    """W440: texts that an officer is to read and that say nothing."""
    statement = unit.statement
    said = [statement.title, *statement.properties.regime, *(one.title for one in statement.examples)]
    said += [] if statement.properties.owner is None else [statement.properties.owner]
    if not isinstance(statement, syntax.IndicatorStatement) and statement.because is not None:
        said.append(statement.because)
    if not isinstance(statement, syntax.ExemptionStatement):
        said += [one.because for one in statement.unless]
    if isinstance(statement, syntax.RuleStatement):
        effects = (*statement.then, *statement.if_unknown)
        said += [one.text for one in effects if isinstance(one, syntax.NoteEffect)]
    if all(one.strip() for one in said):
        return
    values = [one.span for one in conditions_of(statement)]
    values += [fact.span for one in statement.examples for fact in (*one.facts, *chain(*one.next_items))]
    for text in texts_in(statement.span):
        if not text.text.strip() and not any(one.start <= text.start < one.end for one in values):
            place = text.source.span(text.start - 1, text.end + 1)
            yield Diagnostic("W440", "this text says nothing", place, help="write what an officer is to read here")


def hollow_reason(unit: Unit, around: Surroundings) -> Iterator[Diagnostic]:  # noqa: ARG001  # the form of a lint
    """W415: a reason that says no more than the title."""
    statement = unit.statement
    if isinstance(statement, syntax.IndicatorStatement) or not statement.because:
        return
    if _words(statement.because) == _words(statement.title) != "":
        place = next(one for one in reversed(tuple(texts_in(statement.span))) if one.text == statement.because)
        mend = "say why: what the law wants, or what the goods can do"
        yield Diagnostic("W415", "the reason repeats the title", place, help=mend)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))


def out_of_time(unit: Unit, around: Surroundings) -> Iterator[Diagnostic]:
    """W431, W432: an active unit whose days are over, and a rule that has run in shadow for too long."""
    if around.on is None or unit.checked is None:
        return
    header, properties = unit.checked.header, unit.statement.properties
    until, start = header.effective_until, header.effective_from
    if header.status in _RUNS and until is not None and until < around.on and properties.effective_until:
        message = f"{unit.called} has not been in force since {until}"
        mend = "say 'status retired', so that it is kept for a replay of its own days, or correct the day"
        yield Diagnostic("W431", message, properties.effective_until.span, help=mend)
    elif _too_long(unit.checked, around, start) and properties.status is not None:
        message = f"{unit.called} has run in shadow since {start}, for more than {around.policy.monitor_at_most}"
        mend = "look at what it found, then make it active or retire it"
        yield Diagnostic("W432", message, properties.status.span, help=mend)


def _too_long(checked: object, around: Surroundings, start: date | None) -> bool:
    if not isinstance(checked, program.Rule) or checked.header.status != "monitor":
        return False
    most = around.policy.monitor_at_most
    return start is not None and around.on is not None and bool(most) and older_than(start, most, around.on)
