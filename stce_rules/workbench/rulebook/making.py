"""Rulesets to a book.

Enters: paths of rulesets. Leaves: their book. Raises StceError with all faults where there is an error: a rule that
cannot be checked means nothing yet. Promise: the same rulesets give the same book, drafts and retired rules in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from posixpath import commonpath, dirname, relpath

from stce_rules.core.diagnostics import StceError, has_errors
from stce_rules.core.predicates import ListRow, NamedList
from stce_rules.hooks import NONE, Contributions
from stce_rules.language import program, syntax
from stce_rules.language.format import format as written
from stce_rules.plan.build import build
from stce_rules.plan.together import NamedProgram
from stce_rules.rulesets.authored import Ruleset, author
from stce_rules.workbench.rulebook.book import (
    Book,
    Clause,
    Effect,
    Entry,
    ExampleTold,
    ListTold,
    Part,
    RowTold,
)
from stce_rules.workbench.rulebook.reading import lines
from stce_rules.workbench.rulebook.speaks import asked_units, listed, spoken

__all__ = ["book_of"]

_Unit = program.Indicator | program.Rule | program.Exemption
_Stated = syntax.IndicatorStatement | syntax.RuleStatement | syntax.ExemptionStatement

_KINDS: Mapping[type[_Unit], str] = {
    program.Indicator: "indicator",
    program.Rule: "rule",
    program.Exemption: "exemption",
}


def book_of(paths: Sequence[str | Path], *, contributions: Contributions = NONE) -> Book:
    """The book of rulesets. Raises StceError with their faults."""
    read = author(paths, contributions=contributions)
    programs = [one.program for one in read.rulesets if one.program is not None]
    if has_errors(read.diagnostics) or len(programs) < len(read.rulesets):
        raise StceError(read.diagnostics)
    plan = build(programs)
    pairs = zip(read.rulesets, programs, strict=True)
    return Book(hash=plan.content_hash, parts=[_Making(ruleset, one).part() for ruleset, one in pairs])


class _Making:
    """One ruleset being written down."""

    def __init__(self, ruleset: Ruleset, named: NamedProgram) -> None:
        self._manifest = ruleset.gathered.manifest
        self._name = named.name
        self._program = named.program
        self._lists = {one.name: one for one in named.program.lists}
        self._units: tuple[_Unit, ...] = (*named.program.rules, *named.program.indicators, *named.program.exemptions)
        self._titles = {one.header.name: one.header.title for one in self._units}
        self._conditions = {_key(one): tuple(_conditions(one)) for one in self._units}
        self._looked_for = {_key(one): tuple(_looks_for(one)) for one in self._units}
        self._folder = commonpath([dirname(one.header.span.source.name) for one in self._units] or [""])
        self._statements = [each for parsed in ruleset.gathered.parsed for each in parsed.file.statements]
        self._stated = {(type(one), one.name.text): one for one in self._statements if isinstance(one, _Stated)}
        self._asked_by = _turned({name: list(_asks(each)) for name, each in self._conditions.items()})
        self._lifted_by = _turned({one.header.name: one.lifts for one in named.program.exemptions})

    def part(self) -> Part:
        """The ruleset as a part of a book."""
        manifest = self._manifest
        return Part(
            name=self._name,
            version=manifest.version,
            title=manifest.title,
            owner=manifest.owner,
            legal_basis=list(manifest.legal_basis),
            edition=self._program.edition,
            entries=[self._entry(one) for one in self._units],
            lists=[self._list(one) for one in self._program.lists],
            groundwork=self._text(syntax.ParameterStatement, syntax.MeasureStatement),
            decision=self._text(syntax.DecisionStatement),
        )

    def _text(self, *kinds: type[syntax.Statement]) -> str:
        return written(syntax.File(tuple(one for one in self._statements if isinstance(one, kinds))))

    def _entry(self, unit: _Unit) -> Entry:
        header = unit.header
        name, key = header.name, _key(unit)
        conditions, goods = self._conditions[key], spoken(key, self._looked_for, self._lists)
        stated = self._stated[_STATED[type(unit)], name]
        asks = list(dict.fromkeys(_asks(conditions)))
        return Entry(
            kind=_KINDS[type(unit)],
            name=name,
            ruleset=self._name,
            title=header.title,
            status=header.status,
            version=header.version,
            owner=header.owner,
            regime=list(header.regime),
            scope=header.scope.value,
            flows=list(header.flows),
            effective_from=_day(header.effective_from),
            effective_until=_day(header.effective_until),
            review_by=_day(header.review_by),
            because=header.because,
            reading=list(self._reading(unit)),
            effects=list(_effects(unit)),
            examples=[_example(one) for one in stated.examples],
            lifts=list(unit.lifts) if isinstance(unit, program.Exemption) else [],
            lifted_by=self._lifted_by.get(name, []),
            asks=[one.strip('"') for one in asks],
            used_by=self._asked_by.get(key, []),
            lists=sorted({one for condition in conditions for one in listed(condition)}),
            chapters=list(goods.chapters),
            cas=list(goods.cas),
            source=written(syntax.File((stated,))),
            place=f"{relpath(header.span.source.name, self._folder)}:{header.span.line}",
        )

    def _reading(self, unit: _Unit) -> Iterator[Clause]:
        header = unit.header
        if header.where is not None:
            yield Clause(word="where", lines=lines(header.where, self._lists, self._titles))
        yield Clause(word="when", lines=lines(header.when, self._lists, self._titles))
        for one in () if isinstance(unit, program.Exemption) else unit.unless:
            said = lines(one.condition, self._lists, self._titles)
            yield Clause(word="unless", lines=said, because=one.because)

    def _list(self, one: NamedList) -> ListTold:
        asking = [key for key, each in self._conditions.items() if any(one.name in listed(cond) for cond in each)]
        return ListTold(
            name=one.name,
            ruleset=self._name,
            kind=one.kind,
            source=one.source,
            as_of=_day(one.as_of),
            review_every=one.review_every,
            rows=[_row(row) for row in one.rows],
            used_by=sorted(key.strip('"') for key in asking),
        )


_STATED: Mapping[type[_Unit], type[_Stated]] = {
    program.Indicator: syntax.IndicatorStatement,
    program.Rule: syntax.RuleStatement,
    program.Exemption: syntax.ExemptionStatement,
}


def _key(unit: _Unit) -> str:
    """How others ask a unit: an indicator by its name, a rule or exemption by its name in quotes."""
    return unit.header.name if isinstance(unit, program.Indicator) else f'"{unit.header.name}"'


def _looks_for(unit: _Unit) -> Iterator[program.Condition]:
    """What it is about, without what lifts it."""
    if unit.header.where is not None:
        yield unit.header.where
    yield unit.header.when


def _conditions(unit: _Unit) -> Iterator[program.Condition]:
    yield from _looks_for(unit)
    if not isinstance(unit, program.Exemption):
        yield from (one.condition for one in unit.unless)


def _asks(conditions: Iterable[program.Condition]) -> Iterator[str]:
    return chain.from_iterable(asked_units(one) for one in conditions)


def _turned(asked: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Who asks, by whom is asked; each once, sorted."""
    found: dict[str, set[str]] = {}
    for name, each in asked.items():
        for one in each:
            found.setdefault(one, set()).add(name.strip('"'))
    return {name: sorted(each) for name, each in found.items()}


