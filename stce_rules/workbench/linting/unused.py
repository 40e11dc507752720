"""What nothing speaks of: lists, parameters, measures, indicators, and files that are used for nothing.

Enters: a ruleset. Leaves: findings by name alone; whether an indicator can ever matter is not asked here. Examples
count as speaking. Promise: nothing is taken out by itself, since the rule that was to use it may be missing.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.language import syntax
from stce_rules.language.checking.findings import listed, quoted
from stce_rules.workbench.linting.parts import names_in, without
from stce_rules.workbench.linting.project import Project
from stce_rules.workbench.linting.sources import use_of

_OF_PLUGIN = "plugin:"
_Named = syntax.ListStatement | syntax.ParameterStatement | syntax.MeasureStatement | syntax.IndicatorStatement
_KINDS: dict[type, tuple[str, str]] = {
    syntax.ListStatement: ("W425", "list"),
    syntax.ParameterStatement: ("W426", "parameter"),
    syntax.MeasureStatement: ("W427", "measure"),
    syntax.IndicatorStatement: ("W428", "indicator"),
}


def unused_names(project: Project) -> Iterator[Diagnostic]:
    """W425 to W428: lists written in place, parameters, measures and indicators that no other statement names."""
    named = {one.name.text for one in project.statements if isinstance(one, _Named)}
    counts = Counter(name for one in project.statements for name in named & names_in(one.span.text))
    for statement in project.statements:
        if isinstance(statement, _Named) and counts[statement.name.text] <= 1:
            code, kind = _KINDS[type(statement)]
            message = f"{kind} '{statement.name.text}' is used nowhere"
            mend = "use it in a rule, or take it out"
            yield Diagnostic(code, message, statement.name.span, help=mend)


def unused_lists(project: Project) -> Iterator[Diagnostic]:
    """W424, W425: files of lists that their file never speaks of, and their lists that no rule speaks of.

    The edit takes out a statement whose lists another file uses under a statement of its own.
    """
    spoken = [_dotted(file) for file in project.files]
    everywhere = frozenset[str]().union(*spoken)
    brought = Counter(one.alias.text for one in project.statements if isinstance(one, syntax.UseLists))
    for file, names in zip(project.files, spoken, strict=True):
        for use in file.statements:
            if not isinstance(use, syntax.UseLists) or _speaks_of(names, use.alias.text):
                continue
            elsewhere, again = _speaks_of(everywhere, use.alias.text), brought[use.alias.text] > 1
            if again or not elsewhere:
                message = f"this file speaks of no list of '{use.alias.text}'"
                mend = "use one of them in a rule, or take the statement out"
                fixes = (without(use.span),) if again and elsewhere else ()
                yield Diagnostic("W424", message, use.span, use.alias.text, mend, fixes)
    yield from _unused_members(project, everywhere)


def _dotted(file: syntax.File) -> frozenset[str]:
    """The names of lists of files that a file speaks of."""
    return frozenset[str]().union(*(_dotted_in(one.span.text) for one in file.statements))


@lru_cache(maxsize=8192)
def _dotted_in(text: str) -> frozenset[str]:
    return frozenset(one for one in names_in(text) if "." in one)


def _speaks_of(names: frozenset[str], alias: str) -> bool:
    return any(one.startswith(f"{alias}.") for one in names)


def _unused_members(project: Project, spoken: frozenset[str]) -> Iterator[Diagnostic]:
    """W425: of files that are used at all; what a plugin brings need not be asked for as a whole."""
    uses = {one.alias.text: one.path.text for one in project.statements if isinstance(one, syntax.UseLists)}
    names = sorted(one for one in project.around.lists if "." in one)
    for alias, group in groupby(names, key=lambda one: one.partition(".")[0]):
        of_alias = tuple(group)
        unspoken = [one for one in of_alias if one not in spoken]
        told = alias in uses and len(unspoken) == len(of_alias)  # as W424
        if unspoken and not told and not uses.get(alias, "").startswith(_OF_PLUGIN):
            are = "list {} is" if len(unspoken) == 1 else "lists {} are"
            message = f"{are.format(listed(unspoken, 'and'))} used nowhere"
            mend = "a control list that no rule asks controls nothing; use it, or take it out"
            yield Diagnostic("W425", message, use_of(project, alias), alias, mend)


def unused_files(project: Project) -> Iterator[Diagnostic]:
    """W429: `use rules from` a file of which nothing is used, and that holds no rule of its own."""
    files = {file.statements[0].span.source.name: file for file in project.files if file.statements}
    for name, file in files.items():
        if not any(isinstance(one, syntax.UseRules) for one in file.statements):
            continue
        spoken = frozenset[str]().union(
            *(names_in(one.span.text) for one in file.statements if not isinstance(one, syntax.UseRules))
        )
        for use in file.statements:
            if not isinstance(use, syntax.UseRules):
                continue
            other = files.get(posixpath.normpath(posixpath.join(posixpath.dirname(name), use.path.text)))
            if other is None or _acts(other) or spoken.intersection(_named_in(other)):
                continue
            message = f"this file uses nothing of {listed(quoted((use.path.text,)), 'and')}"
            mend = "use one of its indicators, or take the statement out"
            yield Diagnostic("W429", message, use.span, help=mend)


_DEFINES = (*_KINDS, syntax.UseEdition, syntax.UseLists)


def _acts(file: syntax.File) -> bool:
    """Whether a file does something by itself, or takes in others."""
    return not all(isinstance(one, _DEFINES) for one in file.statements)


def _named_in(file: syntax.File) -> frozenset[str]:
    own = {one.name.text for one in file.statements if isinstance(one, _Named)}
    aliases = {one.alias.text for one in file.statements if isinstance(one, syntax.UseLists)}
    return frozenset(own | aliases)
