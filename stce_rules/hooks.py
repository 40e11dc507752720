"""The hooks: what a plugin may bring, and what it is told. Specifications and the small records they speak in.

A plugin is a module or object whose functions are marked with `hookimpl`, announced in the entry-point group
`stce_rules` of its distribution. It receives frozen values only, never the assessor. A host with a pluggy manager of
its own adds this module to it: `manager.add_hookspecs(stce_rules.hooks)`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Literal

from pluggy import HookimplMarker, HookspecMarker

from stce_rules.core.assessment import Assessment, Channel
from stce_rules.core.boxes import Case, Subject
from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.fields import CATALOGUE, Catalogue, Field
from stce_rules.core.predicates import NamedList
from stce_rules.core.resemblance import MakeScreen
from stce_rules.core.span import Source
from stce_rules.core.truth import Truth
from stce_rules.engines.protocol import Engine, Predicates, Surroundings
from stce_rules.intake.adapters import Adapter
from stce_rules.plan.model import Plan, Scope

__all__ = [
    "ENTRY_POINTS",
    "NONE",
    "PROJECT",
    "Adapter",
    "Beside",
    "Contributions",
    "DecisionPolicy",
    "EngineFactory",
    "Field",
    "Function",
    "ListReader",
    "ListSource",
    "NameMatcher",
    "RulesetFolder",
    "for_project",
    "hookimpl",
    "stce_adapters",
    "stce_assess",
    "stce_assessed",
    "stce_decision_policies",
    "stce_engines",
    "stce_fields",
    "stce_functions",
    "stce_lists",
    "stce_rulesets",
]

PROJECT = "stce"
"""The project name of plugin managers that know these hooks."""

ENTRY_POINTS = "stce_rules"
"""The entry-point group that plugins are announced in."""

hookspec = HookspecMarker(PROJECT)
hookimpl = HookimplMarker(PROJECT)
"""Marks the functions of a plugin: `@hookimpl`."""


# ---- what plugins bring


@dataclass(frozen=True, slots=True)
class Function:
    """A named predicate, such as a family of chemicals: rules use its name like an indicator's.

    `judge` is asked of a goods item, or of the declaration, as `scope` says; it reads `subject.box(words)` and
    answers true, false or unknown. It must give the same answer for the same boxes. An exception counts as unknown
    and raises an alarm.
    """

    name: str
    scope: Scope
    help: str
    judge: Callable[[Subject], Truth]


@dataclass(frozen=True, slots=True)
class NameMatcher:
    """What compares names of parties, for `resembles a party in list x.y by at least 92%`. There can be one only.

    `screen` makes the rows of a list ready. The version is that of the answers: it changes whenever one of them may,
    and stands with the name in plans and results. A matcher that is to serve in other processes can be pickled.
    """

    name: str
    version: str
    help: str
    screen: MakeScreen

    @property
    def label(self) -> str:
        """Name and version."""
        return f"{self.name} {self.version}"


Beside = Callable[[str], Source | None]
"""The text of another file of the same folder by its name; None when it is not there or cannot be read."""


@dataclass(frozen=True, slots=True)
class ListReader:
    """Reads files of lists in a format of its own, for `use lists from "lists/sdn.csv" as …`.

    `recognises` looks at what stands in a file, `read` gives its lists and what is wrong with it. A file of which
    something could not be read has an error among its faults: a shorter list is a missed control.
    """

    name: str
    version: str
    help: str
    recognises: Callable[[Source], bool]
    read: Callable[[Source, Beside], tuple[Sequence[NamedList], Sequence[Diagnostic]]]


@dataclass(frozen=True, slots=True)
class ListSource:
    """Lists of a plugin, for `use lists from "plugin:NAME" as …`: a text in one of the two formats of list files."""

    name: str
    format: Literal["csv", "yaml"]
    text: str


@dataclass(frozen=True, slots=True)
class RulesetFolder:
    """A ruleset of a plugin, loaded by its name: the folder with its `ruleset.yaml`."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class EngineFactory:
    """An engine: `make` loads a plan. It must give the outcomes of the reference engine, with the same reasons."""

    name: str
    help: str
    make: Callable[[Plan, Surroundings], Engine]


