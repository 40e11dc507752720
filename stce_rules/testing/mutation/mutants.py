"""The mutants of a unit: the unit with one thing changed, as a slip of the pen or a wrong edit would.

Enters: a unit of a checked program. Leaves: its mutants, each with the change in words and its place. Promises: a
mutant is a unit that could have been written, but for its texts; no two of one unit are called alike. Members of sets
and lists, phrases, dates and flows are left as they are: they are held to their sources, not to examples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from stce_rules.core.span import Span
from stce_rules.language import program
from stce_rules.testing.bench import Source
from stce_rules.testing.mutation.conditions import variants
from stce_rules.testing.mutation.effects import lighter_and_heavier

__all__ = ["Mutant", "mutants_of"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A unit with one thing changed; `source` is the unit as it is."""

    source: Source
    mutated: Source
    change: str
    span: Span


Worth = Callable[[program.Effects], str]
"""The channel that effects come to by themselves."""


def mutants_of(source: Source, edition: int, worth: Worth) -> Iterator[Mutant]:
    """All mutants of a unit. Effects are changed only where the channel shows it: examples see nothing else of them."""
    met = Counter[str]()
    for mutated, change, span in (*_conditions(source, edition), *_effects(source, worth)):
        met[change] += 1
        name = change if met[change] == 1 else f"{change} ({met[change]})"
        yield Mutant(source, mutated, name, span)


def _conditions(source: Source, edition: int) -> Iterator[tuple[Source, str, Span]]:
    header = source.header
    if header.where is not None:
        whole = "drops 'where', so that it looks at everything"
        yield replace(source, header=replace(header, where=None)), whole, header.where.span
        for one in variants(header.where, edition):
            yield replace(source, header=replace(header, where=one.condition)), one.change, one.span
    for one in variants(header.when, edition):
        yield replace(source, header=replace(header, when=one.condition)), one.change, one.span
    if isinstance(source, program.Exemption):
        return
    for at, unless in enumerate(source.unless):
        before, after = source.unless[:at], source.unless[at + 1 :]
        yield replace(source, unless=(*before, *after)), _dropped(unless), unless.condition.span
        for one in variants(unless.condition, edition):
            changed = replace(unless, condition=one.condition)
            yield replace(source, unless=(*before, changed, *after)), one.change, one.span


def _dropped(unless: program.Unless) -> str:
    return f"drops unless '{unless.because}'"


def _effects(source: Source, worth: Worth) -> Iterator[tuple[Source, str, Span]]:
    if not isinstance(source, program.Rule):
        return
    span = source.header.span
    for effects, change in lighter_and_heavier(source.then):
        if worth(effects) != worth(source.then):
            yield replace(source, then=effects), f"then: {change}", span
    for effects, change in lighter_and_heavier(source.if_unknown):
        if worth(effects) != worth(source.if_unknown):
            yield replace(source, if_unknown=effects), f"if unknown: {change}", span
