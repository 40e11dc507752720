"""Names to offer: boxes, indicators, rules, lists, parameters, measures, and texts that were used before.

Enters: the ruleset as last read, and what fits. Leaves: items, each with what it stands for.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from stce_rules.core.fields import Field, FieldType
from stce_rules.language import syntax as s
from stce_rules.language.checking.operators import LISTABLE
from stce_rules.language.reading.tokens import Token
from stce_rules.lsp.features.items import Item, ItemKind
from stce_rules.lsp.features.listed import sized
from stce_rules.lsp.features.markdown import plain
from stce_rules.lsp.features.named import about_field, today
from stce_rules.lsp.features.names import Kind, definitions, occurrences
from stce_rules.lsp.features.subject import Subject, comparable
from stce_rules.lsp.features.surroundings import Surroundings
from stce_rules.rulesets.find import MANIFEST

__all__ = [
    "asked_boxes",
    "fields",
    "files",
    "indicators",
    "kinds_of_lists",
    "lists",
    "measure_units",
    "measures",
    "parameters",
    "rules",
    "texts",
]

_MOST_TEXTS = 60


def fields(around: Surroundings, types: frozenset[FieldType] | None = None, *, first: Iterable[str] = ()) -> list[Item]:
    """The boxes of these types, or all; those named `first` before the others, then in the order of the reference."""
    order = {words: f"0{n:03}" for n, words in enumerate(first)}
    return [
        Item(
            one.words,
            ItemKind.FIELD,
            detail=_said(one),
            help=about_field(one),
            filter=f"{one.words} {one.help}",
            sort=order.get(one.words, f"2{n:03}"),
        )
        for n, one in enumerate(around.catalogue.values())
        if types is None or one.type in types
    ]


def _said(one: Field) -> str:
    return f"{one.type.value}: {one.help}" if one.type.value not in one.help else one.help


def asked_boxes(around: Surroundings, tokens: Iterable[Token]) -> list[str]:
    """The boxes that a unit asks about, by its words so far and the indicators it builds on, in that order."""
    found: dict[str, None] = {}
    waiting: list[str] = []
    for token in tokens:
        if token.type == "FIELD":
            found.setdefault(token.text)
        elif token.type == "NAME":
            waiting.append(token.text)
    given, seen = definitions(around), set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in seen or (Kind.INDICATOR, name) not in given:
            continue
        seen.add(name)
        statement = given[Kind.INDICATOR, name][0]
        if isinstance(statement, s.IndicatorStatement):
            for one in occurrences((replace(statement, examples=()),)):
                if one.kind is Kind.FIELD:
                    found.setdefault(one.name)
                elif one.kind is Kind.INDICATOR:
                    waiting.append(one.name)
    return list(found)


def indicators(around: Surroundings, scope: s.Scope | None, *, own: str = "") -> list[Item]:
    """Indicators and predicates of plugins that judge this scope, the one being written left out."""
    found = [
        Item(
            one.name.text,
            ItemKind.INDICATOR,
            detail=one.title,
            help=f"an indicator of each {one.for_each.scope.value}",
            filter=f"{one.name.text} {one.name.text.replace('_', ' ')} {one.title}",
            sort="1",
        )
        for one in around.statements()
        if isinstance(one, s.IndicatorStatement) and one.name.text != own and scope in (None, one.for_each.scope)
    ]
    brought = [
        Item(one.name, ItemKind.FUNCTION, detail=one.help, help="a predicate of a plugin", filter=one.name, sort="1")
        for one in around.contributions.functions
        if scope is None or one.scope.value == scope.value
    ]
    return [*found, *brought]


def rules(around: Surroundings, *, own: str = "") -> list[Item]:
    """Identifiers of rules, without quotation marks."""
    return [
        Item(one.name.text, ItemKind.RULE, detail=one.title, filter=f"{one.name.text} {one.title}", sort="1")
        for one in around.statements()
        if isinstance(one, s.RuleStatement) and one.name.text != own
    ]


def lists(around: Surroundings, kinds: Iterable[str] | None) -> list[Item]:
    """Lists of these kinds; of any where that is not known."""
    return [
        Item(
            name,
            ItemKind.LIST,
            detail=sized(one),
            help=plain(one.source),
            filter=f"{name} {name.replace('.', ' ').replace('_', ' ')}",
            sort="1",
        )
        for name, one in sorted(around.lists().items())
        if kinds is None or one.kind in kinds
    ]


def kinds_of_lists(field: Field | None) -> tuple[str, ...] | None:
    """Kinds of lists that a box can be held against."""
    if field is None:
        return None
    if field.type is FieldType.TEXT:
        return ("phrases",)
    if field.type is FieldType.ROUTE:
        return ("countries", "places")
    return LISTABLE.get(field.type, ())


def parameters(around: Surroundings, about: Subject, measures_in: dict[str, str]) -> list[Item]:
    """Parameters with their values, where they are of the kind that the subject is compared with."""
    return [
        Item(
            one.name.text,
            ItemKind.PARAMETER,
            detail=one.values[-1].value.text,
            help=today(one, around.on),
            filter=f"{one.name.text} {one.name.text.replace('_', ' ')}",
            sort="1",
        )
        for one in around.statements()
        if isinstance(one, s.ParameterStatement) and comparable(about, one.values[-1].value, measures_in)
    ]


def measures(around: Surroundings) -> list[Item]:
    """Measures with their written forms."""
    return [
        Item(
            one.name.text,
            ItemKind.MEASURE,
            detail=f"in {one.unit.text}: {', '.join(form.text for form in one.written)}",
            filter=one.name.text,
            sort="1",
        )
        for one in around.statements()
        if isinstance(one, s.MeasureStatement)
    ]


def measure_units(around: Surroundings) -> dict[str, str]:
    """The unit of each measure."""
    return {one.name.text: one.unit.text for one in around.statements() if isinstance(one, s.MeasureStatement)}


# ---- texts


def texts(around: Surroundings, what: str) -> list[Item]:
    """What stands in this ruleset already after `owner`, `regime`, `ask for`, `refer to` or `flag`, the usual first."""
    counted: dict[str, int] = {}
    for one in around.statements():
        for text in _texts_of(one, what):
            counted[text] = counted.get(text, 0) + 1
    usual = sorted(counted, key=lambda text: (-counted[text], text))[:_MOST_TEXTS]
    return [
        Item(text, ItemKind.TEXT, detail=f"used {counted[text]} times", sort=f"1{n:03}") for n, text in enumerate(usual)
    ]


def _texts_of(one: s.Statement, what: str) -> list[str]:
    if not isinstance(one, s.IndicatorStatement | s.RuleStatement | s.ExemptionStatement):
        return []
    if what == "owner":
        return [one.properties.owner] if one.properties.owner else []
    if what == "regime":
        return list(one.properties.regime)
    effects = (*one.then, *one.if_unknown) if isinstance(one, s.RuleStatement) else ()
    return [each.text for each in effects if isinstance(each, s.NoteEffect) and each.note.value == what]


def files(around: Surroundings, *endings: str) -> list[Item]:
    """Files beside the document and in folders beside it, by their path from there."""
    folder = around.path.parent
    found: list[str] = []
    for base in (folder, *_folders(folder)):
        found += [
            Path(entry.path).relative_to(folder).as_posix() for entry in _entries(base) if entry.name.endswith(endings)
        ]
    brought = [f"plugin:{one.name}" for one in around.contributions.lists] if ".csv" in endings else []
    return [
        Item(path, ItemKind.FILE, sort="1")
        for path in (*sorted(found), *brought)
        if path not in (around.path.name, MANIFEST)
    ]


def _folders(base: Path) -> list[Path]:
    return [Path(one.path) for one in _entries(base) if one.is_dir(follow_symlinks=False)]


def _entries(base: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(base) as entries:
            return sorted((one for one in entries if not one.name.startswith(".")), key=lambda one: one.name)[:500]
    except OSError:
        return []