@dataclass(frozen=True, slots=True)
class DecisionPolicy:
    """The last word on a recommendation, which may only be stricter.

    `at_least` is asked when points and rules have settled a channel, and gives the lightest channel the policy
    accepts, or None. The heavier of the two is recommended. An exception changes nothing and raises an alarm.
    """

    name: str
    help: str
    at_least: Callable[[Case, Assessment], Channel | None]


@dataclass(frozen=True)
class Contributions:
    """What plugins bring; sorted by distribution and entry point, then as each plugin gave it."""

    adapters: tuple[Adapter, ...] = ()
    fields: tuple[Field, ...] = ()
    functions: tuple[Function, ...] = ()
    matchers: tuple[NameMatcher, ...] = ()
    lists: tuple[ListSource, ...] = ()
    list_readers: tuple[ListReader, ...] = ()
    rulesets: tuple[RulesetFolder, ...] = ()
    engines: tuple[EngineFactory, ...] = ()
    decision_policies: tuple[DecisionPolicy, ...] = ()

    @cached_property
    def catalogue(self) -> Catalogue:
        """Every field that rules may speak of; always the same object, for what is made once for a catalogue."""
        return CATALOGUE.extended(self.fields) if self.fields else CATALOGUE

    @property
    def predicates(self) -> Predicates:
        """The functions by name, as engines take them."""
        return {one.name: one.judge for one in self.functions}

    @property
    def matcher(self) -> NameMatcher | None:
        """What compares names of parties."""
        return self.matchers[0] if self.matchers else None


NONE = Contributions()
"""No plugin at all."""


# ---- the eight hooks of plugins. A specification is never run; one called by mistake says so.


@hookspec
def stce_adapters() -> Sequence[Adapter]:
    """Formats of declarations that can be read. A plugin that fails here stops start-up."""
    raise NotImplementedError


@hookspec
def stce_fields() -> Sequence[Field]:
    """Boxes of its own, that rules may then speak of; kept under `extra` of the declaration or its items."""
    raise NotImplementedError


@hookspec
def stce_functions() -> Sequence[Function | NameMatcher]:
    """Named predicates, that rules may then use like indicators; what compares names of parties."""
    raise NotImplementedError


@hookspec
def stce_lists() -> Sequence[ListSource | ListReader]:
    """Lists, and readers of further formats of list files.

    A plugin that fails here stops start-up: a missing list is a missed control.
    """
    raise NotImplementedError


@hookspec
def stce_rulesets() -> Sequence[RulesetFolder]:
    """Rulesets that can be loaded by name. A plugin that fails here stops start-up."""
    raise NotImplementedError


@hookspec
def stce_engines() -> Sequence[EngineFactory]:
    """Engines that the configuration may choose."""
    raise NotImplementedError


@hookspec
def stce_decision_policies() -> Sequence[DecisionPolicy]:
    """Policies that may ask for a heavier channel than points and rules do."""
    raise NotImplementedError


@hookspec
def stce_assessed(declaration: Declaration, assessment: Assessment) -> None:
    """Told of every assessment after it is made. A failure here becomes an alarm and never loses the assessment."""


# ---- the one call of a host


@hookspec(firstresult=True)
def stce_assess(declaration: Declaration | Mapping[str, object]) -> Assessment | None:
    """Assess a declaration. The plugin `stce_rules.plugin(…)` answers; hosts call it, plugins do not implement it."""
    raise NotImplementedError


_HOOKS = (
    stce_adapters,
    stce_fields,
    stce_functions,
    stce_lists,
    stce_rulesets,
    stce_engines,
    stce_decision_policies,
    stce_assessed,
)


def for_project(name: str) -> ModuleType:
    """These specifications, for a host whose plugin manager has another project name.

    pluggy finds specifications by the project name of the manager: a host with `PluginManager("customs")` calls
    `manager.add_hookspecs(stce_rules.hooks.for_project("customs"))`.
    """
    mark = HookspecMarker(name)
    for hook in _HOOKS:
        mark(hook)
    mark(stce_assess, firstresult=True)
    return sys.modules[__name__]