def _effects(unit: _Unit) -> Iterator[Effect]:
    """What each outcome does; of an indicator and an exemption, what it means."""
    if not isinstance(unit, program.Rule):
        return
    yield Effect(outcome="hit", does=_does(unit.then))
    yield Effect(outcome="undetermined", does=_does(unit.if_unknown))


def _does(effects: program.Effects) -> list[str]:
    found = [f"add {effects.points} points"] if effects.points else []
    found += [f"at least {effects.channel}"] if effects.channel else []
    for verb, texts in (("ask for", effects.ask_for), ("refer to", effects.refer_to), ("flag", effects.flags)):
        found += [f"{verb} “{text}”" for text in texts]
    return found


def _example(one: syntax.Example) -> ExampleTold:
    """An example, its facts as they were written, on one line."""
    words = " ".join(one.span.text.split())
    facts = words.removeprefix(f'example "{" ".join(one.title.split())}"').rpartition("expect ")[0].strip()
    channel = "" if one.channel is None else f" with {one.channel.text}"
    return ExampleTold(title=one.title, facts=facts, expect=f"{one.expect.value}{channel}")


def _row(row: ListRow) -> RowTold:
    return RowTold(
        value=row.value,
        name=row.name,
        start=_day(row.start),
        until=_day(row.until),
        source=row.source,
        note=row.note,
    )


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
