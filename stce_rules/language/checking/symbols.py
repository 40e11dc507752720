"""The names of a ruleset: what each stands for, over all its files.

Enters: parsed files, the lists the caller has read, fields and plugin predicates. Leaves: tables of names,
and look-ups that note an unknown name with the nearest ones there are. Promise: a name given twice is told
with both places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from stce_rules.core.fields import Catalogue, Field
from stce_rules.core.predicates import Dated, NamedList
from stce_rules.core.span import Source, Span
from stce_rules.language import program, syntax
from stce_rules.language.checking.findings import Findings, with_article
from stce_rules.reference import hs
from stce_rules.reference.units import Unit


class ParsedFile(Protocol):
    """What the checker needs of a parsed file."""

    @property
    def file(self) -> syntax.File:
        """Its statements."""


JudgedStatement = syntax.IndicatorStatement | syntax.RuleStatement | syntax.ExemptionStatement
JudgedUnit = program.Indicator | program.Rule | program.Exemption


class _Named(Protocol):
    @property
    def name(self) -> syntax.Word: ...

    @property
    def span(self) -> Span: ...


_N = TypeVar("_N", bound=_Named)


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity that texts state in words."""

    unit: Unit
    written: tuple[str, ...]


@dataclass(slots=True)
class Symbols:
    """Every name of a ruleset. Lists, parameters and measures hold None where their own statement is at fault.

    `matcher` is the name and version of what compares names of parties, empty where nothing does.
    """

    catalogue: Catalogue
    functions: Mapping[str, syntax.Scope]
    edition: int
    findings: Findings
    matcher: str = ""
    editions: dict[Source, int] = field(default_factory=dict)
    indicators: dict[str, syntax.IndicatorStatement] = field(default_factory=dict)
    rules: dict[str, syntax.RuleStatement] = field(default_factory=dict)
    exemptions: dict[str, syntax.ExemptionStatement] = field(default_factory=dict)
    list_files: dict[str, tuple[NamedList, ...]] = field(default_factory=dict)
    lists: dict[str, NamedList | None] = field(default_factory=dict)
    parameters: dict[str, Dated | None] = field(default_factory=dict)
    measures: dict[str, Measure | None] = field(default_factory=dict)

    def edition_of(self, span: Span) -> int:
        """The HS edition that the file of a span is written in."""
        return self.editions.get(span.source, self.edition)

    def statement_of(self, unit: JudgedUnit) -> JudgedStatement:
        """The statement that a unit was made from."""
        match unit:
            case program.Indicator():
                return self.indicators[unit.header.name]
            case program.Rule():
                return self.rules[unit.header.name]
            case program.Exemption():
                return self.exemptions[unit.header.name]

    def field(self, word: syntax.Word) -> Field | None:
        """The box of a name."""
        found = self.catalogue.get(word.text)
        if found is None:
            self.findings.unknown_name("E201", word.span, "field", word.text, self.catalogue)
        return found

    def list(self, reference: syntax.Reference) -> NamedList | None:
        """The list of a name: `alias.list` of a file, or a bare name of a list statement."""
        name = reference.name
        if name in self.lists:
            return self.lists[name]
        alias, dot, _ = name.partition(".")
        if dot and self.list_files.get(alias) == ():
            return None  # the file itself is at fault, and that has been told
        if dot and alias not in self.list_files:
            message = f"no file of lists is used as '{alias}'"
            mend = f"write 'use lists from \"lists/{alias}.csv\" as {alias}'"
            self.findings.add("E212", reference.span, message, mend)
            return None
        self.findings.unknown_name("E203", reference.span, "list", name, self.lists)
        return None

    def rule(self, word: syntax.Word) -> syntax.RuleStatement | None:
        """The rule of an identifier."""
        found = self.rules.get(word.text)
        if found is None:
            self.findings.unknown_name("E206", word.span, "rule", word.text, self.rules, quotes='"')
        return found

    def parameter(self, reference: syntax.Reference) -> Dated | None:
        """The value of a parameter."""
        if reference.name not in self.parameters:
            self.findings.unknown_name("E204", reference.span, "parameter", reference.name, self.parameters)
        return self.parameters.get(reference.name)

    def measure(self, word: syntax.Word) -> Measure | None:
        """The measure of a name."""
        if word.text not in self.measures:
            self.findings.unknown_name("E205", word.span, "measure", word.text, self.measures)
        return self.measures.get(word.text)


