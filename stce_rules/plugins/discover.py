"""All plugins of an installation, ready to use.

Enters: the entry points of the environment and objects a host gives. Leaves: what plugins bring, merged and sorted, a
listing of them, and a way to tell observers. Promises: the same environment gives the same result; a plugin that is
not whole stops start-up with all faults in one report; a failing observer never loses an assessment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stce_rules.core.assessment import Assessment
from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.fields import CATALOGUE
from stce_rules.engines.choose import ENGINES
from stce_rules.hooks import Contributions
from stce_rules.intake.adapters import BUILT_IN
from stce_rules.plugins.announced import announced, said
from stce_rules.plugins.brought import brought
from stce_rules.plugins.registered import Registered, registered
from stce_rules.resources import folder

OBSERVER = "stce_assessed"


@dataclass(frozen=True, slots=True)
class Listing:
    """One plugin, for `stce plugins`: `contributions` are (kind, names). No distribution: the host gave it."""

    name: str
    distribution: str
    version: str
    hooks: tuple[str, ...]
    contributions: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Plugins:
    """The plugins of one assessor. Holds nothing global: two of these never meet."""

    contributions: Contributions
    listing: tuple[Listing, ...]
    observers: tuple[Registered, ...]

    def observe(self, declaration: Declaration, assessment: Assessment) -> tuple[str, ...]:
        """Tell every observer, one by one. Those that fail are left alone and come back as alarms."""
        alarms: list[str] = []
        for one in self.observers:
            try:
                one.call(OBSERVER, declaration=declaration, assessment=assessment)
            except (Exception, SystemExit) as fault:  # noqa: BLE001  # an observer may raise anything; the assessment stands
                alarms.append(f"{one.announced.known_as} failed to take note of the assessment: {said(fault)}")
        return tuple(alarms)


def discover(extra: Sequence[object] = (), *, entry_points: bool = True) -> Plugins:
    """Find, load and ask all plugins: those announced in the environment, then the objects a host gives.

    Raises StceError (E701 to E709) with the faults of all plugins, each naming its distribution and version.
    """
    found, faults = announced(extra, from_entry_points=entry_points)
    asked: list[tuple[Registered, Contributions]] = []
    for one in found:
        ready = registered(one)
        if isinstance(ready, Registered):
            contributions, more = brought(ready)
            asked.append((ready, contributions))
            faults += more
        else:
            faults += ready
    faults += [*_taken_twice(asked), *_matchers(asked)]
    if faults:
        raise StceError(faults)
    return Plugins(
        contributions=_merged([contributions for _, contributions in asked]),
        listing=tuple(_listing(one, contributions) for one, contributions in asked),
        observers=tuple(one for one, _ in asked if OBSERVER in one.hooks),
    )


def _merged(parts: Sequence[Contributions]) -> Contributions:
    return Contributions(
        adapters=tuple(one for part in parts for one in part.adapters),
        fields=tuple(one for part in parts for one in part.fields),
        functions=tuple(one for part in parts for one in part.functions),
        matchers=tuple(one for part in parts for one in part.matchers),
        lists=tuple(one for part in parts for one in part.lists),
        list_readers=tuple(one for part in parts for one in part.list_readers),
        rulesets=tuple(one for part in parts for one in part.rulesets),
        engines=tuple(one for part in parts for one in part.engines),
        decision_policies=tuple(one for part in parts for one in part.decision_policies),
    )


def _names(part: Contributions) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The kinds of things brought, with the names of each."""
    yield "adapters", tuple(one.name for one in part.adapters)
    yield "fields", tuple(one.words for one in part.fields)
    yield "functions", tuple(one.name for one in part.functions)
    yield "name matchers", tuple(one.name for one in part.matchers)
    yield "lists", tuple(one.name for one in part.lists)
    yield "readers of lists", tuple(one.name for one in part.list_readers)
    yield "rulesets", tuple(one.name for one in part.rulesets)
    yield "engines", tuple(one.name for one in part.engines)
    yield "decision policies", tuple(one.name for one in part.decision_policies)


def _listing(one: Registered, part: Contributions) -> Listing:
    announced_as = one.announced
    return Listing(
        announced_as.name,
        announced_as.distribution,
        announced_as.version,
        one.hooks,
        tuple((kind, names) for kind, names in _names(part) if names),
    )


def _matchers(asked: Sequence[tuple[Registered, Contributions]]) -> Iterator[Diagnostic]:
    """More than one that compares names: rules name none, so it must be clear which is meant."""
    found = [(one.announced.known_as, each.label) for one, part in asked for each in part.matchers]
    for known_as, label in found[1:]:
        message = f"brings '{label}' to compare names, which {found[0][0]} does already"
        yield Diagnostic("E751", message, where=known_as, help="install one of the two only")


def _of_the_library() -> Iterator[tuple[str, Iterable[str]]]:
    yield "fields", CATALOGUE
    yield "adapters", (one.name for one in BUILT_IN)
    yield "engines", ENGINES
    yield "rulesets", (one.name for one in folder("rulesets").iterdir())


def _taken_twice(asked: Sequence[tuple[Registered, Contributions]]) -> Iterator[Diagnostic]:
    """Two plugins, or a plugin and the library, that bring one name."""
    owners = {(kind, name): "the library" for kind, names in _of_the_library() for name in names}
    for one, part in asked:
        known_as = one.announced.known_as
        for kind, names in _names(part):
            for name in names:
                owner = owners.setdefault((kind, name), known_as)
                if owner != known_as or names.count(name) > 1:
                    message = f"brings '{name}' among its {kind}, which {owner} brings already"
                    mend = "remove one of the two, or ask its maker to rename what it brings"
                    yield Diagnostic("E708", message, where=known_as, help=mend)
