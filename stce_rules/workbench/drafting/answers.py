"""Answers as one row of a decision table.

Enters: answers so far. Leaves: a table with one rule, and the reports of each answer. Promise: an answer is read as
the same words in a cell would be, by the same checker; what is not answered yet is filled up, and never reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.workbench.decision_tables.cells import Cell, Kind, Sheet, clean
from stce_rules.workbench.decision_tables.headings import EITHER
from stce_rules.workbench.decision_tables.importing import Imported, import_table
from stce_rules.workbench.decision_tables.surroundings import Surroundings
from stce_rules.workbench.drafting.questions import GOODS, QUESTIONS, Given

_FILLED_UP = {"id": "new rule", "title": "new rule", "points": "1"}


def place_of(name: str, source: str = "") -> str:
    """How reports name an answer: `answer 'hs'`, or with the file that it stands in."""
    return f"{source}, '{name}'" if source else f"answer '{name}'"


def imported(given: Given, around: Surroundings, source: str = "") -> Imported:
    """The rule of the answers, read as a table is."""
    columns = list(_columns(given, around))
    headings = [
        Cell(heading, Kind.TEXT, place_of(name, source), 1, at) for at, (name, heading, _) in enumerate(columns, 1)
    ]
    row = [Cell(clean(text), Kind.TEXT, place_of(name, source), 2, at) for at, (name, _, text) in enumerate(columns, 1)]
    made = import_table(Sheet(source or "the new rule", (tuple(headings), tuple(row))), around)
    return replace(made, diagnostics=tuple(map(_of_answers, made.diagnostics)))


def _of_answers(one: Diagnostic) -> Diagnostic:
    """A report in the words of answers: what is a heading in a table is a field here."""
    if one.code != "E925":
        return one
    near, found, _ = one.help.partition("? ")
    mend = f"{near}?" if found else "write a field as in rules, such as origin, or net mass at least"
    return replace(one, message=one.message.replace("no such heading", "no such field"), help=mend)


def reports_of(name: str, given: Given, around: Surroundings) -> tuple[Diagnostic, ...]:
    """What the checker says of one answer."""
    return tuple(one for one in imported(given, around).diagnostics if one.where == place_of(name))


def _columns(given: Given, around: Surroundings) -> Iterator[tuple[str, str, str]]:
    """Question, heading and text of every column."""
    either = EITHER if len(given.goods) > 1 and given.of("goods") != "all" else ""
    for one in QUESTIONS:
        text = given.of(one.name)
        if one.name == "licence" and text == "yes":
            yield one.name, "unless licence", "valid"
        elif one.heading and text and not (one.name == "flow" and text == "all"):
            yield one.name, (either if one.name in GOODS else "") + one.heading, text
        elif one.heading in _FILLED_UP:
            yield "", one.heading, _FILLED_UP[one.heading]
    for heading, text in given.further.items():
        yield heading, heading, text
    if not given.has_condition:
        yield "", "hs", "stated"
    yield "", "version", "1"
    yield "", "edition", str(around.edition_of_file)