def collect(symbols: Symbols, files: Iterable[ParsedFile], lists: Mapping[str, tuple[NamedList, ...]]) -> None:
    """Put the names of all files into the tables; parameters, measures and lists of statements come later."""
    findings = symbols.findings
    symbols.list_files.update(lists)
    symbols.lists.update({one.name: one for found in lists.values() for one in found})
    uses: dict[str, syntax.UseLists] = {}
    for statement in statements_of(files):
        match statement:
            case syntax.UseEdition():
                _edition(statement, symbols)
            case syntax.UseLists():
                _use_lists(statement, uses, symbols)
            case syntax.IndicatorStatement():
                if statement.name.text in symbols.functions:
                    message = f"'{statement.name.text}' is already the name of a predicate that a plugin brings"
                    findings.add("E250", statement.name.span, message, "give one of them another name")
                _enter(symbols.indicators, "indicator", statement, findings)
            case syntax.RuleStatement():
                _enter(symbols.rules, "rule", statement, findings)
            case syntax.ExemptionStatement():
                _enter(symbols.exemptions, "exemption", statement, findings)
            case _:
                pass


def statements_of(files: Iterable[ParsedFile]) -> Iterable[syntax.Statement]:
    """The statements of all files, in order."""
    return (statement for one in files for statement in one.file.statements)


def _enter(table: dict[str, _N], what: str, statement: _N, findings: Findings) -> None:
    first = table.setdefault(statement.name.text, statement)
    if first is not statement:
        twice(what, statement.name, first.name.span, findings)


def twice(what: str, name: syntax.Word, first: Span, findings: Findings) -> None:
    """Note that a name is given a second time."""
    message = f"there already is {with_article(what)} '{name.text}', {place_of(first, name.span)}"
    findings.add("E250", name.span, message, "give one of them another name")


def place_of(first: Span, seen_from: Span) -> str:
    """Where something stands, told from somewhere else."""
    line = f"at line {first.line}"
    return line if first.source == seen_from.source else f"{line} of {first.source.name}"


def _edition(statement: syntax.UseEdition, symbols: Symbols) -> None:
    source, findings = statement.span.source, symbols.findings
    if statement.edition not in hs.EDITIONS:
        unknown_edition(statement.edition, statement.span, findings)
    elif symbols.editions.setdefault(source, statement.edition) != statement.edition:
        message = f"this file already uses edition {symbols.editions[source]}"
        findings.add("E251", statement.span, message, "a file is written in one edition; part it into two files")


def unknown_edition(edition: int, span: Span, findings: Findings) -> None:
    """Note that there is no such edition of the Harmonized System."""
    known = ", ".join(str(one) for one in hs.EDITIONS)
    findings.add("E111", span, f"there is no HS edition {edition} here", f"editions are {known}")


def _use_lists(statement: syntax.UseLists, uses: dict[str, syntax.UseLists], symbols: Symbols) -> None:
    alias = statement.alias
    first = uses.setdefault(alias.text, statement)
    if first.path.text != statement.path.text:
        twice("file of lists used as", alias, first.alias.span, symbols.findings)
    elif alias.text not in symbols.list_files:
        message = f"the lists of '{statement.path.text}' are not there"
        symbols.findings.add("E213", statement.path.span, message, "put the file beside this one, or correct its path")
        symbols.list_files[alias.text] = ()
