"""What a replay found, counted: plain frozen data, for a report and for machines.

Leaves as JSON; `schema` counts its versions. Promises: an outcome that is not told, or of goods that nobody inspected,
is never a negative; rules in shadow stand apart from those that count; everything is sorted by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec

from stce_rules.core.assessment import Channel, RulesetVersion

__all__ = [
    "BoxFill",
    "ChannelCount",
    "Ended",
    "MissingCount",
    "Outcomes",
    "RefusalCount",
    "RuleCount",
    "SourceFill",
    "Summary",
    "UnreadOutcome",
    "as_json",
]

Ended = Literal["complete", "limit", "interrupted"]
"""How a replay came to its end."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Declarations by what controls found: inspected with and without a finding, not inspected, nothing told."""

    with_finding: int = 0
    without_finding: int = 0
    not_inspected: int = 0
    not_told: int = 0


@dataclass(frozen=True, slots=True)
class ChannelCount:
    """Declarations recommended for a channel."""

    channel: Channel
    declarations: int
    outcomes: Outcomes


@dataclass(frozen=True, slots=True)
class RuleCount:
    """What one rule did.

    `hits`, `undetermined` and `exempt` count goods items, or declarations where the rule judges those; `points` are
    those it added to declarations, with its worst item in each. `first` and `last` are acceptance dates of the
    declarations it hit, and `outcomes` are theirs. Of a rule in shadow all this is what it would have done.
    """

    rule: str
    version: int
    title: str
    ruleset: str
    hits: int
    undetermined: int
    exempt: int
    declarations_hit: int
    declarations_undetermined: int
    points: int
    first: date | None
    last: date | None
    outcomes: Outcomes


@dataclass(frozen=True, slots=True)
class MissingCount:
    """A box that would have decided: how many undetermined findings, and in how many declarations."""

    field: str
    findings: int
    declarations: int


@dataclass(frozen=True, slots=True)
class RefusalCount:
    """Messages that were refused with a code."""

    code: str
    messages: int


@dataclass(frozen=True, slots=True)
class UnreadOutcome:
    """A box of the outcome, such as `outcome.selected_by`: why it cannot be read, and in how many declarations."""

    box: str
    why: str
    declarations: int


@dataclass(frozen=True, slots=True)
class BoxFill:
    """A box, by the name of its column in a canonical table, and how many state it: goods items for `item.…`."""

    box: str
    stated: int


@dataclass(frozen=True, slots=True)
class SourceFill:
    """What the declarations of one source state; a box that none of them states is not among `boxes`."""

    source: str
    declarations: int
    items: int
    boxes: tuple[BoxFill, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A replay, counted.

    Of the messages read, `judged` were declarations (amendments and cancellations among them, each judged as it
    stands) and `refused` were not. `first` and `last` are the acceptance dates of those judged. `never_met` are rules
    that no declaration met, not even perhaps. With `ended` other than `complete` not all of the history was read.
    `as_of` is the day that rules, lists, parameters and HS edition were taken of; None: each declaration's own. Of a
    history in very many files `filled` tells the first apart and counts the others together. `unread_outcomes` are
    what could not be read of outcomes: it counts as not stated, an outcome whose `inspected` is among it as not told.
    `empty` sources held nothing, such as a month without exports.
    """

    schema: int
    ended: Ended
    ruleset: RulesetVersion
    engine: str
    judged: int
    refused: int
    items: int
    amendments: int
    cancellations: int
    first: date | None
    last: date | None
    outcomes_told: bool
    channels: tuple[ChannelCount, ...]
    rules: tuple[RuleCount, ...]
    monitor: tuple[RuleCount, ...]
    never_met: tuple[str, ...]
    missing: tuple[MissingCount, ...]
    refusals: tuple[RefusalCount, ...]
    alarms: tuple[tuple[str, int], ...]
    as_of: date | None = None
    filled: tuple[SourceFill, ...] = ()
    unread_outcomes: tuple[UnreadOutcome, ...] = ()
    empty: int = 0


SCHEMA = 1
"""Version of the summary as JSON. Names may be added under the same number; none is taken away or changed."""


def as_json(summary: Summary) -> str:
    """The summary as JSON over several lines, with a line break at its end."""
    return msgspec.json.format(msgspec.json.encode(summary), indent=2).decode() + "\n"
