"""What a lint sees of a ruleset.

Enters: a ruleset as its authors see it. Leaves: its statements with what they were checked to, and what surrounds
them. Promise: a ruleset with errors can be looked at too; what was not checked is None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.fields import CATALOGUE, Catalogue
from stce_rules.core.predicates import NamedList
from stce_rules.language import program, syntax
from stce_rules.language.checking.symbols import JudgedStatement, JudgedUnit
from stce_rules.language.reading.moving import as_read
from stce_rules.rulesets.authored import Ruleset
from stce_rules.rulesets.manifest import Manifest
from stce_rules.rulesets.policy import Policy


@dataclass(frozen=True, slots=True)
class Unit:
    """An indicator, rule or exemption as written, and what it was checked to; None while the ruleset has errors."""

    statement: JudgedStatement
    checked: JudgedUnit | None

    @property
    def status(self) -> str:
        """`active` unless the statement says otherwise."""
        stated = as_read(self.statement).properties.status
        return "active" if stated is None else stated.text

    @property
    def called(self) -> str:
        """How an officer names it: `rule "CHEM-1"`, `indicator hub_detour`."""
        name = self.statement.name.text
        match self.statement:
            case syntax.IndicatorStatement():
                return f"indicator '{name}'"
            case syntax.RuleStatement():
                return f'rule "{name}"'
            case syntax.ExemptionStatement():
                return f'exemption "{name}"'


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that the lint of one unit may look at beside the unit itself.

    Findings of a unit may be kept as long as the unit and these are the same. `owner` answers for the units that name
    nobody. `on` is the day by which things are old or over; without it that is not looked at.
    """

    policy: Policy
    owner: str
    catalogue: Catalogue
    lists: Mapping[str, NamedList]
    indicators: Mapping[str, program.Indicator]
    exemptions: tuple[program.Exemption, ...]
    on: date | None


@dataclass(frozen=True, slots=True)
class Project:
    """One ruleset: its manifest, files, units in the order written, and its program unless there is an error in it.

    `found` are the findings of `check`.
    """

    manifest: Manifest
    files: tuple[syntax.File, ...]
    units: tuple[Unit, ...]
    program: program.Program | None
    around: Surroundings
    found: tuple[Diagnostic, ...]

    @property
    def statements(self) -> Iterator[syntax.Statement]:
        """The statements of all files."""
        return (one for file in self.files for one in file.statements)


def project_of(
    ruleset: Ruleset, found: tuple[Diagnostic, ...], *, catalogue: Catalogue = CATALOGUE, on: date | None = None
) -> Project:
    """What lints see of a ruleset in which `check` found these."""
    gathered = ruleset.gathered
    made = None if ruleset.program is None else ruleset.program.program
    files = tuple(one.file for one in gathered.parsed)
    checked: dict[tuple[type, str], JudgedUnit] = {}
    if made is not None:
        every: tuple[JudgedUnit, ...] = (*made.indicators, *made.rules, *made.exemptions)
        checked = {(type(one), as_read(one).header.name): one for one in every}
    units = tuple(
        Unit(one, checked.get((_CHECKED[type(one)], one.name.text)))
        for file in files
        for one in file.statements
        if isinstance(one, JudgedStatement)
    )
    lists = {one.name: one for found_in in gathered.lists.values() for one in found_in}
    if made is not None:
        lists |= {one.name: one for one in made.lists}
    indicators = {} if made is None else {as_read(one).header.name: one for one in made.indicators}
    exemptions = () if made is None else made.exemptions
    around = Surroundings(gathered.manifest.lint, gathered.manifest.owner, catalogue, lists, indicators, exemptions, on)
    return Project(gathered.manifest, files, units, made, around, found)


_CHECKED: dict[type, type] = {
    syntax.IndicatorStatement: program.Indicator,
    syntax.RuleStatement: program.Rule,
    syntax.ExemptionStatement: program.Exemption,
}
