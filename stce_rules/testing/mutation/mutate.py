"""Which mutants of rulesets no example notices, and which of those their authors accept.

Enters: rulesets as loaded. Leaves: for each unit how many mutants examples notice, and those that survive, with the
reasons of those that are accepted. Mutants that are proved to be the same rule in other words are counted apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from stce_rules.core.span import Span
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.hooks import NONE, Contributions
from stce_rules.plan.model import UnitKind
from stce_rules.rulesets.load import Loaded
from stce_rules.testing.bench import Bench, Source, key_of, sources_of
from stce_rules.testing.mutation.accepted import Accepted, accepted, accepted_as
from stce_rules.testing.mutation.alive import Alive, Examined

__all__ = ["Mutation", "Survivor", "UnitMutation", "mutate"]


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no example notices; `reason` is why its author accepts that, None where nobody does."""

    change: str
    span: Span
    reason: str | None


@dataclass(frozen=True, slots=True)
class UnitMutation:
    """The mutants of one unit. `idle` are acceptances of what is no survivor."""

    ruleset: str
    kind: UnitKind
    name: str
    span: Span
    noticed: int
    equal: int
    survivors: tuple[Survivor, ...]
    idle: tuple[Accepted, ...]


@dataclass(frozen=True, slots=True)
class Mutation:
    """The units of all rulesets, in the order of the files."""

    units: tuple[UnitMutation, ...]

    @property
    def noticed(self) -> int:
        """How many mutants some example notices."""
        return sum(one.noticed for one in self.units)

    @property
    def survivors(self) -> tuple[Survivor, ...]:
        """Those that none does."""
        return tuple(survivor for one in self.units for survivor in one.survivors)

    @property
    def open(self) -> int:
        """How many of those nobody has accepted."""
        return sum(one.reason is None for one in self.survivors)


Told = Callable[[str, int], None]
"""Told the name of each unit before its mutants are judged, and how many units there are."""


def mutate(
    loaded: Loaded,
    *,
    contributions: Contributions = NONE,
    names: Sequence[str] = (),
    told: Told = lambda _name, _units: None,
) -> Mutation:
    """Judge the mutants of all rulesets, or of the units named."""
    found: list[UnitMutation] = []
    wanted = [
        (named, source)
        for named in loaded.programs
        for source in sources_of(named.program)
        if not names or source.header.name in names
    ]
    with ExitStack() as stack:
        for named in loaded.programs:
            alive = Alive(Bench(named, loaded.plan.decision, ReferenceEngine, contributions, stack))
            units: list[UnitMutation] = []
            for of, source in wanted:
                if of is named:
                    told(source.header.name, len(wanted))
                    examined = alive.of(source)
                    units += [] if examined is None else [_unit(named.name, source, examined)]
            found += sorted(units, key=lambda one: (one.span.source.name, one.span.start))
    return Mutation(tuple(found))


def _unit(ruleset: str, source: Source, examined: Examined) -> UnitMutation:
    span = source.header.span
    waived = accepted(span)
    reasons = {one.change: one.reason for one in waived}
    names = [accepted_as(one.change) for one in examined.alive]
    survivors = tuple(
        Survivor(one.change, one.span, reasons.get(name)) for one, name in zip(examined.alive, names, strict=True)
    )
    idle = tuple(one for one in waived if one.change not in names)
    return UnitMutation(ruleset, *key_of(source), span, examined.noticed, examined.equal, survivors, idle)
