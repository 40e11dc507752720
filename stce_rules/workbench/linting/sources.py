"""Lists: where they come from, how fresh they are, whether anything is in them, and the edition of codes.

Enters: a ruleset. Leaves: findings about its lists and files. A finding about a file of lists points at the first
statement that uses it, and names the list, so that it can be accepted in either place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from stce_rules.core.diagnostics import Diagnostic, Replacement
from stce_rules.core.predicates import ListRow, NamedList
from stce_rules.core.span import Span
from stce_rules.language import syntax
from stce_rules.language.checking.findings import listed
from stce_rules.reference import hs
from stce_rules.workbench.linting.parts import names_in
from stce_rules.workbench.linting.project import Project

_OWN_WORDS = "phrases"
"""Lists of this kind are the officers' own; nobody publishes them."""


def of_list(project: Project, one: NamedList, code: str, message: str, *, row: int = 0, mend: str = "") -> Diagnostic:
    """A finding about a list, or about one of its rows."""
    where = f"{one.name}, row {row}" if row else one.name
    return Diagnostic(code, f"list {where}: {message}", use_of(project, one.name.partition(".")[0]), where, mend)


def use_of(project: Project, alias: str) -> Span | None:
    """The first statement that uses a file of lists under an alias, or makes a list of that name."""
    for statement in project.statements:
        match statement:
            case syntax.UseLists() if statement.alias.text == alias:
                return statement.span
            case syntax.ListStatement() if statement.name.text == alias:
                return statement.name.span
            case _:
                pass
    return None


def unsourced(project: Project) -> Iterator[Diagnostic]:
    """W422, W423: files of lists that do not say where they come from, or when to look there again."""
    needs = project.around.policy.needs["list"]
    of_files = [one for one in project.around.lists.values() if "." in one.name and one.kind != _OWN_WORDS]
    for alias, group in groupby(sorted(of_files, key=_alias), key=_alias):
        lists, place, form = tuple(group), use_of(project, alias), f"lists: {{{alias}: {{file: …,"
        nameless = [one.name for one in lists if not (one.source or all(row.source for row in one.rows))]
        if "source" in needs and nameless:
            mend = f'write it in the file, or in ruleset.yaml: {form} source: "…"}}}}'
            yield Diagnostic("W422", _silent(nameless, "where {} comes from", "where {} come from"), place, alias, mend)
        undated = [one.name for one in lists if not one.as_of]
        unreviewed = [one.name for one in lists if not one.review_every]
        mend = f"write it in the file, or in ruleset.yaml: {form} as_of: 2026-01-31, review_every: 12 months}}}}"
        if any(one.code == "W757" and f"'{alias}'" in one.message for one in project.found):
            continue  # that they are undated has been told
        if "as_of" in needs and undated:
            yield Diagnostic("W423", _silent(undated, "of which day {} is", "of which day {} are"), place, alias, mend)
        elif "review_every" in needs and unreviewed:
            said = "how often {} is to be reviewed", "how often {} are to be reviewed"
            yield Diagnostic("W423", _silent(unreviewed, *said), place, alias, mend)


def _alias(one: NamedList) -> str:
    return one.name.partition(".")[0]


_MOST_NAMED = 3


def _silent(names: list[str], of_one: str, of_many: str) -> str:
    """`list x does not say where it comes from`, and of several."""
    if len(names) == 1:
        return f"list {names[0]} does not say {of_one.format('it')}"
    more = len(names) - _MOST_NAMED
    shown = [*names[:_MOST_NAMED], f"{more} more"] if more > 0 else names
    return f"lists {listed(shown, 'and')} do not say {of_many.format('they')}"


def over(project: Project) -> Iterator[Diagnostic]:
    """W433: lists all of whose members are of the past, or of the future."""
    on = project.around.on
    if on is None:
        return
    for one in project.around.lists.values():
        if one.rows and not any(_holds(row, on) for row in one.rows):
            mend = "a control list without members misses all it controls; compare it with its source"
            yield of_list(project, one, "W433", f"none of its members holds on {on}", mend=mend)


def _holds(row: ListRow, on: date) -> bool:
    return (row.start is None or row.start <= on) and (row.until is None or on <= row.until)


_HS = re.compile(r'"[^"\r\n]*"|#[^\r\n]*|(\bhs\b)')


def editionless(project: Project) -> Iterator[Diagnostic]:
    """W446: commodity codes in a file that does not say of which edition they are."""
    if project.manifest.edition is not None:
        return
    for file in project.files:
        if any(isinstance(one, syntax.UseEdition) for one in file.statements):
            continue
        for statement in file.statements:
            if "hs" in names_in(statement.span.text):
                source, newest = statement.span.source, hs.EDITIONS[-1]
                first = next(each for each in _HS.finditer(source.text, statement.span.start) if each[1])
                start = file.statements[0].span.start
                fix = Replacement(source.span(start, start), f"use edition {newest}\n")
                message = f"the file does not say of which HS edition its codes are; they are read as of {newest}"
                mend = f"write 'use edition {newest}' at its beginning"
                place = source.span(first.start(), first.end())
                yield Diagnostic("W446", message, place, help=mend, fixes=(fix,))
                break
