"""Rulesets to one plan.

Enters: folders of rulesets, rule files, names of rulesets that ship with the library or a plugin. Leaves: one checked
plan of all of them, or one report of every fault in every file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stce_rules.core.diagnostics import Diagnostic, StceError, has_errors, in_order
from stce_rules.hooks import NONE, Contributions
from stce_rules.plan.build import build
from stce_rules.plan.model import Plan
from stce_rules.plan.together import NamedProgram
from stce_rules.rulesets.authored import author
from stce_rules.rulesets.manifest import Manifest
from stce_rules.rulesets.reading import Input


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rulesets ready to judge by.

    `programs` and `manifests` stand in the order given. `diagnostics` are warnings; `inputs` are the files that
    were read, so that a change of any of them can be noticed.
    """

    plan: Plan
    programs: tuple[NamedProgram, ...]
    manifests: tuple[Manifest, ...]
    diagnostics: tuple[Diagnostic, ...]
    inputs: tuple[Input, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """All files that were read, sorted."""
        return tuple(sorted({Path(one.found) for one in self.inputs}))


def load(paths: Sequence[str | Path], *, contributions: Contributions = NONE, on: date | None = None) -> Loaded:
    """Load rulesets together.

    `on` is the day by which lists are old or not; without it their age is not looked at. Raises StceError with the
    faults of all files.
    """
    read = author(paths, contributions=contributions, on=on)
    if has_errors(read.diagnostics):
        raise StceError(read.diagnostics)
    programs = tuple(one.program for one in read.rulesets if one.program is not None)
    try:
        plan = build(programs)
    except StceError as clashes:
        raise StceError((*read.diagnostics, *clashes.diagnostics)) from None
    manifests = tuple(one.gathered.manifest for one in read.rulesets)
    inputs = tuple(each for one in read.rulesets for each in one.gathered.inputs)
    return Loaded(plan, programs, manifests, read.diagnostics, inputs)


def check_paths(
    paths: Sequence[str | Path], *, contributions: Contributions = NONE, on: date | None = None
) -> tuple[Diagnostic, ...]:
    """All faults and warnings of rulesets that are to be loaded together."""
    try:
        return load(paths, contributions=contributions, on=on).diagnostics
    except StceError as faults:
        return in_order(faults.diagnostics)
