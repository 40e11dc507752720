"""A ruleset as read to all that is told of it: the faults of `check` and the findings of `lint`.

Enters: what was read of a ruleset, and what was found in it before. Leaves, in two steps, the same as `lint` of the
whole would tell. Promise: a unit is looked at again only when something it depends on has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from stce_rules.core.diagnostics import Diagnostic, in_order
from stce_rules.core.span import Span
from stce_rules.hooks import Contributions
from stce_rules.language import syntax
from stce_rules.language.checking.kept import KeptUnits
from stce_rules.language.reading.moving import moved
from stce_rules.lsp.dependence import Dependence
from stce_rules.rulesets.authored import Ruleset, check_gathered
from stce_rules.rulesets.gather import Gathered
from stce_rules.workbench.linting import Project, lint_unit, project_of, settled
from stce_rules.workbench.linting.exact import of_whole
from stce_rules.workbench.linting.registry import UNIT_LINTS, WHOLE_LINTS

__all__ = ["Judged", "KeptFindings", "Overtaken", "compared", "judged"]


class Overtaken(Exception):  # noqa: N818  # no fault: a newer text is waiting
    """The answer is no longer asked for."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of a ruleset before its units are compared with each other, which takes longer than a keystroke.

    `told` is what was found, `diagnostics` what is left of it by policy and consent, with what the last comparison
    showed of units that have not changed since.
    """

    ruleset: Ruleset
    project: Project
    told: tuple[Diagnostic, ...]
    diagnostics: tuple[Diagnostic, ...]


_LINTS = tuple((examples, [one for one in UNIT_LINTS if one.examples is examples]) for examples in (True, False))
"""Those that look at examples, and those that do not: they take longest, and examples are most of a file."""

_Found = dict[Hashable, tuple[int, tuple[Diagnostic, ...]]]
"""Findings by what they depend on, with the place of the statement when they were found."""


@dataclass(slots=True)
class KeptFindings:
    """What was found in each unit of one ruleset, with errors in it and without, since less is found with errors."""

    units: KeptUnits = field(default_factory=KeptUnits)
    _found: dict[bool, tuple[Hashable, _Found]] = field(default_factory=dict)
    _compared: _Found = field(default_factory=dict)

    def of_all(self, project: Project, dependence: Dependence, pause: Callable[[], None]) -> list[Diagnostic]:
        """The findings of all units."""
        whole = project.program is not None
        base = (dependence.base, project.manifest, project.around.on)
        earlier, before = self._found.get(whole, (None, {}))
        now: _Found = {}
        found: list[Diagnostic] = []
        for unit, (examples, lints) in product(project.units, _LINTS):
            pause()
            key, start = dependence.key(unit.statement, examples=examples), unit.statement.span.start
            kept = before.get((examples, key)) if base == earlier else None
            if kept is None:
                own = lint_unit(unit, project.around, lints)
            else:
                own = tuple([moved(one, unit.statement.span.source, start - kept[0]) for one in kept[1]])
            if all(_within(unit.statement, one) for one in own):
                now[examples, key] = start, own
            found += own
        self._found[whole] = base, now
        return found

    def keep_compared(self, project: Project, found: Iterable[Diagnostic]) -> None:
        """Keep what a comparison showed, by the text of the statement it is about."""
        self._compared = {}
        found = tuple(found)
        for one in project.statements:
            own = tuple(each for each in found if _within(one, each))
            if own:
                self._compared[_text(one)] = one.span.start, own

    def compared(self, project: Project) -> Iterator[Diagnostic]:
        """What the last comparison showed of statements that are as they were; lines that it names may have moved."""
        for one in project.statements if self._compared and project.program is not None else ():
            start, found = self._compared.get(_text(one), (0, ()))
            for each in found:
                yield moved(each, one.span.source, one.span.start - start)


def _text(one: syntax.Statement) -> tuple[str, str]:
    return one.span.source.name, one.span.text


def _within(unit: syntax.Statement, one: Diagnostic) -> bool:
    """Whether a finding speaks of places inside a statement only, and so moves with it."""
    spans = [one.span, *(fix.span for fix in one.fixes)]
    return all(span is not None and _inside(span, unit.span) for span in spans)


def _inside(span: Span, outer: Span) -> bool:
    return span.source is outer.source and outer.start <= span.start and span.end <= outer.end


def judged(
    gathered: Gathered,
    read_faults: tuple[Diagnostic, ...],
    contributions: Contributions,
    on: date | None,
    kept: KeptFindings,
    pause: Callable[[], None] = lambda: None,
) -> Judged:
    """Check and lint a ruleset; `read_faults` are those that reading found.

    `pause` is called between the steps and may raise Overtaken.
    """
    ruleset, faults = check_gathered(gathered, contributions, on, kept.units)
    pause()
    found = in_order((*read_faults, *faults))
    project = project_of(ruleset, found, catalogue=contributions.catalogue, on=on)
    dependence = Dependence(gathered)
    told = [*found, *kept.of_all(project, dependence, pause)]
    for one in WHOLE_LINTS:
        if one.find is not of_whole.find:
            pause()
            told += one.find(project)
    return Judged(ruleset, project, tuple(told), settled(project, in_order((*told, *kept.compared(project)))))


def compared(quick: Judged, kept: KeptFindings, pause: Callable[[], None] = lambda: None) -> tuple[Diagnostic, ...]:
    """All that is told of a ruleset: what `judged` found, and what comparing its units with each other shows."""
    found = [*of_whole.find(quick.project, pause)]
    kept.keep_compared(quick.project, found)
    return settled(quick.project, in_order((*quick.told, *found)))
