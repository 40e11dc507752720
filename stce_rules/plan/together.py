"""What several rulesets must share to be one plan: distinct names, one decision, one table of rates.

Enters: named programs, sorted by name. Leaves: the decision and rates of all, or the diagnostics of what cannot stand
together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.predicates import Dated, Limit, Within
from stce_rules.core.span import Span
from stce_rules.language import program
from stce_rules.plan import model
from stce_rules.plan.lower import Key, Tests, lower


@dataclass(frozen=True, slots=True)
class NamedProgram:
    """The program of one ruleset, with what its manifest adds: name, version, exchange rates."""

    name: str
    version: str
    program: program.Program
    rates: tuple[model.Rate, ...] = ()


def _from_points(points: int, channel: str) -> model.ChannelWhen:
    low = Limit(Dated(((None, Fraction(points)),)), included=True)
    return model.ChannelWhen(channel, model.ScoreIs(Within(low, None), f"score is at least {points}"))


DEFAULT_DECISION = model.Decision(None, (_from_points(70, "red"), _from_points(30, "yellow")), "green")
"""What decides when no ruleset says otherwise."""


def clashes(programs: Sequence[NamedProgram]) -> Iterator[Diagnostic]:
    """Rulesets named alike, and rules and exemptions named alike."""
    owners: dict[str, tuple[str, Span]] = {}
    rulesets: set[str] = set()
    for one in programs:
        if one.name in rulesets:
            message = f"two rulesets are named '{one.name}'"
            mend = "load it once, or give one of them another name in its ruleset.yaml"
            yield Diagnostic("E530", message, where=one.name, help=mend)
            continue
        rulesets.add(one.name)
        for header in _public(one.program):
            owner, span = owners.setdefault(header.name, (one.name, header.span))
            if span is not header.span:
                message = (
                    f"'{header.name}' is already the name of a rule or exemption in ruleset '{owner}' "
                    f"({span.source.name}:{span.line})"
                )
                yield Diagnostic("E531", message, header.span, help="rename one of them, or load the rulesets apart")


def _public(one: program.Program) -> Iterator[program.Header]:
    """The headers whose names are known outside the ruleset."""
    yield from (rule.header for rule in one.rules)
    yield from (exemption.header for exemption in one.exemptions)


def decision(programs: Sequence[NamedProgram], tests: Tests, units: Mapping[Key, int]) -> model.Decision:
    """The one decision of all rulesets."""
    first: tuple[str, model.Decision] | None = None
    for named in programs:
        one = named.program.decision
        if one is None:
            continue
        lowered = model.Decision(
            one.cap,
            tuple(
                model.ChannelWhen(line.channel, lower(named.name, line.condition, tests, units))
                for line in one.channels
            ),
            one.otherwise,
            tuple(model.Sample(each.share, each.of, each.into) for each in one.samples),
        )
        first = first or (named.name, lowered)
        if lowered != first[1]:
            message = f"rulesets '{first[0]}' and '{named.name}' decide differently"
            mend = "points of all rulesets add up, so only one decision can hold; keep one of the two"
            raise StceError(Diagnostic("E532", message, one.span, help=mend))
    return first[1] if first else DEFAULT_DECISION


def rates(programs: Sequence[NamedProgram]) -> tuple[model.Rate, ...]:
    """The rates of all rulesets, by currencies and day."""
    known: dict[tuple[str, str, date], tuple[str, model.Rate]] = {}
    for one in programs:
        for rate in one.rates:
            owner, other = known.setdefault((rate.base, rate.quote, rate.start), (one.name, rate))
            if other.rate != rate.rate:
                message = (
                    f"rulesets '{owner}' and '{one.name}' give different rates from {rate.base} to {rate.quote} "
                    f"on {rate.start}"
                )
                mend = "correct the wrong table, or keep the rate in one of the two only"
                raise StceError(Diagnostic("E533", message, where=one.name, help=mend))
    return tuple(known[key][1] for key in sorted(known))
