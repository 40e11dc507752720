"""What a host gets: one assessment for each declaration. The engine recommends; an officer or the host decides.

The structs are the wire format too (`schema` counts its versions; docs/schema/assessment-1.json is made from them).
Entries are sorted by rule, then item.
"""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from stce_rules.core.declaration import ParseIssue

Channel = Literal["green", "blue", "yellow", "red"]

CHANNELS: tuple[Channel, ...] = get_args(Channel)
"""From lightest to heaviest: release, post-clearance audit, documents, physical examination."""


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a value stands: the box of the declaration, and the characters of a text, from 0, end not included.

    `source` is the place in the message that the declaration was read from, where an adapter keeps it.
    """

    box: str
    start: int | None = None
    end: int | None = None
    source: str | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The row of a list that decided."""

    list: str
    row: int
    value: str
    source: str = ""


class Like(msgspec.Struct, frozen=True, kw_only=True):
    """That a party only resembles the row of a list: how much, in percent; which of the row's names is meant.

    `matcher` is the name and version of what compared them.
    """

    percent: str
    name: str
    matcher: str


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sentence with its truth and the value it was read from; `value` is None for a blank box."""

    sentence: str
    truth: Literal["true", "false", "unknown"]
    field: str | None = None
    value: str | None = None
    item: int | None = None
    where: Place | None = None
    list: Row | None = None
    like: Like | None = None


class Unproven(msgspec.Struct, frozen=True, kw_only=True):
    """An exemption that may apply: its reason, and the boxes that would prove it."""

    because: str
    missing: list[str]


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that holds."""

    rule: str
    version: int
    item: int | None
    points: int
    channel: Channel | None
    title: str
    because: str
    regime: list[str]
    evidence: list[Evidence]
    indicators: list[str]
    unproven: list[Unproven]


class Exempt(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that holds but is lifted: the reasons, and the exemptions by name."""

    rule: str
    version: int
    item: int | None
    title: str
    because: list[str]
    exemptions: list[str]
    evidence: list[Evidence]


class Undetermined(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that blank boxes leave open: what its `if unknown` does, and the boxes that would decide."""

    rule: str
    version: int
    item: int | None
    points: int
    channel: Channel | None
    title: str
    missing: list[str]
    evidence: list[Evidence]
    indicators: list[str]


class Monitored(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule or exemption in shadow would have done; it had no effect.

    `lifts` are the rules that an exemption would have lifted, or might have; empty for a rule.
    """

    rule: str
    version: int
    item: int | None
    outcome: Literal["hit", "exempt", "undetermined"]
    points: int
    channel: Channel | None
    title: str
    missing: list[str]
    evidence: list[Evidence]
    indicators: list[str]
    lifts: list[str] = []


class RulesetVersion(msgspec.Struct, frozen=True, kw_only=True):
    """What judged: name and version as written, and the hash of the whole plan."""

    name: str
    version: str
    hash: str


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """The recommendation for one declaration, and everything it rests on.

    `judged` is false for one that stands in for a judgement that took too long: nothing was found because nothing was
    looked at, and the channel is what the host stated for that.
    """

    schema: int = 1
    declaration: str
    version: int
    channel: Channel
    score: int
    sampled: bool
    hits: list[Hit]
    exempt: list[Exempt]
    undetermined: list[Undetermined]
    monitor: list[Monitored]
    ask_for: list[str]
    refer_to: list[str]
    flags: list[str]
    missing: list[str]
    alarms: list[str]
    issues: list[ParseIssue]
    ruleset: RulesetVersion
    engine: str
    judged: bool = True
