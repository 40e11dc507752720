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
from stce_rules.language import syntax
from stce_rules.language.check import check
from stce_rules.language.checking.findings import Findings
from stce_rules.plan.build import NamedProgram, build
from stce_rules.plan.model import Plan
from stce_rules.rulesets.find import find
from stce_rules.rulesets.gather import gather
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
    read = _read(paths, contributions, on)
    if has_errors(read.diagnostics):
        raise StceError(read.diagnostics)
    try:
        plan = build(read.programs)
    except StceError as clashes:
        raise StceError((*read.diagnostics, *clashes.diagnostics)) from None
    return Loaded(plan, read.programs, read.manifests, read.diagnostics, read.inputs)


def check_paths(
    paths: Sequence[str | Path], *, contributions: Contributions = NONE, on: date | None = None
) -> tuple[Diagnostic, ...]:
    """All faults and warnings of rulesets that are to be loaded together."""
    read = _read(paths, contributions, on)
    if has_errors(read.diagnostics):
        return read.diagnostics
    try:
        build(read.programs)
    except StceError as error:
        return in_order((*read.diagnostics, *error.diagnostics))
    return read.diagnostics


@dataclass(frozen=True, slots=True)
class _Read:
    programs: tuple[NamedProgram, ...]
    manifests: tuple[Manifest, ...]
    diagnostics: tuple[Diagnostic, ...]
    inputs: tuple[Input, ...]


def _read(paths: Sequence[str | Path], contributions: Contributions, on: date | None) -> _Read:
    findings = Findings()
    programs: list[NamedProgram] = []
    manifests: list[Manifest] = []
    inputs: list[Input] = []
    functions = {one.name: syntax.Scope(one.scope.value) for one in contributions.functions}
    if not paths:
        mend = "give the folder of a ruleset, a rule file, or the name of a ruleset"
        findings.found.append(Diagnostic("E801", "no ruleset was given", where="rulesets", help=mend))
    for given in paths:
        found = find(given, contributions, findings)
        gathered = None if found is None else gather(found, contributions, findings)
        if gathered is None:
            continue
        manifests.append(gathered.manifest)
        inputs += gathered.inputs
        checked = check(
            gathered.parsed,
            gathered.lists,
            edition=gathered.manifest.edition,
            catalogue=contributions.catalogue,
            functions=functions,
            matcher="" if contributions.matcher is None else contributions.matcher.label,
            on=on,
        )
        findings.found += checked.diagnostics
        if checked.program is not None:
            manifest = gathered.manifest
            programs.append(NamedProgram(manifest.name, manifest.version, checked.program, gathered.rates))
    return _Read(tuple(programs), tuple(manifests), in_order(findings.found), tuple(inputs))
