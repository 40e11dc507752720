"""What a name of the ruleset stands for: its own words, and what they come to today.

Enters: a name and what it names. Leaves: Markdown; empty for a name that is given nowhere.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import assert_never

from stce_rules.core.fields import Field, Level
from stce_rules.core.wording import counted
from stce_rules.language import syntax as s
from stce_rules.language.format import format as formatted
from stce_rules.lsp.features.listed import about_list, sized
from stce_rules.lsp.features.markdown import block, bullets, code, paragraphs, plain
from stce_rules.lsp.features.names import Definitions, Kind, Occurrence, definitions, occurrences
from stce_rules.lsp.features.surroundings import Surroundings

__all__ = ["about_field", "about_name", "today"]

_LINES = 40


def about_name(around: Surroundings, one: Occurrence) -> str:
    """What a name stands for."""
    match one.kind:
        case Kind.FIELD:
            field = around.catalogue.get(one.name)
            return "" if field is None else about_field(field)
        case Kind.LIST:
            found = around.lists().get(one.name)
            return "" if found is None else about_list(found, around.edition(), around.on)
        case Kind.ALIAS:
            return _file_of_lists(around, one.name)
        case Kind.INDICATOR | Kind.RULE | Kind.EXEMPTION | Kind.PARAMETER | Kind.MEASURE:
            return _statement(around, one)
        case _:
            assert_never(one.kind)


def about_field(field: Field) -> str:
    """A box: what it is, what a blank one means, where it stands, and its element in the WCO Data Model."""
    blank = "a blank box means none" if field.closed else "a blank box means unknown"
    several = ", may hold several" if field.many else ""
    lines = [
        f"type: {field.type.value}{several}",
        blank,
        f"stands at: {_LEVELS[field.level]}",
        f"WCO data element: {code(field.wco)}" if field.wco else "no WCO data element",
    ]
    return paragraphs([f"**{plain(field.words)}** {plain(field.help)}", bullets(lines)])


_LEVELS = {
    Level.ITEM: "the goods item",
    Level.ITEM_OR_HEADER: "the goods item, else the header",
    Level.HEADER: "the header",
}


def _file_of_lists(around: Surroundings, alias: str) -> str:
    lists = () if around.gathered is None else around.gathered.lists.get(alias, ())
    lines = [f"{plain(one.name)}: {sized(one)}" for one in lists]
    return paragraphs([f"**{plain(alias)}** lists of a file", bullets(lines)]) if lines else ""


def _statement(around: Surroundings, one: Occurrence) -> str:
    given = definitions(around)
    statement = next(
        (given[kind, one.name][0] for kind in (one.kind, Kind.EXEMPTION) if (kind, one.name) in given), None
    )
    match statement:
        case s.ParameterStatement():
            return paragraphs([block(_written(statement)), today(statement, around.on)])
        case s.IndicatorStatement() | s.RuleStatement() | s.ExemptionStatement():
            told = counted(len(statement.examples), "example")
            bare = replace(statement, examples=())
            return paragraphs([block(_written(bare)), _parameters(bare, given, around.on), told])
        case None:
            return _function(around, one)
        case _:
            return block(_written(statement))


def _parameters(statement: s.Statement, given: Definitions, on: date) -> str:
    """The parameters that a unit asks for, with their values today."""
    names = dict.fromkeys(one.name for one in occurrences((statement,)) if one.kind is Kind.PARAMETER)
    found = ((name, given.get((Kind.PARAMETER, name))) for name in names)
    lines = [
        f"{plain(name)} is {_today(one[0], on)}"
        for name, one in found
        if one is not None and isinstance(one[0], s.ParameterStatement)
    ]
    return paragraphs([f"on {on}:", bullets(lines)]) if lines else ""


def _function(around: Surroundings, one: Occurrence) -> str:
    """A predicate of a plugin, which rules name like an indicator."""
    found = next((each for each in around.contributions.functions if each.name == one.name), None)
    if found is None or one.kind is not Kind.INDICATOR:
        return ""
    return paragraphs([f"**{plain(found.name)}** {plain(found.help)}", "a predicate of a plugin"])


def today(statement: s.ParameterStatement, on: date) -> str:
    """The value a parameter has today; empty where it never changed."""
    if all(one.start is None for one in statement.values):
        return ""
    return f"on {on}: {_today(statement, on)}"


def _today(statement: s.ParameterStatement, on: date) -> str:
    begun = [one for one in statement.values if one.start is None or one.start.text <= on.isoformat()]
    return code(begun[-1].value.text) if begun else "not known yet"


def _written(statement: s.Statement) -> str:
    """The statement in canonical layout, cut where it is long."""
    lines = formatted(s.File((statement,))).splitlines()
    return "\n".join([*lines[:_LINES], *(["…"] if len(lines) > _LINES else [])])
