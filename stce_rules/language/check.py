"""Parsed files to a checked program.

Enters: the files of a ruleset, the lists they use, fields and plugin predicates. Leaves: the program with
every name resolved and every value typed, and all faults of all files in one run. Promise: there is a program
exactly when there is no error, and then nothing in it can be wrong.

collect (names) → lists, parameters, measures → units (conditions → sentences → literals) → chains →
contradictions, freshness
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from stce_rules.core.diagnostics import Diagnostic, has_errors, in_order
from stce_rules.core.fields import CATALOGUE, Catalogue, FieldType
from stce_rules.core.predicates import NamedList
from stce_rules.core.span import Span
from stce_rules.language import program, syntax
from stce_rules.language.checking import amounts, literals, units
from stce_rules.language.checking.chains import check_chains
from stce_rules.language.checking.contradictions import Contradictions
from stce_rules.language.checking.findings import Findings
from stce_rules.language.checking.freshness import check_freshness
from stce_rules.language.checking.kept import KeptUnits
from stce_rules.language.checking.symbols import (
    JudgedStatement,
    JudgedUnit,
    Measure,
    ParsedFile,
    Symbols,
    collect,
    place_of,
    twice,
)
from stce_rules.language.lists import read_lists, statement_list
from stce_rules.language.syntax import Scope
from stce_rules.reference import hs
from stce_rules.reference.units import unit

__all__ = ["Checked", "check", "read_lists"]

_T = TypeVar("_T")
_S = TypeVar("_S", bound=JudgedStatement)
_U = TypeVar("_U", bound=JudgedUnit)


@dataclass(frozen=True, slots=True)
class Checked:
    """The program, unless there is an error, and all that was found."""

    program: program.Program | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(slots=True)
class _Statements:
    """The statements of all files by their kind, in order; of two with one name, the first."""

    lists: list[syntax.ListStatement] = field(default_factory=list)
    parameters: list[syntax.ParameterStatement] = field(default_factory=list)
    measures: list[syntax.MeasureStatement] = field(default_factory=list)
    decisions: list[syntax.DecisionStatement] = field(default_factory=list)
    guarantees: list[syntax.GuaranteeStatement] = field(default_factory=list)
    uses: dict[str, Span] = field(default_factory=dict)


def check(
    files: Sequence[ParsedFile],
    lists: Mapping[str, tuple[NamedList, ...]],
    *,
    edition: int | None = None,
    catalogue: Catalogue = CATALOGUE,
    functions: Mapping[str, Scope] | None = None,
    matcher: str = "",
    on: date | None = None,
    kept: KeptUnits | None = None,
) -> Checked:
    """Check the files of one ruleset together.

    `lists` are the lists of each file by the alias it is used as; an empty tuple for a file that could not be
    read (whoever read it has told why). `edition` is the HS edition of files that do not say one (default:
    the newest). `functions` are the named predicates of plugins, `matcher` is the name and version of what
    compares names of parties. `on` is the day for which the age of lists and rules is judged; without it, it
    is not. `kept` is what was checked of this ruleset before, with the same fields, functions and matcher; the
    answer is the same without it.
    """
    symbols = Symbols(catalogue, functions or {}, edition or hs.EDITIONS[-1], Findings(), matcher)
    if symbols.edition not in hs.EDITIONS:
        message, known = f"there is no HS edition {edition} here", ", ".join(map(str, hs.EDITIONS))
        return Checked(None, (Diagnostic("E111", message, where="edition", help=f"editions are {known}"),))
    collect(symbols, files, lists)
    found = _statements(files, symbols)
    _definitions(found, symbols)
    made = _program(found, symbols, on, kept)
    diagnostics = in_order(symbols.findings.found)
    return Checked(None if has_errors(diagnostics) else made, diagnostics)


def _statements(files: Iterable[ParsedFile], symbols: Symbols) -> _Statements:
    found = _Statements()
    first: dict[tuple[str, str], Span] = {}

    def new(what: str, name: syntax.Word) -> bool:
        before = first.setdefault((what, name.text), name.span)
        if before is not name.span:
            twice(what, name, before, symbols.findings)
        return before is name.span

    for statement in (one for parsed in files for one in parsed.file.statements):
        match statement:
            case syntax.ListStatement() if new("list", statement.name):
                found.lists.append(statement)
            case syntax.ParameterStatement() if new("parameter", statement.name):
                found.parameters.append(statement)
            case syntax.MeasureStatement() if new("measure", statement.name):
                found.measures.append(statement)
            case syntax.DecisionStatement():
                found.decisions.append(statement)
            case syntax.GuaranteeStatement():
                found.guarantees.append(statement)
            case syntax.UseLists():
                found.uses.setdefault(statement.alias.text, statement.span)
            case _:
                pass
    return found


def _definitions(found: _Statements, symbols: Symbols) -> None:
    """Lists, parameters and measures: what conditions refer to."""
    for one in found.lists:
        symbols.lists[one.name.text] = statement_list(one, symbols)
    amounts.parameters(found.parameters, symbols)
    for measure in found.measures:
        symbols.measures[measure.name.text] = _measure(measure, symbols.findings)


def _measure(statement: syntax.MeasureStatement, findings: Findings) -> Measure | None:
    found = unit(statement.unit.text)
    if found is None:
        amounts.unknown_unit(statement.unit.text, statement.unit.span, findings)
    written = [
        literals.sought(one.text, one.span, findings)
        for one in statement.written
        if literals.fits(one, FieldType.TEXT, "a written form", findings)
    ]
    if found is None or len(written) < len(statement.written) or not all(written):
        return None
    return Measure(found, tuple(one for one in written if one))


def _program(found: _Statements, symbols: Symbols, on: date | None, kept: KeptUnits | None) -> program.Program:
    if kept is not None:
        kept.begin(symbols)
    indicators = _checked(symbols.indicators.values(), units.indicator, symbols, kept)
    rules = _checked(symbols.rules.values(), units.rule, symbols, kept)
    exemptions = _checked(symbols.exemptions.values(), units.exemption, symbols, kept)
    decisions = [units.decision(one, symbols) for one in found.decisions]
    for another in found.decisions[1:]:
        message = f"there already is a decision, {place_of(found.decisions[0].span, another.span)}"
        symbols.findings.add("E503", another.span, message, "keep one of them")
    guarantees = _made(units.guarantee(one, symbols) for one in found.guarantees)
    named = tuple(one for one in symbols.lists.values() if one is not None)
    every: tuple[JudgedUnit, ...] = (*indicators, *rules, *exemptions)
    check_chains(every, symbols)
    contradictions = Contradictions(indicators, named, None if kept is None else kept.contradictions)
    for one in every:
        contradictions.check(one, symbols)
    if kept is not None:  # in a circle it matters who is looked at first
        kept.contradictions = None if "E252" in {one.code for one in symbols.findings.found} else contradictions
    if on is not None:
        check_freshness(every, named, found.uses, on, symbols)
    decision = decisions[0] if decisions else None
    return program.Program(symbols.edition, indicators, rules, exemptions, decision, guarantees, named)


def _checked(
    statements: Iterable[_S], make: Callable[[_S, Symbols], _U | None], symbols: Symbols, kept: KeptUnits | None
) -> tuple[_U, ...]:
    if kept is None:
        return _made(make(one, symbols) for one in statements)
    return _made(kept.of(one, make, symbols) for one in statements)


def _made(made: Iterable[_T | None]) -> tuple[_T, ...]:
    return tuple(one for one in made if one is not None)
