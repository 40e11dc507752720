"""Statements as they are written.

Enters a statement and where its words stand in the source, leaves atoms on the page: one clause a line, in the one
order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from stce_rules.language import syntax as s
from stce_rules.language.writing.atoms import Page
from stce_rules.language.writing.sentences import CLAUSE, condition, literal

Starts = Mapping[str, int]
"""Where the clauses of a statement begin in the source, by their first word."""

_INNER = CLAUSE.inner


def statement(page: Page, node: s.Statement, starts: Starts) -> None:
    """A statement of any kind."""
    first = len(page.atoms)
    match node:
        case s.UseEdition():
            page.line(f"use edition {node.edition}", 0)
        case s.UseLists():
            page.line(f'use lists from "{node.path.text}" as {node.alias.text}', 0)
        case s.UseRules():
            page.line(f'use rules from "{node.path.text}"', 0)
        case s.ListStatement():
            page.line(f"list {node.name.text} of {node.kind.text} is", 0)
            _values(page, node.members, node)
        case s.ParameterStatement():
            _parameter(page, node)
        case s.MeasureStatement():
            page.line(f"measure {node.name.text} in {node.unit.text} written", 0)
            _values(page, node.written, node)
        case s.IndicatorStatement() | s.RuleStatement() | s.ExemptionStatement():
            _judging(page, node, starts)
        case s.DecisionStatement():
            _decision(page, node, starts)
        case s.GuaranteeStatement():
            _guarantee(page, node)
        case _:
            assert_never(node)
    head = page.atoms[first]
    head.head, head.start = True, node.span.start
    head.group = _group(node)


def _group(node: s.Statement) -> str:
    """Neighbours of one group stand without a blank line between them."""
    match node:
        case s.IndicatorStatement() | s.RuleStatement() | s.ExemptionStatement() | s.DecisionStatement():
            return ""
        case s.GuaranteeStatement():
            return "guarantees"
        case _:
            return "groundwork"


def _values(page: Page, values: Sequence[s.Literal], node: s.ListStatement | s.MeasureStatement) -> None:
    for i, one in enumerate(values):
        text = literal(one) + ("," if i < len(values) - 1 else "")
        page.soft(text, 2, 1, one.span.start)
    page.soft("end", 0, 1, node.span.end - len("end"))


def _parameter(page: Page, node: s.ParameterStatement) -> None:
    page.line(f"parameter {node.name.text}", 0)
    for one in node.values:
        since = f"from {literal(one.start)} " if one.start else ""
        page.soft(f"{since}is {literal(one.value)}", 2, 1, one.span.start)


# ---- indicators, rules, exemptions


def _judging(page: Page, node: s.IndicatorStatement | s.RuleStatement | s.ExemptionStatement, starts: Starts) -> None:
    match node:
        case s.IndicatorStatement():
            page.line(f'indicator {node.name.text} "{node.title}"', 0)
        case s.RuleStatement():
            page.line(f'rule "{node.name.text}" "{node.title}"', 0)
        case s.ExemptionStatement():
            page.line(f'exemption "{node.name.text}" "{node.title}"', 0)
        case _:
            assert_never(node)
    _properties(page, node.properties, starts)
    _for_each(page, node.for_each)
    if isinstance(node, s.ExemptionStatement):
        page.line("lifts rules", 2, starts.get("LIFTS"))
        page.commas([(f'"{one.text}"', one.span.start) for one in node.lifts], _INNER)
    page.line("when", 2, starts.get("WHEN"))
    condition(page, node.when, CLAUSE)
    if not isinstance(node, s.ExemptionStatement):
        for one in node.unless:
            page.line("unless", 2, one.span.start)
            condition(page, one.condition, CLAUSE)
            page.soft(f'because "{one.because}"', _INNER, 1, None)
    if isinstance(node, s.RuleStatement):
        _effects(page, "then", node.then, starts.get("THEN"))
        if node.if_unknown:
            _effects(page, "if unknown", node.if_unknown, starts.get("IF"))
    if not isinstance(node, s.IndicatorStatement) and node.because is not None:
        page.line(f'because "{node.because}"', 2, starts.get("BECAUSE"))
    for example in node.examples:
        _example(page, example)
    page.line("end", 0, node.span.end - len("end"))


def _properties(page: Page, node: s.Properties, starts: Starts) -> None:
    """The lines between title and `for each`; what belongs together stands on one line."""
    _together(
        page,
        ("VERSION", node.version is not None and f"version {node.version}"),
        ("STATUS", node.status is not None and f"status {node.status.text}"),
        ("OWNER", node.owner is not None and f'owner "{node.owner}"'),
        starts=starts,
    )
    if node.regime:
        page.line("regime", 2, starts.get("REGIME"))
        page.commas([(f'"{one}"', None) for one in node.regime], _INNER)
    start = f" from {literal(node.effective_from)}" if node.effective_from else ""
    until = f" until {literal(node.effective_until)}" if node.effective_until else ""
    _together(
        page,
        ("EFFECTIVE", bool(start or until) and f"effective{start}{until}"),
        ("REVIEW", node.review_by is not None and f"review by {literal(node.review_by)}"),
        starts=starts,
    )
    if node.applies_to:
        page.line("applies to", 2, starts.get("APPLIES"))
        page.commas([(one.text, one.span.start) for one in node.applies_to], _INNER)


def _together(page: Page, *parts: tuple[str, str | bool], starts: Starts) -> None:
    """Properties that share a line; those that are not given are False."""
    level = 0
    for word, text in parts:
        if isinstance(text, str):
            page.soft(text, 2, level, starts.get(word))
            level = 1


def _for_each(page: Page, node: s.ForEach) -> None:
    page.line(f"for each {node.scope.value}", 2, node.span.start)
    if node.where is not None:
        page.put("where")
        condition(page, node.where, CLAUSE)


def _effects(page: Page, word: str, effects: Sequence[s.Effect], start: int | None) -> None:
    page.line(word, 2, start)
    page.commas([(_effect(one), one.span.start) for one in effects], _INNER, 1)


def _effect(node: s.Effect) -> str:
    match node:
        case s.AddPoints():
            return f"add {node.points} points"
        case s.AtLeastChannel():
            return f"at least {node.channel.text}"
        case s.NoteEffect():
            return f'{node.note.value} "{node.text}"'
        case _:
            assert_never(node)


def _example(page: Page, node: s.Example) -> None:
    page.line(f'example "{node.title}"', 2, node.span.start)
    facts = [(_fact(one), one.span.start) for one in node.facts]
    for first, *others in node.next_items:
        facts.append((f"next item {_fact(first)}", first.span.start))
        facts += [(_fact(one), one.span.start) for one in others]
    if facts:
        page.commas(facts, _INNER, 1)
    channel = f" with {node.channel.text}" if node.channel else ""
    page.soft(f"expect {node.expect.value}{channel}", _INNER, 1, None)


def _fact(node: s.Fact) -> str:
    if isinstance(node, s.IndicatorFact):
        return node.name.text if node.holds else f"{node.name.text} no"
    until = f" until {literal(node.until)}" if node.until else ""
    return f"{node.field.text} {literal(node.value) if node.value else 'missing'}{until}"


# ---- decisions and guarantees


def _decision(page: Page, node: s.DecisionStatement, starts: Starts) -> None:
    page.line("decision", 0)
    if node.cap is not None:
        page.line(f"score at most {node.cap}", 2, starts.get("SCORE"))
    for line in node.channels:
        page.line(f"{line.channel.text} when", 2, line.span.start)
        condition(page, line.condition, CLAUSE)
    if node.otherwise is not None:
        page.line(f"{node.otherwise.text} otherwise", 2, node.otherwise.span.start)
    for sample in node.samples:
        words = f"sample {literal(sample.share)} of {sample.of.text} into {sample.into.text}"
        page.line(words, 2, sample.span.start)
    page.line("end", 0, node.span.end - len("end"))


def _guarantee(page: Page, node: s.GuaranteeStatement) -> None:
    page.line(f'guarantee "{node.title}"', 0)
    promise, start = node.promise, node.promise.span.start
    if isinstance(promise, s.AlwaysAtLeast):
        page.soft("every item where", 2, 1, start)
        condition(page, promise.condition, CLAUSE, 2)
        page.soft(f"must be at least {promise.channel.text}", 2, 1, None)
    else:
        page.soft(f"leaving {promise.field.text} blank never lowers the channel", 2, 1, start)
    page.soft("end", 0, 1, node.span.end - len("end"))
