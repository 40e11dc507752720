"""Rulesets as their authors see them: the files as parsed, the lists, the checked program, and all faults.

Enters: paths of rulesets, or names; for an editor, texts that are not saved yet. Leaves: what was read of each ruleset
and every fault in every file. Promise: a ruleset with faults is there too, with all of it that could be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stce_rules.core.diagnostics import Diagnostic, in_order
from stce_rules.hooks import NONE, Contributions
from stce_rules.language import syntax
from stce_rules.language.check import check
from stce_rules.language.checking.findings import Findings
from stce_rules.language.checking.kept import KeptUnits
from stce_rules.plan.together import NamedProgram
from stce_rules.rulesets.find import find
from stce_rules.rulesets.gather import Gathered, gather

__all__ = ["Authored", "Ruleset", "author", "check_gathered"]


@dataclass(frozen=True, slots=True)
class Ruleset:
    """One ruleset: all that was read of it, and its program unless there is an error in it."""

    gathered: Gathered
    program: NamedProgram | None


@dataclass(frozen=True, slots=True)
class Authored:
    """Rulesets in the order given, and the faults and warnings of all."""

    rulesets: tuple[Ruleset, ...]
    diagnostics: tuple[Diagnostic, ...]


def author(
    paths: Sequence[str | Path],
    *,
    contributions: Contributions = NONE,
    on: date | None = None,
    texts: Mapping[Path, str] | None = None,
) -> Authored:
    """Read and check rulesets, each on its own; that they can stand together is for `plan.build` to say.

    `on` is the day by which lists are old or not; without it their age is not looked at. `texts` stand for the files
    at these paths (absolute, links followed) instead of what is saved.
    """
    findings, rulesets = Findings(), list[Ruleset]()
    if not paths:
        mend = "give the folder of a ruleset, a rule file, or the name of a ruleset"
        findings.found.append(Diagnostic("E801", "no ruleset was given", where="rulesets", help=mend))
    for given in paths:
        found = find(given, contributions, findings)
        gathered = None if found is None else gather(found, contributions, findings, texts or {})
        if gathered is not None:
            ruleset, faults = check_gathered(gathered, contributions, on)
            rulesets.append(ruleset)
            findings.found += faults
    return Authored(tuple(rulesets), in_order(findings.found))


def check_gathered(
    gathered: Gathered, contributions: Contributions, on: date | None = None, kept: KeptUnits | None = None
) -> tuple[Ruleset, tuple[Diagnostic, ...]]:
    """Check what was read of one ruleset; the faults are those that reading did not find.

    `kept` is what was checked of this ruleset before; the answer is the same without it.
    """
    manifest = gathered.manifest
    checked = check(
        gathered.parsed,
        gathered.lists,
        edition=manifest.edition,
        catalogue=contributions.catalogue,
        functions={one.name: syntax.Scope(one.scope.value) for one in contributions.functions},
        matcher="" if contributions.matcher is None else contributions.matcher.label,
        on=on,
        kept=kept,
    )
    program = checked.program
    named = None if program is None else NamedProgram(manifest.name, manifest.version, program, gathered.rates)
    return Ruleset(gathered, named), checked.diagnostics
