"""Titles that two rules share.

Enters: a ruleset. Leaves: W414. A title stands in every result; two rules with one title cannot be told apart there.
"""

from __future__ import annotations

from collections.abc import Iterator

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.span import Span
from stce_rules.core.text import read
from stce_rules.language import syntax
from stce_rules.language.checking.symbols import place_of
from stce_rules.workbench.linting.parts import texts_in
from stce_rules.workbench.linting.project import Project, Unit


def shared_titles(project: Project) -> Iterator[Diagnostic]:
    """W414: rules with the same title, but for those in draft or retired."""
    first: dict[str, Unit] = {}
    for unit in project.units:
        if not isinstance(unit.statement, syntax.RuleStatement) or unit.status in ("draft", "retired"):
            continue
        before = first.setdefault(read(unit.statement.title).folded, unit)
        if before is not unit:
            place = _title_of(unit)
            message = f"{before.called} has this title too, {place_of(before.statement.name.span, place)}"
            mend = "say what this one looks for; the title stands in every result"
            yield Diagnostic("W414", message, place, help=mend)


def _title_of(unit: Unit) -> Span:
    """The title: of the texts of a rule the second, after its name."""
    span = unit.statement.span
    _, title = (one for one, _ in zip(texts_in(span), range(2), strict=False))
    return title.source.span(title.start - 1, title.end + 1)
