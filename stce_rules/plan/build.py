"""Checked programs to one plan.

Enters: the programs of one or more rulesets. Leaves: a plan with its content hash. Promises: the same plan whatever
the order of rulesets, files and statements; a unit comes after all it asks about, an exemption before the rules it
lifts. What cannot stand together (one name twice, two decisions, two rates for a day) is told as diagnostics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from typing import assert_never

from stce_rules.core.diagnostics import StceError
from stce_rules.language import program
from stce_rules.plan import model
from stce_rules.plan.hash import content_hash
from stce_rules.plan.lower import Key, Tests, asked, indicator_key, leaves, lower, named_list, rule_key
from stce_rules.plan.model import UnitKind
from stce_rules.plan.shadow import in_shadow
from stce_rules.plan.together import DEFAULT_DECISION, NamedProgram, clashes, decision, rates

__all__ = ["DEFAULT_DECISION", "NamedProgram", "build"]


Source = program.Indicator | program.Rule | program.Exemption


@dataclass(frozen=True, slots=True)
class _Part:
    """An indicator, rule or exemption on its way into the plan.

    `lifted_by` are the exemptions of a rule, `would_lift` the rules of an exemption that runs in shadow.
    """

    key: Key
    ruleset: str
    source: Source
    lifted_by: tuple[Key, ...] = ()
    would_lift: tuple[Key, ...] | None = None

    def conditions(self) -> Iterator[program.Condition]:
        """All conditions it is judged by."""
        header = self.source.header
        if header.where is not None:
            yield header.where
        yield header.when
        if not isinstance(self.source, program.Exemption):
            yield from (one.condition for one in self.source.unless)

    def asks(self) -> Iterator[Key]:
        """The units it asks about."""
        for condition in self.conditions():
            yield from asked(self.ruleset, condition)

    def judged(self) -> bool:
        """Whether every sentence of its own has a judge."""
        return not any(
            isinstance(leaf, program.NotJudgedYet) for condition in self.conditions() for leaf in leaves(condition)
        )


Parts = Mapping[Key, _Part]


def build(programs: Sequence[NamedProgram], *, keep_drafts: bool = False) -> model.Plan:
    """One plan of all rulesets.

    Drafts are left out, and so are indicators that nothing kept asks about. With `keep_drafts` everything that can be
    judged is kept, for the examples of single units. Raises StceError for what cannot stand together, and ValueError
    for a program that no checker would let through: something that runs and asks about a draft, or about itself.
    """
    if not programs:
        raise ValueError("a plan needs at least one ruleset")
    ordered = sorted(programs, key=lambda one: one.name)
    found = [*clashes(ordered)]
    if found:
        raise StceError(found)
    parts = _parts(ordered)
    wanted = _judgeable(parts) if keep_drafts else _running(parts)
    kept = {key: part for key, part in parts.items() if key in wanted}
    if not keep_drafts:
        kept = _with_shadows(kept)
    order = _order(kept)
    numbers = {key: number for number, key in enumerate(order)}
    tests = Tests()
    units = tuple(_unit(kept[key], tests, numbers) for key in order)
    decides = decision(ordered, tests, numbers)
    lists = [named_list(one.name, each) for one in ordered for each in one.program.lists]
    plan = model.Plan(
        name="+".join(one.name for one in ordered),
        version="+".join(one.version for one in ordered),
        units=units,
        tests=tuple(tests.numbers),
        decision=decides,
        lists=tuple(sorted(lists, key=lambda one: one.name)),
        rates=rates(ordered),
        windows=tuple(tests.windows),
    )
    return replace(plan, content_hash=content_hash(plan))


# ---- which units, in which order


def _parts(programs: Sequence[NamedProgram]) -> Parts:
    """All units by key, sorted: the order of files and statements has no meaning."""
    exemptions = [
        _Part(Key(UnitKind.EXEMPTION, "", each.header.name), one.name, each)
        for one in programs
        for each in one.program.exemptions
    ]
    lifting: dict[str, list[Key]] = {}  # an exemption in shadow lifts nothing
    for part in sorted(exemptions, key=lambda part: part.key.name):
        if isinstance(part.source, program.Exemption) and part.source.header.status != "monitor":
            for rule in part.source.lifts:
                lifting.setdefault(rule, []).append(part.key)
    found = [*exemptions]
    for one in programs:
        found.extend(
            _Part(indicator_key(one.name, each.header.name), one.name, each) for each in one.program.indicators
        )
        for each in one.program.rules:
            name = each.header.name
            lifted_by = tuple(dict.fromkeys(lifting.get(name, ())))
            found.append(_Part(rule_key(name), one.name, each, lifted_by))
    found.sort(key=lambda part: (part.key.kind.value, part.key.ruleset, part.key.name))
    return {part.key: part for part in found}


def _judgeable(parts: Parts) -> AbstractSet[Key]:
    """All units that neither hold nor ask about a sentence without a judge."""
    kept = {key for key, part in parts.items() if part.judged()}
    while True:
        left = {key for key in kept if kept.issuperset(parts[key].asks())}
        if left == kept:
            return kept
        kept = left


def _running(parts: Parts) -> AbstractSet[Key]:
    """Rules and exemptions that are no drafts, and the indicators they ask about."""

    def draft(key: Key) -> bool:
        return key.kind is not UnitKind.INDICATOR and parts[key].source.header.status == "draft"

    kept: set[Key] = set()
    waiting = [key for key in parts if key.kind is not UnitKind.INDICATOR and not draft(key)]
    while waiting:
        key = waiting.pop()
        if draft(key):
            raise ValueError(f"something that runs asks about '{key.name}', a draft")
        if key not in kept:
            kept.add(key)
            waiting += parts[key].asks()
    return kept


def _with_shadows(parts: Parts) -> dict[Key, _Part]:
    """The same parts; each exemption in shadow with those of its rules that run."""
    found = dict(parts)
    for key, part in parts.items():
        if isinstance(part.source, program.Exemption) and part.source.header.status == "monitor":
            rules = (rule_key(one) for one in sorted(part.source.lifts))
            found[key] = replace(part, would_lift=tuple(one for one in rules if one in parts))
    return found


def _order(parts: Parts) -> tuple[Key, ...]:
    """Each unit after all it waits for."""
    waits_for = {
        key: [*part.asks(), *(part.would_lift or ()), *(one for one in part.lifted_by if one in parts)]
        for key, part in parts.items()
    }
    return tuple(TopologicalSorter(waits_for).static_order())


# ---- one unit


def _unit(part: _Part, tests: Tests, units: Mapping[Key, int]) -> model.Unit:
    source, header = part.source, part.source.header

    def lowered(condition: program.Condition) -> model.Condition:
        return lower(part.ruleset, condition, tests, units)

    unit = model.Unit(
        kind=part.key.kind,
        name=header.name,
        title=header.title,
        ruleset=part.ruleset,
        scope=model.Scope(header.scope.value),
        where=None if header.where is None else lowered(header.where),
        when=lowered(header.when),
        status=header.status,
        version=header.version,
        owner=header.owner,
        regime=header.regime,
        start=header.effective_from,
        until=header.effective_until,
        flows=frozenset(header.flows),
        because=header.because,
    )
    match source:
        case program.Exemption():
            if part.would_lift is None:
                return unit
            return replace(unit, when=in_shadow([units[one] for one in part.would_lift], unit.when))
        case program.Indicator():
            return replace(unit, unless=_unless(source, lowered))
        case program.Rule():
            return replace(
                unit,
                unless=_unless(source, lowered),
                then=_effects(source.then),
                if_unknown=_effects(source.if_unknown),
                lifted_by=tuple(units[one] for one in part.lifted_by if one in units),
            )
        case _:
            assert_never(source)


def _unless(
    source: program.Indicator | program.Rule, lowered: Callable[[program.Condition], model.Condition]
) -> tuple[model.Unless, ...]:
    return tuple(model.Unless(lowered(one.condition), one.because) for one in source.unless)


def _effects(one: program.Effects) -> model.Effects:
    return model.Effects(one.points, one.channel, one.ask_for, one.refer_to, one.flags)
