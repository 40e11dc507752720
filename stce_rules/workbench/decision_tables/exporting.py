"""Rules to a decision table.

Enters: rulesets. Leaves: headings, a row for each rule that fits, and a report for each that does not. Promise: every
row was imported again and says the same as its rule; nothing that was left out is left untold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from stce_rules.core.diagnostics import Diagnostic, StceError, has_errors
from stce_rules.hooks import NONE, Contributions
from stce_rules.language import syntax
from stce_rules.language.parse import Parsed, parse
from stce_rules.reference import hs
from stce_rules.rulesets.authored import author
from stce_rules.workbench.decision_tables.cells import Cell, Kind, clean
from stce_rules.workbench.decision_tables.fitting import Filled, Misfit, cells_of
from stce_rules.workbench.decision_tables.headings import FIXED, Known, headings_of
from stce_rules.workbench.decision_tables.rows import Rows
from stce_rules.workbench.decision_tables.sameness import same


@dataclass(frozen=True, slots=True)
class Exported:
    """A table of texts. `left_out` has a report for each rule that does not fit."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: tuple[Diagnostic, ...]


def export_rules(paths: Sequence[str | Path], contributions: Contributions = NONE) -> Exported:
    """Make a table of the rules of rulesets. Raises StceError when they have faults."""
    authored = author(paths, contributions=contributions)
    if has_errors(authored.diagnostics):
        raise StceError(authored.diagnostics)
    rules: list[Exportable] = []
    for ruleset in authored.rulesets:
        known = Known(contributions.catalogue, _indicators(ruleset.gathered.parsed, contributions))
        for parsed in ruleset.gathered.parsed:
            edition = _edition(parsed, ruleset.gathered.manifest.edition)
            found = (one for one in parsed.file.statements if isinstance(one, syntax.RuleStatement))
            rules += [Exportable(one, edition, known) for one in found]
    return tabled(rules)


@dataclass(frozen=True, slots=True)
class Exportable:
    """A rule, the HS edition of its codes, and the names that its ruleset knows."""

    rule: syntax.RuleStatement
    edition: int
    known: Known


def tabled(rules: Iterable[Exportable]) -> Exported:
    """A table of rules."""
    rows, left_out = list[Filled](), list[Diagnostic]()
    for one in rules:
        try:
            rows.append(_row(one.rule, one.edition, one.known))
        except Misfit as why:
            message = f'rule "{one.rule.name.text}" does not fit a row: {why}'
            mend = "it stays in its rule file; an indicator of its own could hold what does not fit"
            left_out.append(Diagnostic("W934", message, one.rule.name.span, help=mend))
    headings = _ordered(rows)
    return Exported(headings, tuple(_aligned(row, headings) for row in rows), tuple(left_out))


def _indicators(parsed: Sequence[Parsed], contributions: Contributions) -> frozenset[str]:
    statements = (each for one in parsed for each in one.file.statements)
    named = {one.name.text for one in statements if isinstance(one, syntax.IndicatorStatement)}
    return frozenset(named | {one.name for one in contributions.functions})


def _edition(parsed: Parsed, of_ruleset: int | None) -> int:
    stated = [one.edition for one in parsed.file.statements if isinstance(one, syntax.UseEdition)]
    return stated[0] if stated else of_ruleset or hs.EDITIONS[-1]


def _row(rule: syntax.RuleStatement, edition: int, known: Known) -> Filled:
    """The cells of a rule, proved by reading them again. Raises Misfit."""
    filled = cells_of(rule, known.catalogue)
    headings = [_cell(name, column) for column, (name, _) in enumerate(filled, start=1)]
    found, faults = headings_of(headings, frozenset(), known)
    rows = Rows(found, known.catalogue)
    rows.read([_cell(text, column) for column, (_, text) in enumerate(filled, start=1)])
    if not faults and not rows.faults and rows.drafts:
        again = parse(rows.drafts[0].source("<row>"), known.catalogue)
        read = again.file.statements
        if (
            not again.diagnostics
            and len(read) == 1
            and isinstance(read[0], syntax.RuleStatement)
            and same(read[0], rule)
        ):
            return [*filled, ("edition", str(edition))]
    raise Misfit("a table would not say the same")


def _cell(text: str, column: int) -> Cell:
    return Cell(clean(text), Kind.TEXT, "", 1, column)


_ORDER = tuple(FIXED)
_CONDITIONS_BEFORE = _ORDER.index("points")


def _ordered(rows: Sequence[Filled]) -> tuple[str, ...]:
    """The headings of all rows: properties, conditions in the order of the rules, effects."""
    tests = _merged([[name for name, _ in row if name not in FIXED] for row in rows])
    where = [one for one in tests if one.startswith("where ")]
    unless = [one for one in tests if one.startswith("unless ")]
    when = [one for one in tests if one not in {*where, *unless}]
    used = {name for row in rows for name, _ in row}
    fixed = [name for name in _ORDER if name in used]
    properties = [one for one in fixed if _ORDER.index(one) < _CONDITIONS_BEFORE]
    effects = [one for one in fixed if one not in {*properties, "unless because"}]
    reason = ["unless because"] * ("unless because" in used)
    return (*properties, *where, *when, *unless, *reason, *effects)


_Place = tuple[str, int]
"""A heading, and how many of the same name stand before it in its row."""


def _merged(rows: Sequence[Sequence[str]]) -> list[str]:
    """One order that keeps that of every row, wherever the rows agree; of equals the first that comes."""
    before: dict[_Place, set[_Place]] = {}
    for row in rows:
        places = [(name, row[:at].count(name)) for at, name in enumerate(row)]
        for at, one in enumerate(places):
            before.setdefault(one, set()).update(places[max(0, at - 1) : at])
    merged: list[_Place] = []
    while before:
        free = next((one for one, needed in before.items() if needed.isdisjoint(before)), next(iter(before)))
        merged.append(free)
        del before[free]
    return [name for name, _ in merged]


def _aligned(row: Filled, headings: Sequence[str]) -> tuple[str, ...]:
    """The cells of a row under the headings; of one that comes twice, in their order."""
    waiting: dict[str, list[str]] = {}
    for name, text in row:
        waiting.setdefault(name, []).append(text)
    return tuple(waiting[name].pop(0) if waiting.get(name) else "" for name in headings)
