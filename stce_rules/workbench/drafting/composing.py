"""Answers to a rule with examples.

Enters: answers, and what surrounds the rule. Leaves: its text in canonical layout, or the reports of the answers.
Promise: the rule passes the check among its ruleset, and its examples come out as they say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.span import Source
from stce_rules.language import syntax
from stce_rules.language.format import format as laid_out
from stce_rules.workbench.decision_tables.surroundings import Surroundings
from stce_rules.workbench.drafting.answers import imported
from stce_rules.workbench.drafting.questions import Given
from stce_rules.workbench.drafting.witnesses import hit_of, others_of


@dataclass(frozen=True, slots=True)
class Composed:
    """The text of a rule, unless an answer has an error; `hit` says whether one of its examples is a hit."""

    text: str | None
    hit: bool
    diagnostics: tuple[Diagnostic, ...]


def compose(given: Given, around: Surroundings, source: str = "") -> Composed:
    """Make the rule of all answers."""
    made = imported(given, around, source)
    if made.text is None:
        return Composed(None, hit=False, diagnostics=made.diagnostics)
    text = _rule_text(made.text, around)
    hit = _judged(text, around, first=True)
    if hit:
        text = _with_examples(text, hit, around)
    others = _judged(text, around, first=False)
    return Composed(_with_examples(text, others, around), bool(hit), made.diagnostics)


def _rule_text(made: str, around: Surroundings) -> str:
    """The rule alone, in canonical layout."""
    found = around.read(Source("<rule>", made)).file.statements
    rules = tuple(one for one in found if isinstance(one, syntax.RuleStatement))
    return laid_out(syntax.File(rules), None, around.contributions.catalogue)


def _judged(text: str, around: Surroundings, *, first: bool) -> tuple[str, ...]:
    """Examples for the rule: a hit, or all that it lacks."""
    parsed = around.read(Source("<new rule>", f"use edition {around.edition_of_file}\n{text}"))
    whole = around.check(parsed).program
    rule = parsed.file.statements[-1]
    if whole is None or not isinstance(rule, syntax.RuleStatement):
        return ()
    whole = replace(whole, edition=around.edition_of_file)
    if not first:
        return others_of(whole, rule.name.text, around.contributions)
    hit = hit_of(whole, rule.name.text, around.contributions)
    return () if hit is None else (hit,)


def _with_examples(text: str, examples: tuple[str, ...], around: Surroundings) -> str:
    lines = text.rstrip().removesuffix("end").rstrip()
    joined = "\n".join((lines, *examples, "end", ""))
    return _rule_text(joined, around)
