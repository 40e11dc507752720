"""The lints there are.

A lint of a unit is a pure function of the unit and its surroundings, so its findings may be kept while both are the
same. A lint of the whole sees everything and runs whenever anything changes. Each knows the codes it may tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.workbench.linting import (
    ambiguous,
    characters,
    periods,
    phrases,
    repeated,
    sources,
    stated,
    titles,
    unused,
    wording,
)
from stce_rules.workbench.linting.accepting import NEVER_ACCEPTED
from stce_rules.workbench.linting.exact import of_unit, of_whole
from stce_rules.workbench.linting.project import Project, Surroundings, Unit


@dataclass(frozen=True, slots=True)
class UnitLint:
    """Looks at one indicator, rule or exemption, or only at what stands before its examples."""

    codes: tuple[str, ...]
    find: Callable[[Unit, Surroundings], Iterable[Diagnostic]]
    examples: bool = True


@dataclass(frozen=True, slots=True)
class WholeLint:
    """Looks at a whole ruleset."""

    codes: tuple[str, ...]
    find: Callable[[Project], Iterable[Diagnostic]]


UNIT_LINTS: tuple[UnitLint, ...] = (
    UnitLint(("W408",), stated.unstated),
    UnitLint(("W409", "W410", "W411", "W412"), stated.unshown),
    UnitLint(("W413",), repeated.same_example),
    UnitLint(("W415",), stated.hollow_reason),
    UnitLint(("W431", "W432"), stated.out_of_time),
    UnitLint(("W440",), stated.empty_texts),
    UnitLint(("W416",), ambiguous.ambiguous_words),
    UnitLint(("W417", "W418"), characters.in_unit),
    UnitLint(("W434",), wording.double_negation),
    UnitLint(("W435",), wording.lone_bullet),
    UnitLint(("W436",), wording.lone_member),
    UnitLint(("W437", "W438"), phrases.in_unit),
    UnitLint(("W444",), periods.late_values),
    UnitLint(of_unit.CODES, of_unit.find, examples=False),
)

WHOLE_LINTS: tuple[WholeLint, ...] = (
    WholeLint(("W414",), titles.shared_titles),
    WholeLint(("W417", "W418"), characters.elsewhere),
    WholeLint(("W422", "W423"), sources.unsourced),
    WholeLint(("W433",), sources.over),
    WholeLint(("W442",), repeated.same_values),
    WholeLint(("W446",), sources.editionless),
    WholeLint(("W437", "W438"), phrases.in_lists),
    WholeLint(("W425", "W426", "W427", "W428"), unused.unused_names),
    WholeLint(("W424", "W425"), unused.unused_lists),
    WholeLint(("W429",), unused.unused_files),
    WholeLint(of_whole.CODES, of_whole.find),
)


def codes_told() -> frozenset[str]:
    """All codes that lint finds by itself; those of `check` are not among them."""
    of_units = (code for one in UNIT_LINTS for code in one.codes)
    of_the_whole = (code for one in WHOLE_LINTS for code in one.codes)
    return NEVER_ACCEPTED.union(of_units, of_the_whole)
