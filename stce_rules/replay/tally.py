"""Assessments to counts.

Enters: declarations with their assessments, in any portions. Leaves: a summary. Promises: counts of portions add up
to the counts of the whole, whatever the portions; memory grows with the rules, not with the declarations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from stce_rules.core.assessment import CHANNELS, Assessment, Channel, RulesetVersion
from stce_rules.core.declaration import Declaration, Outcome
from stce_rules.plan.model import Plan, Unit
from stce_rules.replay.filled import Filled
from stce_rules.replay.summary import (
    SCHEMA,
    BoxFill,
    ChannelCount,
    Ended,
    MissingCount,
    Outcomes,
    RefusalCount,
    RuleCount,
    SourceFill,
    Summary,
)
from stce_rules.replay.unread import add_reasons, reasons_of, unread_outcomes

__all__ = ["OfRule", "Tally", "entries", "finding_of", "told"]

Entry = tuple[str, int | None, str, int, Channel | None, list[str]]
"""Rule, item, outcome (of a rule in shadow behind `monitor `), points, channel, missing fields."""

MOST_ALARMS = 100
"""Different alarms that are told apart; a plugin may put a number into each."""

_OTHER_ALARMS = "other alarms"

MOST_SOURCES = 100
"""Sources whose boxes are counted apart; a history may be a folder of messages."""

_OTHER_SOURCES = "other sources"

_EMPTY = "W613"
"""What is told of a source without any declaration: no message, so none that was refused."""


def entries(assessment: Assessment) -> Iterator[Entry]:
    """All that rules said of a declaration."""
    for hit in assessment.hits:
        yield hit.rule, hit.item, "hit", hit.points, hit.channel, []
    for exempt in assessment.exempt:
        yield exempt.rule, exempt.item, "exempt", 0, None, []
    for unclear in assessment.undetermined:
        yield unclear.rule, unclear.item, "undetermined", unclear.points, unclear.channel, unclear.missing
    for shadow in assessment.monitor:
        yield shadow.rule, shadow.item, f"monitor {shadow.outcome}", shadow.points, shadow.channel, shadow.missing


@dataclass(slots=True)
class OfRule:
    """Counts of one rule. `entries` by outcome, `declarations` by outcome, `told` by outcome of a control."""

    entries: dict[str, int] = field(default_factory=dict)
    declarations: dict[str, int] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    points: int = 0
    first: date | None = None
    last: date | None = None

    def merge(self, other: OfRule) -> None:
        """Add the counts of another portion."""
        _add(self.entries, other.entries)
        _add(self.declarations, other.declarations)
        _add(self.told, other.told)
        self.points += other.points
        if other.first is not None:
            self.first, self.last = _span((self.first, self.last, other.first, other.last))


def _add(counts: dict[str, int], more: dict[str, int]) -> None:
    """Add counts; there are a thousand rules in each portion, and counters would cost several times as much."""
    for name, count in more.items():
        counts[name] = counts.get(name, 0) + count


@dataclass(slots=True)
class Tally:
    """Counts so far."""

    judged: int = 0
    items: int = 0
    actions: Counter[str] = field(default_factory=Counter)
    first: date | None = None
    last: date | None = None
    channels: dict[str, Counter[str]] = field(default_factory=dict)
    rules: dict[str, OfRule] = field(default_factory=dict)
    missing: Counter[str] = field(default_factory=Counter)
    missing_declarations: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    filled: dict[str, Filled] = field(default_factory=dict)
    unread: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, declaration: Declaration, on: date | None, assessment: Assessment) -> None:
        """Count one declaration, with its acceptance date; which boxes it states is counted apart."""
        told_as = told(declaration.outcome)
        self.judged += 1
        self.items += len(declaration.items)
        self.actions[declaration.action] += 1
        self.first, self.last = _span((self.first, self.last, on))
        self.channels.setdefault(assessment.channel, Counter())[told_as] += 1
        self.alarm(Counter(assessment.alarms))
        add_reasons(self.unread, reasons_of(declaration.parse_issues))
        points: dict[str, int] = {}
        missing: set[str] = set()
        met: set[tuple[str, str]] = set()
        for rule, _, outcome, added, _, boxes in entries(assessment):
            word = outcome.removeprefix("monitor ")
            _add(self.rules.setdefault(rule, OfRule()).entries, {word: 1})
            points[rule] = max(points.get(rule, 0), added)
            met.add((rule, word))
            self.missing.update(boxes)
            missing.update(boxes)
        self.missing_declarations.update(missing)
        for rule, added in points.items():
            self.rules[rule].points += added
        for rule, word in met:
            one = self.rules[rule]
            _add(one.declarations, {word: 1})
            if word == "hit":
                _add(one.told, {told_as: 1})
                one.first, one.last = _span((one.first, one.last, on))

    def merge(self, other: Tally) -> None:
        """Add the counts of another portion."""
        self.judged += other.judged
        self.items += other.items
        self.actions += other.actions
        self.first, self.last = _span((self.first, self.last, other.first, other.last))
        for channel, told in other.channels.items():
            self.channels.setdefault(channel, Counter()).update(told)
        for rule, counts in other.rules.items():
            known = self.rules.get(rule)
            if known is None:
                known = self.rules[rule] = OfRule()
            known.merge(counts)
        self.missing += other.missing
        self.missing_declarations += other.missing_declarations
        self.refusals += other.refusals
        self.alarm(other.alarms)
        self.fill(other.filled)
        add_reasons(self.unread, other.unread)

    def fill(self, counts: Mapping[str, Filled]) -> None:
        """Add which boxes declarations state, by source."""
        for source, one in counts.items():
            known = source in self.filled or len(self.filled) < MOST_SOURCES
            self.filled.setdefault(source if known else _OTHER_SOURCES, Filled()).merge(one)

    def alarm(self, alarms: Counter[str]) -> None:
        """Count alarms by their texts."""
        for text, count in alarms.items():
            known = text in self.alarms or len(self.alarms) < MOST_ALARMS
            self.alarms[text if known else _OTHER_ALARMS] += count

    def summary(self, plan: Plan, engine: str, ended: Ended, as_of: date | None = None) -> Summary:
        """The counts as they leave. `as_of` is the day by which rules were judged, when it was one for all."""
        units = sorted((one for one in plan.units if one.is_recorded), key=lambda one: one.name)
        counted = [self._of_rule(one) for one in units if one.status != "monitor"]
        shadow = [self._of_rule(one) for one in units if one.status == "monitor"]
        channels = [(channel, self.channels.get(channel, Counter())) for channel in reversed(CHANNELS)]
        return Summary(
            schema=SCHEMA,
            ended=ended,
            ruleset=RulesetVersion(name=plan.name, version=plan.version, hash=plan.content_hash),
            engine=engine,
            judged=self.judged,
            refused=self.refusals.total() - self.refusals[_EMPTY],
            items=self.items,
            amendments=self.actions["amendment"],
            cancellations=self.actions["cancellation"],
            first=self.first,
            last=self.last,
            outcomes_told=any(told.keys() - {_NOT_TOLD} for _, told in channels),
            channels=tuple(_channel(channel, told) for channel, told in channels),
            rules=tuple(counted),
            monitor=tuple(shadow),
            never_met=tuple(one.name for one in units if one.name not in self.rules),
            missing=tuple(
                MissingCount(box, count, self.missing_declarations[box])
                for box, count in sorted(self.missing.items(), key=lambda one: (-one[1], one[0]))
            ),
            refusals=tuple(
                RefusalCount(code, count) for code, count in sorted(self.refusals.items()) if code != _EMPTY
            ),
            alarms=tuple(sorted(self.alarms.items())),
            as_of=as_of,
            filled=tuple(_fill(source, one) for source, one in sorted(self.filled.items())),
            unread_outcomes=unread_outcomes(self.unread),
            empty=self.refusals[_EMPTY],
        )

    def _of_rule(self, unit: Unit) -> RuleCount:
        one = self.rules.get(unit.name, OfRule())
        return RuleCount(
            rule=unit.name,
            version=unit.version,
            title=unit.title,
            ruleset=unit.ruleset,
            hits=one.entries.get("hit", 0),
            undetermined=one.entries.get("undetermined", 0),
            exempt=one.entries.get("exempt", 0),
            declarations_hit=one.declarations.get("hit", 0),
            declarations_undetermined=one.declarations.get("undetermined", 0),
            points=one.points,
            first=one.first,
            last=one.last,
            outcomes=Outcomes(**one.told),
        )


_NOT_TOLD = "not_told"


def told(outcome: Outcome | None) -> str:
    """The name of the count of `Outcomes` that an outcome belongs to."""
    if outcome is None:
        return _NOT_TOLD
    if not outcome.inspected:
        return "not_inspected"
    return "without_finding" if finding_of(outcome) is None else "with_finding"


def finding_of(outcome: Outcome) -> str | None:
    """What was found, as it was written; None for nothing, which a blank box and the word `none` say too."""
    found = (outcome.finding or "").strip()
    return None if found.lower() in ("", "none") else found


def _channel(channel: Channel, told: Counter[str]) -> ChannelCount:
    return ChannelCount(channel, told.total(), Outcomes(**told))


def _fill(source: str, one: Filled) -> SourceFill:
    boxes = tuple(BoxFill(box, count) for box, count in sorted(one.boxes.items()))
    return SourceFill(source, one.declarations, one.items, boxes)


def _span(days: Iterable[date | None]) -> tuple[date | None, date | None]:
    """The first and the last of some days, of which some may not be known."""
    known = [day for day in days if day is not None]
    return min(known, default=None), max(known, default=None)
