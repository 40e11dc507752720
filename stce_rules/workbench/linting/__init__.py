"""Lint: what is legal in a ruleset but doubtful.

a ruleset as authored → `project` (what a lint sees) → the lints of `registry` → `settling` (what the policy and the
authors' comments waive, with a reason) → findings. `check`'s findings are among them, so that one answer tells all.
"""

from __future__ import annotations

from collections.abc import Iterable

from stce_rules.core.diagnostics import Diagnostic, in_order
from stce_rules.workbench.linting.project import Project, Surroundings, Unit, project_of
from stce_rules.workbench.linting.registry import UNIT_LINTS, WHOLE_LINTS, UnitLint
from stce_rules.workbench.linting.settling import settled

__all__ = ["Project", "Surroundings", "Unit", "lint", "lint_unit", "lint_whole", "project_of", "settled"]


def lint(project: Project) -> tuple[Diagnostic, ...]:
    """All findings in a ruleset, those of `check` among them, without those that are waived; in order."""
    found = [*project.found, *lint_whole(project)]
    for unit in project.units:
        found += lint_unit(unit, project.around)
    return settled(project, in_order(found))


def lint_unit(unit: Unit, around: Surroundings, lints: Iterable[UnitLint] = UNIT_LINTS) -> tuple[Diagnostic, ...]:
    """The findings in one unit, before anything is waived; they stay the same while all arguments do."""
    return tuple(one for each in lints for one in each.find(unit, around))


def lint_whole(project: Project) -> tuple[Diagnostic, ...]:
    """The findings that only the whole ruleset shows, before anything is waived."""
    return tuple(one for each in WHOLE_LINTS for one in each.find(project))
